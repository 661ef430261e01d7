"""The site as a web archive (WARC 1.1, ISO 28500:2017): a record for every address.

Records are responses as the published site gives them, redirects and pages of what was taken
down too, so that tools for replay show the site as its readers had it.
"""

import uuid
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from sitegen import __version__
from sitegen.addresses import uri
from sitegen.build.progress import Progress
from sitegen.errors import CommandError
from sitegen.export.archive import Archive, Written, beside, writing
from sitegen.publish.listing import Listed, of_build
from sitegen.publish.media_types import media_type
from sitegen.publish.rules import HOSTS
from sitegen.publish.store import check, sha256

_VERSION = "WARC/1.1"


class _Writer(Protocol):
    """The part of warcio's writer that is used here."""

    def create_warc_record(self, uri: str, record_type: str, **arguments: object) -> object: ...
    def write_record(self, record: object) -> None: ...


def export(
    archive: Archive, file: Path, base_url: str, now: datetime, progress: Progress
) -> Written:
    """Write a new web archive, compressed record by record when its name ends with ".gz".

    `base_url` has no slash at the end. Raises CommandError when the file exists, or nothing was
    built.
    """
    if file.exists():
        raise CommandError(f"{file} exists", "Name a new file.")
    waiting = beside(file)
    try:
        with writing(file):
            with waiting.open("wb") as stream:
                records = _Records(_writer(stream, compressed=file.suffix == ".gz"), base_url, now)
                written = records.write(archive, file.name, progress)
            waiting.rename(file)
    finally:
        waiting.unlink(missing_ok=True)
    return written


class _Records:
    """The records of one web archive, in the order of their paths."""

    def __init__(self, writer: _Writer, base_url: str, now: datetime) -> None:
        self._writer, self._base_url = writer, base_url
        self._date = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        # The same site at the same moment gives the same names, and so the same bytes.
        self._names = uuid.uuid5(uuid.NAMESPACE_URL, f"{base_url} {self._date}")

    def write(self, archive: Archive, name: str, progress: Progress) -> Written:
        """Write all records; `name` is the archive's own."""
        self._write_info(name)
        progress.tell("Writing the records.")
        count = size = 0
        alone = dict(archive.rules.answers)  # addresses with a rule and no file
        for item in of_build(archive.dist, archive.rules):
            alone.pop(item.path, None)
            if item.path not in HOSTS:
                self._write_file(item, archive.dist / item.path)
                count, size = count + 1, size + item.size
        for path, answer in sorted(alone.items()):
            item = Listed(path, 0, "", media_type(path), "", answer)
            self._write_response(item, BytesIO())
        return Written(count, size)

    def _write_info(self, name: str) -> None:
        data = (
            f"software: sitegen {__version__}\r\n"
            "format: WARC File Format 1.1\r\n"
            "conformsTo: http://iipc.github.io/warc-specifications/specifications/"
            "warc-format/warc-1.1/\r\n"
            f"description: responses of {self._base_url} as its files were built\r\n"
        ).encode()
        headers = {**self._headers("warcinfo"), "WARC-Filename": name}
        self._writer.write_record(
            self._writer.create_warc_record(
                "", "warcinfo", payload=BytesIO(data), length=len(data), warc_headers_dict=headers
            )
        )

    def _write_file(self, item: Listed, file: Path) -> None:
        with file.open("rb") as payload:
            check(item, sha256(payload), file)
            payload.seek(0)
            self._write_response(item, payload)

    def _write_response(self, item: Listed, payload: BinaryIO) -> None:
        address = uri(f"{self._base_url}{item.address}")
        self._writer.write_record(
            self._writer.create_warc_record(
                address,
                "response",
                payload=payload,
                length=item.size,
                http_headers=_http(item, self._base_url),
                warc_headers_dict=self._headers(address),
            )
        )

    def _headers(self, name: str) -> dict[str, str]:
        record = uuid.uuid5(self._names, name)
        return {"WARC-Record-ID": f"<urn:uuid:{record}>", "WARC-Date": self._date}


def _http(item: Listed, base_url: str) -> object:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 (an optional dependency)

    status, _, target = item.answer.partition(" ")
    headers = [("Content-Type", item.media_type), ("Content-Length", str(item.size))]
    if item.cache_control:
        headers.append(("Cache-Control", item.cache_control))
    if target:
        origin = "/".join(base_url.split("/", 3)[:3])
        headers.append(("Location", uri(target if "://" in target else f"{origin}{target}")))
    line = f"{status} {HTTPStatus(int(status)).phrase}"
    return StatusAndHeaders(line, headers, protocol="HTTP/1.1")


def _writer(stream: BinaryIO, *, compressed: bool) -> _Writer:
    try:
        from warcio.warcwriter import WARCWriter  # noqa: PLC0415 (an optional dependency)
    except ImportError:
        hint = "Install it: pip install 'sitegen[warc]'"
        raise CommandError("exporting a web archive needs warcio", hint) from None
    return cast("_Writer", WARCWriter(stream, gzip=compressed, warc_version=_VERSION))
