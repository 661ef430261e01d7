"""What commands share: options, the moment that counts as now, JSON for machines."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from sitegen.console import problem_lines
from sitegen.errors import BuildError, CommandError, ContentError

INTERRUPTED = 130  # what shells expect of a command that Ctrl-C ended


def site_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The option that names the site's folder."""
    return click.option(
        "--site",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        show_default="here",
        help="Folder of the site: pyproject.toml, content/, and its own templates/ and static/.",
    )(function)


def now_from(text: str | None) -> datetime:
    """The moment that an option `--now`, SOURCE_DATE_EPOCH or the clock says, in this order.

    Raises CommandError when it is not one.
    """
    if text is not None:
        try:
            return _plausible(datetime.fromisoformat(text))
        except ValueError:
            hint = "Write it like 2027-01-01T09:00 or 2027-01-01T09:00+09:00."
            raise CommandError(f"--now: “{text}” is not a time", hint) from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return _plausible(datetime.fromtimestamp(int(epoch), UTC))
        except (ValueError, OverflowError, OSError):
            raise CommandError(f"SOURCE_DATE_EPOCH: “{epoch}” is not a number of seconds") from None
    return datetime.now(UTC)


def _plausible(now: datetime) -> datetime:
    """The moment, when a calendar can go some days back and forth from it."""
    if not MINYEAR < now.year < MAXYEAR:
        raise ValueError(now)
    return now


def as_json_text(value: object) -> str:
    """A value as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


@contextmanager
def told(*, as_json: bool = False) -> Iterator[None]:
    """Tell what keeps a command from being carried out, and end with its exit status."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    except ContentError as failure:
        if as_json:
            click.echo(as_json_text({"ok": False, "problems": failure.problems}))
        else:
            for line in problem_lines(failure.problems):
                click.echo(line, err=True)
        raise click.exceptions.Exit(failure.exit_status) from None
    except (CommandError, BuildError) as failure:
        hint = getattr(failure, "hint", "")
        if as_json:
            click.echo(as_json_text({"ok": False, "error": str(failure), "hint": hint}))
        else:
            click.echo(f"Error: {failure}" + (f"\n{hint}" if hint else ""), err=True)
        raise click.exceptions.Exit(failure.exit_status) from None


def from_here(path: Path) -> str:
    """A path as it is called from the current folder, with slashes, where it can be."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()
