"""What stands at addresses that the ledger knows and no page has: stubs and tombstones."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from functools import partial

from sitegen import cldr
from sitegen.addresses import MAX_SEGMENT, file_path
from sitegen.archive.ledger import NO_MORE, PLACE, Move
from sitegen.hosts.answers import HTML
from sitegen.pages.articles import edition_urls, tombstone_head
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.types import Choice, RedirectPage, TombstonePage

STUB, TOMBSTONE = "moved", "gone"
KINDS = frozenset((STUB, TOMBSTONE))


def plan(site: Site, moves: Sequence[Move], standing: Collection[str]) -> Iterator[Planned]:
    """A stub for every redirect and a page for every address that is gone.

    Only where a host serves a file as HTML, and where the output has room for one: not when a
    name differs from another in case only, nor inside a file. `standing` are all other files.
    """
    room = _Room(standing) if moves else None
    for move in moves:
        if room and may_be_page(move) and room.take(file_path(move.address)):
            url, lang = site.base + move.address, _language(site, move)
            if move.target:
                make = partial(_stub, site, move)
                yield Planned(url, PLACE, STUB, lang, make)
            else:
                yield Planned(url, PLACE, TOMBSTONE, lang, partial(_tombstone, site, move))


class _Room:
    """The names in the output that are free."""

    def __init__(self, standing: Collection[str]) -> None:
        self._taken = {path.casefold() for path in standing}
        self._folders: set[str] | None = None

    def take(self, path: str) -> bool:
        """Whether a file may have this name, which is taken from then on."""
        name = path.casefold()
        if len(path) * 4 > MAX_SEGMENT and any(
            len(part.encode()) > MAX_SEGMENT for part in path.split("/")
        ):
            return False
        if name in self._taken or self._in_a_file(name) or self._is_folder(name):
            return False
        self._taken.add(name)
        return True

    def _in_a_file(self, name: str) -> bool:
        folder = name.rpartition("/")[0]
        while folder:
            if folder in self._taken:
                return True
            folder = folder.rpartition("/")[0]
        return False

    def _is_folder(self, name: str) -> bool:
        # Nothing stands below the page of a folder; asked of pages like /old.html only.
        if name.endswith("/index.html"):
            return False
        if self._folders is None:
            self._folders = set()
            for path in self._taken:
                folder = path.rpartition("/")[0]
                while folder and folder not in self._folders:
                    self._folders.add(folder)
                    folder = folder.rpartition("/")[0]
        return name in self._folders


def _language(site: Site, move: Move) -> str:
    return move.lang if move.lang in site.config.languages else site.config.default


def _stub(site: Site, move: Move) -> RedirectPage:
    lang, target = _language(site, move), site.base + move.target
    article = site.archive.public(move.source)
    return RedirectPage(
        lang=lang,
        url=site.base + move.address,
        target=target,
        target_absolute=site.absolute(target),
        title=article.title if article else site.config.say(site.config.title, lang),
    )


def _tombstone(site: Site, move: Move) -> TombstonePage:
    lang, url = _language(site, move), site.base + move.address
    article = site.archive.sources.get(move.source)
    ended = article.expires if article else None
    heading = site.say("Withdrawn article" if article else "Removed page", lang)
    public = article is not None and article.story in site.archive.stories
    editions = dict(edition_urls(site, article)) if article and public else {}
    day = ended or datetime.combine(date.fromisoformat(move.day), time())
    return TombstonePage(
        head=tombstone_head(site, lang, url, heading, editions),
        title=article.title if article else heading,
        published=cldr.on_day(article.date, lang) if article else None,
        withdrawn=cldr.on_day(day, lang),
        reason=(
            site.say("This article was published for a limited time.", lang)
            if article
            else move.reason
        ),
        editions=tuple(
            Choice(lang=code, name=cldr.own_name(code), url=address)
            for code, address in editions.items()
        ),
    )


def may_be_page(move: Move) -> bool:
    """Whether a host serves what stands at the address as HTML."""
    return move.address.endswith(HTML)


def redirects(site: Site, moves: Sequence[Move], status: int) -> Iterator[tuple[str, str]]:
    """The old addresses that lead on with this status, and where."""
    base = site.base
    return ((base + move.address, base + move.target) for move in moves if move.status == status)


def gone(site: Site, moves: Sequence[Move]) -> Iterator[tuple[str, str]]:
    """The addresses that answer 410, and the page that each shows."""
    for move in moves:
        if move.status == NO_MORE:
            own = move.target or (move.address if may_be_page(move) else "")
            lost = f"{site.home(_language(site, move))}404.html"
            yield site.base + move.address, site.base + own if own else lost
