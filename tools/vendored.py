"""The program with all it needs in one directory, for packages that bring their own tree.

Only wheels of pure Python are taken, so that one tree serves every system and every Python.
"""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

from tools.written import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# Typer asks for it and we never reach it (cli/group.py); its core is compiled per system.
_DROPPED = frozenset({"pydantic"})
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def pinned(name: str) -> list[str]:
    """Return `name==version` of all that distribution `name` needs, as installed here."""
    found: dict[str, str] = {}
    wanted = _required(name)
    while wanted:
        asked = wanted.pop()
        key = re.sub(r"[-_.]+", "-", asked).lower()
        if key in found or key in _DROPPED:
            continue
        try:
            found[key] = distribution(key).version
        except PackageNotFoundError:
            continue  # needed on another system only
        wanted += _required(key)
    return sorted(f"{key}=={version}" for key, version in found.items())


def _required(name: str) -> list[str]:
    """Return what a distribution requires without an extra."""
    lines = distribution(name).requires or []
    plain = [line for line in lines if "extra ==" not in line]
    return [match[0] for line in plain if (match := _NAME.match(line))]


def wheel(folder: Path) -> Path:
    """Build our wheel into `folder` and return it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("oint_b24-*.whl"))


def lay_out(tree: Path, wheels: Path) -> None:
    """Install the program and its dependencies into `tree`; `wheels` is a folder to work in."""
    pure = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none"]
    subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--no-compile", "--no-deps", "--python-version=3.11", *pure, f"--target={tree}",
            str(wheel(wheels)), *pinned("oint-b24"),
        ],
        check=True,
    )  # fmt: skip
    for leftover in ("bin", "share", "__pycache__"):
        _remove(tree / leftover)


def _remove(path: Path) -> None:
    import shutil

    if path.exists():
        shutil.rmtree(path)
