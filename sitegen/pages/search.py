"""The search: a page for each language, the list of its segments, and the segments."""

from collections.abc import Iterator
from functools import partial

import msgspec

from sitegen.archive import Term
from sitegen.pages.lists import index_head
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.search.segments import Segment, segments
from sitegen.search.writing import names, shard_count
from sitegen.types import Article, Document, Filter, SearchPage, SearchSegment, SearchText

INDEX = "index.json"


def page(site: Site, lang: str) -> Iterator[Planned]:
    """The page on which a language is searched, and the list of its segments, where there is one.

    That list is JSON: for each segment, from the newest on, its folder, its number of shards, the
    latest day that is in it, and the years of its newest and its oldest article.
    """
    if not site.config.search:
        return
    url = site.search(lang)
    yield Planned(url, "the search page", "search page", lang, partial(_page, site, lang))
    make = partial(_index, site, lang)
    yield Planned(f"{url}{INDEX}", "the list of what is searched", "document", lang, make)


def segment(site: Site, lang: str, name: str) -> Iterator[Planned]:
    """The files of one segment; none when there is no segment of that name."""
    found = next((item for item in segments(site.archive.in_lang(lang)) if item.name == name), None)
    if found is None or not site.config.search:
        return
    folder = f"{site.search(lang)}{name}/"
    make = partial(_segment, site, lang, found)
    for file in names(found.stop - found.start):
        yield Planned(folder + file, "the search", "search", lang, make, group=folder)


def _page(site: Site, lang: str) -> SearchPage:
    archive, config = site.archive, site.config
    heading = site.say("Search", lang)
    url = site.search(lang)
    return SearchPage(
        head=index_head(
            site, url, lang, heading, {code: site.search(code) for code in config.languages}
        ),
        heading=heading,
        sections=tuple(_filters(archive.terms(lang, "section"), lang)),
        years=tuple(reversed(archive.dates(lang, "year"))),
        authors=tuple(_filters(archive.terms(lang, "author"), lang)),
        indexes=tuple(
            f"{site.search(code)}{INDEX}" for code in sorted(config.languages, key=lang.__ne__)
        ),
    )


def _filters(terms: tuple[Term, ...], lang: str) -> Iterator[Filter]:
    return (Filter(term.id, term.name(lang), term.foreign(lang)) for term in terms)


def _index(site: Site, lang: str) -> Document:
    row = site.archive.in_lang(lang)
    count = len(row)
    found = [
        (
            f"{site.search(lang)}{item.name}/",
            shard_count(item.stop - item.start),
            item.until,
            row[count - item.stop].date.year,
            row[count - 1 - item.start].date.year,
        )
        for item in segments(row)
    ]
    return Document(text=msgspec.json.encode(found).decode())


def _segment(site: Site, lang: str, wanted: Segment) -> SearchSegment:
    row = site.archive.in_lang(lang)
    count = len(row)
    newest_first = row[count - wanted.stop : count - wanted.start]
    return SearchSegment(
        lang=lang,
        shards=shard_count(len(newest_first)),
        texts=tuple([_text(site, article) for article in reversed(newest_first)]),
    )


def _text(site: Site, article: Article) -> SearchText:
    archive, card = site.archive, site.card(article)
    return SearchText(
        url=card.url,
        title=card.title,
        iso=card.date.iso,
        day=card.date.text,
        section=card.section.text if card.section else "",
        section_lang=card.section.lang if card.section else "",
        photo=_thumbnail(site, article),
        deck=article.deck,
        body=article.body,
        terms=(
            f"={article.date.year}",
            *("#" + term.id for term in archive.terms_of(article, "section")),
            *("@" + term.id for term in archive.terms_of(article, "author")),
        ),
    )


def _thumbnail(site: Site, article: Article) -> str:
    """The address of the smallest copy of the article's photo as nearly all browsers show it."""
    if article.image is None:
        return ""
    media = site.files.media[article.image.src]
    small = next((item for item in media.variants if item.copy.form == "webp"), media.plain)
    return small.url
