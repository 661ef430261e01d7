"""Files that wait in a staging folder are moved to their places, and the old ones freed."""

import os
from collections.abc import Iterable
from contextlib import suppress
from threading import Thread
from typing import NamedTuple

_OLD = "old"
_THREADS = 4

_freeing: list[Thread] = []  # what this process has begun to free


class Folders(NamedTuple):
    """Where files wait, and where they will stand; on the same file system."""

    staging: str
    output: str


class Waiting(NamedTuple):
    """The name under which a file waits, a number below that of a folder, and its place."""

    name: str
    path: str


def put(folders: Folders, files: tuple[Waiting, ...]) -> None:
    """Move files to their places; in most of them older ones stand.

    A disk may take long over the blocks of a file that has lost its last name: one that is told
    of each of them, as with ext4's `discard`, a hundred microseconds. A rename on top of that name
    waits for it, and so does every other rename. While the old file has a second name nothing
    waits, and many such names are removed at the same time, while the next files are moved.
    """
    held = f"{folders.staging}/{_OLD}/{files[0].name}"
    os.makedirs(held, exist_ok=True)  # noqa: PTH103 (very many paths as text)
    names: list[str] = []
    for file in files:
        place = f"{folders.output}/{file.path}"
        name = f"{held}/{len(names)}"
        with suppress(OSError):  # nothing stands there, or the file system knows no second names
            os.link(place, name)
            names.append(name)
        move(f"{folders.staging}/{file.name}", place)
    _free(names)


def _free(names: list[str]) -> None:
    """Begin to remove files, when those of the last time are gone."""
    for thread in _freeing:
        thread.join()
    _freeing[:] = [
        Thread(target=_remove, args=(names[start::_THREADS],)) for start in range(_THREADS)
    ]
    for thread in _freeing:
        thread.start()


def _remove(names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):  # what stays goes with the staging folder
            os.unlink(name)  # noqa: PTH108


def move(waiting: str, place: str) -> None:
    """Move a file or a folder to a place where a file or nothing but empty folders may stand."""
    try:
        os.replace(waiting, place)  # noqa: PTH105
    except FileNotFoundError:
        os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120
        os.replace(waiting, place)  # noqa: PTH105
    except (IsADirectoryError, PermissionError):
        _remove_empty(place)
        os.replace(waiting, place)  # noqa: PTH105


def merge(tree: str, folder: str) -> None:
    """Move all that is in one folder into another, whole folders where there is none yet."""
    try:
        found = list(os.scandir(tree))
    except FileNotFoundError:
        return
    for item in found:
        place = f"{folder}/{item.name}"
        if item.is_dir(follow_symlinks=False) and os.path.lexists(place):
            merge(item.path, place)
        else:
            move(item.path, place)


def _remove_empty(folder: str) -> None:
    """Remove a folder that holds nothing but empty folders."""
    for place, _, _ in os.walk(folder, topdown=False):
        os.rmdir(place)  # noqa: PTH106
