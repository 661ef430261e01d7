"""The messages and hints in the program's source, and the texts in that of the tests."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parents[1]
PROGRAM = TESTS.parent / "sitegen"

# What a message is handed to, whoever adds the file and the line to it later.
_MAKERS = frozenset(
    (
        "BuildError",
        "CommandError",
        "FrontMatterError",
        "Mistake",
        "Problem",
        "PublishError",
        "UnreadablePhotoError",
        "UsageError",
        "error",
        "notice",
        "warning",
        "_NotPublishableError",
        "_error",
        "_failing",
        "_lose",
        "_tell",
        "Kind",
        "warn",
    )
)
_SHORTEST = 4  # letters of a part that can be told from others
_NEVER_SEEN = frozenset(("path", "place", "line", "column"))


class Message(NamedTuple):
    """A text with values in it, as the parts between these, and where it is written."""

    place: str
    parts: tuple[str, ...]


def messages(program: Path) -> Iterator[Message]:
    """All texts that somebody is told when something is wrong."""
    for file in sorted(program.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        place = file.relative_to(program.parent).as_posix()
        for line, parts in sorted(set(_File(tree).told())):
            yield Message(f"{place}:{line}", parts)


def texts(tests: Path) -> str:
    """All that is written in tests, but for their documentation, in one text."""
    found = []
    for file in sorted(tests.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                node.value.value = ""
        whole = (_parts(node) for node in ast.walk(tree))
        found += ["\0".join(parts) for parts in whole if parts]
    return spaced("\n\0".join(found))


def spaced(text: str) -> str:
    """A text with one space wherever it has some: a terminal's lines are indented."""
    return " ".join(text.split())


class _File:
    """Follows what is handed to makers back to where it is written, within one file."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._named = _named(tree)
        self._seen: set[str] = set()

    def told(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and _name(node.func) in _MAKERS:
                for given in node.args:
                    yield from self._written(given)
                for keyword in node.keywords:
                    if keyword.arg not in _NEVER_SEEN:
                        yield from self._written(keyword.value)

    def _written(self, node: ast.expr) -> Iterator[tuple[int, tuple[str, ...]]]:
        parts = _parts(node)
        if parts:
            yield node.lineno, tuple(filter(_is_told, map(spaced, parts)))
        name = _name(node)
        if name and name not in self._seen:
            self._seen.add(name)
            for value in self._named[name]:
                yield from self._written(value)
        # What a function is handed is its own affair; what it returns is looked at.
        inside = (node.func,) if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
        for child in inside:
            if isinstance(child, ast.expr):
                yield from self._written(child)


def _named(tree: ast.Module) -> Mapping[str, list[ast.expr]]:
    """What names stand for: values that are assigned to them, and what functions return."""
    found: defaultdict[str, list[ast.expr]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                found[_name(target)].append(node.value)
        elif isinstance(node, ast.FunctionDef):
            found[node.name] += [
                item.value
                for item in ast.walk(node)
                if isinstance(item, ast.Return | ast.Yield) and item.value
            ]
    return found


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _parts(node: ast.AST) -> tuple[str, ...]:
    """The parts of a text between the values that are filled in; none of what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return tuple(node.value.split("{}"))
    if isinstance(node, ast.JoinedStr):
        return tuple(
            str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values
        )
    return ()


def _is_told(part: str) -> bool:
    return len(part) >= _SHORTEST and " " in part
