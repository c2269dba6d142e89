"""Messages of logs in timelines: crm.timeline.logmessage.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.timeline import records
from oint_b24.sandbox.families.timeline.records import KIND, LOG
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_PAGE = 10  # crm-timeline-logmessage-list.md
_ORDERED = {"id": "ID", "created": "CREATED"}


@method("crm.timeline.logmessage.add", scope="crm")
def add(call: Call) -> dict[str, Any]:
    """Add a message to the timeline of an object."""
    admit(call)
    sent = records.needed_fields(call, "entityTypeId", "entityId", "title", "text", "iconCode")
    owner = records.owner_of(call, sent["entityTypeId"], sent["entityId"])
    number = records.add(
        call,
        LOG,
        owner,
        TITLE=str(sent["title"]),
        TEXT=str(sent["text"]),
        ICON=str(sent["iconCode"]),
        CLIENT=call.caller.client_id,
    )
    return {"logMessage": _shown(*_message(call, number))}


def _shown(number: int, document: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": number,
        "created": document["CREATED"],
        "authorId": document["AUTHOR_ID"],
        "title": document["TITLE"],
        "text": document["TEXT"],
        "iconCode": document["ICON"],
    }


def _message(call: Call, number: Any) -> tuple[int, dict[str, Any]]:
    found = whole(number)
    document = call.store.get(KIND, found)
    if document is None or found is None or document["SORT"] != LOG:
        call.refuse("NOT_FOUND", f"Timeline logmessage not found for id `{number}`")
    return found, document


@method("crm.timeline.logmessage.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one message."""
    admit(call)
    (number,) = records.needed(call, "id")
    return {"logMessage": _shown(*_message(call, number))}


@method("crm.timeline.logmessage.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the messages of one object, the newest first, 10 at a time."""
    admit(call)
    given = records.needed(call, "entityTypeId", "entityId")
    type_id, number = (whole(value, 0) or 0 for value in given)
    where = [Where("SORT", "=", LOG), owners.bound_to(type_id, number)]
    ways = {_ORDERED[k]: v for k, v in call.object("order").items() if k in _ORDERED}
    order = [(name, str(way).upper() != "ASC") for name, way in (ways or {"ID": "desc"}).items()]
    start = max(whole(call.get("start"), 0) or 0, 0)
    rows = [_shown(*row) for row in call.store.select(KIND, where, order, _PAGE, start)]
    total, after = call.store.count(KIND, where), start + _PAGE
    return Page(rows, total=total, next=after if after < total else None)


@method("crm.timeline.logmessage.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete a message; one of another application stays."""
    admit(call)
    (given,) = records.needed(call, "id")
    number, document = _message(call, given)
    if document["CLIENT"] != call.caller.client_id:
        call.refuse("REMOVING_DISABLED", "The message belongs to another application")
    records.remove(call, number)
    return True
