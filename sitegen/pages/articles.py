"""The pages of articles and of what became of withdrawn ones."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType

from sitegen import cldr
from sitegen.addresses import iri
from sitegen.archive import page_address
from sitegen.pages import share_pictures, structured_data
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site, Terms, networks_show, share_addresses
from sitegen.types import (
    Article,
    ArticlePage,
    Author,
    Choice,
    CorrectionNote,
    Head,
    Link,
    Moment,
    Photo,
    RedirectPage,
    ShareLink,
    TombstonePage,
)


def plan(site: Site, article: Article) -> Iterator[Planned]:
    """The article's page, or what became of it, and a stub for every alias."""
    url, owner = site.archive.url(article), f"content/{article.path}"
    if article.withdrawn:
        yield Planned(url, owner, "tombstone", article.lang, partial(tombstone, site, article))
    else:
        yield Planned(url, owner, "article", article.lang, partial(article_page, site, article))
        yield from share_pictures.plan(site, article)
    for alias in article.aliases:
        old = alias_url(site, alias)
        make = partial(_stub, site, article, old)
        yield Planned(old, f"{owner} (alias)", "redirect", article.lang, make)


def alias_url(site: Site, alias: str) -> str:
    """The site-absolute address of an alias."""
    return site.base + iri(page_address(alias))


def _stub(site: Site, article: Article, url: str) -> RedirectPage:
    target = site.archive.url(article)
    return RedirectPage(
        lang=article.lang,
        url=url,
        target=target,
        target_absolute=site.absolute(target),
        title=article.title,
    )


def article_page(site: Site, article: Article) -> ArticlePage:
    """Everything that an article's page shows."""
    lang, archive = article.lang, site.archive
    older, newer = archive.neighbours(article)
    terms, editions = site.terms(article), edition_urls(site, article)
    lead = site.photo(article.image) if article.image else None
    gallery = tuple(site.photo(picture) for picture in article.gallery)
    return ArticlePage(
        head=_head(site, article, terms, editions, tuple(filter(None, (lead, *gallery)))),
        body=article.body,
        links=links(site, article),
        title=article.title,
        published=_moment(article.date, lang, timed=article.timed),
        updated=(
            _moment(article.updated, lang, timed=article.updated_timed) if article.updated else None
        ),
        minutes=article.minutes,
        deck=article.deck,
        section=terms.sections[0] if terms.sections else None,
        authors=tuple(
            [Author(name=link.text, url=link.url, lang=link.lang) for link in terms.authors]
        ),
        dateline=article.dateline,
        photo=lead,
        gallery=gallery,
        corrections=tuple(_corrections(article)),
        tags=terms.tags,
        topics=terms.topics,
        source=article.source,
        rights=article.rights,
        translated_from=_translated_from(article, editions),
        translators=article.translators,
        editions=_editions(article, editions),
        share=tuple(_share(site, article)),
        older=site.card(older) if older else None,
        newer=site.card(newer) if newer else None,
        related=tuple([site.card(item) for item in archive.related(article)]),
        draft=article.draft,
        extra=article.extra,
    )


def _moment(moment: datetime, lang: str, *, timed: bool) -> Moment:
    """A moment as precise as it was written."""
    return cldr.at_time(moment, lang) if timed else cldr.on_day(moment, lang)


def _corrections(article: Article) -> Iterator[CorrectionNote]:
    for number, item in enumerate(article.corrections, 1):
        date = cldr.on_day(item.date, article.lang)
        yield CorrectionNote(id=correction_id(number), date=date, note=item.note)


def correction_id(number: int) -> str:
    """The id of an article's first, second … correction on its page; no heading's has a point."""
    return f"correction.{number}"


def links(site: Site, article: Article) -> Mapping[str, str]:
    """Where the body's links to source files lead; "" for what is not published."""
    found = {}
    for link in article.links:
        target = site.archive.resolve(link.path, article.lang)
        found[link.path] = site.archive.url(target) if target else ""
    return found


def edition_urls(site: Site, article: Article) -> Mapping[str, str]:
    """The addresses of the story's editions by language, withdrawn ones left out."""
    return MappingProxyType(
        {
            item.lang: site.archive.url(item)
            for item in site.archive.editions(article)
            if not item.withdrawn
        }
    )


def _head(
    site: Site,
    article: Article,
    terms: Terms,
    editions: Mapping[str, str],
    photos: tuple[Photo, ...],
) -> Head:
    lang, url = article.lang, site.archive.url(article)
    section = terms.sections[:1]
    breadcrumbs = site.breadcrumbs(lang, *section, Link(url, article.title))
    shared = tuple(photo for photo in photos if networks_show(photo.full))
    lead = shared[0] if shared else None
    picture = lead.shared if lead else share_pictures.shown(site, article)
    image = picture.url if picture else share_pictures.instead(site, article)
    alt = article.title if picture else ""
    return Head(
        url=url,
        lang=lang,
        title=article.title,
        description=article.summary,
        canonical=site.absolute(url),
        alternates=site.alternates(editions),
        choices=site.choices(lang, editions),
        breadcrumbs=breadcrumbs,
        feeds=site.site_feeds(lang),
        json_ld=(
            structured_data.news_article(site, article, terms, shared, None if lead else picture),
            structured_data.breadcrumb_list(site, breadcrumbs),
        ),
        type="article",
        image=site.absolute(image) if image else "",
        image_alt=lead.alt if lead else alt,
        image_width=picture.width if picture else 0,
        image_height=picture.height if picture else 0,
        published=article.date.isoformat(),
        modified=article.modified.isoformat(),
        section=section[0].text if section else "",
        tags=tuple([link.text for link in terms.tags]),
        noindex=article.draft,
    )


def _editions(article: Article, editions: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(
        [
            Choice(lang=lang, name=cldr.own_name(lang), url=url, current=lang == article.lang)
            for lang, url in editions.items()
        ]
    )


def _translated_from(article: Article, editions: Mapping[str, str]) -> Link | None:
    origin = article.origin
    if origin is None:
        return None
    name = cldr.own_name(origin.lang)
    url = editions.get(origin.lang, "")
    return Link(url, name, origin.lang)


_SHARE_NAMES = {
    "x": "X",
    "facebook": "Facebook",
    "line": "LINE",
    "kakaostory": "KakaoStory",
    "naver": "Naver",
    "weibo": "微博",
    "zalo": "Zalo",
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "linkedin": "LinkedIn",
    "reddit": "Reddit",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
}


def _share(site: Site, article: Article) -> Iterable[ShareLink]:
    url = site.absolute(site.archive.url(article))
    for target, address in share_addresses(site.config.share, url, article.title):
        network, _, host = target.partition(":")
        name = _SHARE_NAMES.get(network) or site.say("Mail", article.lang)
        yield ShareLink(network, f"{name} ({host})" if host else name, address)


def tombstone(site: Site, article: Article) -> TombstonePage:
    """The page that stands where a withdrawn article stood."""
    if article.withdrawn is None:
        raise ValueError(article.path)
    lang, url = article.lang, site.archive.url(article)
    title, editions = site.say("Withdrawn article", lang), edition_urls(site, article)
    return TombstonePage(
        head=tombstone_head(site, lang, url, title, editions),
        title=article.title,
        published=cldr.on_day(article.date, lang),
        withdrawn=cldr.on_day(article.withdrawn.date, lang),
        reason=article.withdrawn.reason,
        editions=_editions(article, editions),
    )


def tombstone_head(
    site: Site, lang: str, url: str, title: str, editions: Mapping[str, str]
) -> Head:
    """The head of a page that stands where something stood, with the editions that still do."""
    return Head(
        url=url,
        lang=lang,
        title=title,
        description=title,
        canonical=site.absolute(url),
        choices=site.choices(lang, {**editions, lang: url}),
        feeds=site.site_feeds(lang),
        noindex=True,
    )
