"""`sitegen publish`: what was built, to where readers are."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec

from sitegen.commands.common import as_json_text, site_option
from sitegen.commands.ending import ending
from sitegen.console import Console, counted
from sitegen.publish.site import Request, publish
from sitegen.publish.stepwise import Options, Report

_STOPPED = "Stopped. Readers see a whole site; publish again to go on from here."


def dist_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option that names the folder that was built into."""
    return click.option(
        "--output",
        "dist",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder that was built into.  [default: dist/ in the site]",
    )(function)


@click.command("publish")
@click.argument("target", required=False)
@site_option
@dist_option
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option(
    "--adopt",
    is_flag=True,
    help="Publish into a target that holds other files: they stay, but for those of the same name.",
)
@click.option(
    "--purge",
    is_flag=True,
    help="Remove at once also what copies of older pages may still ask for.",
)
@click.option(
    "--uploads",
    type=click.IntRange(1, 64),
    help="Files that are sent at once.  [default: as configured, or 8]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of words.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file.")
@click.option("-q", "--quiet", is_flag=True, help="Tell problems only.")
@click.pass_context
def publish_command(
    context: click.Context,
    *,
    target: str | None,
    site: Path,
    dist: Path | None,
    dry_run: bool,
    adopt: bool,
    purge: bool,
    uploads: int | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Bring what was built to TARGET, changing only what differs.

    TARGET is a name from [tool.sitegen.publish], or an address: a folder, s3://bucket/prefix,
    netlify://site-id, git+ssh://host/repository.git#branch. Ends with 0 when all is there, 1 when
    something failed on its way (run it again: it goes on), 2 when the command is wrong.

    \b
    Examples:
      sitegen publish production --dry-run
      sitegen publish /srv/www
      sitegen publish "s3://news/site?endpoint=https://s3.example&region=ap-northeast-2"
    """
    with ending(context, as_json=as_json, stopped=_STOPPED):
        options = Options(now=int(time.time()), dry_run=dry_run, adopt=adopt, purge=purge)
        request = Request(
            site=site,
            dist=dist or site / "dist",
            target=target,
            options=options,
            threads=uploads or 0,
        )
        with Console(quiet=quiet or as_json, verbose=verbose) as console:
            report = publish(request, console)
        if as_json:
            click.echo(as_json_text({"ok": True, **msgspec.to_builtins(report)}))
        elif not quiet:
            _tell(report, dry_run=dry_run, verbose=verbose)


def _tell(report: Report, *, dry_run: bool, verbose: bool) -> None:
    for phase, paths in report.brought.items():
        if paths:
            click.echo(f"  {phase}: {len(paths):,}")
        for path in paths if verbose else ():
            click.echo(f"    + {path}")
    if report.removed:
        click.echo(f"  removed: {len(report.removed):,}")
    for path in report.removed if verbose else ():
        click.echo(f"    - {path}")
    count = sum(map(len, report.brought.values()))
    changes = (
        f"{counted(count, 'file')} ({report.bytes:,} bytes), "
        f"{report.unchanged:,} unchanged, {len(report.removed):,} removed"
    )
    if dry_run:
        click.echo(f"Would publish {changes}: {report.target}. Nothing was changed.")
    else:
        click.echo(
            f"Published {changes}, {report.checked:,} read back: {report.target} "
            f"in {report.seconds:.1f} s."
        )
