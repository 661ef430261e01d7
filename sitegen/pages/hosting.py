"""What hosts read: robots.txt, `_redirects`, `_headers`, and all of it in one file for others."""

import json
from collections.abc import Iterator, Sequence
from functools import cache, partial
from types import ModuleType
from urllib.parse import urlsplit

import msgspec

from sitegen.archive.ledger import ELSEWHERE, FOUND, Move
from sitegen.hosts import cloudflare, netlify
from sitegen.hosts.headers import PREFETCH
from sitegen.pages import permalinks, sitemaps
from sitegen.pages.articles import alias_url
from sitegen.pages.planned import Planned
from sitegen.pages.site import CONTENT_SECURITY_POLICY, Site
from sitegen.types import Document, Hosting

# Out of this file `sitegen hosting` writes what a server includes, without another look at content.
FACTS = ".sitegen-hosting.json"
NO_RULES = "files"  # what a host is called in the configuration that shows files and knows no rules


def plan(site: Site, moves: Sequence[Move] = ()) -> Iterator[Planned]:
    """The files for hosts; `moves` are the addresses that no page has any more."""
    root = site.root()
    host = _host(site)
    told = cache(partial(facts, site, moves))
    for name, owner, make in (
        ("robots.txt", "robots.txt", partial(sitemaps.robots, site)),
        ("_redirects", "the redirects", lambda: Document(text=redirects(site, told()))),
        ("_headers", "the headers", lambda: Document(text=host.headers(told()))),
        (FACTS, "the facts for hosts", lambda: Document(text=_written(told()))),
        (PREFETCH, "the prefetch rules", partial(_prefetch_rules, site)),
    ):
        yield Planned(f"{root}{name}", owner, "document", "", make)


def _host(site: Site) -> ModuleType:
    return cloudflare if site.config.host == "cloudflare" else netlify


def redirects(site: Site, told: Hosting) -> str:
    """The rules that the site's host reads."""
    return str(_host(site).redirects(told))


def facts(site: Site, moves: Sequence[Move] = ()) -> Hosting:
    """The site as its host sees it."""
    config = site.config
    # Stubs stand in for rules that a host does not take, but not for those of photos and feeds.
    alone = [move for move in moves if not permalinks.may_be_page(move)]
    others = [move for move in moves if permalinks.may_be_page(move)]
    return Hosting(
        host=urlsplit(config.base_url).netloc,
        secure=config.base_url.startswith("https:"),
        root=site.root(),
        languages=tuple((lang, site.home(lang)) for lang in config.languages),
        moved=(
            *permalinks.redirects(site, alone, FOUND),
            *_moved(site),
            *permalinks.redirects(site, others, FOUND),
        ),
        elsewhere=tuple(permalinks.redirects(site, (*alone, *others), ELSEWHERE)),
        gone=(*_gone(site), *permalinks.gone(site, moves)),
        fingerprinted=tuple(site.base + address for address in site.assets.addresses),
        policy=CONTENT_SECURITY_POLICY,
        noindex=site.preview,
    )


def _moved(site: Site) -> Iterator[tuple[str, str]]:
    for article in site.archive.articles:
        for alias in article.aliases:
            yield alias_url(site, alias), site.archive.url(article)


def _gone(site: Site) -> Iterator[tuple[str, str]]:
    for article in site.archive.withdrawn:
        url = site.archive.url(article)
        yield url, url
        # A redirect to what is gone would only say so later.
        for alias in article.aliases:
            yield alias_url(site, alias), url


def _prefetch_rules(site: Site) -> Document:
    """Which pages a browser may fetch when a reader's pointer rests on a link.

    They are named by a header, since rules in a page are inline scripts to its policy
    (https://html.spec.whatwg.org/multipage/speculative-loading.html).
    """
    here = {"href_matches": f"{site.root()}*"}
    no_pages = {"selector_matches": ".zoom, .languages a, [type], [rel~=nofollow]"}
    rule = {"where": {"and": [here, {"not": no_pages}]}, "eagerness": "moderate"}
    return Document(text=json.dumps({"prefetch": [rule]}))


def _written(hosting: Hosting) -> str:
    return msgspec.json.encode(hosting).decode() + "\n"
