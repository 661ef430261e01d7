"""Front matter as an editor would write it, with quotes only where YAML needs them."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Plain = str | int | float | bool | Sequence["Plain"] | Mapping[str, "Plain"] | None

_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?")
# A letter first, so that it is neither a number nor a sign that means something.
_PLAIN = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]*")
_SPECIAL = re.compile(r":(\s|$)|\s#|\s$")
_SPECIAL_IN_FLOW = re.compile(r"[\[\]{},]")
_LONG = 20  # characters
# What readers of YAML 1.1 or 1.2 take for something else than text.
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"))
# JSON leaves these as they are, and YAML ends lines at them or forbids them.
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def front_matter(fields: Mapping[str, Plain], notes: Mapping[str, str]) -> str:
    """The fields between `---` lines; `notes` are comments by field ("" for the first line)."""
    first = [f"# {notes['']}"] if notes.get("") else []
    lines = [line for name, value in fields.items() for line in _field(name, value, notes)]
    return "\n".join(("---", *first, *lines, "---", ""))


def _field(name: str, value: Plain, notes: Mapping[str, str]) -> Iterator[str]:
    first, *rest = _written(name, value, "")
    yield f"{first}  # {notes[name]}" if name in notes else first
    yield from rest


def _written(name: str, value: Plain, indent: str) -> Iterator[str]:
    key = f"{indent}{_scalar(name)}:"
    if isinstance(value, Mapping) and value:
        yield key
        for inner, item in value.items():
            yield from _written(inner, item, f"{indent}  ")
    elif isinstance(value, str):
        yield f"{key} {_scalar(value)}"
    elif isinstance(value, Sequence) and any(map(_is_long, value)):
        yield key
        for item in value:
            yield from _item(item, f"{indent}  ")
    else:
        yield key if value is None else f"{key} {_flow(value)}"


def _item(item: Plain, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping) or not item:
        yield f"{indent}- {_scalar(item) if isinstance(item, str) else _flow(item)}"
        return
    lines = [line for name, value in item.items() for line in _written(name, value, f"{indent}  ")]
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _is_long(item: Plain) -> bool:
    """Whether an item stands on a line of its own: sentences and groups do, names do not."""
    return (isinstance(item, str) and len(item) > _LONG) or (
        isinstance(item, Mapping) and bool(item)
    )


def _flow(value: Plain) -> str:
    if isinstance(value, Mapping):
        pairs = (f"{_scalar(name, flow=True)}: {_flow(item)}" for name, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, str):
        return _scalar(value, flow=True)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_flow, value))}]"
    return json.dumps(value)


def _scalar(text: str, *, flow: bool = False) -> str:
    special = _SPECIAL.search(text) or (flow and _SPECIAL_IN_FLOW.search(text))
    if _DATE.fullmatch(text) or (
        _PLAIN.fullmatch(text) and not special and text.casefold() not in _WORDS
    ):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
