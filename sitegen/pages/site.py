"""What all parts of the plan share: addresses, cards, photos, the frame of a page."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from sitegen import cldr
from sitegen.addresses import iri, uri
from sitegen.archive import Archive, Term
from sitegen.artwork.fonts import Coverage, Font
from sitegen.config import SiteConfig
from sitegen.hosts.headers import MANIFEST
from sitegen.types import (
    Alternate,
    Article,
    Card,
    Choice,
    Chrome,
    FeedLink,
    Head,
    Icons,
    Link,
    Media,
    Photo,
    Picture,
    Shared,
)
from sitegen.words import Translator

PLURALS = {"section": "sections", "tag": "tags", "author": "authors", "topic": "topics"}
RSS, ATOM, JSON_FEED = "application/rss+xml", "application/atom+xml", "application/feed+json"

# What a page may load and do; it stands in the page itself so that it holds on every host.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
# Where browsers and home screens look for icons without being told.
FAVICON, TOUCH_ICON = "favicon.ico", "apple-touch-icon.png"
# Formats that a network or a feed reader may not know.
_NEWER = (".avif", ".webp")
# What browsers show, and hardly any network.
_DRAWING = ".svg"


class Assets(msgspec.Struct, frozen=True):
    """Addresses below the base URL and SRI digests of the style sheet and the scripts.

    `search_js` is the script of search pages, `js` that of all.
    """

    css: str
    css_integrity: str
    js: str
    js_integrity: str
    search_js: str
    search_js_integrity: str

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses alone."""
        return self.css, self.js, self.search_js


class Files(msgspec.Struct, frozen=True):
    """The files beside articles: where `content/` is on disk, what may be published of it by
    path, and the folders that are a story of their own."""

    content: str
    media: Mapping[str, Media]
    bundles: frozenset[str] = frozenset()


class Sign(msgspec.Struct, frozen=True):
    """The pictures of which the site's icons are made: the SVG's name in static/, the PNG's path on
    disk and its SHA-256, each "" for none; `own` are the icons that static/ has ready."""

    svg: str
    png: str
    digest: str
    own: frozenset[str]


class Terms(NamedTuple):
    """An article's terms as links, by kind, in the order written."""

    sections: tuple[Link, ...]
    tags: tuple[Link, ...]
    topics: tuple[Link, ...]
    authors: tuple[Link, ...]


class Face(NamedTuple):
    """A font for share pictures and the characters that it has."""

    font: Font
    coverage: Coverage


class Site:
    """One site as the plan sees it: configuration, archive, words, media, assets, the moment."""

    def __init__(
        self,
        *,
        config: SiteConfig,
        archive: Archive,
        words: Mapping[str, Translator],
        files: Files,
        assets: Assets,
        preview: bool,
        sign: Sign | None = None,
        faces: Mapping[str, tuple[Face, ...]] = MappingProxyType({}),
    ) -> None:
        self.config, self.archive, self.words = config, archive, words
        self.files, self.assets, self.preview = files, assets, preview
        self.sign, self.faces = sign, faces
        self.base, self.origin = config.base_path, config.origin
        # What many pages show is made once; an archive shows every article a dozen times.
        self._absolute: dict[str, str] = {}
        self._cards: dict[str, Card] = {}
        self._term_links: dict[tuple[str, str, str], Link] = {}

    @property
    def now(self) -> datetime:
        """The moment for which the site is built."""
        return self.archive.visibility.now

    def say(self, message: str, lang: str, **values: str) -> str:
        """A message of the interface in a language."""
        text = self.words[lang].gettext(message)
        return text % values if values else text

    # --- addresses -------------------------------------------------------------------------

    def absolute(self, url: str) -> str:
        """A site-absolute address as an absolute URI."""
        known = self._absolute.get(url)
        if known is None:
            known = self._absolute[url] = uri(self.origin + url)
        return known

    def root(self) -> str:
        """The site's root."""
        return f"{self.base}/"

    def home(self, lang: str) -> str:
        """A language's front page."""
        return f"{self.base}/{lang}/"

    def index(self, name: str, lang: str) -> str:
        """An index in a language: "tags", "archive", "on-this-day", "404.html" excepted."""
        return f"{self.base}/{lang}/{name}/"

    def search(self, lang: str) -> str:
        """The page on which a language is searched; its index lies below."""
        return self.index("search", lang)

    def term(self, term: Term, lang: str) -> str:
        """The list of a term's articles."""
        return f"{self.base}/{lang}/{PLURALS[term.kind]}/{iri(term.id)}/"

    def year(self, year: int, lang: str) -> str:
        """The calendar of a year."""
        return f"{self.base}/{lang}/{year:04}/"

    def month(self, year: int, month: int, lang: str) -> str:
        """The list of a month."""
        return f"{self.base}/{lang}/{year:04}/{month:02}/"

    def day(self, year: int, month: int, day: int, lang: str) -> str:
        """The list of a day."""
        return f"{self.base}/{lang}/{year:04}/{month:02}/{day:02}/"

    def on_this_day(self, month: int, day: int, lang: str) -> str:
        """The list of one day in all years."""
        return f"{self.base}/{lang}/on-this-day/{month:02}-{day:02}/"

    # --- what pages show of an article -----------------------------------------------------

    def section_link(self, article: Article) -> Link | None:
        """The article's section."""
        return next(iter(self.term_links(article, "section")), None)

    def terms(self, article: Article) -> Terms:
        """The article's terms of all kinds as links."""
        return Terms(
            self.term_links(article, "section"),
            self.term_links(article, "tag"),
            self.term_links(article, "topic"),
            self.term_links(article, "author"),
        )

    def term_links(self, article: Article, kind: str) -> tuple[Link, ...]:
        """The article's terms of one kind as links."""
        lang = article.lang
        return tuple([self.term_link(term, lang) for term in self.archive.terms_of(article, kind)])

    def term_link(self, term: Term, lang: str) -> Link:
        """A term's page in a language, by its name there."""
        key = (lang, term.kind, term.id)
        known = self._term_links.get(key)
        if known is None:
            known = self._term_links[key] = Link(
                self.term(term, lang), term.name(lang), term.foreign(lang)
            )
        return known

    def card(self, article: Article) -> Card:
        """What other pages show of the article."""
        known = self._cards.get(article.path)
        if known is None:
            known = self._cards[article.path] = Card(
                url=self.archive.url(article),
                title=article.title,
                lang=article.lang,
                date=cldr.on_day(article.date, article.lang),
                summary=article.summary,
                section=self.section_link(article),
                photo=self.photo(article.image) if article.image else None,
                minutes=article.minutes,
            )
        return known

    def photo(self, picture: Picture) -> Photo:
        """A picture with its sizes."""
        media = self.files.media[picture.src]
        return Photo(
            src=media.plain.url,
            full=media.url,
            width=media.width,
            height=media.height,
            alt=picture.alt,
            shared=_shared(media),
            candidates=media.candidates,
            tone=media.tone,
            shape=media.shape,
            caption=picture.caption,
            credit=picture.credit,
            licence=picture.licence,
        )

    # --- the frame -------------------------------------------------------------------------

    def choices(self, lang: str, editions: Mapping[str, str]) -> tuple[Choice, ...]:
        """The language menu of a page that exists in the languages of `editions`."""
        return tuple(
            Choice(
                lang=code,
                name=cldr.own_name(code),
                url=editions.get(code) or self.home(code),
                current=code == lang,
                edition=code in editions,
            )
            for code in self.config.languages
        )

    def alternates(
        self, editions: Mapping[str, str], default: str | None = None
    ) -> tuple[Alternate, ...]:
        """`hreflang` links of all editions and `x-default`; none where there is one edition."""
        if len(editions) < 2:  # noqa: PLR2004 (a pair is two)
            return ()
        first = next(editions[code] for code in self.config.languages if code in editions)
        return (
            *(
                Alternate(code, self.absolute(editions[code]))
                for code in self.config.languages
                if code in editions
            ),
            Alternate("x-default", self.absolute(default or first)),
        )

    def breadcrumbs(self, lang: str, *links: Link) -> tuple[Link, ...]:
        """The way from home to a page."""
        return (Link(self.home(lang), self.say("Home", lang)), *links)

    def list_head(
        self,
        *,
        url: str,
        lang: str,
        title: str,
        description: str = "",
        editions: Mapping[str, str],
        trail: Sequence[Link] = (),
        feed: FeedLink | None = None,
        json_ld: tuple[str, ...] = (),
        default: str | None = None,
        alternates: bool = True,
    ) -> Head:
        """The frame of a page that is not an article."""
        return Head(
            url=url,
            lang=lang,
            title=title,
            description=description or self.config.say(self.config.description, lang) or title,
            canonical=self.absolute(url),
            alternates=self.alternates(editions, default) if alternates else (),
            choices=self.choices(lang, editions),
            breadcrumbs=self.breadcrumbs(lang, *trail) if trail else (),
            feeds=((feed,) if feed else ()) + self.site_feeds(lang),
            json_ld=json_ld,
        )

    def site_feeds(self, lang: str) -> tuple[FeedLink, ...]:
        """The feeds of a whole language."""
        return self._site_feeds[lang]

    @cached_property
    def _site_feeds(self) -> Mapping[str, tuple[FeedLink, ...]]:
        found = {}
        for lang in self.config.languages:
            title, home = self.config.say(self.config.title, lang), self.home(lang)
            found[lang] = (
                FeedLink(RSS, f"{title} (RSS)", f"{home}feed.rss"),
                FeedLink(ATOM, f"{title} (Atom)", f"{home}feed.atom"),
                FeedLink(JSON_FEED, f"{title} (JSON Feed)", f"{home}feed.json"),
            )
        return found

    def term_feed(self, term: Term, lang: str) -> FeedLink | None:
        """The feed of a term's articles, where the configuration wants one."""
        if term.kind not in self.config.feeds.lists:
            return None
        title = f"{self.config.say(self.config.title, lang)}: {term.name(lang)}"
        return FeedLink(RSS, title, f"{self.term(term, lang)}feed.rss")

    def logo(self, lang: str) -> str:
        """The publisher's logo, "" for none."""
        name = self.config.say(self.config.logo, lang)
        return f"{self.base}/{iri(name)}" if name else ""

    def icons(self, lang: str) -> Icons | None:
        """The icons and the manifest of a language, None for a site without."""
        if self.sign is None:
            return None
        png, colours = bool(self.sign.png), self.config.colours
        return Icons(
            favicon=f"{self.base}/{FAVICON}" if png else "",
            svg=f"{self.base}/{iri(self.sign.svg)}" if self.sign.svg else "",
            touch=f"{self.base}/{TOUCH_ICON}" if png else "",
            manifest=f"{self.home(lang)}{MANIFEST}",
            light=colours.light,
            dark=colours.dark,
        )

    @cached_property
    def corrected(self) -> tuple[str, ...]:
        """The languages in which anything was ever corrected."""
        return tuple(
            lang
            for lang in self.config.languages
            if any(article.corrections for article in self.archive.in_lang(lang))
        )

    @cached_property
    def chromes(self) -> Mapping[str, Chrome]:
        """What all pages of a language have in common, by language."""
        return {lang: self._chrome(lang) for lang in self.config.languages}

    def _chrome(self, lang: str) -> Chrome:
        config, assets = self.config, self.assets
        title = config.say(config.title, lang)
        return Chrome(
            lang=lang,
            direction=cldr.direction(lang),
            site_title=title,
            site_title_lang=config.foreign(config.title, lang),
            site_description=config.say(config.description, lang),
            site_description_lang=config.foreign(config.description, lang),
            publisher=config.say(config.publisher, lang) or title,
            origin=self.origin,
            home=self.home(lang),
            root=self.root(),
            logo=self.logo(lang),
            navigation=tuple(
                self.term_link(term, lang) for term in self.archive.terms(lang, "section")
            ),
            footer=(
                *(
                    Link(self.index(name, lang), self.say(words, lang))
                    for kind, name, words in (
                        ("topic", "topics", "Topics"),
                        ("tag", "tags", "Tags"),
                        ("author", "authors", "Authors"),
                    )
                    if self.archive.terms(lang, kind)
                ),
                *(
                    Link(self.index(name, lang), self.say(words, lang))
                    for name, words in (("archive", "Archive"), ("on-this-day", "On this day"))
                    if self.archive.in_lang(lang)
                ),
                *(
                    (Link(self.index("corrections", lang), self.say("Corrections", lang)),)
                    if lang in self.corrected
                    else ()
                ),
            ),
            rights=config.say(config.rights, lang),
            rights_lang=config.foreign(config.rights, lang),
            feed=f"{self.home(lang)}feed.rss",
            css=self.base + assets.css,
            css_integrity=assets.css_integrity,
            js=self.base + assets.js,
            js_integrity=assets.js_integrity,
            search=self.search(lang) if self.config.search else "",
            search_js=self.base + assets.search_js,
            search_js_integrity=assets.search_js_integrity,
            csp=CONTENT_SECURITY_POLICY,
            locale=cldr.open_graph_locale(lang),
            icons=self.icons(lang),
            noindex=self.preview,
        )


def networks_show(address: str) -> bool:
    """Whether networks and search engines show the picture at an address: no SVG."""
    return not address.lower().endswith(_DRAWING)


def _shared(media: Media) -> Shared:
    plain = media.plain
    if isinstance(plain, Media) or not media.url.lower().endswith(_NEWER):
        return Shared(media.url, media.width, media.height)
    return Shared(plain.url, plain.copy.width, plain.copy.height)


# {url} and {title} are percent-encoded; {token} is the address in JSON in Base64, as the button
# of Zalo, which has no plainer form, writes it.
SHARE_ADDRESSES = {
    "mail": "mailto:?subject={title}&body={url}",
    "x": "https://x.com/intent/post?url={url}&text={title}",
    "facebook": "https://www.facebook.com/sharer/sharer.php?u={url}",
    "line": "https://social-plugins.line.me/lineit/share?url={url}",
    "kakaostory": "https://story.kakao.com/share?url={url}",
    "naver": "https://share.naver.com/web/shareView?url={url}&title={title}",
    "weibo": "https://service.weibo.com/share/share.php?url={url}&title={title}",
    "zalo": "https://button-share.zalo.me/share_external?d={token}",
    "telegram": "https://t.me/share/url?url={url}&text={title}",
    "whatsapp": "https://api.whatsapp.com/send?text={title}%20{url}",
    "linkedin": "https://www.linkedin.com/sharing/share-offsite/?url={url}",
    "reddit": "https://www.reddit.com/submit?url={url}&title={title}",
    "bluesky": "https://bsky.app/intent/compose?text={title}%20{url}",
    # One network of many servers: {host} is the one that the configuration names.
    "mastodon": "https://{host}/share?text={title}%20{url}",
}


def share_addresses(targets: Iterable[str], url: str, title: str) -> Iterator[tuple[str, str]]:
    """Each target with the address that shares a page: `url` is absolute, `title` plain text."""
    where, what = quote(url, safe=""), quote(title, safe="")
    for target in targets:
        network, _, host = target.partition(":")
        token = _token(url) if network == "zalo" else ""
        yield target, SHARE_ADDRESSES[network].format(url=where, title=what, token=token, host=host)


def _token(url: str) -> str:
    return quote(b64encode(json.dumps({"url": uri(url)}).encode()), safe="")
