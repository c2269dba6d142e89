"""Notes on timeline records and activities: crm.timeline.note.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.timeline import records
from oint_b24.sandbox.families.timeline.records import NOTE
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_SORTS = {1: records.KIND, 2: "crm_activity"}


def _item(call: Call) -> str:
    """Return the mark of the item that the parameters name. Refuses NOT_FOUND."""
    admit(call)
    given = records.needed(call, "ownerTypeId", "ownerId", "itemType", "itemId")
    type_id, owner, sort, number = (whole(value, 0) or 0 for value in given)
    document = call.store.get(_SORTS.get(sort, ""), number)
    if document is None or (type_id, owner) not in owners.pairs(document):
        call.refuse("NOT_FOUND", "Element not found")
    return f"{sort}:{number}"


def _note(call: Call, item: str) -> tuple[int, dict[str, Any]] | None:
    return next(iter(call.store.all(NOTE, ITEM=item)), None)


def _required(call: Call) -> tuple[int, dict[str, Any]]:
    found = _note(call, _item(call))
    if found is None:
        call.refuse("NOT_FOUND", "Element not found")
    return found


@method("crm.timeline.note.save", scope="crm")
def save(call: Call) -> bool:
    """Write the note of an item, or write it anew."""
    item = _item(call)
    (text,) = records.needed(call, "text")
    now = call.portal.moment()
    changed = {"text": str(text), "updatedById": call.user, "updatedTime": now}
    before = _note(call, item)
    if before is None:
        made = {"createdById": call.user, "createdTime": now}
        call.store.add(NOTE, {"ITEM": item, **made, **changed})
    else:
        call.store.put(NOTE, before[0], {**before[1], **changed})
    return True


@method("crm.timeline.note.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return the note of an item."""
    _, note = _required(call)
    names = ("text", "createdById", "createdTime", "updatedById", "updatedTime")
    return {name: note[name] for name in names}


@method("crm.timeline.note.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete the note of an item."""
    number, _ = _required(call)
    return call.store.delete(NOTE, number)
