"""`sitegen export`: copies for those who keep things for ever."""

from pathlib import Path
from zoneinfo import ZoneInfo

import click

from sitegen import config as configuration
from sitegen.build import state
from sitegen.build.lock import only_build
from sitegen.commands.common import now_from, site_option
from sitegen.commands.ending import ending
from sitegen.commands.publish import dist_option
from sitegen.config import SiteConfig
from sitegen.console import Console, counted
from sitegen.errors import CommandError
from sitegen.export import bag, manifest, warc
from sitegen.export.archive import Archive, Written
from sitegen.publish import rules


@click.command("export")
@site_option
@dist_option
@click.option(
    "--bagit",
    "bag_folder",
    type=click.Path(path_type=Path),
    help="Write content and site into this new folder as a bag (RFC 8493).",
)
@click.option(
    "--warc",
    "warc_file",
    type=click.Path(path_type=Path),
    help="Write the site into this new file as a web archive (WARC 1.1); .gz compresses it.",
)
@click.option(
    "--manifest",
    "manifest_file",
    type=click.Path(path_type=Path),
    help="Write SHA-256, size and media type of every file into this file.",
)
@click.option(
    "--now",
    metavar="TIME",
    help="Date of the export (ISO 8601).  [default: SOURCE_DATE_EPOCH, or the clock]",
)
@click.option("-q", "--quiet", is_flag=True, help="Tell problems only.")
@click.pass_context
def export_command(
    context: click.Context,
    *,
    site: Path,
    dist: Path | None,
    bag_folder: Path | None,
    warc_file: Path | None,
    manifest_file: Path | None,
    now: str | None,
    quiet: bool,
) -> None:
    """Write what was built into forms that archives and libraries keep.

    \b
    Examples:
      sitegen export --bagit ../news-2027
      sitegen export --warc ../news-2027.warc.gz
      sitegen export --manifest site-manifest.tsv
    """
    stopped = "Stopped. Nothing was left behind."
    with ending(context, as_json=False, stopped=stopped), Console(quiet=quiet, verbose=False) as c:
        config = configuration.load(site)
        moment = now_from(now)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(config.timezone))
        folder = dist or site / "dist"
        archive = Archive(site, folder, rules.read(folder))
        base_url = config.base_url.rstrip("/")
        if bag_folder is None and warc_file is None and manifest_file is None:
            raise CommandError("export what?", "Add --bagit, --warc or --manifest.")
        with only_build(site / state.FOLDER):
            if bag_folder is not None:
                written = bag.export(archive, bag_folder, _about(config), moment, c)
                _tell(written, bag_folder, quiet=quiet)
            if warc_file is not None:
                written = warc.export(archive, warc_file, base_url, moment, c)
                _tell(written, warc_file, quiet=quiet)
            if manifest_file is not None:
                _tell(manifest.export(archive, manifest_file), manifest_file, quiet=quiet)


def _tell(written: Written, place: Path, *, quiet: bool) -> None:
    if not quiet:
        size = f"{written.bytes:,} bytes"
        click.echo(f"Exported {counted(written.files, 'file')} ({size}): {place}")


def _about(config: SiteConfig) -> dict[str, str]:
    return {
        "Source-Organization": config.say(config.publisher or config.title, config.default),
        "External-Identifier": config.base_url,
        "External-Description": config.say(config.description or config.title, config.default),
    }
