"""Templates as jinja2 reads them: how ours are written, and their trees."""

from functools import lru_cache

from jinja2 import BaseLoader, Environment, StrictUndefined, nodes, select_autoescape


def environment(loader: BaseLoader | None = None) -> Environment:
    """A jinja2 environment that reads our templates, without filters and words of ours.

    All that read templates have it from here: its settings decide what a message is.
    """
    made = Environment(
        loader=loader,
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        auto_reload=False,
    )
    made.newstyle_gettext = True  # type: ignore[attr-defined]
    return made


_PARSER = environment()


@lru_cache(maxsize=1024)
def tree(source: str) -> nodes.Template:
    """A template's source as a tree, which nobody may change.

    Raises jinja2's TemplateSyntaxError.
    """
    return _PARSER.parse(source)
