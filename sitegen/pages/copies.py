"""Photos, feeds and other files at their old addresses, where the host has no rule that leads on.

No page that leads on can stand where a photo stood, so that the same bytes stand there once more.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from sitegen.addresses import file_path
from sitegen.archive.ledger import NO_MORE, PLACE, Move
from sitegen.hosts.unruled import unruled
from sitegen.pages import feeds, hosting, media
from sitegen.pages.permalinks import COPIES, may_be_page
from sitegen.pages.planned import Planned
from sitegen.pages.room import Room
from sitegen.pages.site import Site


def plan(
    site: Site, moves: Sequence[Move], standing: Collection[str], static: Iterable[Planned]
) -> Iterator[Planned]:
    """A copy of every file that moved and that the host finds by no rule.

    `standing` are all other files of the output, `static` those of static/.
    """
    alone = [move for move in moves if move.status != NO_MORE and not may_be_page(move)]
    left = _left(site, moves) if alone else frozenset()
    if not left:
        return
    room, base = Room(standing), site.base
    files = {item.url: item for item in (*media.plan(site), *static, *_feeds(site))}
    for move in alone:
        item = files.get(base + move.target)
        if base + move.address in left and item and room.take(file_path(move.address)):
            yield item._replace(url=base + move.address, owner=PLACE, kind=COPIES[item.kind])


def _left(site: Site, moves: Sequence[Move]) -> Collection[str]:
    facts = hosting.facts(site, moves)
    pairs = (*facts.moved, *facts.elsewhere)
    if site.config.host == hosting.NO_RULES:
        return frozenset(old for old, _ in pairs)
    return unruled(pairs, hosting.redirects(site, facts))


def _feeds(site: Site) -> Iterator[Planned]:
    for lang in site.config.languages:
        yield from feeds.plan(site, lang)
        for kind in site.config.feeds.lists:
            for term in site.archive.terms(lang, kind):
                yield from feeds.term(site, lang, term)
