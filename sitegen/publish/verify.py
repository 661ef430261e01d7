"""Whether what readers get is what was published: a folder or a site, looked at by its manifest."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import urllib3

from sitegen import __version__
from sitegen.addresses import uri
from sitegen.build.manifest import MANIFEST
from sitegen.build.progress import Progress
from sitegen.errors import CommandError
from sitegen.publish import rules
from sitegen.publish.answering import reason_of
from sitegen.publish.listing import LISTING, DamagedListingError, Listed, decoded, of_build
from sitegen.publish.parallel import in_parallel
from sitegen.publish.store import sha256

_FOUND, _MISSING, _REDIRECTS = 200, 404, (301, 302, 307, 308)
_ATTEMPTS = 5
_CHUNK = 1 << 16
_AGENT = f"sitegen-verify/{__version__}"


class Wrong(NamedTuple):
    """An address (of a folder: a path) that does not answer with what was published, and why."""

    address: str
    reason: str


class Verdict(NamedTuple):
    """How many addresses were asked, and all that do not answer as they should."""

    asked: int
    wrong: tuple[Wrong, ...]


def folder(place: Path, threads: int, progress: Progress) -> Verdict:
    """Look at every file of a built or published folder.

    Raises CommandError when there is no manifest in it.
    """
    if (place / MANIFEST).exists():
        items = list(of_build(place, rules.read(place)))
    else:
        try:
            data = (place / LISTING).read_bytes()
        except OSError:
            hint = "Name a folder that sitegen built or published into."
            raise CommandError(f"{place} holds no manifest of a site", hint) from None
        items = _listed(data, str(place / LISTING))
    progress.begin("files", len(items))
    found = in_parallel(items, lambda item: _file(place, item), threads)
    return _verdict(found, len(items), progress)


def _file(place: Path, item: Listed) -> Wrong | None:
    try:
        with (place / item.path).open("rb") as file:
            digest = sha256(file)
    except OSError as problem:
        return Wrong(item.path, f"cannot be read: {problem.strerror}")
    return None if digest == item.digest else Wrong(item.path, "holds other bytes")


def site(
    address: str, listing: Path | None, threads: int, delay: float, progress: Progress
) -> Verdict:
    """Ask a site for every address in its manifest, or in the one that lies in `listing`.

    Each of the threads waits `delay` seconds between two questions, and as long as a server that
    is busy says. Raises CommandError when there is no manifest.
    """
    web = _Web(address, threads, delay)
    if listing is None:
        data, source = web.listing(), f"{web.base}/{LISTING}"
    else:
        try:
            data, source = listing.read_bytes(), str(listing)
        except OSError as problem:
            raise CommandError(f"{listing} cannot be read: {problem.strerror}") from None
    items = [item for item in _listed(data, source) if item.path not in rules.HOSTS]
    progress.begin("addresses", len(items))
    return _verdict(in_parallel(items, web.ask, threads), len(items), progress)


def _listed(data: bytes, source: str) -> list[Listed]:
    try:
        return list(decoded(data.splitlines(keepends=True)))
    except DamagedListingError as problem:
        hint = "Publish the site again, or name another one with --manifest."
        raise CommandError(f"{source} is no manifest of a site: {problem}", hint) from None


def _verdict(found: Iterator[Wrong | None], asked: int, progress: Progress) -> Verdict:
    wrong = []
    for item in found:
        progress.advance(1)
        if item is not None:
            wrong.append(item)
    return Verdict(asked, tuple(sorted(wrong)))


class _Answer(NamedTuple):
    status: int
    digest: str
    location: str


class _Web:
    """A site as a polite visitor asks it."""

    def __init__(self, address: str, threads: int, delay: float) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise CommandError(f"“{address}” is neither a folder nor a web address")
        self.base = address.rstrip("/")
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._delay = delay
        self._pool = urllib3.PoolManager(
            maxsize=threads,
            block=True,
            timeout=urllib3.Timeout(connect=10, read=60),
            retries=urllib3.Retry(
                total=_ATTEMPTS,
                connect=2,
                redirect=0,
                backoff_factor=0.5,
                backoff_jitter=0.5,
                status_forcelist=(429, 502, 503, 504),
                raise_on_status=False,
                raise_on_redirect=False,
            ),
            headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"},
        )

    def listing(self) -> bytes:
        """The manifest that stands at the site itself."""
        hint = "Name one with --manifest; “sitegen export --manifest FILE” writes it."
        try:
            answer = self._pool.request("GET", f"{self.base}/{LISTING}")
        except urllib3.exceptions.HTTPError as problem:
            raise CommandError(f"{self.base} does not answer: {reason_of(problem)}") from None
        if answer.status != _FOUND:
            raise CommandError(f"{self.base} has no manifest ({answer.status})", hint)
        return answer.data

    def ask(self, item: Listed) -> Wrong | None:
        """Whether an address answers with what was published there."""
        address = f"{self.base}{item.address}"
        if self._delay:
            time.sleep(self._delay)
        try:
            answer = self._get(uri(address))
        except urllib3.exceptions.HTTPError as problem:
            return Wrong(address, f"does not answer: {reason_of(problem)}")
        reason = self._mistake(item, answer)
        return Wrong(address, reason) if reason else None

    def _get(self, address: str) -> _Answer:
        digest = hashlib.sha256()
        answer = self._pool.request("GET", address, preload_content=False)
        try:
            for piece in answer.stream(_CHUNK):
                digest.update(piece)
        finally:
            answer.release_conn()
        return _Answer(answer.status, digest.hexdigest(), answer.headers.get("Location", ""))

    def _mistake(self, item: Listed, answer: _Answer) -> str:
        """What is wrong with an answer, "" when nothing is.

        A host that knows no rules shows the file that stands in for a rule: a page that leads
        on, or the page of what was taken down.
        """
        status, _, target = item.answer.partition(" ")
        if target and answer.status in _REDIRECTS:
            wanted = uri(target if "://" in target else f"{self._origin}{target}")
            there = answer.location
            there = there if "://" in there else f"{self._origin}{there}"
            return "" if uri(there) == wanted else f"leads to {there}, not to {wanted}"
        if answer.status != _FOUND and (target or str(answer.status) != status):
            return f"answers {answer.status}, not {status}"
        return "" if answer.digest == item.digest else "answers with other bytes"
