"""Front matter: the YAML between `---` lines or the TOML between `+++` lines at a file's top."""

import re
import tomllib
from datetime import date, datetime, time
from typing import NamedTuple

import yaml

from sitegen.schema import Path, dotted, toml_line

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\r?\n")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_MAX_DEPTH = 20


class FrontMatterError(Exception):
    """Front matter that cannot be read; `line` and `column` count from 1 in the whole file."""

    def __init__(self, message: str, hint: str, line: int, column: int = 0) -> None:
        super().__init__(message)
        self.message, self.hint, self.line, self.column = message, hint, line, column


class Document(NamedTuple):
    """A source file taken apart: its fields, the Markdown, and the line where that begins."""

    fields: dict[str, object]
    body: str
    body_line: int


def parse(text: str) -> Document:
    """Take a source file apart. Every plain YAML scalar stays text, but true, false and null.

    (So `007`, `12:30` and `no` mean what they look like; under `extra` numbers are numbers.)

    Raises FrontMatterError when there is no front matter or when it is not valid.
    """
    kind, block, body = _split(text)
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    fields = _toml(block) if kind == "+++" else _yaml(block)
    return Document(fields, body, body_line)


def locate(text: str, path: Path) -> tuple[int, int]:
    """Line and column in the file of the value at `path`, or of what is nearest around it."""
    kind, block, _ = _split(text)
    if kind == "+++":
        line = toml_line(block, path)
        return (line + 1, 0) if line else (1, 0)
    node = _compose(block)
    mark = node.start_mark if node else None
    for step in path:
        found = None
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            found = (node.value[step], node.value[step])
        if found is None:
            break
        mark, node = found[0].start_mark, found[1]
    return (mark.line + 2, mark.column + 1) if mark else (1, 0)


def _split(text: str) -> tuple[str, str, str]:
    start = _FENCE.match(text)
    if not start:
        raise FrontMatterError(
            "the file does not begin with front matter",
            "Begin with a line “---”, fields such as “title: …” and “date: …”, and a line “---”.",
            1,
        )
    fence = start[1]
    end = re.compile(rf"^{re.escape(fence)}[ \t]*(?:\r?\n|\Z)", re.MULTILINE).search(
        text, start.end()
    )
    if not end:
        raise FrontMatterError(
            f"the front matter that begins with “{fence}” never ends",
            f"Add a line “{fence}” after the last field.",
            1,
        )
    return fence, text[start.end() : end.start()], text[end.end() :]


def _toml(block: str) -> dict[str, object]:
    try:
        fields = tomllib.loads(block.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line, column = (int(place[1]) + 1, int(place[2])) if place else (block.count("\n") + 1, 0)
        reason = _TOML_PLACE.sub("", str(error)).strip()
        raise FrontMatterError(f"this is not TOML: {reason}", "", line, column) from None
    return {key: _plain(value) for key, value in fields.items()}


def _plain(value: object) -> object:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _compose(block: str) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(block, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        hint = ""
        if "mapping values are not allowed" in (error.problem or ""):
            hint = 'Text that holds a colon needs quotes: title: "Port: the vote".'
        elif "found character that cannot start any token" in (error.problem or ""):
            hint = "Indent with spaces, not tabs; text that begins with @ or ` needs quotes."
        raise FrontMatterError(
            f"this is not YAML: {error.problem or error.context}",
            hint,
            mark.line + 2 if mark else 1,
            mark.column + 1 if mark else 0,
        ) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise FrontMatterError(f"this is not YAML: {reason}", "", 1) from None
    except RecursionError:
        raise FrontMatterError("this YAML is nested too deeply", "", 1) from None
    return node


def _yaml(block: str) -> dict[str, object]:
    node = _compose(block)
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise FrontMatterError(
            "front matter is a list of fields", "Write each as “name: value”.", 2
        )
    return _Builder().mapping(node, (), numbers=False)


class _Builder:
    """Makes plain data of YAML nodes; refuses what could grow without end."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def mapping(self, node: yaml.MappingNode, path: Path, *, numbers: bool) -> dict[str, object]:
        fields: dict[str, object] = {}
        for key, value in node.value:
            line, column = key.start_mark.line + 2, key.start_mark.column + 1
            if not isinstance(key, yaml.ScalarNode):
                raise FrontMatterError("a field's name must be one word", "", line, column)
            where = (*path, key.value)
            if key.value in fields:
                raise FrontMatterError(
                    f"“{dotted(where)}” is there twice", "Keep one.", line, column
                )
            under_extra = numbers or (not path and key.value in ("extra", "params"))
            fields[key.value] = self._any(value, where, numbers=under_extra)
        return fields

    def _any(self, node: yaml.Node, path: Path, *, numbers: bool) -> object:
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node.value, numbers=numbers) if node.style is None else node.value
        line, column = node.start_mark.line + 2, node.start_mark.column + 1
        # An alias to a list of aliases to lists … is how a short file eats all memory.
        if id(node) in self._seen:
            raise FrontMatterError("a YAML alias to a group or list", "Write it out.", line, column)
        self._seen.add(id(node))
        if len(path) > _MAX_DEPTH:
            raise FrontMatterError("this YAML is nested too deeply", "", line, column)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, numbers=numbers)
        return [
            self._any(item, (*path, index), numbers=numbers)
            for index, item in enumerate(node.value)
        ]


def _scalar(text: str, *, numbers: bool) -> object:
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE"):
        return True
    if text in ("false", "False", "FALSE"):
        return False
    if numbers and _INTEGER.match(text):
        return int(text)
    if numbers and _FLOAT.match(text):
        return float(text)
    return text
