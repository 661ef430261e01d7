"""What of the site's files and of the output is as the last build left it."""

import hashlib
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sitegen.build.manifest import Entry, Manifest
from sitegen.build.stamps import NONE, Stamp, stamp
from sitegen.build.state import DIGEST, DamagedStateError, File, Source, State, Written
from sitegen.content.scan import LEDGER, OtherFile, Scan, SourceFile

_STATIC = "static/"


class Remembered(NamedTuple):
    """The last build as the state tells of it; `seen` is when it looked at the files, in ns."""

    sources: Mapping[str, Source]
    files: Mapping[str, File]
    outputs: Mapping[str, Written]
    seen: int


def remembered(state: State) -> Remembered:
    """Read what is known of the last build; nothing is, when there was none."""
    seen = state.memory("seen")
    return Remembered(state.sources(), state.files(), state.outputs(), int(seen or 0))


class Compared(NamedTuple):
    """The files of one kind now: their stamps, which of them must be looked at, which are gone."""

    stamps: Mapping[str, Stamp]
    doubtful: frozenset[str]
    gone: frozenset[str]

    @property
    def same(self) -> bool:
        """Whether all files are there and as they were, and no others."""
        return not self.doubtful and not self.gone


def compare(
    stamps: Mapping[str, Stamp], known: Mapping[str, Source] | Mapping[str, File], seen: int
) -> Compared:
    """What became of files, by their stamps now and at the last build."""
    doubtful = []
    for name, now in stamps.items():
        old = known.get(name)
        if old is None or old[:3] != now or not now.is_sure(seen):
            doubtful.append(name)
    return Compared(stamps, frozenset(doubtful), frozenset(known.keys() - stamps.keys()))


def source_stamps(found: Scan) -> Mapping[str, Stamp]:
    """The stamps of the source files of articles, by path below content/."""
    return {item.path: stamp_of(item) for item in found.articles}


def file_stamps(found: Scan, static: Mapping[str, Path], content: Path) -> Mapping[str, Stamp]:
    """The stamps of files beside articles, in static/ and of the ledger, by path in the site.

    Those in static/ and that of the ledger are looked at here.
    """
    ledger = stamp(content / LEDGER)
    return {
        **{f"content/{item.path}": stamp_of(item) for item in found.files},
        **_static_stamps(static),
        **({LEDGER: ledger} if ledger != NONE else {}),
    }


def compared_static(static: Mapping[str, Path], known: Remembered) -> Compared:
    """What became of the files in static/, which are looked at here."""
    before = {name: row for name, row in known.files.items() if name.startswith(_STATIC)}
    return compare(_static_stamps(static), before, known.seen)


def _static_stamps(static: Mapping[str, Path]) -> Mapping[str, Stamp]:
    return {f"{_STATIC}{name}": stamp(file) for name, file in static.items()}


def stamp_of(item: SourceFile | OtherFile) -> Stamp:
    """The stamp of a file as it was when it was found."""
    found = item.stamp
    return Stamp(found.size, found.mtime_ns, found.ctime_ns)


class Standing(NamedTuple):
    """What of the output is not as the last build left it, and the new stamps of what is."""

    changed: frozenset[str]
    restamped: Mapping[str, Stamp]

    @property
    def same(self) -> bool:
        """Whether the output is as the last build left it."""
        return not self.changed and not self.restamped


def standing(
    folder: Path, outputs: Mapping[str, Written], owned: Manifest, *, sure: bool
) -> Standing:
    """Look at every file of the output (the effect), by its digest where its stamp is new.

    `sure` when the list of our files is that of the last build; else it must say the same.
    Raises DamagedStateError when that list holds other files than the state.
    """
    if sure and len(owned) != len(outputs):
        raise DamagedStateError("files of the output are missing")
    changed, restamped = [], {}
    top = str(folder)
    for path, known in outputs.items():
        now = stamp(f"{top}/{path}")
        if not sure and not _is_of(known, owned.get(path)):
            changed.append(path)
        elif now != known[:3]:
            if now.size == known.size and _digest(folder / path) == known.digest:
                restamped[path] = now
            else:
                changed.append(path)
    if sure and not all(map(owned.get, changed)):
        raise DamagedStateError("the paths of the output's files are wrong")
    return Standing(frozenset(changed), restamped)


def _is_of(known: Written, entry: Entry | None) -> bool:
    """Whether the list of our files says of a file what the state says."""
    if entry is None or entry.size != known.size:
        return False
    return entry.digest.startswith(known.digest.hex())


def _digest(file: Path) -> bytes:
    try:
        return hashlib.sha256(file.read_bytes()).digest()[:DIGEST]
    except OSError:
        return b""


def now_ns() -> int:
    """The moment from which files count as looked at."""
    return time.time_ns()


def restamped(known: Remembered, stands: Standing) -> Mapping[str, Written]:
    """The rows of files that have new stamps and the old bytes."""
    return {
        path: known.outputs[path]._replace(**now._asdict())
        for path, now in stands.restamped.items()
    }
