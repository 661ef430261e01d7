"""A folder on this machine or on what is mounted: files appear in it one by one, each at once."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.errors import CommandError, PublishError
from sitegen.publish.listing import Listed
from sitegen.publish.store import check, sha256

_STAGING = ".sitegen-publishing"


class Folder:
    """The store that a folder is."""

    keeps_headers = False
    has_folders = True
    changes_at_once = False

    def __init__(self, folder: Path, threads: int) -> None:
        self.name, self.threads = str(folder), threads
        self._folder, self._staging = folder, folder / _STAGING
        self._numbers = itertools.count()

    def begin(self) -> None:
        """Forget what a publication that was killed left half written."""
        if self._folder.exists() and not self._folder.is_dir():
            raise CommandError(f"{self._folder} is not a folder")
        with _failing(self.name):
            shutil.rmtree(self._staging, ignore_errors=True)

    def is_empty(self) -> bool:
        """Whether nothing is there."""
        return not self._folder.exists() or not os.listdir(self._folder)  # noqa: PTH208 (names)

    def read(self, path: str) -> bytes | None:
        """A small file, None when it is not there."""
        try:
            return self._place(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def write(self, path: str, data: bytes, media_type: str) -> None:  # noqa: ARG002
        """Put a small file there."""
        with _failing(self.name):
            waiting = self._waiting()
            waiting.write_bytes(data)
            self._move(waiting, path)

    def holds(self, item: Listed) -> bool:
        """Whether exactly this file stands there."""
        place = self._place(item.path)
        return (
            place.is_file()
            and place.stat().st_size == item.size
            and (self.digest(item.path) == item.digest)
        )

    def put(self, item: Listed, file: Path) -> None:
        """Bring a file there: written aside first, then moved into place in one step."""
        with _failing(self.name):
            waiting = self._waiting()
            with file.open("rb") as source, waiting.open("wb") as copy:
                digest = sha256(source, copy.write)
            check(item, digest, file)
            self._move(waiting, item.path)

    def remove(self, path: str) -> None:
        """Take a file away, and folders that are empty then."""
        place = self._place(path)
        with _failing(self.name):
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                place.unlink()
            for folder in place.parents:
                if folder == self._folder:
                    break
                try:
                    folder.rmdir()
                except OSError:
                    break

    def digest(self, path: str) -> str:
        """SHA-256 of the bytes that are there; "" when nothing is."""
        try:
            with self._place(path).open("rb") as file:
                return sha256(file)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return ""

    def finish(self) -> None:
        """Nothing waits any more."""
        self.close()

    def close(self) -> None:
        """Remove the place where files waited."""
        shutil.rmtree(self._staging, ignore_errors=True)

    def _place(self, path: str) -> Path:
        return self._folder / path

    def _waiting(self) -> Path:
        self._staging.mkdir(parents=True, exist_ok=True)
        return self._staging / str(next(self._numbers))

    def _move(self, waiting: Path, path: str) -> None:
        place = self._place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        waiting.replace(place)


@contextmanager
def _failing(name: str) -> Iterator[None]:
    """What the system refuses becomes an error for people."""
    try:
        yield
    except OSError as problem:
        message = f"{problem.filename or name} cannot be written: {problem.strerror or problem}"
        raise PublishError(message, "Mend that, and publish again.") from None
