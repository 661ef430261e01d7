"""Small sites on disk, made, built and looked at."""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from sitegen.build.manifest import MANIFEST
from sitegen.build.site import Options, Report, build
from sitegen.errors import ContentError, Problem

Value = str | int | float | bool | Sequence["Value"] | Mapping[str, "Value"]

NOW = "2024-06-01T12:00:00+09:00"
DEFAULTS: Mapping[str, Value] = {
    "base_url": "https://news.example",
    "title": "News",
    "timezone": "Asia/Seoul",
    "languages": ["ko", "en"],
}


class SiteFolder:
    """The folder of one site; every method writes, builds or reads."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.dist = folder, folder / "dist"
        (folder / "content").mkdir(parents=True)
        self.configure()

    def write(self, path: str, data: str | bytes) -> Path:
        """Write one file of the site."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return file

    def configure(self, **keys: Value) -> None:
        """Write the configuration: what every site needs, and these keys."""
        lines = [f"{key} = {_toml(value)}\n" for key, value in {**DEFAULTS, **keys}.items()]
        self.write("pyproject.toml", "[tool.sitegen]\n" + "".join(lines))

    def article(self, path: str, body: str = "Text.", /, **fields: Value) -> Path:
        """Write an article, "2023/story" being short for content/2023/story/index.ko.md."""
        name = path if path.endswith(".md") else f"{path}/index.ko.md"
        known: dict[str, Value] = {"title": f"Title of {path}", "date": "2023-01-01"}
        lines = [f"{key}: {json.dumps(value)}\n" for key, value in (known | fields).items()]
        return self.write(f"content/{name}", f"---\n{''.join(lines)}---\n{body}\n")

    def photo(self, path: str, size: tuple[int, int] = (40, 30), colour: str = "red") -> Path:
        """Write a picture, its format chosen by the ending of its name."""
        data = io.BytesIO()
        kind = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[path.rpartition(".")[2]]
        Image.new("RGB", size, colour).save(data, kind)
        return self.write(f"content/{path}", data.getvalue())

    def options(
        self,
        *,
        now: str = NOW,
        output: Path | None = None,
        base_url: str | None = None,
        drafts: bool = False,
        future: bool = False,
        noindex: bool = False,
        workers: int = 1,
        clean: bool = False,
        strict: bool = False,
    ) -> Options:
        """What a build of this site is asked to do."""
        return Options(
            site=self.folder,
            output=output or self.dist,
            now=datetime.fromisoformat(now),
            base_url=base_url,
            drafts=drafts,
            future=future,
            noindex=noindex,
            workers=workers,
            clean=clean,
            strict=strict,
        )

    def build(self, options: Options | None = None) -> Report:
        """Build the site into `dist`."""
        return build(options or self.options())

    def problems(self, options: Options | None = None) -> tuple[Problem, ...]:
        """What keeps the site from being built."""
        with pytest.raises(ContentError) as failure:
            self.build(options)
        return failure.value.problems

    def read(self, path: str) -> str:
        """One built file; a folder stands for its page."""
        file = self.dist / path.lstrip("/")
        return (file / "index.html" if file.is_dir() else file).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """All that was built, by path."""
        return contents(self.dist)


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


class Element(NamedTuple):
    """A start tag, and the text up to the next tag."""

    tag: str
    attributes: Mapping[str, str]
    text: str


def elements(html: str, *tags: str) -> list[Element]:
    """The elements of these names, or all, in the order of the page."""
    parser = _Elements()
    parser.feed(html)
    parser.close()
    return [item for item in parser.found if not tags or item.tag in tags]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(tag, {name: value or "" for name, value in attrs}, ""))
        self._open = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 (the parser's signature)
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            last = self.found.pop()
            self.found.append(last._replace(text=last.text + data))


def pages_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files without the list of them."""
    return {path: data for path, data in files.items() if path != MANIFEST}


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[str]:
    """The paths of what differs between two builds."""
    return {
        path
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path) and path != MANIFEST
    }


def _toml(value: Value) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f'"{key}" = {_toml(item)}' for key, item in value.items()) + "}"
    if isinstance(value, str | int | float | bool):
        return json.dumps(value, ensure_ascii=False)
    return "[" + ", ".join(map(_toml, value)) + "]"
