"""A host's `_headers` file, read and applied as Netlify does."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

import msgspec


class Rule(msgspec.Struct, frozen=True):
    """The headers of all addresses that a pattern matches; `*` stands for anything."""

    pattern: str
    headers: tuple[tuple[str, str], ...]

    def matches(self, path: str) -> bool:
        """Say whether a request's path, as browsers encode it, is meant."""
        expression = ".*".join(map(re.escape, unquote(self.pattern).split("*")))
        return re.fullmatch(expression, unquote(path)) is not None


def rules(folder: Path) -> tuple[Rule, ...]:
    """Read the rules of a built site; none where it has no such file."""
    file = folder / "_headers"
    return tuple(_rules(file.read_text(encoding="utf-8"))) if file.is_file() else ()


def _rules(text: str) -> Iterator[Rule]:
    for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        pattern, *lines = block.strip().splitlines() or [""]
        pairs = [line.partition(":") for line in lines]
        if pattern:
            found = tuple((name.strip(), value.strip()) for name, _, value in pairs)
            yield Rule(pattern, found)


def of(known: tuple[Rule, ...], path: str) -> Mapping[str, str]:
    """Give the headers of an address by name; the last rule that names one decides."""
    clean = quote(unquote(path.partition("?")[0]))
    return {name: value for rule in known if rule.matches(clean) for name, value in rule.headers}
