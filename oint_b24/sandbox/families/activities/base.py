"""Activities of all sorts: crm.activity.add, get, update, delete and their descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.activities import contacts, lists, records
from oint_b24.sandbox.families.activities.fields import ACTIVITY, COMMUNICATION
from oint_b24.sandbox.families.activities.records import KIND
from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.crm.records import admit, array, object_id
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_ONE_CONTACT = (records.MEETING, records.CALL)
_HELD_WITH = (*_ONE_CONTACT, records.EMAIL)
_NO_BINDING = (
    "Could not build binding. Please ensure that owner info and communications are defined"
    " correctly."
)


@method("crm.activity.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of an activity."""
    return {name: field.shown() for name, field in ACTIVITY.items()}


@method("crm.activity.communication.fields", scope="crm")
def communication_fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a contact."""
    return {field.name: field.shown() for field in COMMUNICATION}


@method("crm.activity.add", scope="crm")
def add(call: Call) -> int:
    """Plan an activity, or note one that was held, and return its id."""
    admit(call)
    sent = array(call, "fields", required=True)
    _check_provider(call, sent, "add")
    type_id = _type(call, sent)
    _check_named(call, sent, creating=True)
    named = whole(sent.get("OWNER_TYPE_ID")), whole(sent.get("OWNER_ID"))
    is_known = owners.find(call.store, *named) is not None
    owner = (named[0] or 0, named[1] or 0) if is_known else None
    held_with = contacts.read(call, sent.get("COMMUNICATIONS"), owner)
    _check_contacts(call, type_id, held_with)
    if owner is None:
        owner = _first(call, held_with)
    document = records.fresh(call, type_id, owner)
    records.fill(call, document, sent)
    _hold_with(document, held_with)
    records.schedule(document)
    return records.keep(call, document)


def _type(call: Call, sent: dict[str, Any]) -> int:
    type_id = whole(sent.get("TYPE_ID"))
    if type_id is None or type_id not in range(1, 7):
        call.refuse("", "The field TYPE_ID is not defined or invalid.")
    if type_id == records.TASK:
        call.refuse("", "The activity type 'Task' is not supported in current context.")
    if type_id == records.CUSTOM and not sent.get("PROVIDER_ID"):
        text = "The custom activity without provider is not supported in current context."
        call.refuse("", text)
    return type_id


def _check_provider(call: Call, sent: dict[str, Any], verb: str) -> None:
    provider = sent.get("PROVIDER_ID")
    if provider == records.CONFIGURABLE:
        call.refuse("", f"Use crm.activity.configurable.{verb} for this activity provider.")
    if provider == records.REST_APP and call.caller.kind == "webhook":
        call.refuse("", "Application context required.")


def _check_named(call: Call, sent: dict[str, Any], *, creating: bool = False) -> None:
    if (creating or "SUBJECT" in sent) and not sent.get("SUBJECT"):
        call.refuse("", "The field SUBJECT is not defined or empty.")
    responsible = whole(sent.get("RESPONSIBLE_ID"))
    is_known = responsible is not None and get_user(call.store, responsible) is not None
    if (creating or "RESPONSIBLE_ID" in sent) and not is_known:
        call.refuse("", "The field RESPONSIBLE_ID is not defined or invalid.")


def _check_contacts(call: Call, type_id: int, held_with: list[dict[str, Any]]) -> None:
    if type_id in _HELD_WITH and not held_with:
        call.refuse("", "The field COMMUNICATIONS is not defined or invalid.")
    if type_id in _ONE_CONTACT and len(held_with) > 1:
        text = "The only one communication is allowed for activity of specified type."
        call.refuse("", text)


def _first(call: Call, held_with: list[dict[str, Any]]) -> tuple[int, int]:
    """Return the object of the first contact: it owns what names no owner."""
    if not held_with:
        call.refuse("", _NO_BINDING)
    return held_with[0]["ENTITY_TYPE_ID"], held_with[0]["ENTITY_ID"]


def _hold_with(document: dict[str, Any], held_with: list[dict[str, Any]]) -> None:
    document["COMMUNICATIONS"] = held_with
    for row in held_with:
        mark = owners.token(row["ENTITY_TYPE_ID"], row["ENTITY_ID"])
        if mark not in document["BOUND"]:
            document["BOUND"].append(mark)


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    admit(call)
    number = object_id(call)
    document = call.store.get(KIND, number)
    if document is None:
        call.refuse("", "Activity is not found.")
    return number, document


@method("crm.activity.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one activity."""
    return lists.shown(call, *_found(call))


@method("crm.activity.update", scope="crm")
def update(call: Call) -> bool:
    """Change the sent fields of an activity."""
    number, document = _found(call)
    sent = array(call, "fields", required=True)
    _check_provider(call, {**document, **sent}, "update")
    _check_named(call, sent)
    if "COMMUNICATIONS" in sent:
        owner = owners.pairs(document)[0]
        held_with = contacts.read(call, sent["COMMUNICATIONS"], owner)
        _check_contacts(call, document["TYPE_ID"], held_with)
        _hold_with(document, held_with)
    records.fill(call, document, sent)
    if "DEADLINE" not in sent or document["TYPE_ID"] in _ONE_CONTACT:
        records.schedule(document)
    records.keep(call, document, number)
    return True


@method("crm.activity.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete an activity."""
    number, _ = _found(call)
    records.remove(call.store, number)
    return True


@method("crm.activity.call.getTranscript", scope="crm")
def transcript(call: Call) -> None:
    """Return the text of a call: nothing here writes down what is said."""
    admit(call)
    document = call.store.get(KIND, call.integer("activityId"))
    if document is None or document["TYPE_ID"] != records.CALL:
        call.refuse("NOT_FOUND", "Element not found")
