"""`sitegen permalinks`: the ledger of addresses, seen, checked and added to."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import click
import msgspec

from sitegen import config as configuration
from sitegen.addresses import file_path
from sitegen.archive import ledger
from sitegen.archive.ledger import Entry, Imported
from sitegen.build.recording import read_ledger, record, what_was_built, write_ledger
from sitegen.build.served import GONE, OK, Served, all_addresses, served
from sitegen.commands.common import site_option, told
from sitegen.config import SiteConfig
from sitegen.console import counted
from sitegen.errors import CommandError

_BROKEN = 1  # exit status: a promise is not kept


def _output_option(function: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--output",
        type=click.Path(path_type=Path),
        help="Folder of the built site.  [default: dist/ in the site]",
    )(function)


def _built_in(site: Path, output: Path | None) -> Path:
    return output or site / "dist"


@click.group()
def permalinks() -> None:
    """Keep every address that was ever published: content/permalinks.tsv."""


@permalinks.command("list")
@site_option
@_output_option
@click.option("--gone", "which", flag_value="gone", help="Only addresses that answer 410.")
@click.option("--moved", "which", flag_value="moved", help="Only addresses that lead elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array instead of words.")
@click.argument("prefix", default="/")
@told()
def list_command(
    site: Path, output: Path | None, which: str | None, prefix: str, *, as_json: bool
) -> None:
    """List addresses and what the built site answers at them.

    PREFIX is the beginning of an address, or of a file's path ("content/2023/04").

    \b
    Examples:
      sitegen permalinks list --moved
      sitegen permalinks list /ko/2023/04/
      sitegen permalinks list content/2023/04/port-vote
    """
    config = configuration.load(site)
    host = served(_built_in(site, output), config.base_path)
    rows = [
        row
        for entry in read_ledger(site)
        if entry.address.startswith(prefix) or entry.source.startswith(prefix)
        if (row := _row(entry, host)).is_one_of(which)
    ]
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2).decode())
        return
    for row in rows:
        target = f" → {row.target}" if row.target else ""
        owner = f"   {row.source}" if row.source else ""
        click.echo(f"{row.status}  {row.address}{target}{owner}")
    click.echo(counted(len(rows), "address") + ".", err=True)


class Row(msgspec.Struct, frozen=True):
    """An address as `list` shows it."""

    address: str
    status: int
    target: str
    kind: str
    source: str
    language: str
    note: str

    def is_one_of(self, which: str | None) -> bool:
        """Whether it is among the addresses asked for: "gone", "moved" or all."""
        return which is None or (self.status == GONE if which == "gone" else bool(self.target))


def _row(entry: Entry, host: Served) -> Row:
    answer = host.answer(entry.address)
    return Row(
        entry.address,
        answer.status,
        answer.target,
        entry.kind,
        entry.source,
        entry.lang,
        entry.note,
    )


@permalinks.command()
@site_option
@_output_option
@told()
def verify(site: Path, output: Path | None) -> None:
    """Ask the built site for every address that was ever published.

    Each has to answer with 200, one redirect to a 200, or 410. Ends with 1 when one does not.
    """
    config = configuration.load(site)
    host, known = served(_built_in(site, output), config.base_path), read_ledger(site)
    addresses = all_addresses(known)
    broken = {address: why for address in sorted(addresses) if (why := host.wrong(address))}
    for address, why in broken.items():
        click.echo(f"{address}: {why}", err=True)
    statuses = [host.answer(address).status for address in addresses - broken.keys()]
    stand, gone = statuses.count(OK), statuses.count(GONE)
    click.echo(
        f"{counted(len(addresses), 'address')}: {stand:,} answer, "
        f"{len(statuses) - stand - gone:,} lead elsewhere, {gone:,} are gone on purpose, "
        f"{len(broken):,} broken."
    )
    if broken:
        raise click.exceptions.Exit(_BROKEN)


@permalinks.command("record")
@site_option
@_output_option
@told()
def record_command(site: Path, output: Path | None) -> None:
    """Write down every address of the last build, now that it is published.

    Makes content/permalinks.tsv when there is none; commit it with the content.
    """
    done = record(site, _built_in(site, output))
    click.echo(
        f"Recorded {counted(done.new, 'new address')}, {done.changed:,} changed, "
        f"in {ledger.PLACE}: {done.addresses:,} in all."
    )


@permalinks.command()
@site_option
@click.argument("what", nargs=-1, required=True, metavar="URL|FILE...")
@click.option("--reason", required=True, help="Why, for readers: it is shown at the address.")
@told()
def retire(site: Path, what: tuple[str, ...], reason: str) -> None:
    """Give up addresses on purpose: they answer 410 with a page that says why and since when.

    A FILE is a path in the site (content/2023/04/port-vote, or one file): all addresses that it
    owned are given up.

    \b
    Examples:
      sitegen permalinks retire /ko/2023/04/05/port-vote/ --reason "Published by mistake."
      sitegen permalinks retire content/2023/04/port-vote --reason "At the author's request."
    """
    if not reason.strip():
        raise CommandError("--reason is empty", "Readers see it: say why the page is gone.")
    config, known = configuration.load(site), read_ledger(site)
    today = datetime.now(UTC).astimezone(ZoneInfo(config.timezone)).date()
    given_up: list[str] = []
    for item in what:
        done = ledger.retired(known, _wanted(item, config), today, reason)
        if not done.addresses:
            hint = "`sitegen permalinks list content/` shows whose addresses it knows."
            raise CommandError(f"the ledger knows no address of {item}", hint)
        known = done.ledger
        given_up += done.addresses
    write_ledger(site, known)
    for address in given_up:
        click.echo(address)
    click.echo(f"Retired {counted(len(given_up), 'address')}.", err=True)


def _wanted(item: str, config: SiteConfig) -> str:
    """A file of the site, or an address below the base URL as the ledger has it."""
    if item.startswith(("content/", "static/")):
        return item
    parts = urlsplit(item)
    if parts.netloc and parts.netloc != urlsplit(config.base_url).netloc:
        raise CommandError(f"{item} is not an address of {config.base_url}")
    path = ledger.spelt(unquote(parts.path))
    if not path.startswith("/"):
        hint = "Write an address (/ko/…), or a file of the site (content/…)."
        raise CommandError(f"{item} is neither an address nor a file", hint)
    return path.removeprefix(config.base_path) or "/"


@permalinks.command("import")
@site_option
@_output_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be done and write nothing.")
@click.option(
    "--unmatched",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the addresses that could not be matched there, to be completed and imported again.",
)
@told()
def import_command(
    site: Path, output: Path | None, file: Path, unmatched: Path | None, *, dry_run: bool
) -> None:
    """Take over the addresses of a previous system, and match them to the articles of this site.

    FILE is a text file of URLs, one a line, or a sitemap.xml (also .gz). In a text file, a tab
    and an address or an article's file after a URL say where that leads. The last build is what
    is matched with.
    """
    built, known = what_was_built(site, _built_in(site, output)), read_ledger(site)
    try:
        foreign = ledger.foreign_addresses(file.read_bytes())
    except ValueError as problem:
        raise CommandError(f"{file} cannot be imported: {problem}") from None
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}") from None
    found = ledger.imported(
        foreign, built.archive, {*built.outputs, *map(file_path, known.addresses)}
    )
    _tell(found)
    if unmatched is not None:
        lines = (f"{item.url}\t\n" for item in found.unmatched)
        unmatched.write_text("".join(lines), encoding="utf-8")
    if not dry_run and found.matches:
        write_ledger(
            site, known.changed({item.entry.address: item.entry for item in found.matches})
        )


def _tell(found: Imported) -> None:
    for item in found.matches:
        target = item.entry.source or item.entry.note
        click.echo(f"{item.url} → {target} ({item.how})")
    for line in _unmatched_lines(found):
        click.echo(line, err=True)
    click.echo(
        f"{len(found.matches):,} matched, {len(found.known):,} known, "
        f"{len(found.unmatched):,} not matched.",
        err=True,
    )


def _unmatched_lines(found: Imported) -> Iterable[str]:
    return (f"{item.url}: {item.why}" for item in found.unmatched)
