"""The command as a user gives it, and what comes back."""

from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from click.testing import CliRunner

from sitegen.cli import main
from tests.sites import NOW, SiteFolder


class Outcome(NamedTuple):
    """What a command ended with and what it said."""

    status: int
    out: str
    err: str


def run(*arguments: str | Path) -> Outcome:
    """Give the command in this process."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def build(site: SiteFolder, *arguments: str | Path) -> Outcome:
    """Build a site with the command, in one process and at a fixed time."""
    return run("build", "--site", site.folder, "--now", NOW, "--workers", "1", *arguments)


def told(site: SiteFolder, *arguments: str | Path) -> str:
    """The problems of a site word for word, as the command tells them."""
    return build(site, "--quiet", *arguments).err


def words(text: str) -> str:
    """Expected words of a terminal, indented in the test as the test likes it."""
    return dedent(text).lstrip("\n")
