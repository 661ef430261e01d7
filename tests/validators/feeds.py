"""Feeds by their standards: RFC 4287, RSS 2.0 with its usual modules, JSON Feed 1.1, OPML 2.0."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element

import msgspec

from .addresses import is_language_tag, is_web_address, is_zoned_time, relative_addresses
from .xml_schemas import parsed, relaxng_complaints

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MEDIA = "{http://search.yahoo.com/mrss/}"

_RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3]\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"\d{4} [0-2]\d:[0-5]\d:[0-6]\d ([+-]\d{4}|GMT)"
)

Rule = Callable[[str], bool]


def check_atom(feed: bytes) -> tuple[str, ...]:
    """Validate an Atom feed: the grammar of RFC 4287, and the sentences around it."""
    root = parsed(feed)
    if isinstance(root, str):
        return (root,)
    return relaxng_complaints(feed, "atom.rnc") + tuple(_atom_sentences(root))


def _atom_sentences(root: Element) -> Iterator[str]:
    entries = root.findall(f"{_ATOM}entry")
    yield from _repeated("atom:id", [entry.findtext(f"{_ATOM}id", "") for entry in entries])
    if "self" not in _atom_links(root):
        yield "feed: no link rel=self"
    has_author = root.find(f"{_ATOM}author") is not None
    for number, entry in enumerate(entries, start=1):
        for complaint in _entry_sentences(entry, has_author=has_author):
            yield f"entry {number}: {complaint}"
    for element in root.iter():
        if element.tag == f"{_ATOM}link" and not is_web_address(element.get("href", "")):
            yield f"link {element.get('href')!r} is not absolute"
        if element.get("type") == "html":
            yield from _relative(element.tag.removeprefix(_ATOM), element.text or "")


def _entry_sentences(entry: Element, *, has_author: bool) -> Iterator[str]:
    if not has_author and entry.find(f"{_ATOM}author") is None:
        yield "no author, here or in the feed"
    content = entry.find(f"{_ATOM}content")
    links = _atom_links(entry)
    if content is None and "alternate" not in links:
        yield "neither content nor a link rel=alternate"
    if content is not None and content.get("src") and entry.find(f"{_ATOM}summary") is None:
        yield "content is elsewhere and there is no summary"
    alternates = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in entry.findall(f"{_ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    if any(count > 1 for count in alternates.values()):
        yield "two alternates of one type and language"


def _atom_links(element: Element) -> set[str]:
    return {link.get("rel", "alternate") for link in element.findall(f"{_ATOM}link")}


def check_rss(feed: bytes) -> tuple[str, ...]:
    """Validate an RSS 2.0 feed with Atom's self link, content, Dublin Core and Media RSS."""
    root = parsed(feed)
    if isinstance(root, str):
        return (root,)
    channels = root.findall("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or len(channels) != 1:
        return ("the document is not <rss version='2.0'> with one channel",)
    return tuple(_channel_complaints(channels[0]))


def _channel_complaints(channel: Element) -> Iterator[str]:
    yield from _children(channel, _CHANNEL, required={"title", "link", "description", "language"})
    links = channel.findall(f"{_ATOM}link")
    own = [link for link in links if link.get("rel") == "self"]
    if len(own) != 1:
        yield "channel: not exactly one atom:link rel=self"
    for link in links:
        if not is_web_address(link.get("href", "")):
            yield f"channel: atom:link {link.get('href')!r} is not absolute"
    for image in channel.findall("image"):
        yield from _children(image, _IMAGE, required={"url", "title", "link"})
    items = channel.findall("item")
    yield from _repeated("guid", [item.findtext("guid", "") for item in items])
    for number, item in enumerate(items, start=1):
        for complaint in _item_complaints(item):
            yield f"item {number}: {complaint}"


def _item_complaints(item: Element) -> Iterator[str]:
    yield from _children(item, _ITEM, required={"title", "link", "guid", "pubDate"})
    for guid in item.findall("guid"):
        permanent = guid.get("isPermaLink", "true")
        if permanent not in {"true", "false"}:
            yield f"guid isPermaLink={permanent!r}"
        elif permanent == "true" and not is_web_address(guid.text or ""):
            yield f"guid {guid.text!r} claims to be an address"
    for body in (*item.findall("description"), *item.findall(f"{_CONTENT}encoded")):
        yield from _relative(_local(body), body.text or "")
    for enclosure in item.findall("enclosure"):
        yield from _attributes(enclosure, _ENCLOSURE, required={"url", "length", "type"})
    for media in item.iter(f"{_MEDIA}content"):
        yield from _attributes(media, _MEDIA_CONTENT, required={"url"})
    for media in item.iter(f"{_MEDIA}thumbnail"):
        yield from _attributes(media, _MEDIA_CONTENT, required={"url"})


def _children(parent: Element, rules: Mapping[str, Rule], *, required: set[str]) -> Iterator[str]:
    counts = Counter(child.tag for child in parent)
    for name in sorted(required - counts.keys()):
        yield f"{parent.tag}: no {name}"
    for name, count in counts.items():
        if name not in rules:
            yield f"{parent.tag}: RSS has no {name} here"
        elif count > 1 and name not in _REPEATABLE:
            yield f"{parent.tag}: {count} times {name}"
    for child in parent:
        text = (child.text or "").strip()
        if child.tag in rules and not rules[child.tag](text):
            yield f"{parent.tag}: {_local(child)} cannot be {text[:60]!r}"


def _attributes(
    element: Element, rules: Mapping[str, Rule], *, required: set[str]
) -> Iterator[str]:
    for name in sorted(required.difference(element.keys())):
        yield f"{_local(element)}: no {name}"
    for name, value in element.items():
        if name not in rules or not rules[name](value):
            yield f"{_local(element)}: {name}={value!r}"


def _is_rfc_822(text: str) -> bool:
    if not _RFC_822.fullmatch(text):
        return False
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return False
    # The day of the week must be the date's own; the parser does not look.
    return text.startswith(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()])


def _is_something(text: str) -> bool:
    return bool(text)


def _is_anything(text: str) -> bool:
    return text is not None


def _is_mail(text: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+( \(.+\))?", text) is not None


def _is_media_type(text: str) -> bool:
    return re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", text) is not None


_CHANNEL: Mapping[str, Rule] = {
    "title": _is_something,
    "link": is_web_address,
    "description": _is_something,
    "language": is_language_tag,
    "copyright": _is_something,
    "managingEditor": _is_mail,
    "webMaster": _is_mail,
    "pubDate": _is_rfc_822,
    "lastBuildDate": _is_rfc_822,
    "category": _is_something,
    "generator": _is_something,
    "docs": is_web_address,
    "ttl": str.isdigit,
    "image": _is_anything,
    "item": _is_anything,
    f"{_ATOM}link": _is_anything,
    f"{_DC}rights": _is_something,
}
_IMAGE: Mapping[str, Rule] = {
    "url": is_web_address,
    "title": _is_something,
    "link": is_web_address,
    "width": str.isdigit,
    "height": str.isdigit,
    "description": _is_something,
}
_ITEM: Mapping[str, Rule] = {
    "title": _is_something,
    "link": is_web_address,
    "description": _is_something,
    "author": _is_mail,
    "category": _is_something,
    "comments": is_web_address,
    "enclosure": _is_anything,
    "guid": _is_something,
    "pubDate": _is_rfc_822,
    "source": _is_something,
    f"{_CONTENT}encoded": _is_something,
    f"{_DC}creator": _is_something,
    f"{_DC}rights": _is_something,
    f"{_DC}language": is_language_tag,
    f"{_ATOM}updated": is_zoned_time,
    f"{_ATOM}link": _is_anything,
    f"{_MEDIA}content": _is_anything,
    f"{_MEDIA}group": _is_anything,
    f"{_MEDIA}thumbnail": _is_anything,
}
_REPEATABLE = {
    "item",
    "category",
    "enclosure",
    f"{_ATOM}link",
    f"{_DC}creator",
    f"{_MEDIA}content",
    f"{_MEDIA}group",
    f"{_MEDIA}thumbnail",
}
_ENCLOSURE: Mapping[str, Rule] = {
    "url": is_web_address,
    "length": str.isdigit,
    "type": _is_media_type,
}
_MEDIA_CONTENT: Mapping[str, Rule] = {
    "url": is_web_address,
    "type": _is_media_type,
    "medium": {"image", "audio", "video", "document", "executable"}.__contains__,
    "width": str.isdigit,
    "height": str.isdigit,
    "fileSize": str.isdigit,
    "isDefault": {"true", "false"}.__contains__,
    "lang": is_language_tag,
}


class _Author(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str | None = None
    url: str | None = None
    avatar: str | None = None


class _Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    url: str
    mime_type: str
    title: str | None = None
    size_in_bytes: float | None = None
    duration_in_seconds: float | None = None


class _Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    image: str | None = None
    banner_image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    authors: tuple[_Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    attachments: tuple[_Attachment, ...] = ()


class _Hub(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: str
    url: str


class _Feed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    title: str
    items: tuple[_Item, ...]
    home_page_url: str | None = None
    feed_url: str | None = None
    description: str | None = None
    user_comment: str | None = None
    next_url: str | None = None
    icon: str | None = None
    favicon: str | None = None
    authors: tuple[_Author, ...] = ()
    language: str | None = None
    expired: bool = False
    hubs: tuple[_Hub, ...] = ()


def check_json_feed(feed: bytes) -> tuple[str, ...]:
    """Validate a JSON Feed 1.1; names that begin with an underscore are free, as it says."""
    try:
        decoded = msgspec.convert(_without_extensions(msgspec.json.decode(feed)), _Feed)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return (str(error),)
    return tuple(_json_feed_complaints(decoded))


def _without_extensions(value: object) -> object:
    if isinstance(value, dict):
        return {k: _without_extensions(v) for k, v in value.items() if not k.startswith("_")}
    return [_without_extensions(part) for part in value] if isinstance(value, list) else value


def _json_feed_complaints(feed: _Feed) -> Iterator[str]:
    if feed.version != "https://jsonfeed.org/version/1.1":
        yield f"version: {feed.version!r}"
    yield from _empty("title", feed.title)
    for name in ("home_page_url", "feed_url", "next_url", "icon", "favicon"):
        yield from _unless(is_web_address, name, getattr(feed, name))
    yield from _unless(is_language_tag, "language", feed.language)
    yield from _author_complaints(feed.authors)
    yield from _repeated("id", [item.id for item in feed.items])
    for number, item in enumerate(feed.items, start=1):
        for complaint in _json_item_complaints(item):
            yield f"item {number}: {complaint}"


def _json_item_complaints(item: _Item) -> Iterator[str]:
    yield from _empty("id", item.id)
    if item.content_html is None and item.content_text is None:
        yield "neither content_html nor content_text"
    for name in ("url", "external_url", "image", "banner_image"):
        yield from _unless(is_web_address, name, getattr(item, name))
    for name in ("date_published", "date_modified"):
        yield from _unless(is_zoned_time, name, getattr(item, name))
    yield from _unless(is_language_tag, "language", item.language)
    yield from _author_complaints(item.authors)
    yield from _relative("content_html", item.content_html or "")
    for attachment in item.attachments:
        yield from _unless(is_web_address, "attachment url", attachment.url)
        yield from _unless(_is_media_type, "attachment mime_type", attachment.mime_type)


def _author_complaints(authors: Iterable[_Author]) -> Iterator[str]:
    for author in authors:
        if not (author.name or author.url or author.avatar):
            yield "an author with neither name nor url nor avatar"
        yield from _unless(is_web_address, "author url", author.url)
        yield from _unless(is_web_address, "author avatar", author.avatar)


def _unless(rule: Rule, name: str, value: str | None) -> Iterator[str]:
    if value is not None and not rule(value):
        yield f"{name}: {value!r}"


def _empty(name: str, value: str) -> Iterator[str]:
    if not value.strip():
        yield f"{name}: empty"


def check_opml(document: bytes) -> tuple[str, ...]:
    """Validate an OPML 2.0 list of subscriptions."""
    root = parsed(document)
    if isinstance(root, str):
        return (root,)
    if root.tag != "opml" or root.get("version") != "2.0":
        return ("the document is not <opml version='2.0'>",)
    if [child.tag for child in root] != ["head", "body"]:
        return ("opml: not one head and then one body",)
    return (*_children(root[0], _OPML_HEAD, required={"title"}), *_outline_complaints(root[1]))


def _outline_complaints(body: Element) -> Iterator[str]:
    if not len(body):
        yield "body: no outline"
    for element in body.iter():
        if element is body:
            continue
        if element.tag != "outline":
            yield f"body: OPML has no {element.tag} here"
        if not element.get("text"):
            yield "outline: no text"
        if element.get("type") == "rss" and element.get("xmlUrl") is None:
            yield f"outline {element.get('text')!r}: no xmlUrl"
        for name, rule in _OUTLINE.items():
            yield from _unless(rule, f"outline {element.get('text')!r}: {name}", element.get(name))
    yield from _repeated("xmlUrl", [found.get("xmlUrl", "") for found in body.iter("outline")])


_OPML_HEAD: Mapping[str, Rule] = {
    "title": _is_something,
    "dateCreated": _is_rfc_822,
    "dateModified": _is_rfc_822,
    "ownerName": _is_something,
    "ownerEmail": _is_mail,
    "ownerId": is_web_address,
    "docs": is_web_address,
}
_OUTLINE: Mapping[str, Rule] = {
    "type": {"rss", "link", "include"}.__contains__,
    "xmlUrl": is_web_address,
    "htmlUrl": is_web_address,
    "url": is_web_address,
    "language": is_language_tag,
    "created": _is_rfc_822,
    "version": {"RSS", "RSS1", "RSS2", "scriptingNews"}.__contains__,
}


def _repeated(name: str, values: Sequence[str]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if value and count > 1:
            yield f"{name} {value!r} stands {count} times"


def _relative(name: str, html: str) -> Iterator[str]:
    for address in relative_addresses(html):
        yield f"{name}: {address!r} is not absolute"


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
