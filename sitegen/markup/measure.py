"""How long a text is, how long it takes to read, and where it can be cut short.

Scripts are counted by their own rules, also within one text. `Length.words` counts each ideograph
and kana as one (as word processors do, for there is no space to count by) and everything else,
Hangul included, by what stands between spaces and punctuation.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, filterfalse, takewhile
from typing import NamedTuple
from unicodedata import east_asian_width

_IDEOGRAPHS = (
    r"\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uff66-\uff9f\U00020000-\U0003ffff"
)
_IDEOGRAPHIC_RUN = re.compile(f"[{_IDEOGRAPHS}]+")
_HANGUL_RUN = re.compile(r"[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff]+")
# Nothing below U+1100, nor any of the usual punctuation, is Hangul or an ideograph.
_EAST_ASIAN = re.compile(r"[\u1100-\u11ff\u3005-\U0003ffff]")
# The empty group keeps `findall` from copying every word.
_WORD = re.compile(r"\w[\w'’.,:/-]*()")

# Silent reading of adults. Chinese 255 and Japanese 357 characters a minute: Trauzettel-Klosinski
# and Dietz, "Standardized Assessment of Reading Performance: IReST", IOVS 53 (2012). Korean: 202
# words a minute (Rhiu et al., Korean J Ophthalmol 31, 2017) of about 2.8 syllables each. English
# non-fiction, and with it all that is counted in words, 238: Brysbaert, J Mem Lang 109 (2019).
_CHINESE, _JAPANESE, _KOREAN, _WORDS = 255, 357, 560, 238

_COLUMNS = {"F": 2, "W": 2, "A": 1, "H": 1, "N": 1, "Na": 1}  # by East_Asian_Width (UAX #11)
_MAYBE_WIDE = re.compile(r"[\u1100-\u11ff\u2300-\U0010ffff]")  # nothing else takes two columns

DEFAULT_LIMIT = 240  # columns: as many Latin letters, or half as many ideographs or syllables

_OPENING, _CLOSING = "「『（“‘《〈【〔［｛([{«", "」』）”’》〉】〕］｝)]}»"
_CLOSERS = re.escape(_CLOSING + "\"'")
# ’ is an apostrophe, too, so it and ‘ balance nothing.
_DEPTHS = dict.fromkeys(_OPENING.replace("‘", ""), 1) | dict.fromkeys(_CLOSING.replace("’", ""), -1)
_BRACKET = re.compile(f"[{re.escape(''.join(_DEPTHS))}]")
# One set of characters in front is looked for three times as fast as two alternatives.
_SENTENCE_END = re.compile(
    rf"[。！？｡.!?…]"
    rf"(?:(?<=[。！？｡])[。！？｡]*[{_CLOSERS}]*|(?<=[.!?…])[.!?…]*[{_CLOSERS}]*(?=\s|$))"
)
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "vs",
        "jr",
        "sr",
        "inc",
        "co",
        "corp",
        "ltd",
        "gen",
        "sen",
        "rep",
        "gov",
        "lt",
        "col",
        "sgt",
        "capt",
        "rev",
        "hon",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "fig",
        "approx",
        "dept",
        "mt",
        "ft",
        "al",
        "ths",
        "pgs",
    ]
)
_LONGEST_CAPITALS = 3  # "TP. Hồ Chí Minh", "GS. Nguyễn": capitals with a full stop are titles
_LEAST_SHARE = 3  # a summary of less than a third of the room says too little


class Length(NamedTuple):
    """How much a text holds of what is counted differently."""

    ideographs: int  # kana among them
    syllables: int  # of Hangul
    spaced: int  # words between spaces, Hangul included
    others: int  # words between spaces when Hangul is taken out

    @property
    def words(self) -> int:
        """How many words the text has, by the rule of each script in it."""
        return self.ideographs + self.spaced

    def minutes(self, lang: str) -> int:
        """Whole minutes that the text takes to read, at least 1."""
        rate = _CHINESE if _primary(lang) in {"zh", "yue"} else _JAPANESE
        minutes = self.ideographs / rate + self.syllables / _KOREAN + self.others / _WORDS
        return max(1, int(minutes + 0.5))


def length(text: str) -> Length:
    """Count a text, each script in it by its own rule."""
    if not _EAST_ASIAN.search(text):
        spaced = _spaced(text)
        return Length(0, 0, spaced, spaced)
    text, ideographs = _take_out(_IDEOGRAPHIC_RUN, text)
    rest, syllables = _take_out(_HANGUL_RUN, text)
    others = _spaced(rest)
    return Length(ideographs, syllables, _spaced(text) if syllables else others, others)


def _spaced(text: str) -> int:
    """How many words the text has when spaces and punctuation stand between them."""
    chunks = text.split()
    # Most are one word, which `isalnum` tells in a fifth of the time that a match takes.
    others = list(filterfalse(str.isalnum, chunks))
    return len(chunks) - len(others) + len(_WORD.findall(" ".join(others)))


def _take_out(run: re.Pattern[str], text: str) -> tuple[str, int]:
    """The text with a space in place of each run, and how many characters went."""
    rest, runs = run.subn(" ", text)
    return rest, len(text) - len(rest) + runs


def summarise(text: str, lang: str, limit: int = DEFAULT_LIMIT) -> str:
    """The beginning of the text in whole sentences, else in whole words with an ellipsis.

    `limit` is in columns: a wide character takes two of them, any other one.
    """
    text = " ".join(text.split())
    room = _fitting(text, limit)
    if room == len(text):
        return text
    ends = list(takewhile(lambda end: end <= room, _sentence_ends(text, _primary(lang))))
    if ends and ends[-1] * _LEAST_SHARE >= room:
        return text[: ends[-1]]
    return _cut_at_word(text, _fitting(text, limit - 1))


def _fitting(text: str, limit: int) -> int:
    """How many characters of the text fit into so many columns."""
    text = text[:limit]
    if not _MAYBE_WIDE.search(text):
        return len(text)
    columns = accumulate(map(_COLUMNS.__getitem__, map(east_asian_width, text)))
    return len(list(takewhile(limit.__ge__, columns)))


def _primary(lang: str) -> str:
    return lang.partition("-")[0].lower()


def _sentence_ends(text: str, language: str) -> Iterator[int]:
    """Positions behind full sentences, never inside brackets or quotation marks."""
    position = depth = quotes = 0
    for match in _SENTENCE_END.finditer(text):
        part = text[position : match.end()]
        position = match.end()
        depth += sum(map(_DEPTHS.__getitem__, _BRACKET.findall(part)))
        quotes += part.count('"')
        if depth > 0 or quotes % 2 or _is_abbreviation(text, match, language):
            continue
        # 「…。」と述べた goes on behind the closing bracket.
        following = text[position : position + 1]
        if language == "ja" and part[-1] in _CLOSING and "\u3040" <= following <= "\u309f":
            continue
        yield position


def _is_abbreviation(text: str, match: re.Match[str], language: str) -> bool:
    if match[0] != ".":
        return False
    word = text[text.rfind(" ", 0, match.start()) + 1 : match.start()].strip(_OPENING + "\"'")
    following = text[match.end() + 1 : match.end() + 2]
    if word.isdecimal():  # a Korean date: 2023. 4. 5.
        return language == "ko" or following.isdecimal()
    if not word.isascii() and not word.isupper():
        return False
    capitals = word.isupper() and len(word) <= _LONGEST_CAPITALS
    return capitals or "." in word or word.lower() in _ABBREVIATIONS or following.islower()


def _cut_at_word(text: str, room: int) -> str:
    cut = text[:room]
    space = cut.rfind(" ")
    if not text[room : room + 1].isspace() and space * 2 > room:
        cut = cut[:space]
    return cut.rstrip(" ,;:、，；：-–—(（「『“‘[") + "…"
