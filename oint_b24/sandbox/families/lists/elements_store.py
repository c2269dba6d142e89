"""Elements as they are kept, and what goes with them when something is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.disk import attached as disk_attached
from oint_b24.sandbox.families.lists import files, properties
from oint_b24.sandbox.listing import PAGE, conditions, ordering, split_prefix
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

KIND = "iblock_element"
VALUE = "iblock_value"  # the sequence of the ids of values

Values = dict[str, dict[str, Any]]  # of one element: property id -> value id -> value


def of(store: Store, block: int) -> list[tuple[int, dict[str, Any]]]:
    """Return the elements of a list."""
    return store.select(KIND, [Where("IBLOCK_ID", "=", block)])


def page_by_id(
    call: Call,
    block: int,
    given: tuple[dict[str, Any], dict[str, Any]],
    show: Callable[[int, dict[str, Any]], Any],
) -> Page | None:
    """Answer a page where filter and order are about ids only; None where they are not.

    The database does it then, so that walking through a long list stays quick.
    """
    wanted, order = given
    names = [split_prefix(key)[0].upper() for key in wanted] + [key.upper() for key in order]
    if any(name != "ID" for name in names):
        return None
    where = [Where("IBLOCK_ID", "=", block), *conditions(wanted, ("ID",))]
    start = whole(call.get("start"), 0) or 0
    first = max(start, 0)
    rows = call.store.select(KIND, where, ordering(order), PAGE, first)
    shown = [show(number, data) for number, data in rows]
    if start < 0:
        return Page(shown)
    total = call.store.count(KIND, where)
    after = first + PAGE
    return Page(shown, total=total, next=after if after < total else None)


def forget_value(store: Store, kind: str, value: Any) -> None:
    """Let go of what a value of a property of type `kind` holds on to."""
    if kind == "F":
        files.remove(store, value)
    if kind == "S:DiskFile":
        disk_attached.detach(store, int(value))


def forget_property(store: Store, block: int, number: int) -> None:
    """Delete the values of a property from all elements."""
    kind = properties.of(store, block)[number]["TYPE"]
    for element, document in of(store, block):
        gone = document["VALUES"].pop(str(number), None)
        if gone is not None:
            for value in gone.values():
                forget_value(store, kind, value)
            store.put(KIND, element, document)


def forget(store: Store, block: int, element: int) -> None:
    """Delete an element with its files; files of the disk stay where they are."""
    document = store.get(KIND, element) or {"VALUES": {}}
    kinds = {number: field["TYPE"] for number, field in properties.of(store, block).items()}
    for number, held in document["VALUES"].items():
        for value in held.values():
            forget_value(store, kinds.get(int(number), ""), value)
    store.delete(KIND, element)
