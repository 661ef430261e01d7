"""How commands that are no build end: a line for people or an object for machines, and a status."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from sitegen.commands.common import INTERRUPTED, as_json_text
from sitegen.console import problem_lines
from sitegen.errors import ContentError, SitegenError


@contextmanager
def ending(context: click.Context, *, as_json: bool, stopped: str) -> Iterator[None]:
    """End the command with what went wrong inside; `stopped` is said when Ctrl-C ends it."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(stopped, err=True)
        context.exit(INTERRUPTED)
    except ContentError as failure:
        if as_json:
            click.echo(as_json_text({"ok": False, "problems": failure.problems}))
        else:
            click.echo("\n".join(problem_lines(failure.problems)), err=True)
        context.exit(failure.exit_status)
    except SitegenError as failure:
        hint = getattr(failure, "hint", "")
        if as_json:
            click.echo(as_json_text({"ok": False, "error": str(failure), "hint": hint}))
        else:
            click.echo(f"Error: {failure}" + (f"\n{hint}" if hint else ""), err=True)
        context.exit(failure.exit_status)
