"""Which columns tell most about a row, by what the REST of Bitrix24 calls its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oint_b24.output.rows import Grid

# What people look for in a row, the first first; names are compared without case and underscores.
_TOLD = (
    ("id", "key"),
    ("title", "name", "lastname", "subject"),
    ("stageid", "stage", "statusid", "status", "realstatus"),
    ("opportunity", "price", "sum", "amount", "revenue"),
    ("deadline", "closedate", "datefrom"),
    ("assignedbyid", "responsibleid"),
    ("email", "phone", "post", "workposition"),
    ("datecreate", "createddate", "createdtime", "dateinsert", "datepublish", "dateregister"),
    ("currencyid", "currency"),
)
_PLACES = {name: place for place, names in enumerate(_TOLD) for name in names}
_OTHER = len(_TOLD)
_NESTED, _LEAST = _OTHER + 1, _OTHER + 2
# A person who was dismissed, a group that was closed: flags that matter.
_FLAGS_THAT_TELL = frozenset({"active", "closed"})
_TECHNICAL = ("semanticid", "semantics", "xmlid", "originid", "originatorid", "guid", "sort")
_EMPTY: tuple[object, ...] = (None, "", [], {})


def leading(grid: Grid) -> list[int]:
    """Return places of the columns worth showing, the telling ones first, empty ones left out."""
    used = [
        place
        for place in range(len(grid.columns))
        if any(row[place] not in _EMPTY for row in grid.cells)
    ]
    return sorted(used or range(len(grid.columns)), key=lambda place: _rank(grid, place))


def _rank(grid: Grid, place: int) -> int:
    name = grid.columns[place].casefold().replace("_", "")
    if name in _PLACES:
        return _PLACES[name]
    values = [row[place] for row in grid.cells if row[place] not in _EMPTY]
    if name.endswith(_TECHNICAL) or (name not in _FLAGS_THAT_TELL and _is_flag(values)):
        return _LEAST
    return _NESTED if any(isinstance(value, (dict, list)) for value in values) else _OTHER


def _is_flag(values: list[object]) -> bool:
    return bool(values) and all(isinstance(v, bool) or v in ("Y", "N") for v in values)
