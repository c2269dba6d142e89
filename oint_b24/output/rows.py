"""Rows out of an answer: where its list is, and which columns it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from oint_b24.names import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

VALUE: Final = "value"  # the column of a row that is no object
KEY: Final = "key"  # the column of the key that a row was found under
_MISSING: Final = object()
_SAMPLE = 50  # rows looked at for the names to suggest


class Rows(NamedTuple):
    """The rows of an answer; `many` says that it was a list, be it one with one row or none."""

    items: list[object]
    many: bool


class Grid(NamedTuple):
    """Rows cut into columns. `unknown` are the wanted columns that no row has."""

    columns: tuple[str, ...]
    cells: list[list[object]]
    unknown: tuple[str, ...] = ()


def result_of(body: object) -> object:
    """Return the `result` of an envelope; what is no envelope is its own result."""
    return body["result"] if isinstance(body, dict) and "result" in body else body


def rows_of(subject: object) -> Rows:
    """Find the rows in a result.

    A list is rows; so is the one list in an object that wraps it (`{"tasks": [...]}`), and so
    are objects keyed by id. Anything else is one row. An object with an id of its own wraps
    nothing: the only phone of a contact is not the contact.
    """
    if isinstance(subject, list):
        return Rows(subject, many=True)
    if not isinstance(subject, dict) or not subject:
        return Rows([subject], many=False)
    if all(isinstance(value, dict) for value in subject.values()):
        return _keyed(subject)
    wrapped = _wrapped(subject)
    return Rows([subject], many=False) if wrapped is None else Rows(wrapped, many=True)


def grid(items: list[object], wanted: tuple[str, ...] = ()) -> Grid:
    """Cut `items` into the `wanted` columns (dotted paths), or into all they have."""
    columns = wanted or tuple(columns_of(items))
    found = [[look_up(item, column) for column in columns] for item in items]
    unknown = tuple(
        column
        for place, column in enumerate(columns)
        if items and all(row[place] is _MISSING for row in found)
    )
    return Grid(columns, [[None if c is _MISSING else c for c in row] for row in found], unknown)


def columns_of(items: Iterable[object]) -> list[str]:
    """Return the names of all columns in the order in which they first appear."""
    names: dict[str, None] = {}
    for item in items:
        names.update(dict.fromkeys(item if isinstance(item, dict) else (VALUE,)))
    return list(names)


def look_up(item: object, path: str) -> object:
    """Return what `path` leads to in one row; `_MISSING` where it leads nowhere."""
    if not isinstance(item, dict):
        return item if path == VALUE else _step(item, path)
    found = _step(item, path)
    if found is not _MISSING or "." not in path:
        return found
    here: object = item
    for part in path.split("."):
        here = _step(here, part)
    return here


def near(items: list[object], column: str) -> list[str]:
    """Return names of columns that look like `column`, those one level down included."""
    sample = items[:_SAMPLE]
    known = columns_of(sample)
    for item in sample:
        if isinstance(item, dict):
            known += [f"{k}.{sub}" for k, v in item.items() if isinstance(v, dict) for sub in v]
    return nearest(column, known)


def _step(here: object, part: str) -> object:
    if isinstance(here, list):
        return here[int(part)] if part.isdecimal() and int(part) < len(here) else _MISSING
    if not isinstance(here, dict):
        return _MISSING
    if part in here:
        return here[part]
    folded = part.casefold()
    return next((v for k, v in here.items() if k.casefold() == folded), _MISSING)


def _keyed(subject: dict[str, object]) -> Rows:
    if len(subject) == 1:
        ((key, only),) = subject.items()
        if not key.isdecimal():  # {"task": {...}} is that task
            return Rows([only], many=False)
    return Rows([_with_key(k, v) for k, v in subject.items()], many=True)


def _with_key(key: str, row: object) -> object:
    """Return `row` with its key, unless it carries it as its own id anyway."""
    if not isinstance(row, dict) or any(
        name.casefold() == "id" and str(value) == key for name, value in row.items()
    ):
        return row
    return {KEY: key, **row}


def _wrapped(subject: dict[str, object]) -> list[object] | None:
    if any(name.casefold() == "id" for name in subject):
        return None
    lists = [v for v in subject.values() if isinstance(v, list)]
    of_objects = [v for v in lists if v and all(isinstance(row, dict) for row in v)]
    if len(of_objects) == 1:
        return of_objects[0]
    nested = sum(isinstance(v, (dict, list)) for v in subject.values())
    return [] if lists == [[]] and nested == 1 else None
