"""The list of what sitegen wrote into an output folder: path, size and SHA-256 of every file."""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import msgspec

from sitegen.addresses import iri
from sitegen.errors import CommandError

MANIFEST = ".sitegen-manifest"

_HEADER = b"sitegen-manifest 2"


class Entry(msgspec.Struct, frozen=True):
    """A file that sitegen wrote: SHA-256 of its bytes and its size; "" and -1 when unknown."""

    digest: str
    size: int


UNKNOWN = Entry("", -1)


class Manifest:
    """The list, kept as the sorted lines of its file, so that a change costs what it changes."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return (unquote(line.split(b"\t", 1)[0].decode()) for line in self._lines)

    def get(self, path: str) -> Entry | None:
        """What is said of a file, None when it is not ours."""
        start = _start(path)
        place = bisect_left(self._lines, start)
        if place == len(self._lines) or not self._lines[place].startswith(start):
            return None
        _, size, digest = self._lines[place].split(b"\t")
        return Entry(digest.decode(), int(size))

    def changed(self, entries: Mapping[str, Entry | None]) -> "Manifest":
        """The list with these entries, without those that are None."""
        lines = self._lines.copy()
        new = []
        for path, entry in entries.items():
            start = _start(path)
            place = bisect_left(lines, start)
            there = place < len(lines) and lines[place].startswith(start)
            line = b"%b%d\t%b" % (start, entry.size, entry.digest.encode()) if entry else b""
            if there and entry:
                lines[place] = line
            elif there:
                # Its path alone marks a line that goes, so that no place moves meanwhile.
                lines[place] = start
            elif entry:
                new.append(line)
        kept = (
            [line for line in lines if not line.endswith(b"\t")]
            if None in entries.values()
            else lines
        )
        return Manifest(sorted(kept + new) if new else kept)

    def digest(self) -> bytes:
        """A digest of the whole list."""
        return hashlib.blake2b(self.data(), digest_size=16).digest()

    def data(self) -> bytes:
        """The file's bytes."""
        return b"\n".join((_HEADER, *self._lines, b""))


def _start(path: str) -> bytes:
    return iri(path).encode() + b"\t"


def read(folder: Path) -> Manifest | None:
    """The list in a folder, None when there is none. Raises CommandError when it is damaged."""
    file = folder / MANIFEST
    try:
        return _parsed(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        hint = f"If nothing in {folder} is your own, remove that folder and build again."
        message = f"{file} is damaged: nobody can tell which files sitegen wrote there"
        raise CommandError(message, hint) from None


def entries(folder: Path) -> Iterator[tuple[str, Entry]]:
    """Every file of the list in a folder, sorted by address, without holding them all in memory.

    Raises CommandError when there is no list, or it is damaged.
    """
    file = folder / MANIFEST
    try:
        with file.open("rb") as lines:
            yield from _entries(lines)
    except FileNotFoundError:
        hint = "Run “sitegen build” first, or name the folder that was built into."
        raise CommandError(f"nothing was built into {folder}", hint) from None
    except (OSError, ValueError):
        raise CommandError(f"{file} is damaged", "Build again: sitegen build --clean") from None


def _entries(lines: Iterable[bytes]) -> Iterator[tuple[str, Entry]]:
    rest = iter(lines)
    if next(rest, b"") != _HEADER + b"\n":
        raise ValueError(_HEADER)
    for line in rest:
        path, size, digest = line.removesuffix(b"\n").split(b"\t")
        yield unquote(path.decode()), Entry(digest.decode(), int(size))


def _parsed(data: bytes) -> Manifest:
    header, *lines = data.split(b"\n")
    if header != _HEADER or not lines or lines.pop():
        raise ValueError(header)
    for line in lines:
        _, size, _ = line.split(b"\t")
        int(size)
    lines.sort()
    return Manifest(lines)
