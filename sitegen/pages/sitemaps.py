"""Sitemaps as sitemaps.org 0.9 defines them, with `hreflang` alternates and Google News."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from sitegen.archive import Row, RowKey
from sitegen.pages.articles import edition_urls
from sitegen.pages.planned import Planned
from sitegen.pages.site import PLURALS, Site
from sitegen.pages.xml import escape
from sitegen.types import Alternate, Article, Document

# The limits of https://www.sitemaps.org/protocol.html, with room for the frame of the file.
MAX_ADDRESSES = 50_000
MAX_BYTES = 50_000_000
# No line is longer: an address has a few thousand bytes at most, and a story a few editions.
_LONGEST = 50_000
# https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
_NEWS_AGE = timedelta(days=2)
_NEWS_MAX = 1000
# Google News wants ISO 639 codes, but for these two.
_NEWS_CODES = dict.fromkeys(("zh", "zh-cn", "zh-hans"), "zh-cn") | dict.fromkeys(
    ("zh-tw", "zh-hk", "zh-hant"), "zh-tw"
)

_HEADER = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XHTML = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


class _Address(NamedTuple):
    """One line of a sitemap."""

    url: str
    modified: datetime | None
    alternates: tuple[Alternate, ...]

    def xml(self) -> str:
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{item.hreflang}" href="{escape(item.href)}"/>'
            for item in self.alternates
        )
        modified = f"<lastmod>{self.modified.isoformat()}</lastmod>" if self.modified else ""
        return f"<url><loc>{escape(self.url)}</loc>{modified}{alternates}</url>\n"


class _Part(NamedTuple):
    """One sitemap file: its address, its lines, when the newest of them changed."""

    url: str
    lines: tuple[str, ...]
    modified: datetime | None


def of_lists(site: Site, lang: str) -> Iterator[Planned]:
    """The sitemap of a language's front page and lists."""
    return _planned(site, f"{lang}-lists", tuple(_lists(site, lang)))


def of_year(site: Site, lang: str, year: str) -> Iterator[Planned]:
    """The sitemap of a language's articles of a year ("2023"), so that old ones stand."""
    articles, name = _of_year(site, lang, year), f"{lang}-{year}"
    if not _fits(articles):
        yield from _planned(site, name, _addresses(site, articles))
    elif articles:
        url = _part_url(site, name, 1)
        yield Planned(url, "a sitemap", "document", "", partial(_whole_year, site, articles))


def _whole_year(site: Site, articles: Sequence[Article]) -> Document:
    return _sitemap(address.xml() for address in _addresses(site, articles))


def index(site: Site) -> Iterator[Planned]:
    """The sitemap index."""
    url = f"{site.root()}sitemap.xml"
    yield Planned(url, "the sitemap index", "document", "", partial(_index, site))


def news(site: Site) -> Iterator[Planned]:
    """The sitemap of the last two days."""
    url = f"{site.root()}sitemap-news.xml"
    yield Planned(url, "the news sitemap", "document", "", partial(_news, site))


def next_change(site: Site) -> datetime | None:
    """When the news change by themselves: an article grows too old, or its date comes."""
    # The last moment of an article's two days still counts.
    leaving = [item.date + _NEWS_AGE + timedelta.resolution for item in _recent(site)[-1:]]
    waiting = [
        item.date for item in takewhile(lambda item: item.date > site.now, site.archive.articles)
    ]
    return min([*leaving, *waiting[-1:]], default=None)


def _fits(articles: Sequence[Article]) -> bool:
    """Whether one file is enough for so many, which need not be written out to be sure."""
    return len(articles) <= min(MAX_ADDRESSES, MAX_BYTES // _LONGEST)


def _planned(site: Site, name: str, addresses: Sequence[_Address]) -> Iterator[Planned]:
    for part in _cut(site, name, addresses):
        yield Planned(part.url, "a sitemap", "document", "", partial(_part, part))


def _of_year(site: Site, lang: str, year: str) -> Row:
    return site.archive.row(RowKey(lang, "year", year))


def _addresses(site: Site, articles: Iterable[Article]) -> Sequence[_Address]:
    return tuple(
        _Address(
            site.absolute(site.archive.url(article)),
            article.modified,
            site.alternates(edition_urls(site, article)),
        )
        for article in articles
    )


def _lists(site: Site, lang: str) -> Iterator[_Address]:
    homes = {code: site.home(code) for code in site.config.languages}
    newest = site.archive.in_lang(lang).modified
    yield _Address(site.absolute(site.home(lang)), newest, site.alternates(homes, site.root()))
    for kind in PLURALS:
        for term in site.archive.terms(lang, kind):
            editions = {
                code: site.term(term, code)
                for code in site.config.languages
                if site.archive.with_term(code, term)
            }
            modified = site.archive.with_term(lang, term).modified
            yield _Address(
                site.absolute(site.term(term, lang)), modified, site.alternates(editions)
            )


def _cut(site: Site, name: str, addresses: Sequence[_Address]) -> Iterator[_Part]:
    lines: list[str] = []
    size, number, modified = 0, 1, None
    for address in addresses:
        line = address.xml()
        length = len(line.encode())
        if lines and (len(lines) == MAX_ADDRESSES or size + length > MAX_BYTES):
            yield _Part(_part_url(site, name, number), tuple(lines), modified)
            lines, size, number, modified = [], 0, number + 1, None
        lines.append(line)
        size += length
        if address.modified and (modified is None or address.modified > modified):
            modified = address.modified
    yield _Part(_part_url(site, name, number), tuple(lines), modified)


def _part_url(site: Site, name: str, number: int) -> str:
    suffix = "" if number == 1 else f"-{number}"
    return f"{site.root()}sitemaps/{name}{suffix}.xml"


def _part(part: _Part) -> Document:
    return _sitemap(part.lines)


def _sitemap(lines: Iterable[str]) -> Document:
    return Document(text=f"{_HEADER}<urlset {_NAMESPACE} {_XHTML}>\n{''.join(lines)}</urlset>\n")


def _all_parts(site: Site) -> Iterator[tuple[str, datetime | None]]:
    """The address of every part, and when the newest of what it lists changed."""
    for lang in site.config.languages:
        lists = tuple(_lists(site, lang))
        yield from ((part.url, part.modified) for part in _cut(site, f"{lang}-lists", lists))
        for year in site.archive.dates(lang, "year"):
            articles, name = _of_year(site, lang, year), f"{lang}-{year}"
            if _fits(articles):
                yield _part_url(site, name, 1), articles.modified
            else:
                parts = _cut(site, name, _addresses(site, articles))
                yield from ((part.url, part.modified) for part in parts)


def _index(site: Site) -> Document:
    def line(url: str, modified: datetime | None) -> str:
        stamp = f"<lastmod>{modified.isoformat()}</lastmod>" if modified else ""
        return f"<sitemap><loc>{escape(site.absolute(url))}</loc>{stamp}</sitemap>\n"

    lines = "".join(line(url, modified) for url, modified in _all_parts(site))
    lines += line(f"{site.root()}sitemap-news.xml", None)
    return Document(text=f"{_HEADER}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n")


def _news(site: Site) -> Document:
    lines = "".join(_news_line(site, item) for item in _recent(site)[:_NEWS_MAX])
    return Document(text=f"{_HEADER}<urlset {_NAMESPACE} {_NEWS}>\n{lines}</urlset>\n")


def _recent(site: Site) -> Sequence[Article]:
    oldest = site.now - _NEWS_AGE
    young = takewhile(lambda item: item.date >= oldest, site.archive.articles)
    return [item for item in young if item.date <= site.now]


def _news_line(site: Site, article: Article) -> str:
    lang = article.lang.lower()
    code = _NEWS_CODES.get(lang, lang.partition("-")[0])
    name = site.config.say(site.config.title, article.lang)
    return (
        f"<url><loc>{escape(site.absolute(site.archive.url(article)))}</loc><news:news>"
        f"<news:publication><news:name>{escape(name)}</news:name>"
        f"<news:language>{code}</news:language></news:publication>"
        f"<news:publication_date>{article.date.isoformat()}</news:publication_date>"
        f"<news:title>{escape(article.title)}</news:title></news:news></url>\n"
    )


def robots(site: Site) -> Document:
    """robots.txt (RFC 9309) with the sitemap's address; a preview keeps all robots out."""
    if site.preview:
        return Document(text="User-agent: *\nDisallow: /\n")
    address = site.absolute(f"{site.root()}sitemap.xml")
    return Document(text=f"User-agent: *\nAllow: /\n\nSitemap: {address}\n")
