"""The style sheet and the scripts: joined, minified, named by their content."""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import lightningcss
import msgspec
import rjsmin

from sitegen.errors import ContentError, Problem, error
from sitegen.markup.highlight import stylesheet
from sitegen.pages.site import Assets
from sitegen.theme import read_text

CSS, JS, SEARCH_JS = "site.css", "site.js", "search.js"
_CSS_FAILED = "Parsing stylesheet failed: "
_CSS_PLACE = re.compile(r" at site\.css:(\d+):(\d+)\Z")
BUNDLED = frozenset({CSS, JS, SEARCH_JS})


class Bundle(msgspec.Struct, frozen=True):
    """The finished files by their address below the base URL, and what pages say of them."""

    assets: Assets
    files: Mapping[str, bytes]


def bundle(static: Mapping[str, Path]) -> Bundle:
    """Read, join and minify the style sheet and the scripts (an effect: it reads files).

    Raises ContentError when one is not in UTF-8, or the style sheet has a syntax error.
    """
    css = _minified_css(read_text(static[CSS], f"static/{CSS}"))
    js = rjsmin.jsmin(read_text(static[JS], f"static/{JS}")).encode()
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
    """The style sheet with the colours of code."""
    try:
        # An empty rule, which does not stay: what is too much before it is found where it stands.
        return _minified(f"{text}\n:root {{}}") + _minified(stylesheet())
    except ValueError as problem:
        raise ContentError([_not_css(str(problem))]) from None


def _minified(css: str) -> bytes:
    return lightningcss.process_stylesheet(css, filename=CSS, minify=True).encode()


def _not_css(said: str) -> Problem:
    place = _CSS_PLACE.search(said)
    # The library counts lines from 0, and columns from 1.
    line, column = (int(place[1]) + 1, int(place[2])) if place else (0, 0)
    reason = _CSS_PLACE.sub("", said).removeprefix(_CSS_FAILED)
    hint = "Look at the lines above, too: a bracket or a quote may be missing, or one too many."
    message = f"this is not CSS: {reason}"
    return error(f"static/{CSS}", message, hint=hint, line=line, column=column)


def _fingerprinted(name: str, data: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"/assets/{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"


def _integrity(data: bytes) -> str:
    """The Subresource Integrity digest (https://www.w3.org/TR/SRI/)."""
    return f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"
