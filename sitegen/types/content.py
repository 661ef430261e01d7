"""What an author wrote, read and checked: articles, their bodies, the files beside them."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

Extra = Mapping[str, object]

_SHAPES = range(4, 20)


class Print(msgspec.Struct, frozen=True):
    """One copy of a photo, of pixels and with the SHA-256 of its bytes.

    `form` is "avif", "webp", "jpeg" or "png", or "full" for what is published at the photo's own
    address. `plain` marks the copy for whoever knows no newer format.
    """

    form: str
    width: int
    height: int
    digest: str = ""
    plain: bool = False

    @property
    def name(self) -> str:
        """A file name for it, unique among the prints of its photo."""
        return f"{self.width}.{self.form}"


class Developed(msgspec.Struct, frozen=True):
    """All that is published of a photo: the full print first, the others from narrow to wide.

    `key` is the name under which the prints are kept; `tone` are classes of the style sheet
    that make a placeholder's colour, "" for none; `width` and `height` are those of the photo as
    it came, upright.
    """

    key: str
    tone: str
    width: int
    height: int
    prints: tuple[Print, ...]


class Variant(msgspec.Struct, frozen=True):
    """One smaller copy of a photo and its address."""

    url: str
    copy: Print


class Candidates(msgspec.Struct, frozen=True):
    """What a `<source>` offers: its media type and the text of its `srcset`."""

    type: str
    srcset: str


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """A file beside the articles (photo, PDF, ...) as it is published.

    `path` is relative to `content/` (`name_on_disk` where the system spells it otherwise) and
    `digest` the SHA-256 of what lies there; `width` and `height` are in pixels as published, 0
    for what is not a picture. Photos have `photo`, and `variants` from narrow to wide.
    """

    path: str
    url: str
    digest: str
    name_on_disk: str = ""
    width: int = 0
    height: int = 0
    photo: Developed | None = None
    variants: tuple[Variant, ...] = ()

    @property
    def tone(self) -> str:
        """Classes that make a placeholder's colour, "" for none."""
        return self.photo.tone if self.photo else ""

    @property
    def shape(self) -> int:
        """How many tenths of its height the photo is wide, 0 for what every window is high for.

        The style sheet has a class for each. A strip, longer than any photo, is not made smaller.
        """
        tenths = 10 * self.width // self.height if self.height else 0
        return tenths if tenths in _SHAPES else 0

    @property
    def plain(self) -> "Media | Variant":
        """What a browser is given that knows no newer format."""
        return next((item for item in self.variants if item.copy.plain), self)

    @property
    def candidates(self) -> tuple[Candidates, ...]:
        """The copies in newer formats, best format first."""
        listed: dict[str, list[str]] = {}
        for item in self.variants:
            if not item.copy.plain:
                # A comma at either end of an address would be read as the end of the candidate.
                address = item.url.replace(",", "%2C")
                listed.setdefault(item.copy.form, []).append(f"{address} {item.copy.width}w")
        return tuple(Candidates(f"image/{form}", ", ".join(listed[form])) for form in listed)


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
