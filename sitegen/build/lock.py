"""One build of a site at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sitegen.errors import CommandError

FILE = "lock.sqlite"


@contextmanager
def only_build(
    folder: Path, *, other: str = "another build of this site is running"
) -> Iterator[None]:
    """Hold the site whose state lies in `folder`; whatever ends the process lets go of it.

    SQLite's own lock is used for it: it works on every system, and nothing stale stays behind
    when a build is killed. Raises CommandError that says `other` when another build holds
    the site.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / FILE, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            hint = "Wait until it ends, or stop it."
            raise CommandError(other, hint) from None
        except sqlite3.DatabaseError:
            hint = f"Remove it: {folder / FILE}"
            raise CommandError("the lock file of this site is damaged", hint) from None
        yield
