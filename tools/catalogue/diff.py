"""Report what changed between two catalogues, for the changelog of a refresh."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tools.catalogue.check import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.catalogue.check import Told

Row = dict[str, Any]
Rows = dict[str, Row]


def read(data: Path) -> list[Row]:
    """Read the methods of a data directory."""
    with (data / "methods.ndjson").open(encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def report(old: list[Row], new: list[Row]) -> str:
    """Return the report: added, removed, changed parameters, newly deprecated."""
    before, after = _by_key(old), _by_key(new)
    both = sorted(before.keys() & after.keys())
    parts = {
        "added": [_spelled(after[key]) for key in sorted(after.keys() - before.keys())],
        "removed": [_spelled(before[key]) for key in sorted(before.keys() - after.keys())],
        "changed parameters": [
            f"{_spelled(after[key])}: {', '.join(changes)}"
            for key in both
            if (changes := list(_changes(told(before[key]), told(after[key]))))
        ],
        "newly deprecated": [
            _deprecated(after[key])
            for key in both
            if after[key].get("deprecated") and not before[key].get("deprecated")
        ],
    }
    return "\n".join(line for title, lines in parts.items() for line in _part(title, lines))


def _part(title: str, lines: list[str]) -> list[str]:
    return [f"{title}: {len(lines)}", *(f"  {line}" for line in lines)]


def _by_key(rows: list[Row]) -> Rows:
    return {f"{row['name'].casefold()}@{row['version']}": row for row in rows}


def _spelled(row: Row) -> str:
    return f"{row['name']} (v{row['version']})"


def _deprecated(row: Row) -> str:
    successors = row.get("replaced_by", [])
    return _spelled(row) + (f" -> {', '.join(successors)}" if successors else "")


def _changes(before: Told, after: Told) -> Iterator[str]:
    for key in sorted({*before, *after}):
        name = ".".join(filter(None, key))
        if key not in before:
            yield f"+{name}" + ("*" if after[key][1] else "")
        elif key not in after:
            yield f"-{name}"
        elif before[key] != after[key]:
            yield f"{name}: {_flagged(before[key])} -> {_flagged(after[key])}"


def _flagged(kind: tuple[str | None, bool]) -> str:
    return f"{kind[0] or '?'}{'*' if kind[1] else ''}"
