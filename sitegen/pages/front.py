"""The site's root and the pages for lost readers."""

from collections.abc import Iterator
from functools import partial

import msgspec

from sitegen.pages import structured_data
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.types import Article, Card, ChooserPage, Head, NotFoundPage, RedirectPage

_NEWEST = 5  # headlines of each language on the root page
_INSTEAD = 4  # articles on a 404 page


def plan(site: Site) -> Iterator[Planned]:
    """The page at the root, and a 404 page for each language and the whole site."""
    root = site.root()
    yield _root(site)
    pages = {f"{site.home(lang)}404.html": lang for lang in site.config.languages}
    for url, lang in {**pages, f"{root}404.html": site.config.default}.items():
        make = partial(_not_found, site, lang, url)
        yield Planned(url, "the page for lost readers", "not found", lang, make)


def _root(site: Site) -> Planned:
    """The language chooser; where there is nothing to choose, a page that leads on."""
    lang = site.config.default
    if len(site.config.languages) == 1:
        return Planned(site.root(), "the way in", "way in", lang, partial(_way_in, site))
    make = partial(_chooser, site)
    return Planned(site.root(), "the language chooser", "chooser", lang, make)


def _way_in(site: Site) -> RedirectPage:
    lang = site.config.default
    return RedirectPage(
        lang=lang,
        url=site.root(),
        target=site.home(lang),
        target_absolute=site.absolute(site.home(lang)),
        title=site.config.say(site.config.title, lang),
        feeds=site.site_feeds(lang),
    )


def _chooser(site: Site) -> ChooserPage:
    lang = site.config.default
    homes = {code: site.home(code) for code in site.config.languages}
    url = site.root()
    title = site.config.say(site.config.title, lang)
    return ChooserPage(
        head=Head(
            url=url,
            lang=lang,
            title=title,
            description=site.config.say(site.config.description, lang) or title,
            canonical=site.absolute(url),
            alternates=site.alternates(homes, url),
            choices=site.choices("", homes),
            feeds=site.site_feeds(lang),
            json_ld=(structured_data.website(site, lang),),
        ),
        choices=site.choices("", homes),
        newest=tuple(
            tuple(_plain_card(site, item) for item in site.archive.in_lang(code)[:_NEWEST])
            for code in site.config.languages
        ),
    )


def _not_found(site: Site, lang: str, url: str) -> NotFoundPage:
    title = site.say("Page not found", lang)
    homes = {code: site.home(code) for code in site.config.languages}
    return NotFoundPage(
        head=Head(
            url=url,
            lang=lang,
            title=title,
            description=title,
            canonical=site.absolute(url),
            choices=site.choices(lang, {lang: homes[lang]}),
            feeds=site.site_feeds(lang),
            noindex=True,
        ),
        newest=tuple(site.card(item) for item in site.archive.in_lang(lang)[:_INSTEAD]),
    )


def _plain_card(site: Site, article: Article) -> Card:
    return msgspec.structs.replace(site.card(article), photo=None)
