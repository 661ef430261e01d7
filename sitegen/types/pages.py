"""What pages show: everything that a template is given.

Addresses named `url` are site-absolute IRI references with the path of the base URL in front
("/ko/2023/04/05/항만/"); those documented as absolute carry scheme and host.
"""

from collections.abc import Mapping

import msgspec

from sitegen.types.content import Candidates, Extra, Source


class Moment(msgspec.Struct, frozen=True):
    """A time as a page shows it: ISO 8601 for `datetime=`, and words in the page's language."""

    iso: str
    text: str


class Link(msgspec.Struct, frozen=True):
    """An address and its text; `lang` when the text is not in the page's language."""

    url: str
    text: str
    lang: str = ""


class Shared(msgspec.Struct, frozen=True):
    """A picture as machines are told of it: its address, and its size in pixels."""

    url: str
    width: int
    height: int


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as a page shows it. `src` is a moderate size, `full` the largest.

    `width` and `height` are in pixels and those of `full`; `shape` is the first in tenths of the
    second, 0 for what is no matter how wide; `tone` are classes that make a placeholder's colour.
    `shared` is for networks and machines that may know no newer format.
    """

    src: str
    full: str
    width: int
    height: int
    alt: str
    shared: Shared
    candidates: tuple[Candidates, ...] = ()
    tone: str = ""
    shape: int = 0
    caption: str = ""
    credit: str = ""
    licence: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What other pages show of an article."""

    url: str
    title: str
    lang: str
    date: Moment
    summary: str = ""
    section: Link | None = None
    photo: Photo | None = None
    minutes: int = 0


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the language menu.

    `edition` is true when the address shows the same thing in that language, false when it
    is only that language's home.
    """

    lang: str
    name: str
    url: str
    current: bool = False
    edition: bool = True


class Alternate(msgspec.Struct, frozen=True):
    """A `hreflang` link: BCP 47 code or "x-default", and an absolute URI."""

    hreflang: str
    href: str


class FeedLink(msgspec.Struct, frozen=True):
    """A feed that a page offers: media type, title, address."""

    type: str
    title: str
    url: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What every page's frame shows: document head, language menu and breadcrumbs.

    `canonical` and the alternates are absolute URIs; `json_ld` holds one JSON document a
    script block, already safe inside `<script>`; `image` is absolute ("" for none).
    `breadcrumbs` go from home to this page, the page itself last.
    """

    url: str
    lang: str
    title: str
    description: str
    canonical: str
    alternates: tuple[Alternate, ...] = ()
    choices: tuple[Choice, ...] = ()
    breadcrumbs: tuple[Link, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    json_ld: tuple[str, ...] = ()
    type: str = "website"
    image: str = ""
    image_alt: str = ""
    image_width: int = 0
    image_height: int = 0
    published: str = ""
    modified: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    noindex: bool = False


class CorrectionNote(msgspec.Struct, frozen=True, kw_only=True):
    """A correction as its article's page shows it; `id` is its place on that page."""

    id: str
    date: Moment
    note: str


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """A byline entry; `url` is the author's page, `lang` as a link's."""

    name: str
    url: str
    lang: str = ""


class ShareLink(msgspec.Struct, frozen=True):
    """A share target: its id ("mail", "x", "line", ...), its name and the address to open."""

    id: str
    name: str
    url: str


class ArticlePage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that an article's page shows."""

    head: Head
    body: str
    links: Mapping[str, str]
    title: str
    published: Moment
    updated: Moment | None
    minutes: int
    deck: tuple[str, ...]
    section: Link | None
    authors: tuple[Author, ...]
    dateline: str
    photo: Photo | None
    gallery: tuple[Photo, ...]
    corrections: tuple[CorrectionNote, ...]
    tags: tuple[Link, ...]
    topics: tuple[Link, ...]
    source: Source | None
    rights: str
    translated_from: Link | None
    translators: tuple[str, ...]
    editions: tuple[Choice, ...]
    share: tuple[ShareLink, ...]
    older: Card | None
    newer: Card | None
    related: tuple[Card, ...]
    draft: bool
    extra: Extra


class CorrectedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """A correction among those of all articles; `link` leads to it on its article's page."""

    link: Link
    date: Moment
    note: str


class CorrectionYear(msgspec.Struct, frozen=True):
    """The corrections of a year, newest first."""

    name: str
    corrections: tuple[CorrectedArticle, ...]


class CorrectionsPage(msgspec.Struct, frozen=True, kw_only=True):
    """All corrections in a language, newest first."""

    head: Head
    heading: str
    text: str
    years: tuple[CorrectionYear, ...]


class Day(msgspec.Struct, frozen=True):
    """A day in a calendar: `number` 0 is an empty cell, `url` "" a day without articles.

    `heat` is 0 without articles, else 1 to 3 for few to many beside the page's fullest day.
    """

    number: int
    url: str = ""
    count: int = 0
    label: str = ""
    heat: int = 0


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A month of a calendar: its name, its own page, and its weeks of seven cells."""

    name: str
    url: str
    count: int
    weeks: tuple[tuple[Day, ...], ...]


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A section on the front page: its newest articles that do not stand above."""

    section: Link
    cards: tuple[Card, ...]


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """A list of articles: home, section, tag, author, topic, month, day, day of the year.

    `kind` is one of "home", "section", "tag", "author", "topic", "month", "day",
    "on-this-day". `number` is 0 on the list's own address (its newest articles), else the
    page's number counted from the oldest article. `newer` and `older` lead along the list.
    `count` is how many articles the whole list has, 0 on numbered pages. `around` leads to the
    dates beside a list of dates; `contact` is where an author can be reached. A front page has
    `shelves`, whose articles its `cards` leave out; a month has its days in `calendar`, with the
    names of its columns in `weekdays`. `heading_lang` is set when that is not the page's.
    """

    head: Head
    kind: str
    heading: str
    text: str
    count: int
    cards: tuple[Card, ...]
    number: int = 0
    newer: str = ""
    older: str = ""
    around: tuple[Link, ...] = ()
    contact: Link | None = None
    heading_lang: str = ""
    shelves: tuple[Shelf, ...] = ()
    calendar: Month | None = None
    weekdays: tuple[tuple[str, str], ...] = ()


class Part(msgspec.Struct, frozen=True):
    """A month in an index of years: its short and its long name; `url` "" when it is empty.

    `heat` is 0 without articles, else 1 to 3 for few to many beside the index's fullest month.
    """

    name: str
    label: str
    url: str
    count: int
    heat: int = 0


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an index: a name, an address, how many articles stand behind it.

    A year has its twelve months in `parts`.
    """

    name: str
    url: str
    count: int
    lang: str = ""
    parts: tuple[Part, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """Entries under a common heading ("" for none)."""

    heading: str
    entries: tuple[Entry, ...]


class IndexPage(msgspec.Struct, frozen=True, kw_only=True):
    """An index of lists; `kind` is "sections", "tags", "authors", "topics" or "archive"."""

    head: Head
    kind: str
    heading: str
    groups: tuple[Group, ...]


class CalendarPage(msgspec.Struct, frozen=True, kw_only=True):
    """A year as twelve months, or all days of all years ("on-this-day").

    `weekdays` pairs the short and the long name of each column; empty where the days of the
    week mean nothing.
    """

    head: Head
    kind: str
    heading: str
    months: tuple[Month, ...]
    weekdays: tuple[tuple[str, str], ...] = ()
    around: tuple[Link, ...] = ()


class ChooserPage(msgspec.Struct, frozen=True, kw_only=True):
    """The site's root: a choice of language, with the newest articles of each."""

    head: Head
    choices: tuple[Choice, ...]
    newest: tuple[tuple[Card, ...], ...]


class NotFoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page behind an address that does not exist."""

    head: Head
    newest: tuple[Card, ...]


class TombstonePage(msgspec.Struct, frozen=True, kw_only=True):
    """The page at the address of a withdrawn article, or of another page that is gone.

    `published` is None for what is no article; `reason` may be "".
    """

    head: Head
    title: str
    published: Moment | None
    withdrawn: Moment
    reason: str
    editions: tuple[Choice, ...]


class Filter(msgspec.Struct, frozen=True):
    """What a search can be narrowed to: a value and its name, `lang` when that is a foreign one."""

    value: str
    name: str
    lang: str = ""


class SearchPage(msgspec.Struct, frozen=True, kw_only=True):
    """The page on which a language's articles are searched.

    It can be narrowed by `sections`, `years` (newest first) and `authors`. `indexes` are the
    addresses of the lists of what is searched in each language, this page's language first.
    """

    head: Head
    heading: str
    sections: tuple[Filter, ...]
    years: tuple[str, ...]
    authors: tuple[Filter, ...]
    indexes: tuple[str, ...]


class RedirectPage(msgspec.Struct, frozen=True, kw_only=True):
    """A stub that leads to another address, for hosts that know no redirects.

    `feeds` are for feed readers, which know no pages that lead on.
    """

    lang: str
    url: str
    target: str
    target_absolute: str
    title: str
    feeds: tuple[FeedLink, ...] = ()


class Icons(msgspec.Struct, frozen=True, kw_only=True):
    """The addresses of a site's icons and manifest, "" for what it has not.

    `light` and `dark` are the colours of the browser around its pages.
    """

    favicon: str
    svg: str
    touch: str
    manifest: str
    light: str
    dark: str


class Chrome(msgspec.Struct, frozen=True, kw_only=True):
    """What all pages of one language have in common: names, navigation, footer, assets.

    `origin` is the scheme and host that stand before every address; `css`, `js` and `search_js` are
    addresses of fingerprinted files, `*_integrity` their SRI digests; `search` is the address of
    the search page, "" where there is none. The `*_lang` are set when the configuration has the
    words in another language only.
    """

    lang: str
    direction: str
    site_title: str
    site_description: str
    publisher: str
    origin: str
    home: str
    root: str
    logo: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    rights: str
    feed: str
    css: str
    css_integrity: str
    js: str
    js_integrity: str
    search: str
    search_js: str
    search_js_integrity: str
    csp: str
    locale: str
    icons: Icons | None = None
    noindex: bool = False
    site_title_lang: str = ""
    site_description_lang: str = ""
    rights_lang: str = ""
