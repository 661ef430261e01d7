"""The command line: one group, and a module of `sitegen.commands` for each command."""

import sys

import click

from sitegen import __version__
from sitegen.commands.build import build_command
from sitegen.commands.check import check_command
from sitegen.commands.export import export_command
from sitegen.commands.hosting import hosting_command
from sitegen.commands.init import init_command
from sitegen.commands.new import new_command
from sitegen.commands.permalinks import permalinks
from sitegen.commands.publish import publish_command
from sitegen.commands.schema import schema_command
from sitegen.commands.serve import serve_command
from sitegen.commands.status import status_command
from sitegen.commands.verify import verify_command

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(name="sitegen", context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="sitegen")
def main() -> None:
    """Build a multilingual news archive from Markdown files into a static site."""


_COMMANDS: tuple[click.Command, ...] = (
    build_command,
    check_command,
    export_command,
    hosting_command,
    init_command,
    new_command,
    permalinks,
    publish_command,
    schema_command,
    serve_command,
    status_command,
    verify_command,
)
for _command in _COMMANDS:
    main.add_command(_command)

if __name__ == "__main__":
    sys.exit(main())
