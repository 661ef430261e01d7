"""What stands at an address: the choice that a static host makes among files and rules."""

import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from sitegen.addresses import uri
from sitegen.serve.requests import below
from sitegen.serve.rules import headers_of, plain, redirects

HTML = "text/html; charset=utf-8"

# What mimetypes does not know everywhere; it asks the registry on Windows.
_TYPES = {
    ".atom": "application/atom+xml",
    ".css": "text/css",
    ".html": "text/html",
    ".htm": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".rss": "application/rss+xml",
    ".txt": "text/plain",
    ".webp": "image/webp",
    ".xml": "application/xml",
}
_FOUND, _MOVED, _MISSING = 200, 301, 404
_NO_SUCH_PAGE = "404.html"

File = bytes | Path


class Files(Protocol):
    """The output as it is now."""

    @property
    def base_path(self) -> str:
        """The path of the base URL, without a slash at its end."""

    @property
    def edition(self) -> str:
        """Another text when files that pages show beside their own are others.

        It changes after the files do: who reads it first has no newer edition than its files.
        """

    def find(self, path: str) -> File | None:
        """A file by its path in the output: its bytes, or where it lies; None for no file."""

    def left(self, path: str) -> File | None:
        """A file by its path as the last build left it; None for no file."""


class Answer(NamedTuple):
    """A status with a file, or with an address to go to, or with neither."""

    status: int
    headers: Mapping[str, str]
    file: File | None = None
    location: str = ""

    @property
    def is_page(self) -> bool:
        """Whether this is HTML."""
        return self.headers.get("Content-Type") == HTML


def answer(files: Files, path: str, languages: Sequence[str]) -> Answer:
    """What a host answers to a request for a path by a reader of these languages."""
    here = _find(files, path)
    is_folder = here is None and not path.endswith("/") and _find(files, f"{path}/") is not None
    rules = redirects(_text(files, "_redirects"))
    for rule in rules.of(path, languages):
        if (here is not None or is_folder) and not rule.force:
            continue
        if rule.leads_elsewhere:
            return Answer(rule.status, {}, location=uri(rule.target))
        target = _find(files, plain(rule.target))
        if target is not None:
            return _shown(files, path, target, rule.status)
    if here is not None:
        return _shown(files, path, here, _FOUND)
    if is_folder:
        return Answer(_MOVED, {}, location=uri(f"{path}/"))
    missing = files.find(_NO_SUCH_PAGE)
    if missing is not None:
        return _shown(files, path, (_NO_SUCH_PAGE, missing), _MISSING)
    return Answer(_MISSING, {})


def read(file: File) -> bytes:
    """The bytes of a file (an effect); none when it went at this moment."""
    if isinstance(file, bytes):
        return file
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _find(files: Files, path: str) -> tuple[str, File] | None:
    """The file at an address, with its path in the output."""
    inside = below(path, files.base_path)
    if inside is None:
        return None
    name = f"{inside}index.html" if not inside or inside.endswith("/") else inside
    file = files.find(name)
    return None if file is None else (name, file)


def _text(files: Files, name: str) -> str:
    # What hosts read comes of the whole site, for which no reader has to wait: rules follow with
    # the output, a second after the last save.
    file = files.left(name) or files.find(name)
    return "" if file is None else read(file).decode(errors="replace")


def _shown(files: Files, path: str, found: tuple[str, File], status: int) -> Answer:
    name, file = found
    kind = {"Content-Type": _type_of(name)}
    return Answer(status, {**kind, **headers_of(_text(files, "_headers"), path)}, file)


def _type_of(name: str) -> str:
    known = _TYPES.get(Path(name).suffix.lower()) or mimetypes.guess_type(name)[0]
    kind = known or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith(("xml", "json"))
    return f"{kind}; charset=utf-8" if text and kind != "image/svg+xml" else kind
