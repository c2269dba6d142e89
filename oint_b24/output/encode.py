"""Answers as text for programs: JSON, NDJSON, CSV, TSV and bare values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oint_b24.output.rows import Grid

# One row is one line for every reader: some split at these, too, and JSON lets us escape them.
_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
# The escapes of linear TSV: reversible, and a line is a row.
_TSV = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def pretty(value: object, ascii_only: bool = False) -> str:
    """Return `value` as JSON with an indent of one, the form that scripts read today."""
    return json.dumps(value, ensure_ascii=ascii_only, indent=1)


def airy(value: object) -> str:
    """Return JSON on one line with blanks, at which it can be broken."""
    return json.dumps(value, ensure_ascii=False)


def compact(value: object, ascii_only: bool = False) -> str:
    """Return `value` as JSON on one line without spaces."""
    return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":"))


def cell(value: object, ascii_only: bool = False) -> str:
    """Return one value as the text of a cell: bare text, nothing for null, JSON when nested."""
    if value is None:
        return ""
    return value if isinstance(value, str) else compact(value, ascii_only)


def ndjson(items: list[object], ascii_only: bool = False) -> str:
    """Return each item as one line of JSON."""
    return "".join(f"{compact(item, ascii_only).translate(_BREAKS)}\n" for item in items)


def values(subject: object, ascii_only: bool = False) -> str:
    """Return a scalar as it is, a list item by item, an object as a line; null is nothing."""
    if subject is None:
        return ""
    items = subject if isinstance(subject, list) else [subject]
    return "".join(f"{cell(item, ascii_only)}\n" for item in items)


def comma_separated(grid: Grid, ascii_only: bool = False) -> str:
    """Return a header and rows as RFC 4180 has them, lines ended by CR LF."""
    if not grid.columns:
        return ""
    import csv
    from io import StringIO

    buffer = StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(grid.columns)
    writer.writerows([cell(value, ascii_only) for value in row] for row in grid.cells)
    return buffer.getvalue()


def tab_separated(grid: Grid, ascii_only: bool = False) -> str:
    r"""Return a header and rows; tab, line break and backslash in a cell are \t, \n and \\."""
    if not grid.columns:
        return ""
    lines = [list(grid.columns), *([cell(v, ascii_only) for v in row] for row in grid.cells)]
    return "".join("\t".join(c.translate(_TSV) for c in line) + "\n" for line in lines)
