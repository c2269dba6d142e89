"""Properties of lists as they are kept: looking them up, the values of the type «List»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

    Property = dict[str, Any]

KIND = "iblock_property"
PREFIX = "PROPERTY_"
_ENUM = "iblock_enum"


def of(store: Store, block: int) -> dict[int, Property]:
    """Return the properties of a list by id, in their order."""
    rows = store.select(KIND, [Where("IBLOCK_ID", "=", block)], [("SORT", False), ("ID", False)])
    return dict(rows)


def number_of(name: str) -> int | None:
    """Return the id in `PROPERTY_101`, None for other names."""
    return whole(name.upper().removeprefix(PREFIX)) if name.upper().startswith(PREFIX) else None


def values(store: Store, known: list[dict[str, Any]], given: Any) -> list[dict[str, Any]]:
    """Read LIST: `{id: {VALUE, SORT, DEF}}`; an id of `known` stays, any other gets a new one."""
    rows = given.items() if isinstance(given, dict) else enumerate(given or [])
    ids = {row["ID"] for row in known}
    found = []
    for key, row in rows:
        told = row if isinstance(row, dict) else {"VALUE": row}
        if not str(told.get("VALUE") or "").strip():
            continue
        number = whole(key)
        found.append(
            {
                "ID": number if number in ids else store.next_id(_ENUM),
                "VALUE": str(told["VALUE"]),
                "SORT": whole(told.get("SORT"), 500),
                "DEF": "Y" if str(told.get("DEF")).upper() == "Y" else "N",
                "SENT": str(key),
            }
        )
    return found


def from_lines(store: Store, text: str) -> list[dict[str, Any]]:
    """Read LIST_TEXT_VALUES: a value a line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [
        {"ID": store.next_id(_ENUM), "VALUE": line, "SORT": 500, "DEF": "N", "SENT": ""}
        for line in lines
    ]


def reserve_values(store: Store, last: int) -> None:
    """Let the ids of values go on after `last`."""
    store.reserve(_ENUM, last)
