"""Looks at folders: the output and nothing around it; all files of a site."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.build.stamps import Stamp, stamp


def file_in(folder: Path, path: str) -> Path | None:
    """The file at a path below a folder (looked at), None when there is none.

    A symbolic link counts as long as it does not lead out of the folder.
    """
    try:
        top, place = os.path.realpath(folder), os.path.realpath(folder / path)
        found = Path(place)
        return found if found.is_relative_to(top) and found.is_file() else None
    except (OSError, ValueError):
        return None


def stamps_in(folders: Iterable[str], *, recursive: bool) -> Mapping[str, Stamp]:
    """The stamps of all files in folders (looked at), and of folders that they are there."""
    found: dict[str, Stamp] = {}
    for top in folders:
        for folder, below, files in os.walk(top):
            found.update((f"{folder}/{name}", stamp(f"{folder}/{name}")) for name in files)
            found.update((f"{folder}/{name}", _FOLDER) for name in below)
            below[:] = [name for name in below if recursive and not name.startswith(".")]
    return found


# A folder is known by what is in it.
_FOLDER = Stamp(0, 0, 0)
