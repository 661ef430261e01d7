"""`sitegen check`: everything that is wrong or doubtful, in one list, without building."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from sitegen.check import FAMILIES, Report, check
from sitegen.commands.common import as_json_text, from_here, now_from, site_option, told
from sitegen.console import Console, counted, grouped_lines, problem_count
from sitegen.errors import Problem, Severity

_NEVER = "never"
_ORDER = tuple(Severity)
# In a workflow command's message and properties (GitHub's documentation and its own toolkit).
_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY_ESCAPES = {**_ESCAPES, ":": "%3A", ",": "%2C"}


@click.command("check")
@site_option
@click.option(
    "--only",
    type=click.Choice(list(FAMILIES)),
    multiple=True,
    help="Look for problems of this family only. May be repeated.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*(severity.value for severity in Severity), _NEVER]),
    default=Severity.ERROR.value,
    show_default=True,
    help="End with 1 when there is a problem of this severity or a worse one.",
)
@click.option(
    "--now",
    metavar="TIME",
    help="Check as if it were this time (ISO 8601).  [default: SOURCE_DATE_EPOCH, or the clock]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of words.")
@click.option("--github", is_flag=True, help="Print annotations for GitHub Actions.")
@click.option("-q", "--quiet", is_flag=True, help="Tell problems only.")
@click.pass_context
def check_command(
    context: click.Context,
    *,
    site: Path,
    only: tuple[str, ...],
    fail_on: str,
    now: str | None,
    as_json: bool,
    github: bool,
    quiet: bool,
) -> None:
    """Tell all that is wrong or doubtful, without building.

    Errors keep the site from being built; warnings are what readers would notice; notices are
    worth a look. Nothing is written into the output folder, and that need not exist.

    Ends with 0 when there is nothing as bad as --fail-on says, 1 when there is, 2 when the
    command is wrong.

    \b
    Examples:
      sitegen check
      sitegen check --only links --only translations
      sitegen check --github --fail-on warning
    """
    if as_json and github:
        raise click.UsageError("--json and --github exclude each other")
    quietly = quiet or as_json or github
    with told(as_json=as_json), Console(quiet=quietly, verbose=False) as console:
        report = check(site, now_from(now), families=only, progress=console)
    fails = _fails(report, fail_on)
    if as_json:
        click.echo(as_json_text(_plain(report, ok=not fails)))
    elif github:
        for problem in report.problems:
            click.echo(_annotation(problem, site))
    else:
        for line in _lines(report, quiet=quiet):
            click.echo(line)
    context.exit(1 if fails else 0)


def _fails(report: Report, fail_on: str) -> bool:
    worst = report.worst()
    if worst is None or fail_on == _NEVER:
        return False
    return _ORDER.index(worst) <= _ORDER.index(Severity(fail_on))


def _plain(report: Report, *, ok: bool) -> object:
    problems = [
        {"family": item.family, **msgspec.to_builtins(item.problem)} for item in report.found
    ]
    return {
        "ok": ok,
        "articles": report.articles,
        "stories": report.stories,
        "problems": problems,
    }


def _annotation(problem: Problem, site: Path) -> str:
    """A problem as a GitHub Actions workflow command; its file as seen from where we are."""
    properties = {"file": from_here(site / problem.path)} if problem.path else {}
    if problem.line:
        properties["line"] = str(problem.line)
    if problem.column:
        properties["col"] = str(problem.column)
    fields = ",".join(
        f"{name}={_escaped(text, _PROPERTY_ESCAPES)}" for name, text in properties.items()
    )
    fields = f" {fields}" if fields else ""
    words = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return f"::{problem.severity}{fields}::{_escaped(words, _ESCAPES)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(char, char) for char in text)


def _lines(report: Report, *, quiet: bool) -> Iterator[str]:
    for severity in Severity:
        group = [problem for problem in report.problems if problem.severity is severity]
        yield from grouped_lines(group)
    if report.found:
        yield problem_count(report.problems)
    elif not quiet:
        articles, stories = counted(report.articles, "article"), counted(report.stories, "story")
        yield f"Nothing is wrong with {articles} in {stories}."
