"""Which templates a page is made of: what has to be made anew when one of them changes."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes

from sitegen.render.syntax import tree

_REFERENCES = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)


class _DynamicNameError(Exception):
    """A template's name is known on the page only."""


def closure(templates: Mapping[str, str], name: str) -> frozenset[str]:
    """The names of all templates that a page from the template of this name may be made of.

    Names without a template are among them: a page may change when one appears. It is never too
    small: when a name is computed, or a template cannot be read, it holds all templates.
    """
    found: set[str] = set()
    waiting = [name]
    try:
        while waiting:
            next_name = waiting.pop()
            if next_name not in found:
                found.add(next_name)
                waiting += _named(templates.get(next_name, ""))
    except (_DynamicNameError, TemplateSyntaxError):
        return frozenset({name, *templates})
    return frozenset(found)


@lru_cache(maxsize=1024)
def _named(source: str) -> tuple[str, ...]:
    """The names of the templates that one template names itself."""
    return tuple(
        name
        for node in tree(source).find_all(nodes.Stmt)
        if isinstance(node, _REFERENCES)
        for name in _literal(node.template)
    )


def _literal(node: nodes.Expr) -> Iterator[str]:
    """The name that is written, or the names to choose from."""
    try:
        value = node.as_const()
    except nodes.Impossible:
        raise _DynamicNameError from None
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list | tuple) or not all(isinstance(each, str) for each in names):
        raise _DynamicNameError
    yield from names
