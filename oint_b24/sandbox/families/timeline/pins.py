"""Records pinned to the top of a timeline: crm.timeline.item.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.timeline import records
from oint_b24.sandbox.families.timeline.records import KIND
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_MOST = 3  # crm-timeline-item-pin.md


def _named(call: Call) -> tuple[int, dict[str, Any], str]:
    """Return a record, its id, and the mark of the object it stands in."""
    admit(call)
    number, type_id, owner = records.needed(call, "id", "ownerTypeId", "ownerId")
    mark = owners.token(*records.owner_of(call, type_id, owner))
    found, document = records.record(call, number)
    if mark not in document["BOUND"]:
        call.refuse("NOT_FOUND", "Not found.")
    return found, document, mark


@method("crm.timeline.item.pin", scope="crm")
def pin(call: Call) -> None:
    """Pin a record; a timeline has three at most."""
    number, document, mark = _named(call)
    if mark in document["PINNED"]:
        return
    if call.store.count(KIND, [Where("PINNED", "like", f'"{mark}"')]) >= _MOST:
        call.refuse("0", "Only three events can be added to favorites")
    document["PINNED"].append(mark)
    call.store.put(KIND, number, document)


@method("crm.timeline.item.unpin", scope="crm")
def unpin(call: Call) -> None:
    """Unpin a record."""
    number, document, mark = _named(call)
    document["PINNED"] = [kept for kept in document["PINNED"] if kept != mark]
    call.store.put(KIND, number, document)
