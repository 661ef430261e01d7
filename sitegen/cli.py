"""The command line: one group, and a module of `sitegen.commands` for each command."""

import importlib
import os
import sys
from typing import NoReturn

import click

from sitegen import __version__

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

# Where each command is; what the others need is not loaded for it, so that a build begins at once.
_COMMANDS = {
    "build": "build:build_command",
    "check": "check:check_command",
    "export": "export:export_command",
    "hosting": "hosting:hosting_command",
    "init": "init:init_command",
    "new": "new:new_command",
    "permalinks": "permalinks:permalinks",
    "publish": "publish:publish_command",
    "schema": "schema:schema_command",
    "serve": "serve:serve_command",
    "status": "status:status_command",
    "verify": "verify:verify_command",
}


class _Commands(click.Group):
    """A group whose commands are loaded when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's own name)
        """The names of all commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command by its name."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        found = getattr(importlib.import_module(f"sitegen.commands.{module}"), name)
        if not isinstance(found, click.Command):
            raise TypeError(_COMMANDS[cmd_name])
        return found


@click.group(name="sitegen", cls=_Commands, context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="sitegen")
def main() -> None:
    """Build a multilingual news archive from Markdown files into a static site."""


def run() -> NoReturn:
    """The program: the command line, and an end without delay.

    When a command has returned, all it has to tell and to keep is told and kept. To free its
    values one by one would take a tenth of a second, and seconds for a large archive.
    """
    try:
        main(prog_name="sitegen")
    except SystemExit as ending:
        status = ending.code
        if status is not None and not isinstance(status, int):
            raise
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status or 0)
    raise AssertionError("click always exits")
