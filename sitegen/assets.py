"""The style sheet and the scripts: joined, minified, named by their content."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

import lightningcss
import msgspec

from sitegen.errors import ContentError, error
from sitegen.markup.highlight import stylesheet
from sitegen.pages.site import Assets
from sitegen.theme import read_text

CSS, JS, SEARCH_JS = "site.css", "site.js", "search.js"
BUNDLED = frozenset({CSS, JS, SEARCH_JS})


class Bundle(msgspec.Struct, frozen=True):
    """The finished files by their address below the base URL, and what pages say of them."""

    assets: Assets
    files: Mapping[str, bytes]


def bundle(static: Mapping[str, Path]) -> Bundle:
    """Read, join and minify the style sheet and the scripts (an effect: it reads files).

    Raises ContentError when one is not in UTF-8, or the style sheet has a syntax error.
    """
    css = _minified_css(read_text(static[CSS], f"static/{CSS}") + stylesheet())
    js = read_text(static[JS], f"static/{JS}").encode()
    search_js = read_text(static[SEARCH_JS], f"static/{SEARCH_JS}").encode()
    files = {_fingerprinted(CSS, css): css, _fingerprinted(JS, js): js}
    files[_fingerprinted(SEARCH_JS, search_js)] = search_js
    css_url, js_url, search_url = files
    assets = Assets(
        css=css_url,
        css_integrity=_integrity(css),
        js=js_url,
        js_integrity=_integrity(js),
        search_js=search_url,
        search_js_integrity=_integrity(search_js),
    )
    return Bundle(assets, files)


def _minified_css(text: str) -> bytes:
    try:
        return lightningcss.process_stylesheet(text, filename=CSS, minify=True).encode()
    except ValueError as problem:
        raise ContentError([error(f"static/{CSS}", f"this is not CSS: {problem}")]) from None


def _fingerprinted(name: str, data: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"/assets/{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"


def _integrity(data: bytes) -> str:
    """The Subresource Integrity digest (https://www.w3.org/TR/SRI/)."""
    return f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"
