"""Files of the output folder, and of nothing around it."""

import os
from pathlib import Path


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
