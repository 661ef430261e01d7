"""What is published and is not HTML: feeds, documents, copies, smaller pictures."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from sitegen.types.pages import Photo


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An article in a feed. Addresses are absolute URIs; `body` is the body's digest or ""."""

    url: str
    title: str
    summary: str
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    body: str
    links: Mapping[str, str]
    photo: Photo | None = None


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed; `format` is "rss", "atom" or "json". Addresses are absolute URIs."""

    format: str
    url: str
    home: str
    title: str
    description: str
    lang: str
    updated: datetime
    rights: str
    publisher: str
    logo: str
    origin: str
    entries: tuple[FeedEntry, ...]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A file whose text is known when it is planned: sitemaps, robots.txt, _redirects."""

    text: str


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is published as it is; `source` is a path on disk, `digest` its SHA-256."""

    source: str
    digest: str


class Scaled(msgspec.Struct, frozen=True, kw_only=True):
    """A smaller copy of a picture as WebP; `width` in pixels.

    `source` is a path on disk and `digest` the SHA-256 of what lies there.
    """

    source: str
    digest: str
    width: int
    quality: int


class SearchText(msgspec.Struct, frozen=True, array_like=True):
    """An article as the search knows it: what results show, and where its words are.

    `day` is its date in words and `body` the digest of its rendered body; `photo` is an address
    or ""; `terms` are those that filters look for.
    """

    url: str
    title: str
    iso: str
    day: str
    section: str
    photo: str
    deck: tuple[str, ...]
    body: str
    terms: tuple[str, ...]


class SearchSegment(msgspec.Struct, frozen=True, kw_only=True):
    """The articles that are indexed together, from the oldest on, in the files of one folder.

    Terms are spread over `shards` files.
    """

    lang: str
    shards: int
    texts: tuple[SearchText, ...]
