"""The output folder: what sitegen wrote there, and how a build takes its place.

New bytes are first staged inside the folder, on the same file system, and moved to their
places when the whole site is rendered. A build that fails leaves the folder as it was; one that
is killed while moving leaves whole files only, all of them known as ours.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

import msgspec

from sitegen.addresses import iri
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

    def __init__(self, folder: Path, owned: Mapping[str, Entry], *, created: bool) -> None:
        self.folder, self.owned, self.created = folder, owned, created

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
        removed = [path for path in self.owned if path not in new]
        written = [item for item in new.values() if item.staged]
        self._check_places(new, removed)
        # Until all is in place, nobody can say what bytes a file that changes has.
        changing = {item.path: Entry("", -1) for item in written}
        if changing or removed:
            _write_manifest(self.folder, {**self.owned, **changing})
        for path in removed:
            self._remove(path)
        for item in written:
            target = self.folder / item.path
            target.parent.mkdir(parents=True, exist_ok=True)
            (self.staging / item.staged).replace(target)
        _write_manifest(self.folder, {path: new[path].entry for path in sorted(new)})
        shutil.rmtree(self.staging, ignore_errors=True)
        return len(written), len(removed)

    def discard(self) -> None:
        """Forget what was staged, so that the folder is as it was before."""
        shutil.rmtree(self.staging, ignore_errors=True)
        if self.created:
            with suppress(OSError):
                self.folder.rmdir()

    def _check_places(self, new: Mapping[str, Staged], removed: Iterable[str]) -> None:
        """Refuse what is not ours where a file will be written or removed."""
        top = self.folder.resolve()
        folders: set[Path] = set()
        for path in (*new, *removed):
            if path.partition("/")[0] in (MANIFEST, STAGING):
                raise CommandError(f"the address of “{path}” is what sitegen keeps for itself")
            target = self.folder / path
            if target.parent not in folders:
                self._check_folder(target.parent, top)
                folders.add(target.parent)
            if path not in self.owned and os.path.lexists(target) and not target.is_dir():
                raise _in_the_way(target)
            if target.is_dir() and not target.is_symlink():
                self._check_leaving(target)

    def _check_folder(self, folder: Path, top: Path) -> None:
        if not folder.resolve().is_relative_to(top):
            hint = "Remove the symbolic link from the output folder."
            raise CommandError(f"{folder} leads out of the output folder", hint)
        while folder != self.folder:
            ours = folder.relative_to(self.folder).as_posix() in self.owned
            if os.path.lexists(folder) and not folder.is_dir() and not ours:
                raise _in_the_way(folder)
            folder = folder.parent

    def _check_leaving(self, folder: Path) -> None:
        """A folder makes room for a file when all in it is ours."""
        for file in folder.rglob("*"):
            ours = file.relative_to(self.folder).as_posix() in self.owned
            if not ours and (file.is_symlink() or not file.is_dir()):
                raise _in_the_way(file)

    def _remove(self, path: str) -> None:
        target = self.folder / path
        # Nothing is there when the file's folder has become a file, or the file a folder.
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            target.unlink()
        folder = target.parent
        while folder != self.folder:
            try:
                folder.rmdir()
            except OSError:
                break
            folder = folder.parent


def _in_the_way(file: Path) -> CommandError:
    hint = "Move it away; files that should be published belong in static/."
    return CommandError(f"{file} stands in the way and was not written by sitegen", hint)


def open_output(folder: Path, site: Path) -> Output:
    """The output folder, ready to be built into.

    Raises CommandError for one that holds what sitegen did not write, or that is or holds the
    site's own folders.
    """
    whole = folder.resolve()
    for name in ("content", "templates", "static", ".sitegen"):
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
    created = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder / STAGING, ignore_errors=True)
        (folder / STAGING).mkdir()
    except OSError as problem:
        raise CommandError(f"{folder} cannot be written: {problem.strerror}") from None
    return Output(folder, owned, created=created)


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
    file = folder / MANIFEST
    try:
        return _owned(file.read_bytes().decode())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        hint = f"If nothing in {folder} is your own, remove that folder and build again."
        message = f"{file} is damaged: nobody can tell which files sitegen wrote there"
        raise CommandError(message, hint) from None


def _owned(manifest: str) -> dict[str, Entry]:
    """What a manifest says; raises ValueError when it is not one."""
    header, *lines, end = manifest.split("\n")
    if header != _HEADER or end:
        raise ValueError(header)
    fields = (line.split("\t") for line in lines)
    return {unquote(path): Entry(digest, int(size)) for digest, size, path in fields}


def _write_manifest(folder: Path, entries: Mapping[str, Entry]) -> None:
    lines = (f"{entry.digest}\t{entry.size}\t{iri(path)}\n" for path, entry in entries.items())
    waiting = folder / STAGING / "manifest"
    waiting.write_text(f"{_HEADER}\n{''.join(lines)}", encoding="utf-8", newline="\n")
    waiting.replace(folder / MANIFEST)
