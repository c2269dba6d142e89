"""CRM objects an activity belongs to: crm.activity.binding.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.activities import records
from oint_b24.sandbox.families.activities.records import KIND
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.timeline.records import needed, owner_of
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


def _activity(call: Call) -> tuple[int, dict[str, Any]]:
    admit(call)
    number = whole(needed(call, "activityId")[0])
    document = call.store.get(KIND, number)
    if document is None or number is None:
        call.refuse("NOT_FOUND", "Element not found")
    return number, document


def _changed(call: Call, number: int, document: dict[str, Any], bound: list[str]) -> bool:
    owners.bind(document, bound)
    records.keep(call, document, number)
    return True


@method("crm.activity.binding.list", scope="crm")
def listed(call: Call) -> list[dict[str, int]]:
    """Return what an activity belongs to."""
    _, document = _activity(call)
    return [{"entityTypeId": t, "entityId": number} for t, number in owners.pairs(document)]


@method("crm.activity.binding.add", scope="crm")
def add(call: Call) -> bool:
    """Let an activity belong to one more object."""
    number, document = _activity(call)
    target = owners.token(*owner_of(call, *needed(call, "entityTypeId", "entityId")))
    if target in document["BOUND"]:
        call.refuse("ACTIVITY_IS_ALREADY_BOUND", "The activity is already bound to this element")
    return _changed(call, number, document, [*document["BOUND"], target])


@method("crm.activity.binding.delete", scope="crm")
def delete(call: Call) -> bool:
    """Take an activity away from an object; the last one keeps it."""
    number, document = _activity(call)
    target = owners.token(*owner_of(call, *needed(call, "entityTypeId", "entityId")))
    _check_bound(call, document, target)
    left = [mark for mark in document["BOUND"] if mark != target]
    if not left:
        text = "The only binding of an activity cannot be deleted"
        call.refuse("LAST_BINDING_CANNOT_BE_DELETED", text)
    return _changed(call, number, document, left)


def _check_bound(call: Call, document: dict[str, Any], mark: str) -> None:
    if mark not in document["BOUND"]:
        call.refuse("BINDING_NOT_FOUND", "The activity is not bound to this element")


@method("crm.activity.binding.move", scope="crm")
def move(call: Call) -> bool:
    """Give an activity of one object to another one of the same type."""
    number, document = _activity(call)
    source = _pair(call, "source")
    target = _pair(call, "target")
    if source[0] != target[0]:
        call.refuse(
            "SOURCE_AND_TARGET_ENTITY_TYPES_ARE_NOT_EQUAL_ERROR",
            "The activity cannot be moved to an element of another type",
        )
    if source == target:
        call.refuse(
            "SOURCE_AND_TARGET_ENTITY_ID_ARE_EQUAL_ERROR",
            "The activity cannot be moved to the same element",
        )
    old, new = owners.token(*source), owners.token(*target)
    _check_bound(call, document, old)
    if new in document["BOUND"]:
        call.refuse("ACTIVITY_IS_ALREADY_BOUND", "The activity is already bound to this element")
    bound = [new if mark == old else mark for mark in document["BOUND"]]
    return _changed(call, number, document, bound)


def _pair(call: Call, side: str) -> tuple[int, int]:
    return owner_of(call, *needed(call, f"{side}EntityTypeId", f"{side}EntityId"))
