"""What a template does, step by step, and the Python function that does it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby


@dataclass(frozen=True)
class Text:
    """Markup that stands in the template."""

    text: str


@dataclass(frozen=True)
class Value:
    """What an expression gives, escaped unless it is safe."""

    code: str
    safe: bool = False


@dataclass(frozen=True)
class Statement:
    """A line of Python that writes nothing to the page."""

    code: str


@dataclass(frozen=True)
class Branch:
    """The first arm whose test holds; the test of an `else` is empty."""

    arms: "tuple[tuple[str, Program], ...]"


@dataclass(frozen=True)
class Loop:
    """A body for every turn of a `for` in Python."""

    header: str
    body: "Program"


@dataclass(frozen=True)
class Captured:
    """A body that is kept as markup in a variable."""

    target: str
    body: "Program"


@dataclass(frozen=True)
class Function:
    """A body that becomes markup whenever the function of that name is called."""

    name: str
    body: "Program"


Step = Text | Value | Statement | Branch | Loop | Captured | Function
Program = tuple[Step, ...]


def merged(steps: Iterable[Step]) -> Program:
    """The steps with neighbouring texts in one piece, and no empty ones."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        if isinstance(step, Text) and isinstance(last, Text):
            found[-1] = Text(last.text + step.text)
        elif step != Text(""):
            found.append(step)
    return tuple(found)


def python(name: str, parameters: Sequence[str], program: Program) -> str:
    """The source of a function that gives the page as text.

    Its globals must hold `escape_text` (for plain str), `escaped` (for anything), and `Markup`.
    """
    return "\n".join(_Writer().function(name, parameters, program, "")) + "\n"


class _Writer:
    """Python lines; every buffer that pieces of a page are put into has a number of its own."""

    def __init__(self) -> None:
        self._numbers = count()

    def function(
        self, name: str, parameters: Sequence[str], program: Program, finish: str
    ) -> Iterator[str]:
        buffer = next(self._numbers)
        yield f"def {name}({', '.join(parameters)}):"
        yield from _indented(self._filled(buffer, program))
        yield f" return {finish}(''.join(b{buffer}))"

    def _filled(self, buffer: int, program: Program) -> Iterator[str]:
        yield f"b{buffer} = []"
        yield f"add{buffer} = b{buffer}.append"
        yield f"extend{buffer} = b{buffer}.extend"
        yield from self._steps(program, buffer)

    def _steps(self, program: Program, buffer: int) -> Iterator[str]:
        for is_output, steps in groupby(program, key=lambda step: isinstance(step, Text | Value)):
            if is_output:
                yield _output(list(map(_piece, steps)), buffer)
            else:
                for step in steps:
                    yield from self._step(step, buffer)

    def _step(self, step: Step, buffer: int) -> Iterator[str]:
        match step:
            case Statement(code):
                yield code
            case Branch(arms):
                yield from self._branch(arms, buffer)
            case Loop(header, body):
                yield header
                yield from self._suite(body, buffer)
            case Captured(target, body):
                inner = next(self._numbers)
                yield from self._filled(inner, body)
                yield f"{target} = Markup(''.join(b{inner}))"
            case Function(name, body):
                yield from self.function(name, (), body, "Markup")

    def _branch(self, arms: tuple[tuple[str, Program], ...], buffer: int) -> Iterator[str]:
        for word, (test, body) in zip(("if", *["elif"] * len(arms)), arms, strict=False):
            yield f"{word} {test}:" if test else "else:"
            yield from self._suite(body, buffer)

    def _suite(self, body: Program, buffer: int) -> Iterator[str]:
        yield from _indented(self._steps(body, buffer) if body else ["pass"])


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f" {line}" for line in lines)


def _output(pieces: Sequence[str], buffer: int) -> str:
    return (
        f"add{buffer}({pieces[0]})"
        if len(pieces) == 1
        else f"extend{buffer}(({', '.join(pieces)}))"
    )


def _piece(step: Step) -> str:
    match step:
        case Text(text):
            return repr(text)
        case Value(code, safe):
            plain = "v" if safe else "escape_text(v)"
            other = "str(v)" if safe else "escaped(v)"
            return f"{plain} if type(v := {code}) is str else {other}"
    raise TypeError(step)
