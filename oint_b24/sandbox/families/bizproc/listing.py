"""Lists of workflows: names of parameters and fields in any case, values as texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.families.lists import rows

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

    Row = dict[str, Any]


def selected(call: Call, known: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in SELECT that are known, `default` without one."""
    given = application.parameters(call).get("SELECT") or []
    names = list(given.values()) if isinstance(given, dict) else given
    wanted = [str(name).upper() for name in (names if isinstance(names, list) else [names])]
    if "*" in wanted:
        return known
    return tuple(name for name in known if name in wanted) or default


def answer(
    call: Call, found: list[Row], known: tuple[str, ...], default: tuple[str, ...], order: Row
) -> Page:
    """Answer the rows that fit FILTER, in ORDER, with the fields of SELECT."""
    given = application.parameters(call)
    wanted, ordered_by = given.get("FILTER"), given.get("ORDER")
    fits = rows.select(found, wanted if isinstance(wanted, dict) else {}, known)
    ordered = rows.sort(fits, ordered_by, known, order)
    names = selected(call, known, default)
    paged = replace(call, params={"start": given.get("START")})
    return rows.page(paged, ordered, lambda row: {n: _told(row.get(n)) for n in names})


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value
