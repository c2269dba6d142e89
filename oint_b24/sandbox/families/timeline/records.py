"""Records of timelines: what comments and log messages have in common.

They share one sequence of ids (kind `crm_timeline`). `BOUND` names the objects a record stands
in, `PINNED` those where it stands on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import owners

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

KIND = "crm_timeline"
COMMENT, LOG = "comment", "log"
NOTE = "crm_timeline_note"
BLOCKS = "crm_layout_blocks"


def needed(call: Call, *names: str) -> list[Any]:
    """Return required parameters. Refuses 100 where one is missing."""
    values = []
    for name in names:
        value = call.get(name)
        if value is None or value == "":
            call.refuse("100", f"Could not find value for parameter {{{name}}}")
        values.append(value)
    return values


def needed_fields(call: Call, *names: str) -> dict[str, Any]:
    """Return `fields` with all of `names` filled. Refuses 100 where something is missing."""
    (fields,) = needed(call, "fields")
    if not isinstance(fields, dict):
        call.refuse("100", "Invalid value {fields} to match with parameter {fields}.")
    for name in names:
        if fields.get(name) in (None, ""):
            call.refuse("100", f"Could not find value for parameter {{fields[{name}]}}")
    return fields


def owner_of(call: Call, type_id: Any, number: Any) -> tuple[int, int]:
    """Return an existing CRM object. Refuses OWNER_NOT_FOUND."""
    found = whole(type_id), whole(number)
    if owners.find(call.store, *found) is None:
        call.refuse("OWNER_NOT_FOUND", "The owner of the element is not found")
    return found[0] or 0, found[1] or 0


def record(call: Call, number: Any, sort: str = "") -> tuple[int, dict[str, Any]]:
    """Return a record, of one sort where that is told. Refuses NOT_FOUND."""
    found = whole(number)
    document = call.store.get(KIND, found)
    if document is None or found is None or (sort and document["SORT"] != sort):
        call.refuse("NOT_FOUND", "Not found.")
    return found, document


def add(call: Call, sort: str, owner: tuple[int, int], **more: Any) -> int:
    """Keep a new record and return its id."""
    document = {
        "SORT": sort,
        "CREATED": call.portal.moment(),
        "AUTHOR_ID": call.user,
        "BOUND": [owners.token(*owner)],
        "PINNED": [],
        **more,
    }
    owners.note_activity(call, *owner)
    return call.store.add(KIND, document)


def remove(call: Call, number: int) -> None:
    """Delete a record with its note and its blocks."""
    call.store.delete(KIND, number)
    for kind in (NOTE, BLOCKS):
        for found, _ in call.store.all(kind, ITEM=f"1:{number}"):
            call.store.delete(kind, found)
