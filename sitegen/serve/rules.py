"""What `_redirects` and `_headers` say, read as the host that they are written for reads them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

from sitegen.addresses import nfc

_REDIRECTS = (301, 302, 303, 307, 308)
_MOVED = 301


class Rule(NamedTuple):
    """A line of `_redirects`; `force` when it counts although a file is there."""

    source: str
    target: str
    status: int
    force: bool
    languages: tuple[str, ...]

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the browser is sent to the target; else that is shown with the status."""
        return self.status in _REDIRECTS

    def led(self, path: str) -> "Rule":
        """The rule for one path of those that its pattern fits."""
        rest = quote(path[len(self.source) - 1 :])
        return self._replace(target=self.target.replace(":splat", rest))

    def speaks(self, languages: Sequence[str]) -> bool:
        """Whether the reader's first language is one that the rule is for."""
        if not self.languages:
            return True
        first = languages[0] if languages else ""
        return first in self.languages or first.partition("-")[0] in self.languages


class Redirects:
    """The rules in their order, found by path."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._exact: dict[str, list[tuple[int, Rule]]] = defaultdict(list)
        self._splats: list[tuple[int, Rule]] = []
        for number, rule in enumerate(rules):
            if rule.source.endswith("*"):
                self._splats.append((number, rule))
            else:
                self._exact[rule.source.rstrip("/")].append((number, rule))

    def of(self, path: str, languages: Sequence[str]) -> Iterator[Rule]:
        """All rules that a request falls under, first things first."""
        found = [
            *self._exact.get(path.rstrip("/"), ()),
            *(
                (number, rule.led(path))
                for number, rule in self._splats
                if path.startswith(rule.source[:-1])
            ),
        ]
        yield from (rule for _, rule in sorted(found) if rule.speaks(languages))


@lru_cache(maxsize=2)
def redirects(text: str) -> Redirects:
    """Read `_redirects`: source, target, status, and "Language=" conditions on a line."""
    rules = []
    for line in text.splitlines():
        fields = line.partition("#")[0].split()
        if len(fields) > 1:
            rules.append(_rule(fields))
    return Redirects(rules)


def _rule(fields: Sequence[str]) -> Rule:
    source, target, *rest = fields
    status, force = _MOVED, False
    languages: tuple[str, ...] = ()
    for field in rest:
        name, equals, value = field.partition("=")
        if equals and name == "Language":
            languages = tuple(value.lower().split(","))
        elif field.rstrip("!").isdecimal():
            status, force = int(field.rstrip("!")), field.endswith("!")
    return Rule(plain(source), target, status, force, languages)


def plain(address: str) -> str:
    """An address as requests are compared with it: escapes taken back, in NFC."""
    return nfc(unquote(address))


@lru_cache(maxsize=2)
def headers(text: str) -> Sequence[tuple[re.Pattern[str], Mapping[str, str]]]:
    """Read `_headers`: patterns of paths, each with the lines that are indented below it."""
    blocks: list[tuple[re.Pattern[str], dict[str, str]]] = []
    for line in text.splitlines():
        if line.strip() and not line[0].isspace():
            blocks.append((_pattern(plain(line.strip())), {}))
        elif ":" in line and blocks:
            name, _, value = line.partition(":")
            blocks[-1][1][name.strip()] = value.strip()
    return tuple(blocks)


def _pattern(source: str) -> re.Pattern[str]:
    """A path in which “:name” stands for one part, and “*” at the end for everything below."""
    parts = source.removesuffix("*").split("/")
    fixed = "/".join("[^/]+" if part.startswith(":") else re.escape(part) for part in parts)
    return re.compile(f"{fixed}.*" if source.endswith("*") else fixed, re.DOTALL)


def headers_of(text: str, path: str) -> Mapping[str, str]:
    """The headers of what stands at a path; of two rules, the later one counts."""
    found: dict[str, str] = {}
    for pattern, lines in headers(text):
        if pattern.fullmatch(path):
            found.update(lines)
    return found
