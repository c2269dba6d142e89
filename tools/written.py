"""Generated files: written, or with `--check` compared with what would be written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]


def write_or_check(files: Mapping[Path, str], what: str) -> int:
    """Write `files` (path -> text); with `--check` in argv, report stale ones and return 1."""
    if "--check" not in sys.argv[1:]:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return 0
    stale = [path for path, text in files.items() if _content(path) != text]
    names = ", ".join(path.relative_to(ROOT).as_posix() for path in stale)
    print(f"{what}: stale, run make docs: {names}" if stale else f"{what}: up to date")
    return 1 if stale else 0


def _content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
