"""The output folder: how a build takes its place in it, and nothing of others is lost.

New bytes are first staged inside the folder, on the same file system, and moved to their
places when the whole site is rendered. A build that fails leaves the folder as it was; one that
is killed while moving leaves whole files only, all of them known as ours.
"""

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from sitegen.build import manifest
from sitegen.build.manifest import MANIFEST, UNKNOWN, Entry, Manifest
from sitegen.build.placing import Folders, Waiting, merge, put
from sitegen.build.workers import Workers
from sitegen.errors import CommandError

STAGING = ".sitegen-staging"
PREVIEW = "site"

_TREE = "tree"
# Two processes that make files in one folder wait for each other.
_FULL = 500  # files that wait in one folder


class Staged(msgspec.Struct, frozen=True):
    """A file of the new build; `staged` is its name in the staging folder, "" if it stands."""

    path: str
    entry: Entry
    staged: str


class Output:
    """One output folder and what sitegen owns in it."""

    def __init__(self, folder: Path, owned: Manifest, *, created: bool) -> None:
        self.folder, self.owned, self.created = folder, owned, created

    @property
    def staging(self) -> Path:
        """Where new files wait."""
        return self.folder / STAGING

    def stage_name(self, path: str, number: int) -> str:
        """The name under which a file waits: where nothing stands yet, whole folders can move."""
        return f"{number // _FULL}/{number}" if self.owned.get(path) else f"{_TREE}/{path}"

    def commit(self, files: Sequence[Staged], removed: Collection[str], workers: Workers) -> None:
        """Put the staged files in their places and remove what no page owns any more.

        Raises CommandError, before anything is changed, when a file that is not ours stands in
        the way.
        """
        written = [item for item in files if item.staged]
        self._check_places(written, removed)
        gone = dict.fromkeys(removed, UNKNOWN)
        # Until all is in place, nobody can say what bytes a file that changes has.
        waiting = {item.path: UNKNOWN for item in written}
        if waiting or gone:
            self._write(self.owned.changed({**gone, **waiting}))
        for path in removed:
            self._remove(path)
        folders = Folders(str(self.staging), str(self.folder))
        changed = (
            Waiting(item.staged, item.path) for item in written if not item.staged.startswith(_TREE)
        )
        for _ in workers.map(put, folders, changed, _FULL, name=_place):
            pass
        merge(f"{self.staging}/{_TREE}", str(self.folder))
        entries: dict[str, Entry | None] = {item.path: item.entry for item in files}
        now = self.owned.changed({**dict.fromkeys(removed), **entries})
        if waiting or gone or now.data() != self.owned.data():
            self._write(now)
        self.owned = now
        shutil.rmtree(self.staging, ignore_errors=True)

    def discard(self) -> None:
        """Forget what was staged, so that the folder is as it was before."""
        shutil.rmtree(self.staging, ignore_errors=True)
        if self.created:
            with suppress(OSError):
                self.folder.rmdir()

    def _write(self, new: Manifest) -> None:
        waiting = self.staging / "manifest"
        waiting.write_bytes(new.data())
        waiting.replace(self.folder / MANIFEST)

    def _check_places(self, written: Sequence[Staged], removed: Iterable[str]) -> None:
        """Refuse what is not ours where a file will be written or removed."""
        places = _Places(self)
        for item in written:
            places.check(item.path, owned=not item.staged.startswith(_TREE))
        for path in removed:
            places.check(path, owned=True)

    def _remove(self, path: str) -> None:
        target = f"{self.folder}/{path}"
        # Nothing is there when the file's folder has become a file, or the file a folder.
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            os.unlink(target)  # noqa: PTH108 (thousands of paths as text)
        folder = path.rpartition("/")[0]
        while folder:
            try:
                os.rmdir(f"{self.folder}/{folder}")  # noqa: PTH106
            except OSError:
                break
            folder = folder.rpartition("/")[0]


def _place(file: Waiting) -> str:
    return file.path


class _Places:
    """Looks at places in the output before anything is changed there."""

    def __init__(self, output: Output) -> None:
        self._folder, self._owned = output.folder, output.owned
        self._top = output.folder.resolve()
        self._checked = {""}

    def check(self, path: str, *, owned: bool) -> None:
        """Raises CommandError when a file may not be written or removed there."""
        if path.partition("/")[0] in (MANIFEST, STAGING):
            hint = "Choose another “permalink” or another name."
            raise CommandError(f"the address of “{path}” is what sitegen keeps for itself", hint)
        self._check_folder(path.rpartition("/")[0], path)
        found = _kind(f"{self._folder}/{path}")
        if found == stat.S_IFDIR:
            self._check_leaving(Path(self._folder, path))
        elif found and not owned:
            raise _in_the_way(f"{self._folder}/{path}")

    def _check_folder(self, folder: str, path: str) -> None:
        if folder in self._checked:
            return
        if ".." in folder.split("/") or folder.startswith("/") or path.startswith("/"):
            raise self._leads_out(folder)
        parent = folder.rpartition("/")[0]
        self._check_folder(parent, path)
        whole = f"{self._folder}/{folder}"
        found = _kind(whole)
        if found == stat.S_IFLNK:
            target = Path(whole).resolve()
            if not target.is_relative_to(self._top):
                raise self._leads_out(whole)
            found = stat.S_IFDIR if target.is_dir() else found
        if found and found != stat.S_IFDIR and not self._owned.get(folder):
            raise _in_the_way(whole)
        self._checked.add(folder)

    @staticmethod
    def _leads_out(folder: str) -> CommandError:
        hint = "Remove the symbolic link from the output folder."
        return CommandError(f"{folder} leads out of the output folder", hint)

    def _check_leaving(self, folder: Path) -> None:
        """A folder makes room for a file when all in it is ours."""
        for file in folder.rglob("*"):
            ours = self._owned.get(file.relative_to(self._folder).as_posix())
            if not ours and (file.is_symlink() or not file.is_dir()):
                raise _in_the_way(str(file))


def _kind(path: str) -> int:
    """What stands at a place, a link not followed: a file's type as in `stat`; 0 for nothing."""
    try:
        return stat.S_IFMT(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return 0


def _in_the_way(file: str) -> CommandError:
    hint = "Move it away; files that should be published belong in static/."
    return CommandError(f"{file} stands in the way and was not written by sitegen", hint)


def seen_from(site: Path, output: Path) -> bytes:
    """The output as seen from the site, so that both can be restored elsewhere."""
    try:
        return os.path.relpath(output.resolve(), site.resolve()).encode()
    except ValueError:  # another drive
        return str(output.resolve()).encode()


def open_output(folder: Path, site: Path, state: Path) -> Output:
    """The output folder, ready to be built into; nothing in it is changed yet.

    Raises CommandError for one that holds what sitegen did not write, or that is or holds the
    site's own folders. A folder of its own below that of the state is a preview's.
    """
    whole = folder.resolve()
    preview = whole == (state / PREVIEW).resolve()
    for name in ("content", "templates", "static", ".sitegen"):
        source = (site / name).resolve()
        if preview and name == ".sitegen":
            continue
        if whole.is_relative_to(source) or source.is_relative_to(whole):
            hint = "Name another folder with --output."
            raise CommandError(f"{folder} cannot be the output: it overlaps {name}/", hint)
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} is not a folder")
    owned = manifest.read(folder)
    if owned is None and folder.is_dir() and any(item.name != STAGING for item in folder.iterdir()):
        hint = "Name a new or empty folder with --output; nothing in this one was changed."
        raise CommandError(f"{folder} holds files that sitegen did not write", hint)
    return Output(folder, owned or Manifest([]), created=not folder.exists())


def begin(output: Output) -> None:
    """Make the folder, and an empty one in it where new files will wait."""
    try:
        output.folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(output.staging, ignore_errors=True)
        output.staging.mkdir()
    except OSError as problem:
        raise CommandError(f"{output.folder} cannot be written: {problem.strerror}") from None


class Stage:
    """Where a worker leaves the files that it makes."""

    def __init__(self, folder: str) -> None:
        self._folder, self._staging = folder, f"{folder}/{STAGING}"
        self._made = {self._staging}

    def put(self, path: str, data: bytes, name: str, known: str, *, compare: bool) -> Staged:
        """Stage a file under a name, unless the same bytes stand in its place.

        `known` is the SHA-256 of what is sure to stand there, "" when nobody is sure; the file
        itself is looked at then, when that is wanted.
        """
        digest = hashlib.sha256(data).hexdigest()
        entry = Entry(digest, len(data))
        if digest == known or (compare and not known and self._same(path, data)):
            return Staged(path, entry, "")
        waiting = f"{self._staging}/{name}"
        self._make(waiting.rpartition("/")[0])
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
        with open(descriptor, "wb", buffering=0) as file:  # noqa: PTH123 (half the time of Path)
            file.write(data)
        return Staged(path, entry, name)

    def _same(self, path: str, data: bytes) -> bool:
        file = Path(self._folder, path)
        try:
            return file.stat().st_size == len(data) and file.read_bytes() == data
        except OSError:
            return False

    def _make(self, folder: str) -> None:
        """Make a folder and those around it; other workers may make the same at this moment."""
        if folder in self._made:
            return
        self._make(folder.rpartition("/")[0])
        with suppress(FileExistsError):
            os.mkdir(folder)  # noqa: PTH102 (hundreds of thousands of paths as text)
        self._made.add(folder)


_BINARY = getattr(os, "O_BINARY", 0)
