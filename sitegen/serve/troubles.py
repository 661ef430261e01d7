"""Problems as the overlay shows them: with the lines of the file around the mistake."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from sitegen import theme
from sitegen.errors import Problem, Severity

_AROUND = 3
_TEMPLATES = "templates/"
_LONGEST = 400  # characters of a line that are shown


class Line(msgspec.Struct, frozen=True):
    """A line of a file and its number; `wrong` for the one with the mistake."""

    number: int
    text: str
    wrong: bool


class Trouble(msgspec.Struct, frozen=True):
    """A problem and the lines around it, none where no line is known."""

    place: str
    message: str
    hint: str
    lines: tuple[Line, ...]


def troubles(site: Path, problems: Iterable[Problem]) -> tuple[Trouble, ...]:
    """The errors among problems, with what stands around them in their files (reads these)."""
    return tuple(
        Trouble(problem.place, problem.message, problem.hint, _lines(site, problem))
        for problem in problems
        if problem.severity is Severity.ERROR
    )


def _lines(site: Path, problem: Problem) -> tuple[Line, ...]:
    if not problem.line:
        return ()
    first, last = max(1, problem.line - _AROUND), problem.line + _AROUND
    return tuple(
        Line(number, line[:_LONGEST], number == problem.line)
        for number, line in enumerate(_text(site, problem.path).split("\n"), 1)
        if first <= number <= last
    )


def _text(site: Path, path: str) -> str:
    places = [site / path]
    if path.startswith(_TEMPLATES):
        places.append(theme.theme_folder() / path)
    for place in places:
        try:
            return place.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
    return ""
