"""Puts addresses into rendered bodies: articles' permalinks, and absolute ones for feeds."""

import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import unquote

from sitegen.addresses import uri

_ARTICLE = re.compile(r'\shref="article:([^"#]*)(#[^"]*)?"')
# A whole start tag: attribute values may hold ">", text never holds "<".
_TAG = re.compile(r'<(?:a|img|source|video|audio)(?:\s+[\w-]+(?:="[^"]*")?)+\s*/?>')
_ADDRESS = re.compile(r'\s(href|src|poster)="([/#][^"]*)"')
_SRCSET = re.compile(r'\ssrcset="([^"]*)"')
_CANDIDATE = re.compile(r"(\S+)((?:\s[^,]*)?)(,\s|$)")  # an address may hold commas itself


def with_permalinks(html: str, links: Mapping[str, str]) -> str:
    """The body with its links to source files resolved; one that leads nowhere loses its href."""
    if not links or 'href="article:' not in html:
        return html

    def permalink(match: re.Match[str]) -> str:
        url = links.get(unquote(unescape(match[1])), "")
        return f' href="{escape(url)}{match[2] or ""}"' if url else ""

    return _TAG.sub(lambda tag: _ARTICLE.sub(permalink, tag[0]), html)


def absolute(html: str, *, origin: str, page: str) -> str:
    """The body with every address absolute, as feeds need it (`page` is the article's own)."""
    if '="/' not in html and '="#' not in html and 'srcset="' not in html:
        return html

    def address(match: re.Match[str]) -> str:
        where = unescape(match[2])
        return f' {match[1]}="{escape(full(where))}"'

    def full(where: str) -> str:
        if where.startswith("//"):
            return uri(f"{origin.partition(':')[0]}:{where}")
        return uri(page + where if where.startswith("#") else origin + where)

    def srcset(match: re.Match[str]) -> str:
        made = _CANDIDATE.sub(lambda one: full(one[1]) + one[2] + one[3], unescape(match[1]))
        return f' srcset="{escape(made)}"'

    def tag(match: re.Match[str]) -> str:
        return _SRCSET.sub(srcset, _ADDRESS.sub(address, match[0]))

    return _TAG.sub(tag, html)
