"""What an author wrote, read and checked: articles, their bodies, the files beside them."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

Extra = Mapping[str, object]


class Variant(msgspec.Struct, frozen=True):
    """One smaller copy of a picture: its width in pixels and its address."""

    width: int
    url: str


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """A file beside the articles (photo, PDF, ...) as it is published.

    `path` is relative to `content/` (`name_on_disk` where the system spells it otherwise);
    `width` and `height` are in pixels as displayed (after EXIF orientation), 0 for what is not
    a picture; `variants` go from narrow to wide.
    """

    path: str
    url: str
    digest: str
    name_on_disk: str = ""
    width: int = 0
    height: int = 0
    variants: tuple[Variant, ...] = ()


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A photo as an article's front matter describes it; `src` is relative to `content/`."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong in an article, and when that was set right."""

    date: datetime
    note: str


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The wire service or original publisher."""

    name: str
    url: str = ""


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """When and why an article was taken down."""

    date: datetime
    reason: str


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The edition that a translation was made from, and the state of it at that time."""

    lang: str
    date: datetime | None = None


class ArticleLink(msgspec.Struct, frozen=True, kw_only=True):
    """A link in a body to another article's source file; `line` is where it is written."""

    path: str
    line: int


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rendered body.

    `html` is sanitised. A link to an article stands in it as `href="article:PATH"` (PATH
    relative to `content/`, percent-encoded as a URI, with `#fragment` when given), to be
    replaced by that article's permalink. `words` counts as `markup.measure` documents;
    `minutes` is the reading time, at least 1.
    """

    html: str
    summary: str
    words: int
    minutes: int
    links: tuple[ArticleLink, ...] = ()
    media: tuple[str, ...] = ()
    highlighted: bool = False


class Article(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One language edition of a story: its front matter, validated, and what its body showed.

    `path` is the source file and `story` the story's folder (or file name without language),
    both relative to `content/` in NFC; all datetimes carry a zone. `body` is the digest under
    which the rendered body is stored; `section`, `tags`, `authors` and `topics` are as written.
    `timed` and `updated_timed` say whether `date` and `updated` were written with a time of day.
    """

    path: str
    story: str
    lang: str
    title: str
    date: datetime
    body: str
    summary: str
    words: int
    minutes: int
    timed: bool = True
    updated: datetime | None = None
    updated_timed: bool = True
    corrections: tuple[Correction, ...] = ()
    deck: tuple[str, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    image: Picture | None = None
    gallery: tuple[Picture, ...] = ()
    dateline: str = ""
    source: Source | None = None
    rights: str = ""
    slug: str = ""
    permalink: str = ""
    aliases: tuple[str, ...] = ()
    origin: Origin | None = None
    translators: tuple[str, ...] = ()
    draft: bool = False
    publish_at: datetime | None = None
    expires: datetime | None = None
    withdrawn: Withdrawal | None = None
    links: tuple[ArticleLink, ...] = ()
    media: tuple[str, ...] = ()
    highlighted: bool = False
    extra: Extra = msgspec.field(default_factory=dict)

    @property
    def modified(self) -> datetime:
        """When what a reader sees last changed on purpose."""
        latest = self.updated or self.date
        if not self.corrections:
            return latest
        return max([latest, *(item.date for item in self.corrections)])
