"""From plain data (parsed YAML, TOML) to typed values, with every mistake and its place.

A schema is a `msgspec.Struct` type. Unlike `msgspec.convert`, which stops at the first
mistake, `decode` collects them all and suggests the field that was probably meant.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec

T = TypeVar("T", bound=msgspec.Struct)
Path = tuple[str | int, ...]


class Mistake(NamedTuple):
    """Something wrong at a path into the data; `on_key` when the key itself is wrong."""

    path: Path
    message: str
    hint: str = ""
    on_key: bool = False


def decode(schema: type[T], data: Mapping[str, object]) -> tuple[T | None, tuple[Mistake, ...]]:
    """The data as a `schema` value, and all mistakes; None when there is any mistake."""
    mistakes: list[Mistake] = []
    value = _struct(schema, data, (), mistakes)
    return (None if mistakes else value), tuple(mistakes)


def dotted(path: Path) -> str:
    """A path in words: `image.src`, `corrections[2].date` (items count from 1)."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words


def suggestion(word: str, known: Sequence[str], kind: str) -> str:
    """A hint that names the known word nearest to the one written, or lists all of them."""
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    return f"Known {kind}: {', '.join(known)}."


def toml_line(text: str, path: Path) -> int:
    """The line (from 1) where the longest part of `path` that can be found is written; 0: none."""
    keys = [str(step) for step in path if not isinstance(step, int)]
    best, best_length, table = 0, 0, []
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\[?([^\]]+)\]", line)
        if header:
            table = _toml_keys(header[1])
            full = table
        else:
            assignment = re.match(r"\s*([^=#]+?)\s*=", line)
            if not assignment:
                continue
            full = table + _toml_keys(assignment[1])
        if len(full) > best_length and keys[: len(full)] == full:
            best, best_length = number, len(full)
    return best


def _toml_keys(text: str) -> list[str]:
    return [part.strip().strip("\"'") for part in text.strip().split(".")]


def _struct(schema: type[T], data: object, path: Path, mistakes: list[Mistake]) -> T | None:
    if not isinstance(data, Mapping):
        expected = f"“{dotted(path)}” takes several fields, not {_kind(data)}"
        known = ", ".join(field.encode_name for field in msgspec.structs.fields(schema))
        mistakes.append(Mistake(path, expected, f"Its fields: {known}."))
        return None
    before = len(mistakes)
    fields = {field.encode_name: field for field in msgspec.structs.fields(schema)}
    values: dict[str, object] = {}
    for key, item in data.items():
        field = fields.get(key)
        where = (*path, key)
        if field is None:
            hint = suggestion(str(key), list(fields), "fields")
            mistakes.append(Mistake(where, f"unknown field “{dotted(where)}”", hint, on_key=True))
        elif item is not None:
            values[field.name] = _value(field.type, item, where, mistakes)
    for name, field in fields.items():
        if field.required and field.name not in values:
            missing = dotted((*path, name))
            mistakes.append(Mistake(path, f"the field “{missing}” is missing", f"Add “{missing}”."))
    return schema(**values) if len(mistakes) == before else None


def _value(kind: Any, item: object, path: Path, mistakes: list[Mistake]) -> object:
    choices = _choices(kind)
    if isinstance(item, Mapping):
        for choice in choices:
            if _is_struct(choice):
                return _struct(choice, item, path, mistakes)
            if get_origin(choice) is Mapping:
                inner = get_args(choice)[1]
                return {
                    key: _value(inner, one, (*path, key), mistakes) for key, one in item.items()
                }
    if isinstance(item, list | tuple):
        for choice in choices:
            if get_origin(choice) is tuple:
                inner = get_args(choice)[0]
                return tuple(
                    _value(inner, one, (*path, number), mistakes) for number, one in enumerate(item)
                )
    if len(choices) == 1 and _is_struct(choices[0]):
        return _struct(choices[0], item, path, mistakes)
    try:
        return msgspec.convert(item, kind)
    except msgspec.ValidationError as error:
        mistakes.append(_mistake(kind, item, path, str(error)))
        return None


def _mistake(kind: Any, item: object, path: Path, reason: str) -> Mistake:
    wanted = " or ".join(dict.fromkeys(_words(choice) for choice in _choices(kind)))
    if _kind(item) in wanted:
        return Mistake(path, f"“{dotted(path)}” is wrong: {reason.lower()}")
    hint = "Put it in quotes." if str in _choices(kind) and not isinstance(item, Mapping) else ""
    return Mistake(path, f"“{dotted(path)}” must be {wanted}, not {_kind(item)}", hint)


def _choices(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) in (Union, UnionType):
        return tuple(choice for choice in get_args(kind) if choice is not type(None))
    return (kind,)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _words(kind: Any) -> str:
    if _is_struct(kind):
        return "a group of fields"
    base = get_origin(kind) or kind
    return {
        str: "text",
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        tuple: "a list",
        Mapping: "a group of fields",
    }.get(base, "a value of another kind")


def _kind(item: object) -> str:
    for kind, words in (
        (str, "text"),
        (bool, "true or false"),
        (int, "a whole number"),
        (float, "a number"),
        (list | tuple, "a list"),
        (Mapping, "a group of fields"),
        (type(None), "nothing"),
    ):
        if isinstance(item, kind):
            return words
    return type(item).__name__
