"""`sitegen new`: begins a story, or a further edition of one."""

from pathlib import Path

import click

from sitegen.commands.common import from_here, now_from, site_option, told
from sitegen.scaffold.story import Wanted, begin


@click.command("new")
@click.argument("story")
@site_option
@click.option("--lang", metavar="CODE", default="", help="Language.  [default: the site's first]")
@click.option("--title", default="", help="Headline.  [default: the story's name]")
@click.option("--section", metavar="NAME", default="", help="Section, by id or name.")
@click.option(
    "--translate-from",
    metavar="CODE",
    default="",
    help="Begin as a translation of the edition in this language.",
)
def new_command(
    *, story: str, site: Path, lang: str, title: str, section: str, translate_from: str
) -> None:
    """Begin the story STORY, or a further edition of it.

    STORY is a name or a folder below content/: a name alone gets a folder of this year and month.
    When a story of that name is there, the new file is a further edition of it. With
    --translate-from, it has that edition's date, section, tags, authors and photos, says what it
    was made from, and holds its text to write over. It is a draft until you remove “draft: true”.

    Prints the path of the new file. Nothing is ever overwritten.

    \b
    Examples:
      sitegen new port-vote --title "시의회, 신항 자동화안 통과" --section politics
      sitegen new port-vote --lang en --translate-from ko
    """
    wanted = Wanted(
        story=story, lang=lang, title=title, section=section, translate_from=translate_from
    )
    with told():
        file = begin(site, wanted, now_from(None))
        click.echo(from_here(file))
