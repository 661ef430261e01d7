"""`sitegen hosting`: what a web server includes, out of a built site."""

from pathlib import Path

import click

from sitegen.commands.common import site_option, told
from sitegen.server_files import SERVERS, write


@click.command("hosting")
@click.argument("server", type=click.Choice(sorted(SERVERS)))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@site_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Folder of the built site.  [default: dist/ in the site]",
)
def hosting_command(*, server: str, folder: Path, site: Path, output: Path | None) -> None:
    """Write what a web server includes: redirects, 410s and headers of the built site.

    The files go into FOLDER; those that say the same as before are left alone.

    \b
    Examples:
      sitegen hosting nginx /etc/nginx/news/ && nginx -t && nginx -s reload
      sitegen hosting caddy /etc/caddy/news/
    """
    with told():
        for file, new in write(server, output or site / "dist", folder).items():
            click.echo(f"{file}: {'written' if new else 'as before'}")
