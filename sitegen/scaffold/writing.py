"""Writes new files, and never over what is there."""

from collections.abc import Mapping
from pathlib import Path

from sitegen.errors import CommandError


def write_new(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files by their paths below `folder` (the effect), or none of them.

    Raises CommandError when there is something at any of the places, or when they cannot be
    written.
    """
    places = {folder / path: text for path, text in files.items()}
    taken = [place for place in places if place.is_symlink() or place.exists()]
    if taken:
        names = ", ".join(map(str, taken))
        raise CommandError(f"{names} {'is' if len(taken) == 1 else 'are'} there already", _KEPT)
    try:
        for place, text in places.items():
            place.parent.mkdir(parents=True, exist_ok=True)
            # “x”: should the file have come up since, it stays as it is.
            with place.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except OSError as problem:
        where = problem.filename or folder
        raise CommandError(f"{where} cannot be written: {problem.strerror}") from None
    return tuple(places)


_KEPT = "Nothing was written: sitegen never overwrites what you have."
