"""Icons and manifests: that they are there, and are what pages and manifests say of them."""

import json
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

from PIL import Image

_RELATIONS = {"icon", "apple-touch-icon", "manifest"}
_MANIFEST = ".webmanifest"
_REQUIRED = ("name", "lang", "dir", "start_url", "icons", "theme_color", "background_color")


def addresses(html: str) -> Iterator[str]:
    """The icons and manifests that a page names."""
    finder = _Finder()
    finder.feed(html)
    yield from finder.found


def check_icons(folder: Path, named: Iterable[str]) -> tuple[str, ...]:
    """What is wrong with icons and manifests at site-absolute addresses."""
    return tuple(problem for address in sorted(named) for problem in _check(folder, address))


def _check(folder: Path, address: str) -> Iterator[str]:
    file = folder / unquote(address).lstrip("/")
    if not file.is_file():
        yield f"{address}: is not there"
    elif file.suffix == _MANIFEST:
        yield from _check_manifest(folder, address, file)
    elif file.suffix != ".svg":
        with Image.open(file) as icon:
            icon.load()


def _check_manifest(folder: Path, address: str, file: Path) -> Iterator[str]:
    manifest = json.loads(file.read_text(encoding="utf-8"))
    yield from (f"{address}: no {key}" for key in _REQUIRED if not manifest.get(key))
    start = folder / urljoin(address, manifest["start_url"]).lstrip("/") / "index.html"
    if not start.is_file():
        yield f"{address}: starts nowhere"
    for icon in manifest["icons"]:
        where = urljoin(address, icon["src"])
        yield from _check(folder, where)
        picture = folder / unquote(where).lstrip("/")
        if icon["sizes"] != "any" and picture.is_file():
            with Image.open(picture) as opened:
                if icon["sizes"] != f"{opened.width}x{opened.height}":
                    yield f"{where}: is not of {icon['sizes']}"


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "link" and known.get("rel") in _RELATIONS:
            self.found.append(known.get("href") or "")
