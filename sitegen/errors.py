"""What can go wrong, as values that are collected, and the one family of exceptions."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """How bad a problem is: an error stops the build, a warning is only told.

    A notice is what somebody may want to look at; no build tells it.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong in what the user wrote.

    `path` is relative to the site with forward slashes ("" when no one file is to blame);
    `line` and `column` count from 1, 0 when unknown.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def place(self) -> str:
        """`file:line:column`, as editors and terminals make it clickable."""
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.path, *numbers]) if self.line else self.path


def error(path: str, message: str, *, hint: str = "", line: int = 0, column: int = 0) -> Problem:
    """A problem that stops the build."""
    return Problem(path, line, column, message, hint)


def warning(path: str, message: str, *, hint: str = "", line: int = 0, column: int = 0) -> Problem:
    """A problem that is told and does not stop the build (unless `--strict`)."""
    return Problem(path, line, column, message, hint, Severity.WARNING)


def notice(path: str, message: str, *, hint: str = "", line: int = 0, column: int = 0) -> Problem:
    """Something that may be meant so, and that a careful editor looks at."""
    return Problem(path, line, column, message, hint, Severity.NOTICE)


def not_utf8(path: str, data: bytes, mistake: UnicodeDecodeError) -> Problem:
    """The problem of a file that cannot be decoded, with the line on which that shows."""
    hint = "Open it in your editor and save it with the encoding UTF-8."
    line = data.count(b"\n", 0, mistake.start) + 1
    return error(path, "the file is not in UTF-8", hint=hint, line=line)


class SitegenError(Exception):
    """Base of everything sitegen raises on purpose; `exit_status` is what the command returns."""

    exit_status = 1


class ContentError(SitegenError):
    """The site's content or configuration is wrong; carries every problem that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(f"{len(self.problems)} problems")


class CommandError(SitegenError):
    """The command cannot be carried out as it was given (exit status 2)."""

    exit_status = 2

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


class BuildError(SitegenError):
    """The build itself failed, for instance because a worker process died."""
