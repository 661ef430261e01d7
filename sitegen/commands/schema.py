"""`sitegen schema`: the JSON Schema of front matter, for editors."""

from pathlib import Path

import click

from sitegen import config as configuration
from sitegen.commands.common import as_json_text, site_option, told
from sitegen.json_schema import front_matter_schema


@click.command("schema")
@site_option
def schema_command(*, site: Path) -> None:
    """Print the JSON Schema of front matter.

    In a site's folder, the schema also offers that site's languages, sections, tags, authors and
    topics for completion. README.md says how editors use it.

    \b
    Example:
      sitegen schema > front-matter.schema.json
    """
    with told():
        known = (site / configuration.CONFIG_FILE).exists() or site != Path()
        config = configuration.load(site) if known else None
        click.echo(as_json_text(front_matter_schema(config)))
