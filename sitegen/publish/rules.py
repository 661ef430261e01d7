"""What the built site's own `_headers` and `_redirects` say of an address.

These two files are the one place where a site's headers and answers are written down. Hosts that
cannot read them get the same by way of what is read here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from sitegen.addresses import file_path, iri

# Hosts read these, and some of them show them to nobody.
HOSTS = frozenset(("_headers", "_redirects"))

_WILD = re.compile(r"\*|:\w+")
_CONDITION = re.compile(r"\w+=")
_PLAIN = 3  # a rule's words: from, to, status


class HeaderRule(msgspec.Struct, frozen=True):
    """Headers (names in lower case) of all addresses that a pattern matches."""

    pattern: re.Pattern[str]
    headers: Mapping[str, str]


class Rules(msgspec.Struct, frozen=True):
    """The rules of one site; `answers` are those of single files, as "301 /ko/" or "410"."""

    base_path: str
    headers: Sequence[HeaderRule]
    answers: Mapping[str, str]

    def headers_of(self, path: str) -> Mapping[str, str]:
        """The headers of a file of the site; of two rules for one header, the later counts."""
        address = f"{self.base_path}/{iri(path)}"
        if path.endswith("index.html"):
            address = address.removesuffix("index.html")
        found: dict[str, str] = {}
        for rule in self.headers:
            if rule.pattern.fullmatch(address):
                found |= rule.headers
        return found

    def answer(self, path: str) -> str:
        """How the site answers at a file's address: "200", "410", or "301" and where to."""
        return self.answers.get(path, "200")


def read(dist: Path, base_path: str) -> Rules:
    """The rules of the site that was built into a folder."""
    return Rules(
        base_path,
        tuple(_header_rules(_lines(dist / "_headers"))),
        dict(_answers(_lines(dist / "_redirects"), base_path)),
    )


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _header_rules(lines: Sequence[str]) -> Iterator[HeaderRule]:
    pattern, headers = "", dict[str, str]()
    for line in (*lines, "/"):
        text = line.strip()
        if line.startswith((" ", "\t")) and ":" in text and not text.startswith("#"):
            name, _, value = text.partition(":")
            headers[name.strip().lower()] = value.strip()
        elif text.startswith(("/", "http")):
            if headers:
                yield HeaderRule(_pattern(pattern), headers)
            pattern, headers = text, {}


def _pattern(written: str) -> re.Pattern[str]:
    parts = []
    end = 0
    for wild in _WILD.finditer(written):
        parts += [re.escape(written[end : wild.start()]), ".*" if wild[0] == "*" else "[^/]+"]
        end = wild.end()
    return re.compile("".join(parts) + re.escape(written[end:]))


def _answers(lines: Sequence[str], base_path: str) -> Iterator[tuple[str, str]]:
    """The rules that count although a file stands there (marked "!") and hold for every reader."""
    for line in lines:
        words = line.split()
        if len(words) != _PLAIN or line.startswith("#") or not words[2].endswith("!"):
            continue
        source, target, status = words[0], words[1], words[2].rstrip("!")
        if _WILD.search(source) or _CONDITION.match(target) or not status.isdigit():
            continue
        path = file_path(source.removeprefix(base_path) or "/")
        yield path, status if status.startswith("4") else f"{status} {target}"
