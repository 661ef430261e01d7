"""Lists of articles and their pagination, indexes of lists, calendars."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from sitegen import cldr
from sitegen.archive import Term
from sitegen.pages import structured_data
from sitegen.pages.planned import Planned
from sitegen.pages.site import PLURALS, Site
from sitegen.types import (
    Article,
    Entry,
    FeedLink,
    Group,
    Head,
    IndexPage,
    Link,
    ListPage,
    Month,
    Shelf,
)

FRONT_TOP = 8  # how many articles the template of a front page shows large
SHELF_LEAST, _SHELF = 2, 4  # articles of a section below them


class ArticleList(NamedTuple):
    """One list before it is cut into pages."""

    kind: str
    lang: str
    url: str
    heading: str
    title: str
    articles: Sequence[Article]
    editions: Mapping[str, str]
    trail: tuple[Link, ...]
    heading_lang: str = ""
    text: str = ""
    feed: FeedLink | None = None
    around: tuple[Link, ...] = ()
    default: str | None = None
    contact: Link | None = None
    calendar: Month | None = None


def home(site: Site, lang: str) -> Iterator[Planned]:
    """A language's front page, and the pages of all its articles."""
    return pages(site, _home(site, lang))


def term(site: Site, lang: str, term: Term) -> Iterator[Planned]:
    """The list of a section, tag, author or topic; nothing when no article carries it."""
    if site.archive.with_term(lang, term):
        yield from pages(site, _term_list(site, term, lang))


def term_index(site: Site, lang: str, kind: str) -> Iterator[Planned]:
    """The index of all sections, tags, authors or topics."""
    terms = site.archive.terms(lang, kind)
    if terms:
        plural = PLURALS[kind]
        make = partial(_term_index, site, kind, terms, lang)
        yield Planned(site.index(plural, lang), f"the index of {plural}", "index", lang, make)


# --- pagination ----------------------------------------------------------------------------


def page_bounds(count: int, size: int) -> tuple[tuple[int, int], ...]:
    """How a list from newest to oldest is cut: first its own address, then pages K … 1.

    Numbered pages hold exactly `size` articles and count from the oldest, so that they stay
    as they are for ever; the list's own address holds the rest, up to twice the size less
    one. So a new article changes that one page; every `size` articles it adds a page, too, and
    the page before the new one gets a link to it.
    """
    numbered = max(0, count // size - 1)
    front = count - numbered * size
    return (
        (0, front),
        *(
            (count - number * size, count - (number - 1) * size)
            for number in range(numbered, 0, -1)
        ),
    )


def pages(site: Site, wanted: ArticleList) -> Iterator[Planned]:
    """The pages of one list: its own address first, then the numbered ones."""
    bounds = page_bounds(len(wanted.articles), site.config.page_size)
    for place, (start, stop) in enumerate(bounds):
        number = len(bounds) - place if place else 0
        url = _page_url(wanted, number)
        owner = f"the list “{wanted.heading}” ({wanted.lang})"
        cut = _Cut(number, start, stop, len(bounds) - 1)
        make = partial(_list_page, site, wanted, cut)
        yield Planned(url, owner, "list", wanted.lang, make, start)


def _page_url(wanted: ArticleList, number: int) -> str:
    return f"{wanted.url}page/{number}/" if number else wanted.url


class _Cut(NamedTuple):
    """One page of a list: its number (0 is the list's own address) and its articles."""

    number: int
    start: int
    stop: int
    numbered: int


def _list_page(site: Site, wanted: ArticleList, cut: _Cut) -> ListPage:
    lang, number = wanted.lang, cut.number
    url = _page_url(wanted, number)
    title, trail = wanted.title, wanted.trail
    if number:
        page = site.say("Page %(number)s", lang, number=cldr.number(number, lang))
        title, trail = f"{title} ({page})", (*trail, Link(url, page))
    older = number - 1 if number else cut.numbered
    newer = 0 if number == cut.numbered else number + 1
    shelves = _shelves(site, wanted) if wanted.kind == "home" and not number else ()
    shelved = {card.url for shelf in shelves for card in shelf.cards}
    cards = [site.card(item) for item in wanted.articles[cut.start : cut.stop]]
    breadcrumbs = site.breadcrumbs(lang, *trail) if trail else ()
    json_ld = (structured_data.breadcrumb_list(site, breadcrumbs),) if trail else ()
    if wanted.kind == "home" and not number:
        json_ld = (structured_data.website(site, lang),)
    return ListPage(
        head=site.list_head(
            url=url,
            lang=lang,
            title=title,
            description=wanted.text,
            editions=wanted.editions,
            trail=trail,
            feed=wanted.feed,
            json_ld=json_ld,
            default=wanted.default,
            alternates=not number,
        ),
        kind=wanted.kind,
        heading=wanted.heading,
        heading_lang=wanted.heading_lang,
        text=wanted.text if not number else "",
        # What grows with the list, or beside it, would change all numbered pages, so they have
        # no count and no neighbours.
        count=0 if number else len(wanted.articles),
        cards=tuple([card for card in cards if card.url not in shelved]),
        number=number,
        newer=_page_url(wanted, newer) if number else "",
        older=_page_url(wanted, older) if older else "",
        around=() if number else wanted.around,
        contact=None if number else wanted.contact,
        shelves=shelves,
        calendar=None if number else wanted.calendar,
        weekdays=cldr.weekdays(lang) if wanted.calendar and not number else (),
    )


def _shelves(site: Site, front: ArticleList) -> tuple[Shelf, ...]:
    """The sections of a front page; a section that has little left after its top has none."""
    lang = front.lang
    top = {article.path for article in front.articles[:FRONT_TOP]}
    shelves = []
    for term in site.archive.terms(lang, "section"):
        newest = site.archive.with_term(lang, term)[: FRONT_TOP + _SHELF]
        rest = [article for article in newest if article.path not in top][:_SHELF]
        if len(rest) >= SHELF_LEAST:
            cards = tuple(map(site.card, rest))
            shelves.append(Shelf(section=site.term_link(term, lang), cards=cards))
    return tuple(shelves)


# --- lists ---------------------------------------------------------------------------------


def _home(site: Site, lang: str) -> ArticleList:
    title = site.config.say(site.config.title, lang)
    return ArticleList(
        kind="home",
        lang=lang,
        url=site.home(lang),
        heading=title,
        heading_lang=site.config.foreign(site.config.title, lang),
        title=title,
        articles=site.archive.in_lang(lang),
        editions={code: site.home(code) for code in site.config.languages},
        trail=(),
        default=site.root(),
    )


TERM_TITLES = {
    "section": "%(section)s news",
    "tag": "Articles about %(name)s",
    "author": "Articles by %(name)s",
    "topic": "Articles about %(name)s",
}
_INDEX_TITLES = {"section": "Sections", "tag": "Tags", "author": "Authors", "topic": "Topics"}


def _term_list(site: Site, term: Term, lang: str) -> ArticleList:
    name, here = term.name(lang), site.term_link(term, lang)
    index = Link(site.index(PLURALS[term.kind], lang), site.say(_INDEX_TITLES[term.kind], lang))
    return ArticleList(
        kind=term.kind,
        lang=lang,
        url=here.url,
        heading=name,
        heading_lang=term.foreign(lang),
        title=site.say(TERM_TITLES[term.kind], lang, name=name, section=name),
        articles=site.archive.with_term(lang, term),
        editions={
            code: site.term(term, code)
            for code in site.config.languages
            if site.archive.with_term(code, term)
        },
        trail=(here,) if term.kind == "section" else (index, here),
        text=term.texts.get(lang) or term.texts.get("", ""),
        feed=site.term_feed(term, lang),
        contact=_contact(term.address),
    )


def _contact(address: str) -> Link | None:
    """An author's e-mail or web address as a link."""
    if not address:
        return None
    if "@" in address and "/" not in address:
        return Link(f"mailto:{address}", address)
    return Link(address, address.partition("://")[2].rstrip("/"))


def _term_index(site: Site, kind: str, terms: Sequence[Term], lang: str) -> IndexPage:
    heading = site.say(_INDEX_TITLES[kind], lang)
    url = site.index(PLURALS[kind], lang)
    groups: dict[str, list[Entry]] = defaultdict(list)
    by_initials = kind != "section" and len(terms) >= _WORTH_INITIALS
    for term in terms:
        name = term.name(lang)
        count = len(site.archive.with_term(lang, term))
        initial = _initial(name, lang) if by_initials else ""
        link = site.term_link(term, lang)
        groups[initial].append(Entry(name=name, url=link.url, count=count, lang=link.lang))
    editions = {
        code: site.index(PLURALS[kind], code)
        for code in site.config.languages
        if site.archive.terms(code, kind)
    }
    return IndexPage(
        head=index_head(site, url, lang, heading, editions),
        kind=PLURALS[kind],
        heading=heading,
        groups=_headed(groups),
    )


def _headed(groups: Mapping[str, Sequence[Entry]]) -> tuple[Group, ...]:
    """Entries under their initials; one initial for all says nothing."""
    if len(groups) == 1:
        return (Group("", tuple(*groups.values())),)
    return tuple(Group(initial, tuple(groups[initial])) for initial in sorted(groups))


def index_head(
    site: Site,
    url: str,
    lang: str,
    title: str,
    editions: Mapping[str, str],
    *trail: Link,
    description: str = "",
    feed: FeedLink | None = None,
) -> Head:
    """The frame of an index or calendar: its breadcrumbs lead through `trail` to itself."""
    whole = (*trail, Link(url, title))
    crumbs = structured_data.breadcrumb_list(site, site.breadcrumbs(lang, *whole))
    return site.list_head(
        url=url,
        lang=lang,
        title=title,
        description=description,
        editions=editions,
        trail=whole,
        feed=feed,
        json_ld=(crumbs,),
    )


# Fewer names are seen at one glance; a heading above each would only push them apart.
_WORTH_INITIALS = 16
_HANGUL_FIRST, _HANGUL_LAST = 0xAC00, 0xD7A3
_SYLLABLES_OF_A_CONSONANT = 588
_HAN = dict.fromkeys(("zh", "zh-Hans", "zh-CN", "zh-SG"), "汉")
_CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def _initial(name: str, lang: str) -> str:
    """What a name is filed under: a letter without accents, a Hangul consonant, or "#"."""
    # One letter can have two capitals: ß has SS, the ligature ﬁ has FI.
    first = name[:1].upper()[:1]
    if _HANGUL_FIRST <= ord(first) <= _HANGUL_LAST:
        return _CONSONANTS[(ord(first) - _HANGUL_FIRST) // _SYLLABLES_OF_A_CONSONANT]
    plain = unicodedata.normalize("NFD", first)[0].replace("Đ", "D")
    if plain.isalpha() and plain.isascii():
        return plain
    script = unicodedata.name(plain, "").partition(" ")[0]
    if script in {"HIRAGANA", "KATAKANA"}:
        return plain
    # Han characters have no order that readers of a short list would look for.
    return _HAN.get(lang, "漢") if script == "CJK" else first if plain.isalpha() else "#"
