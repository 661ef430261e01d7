"""`sitegen status`: the archive at a glance, as tables."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from rich import box
from rich.console import Console as Terminal
from rich.table import Table
from rich.text import Text

from sitegen.check.loaded import loaded
from sitegen.commands.common import as_json_text, now_from, site_option, told
from sitegen.console import Console, counted
from sitegen.status import Heavy, Overview, overview

_MOST = 20  # lines of a list in the terminal; --json has them all
_WHOLE = 100  # percent
_KILO = 1000


@click.command("status")
@site_option
@click.option(
    "--now",
    metavar="TIME",
    help="Look as if it were this time (ISO 8601).  [default: SOURCE_DATE_EPOCH, or the clock]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
def status_command(*, site: Path, now: str | None, as_json: bool) -> None:
    """Show the archive at a glance.

    Editions by year and language, how much is translated, what is scheduled, which translations
    are older than their originals, the largest texts and pictures. Nothing needs to be built.

    \b
    Examples:
      sitegen status
      sitegen status --json
    """
    with told(as_json=as_json):
        with Console(quiet=as_json, verbose=False) as console:
            found = overview(loaded(site, now_from(now), console))
        if as_json:
            click.echo(as_json_text(found))
            return
        terminal = Terminal(highlight=False)
        for part in _parts(found):
            terminal.print(part)


def _parts(found: Overview) -> Iterator[Table | Text]:
    articles, stories = counted(found.articles, "article"), counted(found.stories, "story")
    drafts = f"{counted(found.drafts, 'draft')}, {found.withdrawn:,} withdrawn"
    yield Text(f"{articles} in {stories}; {drafts}.\n")
    if found.years:
        yield _years(found)
        yield _coverage(found)
    yield from _list("Scheduled", "Nothing is scheduled.", _scheduled(found), dated=True)
    yield from _list("Older than their originals", "No translation is stale.", _stale(found))
    if found.pages:
        yield _heavy("Largest texts", found.pages)
    if found.pictures:
        yield _heavy("Largest pictures", found.pictures)


def _table(title: str, *columns: str) -> Table:
    """A table whose first column is words and whose others are numbers."""
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for place, name in enumerate(columns):
        if place:
            table.add_column(name, justify="right", no_wrap=True)
        else:
            table.add_column(name, overflow="fold")
    return table


def _years(found: Overview) -> Table:
    table = _table("Editions", "Year", *found.languages, "all")
    for year, counts in found.years.items():
        table.add_row(year, *_counts(counts, found.languages))
    totals = {
        lang: sum(counts.get(lang, 0) for counts in found.years.values())
        for lang in found.languages
    }
    table.add_section()
    table.add_row("all", *_counts(totals, found.languages))
    return table


def _counts(counts: Mapping[str, int], languages: tuple[str, ...]) -> Iterator[str]:
    for lang in languages:
        yield f"{counts[lang]:,}" if counts.get(lang) else "·"
    yield f"{sum(counts.values()):,}"


def _coverage(found: Overview) -> Table:
    table = _table("Translated", "Written in", "stories", *(f"in {x}" for x in found.languages))
    for lang, counts in found.coverage.items():
        shares = (
            "" if other == lang else f"{counts.get(other, 0) * _WHOLE // counts[lang]} %"
            for other in found.languages
        )
        table.add_row(lang, f"{counts[lang]:,}", *shares)
    return table


def _list(
    title: str, none: str, rows: list[tuple[str, ...]], *, dated: bool = False
) -> Iterator[Table | Text]:
    if not rows:
        yield Text(f"{none}\n")
        return
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for place, _ in enumerate(rows[0]):
        table.add_column(overflow="fold", no_wrap=dated and not place)
    table.show_header = False
    for row in rows[:_MOST]:
        table.add_row(*map(Text, row))
    yield table
    if len(rows) > _MOST:
        yield Text(f"… and {len(rows) - _MOST:,} more (--json has all).\n")


def _scheduled(found: Overview) -> list[tuple[str, ...]]:
    return [(f"{item.due:%Y-%m-%d %H:%M}", item.path, item.title) for item in found.scheduled]


def _stale(found: Overview) -> list[tuple[str, ...]]:
    return [(item.path, f"{item.original} changed {item.changed:%Y-%m-%d}") for item in found.stale]


def _heavy(title: str, items: tuple[Heavy, ...]) -> Table:
    pictures = any(item.width for item in items)
    table = _table(title, "File", "size", *(("pixels",) if pictures else ()))
    for item in items:
        pixels = (f"{item.width:,} × {item.height:,}",) if pictures else ()
        table.add_row(Text(item.path), f"{item.bytes / _KILO:,.1f} kB", *pixels)
    return table
