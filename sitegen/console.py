"""Words for a terminal: problems in groups, progress, a closing summary."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

import click
from rich.console import Console as Terminal
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from sitegen.errors import Problem, Severity

_PLURALS = {"story": "stories", "address": "addresses", "new address": "new addresses"}
_LONG = 1000  # steps that a person waits for
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


def counted(count: int, noun: str) -> str:
    """A number and its noun: "1 article", "12 stories"."""
    word = noun if count == 1 else _PLURALS.get(noun, f"{noun}s")
    return f"{count:,} {word}"


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Problems grouped by file, with what to do, and their number at the end."""
    everything = sorted(problems)
    yield from grouped_lines(everything)
    if everything:
        yield problem_count(everything)


def grouped_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Problems grouped by file, with what to do."""
    groups: dict[str, list[Problem]] = defaultdict(list)
    for problem in sorted(problems):
        groups[problem.path].append(problem)
    for path, group in groups.items():
        if path:
            yield click.style(path, bold=True)
        for problem in group:
            yield from _problem(problem)
        yield ""


def _problem(problem: Problem) -> Iterator[str]:
    kind = click.style(str(problem.severity), fg=_COLOURS[problem.severity])
    yield f"  {kind}: {problem.message}"
    indent = "    "
    if problem.line:
        yield f"{indent}at {problem.place}"
    if problem.hint:
        yield f"{indent}{problem.hint}"


def problem_count(problems: Sequence[Problem]) -> str:
    """How many problems there are of each severity, and in how many files."""
    counts = Counter(problem.severity for problem in problems)
    parts = [counted(counts[kind], kind.value) for kind in Severity if counts[kind]]
    *first, last = parts
    words = f"{', '.join(first)} and {last}" if first else last
    return f"{words} in {counted(len({problem.path for problem in problems}), 'file')}."


class Console:
    """Shows a build's progress: a bar on a terminal, plain lines elsewhere."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self._quiet = quiet
        self._bar: Bar | None = None
        self._verbose = verbose
        if not quiet and sys.stderr.isatty():
            self._bar = Bar(
                TextColumn("{task.description:<18}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=Terminal(stderr=True),
                transient=True,
            )
        self._task = None if self._bar is None else self._bar.add_task("", total=1)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, stage: str, total: int) -> None:
        """A stage begins that has this many steps."""
        if self._bar is not None and self._task is not None:
            self._bar.reset(self._task, description=stage, total=total)
        elif not self._quiet:
            click.echo(f"{stage}: {total:,}", err=True)

    def advance(self, count: int) -> None:
        """So many more steps of the stage are done."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, count)

    def tell(self, notice: str) -> None:
        """Something that is worth a line."""
        if not self._quiet:
            click.echo(notice, err=True)


class Commentary:
    """Tells who is writing what became of the site; nobody may be there to read it.

    The browser shows the site and its mistakes also when the terminal, or what read its words
    there, is gone.
    """

    def tell(self, notice: str) -> None:
        """Something that is worth a line."""
        with suppress(OSError):
            click.echo(notice, err=True)

    def begin(self, stage: str, total: int) -> None:
        """A stage begins; one that is over at once is not worth a line."""
        if total >= _LONG:
            self.tell(f"{stage}: {total:,}")

    def advance(self, count: int) -> None:
        """Says nothing."""

    def show(self, problems: tuple[Problem, ...]) -> None:
        """All that is wrong now."""
        for line in problem_lines(problems):
            self.tell(line)
        if not problems:
            self.tell("All is well.")
