"""Feeds as bytes: RSS 2.0, Atom (RFC 4287), JSON Feed 1.1."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from sitegen.pages.xml import allowed
from sitegen.render.links import absolute, with_permalinks
from sitegen.types import Feed, FeedEntry

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
for _prefix, _namespace in (("atom", _ATOM), ("content", _CONTENT), ("dc", _DC), ("media", _MEDIA)):
    ET.register_namespace(_prefix, _namespace)

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


def render(feed: Feed, bodies: Mapping[str, str]) -> bytes:
    """The feed as a file's bytes; `bodies` are the rendered bodies by digest."""
    make = {"rss": _rss, "atom": _atom, "json": _json}[feed.format]
    return make(feed, bodies)


def _body(feed: Feed, entry: FeedEntry, bodies: Mapping[str, str]) -> str:
    if not entry.body:
        return ""
    html = with_permalinks(bodies[entry.body], entry.links)
    return absolute(html, origin=feed.origin, page=entry.url)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    clean = {name: allowed(value) for name, value in attributes.items()}
    element = ET.SubElement(parent, tag, clean)
    if text:
        element.text = allowed(text)
    return element


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root, "")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _media_type(url: str) -> str:
    path = urlsplit(url).path
    return _PICTURES.get(path[path.rfind(".") :].lower(), "application/octet-stream")


# --- RSS -----------------------------------------------------------------------------------


def _rss(feed: Feed, bodies: Mapping[str, str]) -> bytes:
    rss = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(rss, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.home)
    _add(channel, "description", feed.description)
    _add(channel, "language", feed.lang)
    if feed.rights:
        _add(channel, "copyright", feed.rights)
    _add(channel, "lastBuildDate", _rfc822(feed.updated))
    _add(channel, "generator", "sitegen")
    _add(channel, f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=feed.url)
    if feed.logo:
        image = _add(channel, "image")
        _add(image, "url", feed.logo)
        _add(image, "title", feed.title)
        _add(image, "link", feed.home)
    for entry in feed.entries:
        _rss_item(channel, feed, entry, bodies)
    return _bytes(rss)


def _rss_item(channel: ET.Element, feed: Feed, entry: FeedEntry, bodies: Mapping[str, str]) -> None:
    item = _add(channel, "item")
    _add(item, "title", entry.title)
    _add(item, "link", entry.url)
    _add(item, "guid", entry.url, isPermaLink="true")
    _add(item, "pubDate", _rfc822(entry.published))
    for name in entry.authors:
        _add(item, f"{{{_DC}}}creator", name)
    for name in entry.categories:
        _add(item, "category", name)
    _add(item, "description", entry.summary)
    if body := _body(feed, entry, bodies):
        _add(item, f"{{{_CONTENT}}}encoded", body)
    if photo := entry.photo:
        media = _add(
            item,
            f"{{{_MEDIA}}}content",
            url=photo.full,
            type=_media_type(photo.full),
            medium="image",
            width=str(photo.width),
            height=str(photo.height),
        )
        if photo.caption or photo.alt:
            text = photo.caption or photo.alt
            _add(media, f"{{{_MEDIA}}}description", text, type="plain")
        if photo.credit:
            _add(media, f"{{{_MEDIA}}}credit", photo.credit)


def _rfc822(moment: datetime) -> str:
    """A date as RSS wants it: English names of days and months in every language."""
    return format_datetime(moment)


# --- Atom ----------------------------------------------------------------------------------


def _atom(feed: Feed, bodies: Mapping[str, str]) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": feed.lang})
    _add(root, "id", feed.url)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "updated", feed.updated.isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(_add(root, "author"), "name", feed.publisher)
    if feed.rights:
        _add(root, "rights", feed.rights)
    if feed.logo:
        _add(root, "logo", feed.logo)
    _add(root, "generator", "sitegen")
    for entry in feed.entries:
        _atom_entry(root, feed, entry, bodies)
    return _bytes(root)


def _atom_entry(root: ET.Element, feed: Feed, entry: FeedEntry, bodies: Mapping[str, str]) -> None:
    item = _add(root, "entry")
    _add(item, "id", entry.url)
    _add(item, "title", entry.title)
    _add(item, "link", rel="alternate", type="text/html", href=entry.url)
    _add(item, "published", entry.published.isoformat())
    _add(item, "updated", entry.updated.isoformat())
    for name in entry.authors or (feed.publisher,):
        _add(_add(item, "author"), "name", name)
    for name in entry.categories:
        _add(item, "category", term=name)
    _add(item, "summary", entry.summary)
    if body := _body(feed, entry, bodies):
        _add(item, "content", body, type="html")


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
