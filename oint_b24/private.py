"""Files that only their owner may read: TOML in, TOML out, replaced as a whole."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> dict[str, Any]:
    """Return the tables of a file; empty where there is none. Raises UsageProblem."""
    import tomllib

    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or _place(str(error))
        raise UsageProblem("profile.bad_file", path=path, reason=reason) from None


def _place(words: str) -> str:
    """Return where TOML is broken; the parser's words may quote a secret, its numbers do not."""
    import re

    found = re.search(r"line (\d+), column (\d+)", words)
    return f"TOML, {found[1]}:{found[2]}" if found else "TOML"


def write(path: Path, data: dict[str, Any]) -> None:
    """Replace a file by tables; nobody else may be writing it. Raises UsageProblem."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sweep(path)
        replace_private(path, toml(data))
    except OSError as error:
        raise UsageProblem("profile.not_written", path=path, reason=error.strerror) from error


def replace_private(path: Path, content: str) -> None:
    """Write a file that only its owner may read; readers see the old one or the new one."""
    temporary = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(directory: Path) -> None:
    """Make a rename outlive a power cut, where the system lets a directory be opened."""
    with suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(path: Path) -> None:
    """Remove what killed writers of `path` have left beside it."""
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)


def toml(data: dict[str, Any]) -> str:
    """Return TOML of plain values and (nested) tables."""
    return "".join(_table(data, ())).lstrip("\n")


def _table(data: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {k: v for k, v in data.items() if not isinstance(v, dict)}
    lines = [f"\n[{'.'.join(map(_quoted, path))}]\n"] if path and (plain or not data) else []
    lines += [f"{_quoted(key)} = {_quoted(value)}\n" for key, value in plain.items()]
    for key, inner in data.items():
        if isinstance(inner, dict):
            lines += _table(inner, (*path, key))
    return lines


def _quoted(value: Any) -> str:
    # A JSON text is a TOML basic string, a JSON number or boolean is TOML's own.
    return json.dumps(value, ensure_ascii=False)
