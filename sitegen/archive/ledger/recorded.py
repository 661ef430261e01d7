"""The ledger after a site was published: what is new in it, and whose every address is now."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

import msgspec

from sitegen.addresses import iri
from sitegen.archive.index import Archive
from sitegen.archive.ledger.answers import DIGITS, FOUND, Answers, Move
from sitegen.archive.ledger.editions import edition_of, mark
from sitegen.archive.ledger.entries import ARTICLE, FILE, LEADS, MOVED, PAGE, Entry, Ledger
from sitegen.archive.ledger.places import CONTENT, STATIC, address_of, source_at
from sitegen.archive.permalinks import page_address
from sitegen.types import Media

_PAGE_KINDS = frozenset(
    ("list", "index", "calendar", "chooser", "way in", "corrections", "search page", "feed")
)
_KEPT_DOCUMENTS = (".xml", ".opml")
_NUMBERED = re.compile(r"(.*/)page/([0-9]+)/\Z")


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What was published: the articles, and the kind, language and SHA-256 of every output file."""

    archive: Archive
    outputs: Mapping[str, tuple[str, str, str]]
    media: tuple[Media, ...]


def recorded(ledger: Ledger, published: Published, now: Answers) -> Ledger:
    """The ledger with all that was published; `now` is what it answered before."""
    known = {entry.address: entry for entry in ledger}
    current = {entry.address: entry for entry in _current(published, known)}
    moves = {move.address: move for move in now.moves}
    owned = {
        address: _owned(entry, moves.get(address), published.archive, now)
        for address, entry in known.items()
        if address not in current
    }
    return ledger.changed(
        {
            address: entry
            for address, entry in {**owned, **current}.items()
            if entry != known.get(address)
        }
    )


def _current(published: Published, known: Mapping[str, Entry]) -> Iterator[Entry]:
    archive = published.archive
    base = archive.config.base_path
    for path, url in archive.urls.items():
        article = archive.public(path)
        if article is not None:
            source = CONTENT + path
            for alias in article.aliases:
                yield Entry(iri(page_address(alias)), source, article.lang, MOVED, "")
            yield Entry(url.removeprefix(base), source, article.lang, ARTICLE, str(mark(article)))
    yield from _pages(published.outputs, known)
    yield from _files(published, known)


def _pages(
    outputs: Mapping[str, tuple[str, str, str]], known: Mapping[str, Entry]
) -> Iterator[Entry]:
    numbers: dict[str, int] = defaultdict(int)
    languages: dict[str, str] = {}
    for path, (kind, lang, _) in outputs.items():
        if kind in _PAGE_KINDS or (kind == "document" and path.endswith(_KEPT_DOCUMENTS)):
            address = address_of(path)
            numbered = _NUMBERED.match(address) if kind == "list" else None
            if numbered:
                numbers[numbered[1]] = max(numbers[numbered[1]], int(numbered[2]))
            else:
                languages[address] = lang
    for address, lang in languages.items():
        before = known.get(address)
        pages = max(numbers[address], before.pages if before else 0)
        yield Entry(address, "", lang, PAGE, str(pages or ""))


def _files(published: Published, known: Mapping[str, Entry]) -> Iterator[Entry]:
    base = len(published.archive.config.base_path)
    photos = {item.url[base:]: item for item in published.media}
    for path, (kind, _, digest) in published.outputs.items():
        address = address_of(path)
        photo = photos.get(address) if kind in ("file", "image") else None
        if kind != "file" and photo is None:
            continue  # a smaller copy goes with its photo
        source = CONTENT + photo.path if photo else STATIC + path
        before = known.get(address)
        # The note of an address that was given up for a while is the reason for that.
        copies = before.words[1:] if before and before.kind == FILE else ()
        if photo:
            stem = len(photo.url.rpartition(".")[0]) + 1
            copies += tuple(item.url[stem:] for item in photo.variants)
        known_by = photo.digest if photo else digest
        note = " ".join((known_by[:DIGITS], *sorted(set(copies))))
        yield Entry(address, source, "", FILE, note)


def _owned(entry: Entry, move: Move | None, archive: Archive, now: Answers) -> Entry:
    """An address that no page has, with the file that it belongs to now."""
    if entry.kind in (ARTICLE, MOVED):
        edition = edition_of(entry.source, entry.lang)
        article = archive.stories.get(edition.story, {}).get(edition.lang)
        article = article or now.followed.get(edition)
        if article is None:
            return entry
        return Entry(entry.address, CONTENT + article.path, article.lang, MOVED, "")
    if move is None or move.status != FOUND:
        return entry
    if entry.kind == PAGE:
        note = f"{move.target} {entry.pages or ''}".rstrip()
        return Entry(entry.address, "", move.lang, LEADS, note)
    if entry.kind == FILE:
        return entry._replace(source=source_at(move.target))
    return entry
