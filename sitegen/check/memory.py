"""What checks remember for the next one, in `.sitegen/check.sqlite`: facts by digest.

A cache like the state of builds: deleting it costs time and nothing else, and one that is
damaged or was written by another version is dropped.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from sitegen.build.state import versions
from sitegen.check.facts import Facts

FILE = "check.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS versions (value TEXT);
CREATE TABLE IF NOT EXISTS facts (digest BLOB PRIMARY KEY, record BLOB) WITHOUT ROWID;
"""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Facts).decode


@contextmanager
def opened(folder: Path) -> Iterator["Memory"]:
    """The memory of the site whose state lies in `folder` (makes it when there is none)."""
    file = folder / FILE
    try:
        connection = _connected(file)
    except sqlite3.DatabaseError:
        file.unlink(missing_ok=True)
        connection = _connected(file)
    with closing(connection):
        yield Memory(connection)


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        connection.executescript(_TABLES)
        if connection.execute("SELECT value FROM versions").fetchall() != [(versions(),)]:
            connection.execute("DELETE FROM versions")
            connection.execute("DELETE FROM facts")
            connection.execute("INSERT INTO versions VALUES (?)", (versions(),))
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


class Memory:
    """The open memory. What cannot be read in it counts as not known."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def facts(self) -> Mapping[bytes, Facts]:
        """All facts, by the digest of what they were made of."""
        known = {}
        try:
            for digest, record in self._connection.execute("SELECT digest, record FROM facts"):
                known[digest] = _decode(record)
        except (sqlite3.DatabaseError, msgspec.DecodeError):
            return {}
        return known

    def keep(self, added: Mapping[bytes, Facts], unused: Iterable[bytes]) -> None:
        """Remember facts, and forget those that are in use no more."""
        rows = [(digest, _encode(facts)) for digest, facts in sorted(added.items())]
        gone = [(digest,) for digest in unused]
        try:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", rows)
            self._connection.executemany("DELETE FROM facts WHERE digest = ?", gone)
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError:
            # Without it the next check takes as long as this one.
            self._connection.execute("ROLLBACK")
