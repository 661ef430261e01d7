"""What hosts read: robots.txt, `_redirects`, `_headers`, and all of it in one file for others."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from urllib.parse import urlsplit

import msgspec

from sitegen.hosts import cloudflare, netlify
from sitegen.pages import sitemaps
from sitegen.pages.articles import alias_url
from sitegen.pages.planned import Planned
from sitegen.pages.site import CONTENT_SECURITY_POLICY, Site
from sitegen.types import Article, Document, Hosting

# Out of this file `sitegen hosting` writes what a server includes, without another look at content.
FACTS = ".sitegen-hosting.json"


def plan(site: Site) -> Iterator[Planned]:
    """The files for hosts."""
    root = site.root()
    host = cloudflare if site.config.host == "cloudflare" else netlify
    told = cache(partial(facts, site))
    for name, owner, make in (
        ("robots.txt", "robots.txt", partial(sitemaps.robots, site)),
        ("_redirects", "the redirects", lambda: Document(text=host.redirects(told()))),
        ("_headers", "the headers", lambda: Document(text=host.headers(told()))),
        (FACTS, "the facts for hosts", lambda: Document(text=_written(told()))),
    ):
        yield Planned(f"{root}{name}", owner, "document", "", make)


def facts(site: Site) -> Hosting:
    """The site as its host sees it."""
    config = site.config
    return Hosting(
        host=urlsplit(config.base_url).netloc,
        secure=config.base_url.startswith("https:"),
        root=site.root(),
        languages=tuple((lang, site.home(lang)) for lang in config.languages),
        moved=tuple(_moved(site)),
        gone=tuple(_gone(site)),
        fingerprinted=(site.base + site.assets.css, site.base + site.assets.js),
        policy=CONTENT_SECURITY_POLICY,
        noindex=site.preview,
    )


def _moved(site: Site) -> Iterator[tuple[str, str]]:
    for article in _answering(site):
        for alias in article.aliases:
            yield alias_url(site, alias), site.archive.url(article)


def _gone(site: Site) -> Iterator[tuple[str, str]]:
    for article in site.archive.withdrawn:
        url = site.archive.url(article)
        yield url, url


def _answering(site: Site) -> Sequence[Article]:
    """Every article that has an address, the newest first, and then the withdrawn ones."""
    return (*site.archive.articles, *site.archive.withdrawn)


def _written(hosting: Hosting) -> str:
    return msgspec.json.encode(hosting).decode() + "\n"
