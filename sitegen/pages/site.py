"""What all parts of the plan share: addresses, cards, photos, the frame of a page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

import msgspec

from sitegen import cldr
from sitegen.addresses import iri, uri
from sitegen.archive import Archive, Term
from sitegen.config import SiteConfig
from sitegen.types import (
    Alternate,
    Article,
    Card,
    Choice,
    Chrome,
    FeedLink,
    Head,
    Link,
    Media,
    Photo,
    Picture,
)
from sitegen.words import Translator

PLURALS = {"section": "sections", "tag": "tags", "author": "authors", "topic": "topics"}
RSS, ATOM, JSON_FEED = "application/rss+xml", "application/atom+xml", "application/feed+json"

# What a page may load and do; it stands in the page itself so that it holds on every host.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
)
_PLAIN_WIDTH = 800  # what a browser without srcset is given


class Assets(msgspec.Struct, frozen=True):
    """Addresses below the base URL and SRI digests of the style sheet and the script."""

    css: str
    css_integrity: str
    js: str
    js_integrity: str


class Site:
    """One site as the plan sees it: configuration, archive, words, media, assets, the moment."""

    def __init__(
        self,
        *,
        config: SiteConfig,
        archive: Archive,
        words: Mapping[str, Translator],
        media: Mapping[str, Media],
        assets: Assets,
        now: datetime,
        preview: bool,
    ) -> None:
        self.config, self.archive, self.words = config, archive, words
        self.media, self.assets, self.now, self.preview = media, assets, now, preview
        self.base = config.base_path

    def say(self, message: str, lang: str, **values: str) -> str:
        """A message of the interface in a language."""
        text = self.words[lang].gettext(message)
        return text % values if values else text

    # --- addresses -------------------------------------------------------------------------

    def absolute(self, url: str) -> str:
        """A site-absolute address as an absolute URI."""
        return uri(self.config.origin + url)

    def root(self) -> str:
        """The site's root."""
        return f"{self.base}/"

    def home(self, lang: str) -> str:
        """A language's front page."""
        return f"{self.base}/{lang}/"

    def index(self, name: str, lang: str) -> str:
        """An index in a language: "tags", "archive", "on-this-day", "404.html" excepted."""
        return f"{self.base}/{lang}/{name}/"

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

    def term_links(self, article: Article, kind: str) -> tuple[Link, ...]:
        """The article's terms of one kind as links."""
        return tuple(
            Link(self.term(term, article.lang), term.name(article.lang))
            for term in self.archive.terms_of(article, kind)
        )

    def card(self, article: Article, *, photo: bool = True) -> Card:
        """What other pages show of the article."""
        return Card(
            url=self.archive.url(article),
            title=article.title,
            lang=article.lang,
            date=cldr.on_day(article.date, article.lang),
            summary=article.summary,
            section=self.section_link(article),
            photo=self.photo(article.image) if photo and article.image else None,
            minutes=article.minutes,
        )

    def photo(self, picture: Picture) -> Photo:
        """A picture with its sizes."""
        media = self.media[picture.src]
        sizes = [(variant.url, variant.width) for variant in media.variants]
        if not sizes or media.width <= 2 * sizes[-1][1]:
            sizes.append((media.url, media.width))
        src = next((url for url, width in sizes if width >= _PLAIN_WIDTH), sizes[-1][0])
        return Photo(
            src=src,
            full=media.url,
            width=media.width,
            height=media.height,
            alt=picture.alt,
            srcset=", ".join(f"{url} {width}w" for url, width in sizes) if len(sizes) > 1 else "",
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
        if len(editions) + (default is not None) < 2:  # noqa: PLR2004 (a pair is two)
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
        title = self.config.say(self.config.title, lang)
        home = self.home(lang)
        return (
            FeedLink(RSS, f"{title} (RSS)", f"{home}feed.rss"),
            FeedLink(ATOM, f"{title} (Atom)", f"{home}feed.atom"),
            FeedLink(JSON_FEED, f"{title} (JSON Feed)", f"{home}feed.json"),
        )

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
            site_description=config.say(config.description, lang),
            publisher=config.say(config.publisher, lang) or title,
            home=self.home(lang),
            root=self.root(),
            logo=self.logo(lang),
            navigation=tuple(
                Link(self.term(term, lang), term.name(lang))
                for term in self.archive.terms(lang, "section")
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
            ),
            rights=config.say(config.rights, lang),
            feed=f"{self.home(lang)}feed.rss",
            css=self.base + assets.css,
            css_integrity=assets.css_integrity,
            js=self.base + assets.js,
            js_integrity=assets.js_integrity,
            csp=CONTENT_SECURITY_POLICY,
            locale=cldr.open_graph_locale(lang),
            noindex=self.preview,
        )


def share_address(target: str, url: str, title: str) -> str:
    """The address that shares a page: `url` is absolute, `title` plain text."""
    where, what = quote(url, safe=""), quote(title, safe="")
    return {
        "mail": f"mailto:?subject={what}&body={where}",
        "x": f"https://x.com/intent/post?url={where}&text={what}",
        "facebook": f"https://www.facebook.com/sharer/sharer.php?u={where}",
        "line": f"https://social-plugins.line.me/lineit/share?url={where}",
        "kakaostory": f"https://story.kakao.com/share?url={where}",
        "naver": f"https://share.naver.com/web/shareView?url={where}&title={what}",
        "weibo": f"https://service.weibo.com/share/share.php?url={where}&title={what}",
        "zalo": f"https://zalo.me/share?u={where}",
        "telegram": f"https://t.me/share/url?url={where}&text={what}",
        "whatsapp": f"https://api.whatsapp.com/send?text={what}%20{where}",
        "linkedin": f"https://www.linkedin.com/sharing/share-offsite/?url={where}",
        "reddit": f"https://www.reddit.com/submit?url={where}&title={what}",
        "bluesky": f"https://bsky.app/intent/compose?text={what}%20{where}",
    }[target]
