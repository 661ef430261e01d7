"""What publishing needs of a target that takes one file after the other."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Protocol

from sitegen.errors import CommandError
from sitegen.publish.listing import Listed

_CHUNK = 1 << 16


class Store(Protocol):
    """A bucket, a folder, a branch. Methods may be called from several threads at once."""

    name: str
    """The target in words for people: no secret is in it."""

    threads: int
    """How many files it takes at once at most."""

    keeps_headers: bool
    """Whether it remembers the media type and Cache-Control of a file."""

    has_folders: bool
    """Whether a file cannot stand where a folder does."""

    changes_at_once: bool
    """Whether readers see nothing before `finish`, and everything after it."""

    def begin(self) -> None:
        """Called once, before anything is changed."""

    def is_empty(self) -> bool:
        """Whether nothing is there."""

    def read(self, path: str) -> bytes | None:
        """A small file, None when it is not there."""

    def write(self, path: str, data: bytes, media_type: str) -> None:
        """Put a small file there that no reader looks at."""

    def holds(self, item: Listed) -> bool:
        """Whether exactly this file stands there."""

    def put(self, item: Listed, file: Path) -> None:
        """Bring a file there: readers see the old bytes or the new, never a part."""

    def remove(self, path: str) -> None:
        """Take a file away; nothing happens when it is not there."""

    def digest(self, path: str) -> str:
        """SHA-256 of the bytes that are there, read back; "" when nothing is."""

    def finish(self) -> None:
        """Called once, after the last change."""

    def close(self) -> None:
        """Called at the end, whatever happened."""


def sha256(stream: BinaryIO, each: Callable[[bytes], object] = lambda _: None) -> str:
    """SHA-256 of what remains in a stream, in hexadecimal; `each` sees every piece."""
    digest = hashlib.sha256()
    while piece := stream.read(_CHUNK):
        digest.update(piece)
        each(piece)
    return digest.hexdigest()


def check(item: Listed, digest: str, file: Path) -> None:
    """Raises CommandError when a file is not the one that was built."""
    if digest != item.digest:
        raise CommandError(
            f"{file} is not what the last build wrote", "Build again: sitegen build --clean"
        )
