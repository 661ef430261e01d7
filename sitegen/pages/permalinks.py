"""What stands at addresses that the ledger knows and no page has: stubs and tombstones.

The copies of files that a host has no rule for are in `copies`.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time
from functools import partial

from sitegen import cldr
from sitegen.addresses import file_path
from sitegen.archive.ledger import NO_MORE, PLACE, Move
from sitegen.hosts.answers import HTML
from sitegen.pages.articles import edition_urls, tombstone_head
from sitegen.pages.planned import Planned
from sitegen.pages.room import Room
from sitegen.pages.site import Site
from sitegen.types import Choice, RedirectPage, TombstonePage

STUB, TOMBSTONE = "moved", "gone"
COPIES = {kind: f"copied {kind}" for kind in ("document", "feed", "file", "image")}
KINDS = frozenset((STUB, TOMBSTONE, *COPIES.values()))


def plan(site: Site, moves: Sequence[Move], standing: Collection[str]) -> Iterator[Planned]:
    """A stub for every redirect and a page for every address that is gone.

    Only where a host serves a file as HTML, and where the output has room for one: not when a
    name differs from another in case only, nor inside a file. `standing` are all other files.
    """
    room = Room(standing) if moves else None
    for move in moves:
        if room and may_be_page(move) and room.take(file_path(move.address)):
            url, lang = site.base + move.address, _language(site, move)
            if move.target:
                make = partial(_stub, site, move)
                yield Planned(url, PLACE, STUB, lang, make)
            else:
                yield Planned(url, PLACE, TOMBSTONE, lang, partial(_tombstone, site, move))


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
