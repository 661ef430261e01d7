"""What is published and is not HTML: feeds, documents, copies, photos."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from sitegen.types.content import Print
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


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A print of a photo; `source` is the photo's path on disk, `digest` the SHA-256 of that."""

    source: str
    digest: str
    copy: Print


class SharePicture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a headline and the site's name, in colours such as "#12344d".

    `font` is the path of a font file on disk and `index` the face in it, `digest` the file's
    SHA-256; `recipe` stands for all else that decides about bytes.
    """

    headline: str
    name: str
    lang: str
    direction: str
    ground: str
    ink: str
    mark: str
    font: str
    index: int
    digest: str
    recipe: str


class Icon(msgspec.Struct, frozen=True, kw_only=True):
    """An icon made of a picture; `form` is "favicon", "touch", "any" or "maskable".

    `source` is the picture's path on disk and `digest` its SHA-256; `size` is in pixels, `ground`
    the colour behind what must not be transparent, `recipe` stands for all else.
    """

    source: str
    digest: str
    form: str
    size: int
    ground: str
    recipe: str


class SearchText(msgspec.Struct, frozen=True, array_like=True):
    """An article as the search knows it: what results show, and where its words are.

    `day` is its date in words and `body` the digest of its rendered body; `photo` is an address
    or ""; `section_lang` is that of a section's name in another language than the article's;
    `terms` are those that filters look for.
    """

    url: str
    title: str
    iso: str
    day: str
    section: str
    section_lang: str
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
