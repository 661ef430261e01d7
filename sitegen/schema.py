"""From plain data (parsed YAML, TOML) to typed values, with every mistake and its place.

A schema is a type of `Fields`. Unlike `msgspec.convert`, which stops at the first mistake,
`decode` collects them all and suggests the field that was probably meant.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec

Path = tuple[str | int, ...]

_BOUND = re.compile(r"Expected `\w+` ([<>]=) (-?[0-9.]+)")
_BOUNDS = {">=": "at least", "<=": "at most"}


class Fields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all schemas: a group of fields, and no others."""


T = TypeVar("T", bound=Fields)


class Mistake(NamedTuple):
    """Something wrong at a path into the data."""

    path: Path
    message: str
    hint: str = ""


def decode(
    schema: type[T], data: Mapping[str, object], synonyms: Mapping[str, str] | None = None
) -> tuple[T | None, tuple[Mistake, ...]]:
    """The data as a `schema` value, and all mistakes; None when there is any mistake.

    `synonyms` are other names of top-level fields, one of each; a field's own name wins.
    """
    synonyms = synonyms or {}
    try:
        # Most data are right, and one call for all of an article's takes 3 µs, not 120.
        return msgspec.convert(_renamed(schema, data, synonyms), schema), ()
    except msgspec.ValidationError:
        mistakes: list[Mistake] = []
        value = _struct(schema, data, (), mistakes, synonyms)
        return (None if mistakes else value), tuple(mistakes)


def dotted(path: Path) -> str:
    """A path in words: `image.src`, `corrections[2].date` (items count from 1)."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if words else step
    return words


def suggestion(word: str, known: Sequence[str], kind: str) -> str:
    """A hint that names the known word nearest to the one written, or lists all of them."""
    near = nearest(word, known)
    return f"Did you mean “{near}”?" if near else f"Known {kind}: {', '.join(known)}."


def nearest(word: str, known: Sequence[str]) -> str:
    """The known word that was probably meant, "" when none is near."""
    spellings = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), spellings, n=1, cutoff=0.6)
    return spellings[near[0]] if near else ""


def toml_line(text: str, path: Path) -> int:
    """The line (from 1) where the longest part of `path` that can be found is written; 0: none."""
    keys = [str(step) for step in path if not isinstance(step, int)]
    best, best_length, table = 0, 0, []
    for number, line in enumerate(text.split("\n"), 1):
        header = re.match(r"\s*\[\[?([^\]]+)\]", line)
        if header:
            table = _toml_keys(header[1])
            full = table
        else:
            assignment = re.match(r"\s*([^=#\s][^=#]*)=", line)
            if not assignment:
                continue
            full = table + _toml_keys(assignment[1])
        if len(full) > best_length and keys[: len(full)] == full:
            best, best_length = number, len(full)
    return best


def _toml_keys(text: str) -> list[str]:
    return [part.strip().strip("\"'") for part in text.strip().split(".")]


def _renamed(
    schema: type[Fields], data: Mapping[str, object], synonyms: Mapping[str, str]
) -> dict[str, object]:
    """The data under the fields' own names, without fields that were left empty."""
    known = schema.__struct_encode_fields__
    return {
        name: item
        for key, item in data.items()
        if (name := synonyms.get(key, key)) == key or name not in data
        if item is not None or name not in known
    }


def _struct(
    schema: type[T],
    data: object,
    path: Path,
    mistakes: list[Mistake],
    synonyms: Mapping[str, str],
) -> T | None:
    fields = {field.encode_name: field for field in msgspec.structs.fields(schema)}
    if not isinstance(data, Mapping):
        message = f"“{dotted(path)}” takes several fields, not {_kind(data)}"
        mistakes.append(Mistake(path, message, f"Its fields: {', '.join(fields)}."))
        return None
    before = len(mistakes)
    values: dict[str, object] = {}
    meant: set[str] = set()
    for key, item in data.items():
        name = synonyms.get(key, key)
        field = fields.get(name)
        where = (*path, key)
        if field is None:
            meant.add(nearest(key, list(fields)))
            hint = suggestion(key, list(fields), "fields")
            mistakes.append(Mistake(where, f"unknown field “{dotted(where)}”", hint))
        elif item is not None and (name == key or name not in data):
            values[field.name] = _value(field.type, item, where, mistakes)
    for name, field in fields.items():
        if field.required and field.name not in values and name not in meant:
            missing = dotted((*path, name))
            mistakes.append(Mistake(path, f"the field “{missing}” is missing", f"Add “{missing}”."))
    return schema(**values) if len(mistakes) == before else None


def _value(annotated: Any, item: object, path: Path, mistakes: list[Mistake]) -> object:
    choices = _choices(annotated)
    if isinstance(item, Mapping):
        for choice in choices:
            if _is_struct(choice):
                return _struct(choice, item, path, mistakes, {})
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
        return _struct(choices[0], item, path, mistakes, {})
    try:
        return msgspec.convert(item, annotated)
    except msgspec.ValidationError as error:
        mistakes.append(_mistake(choices, item, path, str(error)))
        return None


def _mistake(choices: tuple[Any, ...], item: object, path: Path, reason: str) -> Mistake:
    name = dotted(path)
    for choice in choices:
        if get_origin(choice) is Literal:
            hint = suggestion(str(item), get_args(choice), "words")
            return Mistake(path, f"“{name}” cannot be “{item}”", hint)
    bound = _BOUND.search(reason)
    if bound:
        return Mistake(path, f"“{name}” is {item}, but must be {_BOUNDS[bound[1]]} {bound[2]}")
    wanted = " or ".join(dict.fromkeys(_words(choice) for choice in choices))
    return Mistake(path, f"“{name}” must be {wanted}, not {_kind(item)}", _hint(choices, item))


def _hint(choices: tuple[Any, ...], item: object) -> str:
    if item is None:
        return "Write something there, or remove the empty item."
    if str in choices and isinstance(item, bool | int | float):
        return "Put it in quotes."
    if bool in choices:
        return "Write true or false, without quotes."
    if any(get_origin(choice) is tuple for choice in choices):
        return "Put it in square brackets: one item, or several with commas between them."
    return ""


def _choices(annotated: Any) -> tuple[Any, ...]:
    kind = get_args(annotated)[0] if get_origin(annotated) is Annotated else annotated
    if get_origin(kind) in (Union, UnionType):
        return tuple(choice for choice in get_args(kind) if choice is not type(None))
    return (kind,)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Fields)


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
