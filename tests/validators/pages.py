"""The files of a built site as addresses, and what their heads say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote


@dataclass(frozen=True)
class Head:
    """What the head of a page says about its address, its languages and its data."""

    language: str
    canonical: tuple[str, ...]
    alternates: tuple[tuple[str, str], ...]
    json_ld: tuple[str, ...]
    hidden: bool
    """Search engines are told to skip it."""
    leads_elsewhere: bool
    """A stub that sends the reader on."""

    @property
    def listed(self) -> bool:
        """Say whether search engines shall know the page."""
        return not (self.hidden or self.leads_elsewhere)


def html_files(folder: Path) -> tuple[Path, ...]:
    """Give all pages below a folder, in a fixed order."""
    return tuple(sorted(folder.rglob("*.html")))


def address(folder: Path, file: Path) -> str:
    """Give the path under which a host serves a file, readable: `/ko/바다/`."""
    return "/" + file.relative_to(folder).as_posix().removesuffix("index.html")


def readable(url: str) -> str:
    """Give an address as it compares: percent-encoded or not, it is the same page."""
    return unquote(url)


def heads(folder: Path) -> Iterator[tuple[str, Head]]:
    """Read the heads of all pages below a folder."""
    for file in html_files(folder):
        yield address(folder, file), head(file.read_text(encoding="utf-8"))


def head(html: str) -> Head:
    """Read the head of one page."""
    parser = _Head()
    parser.feed(html)
    parser.close()
    return Head(
        language=parser.language,
        canonical=tuple(parser.canonical),
        alternates=tuple(parser.alternates),
        json_ld=tuple("".join(parts) for parts in parser.json_ld),
        hidden=parser.hidden,
        leads_elsewhere=parser.leads_elsewhere,
    )


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.canonical: list[str] = []
        self.alternates: list[tuple[str, str]] = []
        self.json_ld: list[list[str]] = []
        self.hidden = False
        self.leads_elsewhere = False
        self._in_json_ld = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        elif tag == "link":
            self._link(found)
        elif tag == "meta":
            self._meta(found)
        elif tag == "script" and found.get("type") == "application/ld+json":
            self.json_ld.append([])
            self._in_json_ld = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_json_ld = False

    def handle_data(self, data: str) -> None:
        if self._in_json_ld:
            self.json_ld[-1].append(data)

    def _link(self, found: Mapping[str, str]) -> None:
        relations = found.get("rel", "").split()
        if "canonical" in relations:
            self.canonical.append(found.get("href", ""))
        if "alternate" in relations and "hreflang" in found and "type" not in found:
            self.alternates.append((found["hreflang"], found.get("href", "")))

    def _meta(self, found: Mapping[str, str]) -> None:
        if found.get("name", "").lower() == "robots":
            self.hidden |= "noindex" in found.get("content", "")
        self.leads_elsewhere |= found.get("http-equiv", "").lower() == "refresh"
