"""The feeds: RSS for every list that wants one, Atom and JSON Feed for each language, OPML."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

import msgspec

from sitegen.archive import Term
from sitegen.pages.articles import links
from sitegen.pages.lists import TERM_TITLES
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.pages.xml import escape, quoted
from sitegen.types import Article, Document, Feed, FeedEntry, Photo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def plan(site: Site, lang: str) -> Iterator[Planned]:
    """The feeds of a whole language."""
    for name in ("rss", "atom", "json"):
        url = f"{site.home(lang)}feed.{name}"
        yield Planned(url, f"the {name} feed", "feed", lang, partial(_whole, site, lang, name, url))


def term(site: Site, lang: str, term: Term) -> Iterator[Planned]:
    """The feed of a term's articles, where the configuration wants one and there are any."""
    if term.kind in site.config.feeds.lists and site.archive.with_term(lang, term):
        url = f"{site.term(term, lang)}feed.rss"
        make = partial(_term_feed, site, lang, term, url)
        # Before all pages of its list, so that a change of bodies alone reaches no list.
        yield Planned(url, f"the feed of “{term.name(lang)}”", "feed", lang, make, first=-1)


def opml(site: Site) -> Iterator[Planned]:
    """The list of all feeds."""
    url = f"{site.root()}feeds.opml"
    yield Planned(url, "the list of feeds", "document", "", partial(_opml, site))


def _terms_with_feed(site: Site, lang: str) -> Iterator[Term]:
    for kind in site.config.feeds.lists:
        yield from site.archive.terms(lang, kind)


def of_entries(
    site: Site,
    lang: str,
    *,
    url: str,
    page: str,
    title: str,
    description: str,
    entries: tuple[FeedEntry, ...],
) -> Feed:
    """An RSS feed of other things than articles, newest first; `title` follows the site's own."""
    frame = _frame(site, lang, "rss", url)
    return msgspec.structs.replace(
        frame,
        home=site.absolute(page),
        title=f"{frame.title}: {title}",
        description=description,
        updated=max((entry.updated for entry in entries), default=_EPOCH),
        entries=entries,
    )


def _whole(site: Site, lang: str, name: str, url: str) -> Feed:
    return _feed(site, site.archive.in_lang(lang), _frame(site, lang, name, url))


def _frame(site: Site, lang: str, name: str, url: str) -> Feed:
    """A feed without entries."""
    return Feed(
        format=name,
        url=site.absolute(url),
        home=site.absolute(site.home(lang)),
        title=site.config.say(site.config.title, lang),
        description=site.config.say(site.config.description, lang),
        lang=lang,
        updated=_EPOCH,
        rights=site.config.say(site.config.rights, lang),
        publisher=site.chromes[lang].publisher,
        logo=site.absolute(logo) if (logo := site.logo(lang)) else "",
        origin=site.config.origin,
        entries=(),
    )


def _term_feed(site: Site, lang: str, term: Term, url: str) -> Feed:
    name = term.name(lang)
    whole = _frame(site, lang, "rss", url)
    named = msgspec.structs.replace(
        whole,
        home=site.absolute(site.term(term, lang)),
        title=f"{whole.title}: {name}",
        description=site.say(TERM_TITLES[term.kind], lang, name=name, section=name),
    )
    return _feed(site, site.archive.with_term(lang, term), named)


def _feed(site: Site, articles: Sequence[Article], frame: Feed) -> Feed:
    newest = articles[: site.config.feeds.limit]
    return msgspec.structs.replace(
        frame,
        description=frame.description or frame.title,
        updated=max((item.modified for item in newest), default=_EPOCH),
        entries=tuple(_entry(site, item) for item in newest),
    )


def _entry(site: Site, article: Article) -> FeedEntry:
    return FeedEntry(
        url=site.absolute(site.archive.url(article)),
        title=article.title,
        summary=article.summary,
        published=article.date,
        updated=article.modified,
        authors=tuple(link.text for link in site.term_links(article, "author")),
        categories=tuple(
            link.text for kind in ("section", "tag") for link in site.term_links(article, kind)
        ),
        body=article.body if site.config.feeds.full else "",
        links=_absolute_links(site, article),
        photo=_absolute_photo(site, article),
    )


def _absolute_links(site: Site, article: Article) -> Mapping[str, str]:
    return {path: site.absolute(url) if url else "" for path, url in links(site, article).items()}


def _absolute_photo(site: Site, article: Article) -> Photo | None:
    if article.image is None:
        return None
    photo = site.photo(article.image)
    full = site.absolute(photo.full)
    return msgspec.structs.replace(photo, full=full, src=site.absolute(photo.src), srcset="")


def _opml(site: Site) -> Document:
    """All feeds in OPML 2.0."""
    config = site.config
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<opml version="2.0">',
        "<head>",
        f"<title>{escape(config.say(config.title, config.default))}</title>",
        "</head>",
        "<body>",
    ]
    for lang in config.languages:
        title = config.say(config.title, lang)
        lines.append(f"<outline text={quoted(title)}>")
        lines.append(_outline(site, title, site.home(lang), lang))
        lines.extend(
            _outline(site, f"{title}: {term.name(lang)}", site.term(term, lang), lang)
            for term in _terms_with_feed(site, lang)
        )
        if lang in site.corrected:
            name = f"{title}: {site.say('Corrections', lang)}"
            lines.append(_outline(site, name, site.index("corrections", lang), lang))
        lines.append("</outline>")
    return Document(text="\n".join([*lines, "</body>", "</opml>", ""]))


def _outline(site: Site, title: str, page: str, lang: str) -> str:
    return (
        f'<outline type="rss" text={quoted(title)} title={quoted(title)} '
        f'language="{lang}" htmlUrl={quoted(site.absolute(page))} '
        f"xmlUrl={quoted(site.absolute(f'{page}feed.rss'))}/>"
    )
