"""Characters that nobody sees and no page should hold: control characters and noncharacters.

They come out of old editing systems and word processors. Browsers show nothing or a box, and
XML, which feeds are made of, may not hold most of them at all.
"""

import re
from collections.abc import Iterator

from sitegen.schema import Path

# Tab, line feed and carriage return are white space that every format knows.
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# The ends of a line and of a page stand where words would run together without them.
_BREAKS = frozenset("\x0b\x0c\x85")


def visible(text: str) -> str:
    """The text without invisible characters."""
    return INVISIBLE.sub(lambda match: " " if match[0] in _BREAKS else "", text)


def told(text: str) -> str:
    """What an author is told about the invisible characters of a text; "" when it has none."""
    names = dict.fromkeys(f"U+{ord(character):04X}" for character in INVISIBLE.findall(text))
    return f"invisible control characters are left out ({', '.join(names)})" if names else ""


def all_visible(value: object) -> object:
    """Plain data with all its texts visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: all_visible(item) for key, item in value.items()}
    if isinstance(value, list):
        return [all_visible(item) for item in value]
    return value


def invisible_in(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Where in plain data there are invisible characters, and what is told about them."""
    if isinstance(value, str):
        if INVISIBLE.search(value):
            yield path, told(value)
    elif isinstance(value, dict | list):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from invisible_in(item, (*path, step))
