"""`sitegen build`: the site, from content/ into dist/."""

from pathlib import Path
from typing import Any

import click
import msgspec

from sitegen.build.site import Options, Report, build
from sitegen.commands.common import INTERRUPTED, as_json_text, now_from, site_option
from sitegen.console import Console, counted, problem_lines
from sitegen.errors import BuildError, CommandError, ContentError


@click.command("build")
@site_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder to build into.  [default: dist/ in the site]",
)
@click.option("--base-url", metavar="URL", help="Build for this address, not the configured one.")
@click.option("--drafts", is_flag=True, help="Show drafts, too.")
@click.option("--future", is_flag=True, help="Show articles whose time has not come, too.")
@click.option("--noindex", is_flag=True, help="Keep robots out, as --drafts and --future do, too.")
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
    noindex: bool,
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
            now=now_from(now),
            base_url=base_url,
            drafts=drafts,
            future=future,
            noindex=noindex,
            workers=workers or 0,
            clean=clean,
            strict=strict,
            explain=explain,
        )
        with console:
            report = build(options, console)
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing was lost: the next build goes on from here.", err=True)
        context.exit(INTERRUPTED)
    except ContentError as failure:
        _fail(as_json, failure.problems, failure.exit_status)
        context.exit(failure.exit_status)
    except (CommandError, BuildError) as failure:
        hint = getattr(failure, "hint", "")
        if as_json:
            click.echo(as_json_text({"ok": False, "error": str(failure), "hint": hint}))
        else:
            click.echo(f"Error: {failure}" + (f"\n{hint}" if hint else ""), err=True)
        context.exit(failure.exit_status)
    _tell(report, as_json=as_json, quiet=quiet, verbose=verbose)


def _fail(as_json: bool, problems: tuple[Any, ...], status: int) -> None:
    if as_json:
        click.echo(as_json_text({"ok": False, "status": status, "problems": problems}))
        return
    for line in problem_lines(problems):
        click.echo(line, err=True)
    click.echo("Nothing was written.", err=True)


def _tell(report: Report, *, as_json: bool, quiet: bool, verbose: bool) -> None:
    if as_json:
        click.echo(as_json_text({"ok": True, **msgspec.to_builtins(report)}))
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
