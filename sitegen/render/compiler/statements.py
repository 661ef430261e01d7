"""Statements of templates: branches, loops, assignments."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TypeGuard

from jinja2 import Environment, nodes
from jinja2.compiler import find_undeclared

from sitegen.render.compiler.output import Output, branch
from sitegen.render.compiler.program import Captured, Function, Loop, Statement, Step, merged
from sitegen.render.compiler.scopes import Code, Known, Macro, Scope, UnsupportedError
from sitegen.render.compiler.trees import assigned, blocks_in
from sitegen.render.compiler.variables import Steps

# A program of more steps than this is one whose macros call each other over and over.
_MOST_STEPS = 20_000
_LONGEST_WRITTEN_OUT = 50

# Statements that let other templates see the loop they stand in.
_TAKE_LOOPS_ALONG = (nodes.Block, nodes.Include, nodes.Import, nodes.FromImport)

_Visitor = Callable[[nodes.Node, Scope], Steps]


@dataclass(frozen=True)
class _Turn:
    """A turn of a loop that is written out; the names are jinja's."""

    index0: int
    index: int
    length: int
    first: bool
    last: bool


_PLACES = frozenset(field.name for field in fields(_Turn))


class Statements(Output):
    """Gives the steps of each statement."""

    def __init__(self, environment: Environment, attributes: Iterable[str]) -> None:
        super().__init__(environment, attributes)
        self._steps_left = _MOST_STEPS
        self._functions: list[Step] = []

    def run(self, body: Iterable[nodes.Node], scope: Scope) -> Steps:
        """The steps of some statements, one after the other."""
        return [step for node in body for step in self.statement(node, scope)]

    def statement(self, node: nodes.Node, scope: Scope) -> Steps:
        """The steps of a statement, behind the functions that its expressions call."""
        visitor: _Visitor | None = getattr(self, f"_run_{type(node).__name__.lower()}", None)
        if visitor is None:
            raise UnsupportedError(type(node).__name__)
        steps = self._apart(lambda: visitor(node, scope))
        self._steps_left -= len(steps)
        if self._steps_left < 0:
            raise UnsupportedError("too long")
        return steps

    def macro_value(self, macro: Macro, call: nodes.Call, scope: Scope) -> Code:
        """A macro in the middle of an expression becomes a function that is called there."""
        return self._function(self._apart(lambda: self.expanded(macro, call, scope)))

    def super_value(self, scope: Scope) -> Code:
        """The block above, too."""
        return self._function(self._apart(lambda: self.above(scope)))

    def _apart(self, make: Callable[[], Steps]) -> Steps:
        outer, self._functions = self._functions, []
        steps = make()
        self._functions, needed = outer, self._functions
        return [*needed, *steps]

    def _function(self, body: Steps) -> Code:
        name = self.new_name("f")
        self._functions.append(Function(name, merged(body)))
        return Code(f"{name}()")

    # -- statements

    def _run_output(self, node: nodes.Output, scope: Scope) -> Steps:
        return [step for part in node.nodes for step in self.shown(part, scope)]

    def _run_if(self, node: nodes.If, scope: Scope) -> Steps:
        arms: list[tuple[str, list[nodes.Node]]] = []
        otherwise = node.else_
        for arm in (node, *node.elif_):
            test = self.meaning(arm.test, scope)
            if not isinstance(test, Known):
                arms.append((self.spelled(test), arm.body))
            elif test.value:
                otherwise = arm.body
                break
        if not arms:
            return self.run(otherwise, scope)
        inner = replace(scope, conditional=True)
        return branch([(test, self.run(body, inner)) for test, body in [*arms, ("", otherwise)]])

    def _run_for(self, node: nodes.For, scope: Scope) -> Steps:
        if node.recursive:
            raise UnsupportedError("a recursive loop")
        sequence = self.meaning(node.iter, scope)
        if isinstance(sequence, Known) and _can_be_written_out(sequence.value, node):
            return self._written_out(node, sequence.value, scope)
        steps, items = self._filtered(node, self.spelled(sequence), scope)
        extended = _uses_loop(node) or any(block.scoped for block in blocks_in(node))
        inner = self._loop_scope(node, scope, extended=extended)
        header = f"for {self._target(node.target, inner)} in {items}:"
        if extended:
            header = (
                f"for {self._target(node.target, inner)}, {inner.symbols.ref('loop')}"
                f" in LoopContext({items}, undefined):"
            )
        body = [*self.entered(inner), *self.run(node.body, inner)]
        if not node.else_:
            return [*steps, Loop(header, merged(body))]
        other = self.inner(scope, node, for_branch="else")
        nothing = self.new_name("n")
        return [
            *steps,
            Statement(f"{nothing} = True"),
            Loop(header, merged([Statement(f"{nothing} = False"), *body])),
            *branch([(nothing, [*self.entered(other), *self.run(node.else_, other)])]),
        ]

    def _loop_scope(self, node: nodes.For, scope: Scope, *, extended: bool) -> Scope:
        symbols = self.new_symbols(scope.symbols)
        if extended:
            loop = symbols.declare_parameter("loop")
            self.meanings[loop] = Code(loop)
        symbols.analyze_node(node, for_branch="body")
        inner = replace(scope, symbols=symbols, toplevel=False, conditional=False)
        changed = assigned(node.body)
        for name in assigned([node.target]):
            target = symbols.ref(name)
            self.meanings[target] = Code(target, fixed=name not in changed)
        return inner

    def _filtered(self, node: nodes.For, items: str, scope: Scope) -> tuple[Steps, str]:
        """What a loop goes over: all items, or those that pass the test."""
        if node.test is None:
            return [], items
        inner = self.inner(scope, node, for_branch="test")
        steps = self.entered(inner)
        for name in assigned([node.target]):
            target = inner.symbols.ref(name)
            self.meanings[target] = Code(target)
        before = len(self._functions)
        target, test = self._target(node.target, inner), self.code(node.test, inner)
        if len(self._functions) > before:
            raise UnsupportedError("a macro in the test of a loop")
        return steps, f"({target} for {target} in {items} if {test})"

    def _target(self, node: nodes.Node, scope: Scope) -> str:
        match node:
            case nodes.Name():
                return self.variable(node.name, scope)
            case nodes.Tuple():
                return f"({''.join(f'{self._target(item, scope)}, ' for item in node.items)})"
        raise UnsupportedError("an attribute as target")

    def _written_out(self, node: nodes.For, items: tuple[object, ...], scope: Scope) -> Steps:
        if not items:
            other = self.inner(scope, node, for_branch="else")
            return [*self.entered(other), *self.run(node.else_, other)]
        steps: Steps = []
        (target,) = assigned([node.target])
        for index, item in enumerate(items):
            inner = self._loop_scope(node, scope, extended=_uses_loop(node))
            self.meanings[inner.symbols.ref(target)] = Known(item)
            if _uses_loop(node):
                first, last = index == 0, index + 1 == len(items)
                turn = _Turn(index, index + 1, len(items), first, last)
                self.meanings[inner.symbols.ref("loop")] = Known(turn)
            steps += [*self.entered(inner), *self.run(node.body, inner)]
        return steps

    def _run_assign(self, node: nodes.Assign, scope: Scope) -> Steps:
        code = self.code(node.node, scope)
        steps: Steps = [Statement(f"{self._target(node.target, scope)} = {code}")]
        for name in sorted(assigned([node.target])):
            steps += self.stored(name, scope)
        return steps

    def _run_assignblock(self, node: nodes.AssignBlock, scope: Scope) -> Steps:
        if node.filter is not None or not isinstance(node.target, nodes.Name):
            raise UnsupportedError("a block that is set through a filter")
        inner = self.inner(scope, node)
        body = [*self.entered(inner), *self.run(node.body, inner)]
        target = self.variable(node.target.name, scope)
        return [Captured(target, merged(body)), *self.stored(node.target.name, scope)]

    def _run_with(self, node: nodes.With, scope: Scope) -> Steps:
        inner = self.inner(scope, node)
        steps = self.entered(inner)
        for target, value in zip(node.targets, node.values, strict=True):
            if not isinstance(target, nodes.Name):
                raise UnsupportedError("with a tuple")
            steps += self.give(target.name, self.meaning(value, scope), node.body, inner)
        return [*steps, *self.run(node.body, inner)]

    def _run_macro(self, node: nodes.Macro, scope: Scope) -> Steps:
        return self.bind(node.name, Macro(node, scope), scope)


@lru_cache(maxsize=4096)
def _uses_loop(node: nodes.For) -> bool:
    return "loop" in find_undeclared(node.body, ("loop",))


def _can_be_written_out(items: object, node: nodes.For) -> TypeGuard[tuple[object, ...]]:
    """Whether every turn of a loop over known items can have steps of its own."""
    return (
        isinstance(items, tuple)
        and len(items) <= _LONGEST_WRITTEN_OUT
        and node.test is None
        and isinstance(node.target, nodes.Name)
        and node.target.name not in assigned(node.body)
        and _asks_only_its_place(node)
    )


def _asks_only_its_place(node: nodes.For) -> bool:
    """Whether all that a loop wants to know of its turn is the same on every page."""
    if not _uses_loop(node):
        return not any(block.scoped for block in blocks_in(node))
    if any(node.find(kind) for kind in _TAKE_LOOPS_ALONG):
        return False
    asked = {id(each.node) for each in node.find_all(nodes.Getattr) if each.attr in _PLACES}
    return all(id(name) in asked for name in node.find_all(nodes.Name) if name.name == "loop")
