"""Activities as they are kept: what is filled in, what they are bound to, when they are due.

One sequence of ids for all sorts of them (kind `crm_activity`); `BOUND` names the CRM objects an
activity belongs to, its owner first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.activities.fields import ACTIVITY, WHOLE
from oint_b24.sandbox.families.crm import attachments, owners, values
from oint_b24.sandbox.families.timeline.records import BLOCKS, NOTE

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

KIND = "crm_activity"
MEETING, CALL, TASK, EMAIL, _, CUSTOM = range(1, 7)
WAITING, DONE = 1, 2
TODO, CONFIGURABLE, REST_APP = "CRM_TODO", "CONFIGURABLE_REST_APP", "REST_APP"
_PROVIDERS = {
    MEETING: ("CRM_MEETING", "MEETING"),
    CALL: ("VOXIMPLANT_CALL", "CALL"),
    EMAIL: ("CRM_EMAIL", "EMAIL"),
}
_OBJECTS = ("SETTINGS", "PROVIDER_PARAMS")
DEFAULTS: dict[str, Any] = {
    "ASSOCIATED_ENTITY_ID": 0,
    "SUBJECT": "",
    "STATUS": WAITING,
    "COMPLETED": "N",
    "PRIORITY": 2,
    "NOTIFY_TYPE": 0,
    "NOTIFY_VALUE": 0,
    "DESCRIPTION": "",
    "DESCRIPTION_TYPE": 1,
    "DIRECTION": 0,
    "LOCATION": "",
    "SETTINGS": [],
    "PROVIDER_PARAMS": [],
    "RESULT_MARK": 0,
    "RESULT_STATUS": 0,
    "RESULT_STREAM": 0,
    "AUTOCOMPLETE_RULE": 0,
    "IS_INCOMING_CHANNEL": "N",
    "COMMUNICATIONS": [],
    "FILES": [],
}


def fresh(call: Call, type_id: int, owner: tuple[int, int]) -> dict[str, Any]:
    """Return a new activity of an owner, to be filled and kept."""
    now = call.portal.moment()
    provider, sort = _PROVIDERS.get(type_id, (None, None))
    return {
        **DEFAULTS,
        "TYPE_ID": type_id,
        "PROVIDER_ID": provider,
        "PROVIDER_TYPE_ID": sort,
        "RESPONSIBLE_ID": call.user,
        "AUTHOR_ID": call.user,
        "CREATED": now,
        "START_TIME": now,
        "OWNER_TYPE_ID": owner[0],
        "OWNER_ID": owner[1],
        "BOUND": [owners.token(*owner)],
    }


def fill(call: Call, document: dict[str, Any], sent: dict[str, Any]) -> None:
    """Put sent fields into an activity; read-only ones and those set for good are left."""
    for name, value in sent.items():
        field = ACTIVITY.get(name)
        if field is None or field.is_multiple or field.is_read_only or "i" in field.flags:
            continue
        if name in _OBJECTS:
            document[name] = value if isinstance(value, (dict, list)) else []
        elif name in WHOLE:
            document[name] = whole(value, 0)
        else:
            document[name] = values.kept(field.type, value)
    if "FILES" in sent:
        document["FILES"] = attachments.keep(call, sent["FILES"], document["FILES"])
    if "COMPLETED" in sent:
        document["STATUS"] = DONE if document["COMPLETED"] == "Y" else WAITING
    elif "STATUS" in sent:
        document["COMPLETED"] = "Y" if document["STATUS"] > WAITING else "N"


def schedule(document: dict[str, Any]) -> None:
    """Set the end and the deadline: calls and meetings are due when they begin."""
    document["END_TIME"] = document.get("END_TIME") or document.get("START_TIME")
    at_start = document["TYPE_ID"] in (MEETING, CALL)
    document["DEADLINE"] = document.get("START_TIME" if at_start else "END_TIME")


def keep(call: Call, document: dict[str, Any], number: int | None = None) -> int:
    """Keep a new activity, or a changed one, and return its id."""
    document |= {"LAST_UPDATED": call.portal.moment(), "EDITOR_ID": call.user}
    for pair in owners.pairs(document):
        owners.note_activity(call, *pair)
    if number is None:
        return call.store.add(KIND, document)
    call.store.put(KIND, number, document)
    return number


def remove(store: Store, number: int) -> None:
    """Delete an activity with its note and its blocks."""
    store.delete(KIND, number)
    for kind in (NOTE, BLOCKS):
        for found, _ in store.all(kind, ITEM=f"2:{number}"):
            store.delete(kind, found)
