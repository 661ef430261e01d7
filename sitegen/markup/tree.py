"""A small tree of sanitised HTML, for the few changes that need to know what is around.

It reads only what ammonia writes: every tag closed, every attribute in double quotes, `<` and
`>` nowhere else. Anything unexpected is escaped, so what comes out is never more than went in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[^\s"\'<>/=]+="[^"<>]*")*)>')
_ATTRIBUTE = re.compile(r'([^\s"\'<>/=]+)="([^"]*)"')
_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})
# minify-html takes away the space between inline elements that are children of these.
_LOOSE = frozenset(
    {"", "article", "aside", "blockquote", "div", "figure", "footer", "header", "section"}
)
_BLOCK_NAMES = (
    "address article aside blockquote dd details div dl dt figcaption figure footer h2 h3 h4 "
    "h5 h6 header hr li ol p pre section summary table ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())

_DEEPEST = 100  # elements inside one another; of deeper ones only the text is kept


@dataclass(slots=True)
class Element:
    """An element with its attributes (unescaped) and children (elements, or HTML text)."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)


def parse(html: str) -> Element:
    """The tree under a nameless root."""
    root = Element("")
    open_elements = [root]
    position = 0
    for match in _TOKEN.finditer(html):
        _add_text(open_elements[-1], html[position : match.start()])
        position = match.end()
        end, name, attributes = match.groups()
        if end:
            del open_elements[max(1, len(open_elements) - 1) :]
            continue
        element = Element(
            name, {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
        )
        deep = len(open_elements) > _DEEPEST
        if not deep:
            open_elements[-1].children.append(element)
        if name not in _VOID:
            open_elements.append(open_elements[-1] if deep else element)
    _add_text(open_elements[-1], html[position:])
    return root


def serialise(element: Element) -> str:
    """The tree as HTML."""
    return "".join(_pieces(element))


def guard_spaces(element: Element) -> None:
    """Put loose text and inline elements in blocks into paragraphs."""
    for child in element.children:
        if isinstance(child, Element) and child.name in _LOOSE:
            guard_spaces(child)
    if element.name not in _LOOSE:
        return
    guarded: list[Element | str] = []
    run: list[Element | str] = []
    for child in element.children:
        if isinstance(child, Element) and _holds_block(child):
            guarded += [*_paragraph(run), child]
            run = []
        else:
            run.append(child)
    element.children = [*guarded, *_paragraph(run)]


def _add_text(parent: Element, text: str) -> None:
    if text:
        # Quotes are escaped as Markdown's are, so that no text can look like an attribute.
        text = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        parent.children.append(text)


def _pieces(element: Element) -> Iterator[str]:
    if element.name:
        attributes = "".join(
            f' {name}="{escape(value)}"' for name, value in element.attributes.items()
        )
        yield f"<{element.name}{attributes}>"
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _pieces(child)
    if element.name and element.name not in _VOID:
        yield f"</{element.name}>"


def _holds_block(element: Element) -> bool:
    return element.name in _BLOCKS or any(
        _holds_block(child) for child in element.children if isinstance(child, Element)
    )


def _paragraph(run: list[Element | str]) -> list[Element | str]:
    inline = sum(isinstance(piece, Element) for piece in run)
    has_text = any(isinstance(piece, str) and piece.strip() for piece in run)
    return [Element("p", {}, run)] if has_text or inline > 1 else run
