"""Fonts for share pictures: those of the configuration, or what the system has."""

import hashlib
import os
import shutil
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

_PATIENCE = 20  # seconds for fontconfig, which may have to look through new fonts first
_FORMAT = "%{file}\t%{index}\t%{family[0]}\t%{weight}\t%{slant}\t%{width}\t%{variable}\t%{lang}\n"
_BOLD, _WIDTH = 200, "100"  # as fontconfig counts
_SPARE = 2  # fonts a language: the second may have a character that the first lacks

_LATIN = (
    "Source Serif 4",
    "Noto Serif",
    "Charter",
    "Georgia",
    "Noto Serif CJK KR",
    "Liberation Serif",
    "DejaVu Serif",
    "Times New Roman",
    "Noto Sans",
)


def _noto(place: str) -> Sequence[str]:
    """What Noto and Source Han have for Korea, Japan, China or Taiwan."""
    return tuple(
        f"{family} {place}"
        for family in ("Noto Serif", "Noto Serif CJK", "Noto Sans", "Noto Sans CJK")
    )


# The families that suit a headline, by language, the best first.
_FAMILIES: Mapping[str, Sequence[str]] = {
    "ko": (*_noto("KR"), "Nanum Myeongjo", "Apple SD Gothic Neo", "NanumGothic", "Malgun Gothic"),
    "ja": (*_noto("JP"), "Hiragino Mincho ProN", "Hiragino Sans", "Yu Gothic", "IPAexMincho"),
    "zh": (*_noto("SC"), "Songti SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei"),
    "zh-hant": (*_noto("TC"), "Songti TC", "PingFang TC", "Microsoft JhengHei"),
    "vi": tuple(name for name in _LATIN if name not in ("Charter", "Georgia")),
}

_MAC, _WINDOWS = "/System/Library/Fonts", "C:/Windows/Fonts"
_LATIN_FILES = (
    (f"{_MAC}/Supplemental/Georgia Bold.ttf", 0),
    (f"{_WINDOWS}/georgiab.ttf", 0),
    (f"{_MAC}/Supplemental/Times New Roman Bold.ttf", 0),
    (f"{_WINDOWS}/timesbd.ttf", 0),
    (f"{_WINDOWS}/segoeuib.ttf", 0),
    (f"{_MAC}/Supplemental/Arial Unicode.ttf", 0),
)
# Where the fonts of a system lie that has no fontconfig: file and face, the best first.
_FILES: Mapping[str, Sequence[tuple[str, int]]] = {
    "ko": ((f"{_MAC}/AppleSDGothicNeo.ttc", 6), (f"{_WINDOWS}/malgunbd.ttf", 0)),
    "ja": (
        (f"{_MAC}/ヒラギノ角ゴシック W6.ttc", 0),
        (f"{_WINDOWS}/YuGothB.ttc", 0),
        (f"{_WINDOWS}/meiryob.ttc", 0),
    ),
    "zh": ((f"{_MAC}/Supplemental/Songti.ttc", 1), (f"{_WINDOWS}/msyhbd.ttc", 0)),
    "zh-hant": ((f"{_MAC}/Supplemental/Songti.ttc", 2), (f"{_WINDOWS}/msjhbd.ttc", 0)),
    "vi": _LATIN_FILES[2:],
}


class Font(msgspec.Struct, frozen=True):
    """A face of a font file on disk; `digest` is the file's SHA-256."""

    source: str
    index: int
    digest: str


class Coverage:
    """The characters that a font has."""

    def __init__(self, ranges: Sequence[tuple[int, int]]) -> None:
        self._starts = [start for start, _ in ranges]
        self._stops = [stop for _, stop in ranges]
        self._known: set[str] = set()

    def has(self, text: str) -> bool:
        """Whether the font can write a text."""
        if self._known.issuperset(text):
            return True
        missing = {char for char in text if char not in self._known and not self._has(ord(char))}
        self._known |= {*text} - missing
        return not missing

    def _has(self, char: int) -> bool:
        place = bisect_right(self._starts, char) - 1
        return place >= 0 and char < self._stops[place]


@lru_cache(maxsize=16)
def ranges(font: Font) -> tuple[tuple[int, int], ...]:
    """The characters of a font as first and one behind the last (an effect: it reads the font).

    Raises OSError for what is no font.
    """
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 (0.1 s for who draws nothing)

    try:
        with (
            Path(font.source).open("rb") as file,
            TTFont(file, fontNumber=font.index & 0xFFFF, lazy=True) as opened,
        ):
            chars = sorted(opened.getBestCmap() or {})
    except TTLibError as problem:
        raise OSError(str(problem)) from None
    found: list[tuple[int, int]] = []
    for char in chars:
        if found and found[-1][1] == char:
            found[-1] = (found[-1][0], char + 1)
        else:
            found.append((char, char + 1))
    return tuple(found)


def find(
    languages: Iterable[str], configured: Mapping[str, tuple[Path, int]]
) -> Mapping[str, tuple[Font, ...]]:
    """Fonts for each language, the best first (an effect: it asks the system, and reads fonts).

    One that is configured stands alone, so that pictures are the same on every machine.
    """
    own = {lang: (_font(str(file), face),) for lang, (file, face) in configured.items()}
    others = [lang for lang in languages if lang not in own]
    known = _installed() if others else ()
    return own | {
        lang: tuple(_font(file, index) for file, index in _suitable(lang, known)) for lang in others
    }


class _Installed(NamedTuple):
    file: str
    face: int
    family: str
    weight: int
    languages: frozenset[str]


def _installed() -> Sequence[_Installed]:
    """The upright fonts of normal width that fontconfig knows."""
    command = shutil.which("fc-list")
    if command is None:
        return ()
    try:
        told = subprocess.run(  # noqa: S603 (nothing of it comes from content)
            [command, "--format", _FORMAT],
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
            encoding="utf-8",
            errors="surrogateescape",
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    found = []
    for line in told.splitlines():
        file, index, family, weight, slant, width, variable, languages = line.split("\t")
        upright = slant == "0" and width == _WIDTH and variable != "True"
        if upright and weight.isdigit() and file.lower().endswith((".ttf", ".otf", ".ttc")):
            spoken = frozenset(languages.lower().split("|"))
            found.append(_Installed(file, int(index), family, int(weight), spoken))
    return found


def _suitable(lang: str, known: Sequence[_Installed]) -> Sequence[tuple[str, int]]:
    """The files and faces that suit a language best, each of another family."""
    families = _FAMILIES.get(_key(lang), _LATIN)
    code = {"zh": "zh-cn", "zh-hant": "zh-tw"}.get(_key(lang), lang.partition("-")[0].lower())

    def rank(item: _Installed) -> tuple[int, bool, int, str, str, int]:
        place = families.index(item.family) if item.family in families else len(families)
        odd = "Mono" in item.family or "Emoji" in item.family
        weight = abs(item.weight - _BOLD)
        return place, odd, weight, item.family, item.file, item.face

    if not known:
        files = _FILES.get(_key(lang), _LATIN_FILES)
        return [(file, index) for file, index in files if Path(file).is_file()][:_SPARE]
    # What fontconfig says of a language is stricter than most headlines are.
    usable = (item for item in known if code in item.languages or item.family in families)
    best: dict[str, _Installed] = {}
    for item in sorted(usable, key=rank):
        best.setdefault(item.family, item)
    return [(item.file, item.face) for item in best.values()][:_SPARE]


def _key(lang: str) -> str:
    parts = lang.lower().split("-")
    traditional = parts[0] == "zh" and {"hant", "tw", "hk", "mo"} & set(parts)
    return "zh-hant" if traditional else parts[0]


def _font(file: str, index: int) -> Font:
    stamp = os.stat(file)  # noqa: PTH116 (the name is a key)
    return Font(file, index, _digest(file, stamp.st_size, stamp.st_mtime_ns))


@lru_cache(maxsize=64)
def _digest(file: str, _size: int, _time: int) -> str:
    with Path(file).open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
