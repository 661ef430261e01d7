"""Takes the indentation out of templates once, so that no page has to be minified.

White space goes where HTML certainly shows none: beside a tag that begins or ends a line (one
side is enough: a line neither begins nor ends with a space), and in the document's head. Other
runs with a newline become that newline. What stands in attributes, scripts, style sheets and
preformatted text stays, and so does all after a place where it is not known which of these it is.
"""

import re
from collections.abc import Iterable
from functools import reduce
from typing import NamedTuple

from sitegen.render.compiler.program import (
    Branch,
    Captured,
    Function,
    Loop,
    Program,
    Step,
    Text,
    Value,
)

# Elements that the HTML standard renders as blocks or parts of tables, and <br>.
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "col",
    "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup",
    "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option",
    "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul", "xmp",
))
# fmt: on
_LITERAL = frozenset(["listing", "plaintext", "pre", "script", "style", "textarea", "title", "xmp"])

_IN_TEXT = re.compile(
    r"(?P<comment><!--.*?-->)|(?P<open><!--)|(?P<tag></?(?P<name>[A-Za-z][^\s/>]*|\Z))"
    r"|(?P<doctype><![A-Za-z][^>]*>)|(?P<space>[ \t\r\f\n]*\n[ \t\r\f\n]*)",
    re.DOTALL,
)
_IN_TAG = re.compile(r"(?P<quote>[\"'])|(?P<end>>)|(?P<space>[ \t\r\f\n]*\n[ \t\r\f\n]*)")
# A tag in one piece, in which nothing can be taken out.
_WHOLE_TAG = re.compile(r"</?[A-Za-z][^\s/>\"']*(?: [^\s\"'>=]+(?:=(?:\"[^\"]*\"|[^\s\"'>]+))?)*>")
_NAME_ENDS = re.compile(r"[\s/>]")
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))})(?=[\s/>])", re.IGNORECASE)


class _Place(NamedTuple):
    """Where in a document a piece of text begins.

    `within` is "text", "name" (of a tag), "tag", a quotation mark, "literal" (up to the end tag
    of that name), or "unknown"; `tag` is the last tag, with a slash when it is an end tag. At an
    `edge`, a line begins.
    """

    within: str = "text"
    tag: str = ""
    edge: bool = True
    head: bool = False


_UNKNOWN = _Place("unknown")
_TEXT = _Place(edge=False)


def without_indentation(program: Program) -> Program:
    """The program of a page that looks the same and has less white space."""
    return _steps(program, _Place())[0]


def _steps(program: Program, place: _Place) -> tuple[Program, _Place]:
    found: list[Step] = []
    for step in program:
        changed, place = _step(step, place)
        found.append(changed)
    return tuple(found), place


def _step(step: Step, place: _Place) -> tuple[Step, _Place]:
    match step:
        case Text(text):
            scanner = _Scanner(text, place)
            return Text(scanner.run()), scanner.place
        case Value():
            return step, _after_value(step, place)
        case Branch(arms):
            return _branch(arms, place)
        case Loop():
            return _loop(step, place)
        case Captured(_, body) | Function(_, body):
            # Where this text will stand is not known, so that it stays as it is.
            return step, place if _steps(body, _TEXT)[1].within == "text" else _UNKNOWN
    return step, place


def _after_value(value: Value, place: _Place) -> _Place:
    match place.within:
        case "text":
            # What is escaped, or a whole body, leaves no tag open; other markup might.
            return _UNKNOWN if value.safe else place._replace(edge=False)
        case "name":
            return place._replace(within="tag", tag="")
        case "tag" | "'" | '"' if value.safe:
            return _UNKNOWN
    return place


def _branch(arms: tuple[tuple[str, Program], ...], place: _Place) -> tuple[Step, _Place]:
    found = [(test, *_steps(body, place)) for test, body in arms]
    places = [end for _, _, end in found]
    if arms[-1][0]:
        places.append(place)
    return Branch(tuple((test, body) for test, body, _ in found)), _joined(places)


def _loop(loop: Loop, place: _Place) -> tuple[Step, _Place]:
    """A loop, whose body begins where it may be entered, and where it ends itself."""
    while True:
        body, end = _steps(loop.body, place)
        both = _joined((place, end))
        if both == place:
            return Loop(loop.header, body), both
        place = both


def _joined(places: Iterable[_Place]) -> _Place:
    return reduce(_join, places)


def _join(one: _Place, other: _Place) -> _Place:
    """What is certain when a page may come from either place."""
    edge = one.edge and other.edge
    one, other = one._replace(edge=edge), other._replace(edge=edge)
    if one == other:
        return one
    if {one.within, other.within} == {"name", "tag"} and one.tag == other.tag:
        return one._replace(within="name")
    return _UNKNOWN


class _Scanner:
    """One piece of text and the place that it leads to."""

    def __init__(self, text: str, place: _Place) -> None:
        self._text, self.place = text, place
        self._at, self._kept = 0, [""]

    def run(self) -> str:
        """The text without what is not seen."""
        while self._at < len(self._text):
            self._next()
        return "".join(self._kept)

    def _next(self) -> None:
        match self.place.within:
            case "text":
                self._in_text()
            case "name":
                self._in_name()
            case "tag":
                self._in_tag()
            case "'" | '"':
                self._in_quotes()
            case "literal":
                self._in_literal()
            case _:
                self._keep(len(self._text))

    def _keep(self, end: int) -> None:
        self._kept.append(self._text[self._at : end])
        self._at = end

    def _in_text(self) -> None:
        match = _IN_TEXT.search(self._text, self._at)
        before = match.start() if match else len(self._text)
        if self.place.edge and self._text[self._at : before].strip(" \t\r\f\n"):
            self.place = self.place._replace(edge=False)
        self._keep(before)
        if match is None:
            return
        match match.lastgroup:
            case "space":
                self._kept.append("" if self._is_unseen(match.end()) else "\n")
                self._at = match.end()
            case "comment":
                self._at = match.end()
            case "doctype":
                self._keep(match.end())
                self.place = self.place._replace(edge=True)
            case "open":
                self.place = _UNKNOWN
            case _:
                self._tag(match)

    def _tag(self, match: re.Match[str]) -> None:
        whole = _WHOLE_TAG.match(self._text, self._at)
        self._keep((whole or match).end())
        self.place = self.place._replace(within="name", tag=match["tag"][1:].lower())
        if whole:
            self.place = self._behind_tag()

    def _is_unseen(self, end: int) -> bool:
        return self.place.edge or self.place.head or bool(_BLOCK_TAG.match(self._text, end))

    def _in_name(self) -> None:
        whole = self.place.tag.strip("/") and _NAME_ENDS.match(self._text, self._at)
        self.place = self.place._replace(within="tag", tag=self.place.tag if whole else "")

    def _in_tag(self) -> None:
        match = _IN_TAG.search(self._text, self._at)
        if match is None:
            self._keep(len(self._text))
        elif match.lastgroup == "space":
            self._keep(match.start())
            self._kept.append(" ")
            self._at = match.end()
        else:
            self._keep(match.end())
            self.place = (
                self._behind_tag()
                if match.lastgroup == "end"
                else self.place._replace(within=match["quote"])
            )

    def _behind_tag(self) -> _Place:
        tag = self.place.tag
        name = tag.removeprefix("/")
        edge = name in _BLOCKS
        head = self.place.head if name not in {"head", "body"} else tag == "head"
        within = "literal" if tag in _LITERAL else "text"
        return _Place(within, tag if within == "literal" else "", edge, head)

    def _in_quotes(self) -> None:
        end = self._text.find(self.place.within, self._at)
        if end < 0:
            self._keep(len(self._text))
        else:
            self._keep(end + 1)
            self.place = self.place._replace(within="tag")

    def _in_literal(self) -> None:
        end = re.compile(rf"</{self.place.tag}(?=[\s/>])", re.IGNORECASE).search(
            self._text, self._at
        )
        self._keep(end.end() if end else len(self._text))
        if end:
            self.place = self.place._replace(within="tag", tag=f"/{self.place.tag}")
