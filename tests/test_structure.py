"""The house: imports point downward, heavy modules stand where they may, files stay small."""

from __future__ import annotations

import ast
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
# The client asks the catalogue what a method does; advice speaks of requests.
ALLOWED = {("rest", "portal"), ("cli", "sandbox")}
ONLY_IN = {
    "typer": ("cli/group.py",),
    "rich": ("output/terminal.py",),
    "urllib3": ("portal/transport.py", "portal/connection.py"),
    "jmespath": ("output/query.py",),
}


def area(path: Path) -> str:
    """Return the part of the house a module belongs to."""
    inside = path.relative_to(PACKAGE)
    return inside.parts[0].removesuffix(".py")


def level(name: str) -> int:
    return next((i for i, names in enumerate(LAYERS) if name in names), -1)


def imports(path: Path) -> set[str]:
    """Return what a module imports, at its top and inside functions; not what only types need."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(n) for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
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
