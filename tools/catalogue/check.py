"""Compare the parameters of two catalogues: names, types and required flags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Row = dict[str, Any]
Told = dict[tuple[str, str], tuple[str | None, bool]]


def read_facts(path: Path) -> list[Row]:
    """Read a fact sheet: rows as ours, with `method` and `rest_version` (`v2`) for the key."""
    with path.open(encoding="utf-8") as source:
        sheet = [json.loads(line) for line in source]
    return [
        {**row, "name": row["method"], "version": int(row["rest_version"][1:])} for row in sheet
    ]


def agreement(ours: Iterable[Row], theirs: Iterable[Row]) -> tuple[float, list[str]]:
    """Return the share of `theirs` rows whose parameters `ours` tell alike, and the others."""
    known = {_key(row): told(row) for row in ours}
    rows = list(theirs)
    differing = list(_differences(known, rows))
    return 1 - len(differing) / max(1, len(rows)), differing


def told(row: Row) -> Told:
    """Return type and required flag by path and name, over all levels of a row."""
    levels = [("", row.get("params", [])), *row.get("nested", {}).items()]
    return {
        (path, one["name"]): (one.get("type"), one.get("required", False))
        for path, level in levels
        for one in level
    }


def _key(row: Row) -> tuple[str, int]:
    return row["name"].casefold(), row["version"]


def _differences(known: dict[tuple[str, int], Told], rows: list[Row]) -> Iterator[str]:
    for row in rows:
        ours, theirs = known.get(_key(row)), told(row)
        if ours is None:
            yield f"{row['name']}@{row['version']}: missing"
        elif ours != theirs:
            at = sorted(k for k in {*ours, *theirs} if ours.get(k) != theirs.get(k))
            yield f"{row['name']}@{row['version']}: " + "; ".join(
                f"{'.'.join(filter(None, k))}: {theirs.get(k)} -> {ours.get(k)}" for k in at
            )
