"""Content and site as a bag (BagIt, RFC 8493): a folder that carries the digests of its files.

The library `bagit` makes a bag of a folder that is there already, and reads it twice; here every
file is read once, and its digest is taken as it is copied.
"""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sitegen import __version__
from sitegen.build.progress import Progress
from sitegen.errors import CommandError
from sitegen.export.archive import Archive, Written, beside, writing
from sitegen.export.sources import sources
from sitegen.publish.listing import encoded, of_build
from sitegen.publish.store import check, sha256

_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_SITE, _SOURCE = "data/site", "data/source"
_PAYLOAD, _TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_LISTING = "metadata/site-manifest.tsv"


def export(
    archive: Archive, bag: Path, about: Mapping[str, str], now: datetime, progress: Progress
) -> Written:
    """Write a new bag with the site's sources below data/source/ and the built site below
    data/site/; `about` are further fields of bag-info.txt.

    The bag appears when it is complete. Raises CommandError when something stands there, or
    nothing was built.
    """
    if bag.exists():
        raise CommandError(f"{bag} exists", "Name a new folder: a bag is never changed.")
    waiting = _Bag(beside(bag))
    try:
        with writing(bag):
            waiting.discard()
            waiting.tag("bagit.txt", (_DECLARATION,))
            waiting.tag(_PAYLOAD, waiting.payload(archive, progress))
            waiting.tag(_LISTING, encoded(of_build(archive.dist, archive.rules)))
            waiting.tag("bag-info.txt", _info(about, waiting.written, now))
            waiting.seal()
            waiting.folder.rename(bag)
    finally:
        waiting.discard()
    return waiting.written


def _info(about: Mapping[str, str], written: Written, now: datetime) -> Iterator[bytes]:
    fields = {
        **about,
        "Bag-Software-Agent": f"sitegen {__version__}",
        "Bagging-Date": now.date().isoformat(),
        "Payload-Oxum": f"{written.bytes}.{written.files}",
    }
    # A line that begins with a space continues a value (RFC 8493, 2.2.2).
    return (
        f"{name}: {' '.join(value.split())}\n".encode() for name, value in fields.items() if value
    )


class _Bag:
    """A bag that is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.written = folder, Written(0, 0)
        self._tags = dict[str, str]()

    def discard(self) -> None:
        """Forget what was written."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def payload(self, archive: Archive, progress: Progress) -> Iterator[bytes]:
        """Copy all files, and give the lines of the manifest as they are copied."""
        progress.tell("Copying the sources.")
        for source in sources(archive.site):
            path = f"{_SOURCE}/{source.path}"
            yield _line(self._copy(source.file, path), path)
        progress.tell("Copying the site.")
        for item in of_build(archive.dist, archive.rules):
            path, file = f"{_SITE}/{item.path}", archive.dist / item.path
            digest = self._copy(file, path)
            check(item, digest, file)
            yield _line(digest, path)

    def tag(self, path: str, lines: Iterable[bytes]) -> None:
        """Write a tag file."""
        digest = hashlib.sha256()
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            for line in lines:
                digest.update(line)
                file.write(line)
        self._tags[path] = digest.hexdigest()

    def seal(self) -> None:
        """Write the digests of the tag files."""
        self.tag(_TAGS, [_line(digest, path) for path, digest in sorted(self._tags.items())])

    def _copy(self, file: Path, path: str) -> str:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb") as source, place.open("xb") as copy:
            digest = sha256(source, copy.write)
            self.written = Written(self.written.files + 1, self.written.bytes + copy.tell())
        return digest


def _line(digest: str, path: str) -> bytes:
    """A line of a manifest; "%" and line ends in names are escaped (RFC 8493, 2.1.3)."""
    escaped = path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"{digest}  {escaped}\n".encode()
