"""`sitegen verify`: whether readers get what was published."""

from pathlib import Path

import click

from sitegen.commands.common import as_json_text
from sitegen.commands.ending import ending
from sitegen.console import Console, counted


@click.command("verify")
@click.argument("place", metavar="URL-or-DIR")
@click.option(
    "--manifest",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Manifest to go by.  [default: the one that was published with the site]",
)
@click.option(
    "--connections",
    type=click.IntRange(1, 64),
    default=4,
    show_default=True,
    help="Questions at once.",
)
@click.option(
    "--delay",
    type=click.FloatRange(0, 60),
    default=0.0,
    metavar="SECONDS",
    help="Pause before each question, on every connection.  [default: none]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of words.")
@click.option("-q", "--quiet", is_flag=True, help="Tell problems only.")
@click.pass_context
def verify_command(
    context: click.Context,
    *,
    place: str,
    manifest: Path | None,
    connections: int,
    delay: float,
    as_json: bool,
    quiet: bool,
) -> None:
    """Ask for every address of a published site, or look at every file of a folder.

    Ends with 0 when all answer with what was published, 1 when some do not, 2 when the command
    is wrong.

    \b
    Examples:
      sitegen verify dist
      sitegen verify https://news.example --connections 2 --delay 0.5
      sitegen verify https://news.example --manifest site-manifest.tsv
    """
    with ending(context, as_json=as_json, stopped="Stopped."):
        # Not above: the HTTP client is loaded only by who needs it.
        from sitegen.publish import verify  # noqa: PLC0415

        with Console(quiet=quiet or as_json, verbose=False) as console:
            if "://" in place:
                verdict = verify.site(place, manifest, connections, delay, console)
            else:
                verdict = verify.folder(Path(place), connections, console)
        if as_json:
            wrong = [item._asdict() for item in verdict.wrong]
            click.echo(as_json_text({"ok": not wrong, "asked": verdict.asked, "wrong": wrong}))
        else:
            for item in verdict.wrong:
                click.echo(f"{item.address}: {item.reason}", err=True)
            if not quiet:
                right = verdict.asked - len(verdict.wrong)
                click.echo(f"{right:,} of {counted(verdict.asked, 'address')} as published.")
        context.exit(1 if verdict.wrong else 0)
