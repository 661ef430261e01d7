"""Reads the plain part of YAML in which nearly all front matter is written.

PyYAML makes Python objects of all tokens and their places; here a line is one match of one
regular expression, which takes a quarter of the time. What this module is not sure about it
leaves to PyYAML, and what it reads it reads alike: a property test holds it to that.
"""

import re

# What YAML does not allow, what ends a line to YAML alone, and all control characters.
_UNSAFE = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_INDICATORS = r"\-?:,\[\]{}\#&*!|>'\"%@`"  # no plain scalar begins with one here

_KEY = r"[^\W\d][\w-]{0,99}+"
_DOUBLE = rf'"[^"\\{_UNSAFE}]*+(?:\\["\\][^"\\{_UNSAFE}]*+)*+"'
_SINGLE = rf"'[^'{_UNSAFE}]*+(?:''[^'{_UNSAFE}]*+)*+'"
_INSIDE = rf"[^:\#{_UNSAFE}]*+"
_PLAIN = rf"[^\ {_INDICATORS}{_UNSAFE}]{_INSIDE}(?:(?::(?![\ \n])|(?<!\ )\#){_INSIDE})*+"
# Between brackets a comma ends a plain scalar, too.
_INSIDE_BRACKETS = rf"[^,:?\[\]{{}}\#{_UNSAFE}]*+"
_WORDS = (
    rf"[^\ {_INDICATORS}{_UNSAFE}]{_INSIDE_BRACKETS}"
    rf"(?::(?![\ ,:?\[\]{{}}\#]){_INSIDE_BRACKETS})*+"
)
_ITEM = rf"(?:{_DOUBLE}|{_SINGLE}|{_WORDS})"
_LIST = rf"\[\ *+(?:{_ITEM}\ *+(?:,\ *+{_ITEM}\ *+)*+)?+\]"
_PAIR = rf"{_KEY}:\ ++{_ITEM}"
_GROUP = rf"\{{\ *+(?:{_PAIR}\ *+(?:,\ *+{_PAIR}\ *+)*+)?+\}}"
_VALUE = rf"{_DOUBLE}|{_SINGLE}|{_LIST}|{_GROUP}|{_PLAIN}"

_LINE = re.compile(
    rf"""
      \ *+ (?:\#[^{_UNSAFE}]*+)?+ \n
    | (\ *+) (-\ ++)?+ (?:({_KEY}):(?:\ ++|(?=\n)))?+
      ({_VALUE})?+ \ *+ \n
    | ([\s\S]++)
    """,
    re.VERBOSE,
)
_ITEMS = re.compile(_ITEM)
_PAIRS = re.compile(rf"({_KEY}):\ ++({_ITEM})")
_ESCAPED = re.compile(r"\\(.)")

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_MEANINGS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
NUMBERED = frozenset(("extra", "params"))
_MAX_DEPTH = 5

# Column, dash, key and value.
_Line = tuple[int, str, str, str]
_END: _Line = (-1, "", "", "")


class _UnsureError(Exception):
    """What these lines mean is for a YAML parser to say."""


def fields(block: str) -> dict[str, object] | None:
    """The fields of a block of YAML; None when a YAML parser has to look at it."""
    matches = _LINE.findall(block.replace("\r\n", "\n"))
    lines = [
        (len(indent), dash, key, value)
        for indent, dash, key, value, _ in matches
        if dash or key or value
    ]
    if not lines or matches[-1][4]:
        return None
    try:
        return _Reader(lines).fields()
    except _UnsureError:
        return None


def scalar(text: str, *, numbers: bool) -> object:
    """What a plain scalar means: true, false, null, a number where these are, else its text."""
    if text in _MEANINGS:
        return _MEANINGS[text]
    if numbers and _INTEGER.match(text):
        return int(text)
    if numbers and _FLOAT.match(text):
        return float(text)
    return text


class _Reader:
    """Puts lines together by the columns in which they begin."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines, self._next = [*lines, _END], 0

    def fields(self) -> dict[str, object]:
        column, dash, _, _ = self._lines[0]
        if column or dash:
            raise _UnsureError
        found = self._mapping(0, 0, numbers=False)
        if self._lines[self._next] is not _END:
            raise _UnsureError
        return found

    def _mapping(self, column: int, depth: int, *, numbers: bool) -> dict[str, object]:
        """The mapping with keys in that column, of which the first may follow a dash."""
        found: dict[str, object] = {}
        _, _, key, value = self._lines[self._next]
        while True:
            if not key or key in found:
                raise _UnsureError
            self._next += 1
            below = numbers or (not depth and key in NUMBERED)
            if value:
                found[key] = _value(value, numbers=below)
            else:
                found[key] = self._block(column, depth + 1, numbers=below)
            at, dash, key, value = self._lines[self._next]
            if at != column or dash:
                return found

    def _block(self, column: int, depth: int, *, numbers: bool) -> object:
        """What stands below a key of that column."""
        at, dash, _, _ = self._lines[self._next]
        if depth > _MAX_DEPTH:
            raise _UnsureError
        if dash and at >= column:
            return self._sequence(at, depth, numbers=numbers)
        if at > column:
            return self._mapping(at, depth, numbers=numbers)
        raise _UnsureError

    def _sequence(self, column: int, depth: int, *, numbers: bool) -> list[object]:
        items: list[object] = []
        at, dash, key, value = self._lines[self._next]
        while at == column and dash:
            if key:
                items.append(self._mapping(column + len(dash), depth + 1, numbers=numbers))
            elif value:
                items.append(_value(value, numbers=numbers))
                self._next += 1
            else:
                raise _UnsureError
            at, dash, key, value = self._lines[self._next]
        return items


def _value(text: str, *, numbers: bool) -> object:
    match text[0]:
        case '"':
            return _ESCAPED.sub(r"\1", text[1:-1]) if "\\" in text else text[1:-1]
        case "'":
            return text[1:-1].replace("''", "'")
        case "[":
            return [_value(item, numbers=numbers) for item in _ITEMS.findall(text)]
        case "{":
            return _group(text, numbers=numbers)
        case _:
            return scalar(text.rstrip(" "), numbers=numbers)


def _group(text: str, *, numbers: bool) -> dict[str, object]:
    pairs = _PAIRS.findall(text)
    found = {key: _value(value, numbers=numbers) for key, value in pairs}
    if len(found) < len(pairs):
        raise _UnsureError
    return found
