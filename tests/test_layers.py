"""Each layer imports only what stands above it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import sitegen

PACKAGE = Path(sitegen.__file__).parent

# From the top down; modules of one layer may import each other.
LAYERS = (
    ("errors", "types", "addresses", "schema", "characters", "cldr"),
    ("config", "words", "theme"),
    ("photos", "artwork"),
    ("markup",),
    ("content",),
    ("reference", "archive", "hosts"),
    ("search",),
    ("pages",),
    ("render", "assets"),
    ("build",),
    ("check", "export", "json_schema", "publish", "scaffold", "serve", "server_files", "status"),
    ("console",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
DEPTH = {name: depth for depth, layer in enumerate(LAYERS) for name in layer}


def layer_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def modules() -> Iterator[tuple[str, Path]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(("sitegen", *(part for part in parts if part != "__init__"))), file


def imports(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: imports are absolute"
            names = {alias.name for alias in node.names}
            if node.module == "sitegen":
                yield from ((node.lineno, f"sitegen.{name}") for name in names)
            else:
                yield node.lineno, node.module or ""


def test_every_module_stands_in_a_layer() -> None:
    assert {layer_of(name) for name, _ in modules()} - {""} <= DEPTH.keys()


def test_no_module_imports_what_stands_below_it() -> None:
    wrong = [
        f"{name}:{line} imports {target}"
        for name, file in modules()
        for line, target in imports(file)
        if target.startswith("sitegen.") and target != "sitegen.__version__" and layer_of(name)
        if DEPTH[layer_of(target)] > DEPTH[layer_of(name)]
    ]
    assert not wrong


def test_the_package_itself_imports_nothing_of_itself() -> None:
    assert not [target for _, target in imports(PACKAGE / "__init__.py") if "sitegen" in target]


def test_only_scanning_building_exporting_and_themes_walk_folders() -> None:
    walkers = {
        layer_of(name)
        for name, file in modules()
        if any(
            word in file.read_text(encoding="utf-8")
            for word in (".rglob(", "os.walk(", "os.scandir(", ".iterdir(")
        )
    }
    assert walkers <= {"content", "theme", "build", "export"}
