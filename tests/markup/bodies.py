"""What the tests of this package share."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from sitegen.errors import Problem
from sitegen.markup import render
from sitegen.types import Body, Developed, Media, Print, Variant

DATA = Path(__file__).parent / "data"
STORY = "2023/04/port"
MEDIA: Mapping[str, Media] = {
    f"{STORY}/photo.jpg": Media(
        path=f"{STORY}/photo.jpg",
        url="/media/photo.jpg",
        digest="1",
        width=1600,
        height=900,
        photo=Developed("1", "tone r1 g2 b3", 1600, 900, ()),
        variants=(
            Variant("/media/480.avif", Print("avif", 480, 270)),
            Variant("/media/960.avif", Print("avif", 960, 540)),
            Variant("/media/960,.webp", Print("webp", 960, 540)),
            Variant("/media/960.jpg", Print("jpeg", 960, 540, plain=True)),
        ),
    ),
    f"{STORY}/small.png": Media(
        path=f"{STORY}/small.png", url="/media/small.png", digest="2", width=300, height=200
    ),
    f"{STORY}/plan.pdf": Media(path=f"{STORY}/plan.pdf", url="/media/plan.pdf", digest="3"),
    "항만.jpg": Media(path="항만.jpg", url="/media/항만.jpg", digest="4", width=10, height=10),
}


def rendered(text: str, *, lang: str = "ko", first_line: int = 1) -> tuple[Body, list[Problem]]:
    """A body of the story in `STORY`, and its problems."""
    path = f"{STORY}/index.{lang}.md"
    body, problems = render(text, path=path, lang=lang, media=MEDIA, first_line=first_line)
    return body, list(problems)


def html(text: str, *, lang: str = "ko") -> str:
    """A body's HTML when nothing about it is worth a word."""
    body, problems = rendered(text, lang=lang)
    assert problems == []
    return body.html


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def elements(markup: str) -> list[tuple[str, dict[str, str]]]:
    """All start tags with their attributes, read by another parser than the one under test."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.elements


_FORBIDDEN_NAMES = (
    "applet base button embed form frame iframe input link math meta object script select style "
    "svg template textarea title"
)
_FORBIDDEN = frozenset(_FORBIDDEN_NAMES.split())


def dangers(markup: str) -> Iterator[str]:
    """What could run code, load from elsewhere or break the page."""
    for name, attributes in elements(markup):
        if name in _FORBIDDEN:
            yield f"<{name}>"
        for attribute, value in attributes.items():
            if attribute.startswith(("on", "data-", "form")) or attribute in {"style", "ping"}:
                yield f"{name}.{attribute}"
            if attribute in {"href", "src"} and not _is_safe(name, attribute, value):
                yield f"{name}.{attribute}={value}"
            if attribute == "srcset" and "//" in value:
                yield f"{name}.srcset={value}"


def _is_safe(name: str, attribute: str, value: str) -> bool:
    if name == "img" and attribute == "src":
        return value.startswith("/") and not value.startswith("//")
    return urlsplit(value).scheme in {"", "http", "https", "mailto", "tel"} or (
        value.startswith("article:") and value.partition("#")[0].lower().endswith(".md")
    )
