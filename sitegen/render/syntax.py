"""Templates as jinja2 parses them, for all that is asked of them before a page is rendered."""

from functools import lru_cache

from jinja2 import Environment, nodes

_PARSER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


@lru_cache(maxsize=1024)
def tree(source: str) -> nodes.Template:
    """A template's source as a tree, which nobody may change.

    Raises jinja2's TemplateSyntaxError.
    """
    return _PARSER.parse(source)
