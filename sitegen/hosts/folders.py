"""Redirects of whole folders: one rule by pattern where many files moved side by side.

A rule for a folder counts only where no file and no rule for the single address is, so that it
says nothing new of any address that was published; of others, it only leads from nothing to
nothing, in one step.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

Pair = tuple[str, str]


class Folded(NamedTuple):
    """Redirects as rules: for folders (both end with "/"), the innermost first, and for single
    addresses, which have to come before them, in the order they had."""

    folders: Sequence[Pair]
    single: Sequence[Pair]


def folded(moved: Iterable[Pair]) -> Folded:
    """Redirects of files as rules for folders, as far as files kept their names."""
    pairs = tuple(moved)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for old, new in pairs:
        for folder, target in _folders(old, new):
            counts[folder][target] += 1
    chosen = _alone({folder: max(found, key=found.__getitem__) for folder, found in counts.items()
                     if max(found.values()) > 1})  # fmt: skip
    single = [(old, new) for old, new in pairs if not _is_covered(old, new, chosen)]
    return Folded(sorted(chosen.items(), key=lambda pair: (-pair[0].count("/"), pair)), single)


def _folders(old: str, new: str) -> Iterator[Pair]:
    """The outermost folder that moved with a file, and where it went."""
    source, target = old.split("/"), new.split("/")
    same = 0
    while same < min(len(source), len(target)) - 1 and source[-1 - same] == target[-1 - same]:
        same += 1
    for kept in range(same, 0, -1):
        pair = f"{'/'.join(source[:-kept])}/", f"{'/'.join(target[:-kept])}/"
        if not (pair[0].startswith(pair[1]) or pair[1].startswith(pair[0])):
            yield pair
            return


def _alone(folders: Mapping[str, str]) -> Mapping[str, str]:
    """The folders whose targets no other rule leads on from: there are no second steps."""
    around = {outer for folder in folders for outer in _around(folder)}
    return {
        folder: target
        for folder, target in folders.items()
        if target not in around and not any(outer in folders for outer in _around(target))
    }


def _around(folder: str) -> Iterator[str]:
    """A folder and all folders around it."""
    while folder:
        yield folder
        folder = folder[: folder.rstrip("/").rfind("/") + 1]


def _is_covered(old: str, new: str, folders: Mapping[str, str]) -> bool:
    """Whether the innermost rule around an address says the same."""
    for folder in _around(old[: old.rfind("/") + 1]):
        if folder in folders:
            return folders[folder] + old[len(folder) :] == new
    return False
