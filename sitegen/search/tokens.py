"""From an article's words to the terms that a reader's words are looked up by.

`static/search.js` does the same to what readers type, with the same rules: both have to change
together. Hangul, Han and Kana are written without spaces that could be relied on, so their terms
are every character and every two neighbours; all other scripts have words, English ones without
their endings. Terms never hold a space, "#", "@", "=" or "^": these mark other kinds of terms.
"""

import re
import struct
import unicodedata
from functools import lru_cache
from html import unescape
from itertools import filterfalse
from operator import add

from sitegen.addresses import nfc

# From the CJK radicals on come Kana, Han, Hangul and scripts that are rare in news.
_RUN = re.compile(r"[^\W_\x00-\u2e7f]+")
_SHORT = 12
_WORD = re.compile(r"[^\W_\u2e80-\U0010ffff]+")

_WIDE = re.compile(r"[\uff01-\uff5e]")
# A superset of what takes an accent apart in NFKD.
_ACCENTED = re.compile(r"[\u00c0-\u052f\u1e00-\u1fff\u2190-\u22ff]")
_ACCENT = re.compile(r"[\u0300-\u036f]")

_ATTRIBUTES = r'[^">]*(?:"[^"]*"[^">]*)*>'
# Readings above characters, and the marks of footnotes, are no words of the text.
_UNREAD = re.compile(
    rf'<r([tp])\b{_ATTRIBUTES}.*?</r\1>|<sup class="?footnote-ref.*?</sup>'
    rf'|<a\b[^>]*class="?footnote-backref.*?</a>',
    re.DOTALL,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|ruby|s|samp|small|span|strong|"
    rf"sub|sup|time|u|var|wbr)\b{_ATTRIBUTES}"
)
_TAG = re.compile(f"<{_ATTRIBUTES}")


def plain(html: str) -> str:
    """The words of a rendered body, with one space where white space or an element's border is."""
    if "<r" in html or "footnote" in html:
        html = _UNREAD.sub("", html)
    # Most elements are plain paragraphs.
    html = html.replace("<p>", " ").replace("</p>", " ")
    text = _TAG.sub(" ", _INLINE.sub("", html))
    return " ".join((unescape(text) if "&" in text else text).split())


def fold(text: str) -> str:
    """Text without what readers leave out: NFKC, lower case, no accents on letters, d for đ."""
    if text.isascii():
        return text.lower()
    text = _WIDE.sub(_narrow, text.replace("…", " "))
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if not _ACCENTED.search(text):
        return text.lower()
    return " ".join(map(_without_accents, text.split(" ")))


def _narrow(wide: re.Match[str]) -> str:
    """An ASCII sign for its full-width form; normalising whole Chinese texts takes much longer."""
    return chr(ord(wide[0]) - 0xFEE0)


@lru_cache(maxsize=1 << 16)
def _without_accents(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word).lower()
    return unicodedata.normalize("NFC", _ACCENT.sub("", apart).replace("đ", "d"))


def aligned(text: str) -> tuple[str, str]:
    """The text in a form whose folded form is as long, character for character, and that form.

    So the client finds words in the one and marks them in the other. Ligatures, circled numbers
    and the like are written out where that is needed.
    """
    folded = fold(text)
    if len(folded) == len(text) and (text.isascii() or _units(text) == len(text)):
        return text, folded
    text = "".join(map(_aligned, nfc(text)))
    return text, fold(text)


@lru_cache(maxsize=1 << 14)
def _aligned(char: str) -> str:
    if _units(fold(char)) == _units(char):
        return char
    written_out = unicodedata.normalize("NFKC", char)
    return written_out if _units(fold(written_out)) == _units(written_out) else fold(char)


def _units(text: str) -> int:
    """The length of a text as JavaScript counts it, in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def terms(folded: str) -> set[str]:
    """The terms of a folded text; pairs with a space among them, which are no terms."""
    parts = set(folded.split())
    found: set[str] = set()
    found.update(*map(_terms_of_part, filter(_is_short, parts)))
    rest = " ".join(filterfalse(_is_short, parts))
    if rest:
        _add_terms(rest, found)
    return found


def _is_short(part: str) -> bool:
    return len(part) <= _SHORT


@lru_cache(maxsize=1 << 16)
def _terms_of_part(part: str) -> frozenset[str]:
    """The terms of a part that is likely to come again, as words between spaces do."""
    found: set[str] = set()
    _add_terms(part, found)
    return frozenset(found)


def _add_terms(folded: str, found: set[str]) -> None:
    found.update(map(stem, _WORD.findall(folded)))
    if not folded.isascii():
        runs = " ".join(_RUN.findall(folded))
        pairs = _neighbours(runs)
        found.update(map(add, pairs[::2], pairs[1::2]), pairs[::2], runs[-1:])


def _neighbours(text: str) -> str:
    """Every two neighbours of a text, pair after pair.

    Most come again and again, and numbers are sooner compared than texts.
    """
    count = len(text)
    data = text.encode("utf-16-le")
    if not text or len(data) > 2 * count:  # characters of two units each
        return "".join(map(add, text, text[1:]))
    even, odd = f"<{count // 2}I", f"<{(count - 1) // 2}I"
    pairs = {*struct.unpack_from(even, data), *struct.unpack_from(odd, data, 2)}
    return struct.pack(f"<{len(pairs)}I", *pairs).decode("utf-16-le")


_LONG = re.compile(r"\w{4,40}")
_PLURAL = re.compile(r"(?<=[^ius])s$")
_PAST = re.compile(r"(?<=\w{3})(?:ing|ed)$")
_VOWEL = re.compile(r"(?<=\w{3})e$")
_TWICE = re.compile(r"(?<=\w{2})([b-df-hj-np-tv-z])\1$")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without the endings of English: plans, planned and planning are "plan".

    Words of other languages are treated alike, in texts and in queries; that loses nothing.
    """
    if word.isascii() and _LONG.fullmatch(word):
        word = _PAST.sub("", _PLURAL.sub("", word))
        word = _TWICE.sub(r"\1", _VOWEL.sub("", word))
        if word.endswith("y"):
            word = f"{word[:-1]}i"
    return word
