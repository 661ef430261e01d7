"""The manifest of a built site in a file of its own."""

from collections.abc import Iterator
from pathlib import Path

from sitegen.export.archive import Archive, Written, beside, writing
from sitegen.publish.listing import Listed, encoded, of_build


def export(archive: Archive, file: Path) -> Written:
    """Write path, size, SHA-256, media type, Cache-Control and answer of every file, a line each.

    A file that is there is replaced. Raises CommandError when nothing was built.
    """
    waiting, written = beside(file), Written(0, 0)

    def counted() -> Iterator[Listed]:
        nonlocal written
        for item in of_build(archive.dist, archive.rules):
            written = Written(written.files + 1, written.bytes + item.size)
            yield item

    try:
        with writing(file):
            with waiting.open("wb") as stream:
                stream.writelines(encoded(counted()))
            waiting.replace(file)
    finally:
        waiting.unlink(missing_ok=True)
    return written
