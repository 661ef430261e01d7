"""Whole templates: what they extend, include, import, and the macros in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from jinja2 import Environment, nodes
from jinja2.compiler import find_undeclared

from sitegen.render.compiler.program import Program, Statement, merged
from sitegen.render.compiler.scopes import (
    Blocks,
    Code,
    Context,
    Macro,
    Meaning,
    Module,
    Scope,
    UnsupportedError,
)
from sitegen.render.compiler.statements import Statements
from sitegen.render.compiler.trees import Trees, assigned, blocks_in, literal_name
from sitegen.render.compiler.variables import Steps

_DEFINITIONS = (nodes.Assign, nodes.AssignBlock, nodes.FromImport, nodes.Import, nodes.Macro)


class Compiler(Statements):
    """Follows a template as jinja2 would run it, and notes what is left to do for each page."""

    def __init__(self, environment: Environment, trees: Trees, attributes: Iterable[str]) -> None:
        super().__init__(environment, attributes)
        self._tree = trees

    def program(self, name: str, arguments: Mapping[str, Meaning]) -> Program:
        """What the template of that name does when it is given the arguments."""
        context = self.new_context(lambda key: arguments.get(key) or self.global_meaning(key))
        return merged(self._template(name, context, frozenset()))

    def _template(self, name: str, context: Context, inside: frozenset[object]) -> Steps:
        """A template and those it extends, from the top of the most derived one."""
        line = list(self._lineage(name))
        found: dict[str, tuple[nodes.Block, ...]] = {}
        for tree in line:
            for block in blocks_in(tree):
                found[block.name] = (*found.get(block.name, ()), block)
        steps: Steps = []
        for tree in line:
            if tree in inside:
                raise UnsupportedError(f"{name} is inside of itself")
            scope = self._top(tree, context, inside.union(line), found)
            steps += self.entered(scope)
            steps += self._sometimes(tree, context)
            derived = tree is not line[-1]
            steps += self._derived(tree, scope) if derived else self.run(tree.body, scope)
        return steps

    def _lineage(self, name: str) -> Iterable[nodes.Template]:
        seen: list[nodes.Template] = []
        while True:
            tree = self._tree(name)
            if any(tree is other for other in seen):
                raise UnsupportedError(f"{name} extends itself")
            seen.append(tree)
            yield tree
            match [node for node in tree.body if isinstance(node, nodes.Extends)]:
                case []:
                    return
                case [extends]:
                    name = literal_name(extends.template)
                case _:
                    raise UnsupportedError("extends twice")

    def _top(
        self,
        tree: nodes.Template,
        context: Context,
        inside: frozenset[object],
        blocks: Blocks | None,
    ) -> Scope:
        symbols = self.new_symbols()
        symbols.analyze_node(tree)
        return Scope(symbols, context, self.meanings, inside, toplevel=True, blocks=blocks)

    def _sometimes(self, tree: nodes.Template, context: Context) -> Steps:
        """Variables of the top level that a page may leave without a value."""
        names = {name for node in tree.body for name in _set_sometimes(node)}
        return [
            Statement(f"{context.variable(name)} = missing")
            for name in sorted(names)
            if context.own(name) is None
        ]

    def _derived(self, tree: nodes.Template, scope: Scope) -> Steps:
        """The top of a template that extends another: after `extends` it shows nothing."""
        steps: Steps = []
        extended = False
        for node in tree.body:
            if isinstance(node, nodes.Extends):
                extended = True
            elif _only_defines(node) or (_is_text(node) and not extended):
                steps += self.statement(node, scope)
            elif not (extended and isinstance(node, nodes.Block | nodes.Output)):
                raise UnsupportedError("statements beside the blocks")
        return steps

    def _module(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> tuple[Steps, Module]:
        """Import a template; what it writes is nobody's, so that it may write nothing but text."""
        tree = self._tree(literal_name(node.template))
        if tree in scope.inside:
            raise UnsupportedError("an import inside of itself")
        context = self.new_context(
            scope.seen_from_module() if node.with_context else self.global_meaning
        )
        top = self._top(tree, context, scope.inside | {tree}, None)
        steps = self.entered(top)
        for part in tree.body:
            # jinja keeps a module without context, and its variables, for all pages.
            stays = isinstance(part, nodes.Assign | nodes.AssignBlock) and not node.with_context
            if stays or not (isinstance(part, _DEFINITIONS) or _is_text(part)):
                raise UnsupportedError("an import that does more than define")
            if isinstance(part, _DEFINITIONS):
                steps += self.statement(part, top)
        return steps, Module(_exports(tree, context))

    def _run_import(self, node: nodes.Import, scope: Scope) -> Steps:
        steps, module = self._module(node, scope)
        return [*steps, *self.bind(node.target, module, scope)]

    def _run_fromimport(self, node: nodes.FromImport, scope: Scope) -> Steps:
        steps, module = self._module(node, scope)
        for item in node.names:
            name, alias = (item, item) if isinstance(item, str) else item
            if name not in module.exports:
                raise UnsupportedError(f"no {name} to import")
            steps += self.bind(alias, module.exports[name], scope)
        return steps

    def _run_include(self, node: nodes.Include, scope: Scope) -> Steps:
        # In a macro, jinja shows what is included without context before the macro itself.
        if node.ignore_missing or not node.with_context:
            raise UnsupportedError("an include that may be missing, or sees nothing")
        context = self.new_context(scope.seen_from_inside)
        return self._template(literal_name(node.template), context, scope.inside)

    def _run_block(self, node: nodes.Block, scope: Scope) -> Steps:
        if scope.blocks is None or node.required:
            raise UnsupportedError(f"block {node.name}")
        context = self.new_context(scope.seen_from_inside) if node.scoped else scope.context
        return self._block_body(scope.blocks[node.name], replace(scope, context=context))

    def _block_body(self, found: Sequence[nodes.Block], scope: Scope) -> Steps:
        node, *above = found
        symbols = self.new_symbols()
        symbols.analyze_node(node)
        inner = replace(
            scope, symbols=symbols, toplevel=False, conditional=False, above=tuple(above)
        )
        return [*self.entered(inner), *self.run(node.body, inner)]

    def above(self, scope: Scope) -> Steps:
        """The body of the block that this one stands for."""
        if not scope.above:
            raise UnsupportedError("no block above")
        return self._block_body(scope.above, scope)

    def expanded(self, macro: Macro, call: nodes.Call, scope: Scope) -> Steps:
        """The body of a macro with the arguments of one call."""
        node = macro.node
        if node in scope.inside or find_undeclared(node.body, ("caller", "kwargs", "varargs")):
            raise UnsupportedError(f"macro {node.name} calls itself or takes anything")
        inner = replace(
            self.inner(macro.scope, node), blocks=None, above=(), inside=scope.inside | {node}
        )
        given = _arguments(node, call)
        steps = self.entered(inner)
        for name, value in given.items():
            steps += self.give(name, self.meaning(value, scope), node.body, inner)
        defaults = dict(zip(_names(node)[::-1], node.defaults[::-1], strict=False))
        for name in _names(node):
            if name not in given:
                meaning: Meaning = Code(f"undefined(name={name!r})", fixed=False)
                if name in defaults:
                    meaning = self.meaning(defaults[name], inner)
                steps += self.give(name, meaning, node.body, inner)
        return [*steps, *self.run(node.body, inner)]


def _only_defines(node: nodes.Node) -> bool:
    """Whether a statement shows nothing in a template that extends another."""
    if not isinstance(node, nodes.If):
        return isinstance(node, _DEFINITIONS)
    return all(map(_only_defines, [*node.body, *node.elif_, *node.else_]))


def _is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) for part in node.nodes
    )


def _exports(tree: nodes.Template, context: Context) -> Mapping[str, Meaning]:
    """What others may import: what a template sets at its top, but not what it imported itself."""
    imports = [node for node in tree.body if isinstance(node, nodes.Import | nodes.FromImport)]
    own = [node for node in tree.body if not isinstance(node, nodes.Import | nodes.FromImport)]
    names = {name for name in _set_at_top(own) if not name.startswith("_")}
    if names & assigned(imports):
        raise UnsupportedError("a name is both set and imported")
    found = {name: context.own(name) for name in names}
    return {name: meaning for name, meaning in found.items() if meaning is not None}


def _set_at_top(body: Iterable[nodes.Node]) -> frozenset[str]:
    targets = [node.target for node in body if isinstance(node, nodes.Assign | nodes.AssignBlock)]
    macros = {node.name for node in body if isinstance(node, nodes.Macro)}
    return assigned(targets) | macros


def _set_sometimes(node: nodes.Node) -> frozenset[str]:
    """What the arms of a branch set in the scope around it."""
    if not isinstance(node, nodes.If):
        return frozenset()
    arms = [*node.body, *node.elif_, *node.else_]
    return _set_at_top(arms).union(*map(_set_sometimes, arms))


def _arguments(macro: nodes.Macro, call: nodes.Call) -> Mapping[str, nodes.Expr]:
    """The arguments of a call by the names that the macro gives them."""
    names = _names(macro)
    given = dict(zip(names, call.args, strict=False))
    keywords = {item.key: item.value for item in call.kwargs}
    fits = len(call.args) <= len(names) and keywords.keys() <= set(names) - given.keys()
    if not fits or call.dyn_args or call.dyn_kwargs or len(keywords) < len(call.kwargs):
        raise UnsupportedError(f"the arguments of {macro.name}")
    return {**given, **keywords}


def _names(macro: nodes.Macro) -> list[str]:
    return [argument.name for argument in macro.args]
