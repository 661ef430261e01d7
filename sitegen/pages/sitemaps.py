"""Sitemaps as sitemaps.org 0.9 defines them, with `hreflang` alternates and Google News."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from sitegen.pages.articles import edition_urls
from sitegen.pages.planned import Planned
from sitegen.pages.site import PLURALS, Site
from sitegen.pages.xml import escape
from sitegen.types import Alternate, Article, Document

# The limits of https://www.sitemaps.org/protocol.html, with room for the frame of the file.
MAX_ADDRESSES = 50_000
MAX_BYTES = 50_000_000
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


def plan(site: Site) -> Iterator[Planned]:
    """The sitemap index, its parts (by language and year, so that old ones stand), the news."""
    parts = [part for name, addresses in _groups(site) for part in _cut(site, name, addresses)]
    for part in parts:
        yield Planned(part.url, "a sitemap", partial(_part, part))
    index = f"{site.root()}sitemap.xml"
    yield Planned(index, "the sitemap index", partial(_index, site, tuple(parts)))
    news = f"{site.root()}sitemap-news.xml"
    yield Planned(news, "the news sitemap", partial(_news, site))


def _groups(site: Site) -> Iterator[tuple[str, list[_Address]]]:
    for lang in site.config.languages:
        articles = site.archive.in_lang(lang)
        yield f"{lang}-lists", list(_lists(site, lang))
        years: dict[int, list[_Address]] = defaultdict(list)
        for article in articles:
            alternates = site.alternates(edition_urls(site, article))
            url = site.absolute(site.archive.url(article))
            years[article.date.year].append(_Address(url, article.modified, alternates))
        for year in sorted(years):
            yield f"{lang}-{year:04}", years[year]


def _lists(site: Site, lang: str) -> Iterator[_Address]:
    homes = {code: site.home(code) for code in site.config.languages}
    newest = _newest(site.archive.in_lang(lang))
    yield _Address(site.absolute(site.home(lang)), newest, site.alternates(homes, site.root()))
    for kind in PLURALS:
        for term in site.archive.terms(lang, kind):
            editions = {
                code: site.term(term, code)
                for code in site.config.languages
                if site.archive.with_term(code, term)
            }
            modified = _newest(site.archive.with_term(lang, term))
            yield _Address(
                site.absolute(site.term(term, lang)), modified, site.alternates(editions)
            )


def _newest(articles: Sequence[Article]) -> datetime | None:
    return max((item.modified for item in articles), default=None)


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
    lines = "".join(part.lines)
    return Document(text=f"{_HEADER}<urlset {_NAMESPACE} {_XHTML}>\n{lines}</urlset>\n")


def _index(site: Site, parts: Sequence[_Part]) -> Document:
    def line(url: str, modified: datetime | None) -> str:
        stamp = f"<lastmod>{modified.isoformat()}</lastmod>" if modified else ""
        return f"<sitemap><loc>{escape(site.absolute(url))}</loc>{stamp}</sitemap>\n"

    lines = "".join(line(part.url, part.modified) for part in parts)
    lines += line(f"{site.root()}sitemap-news.xml", None)
    return Document(text=f"{_HEADER}<sitemapindex {_NAMESPACE}>\n{lines}</sitemapindex>\n")


def _news(site: Site) -> Document:
    oldest = site.now - _NEWS_AGE
    recent = [item for item in site.archive.articles if oldest <= item.date <= site.now]
    lines = "".join(_news_line(site, item) for item in recent[:_NEWS_MAX])
    return Document(text=f"{_HEADER}<urlset {_NAMESPACE} {_NEWS}>\n{lines}</urlset>\n")


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
