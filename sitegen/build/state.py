"""What a build remembers for the next one, in `.sitegen/state.sqlite`.

It is a cache: deleting it costs time and nothing else. One that is damaged or was written by
another version is dropped.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from unicodedata import unidata_version

import msgspec

from sitegen import __version__
from sitegen.errors import Problem
from sitegen.types import Body

FOLDER = ".sitegen"
FILE = "state.sqlite"

_SCHEMA = 1
_CHUNK = 500  # parameters of one statement; SQLite's oldest limit is 999


class Rendered(msgspec.Struct, frozen=True):
    """A rendered body and what was doubtful in it."""

    body: Body
    problems: tuple[Problem, ...]


def versions() -> str:
    """The versions of everything that decides how a body is rendered."""
    names = ("markdown-it-py", "mdit-py-plugins", "pygments", "nh3")
    own = [f"sitegen {__version__}", f"schema {_SCHEMA}", f"code {_code()}"]
    return " ".join([*own, f"unicode {unidata_version}", *map(_version, names)])


def _code() -> str:
    """A digest of our own code: who works on it would see old bodies otherwise."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


class State:
    """The rendered bodies by digest. Safe to read from many processes while one writes."""

    def __init__(self, file: Path) -> None:
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(Rendered).decode
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("PRAGMA busy_timeout=60000")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def get(self, digests: Sequence[str]) -> Mapping[str, Rendered]:
        """What is known of these digests."""
        found: dict[str, Rendered] = {}
        for start in range(0, len(digests), _CHUNK):
            chunk = digests[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            query = f"SELECT digest, record FROM bodies WHERE digest IN ({marks})"  # noqa: S608
            for digest, record in self._connection.execute(query, chunk):
                with suppress(msgspec.DecodeError):
                    found[digest] = self._decode(record)
        return found

    def put(self, bodies: Iterable[tuple[str, Rendered]]) -> None:
        """Remember rendered bodies."""
        rows = [(digest, self._encode(rendered)) for digest, rendered in bodies]
        if rows:
            self._connection.execute("BEGIN")
            self._connection.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?)", rows)
            self._connection.execute("COMMIT")

    def keep_only(self, digests: Iterable[str]) -> None:
        """Forget all other bodies."""
        self._connection.execute("CREATE TEMP TABLE used (digest TEXT PRIMARY KEY)")
        self._connection.execute("BEGIN")
        self._connection.executemany(
            "INSERT OR IGNORE INTO used VALUES (?)", ((digest,) for digest in digests)
        )
        self._connection.execute("DELETE FROM bodies WHERE digest NOT IN (SELECT digest FROM used)")
        self._connection.execute("COMMIT")
        self._connection.execute("DROP TABLE used")


def prepare(folder: Path, *, clean: bool) -> tuple[Path, str]:
    """Make the state file ready in `folder`; returns it and a notice when one was dropped."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    notice = ""
    if clean or not _usable(file):
        if file.exists() and not clean:
            notice = "The state of earlier builds could not be used; everything is built anew."
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(
                "PRAGMA journal_mode=WAL;"
                "CREATE TABLE meta (versions TEXT);"
                "CREATE TABLE bodies (digest TEXT PRIMARY KEY, record BLOB) WITHOUT ROWID;"
            )
            connection.execute("INSERT INTO meta VALUES (?)", (versions(),))
            connection.commit()
    return file, notice


def _usable(file: Path) -> bool:
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file)) as connection:
            whole = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            known = connection.execute("SELECT versions FROM meta").fetchone() == (versions(),)
            connection.execute("SELECT digest, record FROM bodies LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(whole and known)
