"""What the checks know of one article's file beside its article: anchors, links, figures, text.

Made once of a file and kept under a digest of all that it is made of.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import msgspec

from sitegen.build.state import State, read_rendered
from sitegen.check import encoding
from sitegen.content import front_matter, load
from sitegen.content.scan import SourceFile
from sitegen.errors import Problem

# A start tag of a sanitised body: attribute values may hold “>”, text never holds “<”.
_TAG = re.compile(r'<(\w+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s(id|href|src)="([^"]*)"')
_FIGURE = re.compile(r"<figure[^>]*>(.*?)</figure>", re.DOTALL)
_SHOWN = re.compile(r'<a class="zoom" href="([^"]*)"|<img[^>]*? src="([^"]*)"')
_CAPTION, _CREDIT = '<span class="caption">', '<span class="credit">'
_ARTICLE = "article:"

Lines = Sequence[tuple[int, str]]  # of the Markdown, by their numbers in the file


class Reference(msgspec.Struct, frozen=True, array_like=True):
    """A link within the site: "article:PATH#anchor", "/address" or "#anchor"; its line, or 0."""

    address: str
    line: int


class Figure(msgspec.Struct, frozen=True, array_like=True):
    """A photo that stands alone in a body: its address, its line, and what stands below it."""

    address: str
    line: int
    caption: bool
    credit: bool


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """`text` is a digest of the Markdown without white space; `size` the HTML's bytes."""

    anchors: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    figures: tuple[Figure, ...] = ()
    text: str = ""
    size: int = 0
    problems: tuple[Problem, ...] = ()


class LookContext(msgspec.Struct, frozen=True):
    """What the looking at files needs to know; `origin` is the site's scheme and host."""

    content: str
    state: str
    origin: str


class Wanted(msgspec.Struct, frozen=True):
    """A file to look at, and the digest of its rendered body (b"" when it has none)."""

    source: SourceFile
    body: bytes


def look(context: LookContext, wanted: tuple[Wanted, ...]) -> list[Facts]:
    """The facts of some files (reads them and the state)."""
    state = State(Path(context.state))
    try:
        bodies = state.bodies([item.body for item in wanted if item.body])
    finally:
        state.close()
    found = []
    for item in wanted:
        data = load.data(item.source, Path(context.content))
        record = bodies.get(item.body)
        html = read_rendered(record).body.html if record else ""
        found.append(facts_of(item.source, data, html, context.origin))
    return found


def facts_of(
    source: SourceFile, data: bytes | tuple[Problem, ...], html: str, origin: str
) -> Facts:
    """The facts of one file, of its bytes and the HTML of its body."""
    if not isinstance(data, bytes):
        return Facts()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Facts()  # told by the loader
    try:
        _, markdown, first = front_matter.parse(text)
    except front_matter.FrontMatterError:
        markdown, first = "", 1
    lines = tuple(enumerate(markdown.split("\n"), first))
    anchors, references = _anchors_and_references(html, lines, origin)
    return Facts(
        anchors=anchors,
        references=references,
        figures=tuple(_figures(html, lines)),
        text=hashlib.blake2b("".join(markdown.split()).encode(), digest_size=12).hexdigest(),
        size=len(html.encode()),
        problems=tuple(encoding.problems_of(f"content/{source.path}", text, source.lang)),
    )


def _anchors_and_references(
    html: str, lines: Lines, origin: str
) -> tuple[tuple[str, ...], tuple[Reference, ...]]:
    anchors, references = [], []
    for tag in _TAG.finditer(html):
        for name, value in _ATTRIBUTE.findall(tag[2]):
            address = unescape(value)
            if name == "id":
                anchors.append(address)
            elif within := _within(address, origin):
                references.append(within)
    own = set(anchors)
    return tuple(anchors), tuple(
        Reference(address, _line(address, lines))
        for address in references
        if not (address.startswith("#") and unquote(address[1:]) in own)
    )


def _within(address: str, origin: str) -> str:
    """The address as it is within the site, "" for one that leads elsewhere or is sure to hold."""
    if address == origin or address.startswith(f"{origin}/"):
        return address[len(origin) :] or "/"
    if address.startswith(_ARTICLE):
        return address if "#" in address else ""
    return address if address.startswith(("/", "#")) and not address.startswith("//") else ""


def _line(address: str, lines: Lines) -> int:
    """The first line that holds the address in one of the ways in which it may be written."""
    path, _, anchor = address.removeprefix(_ARTICLE).partition("#")
    name = path.rpartition("/")[2] if address.startswith(_ARTICLE) else path
    mark = f"#{anchor}" if anchor else ""
    for written in dict.fromkeys((name + mark, unquote(name + mark), mark, unquote(mark))):
        for number, line in lines:
            if written and written in line:
                return number
    return 0


def _figures(html: str, lines: Lines) -> Iterator[Figure]:
    for figure in _FIGURE.finditer(html):
        shown = _SHOWN.search(figure[1])
        if shown:
            address = unescape(shown[1] or shown[2])
            name = unquote(address).rpartition("/")[2]
            line = next((number for number, text in lines if name in text), 0)
            yield Figure(address, line, _CAPTION in figure[1], _CREDIT in figure[1])
