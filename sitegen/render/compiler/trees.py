"""Templates as jinja2 parses them, each once for all languages."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from jinja2 import Environment, TemplateError, nodes

from sitegen.render.compiler.scopes import UnsupportedError

Trees = Callable[[str], nodes.Template]


def parsed(environment: Environment) -> Trees:
    """Gives the tree of the template of a name, or raises UnsupportedError."""

    @cache
    def tree(name: str) -> nodes.Template:
        if environment.loader is None:
            raise UnsupportedError("no loader")
        try:
            source, file, _ = environment.loader.get_source(environment, name)
            found = environment.parse(source, name, file)
        except TemplateError as mistake:
            raise UnsupportedError(str(mistake)) from None
        for complaint in _complaints(environment, found):
            raise UnsupportedError(complaint)
        return found

    return tree


def assigned(parts: Iterable[nodes.Node]) -> frozenset[str]:
    """All names that get a value somewhere in these nodes."""
    return frozenset().union(*map(_assigned_in, parts))


def literal_name(node: nodes.Expr) -> str:
    """The name of a template that is written out."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise UnsupportedError("a template's name is computed")


@lru_cache(maxsize=4096)
def blocks_in(node: nodes.Node) -> tuple[nodes.Block, ...]:
    """The blocks somewhere in a node."""
    return tuple(node.find_all(nodes.Block))


# Asked at every call of a macro, once for each of its arguments.
@lru_cache(maxsize=4096)
def _assigned_in(node: nodes.Node) -> frozenset[str]:
    return frozenset(_assigned(node))


def _assigned(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Name(ctx="store" | "param"):
            yield node.name
        case nodes.Macro():
            yield node.name
        case nodes.Import():
            yield node.target
        case nodes.FromImport():
            yield from (name if isinstance(name, str) else name[1] for name in node.names)
    for child in node.iter_child_nodes():
        yield from _assigned(child)


def _complaints(environment: Environment, tree: nodes.Template) -> Iterator[str]:
    """What jinja2 finds wrong when it compiles a tree, even in parts that no page reaches."""
    blocks = [block.name for block in tree.find_all(nodes.Block)]
    if len(set(blocks)) < len(blocks):
        yield "a block is defined twice"
    if len(list(tree.find_all(nodes.Extends))) != sum(
        isinstance(node, nodes.Extends) for node in tree.body
    ):
        yield "extends below the top level"
    for used in tree.find_all(nodes.Filter):
        if used.name not in environment.filters:
            yield f"no filter {used.name}"
    for test in tree.find_all(nodes.Test):
        if test.name not in environment.tests:
            yield f"no test {test.name}"
    if "loop" in assigned(tree.body):
        yield "“loop” is assigned"
    for macro in tree.find_all(nodes.Macro):
        arguments = [argument.name for argument in macro.args]
        if len(set(arguments)) < len(arguments):
            yield "two arguments of one name"
