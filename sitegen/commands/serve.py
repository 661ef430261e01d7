"""`sitegen serve`: the site in a browser, while it is being written."""

from pathlib import Path

import click

from sitegen.commands.common import site_option, told
from sitegen.console import Commentary
from sitegen.serve.server import Settings, serve


@click.command("serve")
@site_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on, 0 for any that is free.",
)
@click.option("--drafts", is_flag=True, help="Show drafts, too.")
@click.option("--future", is_flag=True, help="Show articles whose time has not come, too.")
@click.option("--open", "open_browser", is_flag=True, help="Open the site in a browser.")
@click.option("--poll", is_flag=True, help="Look for changes again and again (network drives).")
def serve_command(
    *,
    site: Path,
    host: str,
    port: int,
    drafts: bool,
    future: bool,
    open_browser: bool,
    poll: bool,
) -> None:
    """Show the site while it is being written: build, serve, watch, reload.

    What is served is kept in .sitegen/serve/, apart from dist/. Ctrl-C stops it.

    \b
    Examples:
      sitegen serve --open
      sitegen serve --site news/ --drafts --future --port 8080
    """
    settings = Settings(
        site=site,
        host=host,
        port=port,
        drafts=drafts,
        future=future,
        open=open_browser,
        poll=poll,
    )
    with told(as_json=False):
        serve(settings, Commentary())
