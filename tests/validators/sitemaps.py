"""Sitemaps by the protocol of sitemaps.org and the limits that search engines set."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from .addresses import is_language_tag, is_zoned_time
from .xml_schemas import parsed, xsd_complaints

_MOST_ADDRESSES = 50_000
_MOST_BYTES = 50 * 1024 * 1024
_MOST_NEWS = 1_000
_NEWS_AGE = timedelta(days=2)

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def check_sitemap(document: bytes) -> tuple[str, ...]:
    """Validate a sitemap of pages, with the links between their languages."""
    return _check(document, "urlset", "url")


def check_sitemap_index(document: bytes) -> tuple[str, ...]:
    """Validate a sitemap of sitemaps."""
    return _check(document, "sitemapindex", "sitemap")


def check_news_sitemap(document: bytes, now: datetime) -> tuple[str, ...]:
    """Validate a sitemap of the news of the two days before `now`; it may be without any."""
    root = parsed(document)
    if not isinstance(root, str) and root.tag == f"{_SITEMAP}urlset" and not len(root):
        return ()
    common = check_sitemap(document)
    return common if isinstance(root, str) else (*common, *_news_complaints(root, now))


def _check(document: bytes, root_name: str, entry_name: str) -> tuple[str, ...]:
    root = parsed(document)
    if isinstance(root, str):
        return (root,)
    if root.tag != _SITEMAP + root_name:
        return (f"the document is not a {root_name}",)
    entries = root.findall(_SITEMAP + entry_name)
    return (
        *_too_large(document, entries),
        *xsd_complaints(document, "sitemap.xsd"),
        *_address_complaints(entries),
        *_alternate_complaints(entries),
    )


def _too_large(document: bytes, entries: list[Element]) -> Iterator[str]:
    if len(document) > _MOST_BYTES:
        yield f"{len(document)} bytes; {_MOST_BYTES} are allowed"
    if len(entries) > _MOST_ADDRESSES:
        yield f"{len(entries)} addresses; {_MOST_ADDRESSES} are allowed"


def _address_complaints(entries: Iterable[Element]) -> Iterator[str]:
    addresses = [_address(entry) for entry in entries]
    for address, count in Counter(addresses).items():
        if count > 1:
            yield f"{address} stands {count} times"
    if len({urlsplit(address)[:2] for address in addresses}) > 1:
        yield "addresses of several hosts"


def _alternate_complaints(entries: Iterable[Element]) -> Iterator[str]:
    alternates = {_address(entry): _alternates(entry) for entry in entries}
    for address, links in alternates.items():
        if not links:
            continue
        if address not in links.values():
            yield f"{address}: is not among its own alternates"
        for language, target in links.items():
            if language != "x-default" and not is_language_tag(language):
                yield f"{address}: hreflang {language!r}"
            if target in alternates and alternates[target] != links:
                yield f"{address}: {target} names other alternates"


def _alternates(entry: Element) -> dict[str, str]:
    links = entry.findall(f"{_XHTML}link")
    return {link.get("hreflang", ""): link.get("href", "") for link in links}


def _news_complaints(root: Element, now: datetime) -> Iterator[str]:
    entries = root.findall(f"{_SITEMAP}url")
    if len(entries) > _MOST_NEWS:
        yield f"{len(entries)} news; {_MOST_NEWS} are allowed"
    for entry in entries:
        news = entry.find(f"{_NEWS}news")
        if news is None:
            yield f"{_address(entry)}: no news:news"
            continue
        for complaint in _story_complaints(news, now):
            yield f"{_address(entry)}: {complaint}"


def _story_complaints(news: Element, now: datetime) -> Iterator[str]:
    if news.findtext(f"{_NEWS}publication/{_NEWS}language") == "zh":
        yield "Chinese has to be zh-cn or zh-tw"
    text = news.findtext(f"{_NEWS}publication_date", "")
    if not is_zoned_time(text):
        yield f"publication_date {text!r} is no time with a zone"
    elif not now - _NEWS_AGE <= datetime.fromisoformat(text) <= now:
        yield f"published {text}, which is not within two days of {now.isoformat()}"


def _address(entry: Element) -> str:
    return entry.findtext(f"{_SITEMAP}loc", "")
