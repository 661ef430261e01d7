"""What has to change at a target, and in which order readers may see it change."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from sitegen.publish.listing import ASSETS, Listed
from sitegen.publish.media_types import media_type

# How long a file that pages name by its fingerprint outlives the last of these pages (seconds):
# readers and caches hold pages that still ask for it.
GRACE = 24 * 60 * 60

PARTS, NEW, CHANGED, LISTS = "styles, scripts and photos", "new pages", "pages", "lists and feeds"
PHASES = (PARTS, NEW, CHANGED, LISTS)

_KINDS = ("new", "changed", "doubtful")
_HEAD = 1 << 16  # bytes of a page in which its head ends
_ARTICLE = re.compile(rb"""property=["']?og:type["']?\s+content=["']?article""")
# What no name tells, such as the files of the search, is what scripts ask for.
_PART = re.compile(
    r"(image|font|audio|video|text/css|text/javascript|application/(pdf|wasm|octet-stream))\b"
)


class Difference(msgspec.Struct, frozen=True):
    """How a built site differs from what is known of a target.

    `doubtful` are files of which only the target itself can say whether they are there, `gone`
    those that the site has no more, `leaving` those of them that stay for a while, by the moment
    (Unix seconds) at which they were given up.
    """

    new: Sequence[Listed]
    changed: Sequence[Listed]
    doubtful: Sequence[Listed]
    gone: Sequence[str]
    leaving: Mapping[str, int]
    unchanged: int


def compare(
    wanted: Iterable[Listed],
    known: Iterable[Listed],
    pending: Mapping[str, int],
    *,
    headers: bool,
    now: int,
    purge: bool,
) -> Difference:
    """The difference between two listings; `pending` is what the target may hold besides.

    With `headers`, a file whose media type or Cache-Control differs has changed, too; with
    `purge` nothing stays for a while.
    """
    found: dict[str, list[Listed]] = {kind: [] for kind in _KINDS}
    given_up = list[Listed]()
    unchanged = 0
    for ours, theirs in _side_by_side(wanted, known):
        if ours is not None and (kind := _kind(ours, theirs, pending, headers=headers)):
            found[kind].append(ours)
        elif ours is not None:
            unchanged += 1
        elif theirs is not None:
            given_up.append(theirs)
    here = {item.path for item in found["doubtful"]}
    since = {path: moment for path, moment in pending.items() if path not in here}
    since |= {item.path: since.get(item.path) or now for item in given_up if item.lasts}
    leaving = {path: moment for path, moment in since.items() if now - moment < GRACE and not purge}
    gone = (since.keys() | {item.path for item in given_up}) - leaving.keys()
    return Difference(**found, gone=sorted(gone), leaving=leaving, unchanged=unchanged)


def _kind(ours: Listed, theirs: Listed | None, pending: Mapping[str, int], *, headers: bool) -> str:
    """What has to be done with a file of the site, "" for nothing."""
    if ours.path in pending:
        return "doubtful"
    if theirs is None:
        return "new"
    same = ours.digest == theirs.digest and (not headers or _headers(ours) == _headers(theirs))
    return "" if same else "changed"


def _headers(item: Listed) -> tuple[str, str]:
    return item.media_type, item.cache_control


def _side_by_side(
    ours: Iterable[Listed], theirs: Iterable[Listed]
) -> Iterator[tuple[Listed | None, Listed | None]]:
    """Pairs of the same path from two sorted listings, None where one of them has it not."""
    left, right = iter(ours), iter(theirs)
    mine, other = next(left, None), next(right, None)
    while mine is not None or other is not None:
        if other is None or (mine is not None and mine.key < other.key):
            yield mine, None
            mine = next(left, None)
        elif mine is None or other.key < mine.key:
            yield None, other
            other = next(right, None)
        else:
            yield mine, other
            mine, other = next(left, None), next(right, None)


def in_phases(
    new: Iterable[Listed], changed: Iterable[Listed], dist: Path
) -> Mapping[str, Sequence[Listed]]:
    """The files to bring, in the order of `PHASES`.

    What pages are made of comes first. New articles come before changed ones, which may link to
    them, and lists, feeds and whatever else leads to pages after both.
    """
    phases: dict[str, list[Listed]] = {phase: [] for phase in PHASES}
    for items, pages in ((new, NEW), (changed, CHANGED)):
        for item in items:
            phases[_phase(item, pages, dist)].append(item)
    return phases


def in_order_of_leaving(gone: Iterable[str]) -> Sequence[Sequence[str]]:
    """The files to remove, in two steps: pages, lists and feeds before what they are made of."""
    parts, others = list[str](), list[str]()
    for path in gone:
        (parts if _is_part(path, media_type(path)) else others).append(path)
    return others, parts


def _phase(item: Listed, pages: str, dist: Path) -> str:
    if item.lasts or _is_part(item.path, item.media_type):
        return PARTS
    return pages if item.path.endswith(".html") and _is_article(dist / item.path) else LISTS


def _is_part(path: str, kind: str) -> bool:
    return path.startswith((ASSETS, "media/")) or _PART.match(kind) is not None


def _is_article(file: Path) -> bool:
    with file.open("rb") as page:
        return _ARTICLE.search(page.read(_HEAD)) is not None


def in_the_way(new: Iterable[str], gone: Sequence[str]) -> Sequence[str]:
    """Files to remove where a new file wants a folder, or a new folder's file stands."""
    arriving = set(new)
    leaving = set(gone)
    blocked = {folder for path in arriving for folder in _folders(path) if folder in leaving}
    blocked |= {path for path in gone for folder in _folders(path) if folder in arriving}
    return sorted(blocked)


def _folders(path: str) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
