"""What is exported, and what comes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from sitegen.errors import PublishError
from sitegen.publish.rules import Rules


class Archive(msgspec.Struct, frozen=True):
    """The site's folder, what was built of it, and by which rules it answers."""

    site: Path
    dist: Path
    rules: Rules


class Written(msgspec.Struct, frozen=True):
    """The number of files that were exported, and their bytes."""

    files: int
    bytes: int


def beside(place: Path) -> Path:
    """Where an export is written until it is complete."""
    return place.with_name(f".{place.name}.part")


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """What the system refuses becomes an error for people."""
    try:
        yield
    except OSError as problem:
        where = problem.filename or place
        raise PublishError(f"{where} cannot be written: {problem.strerror or problem}") from None
