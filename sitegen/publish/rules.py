"""What the built site's own `_headers` and facts for hosts say of an address.

Hosts that cannot read them get the same by way of what is read here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from sitegen.addresses import file_path, iri
from sitegen.errors import CommandError
from sitegen.pages.hosting import FACTS
from sitegen.types import Hosting

# Hosts read these, and some of them show them to nobody.
HOSTS = frozenset(("_headers", "_redirects"))

_WILD = re.compile(r"\*|:\w+")
_PLAIN = Hosting(
    host="", secure=True, root="/", languages=(), moved=(), elsewhere=(), gone=(),
    fingerprinted=(), policy="", noindex=False,
)  # fmt: skip


class HeaderRule(msgspec.Struct, frozen=True):
    """Headers (names in lower case) of all addresses that a pattern matches."""

    pattern: re.Pattern[str]
    headers: Mapping[str, str]


class Rules(msgspec.Struct, frozen=True):
    """The rules of one site, whose addresses begin with `root` ("/" or "/archive/"); `answers`
    are those of single files, as "301 /ko/" or "410"."""

    root: str
    headers: Sequence[HeaderRule]
    answers: Mapping[str, str]

    def headers_of(self, path: str) -> Mapping[str, str]:
        """The headers of a file of the site; of two rules for one header, the later counts."""
        address = f"{self.root}{iri(path)}"
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


def read(dist: Path) -> Rules:
    """The rules of the site that was built into a folder.

    Raises CommandError when its facts for hosts cannot be read.
    """
    try:
        hosting = msgspec.json.decode((dist / FACTS).read_bytes(), type=Hosting)
    except FileNotFoundError:
        hosting = _PLAIN
    except (OSError, msgspec.DecodeError):
        hint = "Build again: sitegen build --clean"
        raise CommandError(f"{dist / FACTS} is damaged, or another version's", hint) from None
    rules = tuple(_header_rules(_lines(dist / "_headers")))
    return Rules(hosting.root, rules, dict(_answers(hosting)))


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


def _answers(hosting: Hosting) -> Iterator[tuple[str, str]]:
    """The answers of files that stand in for a rule."""
    for old, new in hosting.moved:
        yield _file(hosting, old), f"301 {new}"
    for old, new in hosting.elsewhere:
        yield _file(hosting, old), f"302 {new}"
    for url, _ in hosting.gone:
        yield _file(hosting, url), "410"


def _file(hosting: Hosting, url: str) -> str:
    return file_path(f"/{url.removeprefix(hosting.root)}")
