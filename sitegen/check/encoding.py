"""Text that went through the wrong encoding, and characters that nobody meant to write.

Mojibake is found by undoing it: letters are put back into the bytes that a wrong reader took
them for, and when those are good UTF-8 (or good Korean, Japanese or Chinese text in an old
encoding), they were that all along.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from sitegen.errors import Problem, notice, warning

_SHORT = 20  # characters that are quoted
_MOST = 3  # lines that are told of each kind of trouble in a file

# The bytes 0x80 to 0xBF as Windows-1252 shows them, those that it leaves out as Latin-1 does.
_UPPER = "".join(
    bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xC0)
)
_CLASS = rf"{re.escape(_UPPER)}\x80-\x9f"
# “Ä” and the like before a quotation mark end words in capitals: ĐÃ”, so signs only.
_SIGNS = "\u00a0-\u00bf"
_EAST_AS_LATIN = re.compile(rf"(?:[\u00e1-\u00ef][{_CLASS}]{{2}}){{2,}}")
_UTF8_AS_LATIN = re.compile(
    rf"\u00e2\u20ac[{_CLASS}]"  # a typographic quotation mark, dash or ellipsis
    rf"|[\u00c2-\u00c6][{_SIGNS}]"  # an accented letter
    rf"|\u00f0\u0178[{_CLASS}]{{2}}"  # an emoji
)
_OLD_AS_LATIN = re.compile(r"[\u00a1-\u00fe]{6,}")
_SHIFT_JIS_AS_LATIN = re.compile(r"(?:[\u201a\u0192][!-~\u0080-\u00ff\u0152-\u2122]){3,}")
_UTF8_AS_SHIFT_JIS = re.compile(r"(?:[縺繧繝][^\s\x21-\x7e\ufffd]){2,}")
_UTF8_AS_KOREAN = re.compile(r"[\u3130-\u318f\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]{3,}")
_OLD_ENCODINGS = {"ko": ("cp949",), "ja": ("euc_jp",), "zh": ("gb18030", "big5")}
_HAN = re.compile(r"[\u4e00-\u9fff\uf900-\ufaff]")

# What undoing must lead to: two characters of East Asia, or what any of our languages writes.
_EASTERN = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]{2,}")
_OURS = re.compile(
    r"[\u00a0-\u01b0\u1ea0-\u1ef9\u2010-\u203a\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
    r"\uff01-\uff60\U0001f000-\U0001faff]+"
)

_LOST = re.compile("\ufffd")
_HALF_WIDTH = re.compile("[\uff61-\uff9f]+")
_BOM = re.compile("\ufeff")
# Joiners are part of emoji and of some scripts: they count only between letters of ours.
_ZERO_WIDTH = re.compile(
    r"[\u200b\u2060\u3164]|(?<![\u200d\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
    r"(?![\u2640-\u27bf\U0001f000-\U0001faff])"
)
_DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_APART = re.compile(
    r"[\u1100-\u11ff]+|[A-Za-zÀ-ỹ][\u0300-\u0309\u031b\u0323]+|[\u3041-\u30fd][\u3099\u309a]"
)
# Nothing above is found in a text without any of these.
_SUSPECT = re.compile(
    "[\u0080-\u00ff\u0192\u0300-\u0323\u1100-\u11ff\u200b-\u200f\u2028-\u202e\u2060-\u2069"
    "\u20ac\u3099\u309a\u3164\ufeff\ufffd\uff61-\uff9f縺繧繝\u4e00-\u9fff\uf900-\ufaff]"
)

Way = tuple[re.Pattern[str], Callable[[str], str]]


class Kind(NamedTuple):
    """A kind of trouble: how to find it in a line (as words), and what is told of it."""

    find: Callable[[str], Iterator[str]]
    make: Callable[..., Problem]
    message: str
    hint: str


def problems_of(path: str, text: str, lang: str) -> Iterator[Problem]:
    """All that is wrong with the characters of a file's text; `path` is relative to the site."""
    if text.isascii() or not _SUSPECT.search(text):
        return
    lines = text.split("\n")
    mojibake = Kind(partial(_mojibake, lang), warning, "text in the wrong encoding: {}", _AGAIN)
    for kind in (mojibake, *_KINDS):
        places = {
            number: words
            for number, line in enumerate(lines, 1)
            if not line.isascii() and (words := next(kind.find(line), ""))
        }
        yield from _told(path, places, kind)


def _told(path: str, places: Mapping[int, str], kind: Kind) -> Iterator[Problem]:
    for count, (line, words) in enumerate(places.items(), 1):
        more = len(places) - count
        rest = f" (and in {more} more line{'s' * (more > 1)})" if count == _MOST and more else ""
        yield kind.make(path, f"{kind.message.format(words)}{rest}", hint=kind.hint, line=line)
        if count == _MOST:
            return


# --- mojibake --------------------------------------------------------------------------------


def _mojibake(lang: str, line: str) -> Iterator[str]:
    """What of a line was read in the wrong encoding, with what it was before."""
    encodings = _OLD_ENCODINGS.get(lang.partition("-")[0], ())
    old: Way = (_OLD_AS_LATIN, partial(_from_old_latin, encodings))
    for pattern, undo in (_EAST, old, *_WAYS):
        for found in pattern.finditer(line):
            meant = undo(found[0])
            if meant:
                yield f"“{_short(found[0])}” was probably “{_short(meant)}”"


def _from_latin(text: str) -> str:
    data = bytes(_LATIN.get(char, ord(char) & 0xFF) for char in text)
    meant = _as_utf8(data)
    return meant if _OURS.fullmatch(meant) else ""


_LATIN = {char: 0x80 + place for place, char in enumerate(_UPPER)}


def _from_old_latin(encodings: tuple[str, ...], text: str) -> str:
    data = text.encode("latin-1")
    for encoding in encodings:
        for end in (len(data), len(data) - 1):
            try:
                meant = data[:end].decode(encoding)
            except UnicodeDecodeError:
                continue
            if _EASTERN.fullmatch(meant):
                return meant
    return ""


def _from_shift_jis_as_latin(text: str) -> str:
    data = bytes(_LATIN.get(char, ord(char) & 0xFF) for char in text)
    return data.decode("shift_jis", errors="ignore")


def _from_shift_jis(text: str) -> str:
    return _as_utf8(text.encode("cp932", errors="ignore"))


def _from_korean(text: str) -> str:
    # UTF-8 of Hangul begins with bytes that stand for ideographs in EUC-KR.
    if not _HAN.search(text):
        return ""
    try:
        meant = _as_utf8(text.encode("cp949"))
    except UnicodeEncodeError:
        return ""
    return meant if _EASTERN.fullmatch(meant) else ""


def _as_utf8(data: bytes) -> str:
    """The text that the bytes are in UTF-8, but for a last character that is cut off."""
    for cut in range(3):
        try:
            return data[: len(data) - cut].decode()
        except UnicodeDecodeError:
            continue
    return ""


_EAST: Way = (_EAST_AS_LATIN, _from_latin)
_WAYS: tuple[Way, ...] = (
    (_UTF8_AS_LATIN, _from_latin),
    (_SHIFT_JIS_AS_LATIN, _from_shift_jis_as_latin),
    (_UTF8_AS_SHIFT_JIS, _from_shift_jis),
    (_UTF8_AS_KOREAN, _from_korean),
)


# --- single characters -----------------------------------------------------------------------


def _half_width(line: str) -> Iterator[str]:
    for found in _HALF_WIDTH.finditer(line):
        yield f"“{_short(found[0])}”: “{_short(unicodedata.normalize('NFKC', found[0]))}”"


def _named(pattern: re.Pattern[str]) -> Callable[[str], Iterator[str]]:
    def names(line: str) -> Iterator[str]:
        for found in pattern.finditer(line):
            yield f"U+{ord(found[0]):04X}"

    return names


def _apart(line: str) -> Iterator[str]:
    if not unicodedata.is_normalized("NFC", line):
        for found in _APART.finditer(line):
            yield f"“{_short(unicodedata.normalize('NFC', found[0]))}”"


def _lost(line: str) -> Iterator[str]:
    for found in _LOST.finditer(line):
        yield line[max(0, found.start() - 10) : found.end() + 10].strip()


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


_AGAIN = "Write the line anew, or convert the file again from its old encoding to UTF-8."
_KINDS = (
    Kind(_lost, warning, "a character was lost: “{}”", "Put in what stood in place of “\ufffd”."),
    Kind(_named(_BOM), warning, "there is a stray byte order mark ({})", "Delete it."),
    Kind(
        _named(_ZERO_WIDTH),
        warning,
        "there is an invisible character of no width ({})",
        "Delete it: searches and links fail where it stands.",
    ),
    Kind(
        _named(_DIRECTION),
        warning,
        "there is an invisible mark of writing direction ({})",
        "Delete it.",
    ),
    Kind(_half_width, warning, "half-width kana {}", "Write them full-width."),
    Kind(
        _apart,
        notice,
        "letters are written in parts (not in Unicode NFC): {}",
        "Write the words anew; text copied from macOS file names is like that.",
    ),
)
