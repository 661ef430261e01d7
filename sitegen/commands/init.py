"""`sitegen init`: a small site to begin with."""

from pathlib import Path

import click

from sitegen.commands.common import from_here, now_from, told
from sitegen.scaffold.site import begin


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def init_command(*, folder: Path) -> None:
    """Begin a site in the folder DIR: one story in two languages, which builds at once.

    Writes pyproject.toml, netlify.toml, requirements.txt, .gitignore and the story. Nothing is
    ever overwritten: with one of them there, none is written.

    \b
    Example:
      sitegen init news && sitegen build --site news
    """
    with told():
        for file in begin(folder, now_from(None)):
            click.echo(from_here(file))
    click.echo(f"Now: sitegen build --site {folder}", err=True)
