"""What a build remembers for the next one, in `.sitegen/state.sqlite`.

It is a cache: deleting it costs time and nothing else. One that is damaged or was written by
another version is dropped. Rendered bodies and articles as read are kept under digests of all
that they are made of, at once; what was built of which sources is replaced in one step at the
end, when the output is in place. So a build that fails or is killed leaves true memories only.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple
from unicodedata import unidata_version

import msgspec
import zstandard

from sitegen import __version__
from sitegen.errors import Problem
from sitegen.types import Article, Body

FOLDER = ".sitegen"
FILE = "state.sqlite"

UNUSABLE = "The state of earlier builds could not be used; everything is built anew."

_FORM = 5
# Rows of about a kilobyte leave a tenth of SQLite's usual pages (of 4096 bytes) unused.
_PAGE = 16384
_CHUNK = 500  # parameters of one statement; SQLite's oldest limit is 999
_PACKAGES = (
    "babel",
    "jinja2",
    "lightningcss",
    "markdown-it-py",
    "mdit-py-plugins",
    "minify-html",
    "msgspec",
    "nh3",
    "pillow",
    "pygments",
    "pyyaml",
    "rjsmin",
    "tzdata",
    "zstandard",
    "zxing-cpp",
)

# The second when SQLite quotes what is damaged in its message.
_DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)

_TABLES = """
CREATE TABLE memory (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE bodies (id INTEGER PRIMARY KEY, digest BLOB UNIQUE, record BLOB);
CREATE TABLE articles (id INTEGER PRIMARY KEY, digest BLOB UNIQUE, record BLOB);
CREATE TABLE sources (
    path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, article BLOB
) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, record BLOB
) WITHOUT ROWID;
CREATE TABLE outputs (
    path TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER,
    digest BLOB, job BLOB, kind TEXT, lang TEXT
) WITHOUT ROWID;
"""


class DamagedStateError(Exception):
    """The state cannot be read; the build begins anew without it."""


class Rendered(msgspec.Struct, frozen=True, array_like=True):
    """A rendered body and what was doubtful in it."""

    body: Body
    problems: tuple[Problem, ...]


class Known(msgspec.Struct, frozen=True, array_like=True):
    """An article as read, None when its file is wrong, and all that was said of it."""

    article: Article | None
    problems: tuple[Problem, ...]


class Source(NamedTuple):
    """A source file at the last build: its stamp, and the digest of the article made of it."""

    size: int
    modified: int
    changed: int
    article: bytes


class File(NamedTuple):
    """A file beside articles or in static/ at the last build: its stamp and what was found."""

    size: int
    modified: int
    changed: int
    record: bytes


class Written(NamedTuple):
    """A file of the output at the last build: its stamp, its job's digest, its kind.

    `digest` is the first half of its SHA-256; the whole of it is in the list of our files.
    """

    size: int
    modified: int
    changed: int
    digest: bytes
    job: bytes
    kind: str
    lang: str


DIGEST = 16  # bytes that are kept of the SHA-256 of a file of the output


class Changes(NamedTuple):
    """What a build makes of the tables; None for a row that goes."""

    sources: Mapping[str, Source | None]
    files: Mapping[str, File | None]
    outputs: Mapping[str, Written | None]
    memory: Mapping[str, bytes]


def versions() -> str:
    """The versions of everything that decides what a page looks like."""
    own = [f"sitegen {__version__}", f"form {_FORM}", f"code {_code()}"]
    libraries = [f"unicode {unidata_version}", f"zlib {zlib.ZLIB_RUNTIME_VERSION}"]
    return " ".join([*own, *libraries, *map(_version, _PACKAGES)])


def _code() -> str:
    """A digest of our own code: who works on it would see old pages otherwise."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


_encode = msgspec.json.Encoder().encode
_decode_known = msgspec.json.Decoder(Known).decode
_decode_rendered = msgspec.json.Decoder(Rendered).decode
_packed = zstandard.ZstdCompressor(level=1).compress
_unpacked = zstandard.ZstdDecompressor().decompress


def known_record(article: Article | None, problems: tuple[Problem, ...]) -> bytes:
    """What the state keeps of a source file that was read."""
    return _encode(Known(article, problems))


def read_known(record: bytes) -> Known:
    """A source file as it was read."""
    return _decode_known(record)


def rendered_record(rendered: Rendered) -> bytes:
    """What the state keeps of a rendered body."""
    return _packed(_encode(rendered))


def read_rendered(record: bytes) -> Rendered:
    """A rendered body."""
    return _decode_rendered(_unpacked(record))


class State:
    """The open state. Safe to read from many processes while one writes; used by one thread at
    a time.

    Every method raises DamagedStateError when what it finds is not what was written.
    """

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA busy_timeout=60000")
        # A power cut may cost the state, which costs time only; a killed process never does.
        self._connection.execute("PRAGMA synchronous=OFF")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One change of all tables, or none."""
        try:
            with self._connection as connection:
                connection.execute("BEGIN")
                yield connection
        except _DAMAGE as problem:
            raise DamagedStateError(str(problem)) from None

    def _rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._connection.execute(query, parameters).fetchall()
        except _DAMAGE as problem:
            raise DamagedStateError(str(problem)) from None

    # --- records under digests -------------------------------------------------------------

    def bodies(self, digests: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The records of rendered bodies that are known, by digest."""
        return self._records("bodies", digests)

    def articles(self, digests: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The records of read articles that are known, by digest."""
        return self._records("articles", digests)

    def all_articles(self) -> Mapping[bytes, bytes]:
        """The records of all read articles, by digest."""
        rows = self._rows("SELECT digest, record FROM articles")
        return {digest: _opened(record) for digest, record in rows}

    def _records(self, table: str, digests: Sequence[bytes]) -> Mapping[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for start in range(0, len(digests), _CHUNK):
            chunk = digests[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            query = f"SELECT digest, record FROM {table} WHERE digest IN ({marks})"  # noqa: S608
            # What is damaged here is made again, like what is not known.
            with suppress(DamagedStateError):
                for digest, record in self._rows(query, chunk):
                    with suppress(DamagedStateError):
                        found[digest] = _opened(record)
        return found

    def remember(
        self, articles: Iterable[tuple[bytes, bytes]], bodies: Iterable[tuple[bytes, bytes]]
    ) -> None:
        """Keep records under their digests."""
        with self._changing() as connection:
            for table, records in (("articles", articles), ("bodies", bodies)):
                connection.executemany(
                    f"INSERT OR REPLACE INTO {table} (digest, record) VALUES (?, ?)",  # noqa: S608
                    [(digest, _sealed(record)) for digest, record in records],
                )

    # --- what was built of what ------------------------------------------------------------

    def sources(self) -> Mapping[str, Source]:
        """All source files of the last build, by path."""
        rows = self._rows("SELECT path, size, modified, changed, article FROM sources")
        return {row[0]: Source(*row[1:]) for row in rows}

    def files(self) -> Mapping[str, File]:
        """All files beside articles and in static/, by path below the site."""
        rows = self._rows("SELECT path, size, modified, changed, record FROM files")
        return {
            path: File(size, modified, changed, _opened(record))
            for path, size, modified, changed, record in rows
        }

    def outputs(self) -> Mapping[str, Written]:
        """All files of the output, by path."""
        columns = "path, size, modified, changed, digest, job, kind, lang"
        rows = self._rows(f"SELECT {columns} FROM outputs")  # noqa: S608
        return {row[0]: Written(*row[1:]) for row in rows}

    def memory(self, name: str) -> bytes:
        """A value that was remembered, b"" for none."""
        rows = self._rows("SELECT value FROM memory WHERE name = ?", (name,))
        return _opened(rows[0][0]) if rows else b""

    def finish(self, changes: Changes) -> None:
        """Take over what a build made, in one step."""
        files = {
            path: row and row._replace(record=_sealed(row.record))
            for path, row in changes.files.items()
        }
        memory = [(name, _sealed(value)) for name, value in changes.memory.items()]
        with self._changing() as connection:
            self._replace(connection, "sources", changes.sources)
            self._replace(connection, "files", files)
            self._replace(connection, "outputs", changes.outputs)
            connection.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?)", memory)

    @staticmethod
    def _replace(
        run: sqlite3.Connection, table: str, rows: Mapping[str, Sequence[object] | None]
    ) -> None:
        gone = [(path,) for path, row in rows.items() if row is None]
        run.executemany(f"DELETE FROM {table} WHERE path = ?", gone)  # noqa: S608
        kept = [(path, *row) for path, row in sorted(rows.items()) if row is not None]
        if kept:
            marks = ",".join("?" * len(kept[0]))
            run.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", kept)  # noqa: S608

    def forget_unused(self, articles: Iterable[bytes], bodies: Iterable[bytes]) -> None:
        """Keep only records under these digests, once there are others."""
        for table, digests in (("articles", set(articles)), ("bodies", set(bodies))):
            known = {digest for (digest,) in self._rows(f"SELECT digest FROM {table}")}  # noqa: S608
            unused = [(digest,) for digest in known - digests]
            if unused:
                with self._changing() as connection:
                    connection.executemany(
                        f"DELETE FROM {table} WHERE digest = ?",  # noqa: S608
                        unused,
                    )


def _sealed(record: bytes) -> bytes:
    """A record with a checksum, since SQLite has none and a wrong page would be worse than none."""
    return zlib.crc32(record).to_bytes(4, "big") + record


def _opened(record: object) -> bytes:
    if not isinstance(record, bytes) or record[:4] != zlib.crc32(record[4:]).to_bytes(4, "big"):
        raise DamagedStateError("a record is damaged")
    return record[4:]


def prepare(folder: Path, *, clean: bool) -> tuple[Path, str]:
    """Make the state file ready in `folder`; returns it and a notice when one was dropped."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    notice = ""
    if clean or not usable(file):
        if file.exists() and not clean:
            notice = UNUSABLE
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(f"PRAGMA page_size={_PAGE};PRAGMA journal_mode=WAL;{_TABLES}")
            connection.execute("INSERT INTO memory VALUES ('versions', ?)", (versions().encode(),))
            connection.commit()
    return file, notice


def usable(file: Path) -> bool:
    """Whether the file is a whole state of this version; records have checksums of their own."""
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file)) as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (size,) = connection.execute("PRAGMA page_size").fetchone()
            query = "SELECT value FROM memory WHERE name = 'versions'"
            known: bool = connection.execute(query).fetchone() == (versions().encode(),)
            for table in _NAMES:
                connection.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()  # noqa: S608
    except _DAMAGE:
        return False
    return known and file.stat().st_size >= pages * size


_NAMES = ("bodies", "articles", "sources", "files", "outputs")
