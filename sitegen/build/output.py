"""The output folder: what sitegen wrote there, and how a build takes its place.

New bytes are first staged inside the folder, on the same file system, and moved to their
places when the whole site is rendered. A build that fails leaves the folder as it was; one that
is killed while moving leaves whole files only, all of them known as ours.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from sitegen.errors import CommandError

MANIFEST = ".sitegen-manifest"
STAGING = ".sitegen-staging"

_HEADER = "sitegen-manifest 1"


class Entry(msgspec.Struct, frozen=True):
    """A file that sitegen wrote: SHA-256 of its bytes and its size; "" and -1 when unknown."""

    digest: str
    size: int


class Staged(msgspec.Struct, frozen=True):
    """A file of the new build; `staged` is its name in the staging folder, "" if it stands."""

    path: str
    entry: Entry
    staged: str


class Output:
    """One output folder and what sitegen owns in it."""

    def __init__(self, folder: Path, owned: Mapping[str, Entry]) -> None:
        self.folder, self.owned = folder, owned

    @property
    def staging(self) -> Path:
        """Where new files wait."""
        return self.folder / STAGING

    def commit(self, files: Iterable[Staged]) -> tuple[int, int]:
        """Put the staged files in their places and remove what no page owns any more.

        Returns how many files were written and how many removed. Raises CommandError, before
        anything is changed, when a file that is not ours stands in the way.
        """
        new = {item.path: item for item in files}
        self._refuse_foreign(path for path in new if path not in self.owned)
        union = {**self.owned, **{path: Entry("", -1) for path in new if path not in self.owned}}
        if union.keys() != self.owned.keys():
            _write_manifest(self.folder, union)
        removed = [path for path in self.owned if path not in new]
        for path in removed:
            self._remove(path)
        written = [item for item in new.values() if item.staged]
        for item in written:
            target = self._safe(item.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.staging / item.staged).replace(target)
        _write_manifest(self.folder, {path: new[path].entry for path in sorted(new)})
        shutil.rmtree(self.staging, ignore_errors=True)
        return len(written), len(removed)

    def _refuse_foreign(self, paths: Iterable[str]) -> None:
        for path in paths:
            target = self.folder / path
            if not os.path.lexists(target) or target.is_dir():
                continue
            hint = "Move it away; files that should be published belong in static/."
            raise CommandError(f"{target} stands in the way and was not written by sitegen", hint)

    def _remove(self, path: str) -> None:
        target = self._safe(path)
        target.unlink(missing_ok=True)
        folder = target.parent
        while folder != self.folder:
            try:
                folder.rmdir()
            except OSError:
                break
            folder = folder.parent

    def _safe(self, path: str) -> Path:
        """The path in the folder; never one that a symbolic link leads out of it."""
        target = self.folder / path
        if not target.parent.resolve().is_relative_to(self.folder.resolve()):
            hint = "Remove the symbolic link from the output folder."
            raise CommandError(f"{target} leads out of the output folder", hint)
        return target


def open_output(folder: Path, site: Path) -> Output:
    """The output folder, ready to be built into.

    Raises CommandError for one that holds what sitegen did not write, or that is or holds the
    site's own folders.
    """
    whole = folder.resolve()
    for name in ("content", "templates", "static"):
        source = (site / name).resolve()
        if whole.is_relative_to(source) or source.is_relative_to(whole):
            raise CommandError(f"{folder} cannot be the output: it overlaps {name}/")
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} is not a folder")
    owned = _read_manifest(folder)
    if owned is None:
        if folder.is_dir() and any(item.name != STAGING for item in folder.iterdir()):
            hint = "Name a new or empty folder with --output; nothing in this one was changed."
            raise CommandError(f"{folder} holds files that sitegen did not write", hint)
        owned = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder / STAGING, ignore_errors=True)
        (folder / STAGING).mkdir()
    except OSError as problem:
        raise CommandError(f"{folder} cannot be written: {problem.strerror}") from None
    return Output(folder, owned)


def stage(folder: Path, path: str, data: bytes, name: str, *, force: bool) -> Staged:
    """Stage one file of the new build under `name`, unless the bytes in place are the same."""
    entry = Entry(hashlib.sha256(data).hexdigest(), len(data))
    if not force and _same(folder / path, data):
        return Staged(path, entry, "")
    (folder / STAGING / name).write_bytes(data)
    return Staged(path, entry, name)


def _same(file: Path, data: bytes) -> bool:
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def _read_manifest(folder: Path) -> dict[str, Entry] | None:
    try:
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    if not lines or lines[0] != _HEADER:
        return None
    owned = {}
    for line in lines[1:]:
        digest, size, path = line.split("\t", 2)
        owned[path] = Entry(digest, int(size))
    return owned


def _write_manifest(folder: Path, entries: Mapping[str, Entry]) -> None:
    lines = (f"{entry.digest}\t{entry.size}\t{path}\n" for path, entry in entries.items())
    waiting = folder / STAGING / "manifest"
    waiting.write_text(f"{_HEADER}\n{''.join(lines)}", encoding="utf-8", newline="\n")
    waiting.replace(folder / MANIFEST)
