"""Puts addresses into rendered bodies: articles' permalinks, and absolute ones for feeds."""

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import unquote

from sitegen.addresses import uri

_ARTICLE = re.compile(r' href="article:([^"#]*)(#[^"]*)?"')
# A whole start tag: attribute values may hold ">", text never holds "<".
_TAG = re.compile(r'<(?:a|img|source|video|audio)(?:\s+[\w-]+(?:="[^"]*")?)+\s*/?>')
_ADDRESS = re.compile(r'\s(href|src|poster)="([/#][^"]*)"')
_SRCSET = re.compile(r'\ssrcset="([^"]*)"')


def with_permalinks(html: str, links: Mapping[str, str]) -> str:
    """The body with its links to source files resolved; one that leads nowhere loses its href."""
    if not links:
        return html

    def permalink(match: re.Match[str]) -> str:
        url = links.get(unquote(unescape(match[1])), "")
        return f' href="{escape(url)}{match[2] or ""}"' if url else ""

    return _ARTICLE.sub(permalink, html)


def absolute(html: str, *, origin: str, page: str) -> str:
    """The body with every address absolute, as feeds need it (`page` is the article's own)."""

    def address(match: re.Match[str]) -> str:
        where = unescape(match[2])
        full = page + where if where.startswith("#") else origin + where
        return f' {match[1]}="{escape(uri(full))}"'

    def srcset(match: re.Match[str]) -> str:
        parts = (part.strip() for part in match[1].split(","))
        return f' srcset="{", ".join(uri(origin + part) for part in parts)}"'.replace("%20", " ")

    def tag(match: re.Match[str]) -> str:
        return _SRCSET.sub(srcset, _ADDRESS.sub(address, match[0]))

    return _TAG.sub(tag, html)
