"""Rows out of answers: where their list is, and which number each of them has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oint_b24.portal.envelope import Envelope

Row = Any  # what the portal sends as a row: an object, in a few methods a plain value


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a list method. `at` is where in the result its rows stand."""

    rows: list[Row]
    at: tuple[str, ...] = ()
    result: Any = None
    total: int | None = None
    next: int | None = None


def page_of(result: Any, path: str | None, total: int | None, after: int | None) -> Page | None:
    """Return the page in a result, or None where there is no list in it."""
    at = _place(result, path)
    rows = None if at is None else _rows(_dug(result, at))
    if at is None or rows is None:
        return None
    return Page(rows, at, result, total, after)


def page_in(envelope: Envelope, path: str | None) -> Page | None:
    """Return the page of a single call."""
    return page_of(envelope.result, path, envelope.total, envelope.next)


def _place(result: Any, path: str | None) -> tuple[str, ...] | None:
    """Return where the rows are: as documented, else in the one list of objects there is."""
    if path:
        at = tuple(path.split(".")[1:])
        if not at or (isinstance(result, dict) and at[0] in result):
            return at
    if isinstance(result, list):
        return ()
    if not isinstance(result, dict) or _is_record(result):
        return None
    lists = [key for key, value in result.items() if isinstance(value, list)]
    full = [key for key in lists if any(isinstance(row, dict) for row in result[key])]
    chosen = full or lists
    return (chosen[0],) if len(chosen) == 1 else None


def _is_record(result: dict[str, Any]) -> bool:
    """Say whether an object is one record: the only list in it is then one of its fields."""
    ids = (value for key, value in result.items() if key.casefold() == "id")
    return any(isinstance(value, (int, str)) for value in ids)


def _dug(result: Any, at: tuple[str, ...]) -> Any:
    for part in at:
        result = result.get(part) if isinstance(result, dict) else None
    return result


def _rows(found: Any) -> list[Row] | None:
    """Return a list as it is, and the values of an object that is keyed by id."""
    if isinstance(found, list):
        return found
    if found is None or found == "":
        return []
    if isinstance(found, dict) and all(isinstance(value, dict) for value in found.values()):
        return list(found.values())
    return None


def id_key(rows: Sequence[Row], guess: str | None = None) -> str | None:
    """Return the name of the id in rows, in the case they have it."""
    row = rows[0] if rows else None
    if not isinstance(row, dict):
        return None
    if guess and guess in row:
        return guess
    return next((key for key in row if key.casefold() == "id"), None)


def number(row: Row, key: str | None) -> int | None:
    """Return the id of a row as a number, or None where it has none."""
    value = row.get(key) if key is not None and isinstance(row, dict) else None
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    try:
        return int(value)
    except ValueError:
        return None


def numbers(rows: Sequence[Row], key: str | None) -> list[int] | None:
    """Return the ids of rows, or None where one has no number."""
    found = [number(row, key) for row in rows]
    return None if None in found else [n for n in found if n is not None]
