"""The manifest of a published site: what every file is, and how its address answers.

A text file, one line a file, sorted by path, columns divided by tabs: path (escaped as in an
address), size in bytes, SHA-256, media type, Cache-Control, and the answer at its address ("200",
"410", or "301" and the address it leads to). It stands at the target itself, so that anyone can
verify the site by it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import msgspec

from sitegen.addresses import iri
from sitegen.build import manifest
from sitegen.errors import CommandError
from sitegen.publish.media_types import media_type
from sitegen.publish.rules import Rules

LISTING = ".well-known/site-manifest.tsv"
PENDING = ".well-known/site-pending.tsv"

ASSETS = "assets/"  # where names carry a digest

_HEADER = b"site-manifest 1\n"
_PENDING_HEADER = b"site-pending 1\n"
_OWN = ".sitegen"  # what files for sitegen itself begin with
_OUTSIDE = frozenset(("", ".", ".."))


class Listed(msgspec.Struct, frozen=True):
    """A file of a published site; `size` in bytes, `digest` its SHA-256 in hexadecimal."""

    path: str
    size: int
    digest: str
    media_type: str
    cache_control: str
    answer: str

    @property
    def key(self) -> bytes:
        """What listings are sorted by."""
        return iri(self.path).encode()

    @property
    def address(self) -> str:
        """Where it answers, below the site's base URL: a folder stands for its page."""
        address = f"/{iri(self.path)}"
        return address.removesuffix("index.html") if address.endswith("/index.html") else address

    @property
    def lasts(self) -> bool:
        """Whether copies of pages may go on asking for it: its name stands for its bytes."""
        return "immutable" in self.cache_control or self.path.startswith(ASSETS)


class DamagedListingError(ValueError):
    """This is no listing, or not one of this kind."""


def of_build(dist: Path, rules: Rules) -> Iterator[Listed]:
    """Every file that sitegen built into a folder for readers, one at a time, sorted by path.

    Raises CommandError when there is no finished build in it.
    """
    for path, entry in manifest.entries(dist):
        if path.startswith(_OWN):
            continue
        if path in (LISTING, PENDING):
            message = f"{path} belongs to the published manifest"
            raise CommandError(message, "Remove that file from static/, and build again.")
        if entry == manifest.UNKNOWN:
            message = f"the last build into {dist} did not end"
            raise CommandError(message, "Run “sitegen build” first.")
        headers = rules.headers_of(path)
        kind = headers.get("content-type") or media_type(path)
        cache = headers.get("cache-control", "")
        yield Listed(path, entry.size, entry.digest, kind, cache, rules.answer(path))


def encoded(items: Iterable[Listed]) -> Iterator[bytes]:
    """The lines of a listing."""
    yield _HEADER
    for item in items:
        columns = (item.digest, item.media_type, item.cache_control, item.answer)
        yield b"%b\t%d\t%b\n" % (item.key, item.size, "\t".join(columns).encode())


def decoded(lines: Iterable[bytes]) -> Iterator[Listed]:
    """The files of a listing; raises DamagedListingError where it is not one."""
    rest = iter(lines)
    if next(rest, b"") != _HEADER:
        raise DamagedListingError("it does not begin like a manifest of a site")
    for line in rest:
        try:
            path, size, digest, kind, cache, answer = line.decode().removesuffix("\n").split("\t")
            yield Listed(_inside(unquote(path)), int(size), digest, kind, cache, answer)
        except ValueError:
            raise DamagedListingError(f"a line of it is damaged: {line!r}") from None


def encoded_pending(pending: dict[str, int]) -> bytes:
    """The list of what a target may hold beside its listing, with the moments (Unix seconds) at
    which files were given up that stay for a while; 0 for what was being changed."""
    lines = (b"%b\t%d\n" % (iri(path).encode(), since) for path, since in sorted(pending.items()))
    return _PENDING_HEADER + b"".join(lines)


def decoded_pending(data: bytes) -> dict[str, int]:
    """What `encoded_pending` wrote; raises DamagedListingError when it is not that."""
    if not data.startswith(_PENDING_HEADER):
        raise DamagedListingError("it does not begin like a list of pending changes")
    pending = {}
    for line in data.splitlines()[1:]:
        path, _, since = line.decode().partition("\t")
        if not since.isdigit():
            raise DamagedListingError(f"a line of it is damaged: {line!r}")
        pending[_inside(unquote(path))] = int(since)
    return pending


def _inside(path: str) -> str:
    """The path, when it stays in the site: a listing comes from outside, and files are removed
    by it."""
    if _OUTSIDE & set(path.split("/")) or "\\" in path or "\0" in path:
        raise DamagedListingError(f"“{path}” leads out of the site")
    return path
