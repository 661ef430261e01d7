"""Lines of a headline as its script wants them: as few as fit, of nearly one length.

Korean keeps its words whole (`word-break: keep-all` of CSS). Japanese and Chinese break between
any two characters but those that JLREQ and CLREQ keep together (kinsoku), and rather where a
phrase ends than within a word. All other languages break at spaces, hyphens and dashes.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

# JLREQ 3.1.7 and CLREQ 3.1.3: what begins no line, and what ends none.
_NO_START = frozenset(
    "、。，．,.・：；:;？！?!‥…—―ー゛゜ヽヾゝゞ々〻"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    ")]}）］｝〕〉》」』】〙〗〟’”»％%‰℃°′″｠~～／/"
)
_NO_END = frozenset("([{（［｛〔〈《「『【〘〖〝‘“«¥￥$＄£€№#＃｟")
_STOPS = frozenset("、。，．：；？！…　")
# Behind these a reader pauses, and a headline may break all the rather.
_PAUSES = {"…": -50.0, "—": -30.0, "–": -20.0, ":": -20.0, ";": -20.0, ",": -5.0, "?": -5.0}
_DASHES = frozenset("-‐–—…")

_NEVER = 1e9
_FORCED = 400.0  # within a word that is longer than a line
_UNEVEN = 14.0  # what a line of twice the others' length costs, squared


class Piece(NamedTuple):
    """Text that stays together, the space behind it, and what a break behind that costs."""

    text: str
    space: str
    cost: float


def pieces(text: str, lang: str) -> tuple[Piece, ...]:
    """A headline in pieces, between which its language may break it."""
    found: list[Piece] = []
    clusters = tuple(_clusters(" ".join(text.replace("　", " 　 ").split(" "))))
    between = _between_cjk if lang.partition("-")[0] in ("ja", "zh") else _between_words
    word = ""
    for here, after in zip(clusters, (*clusters[1:], ""), strict=True):
        if here.isspace():
            if word:
                found.append(Piece(word, here, _PAUSES.get(word[-1], 0)))
            elif found and here == "　":
                # An ideographic space parts a headline in two.
                found[-1] = Piece(found[-1].text, "　", -40)
            word = ""
            continue
        word += here
        cost = between(here, after) if after and not after.isspace() else _NEVER
        if cost < _NEVER:
            found.append(Piece(word, "", cost))
            word = ""
    return (*found, Piece(word, "", 0)) if word else tuple(found)


class Broken(NamedTuple):
    """Lines, and how little they please."""

    lines: tuple[str, ...]
    cost: float


def broken(parts: Sequence[Piece], measure: Callable[[str], float], width: float) -> Broken:
    """These pieces in lines, none wider than `width` as `measure` has it."""
    if not parts:
        return Broken((), 0)
    whole = tuple(_fitting(parts, measure, width))
    sizes = [(measure(item.text), measure(item.space) if item.space else 0.0) for item in whole]
    count = _fewest(sizes, width)
    places, cost = _balanced(whole, sizes, width, count)
    return Broken(tuple(_text(whole[start:stop]) for start, stop in places), cost)


def _clusters(text: str) -> Iterator[str]:
    """Characters with the marks that stand on them."""
    cluster = ""
    for char in text:
        joined = cluster.endswith("\u200d") or char == "\u200d"
        if cluster and (joined or unicodedata.category(char).startswith("M")):
            cluster += char
            continue
        if cluster:
            yield cluster
        cluster = char
    if cluster:
        yield cluster


def _between_words(here: str, after: str) -> float:
    if here[0] in _DASHES and after not in _NO_START and after not in _DASHES:
        return _NEVER if here == "-" and after.isdigit() else _PAUSES.get(here, 10)
    return _NEVER


def _between_cjk(here: str, after: str) -> float:
    if after[0] in _NO_START or here[0] in _NO_END:
        return _NEVER
    first, second = _kind(here), _kind(after)
    if "other" in (first, second) and first == second:
        return _between_words(here, after)
    if here[0] in _STOPS or here[0] in "」』”》）":
        return 0
    return _COSTS.get((first, second), 15)


# Where one kind of character follows another, how likely that is within a word.
_COSTS = {
    ("han", "han"): 70.0,
    ("han", "hiragana"): 80.0,
    ("hiragana", "hiragana"): 60.0,
    ("hiragana", "han"): 5.0,
    ("hiragana", "katakana"): 5.0,
    ("hiragana", "other"): 5.0,
    ("katakana", "katakana"): 120.0,
    ("katakana", "hiragana"): 70.0,
    ("other", "han"): 80.0,
    ("other", "katakana"): 80.0,
    ("other", "hiragana"): 80.0,
}


def _kind(cluster: str) -> str:
    name = unicodedata.name(cluster[0], "")
    if name.startswith(("CJK UNIFIED", "CJK COMPATIBILITY")) or cluster[0] in "々〇":
        return "han"
    for kind in ("hiragana", "katakana"):
        if name.startswith(kind.upper()):
            return kind
    wide = unicodedata.east_asian_width(cluster[0]) in "WF"
    return "punctuation" if wide else "other"


def _fitting(
    parts: Sequence[Piece], measure: Callable[[str], float], width: float
) -> Iterator[Piece]:
    """The pieces, those that are wider than a line taken apart."""
    for item in parts:
        clusters = tuple(_clusters(item.text))
        if measure(item.text) <= width or len(clusters) == 1:
            yield item
            continue
        for here, after in pairwise(clusters):
            kept = after[0] in _NO_START or here[0] in _NO_END
            yield Piece(here, "", _FORCED * (2 if kept else 1))
        yield Piece(clusters[-1], item.space, item.cost)


def _fewest(sizes: Sequence[tuple[float, float]], width: float) -> int:
    count, used, gap = 1, 0.0, 0.0
    for size, space in sizes:
        if used and used + gap + size > width:
            count, used = count + 1, size
        else:
            used += gap + size
        gap = space
    return count


def _balanced(
    parts: Sequence[Piece], sizes: Sequence[tuple[float, float]], width: float, count: int
) -> tuple[list[tuple[int, int]], float]:
    """Where each of `count` lines starts and stops, and what that costs, the least."""
    total = sum(size + space for size, space in sizes)
    target = total / count
    # By line: where it may stop, what that costs in all, and where it starts then.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(1, count + 1):
        found: dict[int, tuple[float, int]] = {}
        for start, (paid, _) in best[-1].items():
            used, gap = 0.0, 0.0
            for stop in range(start + 1, len(parts) + 1):
                size, space = sizes[stop - 1]
                used, gap = used + gap + size, space
                if used > width and stop > start + 1:
                    break
                if number == count and stop < len(parts):
                    continue
                slack = _UNEVEN * (used - target) / target
                cost = paid + slack * slack + (parts[stop - 1].cost if stop < len(parts) else 0)
                if stop not in found or cost < found[stop][0]:
                    found[stop] = (cost, start)
        best.append(found)
    made, stop = [], len(parts)
    for found in reversed(best[1:]):
        start = found[stop][1]
        made.append((start, stop))
        stop = start
    return made[::-1], best[-1][len(parts)][0]


def _text(parts: Sequence[Piece]) -> str:
    return "".join(item.text + item.space for item in parts).strip()
