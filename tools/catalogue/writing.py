"""Write the rows as package data: the same rows give the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Row = dict[str, Any]


def write(out: Path, methods: Iterable[Row], types: dict[str, Row], about: dict[str, Any]) -> None:
    """Write all data files into `out`; `about` holds the small ones, by file name."""
    out.mkdir(parents=True, exist_ok=True)
    in_order = sorted(methods, key=lambda row: (row["name"].casefold(), row["version"]))
    places = _lines(out / "methods.ndjson", in_order)
    index = {
        "methods": {key(row): _place(row, at) for row, at in zip(in_order, places, strict=True)},
        "types": dict(
            zip(sorted(types), _lines(out / "types.ndjson", _sorted(types)), strict=True)
        ),
    }
    for name, content in {"index.json": index, **about}.items():
        (out / name).write_bytes(compact(content) + b"\n")


def key(row: Row) -> str:
    """Return the key of a method in the index: its folded name and its version."""
    return f"{row['name'].casefold()}@{row['version']}"


def compact(content: Any) -> bytes:
    """Return `content` as the shortest JSON that stays readable: no spaces, Cyrillic as it is."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _sorted(types: dict[str, Row]) -> list[Row]:
    return [types[ref] for ref in sorted(types)]


def _place(row: Row, at: list[Any]) -> list[Any]:
    return at if row["name"] == row["name"].casefold() else [*at, row["name"]]


def _lines(path: Path, rows: list[Row]) -> list[list[Any]]:
    lines = [compact(row) + b"\n" for row in rows]
    path.write_bytes(b"".join(lines))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return [[start, len(line)] for start, line in zip(starts[:-1], lines, strict=True)]
