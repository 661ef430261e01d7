"""Whether a file is the one that was read before, without reading it."""

import os
from pathlib import Path
from typing import NamedTuple

# A file that changed within this time of being read may change again and keep its times: the
# coarsest file system in use (FAT) counts in steps of two seconds.
_RACY = 2_000_000_000


class Stamp(NamedTuple):
    """A file's size in bytes and, in nanoseconds, when its content and its inode changed.

    The second time (on Windows that of its creation) catches edits that put the first one back.
    """

    size: int
    modified: int
    changed: int

    def is_sure(self, seen: int) -> bool:
        """Whether a file with this stamp still is what it was when it was looked at (in ns)."""
        return max(self.modified, self.changed) < seen - _RACY


NONE = Stamp(-1, -1, -1)


def stamp(file: str | Path) -> Stamp:
    """The stamp of a file, NONE when there is no such file."""
    try:
        found = os.stat(file)  # noqa: PTH116 (hundreds of thousands of paths as text)
    except (OSError, ValueError):
        return NONE
    return Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns)
