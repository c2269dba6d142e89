"""The house: imports point downward, heavy modules stand where they may, files stay small."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "oint_b24"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Each may import itself and what stands below it.
LAYERS = (
    {"errors", "names", "packaged", "private", "redact", "text", "world", "__init__"},
    {"values"},
    {"rest", "opi", "output"},
    {"portal"},
    {"profile", "vault"},
    {"profiles"},
    {"bulk"},
    {"cli", "complete"},
    {"__main__"},
)
# What the first matches never imports the second, for types neither.
APART = (
    ("portal/*.py", "portal.transfer"),
    ("portal/*.py", "portal.batches"),
    ("sandbox/families/**/*.py", "sandbox.portal"),
    ("sandbox/families/**/*.py", "sandbox.server"),
)
# The client asks the catalogue what a method does; advice speaks of requests.
ALLOWED = {("rest", "portal"), ("cli", "sandbox")}
ONLY_IN = {
    "typer": ("cli/group.py",),
    "rich": ("output/terminal.py",),
    "urllib3": ("portal/transport.py", "portal/connection.py", "portal/failure.py"),
    "jmespath": ("output/query.py",),
}


def area(path: Path) -> str:
    """Return the part of the house a module belongs to."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0].removesuffix(".py")


def level(name: str) -> int:
    return next((i for i, names in enumerate(LAYERS) if name in names), -1)


def imports(path: Path, *, typing: bool = False) -> set[str]:
    """Return what a module imports, at its top and inside functions; with `typing` for types, too.

    Of `from a import b` both `a` and `a.b` are told.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(n) for node in ast.walk(tree)
        if not typing and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for n in ast.walk(node)
    }  # fmt: skip
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downward(path: Path) -> None:
    own = area(path)
    for name in imports(path):
        if not name.startswith("oint_b24."):
            continue
        other = name.split(".")[1]
        if other == own or (own, other) in ALLOWED or own == "__init__":
            continue
        if own == "sandbox" or other == "sandbox":
            pytest.fail(f"{path.name} imports {name}: the sandbox shares nothing with the client")
        is_floor = level(own) == level(other) == 0
        assert is_floor or level(other) < level(own), f"{path.name} imports {name}"


def dotted(path: Path) -> str:
    """Return the name of a module below the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def known_imports(names: dict[str, Path], path: Path) -> set[str]:
    """Return the modules of the package that one imports: `a.b` where it is one, else `a`."""
    found = {n.removeprefix("oint_b24.") for n in imports(path, typing=True)} & names.keys()
    return {n for n in found if not any(other.startswith(f"{n}.") for other in found)}


def test_no_module_needs_itself_by_a_detour() -> None:
    """Imports for types count. The package's own face lends names to all and is left out."""
    names = {name: path for path in MODULES if (name := dotted(path))}
    graph = {name: known_imports(names, path) for name, path in names.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


@pytest.mark.parametrize(("lower", "upper"), APART)
def test_what_stands_below_does_not_look_up(lower: str, upper: str) -> None:
    for path in PACKAGE.glob(lower):
        found = imports(path, typing=True)
        assert not any(f"{n}.".startswith(f"oint_b24.{upper}.") for n in found), path


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_heavy_libraries_stand_in_one_module_each(path: Path) -> None:
    here = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        top = name.split(".")[0]
        if top in ONLY_IN and not (here.startswith("sandbox/")):
            assert here in ONLY_IN[top], f"{here} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_file_eats_the_rest(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
