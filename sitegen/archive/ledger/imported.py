"""Addresses of a previous system, and the articles of this site that they belong to."""

import gzip
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import msgspec

from sitegen.addresses import file_path, nfc, slugify
from sitegen.archive.index import Archive
from sitegen.archive.ledger.entries import LEADS, MOVED, Entry
from sitegen.archive.ledger.given_up import spelt
from sitegen.archive.ledger.places import CONTENT
from sitegen.archive.permalinks import page_address
from sitegen.types import Article

_ENDINGS = re.compile(r"\.(?:html?|php|aspx?|jsp|do|shtml)\Z", re.IGNORECASE)
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)[-/.]?(0[1-9]|1[0-2])(?:[-/.]?(0[1-9]|[12]\d|3[01]))?(?!\d)"
)
_NUMBER = re.compile(r"\d{2,}")
_GZIP = b"\x1f\x8b"
_LARGEST = 200_000_000  # bytes of a sitemap; its protocol allows a quarter of that


class Foreign(NamedTuple):
    """An address of a previous system; `title` of its page and `target` where they are known."""

    url: str
    title: str = ""
    target: str = ""


class Match(msgspec.Struct, frozen=True):
    """An address and what it will be in the ledger; `how` says by what it was recognised."""

    url: str
    entry: Entry
    how: str


class Unmatched(msgspec.Struct, frozen=True):
    """An address that nobody can tell where it belongs, and why not."""

    url: str
    why: str


class Imported(msgspec.Struct, frozen=True):
    """What comes of an import; `known` are addresses that need no line."""

    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]
    known: tuple[str, ...]


# --- reading -------------------------------------------------------------------------------


def foreign_addresses(data: bytes) -> Sequence[Foreign]:
    """The addresses in a text file, one a line, or in a sitemap (also compressed).

    In a text file, a tab and a second address (or a file in content/) say where one leads; lines
    that begin with “#” are left out. Raises ValueError, in words, for what is neither.
    """
    if data.startswith(_GZIP):
        data = _opened(data)
    text = data.decode("utf-8-sig") if _is_utf8(data) else ""
    if not text and data:
        raise ValueError("it is neither text in UTF-8 nor a sitemap")
    if text.lstrip().startswith("<"):
        return tuple(_of_sitemap(text))
    lines = (line.strip() for line in text.splitlines())
    return tuple(_of_line(line) for line in lines if line and not line.startswith("#"))


def _opened(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            found = stream.read(_LARGEST + 1)
    except (OSError, EOFError):
        raise ValueError("it is compressed and damaged") from None
    if len(found) > _LARGEST:
        raise ValueError("it is larger than any sitemap may be")
    return found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _of_line(line: str) -> Foreign:
    url, _, target = line.partition("\t")
    return Foreign(url.strip(), "", target.strip())


def _of_sitemap(text: str) -> Iterator[Foreign]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("it is no sitemap: it declares entities")
    try:
        root = ET.fromstring(text)  # noqa: S314 (no DOCTYPE, so no entities)
    except ET.ParseError as mistake:
        raise ValueError(f"it is no sitemap: {mistake}") from None
    kind = root.tag.rpartition("}")[2]
    if kind == "sitemapindex":
        parts = ", ".join(_inner(item, "loc") for item in root)
        raise ValueError(f"it is an index of sitemaps; import each of them: {parts}")
    if kind != "urlset":
        raise ValueError(f"it is no sitemap: it begins with <{kind}>")
    for item in root:
        yield Foreign(_inner(item, "loc"), _inner(item, "title"))


def _inner(element: ET.Element, name: str) -> str:
    """The text of the first element of that name, in whatever namespace."""
    found = (part.text or "" for part in element.iter() if part.tag.rpartition("}")[2] == name)
    return next(found, "").strip()


# --- matching ------------------------------------------------------------------------------


def imported(foreign: Iterable[Foreign], archive: Archive, standing: Iterable[str]) -> Imported:
    """Find out where addresses of a previous system lead in this site.

    `standing` are the paths of the output and of what the ledger knows already. An address is
    matched only when one article alone fits.
    """
    matcher = _Matcher(archive, frozenset(standing))
    found: dict[str, Match] = {}
    unmatched: dict[str, Unmatched] = {}
    known: list[str] = []
    for item in foreign:
        parts = urlsplit(item.url)
        address = _address(unquote(parts.path))
        if parts.query:
            why = "no static host can tell addresses apart by what follows “?”"
            unmatched[item.url] = Unmatched(item.url, why)
        elif not address.startswith("/") or "//" in address or "\t" in address:
            unmatched[item.url] = Unmatched(item.url, "this is no address")
        elif file_path(address) in matcher.standing:
            known.append(item.url)
        else:
            match = matcher.match(item, address)
            if isinstance(match, Match):
                found[address] = match
            else:
                unmatched[item.url] = match
    return Imported(tuple(found.values()), tuple(unmatched.values()), tuple(known))


def _address(path: str) -> str:
    """The address as it will be in the ledger; one that is no file becomes a folder."""
    whole = spelt(path) or "/"
    name = whole.rpartition("/")[2]
    return whole if "." in name and not _ENDINGS.search(name) else page_address(whole)


class _Matcher:
    """Finds the one article that an address may mean; tables are made when they are needed."""

    def __init__(self, archive: Archive, standing: frozenset[str]) -> None:
        self._archive, self.standing = archive, standing
        self._articles = (*archive.articles, *archive.withdrawn)

    def match(self, item: Foreign, address: str) -> Match | Unmatched:
        if item.target:
            return self._told(item, address)
        languages = [part for part in address.split("/") if part in self._archive.config.languages]
        why = "no article fits"
        for how, candidates in self._ways(item, address):
            fitting = _in_language(candidates, languages)
            if len(fitting) > 1:
                fitting = _of_day(fitting, address)
            stories = {article.story for article in fitting}
            if len(stories) == 1:
                article = self._edition(fitting)
                entry = Entry(address, CONTENT + article.path, article.lang, MOVED, "")
                return Match(item.url, entry, how)
            if len(stories) > 1:
                why = f"{len(stories)} stories fit ({how})"
        return Unmatched(item.url, why)

    def _told(self, item: Foreign, address: str) -> Match | Unmatched:
        """Where the user says that the address leads."""
        article = self._archive.public(nfc(item.target).removeprefix(CONTENT))
        if article is not None:
            entry = Entry(address, CONTENT + article.path, article.lang, MOVED, "")
            return Match(item.url, entry, "named")
        target = spelt(unquote(urlsplit(item.target).path))
        if file_path(target) in self.standing:
            return Match(item.url, Entry(address, "", "", LEADS, target), "named")
        return Unmatched(item.url, f"nothing is at {item.target}")

    def _edition(self, articles: Sequence[Article]) -> Article:
        languages = self._archive.config.languages
        return min(articles, key=lambda article: languages.index(article.lang))

    def _ways(self, item: Foreign, address: str) -> Iterator[tuple[str, Sequence[Article]]]:
        """What may be meant, the surest way first."""
        yield "the same address, spelt otherwise", self._spellings.get(_plain(address), ())
        last = _ENDINGS.sub("", unquote(address).rstrip("/").rpartition("/")[2])
        yield "slug", self._slugs.get(slugify(last), ())
        if item.title:
            yield "headline", self._titles.get(slugify(item.title), ())
        yield "headline in the address", self._titles.get(slugify(last), ())
        for number in _NUMBER.findall(last):
            yield f"number {number} in `extra`", self._numbers.get(number, ())

    def _table(self, names: Callable[[Article], Iterable[str]]) -> Mapping[str, Sequence[Article]]:
        found: defaultdict[str, list[Article]] = defaultdict(list)
        for article in self._articles:
            for name in dict.fromkeys(names(article)):
                if name:
                    found[name].append(article)
        return found

    @cached_property
    def _spellings(self) -> Mapping[str, Sequence[Article]]:
        base = self._archive.config.base_path
        return self._table(lambda item: (_plain(self._archive.url(item).removeprefix(base)),))

    @cached_property
    def _slugs(self) -> Mapping[str, Sequence[Article]]:
        return self._table(lambda item: (item.slug, slugify(item.story.rpartition("/")[2])))

    @cached_property
    def _titles(self) -> Mapping[str, Sequence[Article]]:
        return self._table(lambda item: (slugify(item.title),))

    @cached_property
    def _numbers(self) -> Mapping[str, Sequence[Article]]:
        return self._table(
            lambda item: (
                str(value) for value in item.extra.values() if isinstance(value, int | str)
            )
        )


def _plain(address: str) -> str:
    """An address without what systems differ in: case, the slash at its end, the ending."""
    return _ENDINGS.sub("", unquote(address).rstrip("/")).casefold()


def _in_language(articles: Sequence[Article], languages: Sequence[str]) -> Sequence[Article]:
    """Those in a language that the address names, when it names one."""
    fitting = [article for article in articles if article.lang in languages]
    return fitting or articles


def _of_day(articles: Sequence[Article], address: str) -> Sequence[Article]:
    """Those of the month or day that the address names, when it names one."""
    found = _DAY.search(unquote(address))
    if not found:
        return articles
    start = "-".join(part for part in found.groups() if part)
    return [article for article in articles if article.date.date().isoformat().startswith(start)]
