"""The response headers of a site, by address; no address gets one header from two rules.

Hosts differ in what becomes of a header that two rules set: the later wins, both are sent, or
their values are joined. So there are three sets of rules that do not share a header (for all
addresses, for kinds of files, for types of feeds), and the rules of one set do not overlap.
"""

from typing import NamedTuple

from sitegen.types import Hosting

PAGES = "public, max-age=60, must-revalidate"
MEDIA = "public, max-age=3600"
FOREVER = "public, max-age=31536000, immutable"

# A photo or a report is content. Should one ever hold a script, it does not run.
MEDIA_POLICY = "script-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HSTS = "max-age=31536000"

# The end of a smaller copy's name, which holds a digest: a regular expression. The copy as JPEG or
# PNG is left out: authors give names like that to photos of theirs.
SCALED_PHOTO = r"\.[0-9]+\.[0-9a-f]+\.(avif|webp)"

# By the end of the name; each is in UTF-8.
FEED_TYPES = {
    "feed.rss": "application/rss+xml",
    "feed.atom": "application/atom+xml",
    "feed.json": "application/feed+json",
}
# One in each language's folder.
MANIFEST, MANIFEST_TYPE = "site.webmanifest", "application/manifest+json"
OPML, OPML_TYPE = "feeds.opml", "text/x-opml"
PREFETCH, PREFETCH_TYPE = "prefetch.json", "application/speculationrules+json"


class Header(NamedTuple):
    """One header."""

    name: str
    value: str


def everywhere(hosting: Hosting) -> tuple[Header, ...]:
    """The headers of every answer."""
    robots = (Header("X-Robots-Tag", "noindex, nofollow"),) if hosting.noindex else ()
    hsts = (Header("Strict-Transport-Security", _HSTS),) if hosting.secure else ()
    return (
        Header("X-Content-Type-Options", "nosniff"),
        Header("Referrer-Policy", "strict-origin-when-cross-origin"),
        Header("X-Frame-Options", "DENY"),
        Header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
        Header("Speculation-Rules", f'"{hosting.root}{PREFETCH}"'),
        *hsts,
        *robots,
    )


def page_policy(hosting: Hosting) -> str:
    """The policy of pages with the part that a page cannot say of itself."""
    return f"{hosting.policy}; frame-ancestors 'none'"


def of_pages(hosting: Hosting) -> tuple[Header, ...]:
    """The headers of pages."""
    return (
        Header("Content-Security-Policy", page_policy(hosting)),
        Header("Cache-Control", PAGES),
    )


def of_media() -> tuple[Header, ...]:
    """The headers of the files beside articles."""
    return (Header("Content-Security-Policy", MEDIA_POLICY), Header("Cache-Control", MEDIA))


def in_utf_8(media_type: str) -> str:
    """A Content-Type."""
    return f"{media_type}; charset=utf-8"
