"""Configuration for nginx: one file for its `http` block, one for the site's `server` block.

https://nginx.org/en/docs/http/ngx_http_map_module.html
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
    everywhere,
    page_policy,
)
from sitegen.types import Hosting

HTTP, SERVER = "http.conf", "server.conf"

_TEXTS = (
    "text/css text/javascript application/javascript application/json application/xml text/xml "
    "text/plain text/csv image/svg+xml application/rss+xml application/atom+xml "
    "application/feed+json application/manifest+json text/x-opml"
)
# What nginx adds to a key in a bucket, and the smallest bucket that holds keys of any chance.
_BESIDE_KEY, _SMALLEST_BUCKET = 64, 512


def files(hosting: Hosting) -> Mapping[str, str]:
    """The files by name. Variables carry the host's name, so that one nginx serves many sites."""
    prefix = "$" + re.sub(r"\W", "_", hosting.host.lower())
    return {
        HTTP: "".join(f"{line}\n" for line in _http(hosting, prefix)),
        SERVER: "".join(f"{line}\n" for line in _server(hosting, prefix)),
    }


# --- the http block ------------------------------------------------------------------------


def _http(hosting: Hosting, prefix: str) -> Iterator[str]:
    moved = dict(both_spellings(hosting.moved))
    elsewhere = dict(both_spellings(hosting.elsewhere))
    gone = {
        plain(url): plain(page_file(page))
        for url, page in hosting.gone
        if sayable(url) and sayable(page) and "$" not in page
    }
    longest = max((len(key.encode()) for key in (*moved, *elsewhere, *gone)), default=0)
    yield f"# Written by sitegen for {hosting.host}. It belongs into the http block."
    largest = max(len(moved), len(elsewhere), len(gone), 1024)
    yield f"map_hash_max_size {_power_of_two(2 * largest)};"
    yield f"map_hash_bucket_size {max(_SMALLEST_BUCKET, _power_of_two(longest + _BESIDE_KEY))};"
    for name, pairs in (("moved", moved), ("elsewhere", elsewhere)):
        lines = ((_key(old, new), _target(new)) for old, new in pairs.items())
        yield from _map("$uri", f"{prefix}_{name}", lines)
    shown = ((_quoted(url), _quoted(page)) for url, page in gone.items())
    yield from _map("$uri", f"{prefix}_gone", shown)
    root = re.escape(hosting.root)
    exact = ((_quoted(plain(address)), _quoted(FOREVER)) for address in hosting.fingerprinted)
    scaled = (_quoted(f"~^{root}media/.*{SCALED_PHOTO}$"), _quoted(FOREVER))
    media = (_quoted(f"~^{root}media/"), _quoted(MEDIA))
    yield from _map("$uri", f"{prefix}_cache", (*exact, scaled, media), default=PAGES)
    policy = (_quoted(f"~^{root}media/"), _quoted(MEDIA_POLICY))
    yield from _map("$uri", f"{prefix}_policy", (policy,), default=page_policy(hosting))
    yield from _by_language(hosting, prefix)


def _by_language(hosting: Hosting, prefix: str) -> Iterator[str]:
    """What the root's address leads to: the reader's own choice, then the browser's first."""
    if hosting.only_home:
        yield from _map("$uri", f"{prefix}_home", [(_quoted(hosting.root), hosting.only_home)])
        return
    codes = "|".join(re.escape(lang) for lang, _ in hosting.languages)
    accepted = f"~*(?:^|,)\\s*(?<sitegen_lang>{codes})(?:[-;,\\s]|$)"
    yield from _map(
        "$http_accept_language", f"{prefix}_accepted", [(_quoted(accepted), "$sitegen_lang")]
    )
    chosen = [(_quoted(lang), lang) for lang, _ in hosting.languages]
    yield from _map("$cookie_nf_lang", f"{prefix}_lang", chosen, default=f"{prefix}_accepted")
    homes = [(_quoted(f"{hosting.root} {lang}"), home) for lang, home in hosting.languages]
    yield from _map(f'"$uri {prefix}_lang"', f"{prefix}_home", homes)
    vary = (_quoted(hosting.root), _quoted("Accept-Language, Cookie"))
    index = (_quoted(f"{hosting.root}index.html"), _quoted("Accept-Language, Cookie"))
    yield from _map("$uri", f"{prefix}_vary", (vary, index))


def _map(
    source: str, name: str, entries: Iterable[tuple[str, str]], default: str = ""
) -> Iterator[str]:
    yield f"map {source} {name} {{"
    yield f"  default {_quoted(default)};"
    yield from (f"  {key} {value};" for key, value in entries)
    yield "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _key(old: str, new: str) -> str:
    """An old address; a map does not tell cases apart, unless by a regular expression."""
    same = old.casefold() == plain(new).casefold()
    return _quoted(f"~^{re.escape(old)}$") if same else _quoted(old)


def _target(url: str) -> str:
    """An address to be led to; "$" would begin a variable."""
    return _quoted(uri(url).replace("$", "%24"))


def _power_of_two(number: int) -> int:
    """The smallest power of two that is no smaller."""
    return 1 << (number - 1).bit_length()


# --- the server block ----------------------------------------------------------------------


def _server(hosting: Hosting, prefix: str) -> Iterator[str]:
    root = hosting.root
    yield f"# Written by sitegen for {hosting.host}. It belongs into the server block."
    yield "charset utf-8;"
    yield f"charset_types {_TEXTS};"
    yield "absolute_redirect off;"
    yield "index index.html;"
    yield from (
        f"add_header {name} {_quoted(value)} always;" for name, value in everywhere(hosting)
    )
    yield f"add_header Content-Security-Policy {prefix}_policy always;"
    # Without "always": an answer that there is nothing is not for keeping.
    yield f"add_header Cache-Control {prefix}_cache;"
    if not hosting.only_home:
        yield f"add_header Vary {prefix}_vary;"
    yield f"if ({prefix}_gone) {{ return 410; }}"
    yield f"if ({prefix}_moved) {{ return 301 {prefix}_moved$is_args$args; }}"
    yield f"if ({prefix}_elsewhere) {{ return 302 {prefix}_elsewhere$is_args$args; }}"
    yield f"if ({prefix}_home) {{ return 302 {prefix}_home; }}"
    yield from _errors(root)
    # A named location, because its page would be gone again at any other place.
    yield f"location @sitegen_gone {{ try_files {prefix}_gone =404; }}"
    hidden = f"^{re.escape(root)}(?:_headers|_redirects|\\.(?!well-known/))"
    yield f"location ~ {hidden} {{ return 404; }}"
    for name, media_type in ((OPML, OPML_TYPE), (PREFETCH, PREFETCH_TYPE)):
        yield f"location = {root}{name} {{ types {{}} default_type {media_type}; }}"
    for _, home in hosting.languages:
        yield f"location {home} {{"
        yield from (f"  {line}" for line in _errors(home))
        for name, media_type in {**FEED_TYPES, MANIFEST: MANIFEST_TYPE}.items():
            yield f"  location ~ /{re.escape(name)}$ {{ types {{}} default_type {media_type}; }}"
        yield "}"


def _errors(folder: str) -> Iterator[str]:
    yield f"error_page 404 {folder}404.html;"
    yield "error_page 410 @sitegen_gone;"
