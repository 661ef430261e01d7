"""The reference of front matter and configuration in the README, made from the schemas.

`python -m sitegen.reference README.md` writes it anew between its markers.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from sitegen.config import SiteConfig
from sitegen.content.schema import SYNONYMS, FrontMatter

_TABLES: Mapping[str, type[msgspec.Struct]] = {
    "front matter": FrontMatter,
    "configuration": SiteConfig,
}


def with_reference(text: str) -> str:
    """The README's text with every reference between its markers made anew."""
    for name, schema in _TABLES.items():
        text = _between(text, name, table(schema))
    synonyms = ", ".join(f"`{theirs}` ({ours})" for theirs, ours in SYNONYMS.items())
    return _between(text, "synonyms", synonyms)


def _between(text: str, name: str, content: str) -> str:
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    return pattern.sub(lambda _: f"{start}\n{content}\n{end}", text)


def table(schema: type[msgspec.Struct]) -> str:
    """A schema as a Markdown table: field, kind, default, meaning; nested fields with a dot."""
    rows = ["| field | kind | default | meaning |", "| --- | --- | --- | --- |"]
    rows += (" | ".join(("|", *row, "|")).replace("| |", "|") for row in _rows(schema, ""))
    return "\n".join(row.replace("|  ", "| ") for row in rows)


def _rows(schema: type[msgspec.Struct], prefix: str) -> Iterator[tuple[str, str, str, str]]:
    hints = get_type_hints(schema, include_extras=True)
    for field in msgspec.structs.fields(schema):
        kind, meaning = _described(hints[field.name])
        nested = next(_structs(kind), None)
        default = "required" if field.required else _default(field.default)
        name = f"{prefix}{field.name}"
        yield f"`{name}`", _words(kind), default, meaning
        if nested is not None:
            below = f"{name}.<id>" if get_origin(kind) is Mapping else name
            yield from _rows(nested, f"{below}.")


def _described(hint: Any) -> tuple[Any, str]:
    if get_origin(hint) is Annotated:
        kind, *notes = get_args(hint)
        meaning = next((note.description for note in notes if note.description), "")
        return kind, meaning
    return hint, ""


def _structs(kind: Any) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for inner in get_args(kind):
        yield from _structs(inner)


def _words(kind: Any) -> str:
    kind = _described(kind)[0]
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        choices = [_words(item) for item in get_args(kind) if item is not type(None)]
        return " or ".join(dict.fromkeys(choices))
    if origin is tuple:
        return f"list of {_words(get_args(kind)[0])}"
    if origin is Mapping:
        inner = _words(get_args(kind)[1])
        return (
            "text by language"
            if inner == "text"
            else "fields by id"
            if inner == "fields"
            else "fields"
        )
    if origin is Literal:
        return " / ".join(f"`{item}`" for item in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return "fields"
    return {str: "text", bool: "true or false", int: "number"}.get(kind, "anything")


def _default(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple) and value:
        return ", ".join(f"`{item}`" for item in value)
    return f"`{value}`" if isinstance(value, str | int) and value != "" else ""


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    readme.write_text(with_reference(readme.read_text(encoding="utf-8")), encoding="utf-8")
