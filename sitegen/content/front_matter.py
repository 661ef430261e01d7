"""Front matter: the YAML between `---` lines or the TOML between `+++` lines at a file's top."""

import re
import tomllib
from datetime import date, datetime, time
from typing import NamedTuple

import yaml

from sitegen.content import plain_front_matter
from sitegen.content.plain_front_matter import NUMBERED, scalar
from sitegen.schema import Path, dotted, toml_line

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\r?\n")
_END = {
    # Beginning with the characters themselves, not “^”, it is found three times as fast.
    fence: re.compile(rf"\n{re.escape(fence)}[ \t]*(?:\r?\n|\Z)")
    for fence in ("---", "+++")
}
_FLATTER = "Use fewer groups and lists within each other."
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_MAX_DEPTH = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNCLOSED = "Look at the lines above, too: a quote or a bracket may not be closed."


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
    if kind == "+++":
        fields = _toml(block)
    else:
        plain = plain_front_matter.fields(block)
        fields = _yaml(block) if plain is None else plain
    return Document(fields, body, body_line)


def locate(text: str, path: Path) -> tuple[int, int]:
    """Line and column in the file of the value at `path`, or of what is nearest around it."""
    kind, block, _ = _split(text)
    if kind == "+++":
        line = toml_line(block, path)
        return (line + 1, 0) if line else (1, 0)
    node = _compose(block)
    mark = node.start_mark if node else None
    if not mark:
        return 1, 0
    for step in path:
        found = None
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and step in range(len(node.value)):
            found = (node.value[step], node.value[step])
        if found is None:
            break
        mark, node = found[0].start_mark, found[1]
    return _spot(block, mark)


def _split(text: str) -> tuple[str, str, str]:
    start = _FENCE.match(text)
    if not start:
        raise FrontMatterError(
            "the file does not begin with front matter" if text.strip() else "the file is empty",
            "Begin with a line “---”, fields such as “title: …” and “date: …”, and a line “---”.",
            1,
        )
    fence = start[1]
    end = _END[fence].search(text, start.end() - 1)
    if not end:
        raise FrontMatterError(
            f"the front matter that begins with “{fence}” never ends",
            f"Add a line “{fence}” after the last field.",
            1,
        )
    control = _CONTROL.search(text, 0, end.start())
    if control:
        line, column = _line_and_column(text, control.start())
        message = f"there is an invisible control character (U+{ord(control[0]):04X})"
        raise FrontMatterError(message, "Delete it, or write the line anew.", line, column)
    return fence, text[start.end() : end.start() + 1], text[end.end() :]


def _line_and_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _spot(block: str, mark: yaml.Mark) -> tuple[int, int]:
    """Line and column in the file; YAML counts further characters as line ends, editors do not."""
    line, column = _line_and_column(block, mark.index)
    return line + 1, column


def _toml(block: str) -> dict[str, object]:
    try:
        fields = tomllib.loads(block.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line, column = (int(place[1]) + 1, int(place[2])) if place else (block.count("\n") + 1, 0)
        reason = _TOML_PLACE.sub("", str(error)).strip()
        raise FrontMatterError(f"this is not TOML: {reason}", _UNCLOSED, line, column) from None
    except RecursionError:
        raise FrontMatterError("this TOML is nested too deeply", _FLATTER, 1) from None
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
        line, column = _spot(block, mark) if mark else (1, 0)
        hint = _UNCLOSED
        problem = str(error.problem or error.context)
        if "mapping values are not allowed" in problem:
            hint = 'Text that holds a colon needs quotes: title: "Port: the vote".'
        elif "cannot start any token" in problem or "found a tab" in problem:
            hint = "Indent with spaces, not tabs; text that begins with @ or ` needs quotes."
        raise FrontMatterError(f"this is not YAML: {problem}", hint, line, column) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise FrontMatterError(f"this is not YAML: {reason}", _UNCLOSED, 1) from None
    except RecursionError:
        raise FrontMatterError("this YAML is nested too deeply", _FLATTER, 1) from None
    return node


def _yaml(block: str) -> dict[str, object]:
    node = _compose(block)
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise FrontMatterError(
            "this front matter holds no fields", "Write each as “name: value”.", 2
        )
    return _Builder(block).mapping(node, (), numbers=False)


class _Builder:
    """Makes plain data of YAML nodes; refuses what could grow without end."""

    def __init__(self, block: str) -> None:
        self._block = block
        self._seen: set[int] = set()

    def _error(self, message: str, hint: str, mark: yaml.Mark) -> FrontMatterError:
        return FrontMatterError(message, hint, *_spot(self._block, mark))

    def mapping(self, node: yaml.MappingNode, path: Path, *, numbers: bool) -> dict[str, object]:
        fields: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                message = "a field's name must be a word"
                raise self._error(message, "Write “name: value”.", key.start_mark)
            where = (*path, key.value)
            if key.value in fields:
                message = f"“{dotted(where)}” is there twice"
                raise self._error(message, "Keep one of them.", key.start_mark)
            under_extra = numbers or (not path and key.value in NUMBERED)
            fields[key.value] = self._any(value, where, numbers=under_extra)
        return fields

    def _any(self, node: yaml.Node, path: Path, *, numbers: bool) -> object:
        if isinstance(node, yaml.ScalarNode):
            # A plain scalar has no style: None in PyYAML itself, "" when libyaml parses.
            return node.value if node.style else scalar(node.value, numbers=numbers)
        # An alias to a list of aliases to lists … is how a short file eats all memory.
        if id(node) in self._seen:
            message = f"“{dotted(path)}” repeats a list or group by a YAML alias (“*”)"
            raise self._error(message, "Write the list or group out.", node.start_mark)
        self._seen.add(id(node))
        if len(path) > _MAX_DEPTH:
            message = "this YAML is nested too deeply"
            raise self._error(message, _FLATTER, node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, numbers=numbers)
        return [
            self._any(item, (*path, index), numbers=numbers)
            for index, item in enumerate(node.value)
        ]
