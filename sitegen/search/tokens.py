"""From an article's words to the terms that a reader's words are looked up by.

`static/search.js` does the same to what readers type, with the same rules: both have to change
together. Hangul, Han and Kana are written without spaces that could be relied on, so their terms
are every character and every two neighbours; all other scripts have words, English ones without
their endings. Terms never hold a space, "#", "@", "=" or "^": these mark other kinds of terms.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from struct import unpack_from
from typing import NamedTuple

from sitegen.addresses import nfc

# A word, or the UTF-32 of one or two wide characters, read as one number: most of them come again
# and again, and numbers are sooner compared than texts.
Term = str | int

# From the CJK radicals on come Kana, Han, Hangul and scripts that are rare in news.
_RUN = re.compile(r"[^\W_\x00-\u2e7f]+")
_SHORT = 12
_WORD = re.compile(r"[^\W_\u2e80-\U0010ffff]+")

_WIDE = re.compile(r"[\uff01-\uff5e]")
# A superset of what takes an accent apart in NFKD.
_ACCENTED = re.compile(r"[\u00ad\u00c0-\u052f\u1e00-\u1fff\u200b-\u200d\u2060\u2190-\u22ff]")
# Accents, and what only says where lines may break.
_UNHEARD = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")

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


def plain(html: str) -> list[str]:
    """The words of a rendered body, between which white space or an element's border is."""
    if "<r" in html or "footnote" in html:
        html = _UNREAD.sub("", html)
    # Most elements are plain paragraphs.
    html = html.replace("<p>", " ").replace("</p>", " ")
    text = _TAG.sub(" ", _INLINE.sub("", html))
    return (unescape(text) if "&" in text else text).split()


def fold(text: str) -> str:
    """Text without what readers leave out: NFKC, lower case, no accents on letters, d for đ.

    Single quotation marks and ellipses are spaces; what says where lines break is nothing.
    """
    if text.isascii():
        return text.lower().replace("'", " ")
    text = _modern(text).replace("'", " ").replace("‘", " ").replace("’", " ")
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if not _ACCENTED.search(text):
        return text.lower()
    apart = unicodedata.normalize("NFKD", text).lower()
    return unicodedata.normalize("NFC", _UNHEARD.sub("", apart).replace("đ", "d"))


def _modern(text: str) -> str:
    """What is not in NFKC in many texts; normalising whole Chinese texts takes much longer."""
    return _WIDE.sub(_narrow, text.replace("…", " "))


def _narrow(wide: re.Match[str]) -> str:
    """An ASCII sign for its full-width form."""
    return chr(ord(wide[0]) - 0xFEE0)


class Read(NamedTuple):
    """A text as results show it, and its terms; pairs with a space among them, which are none.

    Its folded form is as long, character for character: so the client finds words in the one and
    marks them in the other. Ligatures, circled numbers and the like are written out for that.
    """

    text: str
    terms: set[Term]


def read(words: Sequence[str]) -> Read:
    """A text by what stands between its spaces."""
    parts = _parts(words)
    if not _are_aligned(parts):
        words = [*map(_align, words)]
        parts = _parts(words)
    found = _terms(parts.folded)
    found.update(*map(_terms_of_part, parts.short))
    return Read(" ".join(words), found)


class _Parts(NamedTuple):
    """The words of a text, each once: short ones, and the others as one text and folded.

    Short ones are likely to come again, so what becomes of them is kept.
    """

    short: Sequence[str]
    long: str
    folded: str


def _parts(words: Sequence[str]) -> _Parts:
    parts = set(words)
    short = [part for part in parts if len(part) <= _SHORT]
    if len(short) == len(parts):
        return _Parts(short, "", "")
    long = " ".join([part for part in parts if len(part) > _SHORT])
    return _Parts(short, long, fold(long))


def _are_aligned(parts: _Parts) -> bool:
    return _fit(parts.long, parts.folded) and all(map(_is_aligned, parts.short))


@lru_cache(maxsize=1 << 16)
def _is_aligned(part: str) -> bool:
    return _fit(part, fold(part))


def _fit(text: str, folded: str) -> bool:
    """Whether every character stays one: in NFKC none becomes several, so none was lost."""
    return text.isascii() or (
        len(folded) == len(text) == _units(text)
        and unicodedata.is_normalized("NFKC", _modern(text))
    )


def _align(text: str) -> str:
    aligned = "".join(map(_aligned, nfc(text)))
    if _stays(aligned):
        return aligned
    # Half-width marks and single jamo become one with what stands before them.
    composed = unicodedata.normalize("NFKC", aligned)
    return composed if _stays(composed) else fold(composed)


def _stays(text: str) -> bool:
    return "".join(map(fold, text)) == fold(text)


@lru_cache(maxsize=1 << 14)
def _aligned(char: str) -> str:
    if _units(fold(char)) == _units(char):
        return char
    written_out = unicodedata.normalize("NFKC", char)
    return written_out if _units(fold(written_out)) == _units(written_out) else fold(char)


def _units(text: str) -> int:
    """The length of a text as JavaScript counts it, in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


@lru_cache(maxsize=1 << 16)
def _terms_of_part(part: str) -> frozenset[Term]:
    return frozenset(_terms(fold(part)))


def _terms(folded: str) -> set[Term]:
    found: set[Term] = set()
    if not folded.isascii() and (runs := _RUN.findall(folded)):
        found |= _characters("".join([run + " " for run in runs]))
    found.update(map(stem, _WORD.findall(folded)))
    return found


def _characters(spaced: str) -> set[int]:
    """Every two neighbours of a text, and all that have a neighbour after them."""
    data, count = spaced.encode("utf-32-be"), len(spaced)
    found = {
        *unpack_from(f">{count // 2}Q", data),
        *unpack_from(f">{(count - 1) // 2}Q", data, 4),
    }
    found.update([pair >> 32 for pair in found])
    return found


def spell(term: Term) -> str:
    """A term as the index has it."""
    if isinstance(term, str):
        return term
    return term.to_bytes(8, "big").decode("utf-32-be").lstrip("\0")


_LONG = re.compile(r"\w{4,}")
_PLURAL = re.compile(r"(?<=[^ius])s$")
_PAST = re.compile(r"(?<=\w{3})(?:e?(?:ing|ed)|e)$")
_TWICE = re.compile(r"(?<=\w{2})([^aeiou\d])\1$")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without the endings of English: plans, planned and planning are "plan".

    Words of other languages are treated alike, in texts and in queries; that loses nothing.
    """
    if word.isascii() and _LONG.fullmatch(word):
        word = _PAST.sub("", _PLURAL.sub("", word))
        word = _TWICE.sub(r"\1", word)
        if word.endswith("y"):
            word = f"{word[:-1]}i"
    return word
