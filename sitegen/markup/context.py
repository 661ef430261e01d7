"""What rendering one article knows, and what it finds on the way."""

import re
from collections.abc import Mapping

from sitegen.errors import Problem, error, warning
from sitegen.types import ArticleLink, Media

_IDENTIFIER = re.compile(r"[^\s\"'<>&]+")
_RESERVED = re.compile(r"fn(?:ref)?_")  # footnotes


class Context:
    """One article being rendered; made anew for each, so that nothing leaks between articles.

    Lines are lines of the file, counted from 1.
    """

    def __init__(
        self, text: str, *, path: str, lang: str, media: Mapping[str, Media], first_line: int
    ) -> None:
        self.path = path
        self.lang = lang
        self.media = media
        self.first_line = first_line
        self.source = text.split("\n")
        self.problems: list[Problem] = []
        self.links: list[ArticleLink] = []
        self.used_media: dict[str, None] = {}
        self.ids: set[str] = set()
        self.addresses: set[str] = set()
        self.pictures: set[str] = set()
        self.offers: set[str] = set()
        self.has_raw_html = False
        self.highlighted = False

    def file_line(self, token_map: list[int] | None) -> int:
        """The file's line on which a block begins, 0 when it has no place of its own."""
        return self.first_line + token_map[0] if token_map else 0

    def error(self, message: str, line: int, *, hint: str = "", near: str = "") -> None:
        """Note an error; `near` is text of the line to which the column points."""
        self.problems.append(
            error(
                f"content/{self.path}",
                message,
                hint=hint,
                line=line,
                column=self._column(line, near),
            )
        )

    def warn(self, message: str, line: int, *, hint: str = "", near: str = "") -> None:
        """Note a warning; `near` is text of the line to which the column points."""
        self.problems.append(
            warning(
                f"content/{self.path}",
                message,
                hint=hint,
                line=line,
                column=self._column(line, near),
            )
        )

    def locate(self, needle: str, line: int) -> int:
        """The first line from `line` on, within its paragraph, that holds the text.

        A code span that runs over two lines hides its line break from the parser, so counting
        breaks alone can point too high.
        """
        if not line or not needle:
            return line
        for offset, text in enumerate(self.source[line - self.first_line :]):
            if needle in text:
                return line + offset
            if not text.strip():
                break
        return line

    def new_id(self, wanted: str) -> str:
        """The id itself, or with the first free number behind it when it is taken."""
        result, number = wanted, 1
        while result in self.ids:
            number += 1
            result = f"{wanted}-{number}"
        self.ids.add(result)
        return result

    def claim_id(self, wanted: str, line: int) -> bool:
        """Whether an author may use the id; says so when it is taken or not well formed."""
        free = wanted not in self.ids and _IDENTIFIER.fullmatch(wanted)
        if not free or _RESERVED.match(wanted):
            self.warn(f"the id “{wanted}” is taken or not well formed, and was left out", line)
            return False
        self.ids.add(wanted)
        return True

    def _column(self, line: int, near: str) -> int:
        index = line - self.first_line
        if not near or not 0 <= index < len(self.source):
            return 0
        return self.source[index].find(near) + 1
