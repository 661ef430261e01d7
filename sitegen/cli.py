"""The command line: arguments in, a library call, words and an exit status out."""

import os
import sys
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from sitegen import __version__
from sitegen.build.site import Options, Report, build
from sitegen.console import Commentary, Console, counted, problem_lines
from sitegen.errors import BuildError, CommandError, ContentError
from sitegen.serve.server import Settings, serve

_INTERRUPTED = 130  # what shells expect of a command that Ctrl-C ended
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(name="sitegen", context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="sitegen")
def main() -> None:
    """Build a multilingual news archive from Markdown files into a static site."""


def _site_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--site",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        show_default="here",
        help="Folder of the site: pyproject.toml, content/, and its own templates/ and static/.",
    )(function)


@main.command("build")
@_site_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to build into.  [default: dist/ in the site]",
)
@click.option("--base-url", metavar="URL", help="Build for this address, not the configured one.")
@click.option("--drafts", is_flag=True, help="Show drafts, too.")
@click.option("--future", is_flag=True, help="Show articles whose time has not come, too.")
@click.option(
    "--now",
    metavar="TIME",
    help="Build as if it were this time (ISO 8601).  [default: SOURCE_DATE_EPOCH, or the clock]",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="Number of processes.  [default: as many as help]",
)
@click.option("--clean", is_flag=True, help="Forget earlier builds and write every file anew.")
@click.option(
    "--explain",
    metavar="URL",
    multiple=True,
    help="Say why the page at this address (or path) was made anew or kept. May be repeated.",
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of words.")
@click.option("-v", "--verbose", is_flag=True, help="Tell more.")
@click.option("-q", "--quiet", is_flag=True, help="Tell problems only.")
@click.pass_context
def build_command(
    context: click.Context,
    *,
    site: Path,
    output: Path | None,
    base_url: str | None,
    drafts: bool,
    future: bool,
    now: str | None,
    workers: int | None,
    clean: bool,
    explain: tuple[str, ...],
    strict: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Build the site.

    Ends with 0 when the site was built, 1 when its content is wrong, 2 when the command is.

    \b
    Examples:
      sitegen build
      sitegen build --site news/ --output public/ --strict
      sitegen build --drafts --future --now 2027-01-01T09:00
      sitegen build --explain /ko/2023/04/05/port-vote/
    """
    console = Console(quiet=quiet or as_json, verbose=verbose)
    try:
        options = Options(
            site=site,
            output=output or site / "dist",
            now=_now(now),
            base_url=base_url,
            drafts=drafts,
            future=future,
            workers=workers or 0,
            clean=clean,
            strict=strict,
            explain=explain,
        )
        with console:
            report = build(options, console)
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing was lost: the next build goes on from here.", err=True)
        context.exit(_INTERRUPTED)
    except ContentError as failure:
        _fail(as_json, failure.problems, failure.exit_status)
        context.exit(failure.exit_status)
    except (CommandError, BuildError) as failure:
        hint = getattr(failure, "hint", "")
        if as_json:
            click.echo(_json({"ok": False, "error": str(failure), "hint": hint}))
        else:
            click.echo(f"Error: {failure}" + (f"\n{hint}" if hint else ""), err=True)
        context.exit(failure.exit_status)
    _tell(report, as_json=as_json, quiet=quiet, verbose=verbose)


@main.command("serve")
@_site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on, 0 for any that is free.",
)
@click.option("--drafts", is_flag=True, help="Show drafts, too.")
@click.option("--future", is_flag=True, help="Show articles whose time has not come, too.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@click.option("--poll", is_flag=True, help="Look for changes again and again (network drives).")
@click.pass_context
def serve_command(
    context: click.Context,
    *,
    site: Path,
    host: str,
    port: int,
    drafts: bool,
    future: bool,
    open_browser: bool,
    poll: bool,
) -> None:
    """Show the site while it is being written: build, serve, watch, reload.

    What is served is kept in .sitegen/serve/, apart from dist/. Ctrl-C stops it.

    \b
    Examples:
      sitegen serve --open
      sitegen serve --site news/ --drafts --future --port 8080
    """
    settings = Settings(
        site=site,
        host=host,
        port=port,
        drafts=drafts,
        future=future,
        open=open_browser,
        poll=poll,
    )
    try:
        serve(settings, Commentary())
    except KeyboardInterrupt:
        context.exit(_INTERRUPTED)
    except (CommandError, BuildError) as failure:
        hint = getattr(failure, "hint", "")
        click.echo(f"Error: {failure}" + (f"\n{hint}" if hint else ""), err=True)
        context.exit(failure.exit_status)


def _now(text: str | None) -> datetime:
    if text is not None:
        try:
            return _plausible(datetime.fromisoformat(text))
        except ValueError:
            hint = "Write it like 2027-01-01T09:00 or 2027-01-01T09:00+09:00."
            raise CommandError(f"--now: “{text}” is not a time", hint) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return _plausible(datetime.fromtimestamp(int(epoch), UTC))
        except (ValueError, OverflowError, OSError):
            raise CommandError(f"SOURCE_DATE_EPOCH: “{epoch}” is not a number of seconds") from None
    return datetime.now(UTC)


def _plausible(now: datetime) -> datetime:
    """The moment, when a calendar can go some days back and forth from it."""
    if not MINYEAR < now.year < MAXYEAR:
        raise ValueError(now)
    return now


def _fail(as_json: bool, problems: tuple[Any, ...], status: int) -> None:
    if as_json:
        click.echo(_json({"ok": False, "status": status, "problems": problems}))
        return
    for line in problem_lines(problems):
        click.echo(line, err=True)
    click.echo("Nothing was written.", err=True)


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _tell(report: Report, *, as_json: bool, quiet: bool, verbose: bool) -> None:
    if as_json:
        click.echo(_json({"ok": True, **msgspec.to_builtins(report)}))
        return
    for line in problem_lines(report.problems):
        click.echo(line, err=True)
    for url, sentence in report.explanations.items():
        click.echo(f"{url}: {sentence}.")
    if quiet:
        return
    for kind, languages in report.pages.items():
        total = sum(languages.values())
        split = ", ".join(f"{lang} {count:,}" for lang, count in languages.items() if lang)
        click.echo(f"  {kind:<10} {total:>9,}" + (f"   {split}" if split else ""))
    if verbose:
        for reason, count in report.reasons.items():
            click.echo(f"  {count:,} made because {reason}")
        click.echo(
            f"  {report.written:,} files written, {report.unchanged:,} unchanged, "
            f"{report.removed:,} removed"
        )
    if report.next_due is not None:
        click.echo(f"The next article is due {report.next_due.isoformat(timespec='minutes')}.")
    warnings = len(report.problems)
    click.echo(
        f"Built {counted(report.articles, 'article')} in {counted(report.stories, 'story')}, "
        f"{counted(report.redirects, 'redirect')}, {counted(report.images, 'scaled image')}, "
        f"{counted(warnings, 'warning')} into {report.output} in {report.seconds:.1f} s."
    )


if __name__ == "__main__":
    sys.exit(main())
