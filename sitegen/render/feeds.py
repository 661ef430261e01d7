"""Feeds as bytes: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

import msgspec

from sitegen.pages.xml import element, start_tag
from sitegen.render.links import absolute, with_permalinks
from sitegen.types import Feed, FeedEntry, Photo

_ATOM = "http://www.w3.org/2005/Atom"
_NAMESPACES = {
    "atom": _ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}

_KEPT = 2000  # items of a few kilobytes
_encode = msgspec.json.Encoder().encode

# Not from `mimetypes`, which knows other types on other systems.
_PICTURES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


class FeedRenderer:
    """Renders feeds. Items are kept: an article is in the feeds of all its lists."""

    def __init__(self) -> None:
        self._items: dict[bytes, tuple[str, ...]] = {}

    def render(self, feed: Feed, bodies: Mapping[str, str]) -> bytes:
        """The feed as a file's bytes; `bodies` are the rendered bodies by digest."""
        if feed.format == "rss":
            return _rss(
                feed, [line for item in feed.entries for line in self._item(feed, item, bodies)]
            )
        return _atom(feed, bodies) if feed.format == "atom" else _json(feed, bodies)

    def _item(self, feed: Feed, entry: FeedEntry, bodies: Mapping[str, str]) -> tuple[str, ...]:
        key = _encode((feed.origin, entry))
        if key not in self._items:
            if len(self._items) >= _KEPT:
                self._items.clear()
            self._items[key] = tuple(_rss_item(feed, entry, bodies))
        return self._items[key]


def _body(feed: Feed, entry: FeedEntry, bodies: Mapping[str, str]) -> str:
    if not entry.body:
        return ""
    html = with_permalinks(bodies[entry.body], entry.links)
    return absolute(html, origin=feed.origin, page=entry.url)


def _bytes(lines: Iterable[str]) -> bytes:
    text = "\n".join(lines)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _media_type(url: str) -> str:
    path = urlsplit(url).path
    return _PICTURES.get(path[path.rfind(".") :].lower(), "application/octet-stream")


# --- RSS -----------------------------------------------------------------------------------


def _rss(feed: Feed, items: Sequence[str]) -> bytes:
    channel = [*_channel(feed), *items, "</channel>"]
    used = {
        f"xmlns:{prefix}": address
        for prefix, address in _NAMESPACES.items()
        if any(line.startswith(f"<{prefix}:") for line in channel)
    }
    return _bytes([start_tag("rss", **used, version="2.0"), *channel, "</rss>"])


def _channel(feed: Feed) -> Iterator[str]:
    yield "<channel>"
    yield element("title", feed.title)
    yield element("link", feed.home)
    yield element("description", feed.description)
    yield element("language", feed.lang)
    if feed.rights:
        yield element("copyright", feed.rights)
    yield element("lastBuildDate", _rfc822(feed.updated))
    yield element("generator", "sitegen")
    yield element("atom:link", rel="self", type="application/rss+xml", href=feed.url)
    if feed.logo:
        yield "<image>"
        yield element("url", feed.logo)
        yield element("title", feed.title)
        yield element("link", feed.home)
        yield "</image>"


def _rss_item(feed: Feed, entry: FeedEntry, bodies: Mapping[str, str]) -> Iterator[str]:
    yield "<item>"
    yield element("title", entry.title)
    yield element("link", entry.url)
    yield element("guid", entry.url, isPermaLink="true")
    yield element("pubDate", _rfc822(entry.published))
    for name in entry.authors:
        yield element("dc:creator", name)
    for name in entry.categories:
        yield element("category", name)
    yield element("description", entry.summary)
    if body := _body(feed, entry, bodies):
        yield element("content:encoded", body)
    if entry.photo:
        yield from _rss_photo(entry.photo)
    yield "</item>"


def _rss_photo(photo: Photo) -> Iterator[str]:
    attributes = {
        "url": photo.full,
        "type": _media_type(photo.full),
        "medium": "image",
        "width": str(photo.width),
        "height": str(photo.height),
    }
    text = photo.caption or photo.alt
    if not (text or photo.credit):
        yield element("media:content", **attributes)
        return
    yield start_tag("media:content", **attributes)
    if text:
        yield element("media:description", text, type="plain")
    if photo.credit:
        yield element("media:credit", photo.credit)
    yield "</media:content>"


def _rfc822(moment: datetime) -> str:
    """A date as RSS wants it: English names of days and months in every language."""
    return format_datetime(moment)


# --- Atom ----------------------------------------------------------------------------------


def _atom(feed: Feed, bodies: Mapping[str, str]) -> bytes:
    return _bytes(_atom_lines(feed, bodies))


def _atom_lines(feed: Feed, bodies: Mapping[str, str]) -> Iterator[str]:
    yield start_tag("feed", **{"xmlns": _ATOM, "xml:lang": feed.lang})
    yield element("id", feed.url)
    yield element("title", feed.title)
    yield element("subtitle", feed.description)
    yield element("updated", feed.updated.isoformat())
    yield element("link", rel="self", type="application/atom+xml", href=feed.url)
    yield element("link", rel="alternate", type="text/html", href=feed.home)
    yield from _atom_author(feed.publisher)
    if feed.rights:
        yield element("rights", feed.rights)
    if feed.logo:
        yield element("logo", feed.logo)
    yield element("generator", "sitegen")
    for entry in feed.entries:
        yield from _atom_entry(feed, entry, bodies)
    yield "</feed>"


def _atom_entry(feed: Feed, entry: FeedEntry, bodies: Mapping[str, str]) -> Iterator[str]:
    yield "<entry>"
    yield element("id", entry.url)
    yield element("title", entry.title)
    yield element("link", rel="alternate", type="text/html", href=entry.url)
    yield element("published", entry.published.isoformat())
    yield element("updated", entry.updated.isoformat())
    for name in entry.authors or (feed.publisher,):
        yield from _atom_author(name)
    for name in entry.categories:
        yield element("category", term=name)
    yield element("summary", entry.summary)
    if body := _body(feed, entry, bodies):
        yield element("content", body, type="html")
    yield "</entry>"


def _atom_author(name: str) -> Iterator[str]:
    yield "<author>"
    yield element("name", name)
    yield "</author>"


# --- JSON Feed -----------------------------------------------------------------------------


def _json(feed: Feed, bodies: Mapping[str, str]) -> bytes:
    whole: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.lang,
        "authors": [{"name": feed.publisher}],
        "items": [_json_item(feed, entry, bodies) for entry in feed.entries],
    }
    if feed.logo:
        whole["icon"] = feed.logo
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(feed: Feed, entry: FeedEntry, bodies: Mapping[str, str]) -> Mapping[str, object]:
    body = _body(feed, entry, bodies)
    item: dict[str, object] = {
        "id": entry.url,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        ("content_html" if body else "content_text"): body or entry.summary,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "language": feed.lang,
    }
    if entry.photo:
        item["image"] = entry.photo.full
    return item
