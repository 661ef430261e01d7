"""What names mean at a place in a template, as far as that is known before any page is seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from jinja2 import nodes
from jinja2.idtracking import Symbols


class UnsupportedError(Exception):
    """A template does something that is left to jinja2 itself."""


@dataclass(frozen=True)
class Known:
    """A value that is the same on every page."""

    value: object


@dataclass(frozen=True)
class Code:
    """Python that gives the value.

    When not `certain`, it may give jinja's `missing` instead; what is not `fixed` may have
    another value later.
    """

    text: str
    certain: bool = True
    fixed: bool = True


@dataclass(frozen=True, eq=False)
class Macro:
    """A macro and the scope that it was defined in."""

    node: nodes.Macro
    scope: "Scope"


@dataclass(frozen=True)
class Module:
    """An imported template: what it exports."""

    exports: "Mapping[str, Meaning]"


Meaning = Known | Code | Macro | Module
# The blocks of a template and of those it extends by name, the most derived first.
Blocks = Mapping[str, tuple[nodes.Block, ...]]
# What a name means outside; None where it means nothing.
Outer = Callable[[str], Meaning | None]


class Context:
    """The variables of one template and those it extends: what blocks and includes see."""

    def __init__(
        self, number: int, outer: Outer, meanings: Mapping[str, Meaning] | None = None
    ) -> None:
        self._number, self._outer = number, outer
        self._meanings = dict(meanings or {})

    def variable(self, name: str) -> str:
        """The Python variable that holds what the template set at its top level."""
        return f"c{self._number}_{name}"

    def own(self, name: str) -> Meaning | None:
        """What the template itself gave a name at its top level."""
        return self._meanings.get(name)

    def set(self, name: str, meaning: Meaning) -> None:
        """Note what a statement at the top level gave a name."""
        self._meanings[name] = meaning

    def resolve(self, name: str) -> Meaning | None:
        """What a name means that no scope inside has given a meaning."""
        return either(self.own(name), lambda: self._outer(name))

    def as_it_is(self) -> "Context":
        """A copy that does not follow later statements."""
        return Context(self._number, self._outer, self._meanings)


def either(inner: Meaning | None, outer: Callable[[], Meaning | None]) -> Meaning | None:
    """The inner meaning, or the outer one where that is missing."""
    if inner is None:
        return outer()
    if not isinstance(inner, Code) or inner.certain:
        return inner
    behind = outer()
    if behind is None:
        return inner
    if isinstance(behind, Code):
        text = f"({inner.text} if {inner.text} is not missing else {behind.text})"
        return Code(text, behind.certain, inner.fixed and behind.fixed)
    raise UnsupportedError(f"{inner.text} may hide something known")


@dataclass(frozen=True)
class Scope:
    """One frame of jinja's: its symbols, and whether statements in it certainly run.

    Symbols come from jinja's own analysis, so that scoping is jinja's to the last quirk. All
    scopes of a program number theirs differently: their Python variables never collide, and one
    mapping can hold the `meanings` of all.
    """

    symbols: Symbols
    context: Context
    meanings: dict[str, Meaning]
    inside: frozenset[object]
    toplevel: bool = False
    conditional: bool = False
    blocks: Blocks | None = None
    above: tuple[nodes.Block, ...] = ()

    def meaning(self, name: str) -> Meaning | None:
        """What a name means in this scope; None where it is certainly undefined."""
        return self.meanings.get(self.symbols.ref(name))

    def seen_from_inside(self, name: str) -> Meaning | None:
        """What a name means to an included template, or to a block that is scoped."""
        target = self.symbols.dump_stores().get(name)
        inner = self.meanings.get(target) if target is not None else None
        return either(inner, lambda: self.context.resolve(name))

    def seen_from_module(self) -> Outer:
        """What names mean to a template that is imported here: what they mean now, for good."""
        now = replace(self, meanings=dict(self.meanings), context=self.context.as_it_is())

        def outer(name: str) -> Meaning | None:
            meaning = now.seen_from_inside(name)
            if isinstance(meaning, Code) and not meaning.fixed:
                raise UnsupportedError(f"a module sees {name}, which may change")
            return meaning

        return outer
