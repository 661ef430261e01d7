"""Configuration for Caddy: a file to import into the site's block.

https://caddyserver.com/docs/caddyfile/directives
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from sitegen.addresses import uri
from sitegen.hosts.answers import both_spellings, page_file, plain, sayable
from sitegen.hosts.headers import (
    FEED_TYPES,
    FOREVER,
    MANIFEST,
    MANIFEST_TYPE,
    MEDIA,
    MEDIA_POLICY,
    OPML,
    OPML_TYPE,
    PAGES,
    PREFETCH,
    PREFETCH_TYPE,
    SCALED_PHOTO,
    Header,
    everywhere,
    in_utf_8,
    page_policy,
)
from sitegen.types import Hosting

SITE = "site.caddy"


def files(hosting: Hosting) -> Mapping[str, str]:
    """The file by its name."""
    lines = (*_route(hosting), *_errors(hosting))
    return {SITE: "".join(f"{line}\n" for line in lines)}


def _route(hosting: Hosting) -> Iterator[str]:
    """What a request meets, in this order."""
    root = hosting.root
    yield f"# Written by sitegen for {hosting.host}. To be imported into the site's block."
    yield "route {"
    yield from _headers(hosting)
    # Without escapes, because a rewrite to what a map says takes none back.
    gone = (
        (plain(url), plain(page_file(page)))
        for url, page in hosting.gone
        if sayable(url) and not set(plain(page)) & set("?#%{}")
    )
    yield from _map("{path}", "{sitegen_gone}", gone)
    yield '  @gone expression {sitegen_gone} != ""'
    yield "  handle @gone {"
    yield "    header -Cache-Control"
    yield "    rewrite * {sitegen_gone}"
    yield "    file_server {"
    yield "      status 410"
    yield "    }"
    yield "  }"
    yield from _redirects("moved", hosting.moved, 301)
    if hosting.elsewhere:
        yield from _redirects("elsewhere", hosting.elsewhere, 302)
    yield from _by_language(hosting)
    yield f"  @hidden path {root}_headers {root}_redirects {root}.sitegen*"
    yield "  error @hidden 404"
    yield "  file_server"
    yield "}"


def _redirects(name: str, pairs: Iterable[tuple[str, str]], status: int) -> Iterator[str]:
    """Addresses that lead to others, each with and without its slash."""
    spelt = ((old, uri(new)) for old, new in both_spellings(pairs))
    yield from _map("{path}", f"{{sitegen_{name}}}", spelt)
    yield f'  @{name}_with_query expression {{sitegen_{name}}} != "" && {{query}} != ""'
    yield f"  redir @{name}_with_query {{sitegen_{name}}}?{{query}} {status}"
    yield f'  @{name} expression {{sitegen_{name}}} != ""'
    yield f"  redir @{name} {{sitegen_{name}}} {status}"


def _headers(hosting: Hosting) -> Iterator[str]:
    root = hosting.root
    yield "  header {"
    yield from (f"    {name} {_quoted(value)}" for name, value in everywhere(hosting))
    yield "  }"
    forever = " ".join(_quoted(plain(address)) for address in hosting.fingerprinted)
    yield f"  @scaled path_regexp ^{re.escape(root)}media/.*{SCALED_PHOTO}$"
    yield f"  @media path {root}media/*"
    yield f"  @forever path {forever}"
    yield from _header("*", Header("Content-Security-Policy", page_policy(hosting)))
    yield from _header("*", Header("Cache-Control", PAGES))
    yield from _header("@media", Header("Content-Security-Policy", MEDIA_POLICY))
    yield from _header("@media", Header("Cache-Control", MEDIA))
    yield from _header("@scaled", Header("Cache-Control", FOREVER))
    yield from _header("@forever", Header("Cache-Control", FOREVER))
    others = {MANIFEST: MANIFEST_TYPE, OPML: OPML_TYPE, PREFETCH: PREFETCH_TYPE}
    for name, media_type in {**FEED_TYPES, **others}.items():
        matcher = f"@{name.replace('.', '_')}"
        yield f"  {matcher} path */{name}"
        yield from _header(matcher, Header("Content-Type", in_utf_8(media_type)))


def _header(matcher: str, header: Header) -> Iterator[str]:
    yield f"  header {matcher} {header.name} {_quoted(header.value)}"


def _by_language(hosting: Hosting) -> Iterator[str]:
    """What the root's address leads to: the reader's own choice, then the browser's first."""
    root = hosting.root
    if hosting.only_home:
        yield f"  @root path {root}"
        yield f"  redir @root {hosting.only_home} 302"
        return
    codes = "|".join(re.escape(lang) for lang, _ in hosting.languages)
    homes = [(f"~(?i)^{re.escape(lang)}$", home) for lang, home in hosting.languages]
    yield f"  @root path {root}"
    yield "  handle @root {"
    yield '    header Vary "Accept-Language, Cookie"'
    for name, field, pattern in (
        ("chosen", "Cookie", rf"(?:^|;\s*)nf_lang=({codes})(?:;|$)"),
        ("accepted", "Accept-Language", rf"(?i)(?:^|,)\s*({codes})(?:[-;,\s]|$)"),
    ):
        yield f"    @{name} header_regexp {name} {field} {_quoted(pattern)}"
        yield f"    handle @{name} {{"
        yield from _map(f"{{re.{name}.1}}", f"{{sitegen_{name}}}", homes)
        yield f"      redir {{sitegen_{name}}} 302"
        yield "    }"
    yield "    file_server"
    yield "  }"


def _errors(hosting: Hosting) -> Iterator[str]:
    yield "handle_errors {"
    yield "  header -Cache-Control"
    for number, (_, home) in enumerate(hosting.languages):
        yield f"  @lost{number} path {home}*"
        yield f"  rewrite @lost{number} {home}404.html"
    others = " ".join(f"{home}*" for _, home in hosting.languages)
    yield f"  @lost not path {others}"
    yield f"  rewrite @lost {hosting.root}404.html"
    yield "  file_server"
    yield "}"


def _map(source: str, name: str, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"  map {source} {name} {{"
    yield from (f"    {_quoted(key)} {_quoted(value)}" for key, value in entries)
    yield '    default ""'
    yield "  }"


def _quoted(text: str) -> str:
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'
