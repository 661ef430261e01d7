"""The Python variables behind the names of templates."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

from jinja2 import Environment, Undefined, nodes
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_PARAMETER, VAR_LOAD_RESOLVE, Symbols
from jinja2.runtime import LoopContext, markup_join
from jinja2.utils import missing
from markupsafe import Markup, escape

from sitegen.render.compiler.program import Statement, Step
from sitegen.render.compiler.scopes import (
    Code,
    Context,
    Known,
    Macro,
    Meaning,
    Module,
    Outer,
    Scope,
    UnsupportedError,
)
from sitegen.render.compiler.trees import assigned

try:
    # What `escape` calls, without the Markup object around it: 50 ns instead of 400.
    from markupsafe._speedups import _escape_inner as escape_text
except ImportError:

    def escape_text(text: str, /) -> str:
        """The text with HTML's special characters as references."""
        return str(escape(text))


Steps = list[Step]

# Names that jinja binds by itself.
SPECIAL = frozenset({"self", "super", "caller", "varargs", "kwargs"})


def escaped(value: object) -> str:
    """Any value as it stands in a page."""
    return str(value) if type(value) is int else str(escape(value))


class Variables:
    """Gives names their meanings as statements are followed, and Python its global names."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.meanings: dict[str, Meaning] = {}
        self._numbers = count()
        self.names: dict[str, object] = {
            "LoopContext": LoopContext,
            "Markup": Markup,
            "Undefined": Undefined,
            "context": environment.from_string("").new_context(),
            "environment": environment,
            "escape_text": escape_text,
            "escaped": escaped,
            "get": environment.getattr,
            "item": environment.getitem,
            "markup_join": markup_join,
            "missing": missing,
            "undefined": environment.undefined,
        }

    def new_name(self, letter: str) -> str:
        """A Python name that is used nowhere else."""
        return f"{letter}{next(self._numbers)}"

    def spelled(self, meaning: Meaning) -> str:
        """Python for what is known, or stands in a variable."""
        match meaning:
            case Code(text):
                return text
            case Known(value):
                # Other literals would be made anew for every page, or have no true repr.
                literal = value is None or type(value) in {bool, int, str}
                return repr(value) if literal else self.bound(value)
        raise UnsupportedError("a macro is used as a value")

    def bound(self, value: object) -> str:
        """A global name for a value."""
        for name, known in self.names.items():
            if known is value:
                return name
        name = self.new_name("k")
        self.names[name] = value
        return name

    # -- scopes

    def global_meaning(self, name: str) -> Meaning | None:
        """What a name means in every template."""
        known = self.environment.globals
        return Known(known[name]) if name in known else None

    def new_context(self, outer: Outer) -> Context:
        """A context for the variables of one more template."""
        return Context(next(self._numbers), outer)

    def new_symbols(self, parent: Symbols | None = None) -> Symbols:
        """Symbols whose variables are nobody else's."""
        return Symbols(parent, level=next(self._numbers))

    def inner(self, scope: Scope, node: nodes.Node, **branch: str) -> Scope:
        """The scope that a statement opens."""
        symbols = self.new_symbols(scope.symbols)
        symbols.analyze_node(node, **branch)
        return replace(scope, symbols=symbols, toplevel=False, conditional=False)

    def entered(self, scope: Scope) -> Steps:
        """Give the names of a scope their first meaning; only those set in it need a variable."""
        steps: Steps = []
        names = {target: name for name, target in scope.symbols.refs.items()}
        for target, (action, source) in scope.symbols.loads.items():
            if action == VAR_LOAD_PARAMETER:
                continue
            meaning = None
            if action == VAR_LOAD_RESOLVE:
                meaning = scope.context.resolve(source)
            elif action == VAR_LOAD_ALIAS:
                meaning = self.meanings.get(source)
            if names[target] in scope.symbols.stores and not isinstance(meaning, Macro | Module):
                first = "missing" if meaning is None else self.spelled(meaning)
                steps.append(Statement(f"{target} = {first}"))
                if meaning is not None:
                    meaning = Code(target, _is_certain(meaning), fixed=False)
            if meaning is not None:
                self.meanings[target] = meaning
        return steps

    # -- names that get a meaning

    def variable(self, name: str, scope: Scope) -> str:
        """The variable of a name that is about to get a value."""
        target = scope.symbols.ref(name)
        if name in SPECIAL or isinstance(self.meanings.get(target), Macro | Module):
            raise UnsupportedError(f"“{name}” gets another value")
        return target

    def stored(self, name: str, scope: Scope) -> Steps:
        """Note that the variable of a name has a value; at the top level, all may see it."""
        target = scope.symbols.ref(name)
        self.meanings[target] = _set(target, self.meanings.get(target), scope)
        if not scope.toplevel:
            return []
        variable = scope.context.variable(name)
        scope.context.set(name, _set(variable, scope.context.own(name), scope))
        return [Statement(f"{variable} = {target}")]

    def bind(self, name: str, meaning: Meaning, scope: Scope) -> Steps:
        """Give a name a macro, a module, or a value that was imported."""
        if isinstance(meaning, Known | Code):
            target = self.variable(name, scope)
            return [Statement(f"{target} = {self.spelled(meaning)}"), *self.stored(name, scope)]
        if scope.conditional or name in SPECIAL:
            raise UnsupportedError(f"a macro “{name}” only sometimes")
        self.meanings[scope.symbols.ref(name)] = meaning
        if scope.toplevel:
            scope.context.set(name, meaning)
        return []

    def give(self, name: str, meaning: Meaning, body: Iterable[nodes.Node], scope: Scope) -> Steps:
        """Give a parameter its value, which is only kept when it is not the same all the while."""
        if name in SPECIAL:
            raise UnsupportedError(f"“{name}” as a parameter")
        target, fixed = scope.symbols.ref(name), name not in assigned(body)
        text = self.spelled(meaning)
        if fixed and (isinstance(meaning, Known) or _is_variable(meaning)):
            self.meanings[target] = meaning
            return []
        self.meanings[target] = Code(target, fixed=fixed)
        return [Statement(f"{target} = {text}")]


def _set(variable: str, before: Meaning | None, scope: Scope) -> Meaning:
    """What a variable means behind a statement that sets it."""
    if isinstance(before, Macro | Module):
        raise UnsupportedError(f"{variable} was a macro")
    certain = not scope.conditional or (before is not None and _is_certain(before))
    return Code(variable, certain, fixed=False)


def _is_certain(meaning: Meaning) -> bool:
    return not isinstance(meaning, Code) or meaning.certain


def _is_variable(meaning: Meaning) -> bool:
    """Whether a value stands in a variable that does not change, so that it needs no other."""
    return (
        isinstance(meaning, Code)
        and meaning.certain
        and meaning.fixed
        and meaning.text.isidentifier()
    )
