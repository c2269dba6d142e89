"""Blocks that applications add to records and activities: crm.*.layout.blocks.*.

Each application has its own set on each item (timeline/layout-blocks).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.timeline import records
from oint_b24.sandbox.families.timeline.records import BLOCKS
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call

_MOST = 20  # configurable/structure/rest-app-layout-dto.md


@dataclass(frozen=True, slots=True)
class Sort:
    """What carries blocks: the parameter and the kind of items, and which of them may not."""

    name: str
    parameter: str
    kind: str
    mark: int  # of the item, among notes and blocks
    unsuitable: str
    is_unsuitable: Callable[[dict[str, Any]], bool]


def application(call: Call) -> str:
    """Return the calling application. Refuses ERROR_WRONG_CONTEXT to webhooks."""
    if call.caller.kind == "webhook" or not call.caller.client_id:
        text = "Method call is only possible in the context of a REST application"
        call.refuse("ERROR_WRONG_CONTEXT", text)
    return call.caller.client_id


def _item(sort: Sort, call: Call) -> tuple[str, dict[str, Any]]:
    """Return the mark of the item that the parameters name, and the item itself."""
    admit(call)
    type_id, owner, given = records.needed(call, "entityTypeId", "entityId", sort.parameter)
    pair = records.owner_of(call, type_id, owner)
    number = whole(given)
    document = call.store.get(sort.kind, number)
    if document is None or pair not in owners.pairs(document):
        call.refuse("NOT_FOUND", "Not found.")
    return f"{sort.mark}:{number}", document


def _kept(call: Call, item: str, client: str) -> tuple[int, dict[str, Any]] | None:
    return next(iter(call.store.all(BLOCKS, ITEM=item, CLIENT=client)), None)


def _set(sort: Sort, call: Call) -> dict[str, bool]:
    client = application(call)
    item, document = _item(sort, call)
    if sort.is_unsuitable(document):
        call.refuse(sort.unsuitable, "Blocks cannot be added to this item")
    (layout,) = records.needed(call, "layout")
    blocks = layout.get("blocks") if isinstance(layout, dict) else None
    if not isinstance(blocks, dict) or not blocks:
        call.refuse("FIELD_IS_REQUIRED", "Field `blocks` is required")
    if len(blocks) > _MOST:
        call.refuse("TOO_MANY_ITEMS", f"Field `blocks` may have {_MOST} items at most")
    new = {"ITEM": item, "CLIENT": client, "LAYOUT": layout}
    before = _kept(call, item, client)
    if before is None:
        call.store.add(BLOCKS, new)
    else:
        call.store.put(BLOCKS, before[0], new)
    return {"success": True}


def _get(sort: Sort, call: Call) -> dict[str, Any]:
    client = application(call)
    kept = _kept(call, _item(sort, call)[0], client)
    return {"layout": kept[1]["LAYOUT"] if kept else None}


def _delete(sort: Sort, call: Call) -> dict[str, bool]:
    client = application(call)
    kept = _kept(call, _item(sort, call)[0], client)
    if kept is None:
        call.refuse("NOT_FOUND", "Not found.")
    return {"success": call.store.delete(BLOCKS, kept[0])}


def register(sort: Sort) -> None:
    """Register the methods for one sort of items."""
    for verb, answer in (("set", _set), ("get", _get), ("delete", _delete)):
        method(f"crm.{sort.name}.layout.blocks.{verb}", scope="crm")(partial(answer, sort))
