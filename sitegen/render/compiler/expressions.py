"""Expressions of templates as Python, and as values where all that they need is known."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import suppress
from keyword import iskeyword

from jinja2 import Environment, Undefined, nodes
from jinja2.compiler import operators
from jinja2.runtime import LoopContext
from markupsafe import Markup

from sitegen.cldr import own_name
from sitegen.render.compiler.scopes import (
    Code,
    Known,
    Macro,
    Meaning,
    Module,
    Scope,
    UnsupportedError,
)
from sitegen.render.compiler.variables import SPECIAL, Variables
from sitegen.render.translation import Gettext, NGettext

_Visitor = Callable[[nodes.Node, Scope], Meaning]
_PASSED = {"context": "context", "eval_context": "context.eval_ctx", "environment": "environment"}
_LOOP_ATTRIBUTES = frozenset(name for name in dir(LoopContext) if not name.startswith("_"))
# Filters and tests that are there for what may be undefined.
_FOR_UNDEFINED = frozenset({"default", "d", "defined", "undefined"})


class Expressions(Variables, ABC):
    """Gives each expression's meaning."""

    def __init__(self, environment: Environment, attributes: Iterable[str]) -> None:
        super().__init__(environment)
        self._attributes = _LOOP_ATTRIBUTES.union(attributes)

    @abstractmethod
    def macro_value(self, macro: Macro, call: nodes.Call, scope: Scope) -> Code:
        """A macro that is called in the middle of an expression."""

    @abstractmethod
    def super_value(self, scope: Scope) -> Code:
        """The block above, in the middle of an expression."""

    def code(self, node: nodes.Node, scope: Scope) -> str:
        """Python for an expression."""
        return self.spelled(self.meaning(node, scope))

    def meaning(self, node: nodes.Node, scope: Scope) -> Meaning:
        """What an expression gives."""
        visitor: _Visitor | None = getattr(self, f"_visit_{type(node).__name__.lower()}", None)
        if visitor is None:
            raise UnsupportedError(type(node).__name__)
        return visitor(node, scope)

    def _careful(self, node: nodes.Expr, scope: Scope) -> str:
        """Python for an expression that may well be undefined, without an exception for that."""
        if isinstance(node, nodes.Getattr):
            return f"get({self.code(node.node, scope)}, {node.attr!r})"
        return self.code(node, scope)

    # -- names and what hangs on them

    def _visit_name(self, node: nodes.Name, scope: Scope) -> Meaning:
        if node.name in SPECIAL:
            raise UnsupportedError(f"“{node.name}” as a value")
        meaning = scope.meaning(node.name)
        if meaning is None:
            return Code(f"undefined(name={node.name!r})")
        if isinstance(meaning, Code) and not meaning.certain:
            text = meaning.text
            return Code(f"(undefined(name={node.name!r}) if {text} is missing else {text})")
        return meaning

    def _visit_getattr(self, node: nodes.Getattr, scope: Scope) -> Meaning:
        owner = self.meaning(node.node, scope)
        match owner:
            case Module(exports):
                if node.attr not in exports:
                    raise UnsupportedError(f"no {node.attr} in the module")
                return exports[node.attr]
            case Known(value):
                with suppress(Exception):
                    found = self.environment.getattr(value, node.attr)
                    if not isinstance(found, Undefined):
                        return Known(found)
        text = self.spelled(owner)
        # When the attribute is there, this is what jinja's own getattr returns first.
        if node.attr in self._attributes and not isinstance(owner, Known):
            return Code(f"{text}.{node.attr}")
        return Code(f"get({text}, {node.attr!r})")

    def _visit_getitem(self, node: nodes.Getitem, scope: Scope) -> Meaning:
        owner = self.meaning(node.node, scope)
        if isinstance(node.arg, nodes.Slice):
            return Code(f"{self.spelled(owner)}[{self._slice(node.arg, scope)}]")
        key = self.meaning(node.arg, scope)
        if isinstance(owner, Known) and isinstance(key, Known):
            with suppress(Exception):
                found = self.environment.getitem(owner.value, key.value)
                if not isinstance(found, Undefined):
                    return Known(found)
        return Code(f"item({self.spelled(owner)}, {self.spelled(key)})")

    def _slice(self, node: nodes.Slice, scope: Scope) -> str:
        parts = [self.code(part, scope) if part else "" for part in (node.start, node.stop)]
        return ":".join([*parts, self.code(node.step, scope)] if node.step else parts)

    # -- calls

    def _visit_call(self, node: nodes.Call, scope: Scope) -> Meaning:
        if is_super(node):
            return self.super_value(scope)
        called = self.meaning(node.node, scope)
        if isinstance(called, Macro):
            return self.macro_value(called, node, scope)
        signature = self._signature(node, scope)
        text = self.spelled(called)
        if not (isinstance(called, Known) and _is_pure(called.value)):
            return Code(f"context.call({', '.join((text, *signature))})")
        direct = f"{text}({', '.join(signature)})"
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            return Code(direct)
        return self._folded(direct, [self.meaning(argument, scope) for argument in node.args])

    def _signature(self, node: nodes.Call | nodes.Filter | nodes.Test, scope: Scope) -> list[str]:
        if any(iskeyword(str(keyword.key)) for keyword in node.kwargs):
            raise UnsupportedError("a keyword of Python names an argument")
        written = [self.code(argument, scope) for argument in node.args]
        written += [f"{item.key}={self.code(item.value, scope)}" for item in node.kwargs]
        if node.dyn_args:
            written.append(f"*{self.code(node.dyn_args, scope)}")
        if node.dyn_kwargs:
            written.append(f"**{self.code(node.dyn_kwargs, scope)}")
        return written

    def _visit_filter(self, node: nodes.Filter, scope: Scope) -> Meaning:
        found = self.environment.filters.get(node.name)
        return self._applied(node, found, scope)

    def _visit_test(self, node: nodes.Test, scope: Scope) -> Meaning:
        return self._applied(node, self.environment.tests.get(node.name), scope)

    def _applied(self, node: nodes.Filter | nodes.Test, function: object, scope: Scope) -> Code:
        if function is None or node.node is None:
            raise UnsupportedError(f"no value, or nothing for it: {node.name}")
        passed = getattr(getattr(function, "jinja_pass_arg", None), "name", "")
        arguments = [_PASSED[passed]] if passed else []
        spell = self._careful if node.name in _FOR_UNDEFINED else self.code
        arguments += [spell(node.node, scope), *self._signature(node, scope)]
        return Code(f"{self.bound(function)}({', '.join(arguments)})")

    # -- operators

    def _visit_condexpr(self, node: nodes.CondExpr, scope: Scope) -> Meaning:
        test = self.meaning(node.test, scope)
        if isinstance(test, Known):
            chosen = node.expr1 if test.value else node.expr2
            return self.meaning(chosen, scope) if chosen else Code("Undefined()")
        other = self.code(node.expr2, scope) if node.expr2 else "Undefined()"
        return Code(f"({self.code(node.expr1, scope)} if {self.spelled(test)} else {other})")

    def _visit_and(self, node: nodes.And, scope: Scope) -> Meaning:
        left = self.meaning(node.left, scope)
        if isinstance(left, Known):
            return self.meaning(node.right, scope) if left.value else left
        return Code(f"({self.spelled(left)} and {self.code(node.right, scope)})")

    def _visit_or(self, node: nodes.Or, scope: Scope) -> Meaning:
        left = self.meaning(node.left, scope)
        if isinstance(left, Known):
            return left if left.value else self.meaning(node.right, scope)
        return Code(f"({self.spelled(left)} or {self.code(node.right, scope)})")

    def _unary(self, node: nodes.UnaryExpr, scope: Scope) -> Meaning:
        inner = self.meaning(node.node, scope)
        return self._folded(f"({node.operator} {self.spelled(inner)})", [inner])

    def _binary(self, node: nodes.BinExpr, scope: Scope) -> Meaning:
        left, right = self.meaning(node.left, scope), self.meaning(node.right, scope)
        text = f"({self.spelled(left)} {node.operator} {self.spelled(right)})"
        return self._folded(text, [left, right])

    _visit_not = _visit_neg = _visit_pos = _unary
    _visit_add = _visit_sub = _visit_mul = _visit_div = _binary
    _visit_floordiv = _visit_mod = _visit_pow = _binary

    def _visit_compare(self, node: nodes.Compare, scope: Scope) -> Meaning:
        parts = [self.meaning(node.expr, scope)]
        text = self.spelled(parts[0])
        for operand in node.ops:
            parts.append(self.meaning(operand.expr, scope))
            text += f" {operators[operand.op]} {self.spelled(parts[-1])}"
        return self._folded(f"({text})", parts)

    def _visit_concat(self, node: nodes.Concat, scope: Scope) -> Meaning:
        parts = [self.meaning(part, scope) for part in node.nodes]
        return self._folded(f"markup_join(({', '.join(map(self.spelled, parts))},))", parts)

    def _folded(self, text: str, parts: list[Meaning]) -> Meaning:
        """The value of Python code when all its parts are known; what fails is left to the page."""
        if all(isinstance(part, Known) for part in parts):
            with suppress(Exception):
                return Known(eval(text, self.names))  # noqa: S307 (operators between known values)
        return Code(text)

    # -- literals

    def _visit_const(self, node: nodes.Const, scope: Scope) -> Meaning:  # noqa: ARG002 (as all visitors)
        return Known(node.value)

    def _visit_templatedata(self, node: nodes.TemplateData, scope: Scope) -> Meaning:  # noqa: ARG002
        return Known(Markup(node.data))  # noqa: S704 (the template's own)

    def _visit_tuple(self, node: nodes.Tuple, scope: Scope) -> Meaning:
        parts = [self.meaning(item, scope) for item in node.items]
        text = f"({''.join(f'{self.spelled(part)}, ' for part in parts)})"
        return self._folded(text, parts)

    def _visit_list(self, node: nodes.List, scope: Scope) -> Meaning:
        return Code(f"[{', '.join(self.code(item, scope) for item in node.items)}]")

    def _visit_dict(self, node: nodes.Dict, scope: Scope) -> Meaning:
        pairs = (f"{self.code(p.key, scope)}: {self.code(p.value, scope)}" for p in node.items)
        return Code(f"{{{', '.join(pairs)}}}")


def is_super(node: nodes.Node) -> bool:
    """Whether an expression is `super()`."""
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "super"
        and not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
    )


def _is_pure(function: object) -> bool:
    """Whether a function gives the same for the same arguments, and asks for no context."""
    return function is own_name or isinstance(function, Gettext | NGettext)
