"""What was wrong in articles: a page and a feed of all corrections in a language, newest first."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple

from sitegen import cldr
from sitegen.archive import order
from sitegen.pages import feeds
from sitegen.pages.articles import correction_id
from sitegen.pages.lists import index_head
from sitegen.pages.planned import Planned
from sitegen.pages.site import RSS, Site
from sitegen.types import (
    Article,
    CorrectedArticle,
    CorrectionsPage,
    CorrectionYear,
    Feed,
    FeedEntry,
    FeedLink,
    Link,
)

_NAME = "corrections"
_TEXT = "Everything that was wrong in our articles, with what is right."


class _Corrected(NamedTuple):
    """One correction: when, in which article, and the how many of that article's it is."""

    date: datetime
    article: Article
    number: int
    note: str


def plan(site: Site, lang: str) -> Iterator[Planned]:
    """The page and the feed of a language's corrections; nothing when there are none."""
    if lang in site.corrected:
        url = site.index(_NAME, lang)
        yield Planned(url, "the corrections", _NAME, lang, partial(_page, site, lang))
        make = partial(_feed, site, lang)
        yield Planned(_feed_url(site, lang), "the feed of corrections", "feed", lang, make)


def _all(site: Site, lang: str) -> list[_Corrected]:
    found = [
        _Corrected(item.date, article, number, item.note)
        for article in site.archive.in_lang(lang)
        for number, item in enumerate(article.corrections, 1)
    ]
    # By year first, since that is the author's own, whichever zone it was written in.
    return sorted(
        found,
        key=lambda each: (each.date.year, each.date, order(each.article), each.number),
        reverse=True,
    )


def _feed_url(site: Site, lang: str) -> str:
    return f"{site.index(_NAME, lang)}feed.rss"


def _page(site: Site, lang: str) -> CorrectionsPage:
    heading, text = site.say("Corrections", lang), site.say(_TEXT, lang)
    editions = {code: site.index(_NAME, code) for code in site.corrected}
    title = f"{site.config.say(site.config.title, lang)}: {heading}"
    return CorrectionsPage(
        head=index_head(
            site,
            site.index(_NAME, lang),
            lang,
            heading,
            editions,
            description=text,
            feed=FeedLink(RSS, title, _feed_url(site, lang)),
        ),
        heading=heading,
        text=text,
        years=tuple(
            CorrectionYear(
                cldr.year_name(year, lang), tuple(_corrected(site, each) for each in corrected)
            )
            for year, corrected in groupby(_all(site, lang), key=lambda each: each.date.year)
        ),
    )


def _corrected(site: Site, corrected: _Corrected) -> CorrectedArticle:
    article = corrected.article
    return CorrectedArticle(
        link=Link(_place(site, corrected), article.title),
        date=cldr.on_day(corrected.date, article.lang),
        note=corrected.note,
    )


def _place(site: Site, corrected: _Corrected) -> str:
    return f"{site.archive.url(corrected.article)}#{correction_id(corrected.number)}"


def _feed(site: Site, lang: str) -> Feed:
    newest = _all(site, lang)[: site.config.feeds.limit]
    return feeds.of_entries(
        site,
        lang,
        url=_feed_url(site, lang),
        page=site.index(_NAME, lang),
        title=site.say("Corrections", lang),
        description=site.say(_TEXT, lang),
        entries=tuple(_entry(site, each) for each in newest),
    )


def _entry(site: Site, corrected: _Corrected) -> FeedEntry:
    return FeedEntry(
        url=site.absolute(_place(site, corrected)),
        title=corrected.article.title,
        summary=corrected.note,
        published=corrected.date,
        updated=corrected.date,
        authors=(),
        categories=(),
        body="",
        links={},
    )
