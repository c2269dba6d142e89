"""Activities whose look an application describes: crm.activity.configurable.*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES, whole
from oint_b24.sandbox.families.activities import records, types
from oint_b24.sandbox.families.activities.records import CONFIGURABLE, KIND
from oint_b24.sandbox.families.crm.records import admit
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.families.portal.dates import moment_text, read
from oint_b24.sandbox.families.timeline.blocks import application
from oint_b24.sandbox.families.timeline.records import needed, owner_of
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_PLAIN = "CONFIGURABLE"
# configurable/structure/layout.md
_PARTS = {"icon": ("code",), "header": ("title",), "body": ("logo",), "footer": ()}
_KEY = re.compile(r"[A-Za-z0-9_-]+")


@method("crm.activity.configurable.add", scope="crm")
def add(call: Call) -> dict[str, Any]:
    """Add a configurable activity."""
    client = application(call)
    admit(call)
    type_id, number, _ = needed(call, "ownerTypeId", "ownerId", "fields")
    owner = owner_of(call, type_id, number)
    document = records.fresh(call, records.CUSTOM, owner)
    document |= {
        "PROVIDER_ID": CONFIGURABLE,
        "PROVIDER_TYPE_ID": _PLAIN,
        "CLIENT": client,
        "BADGE": "",
        "SETTINGS": {},
        "LAYOUT": _layout(call),
        "DEADLINE": None,
    }
    _apply(call, document)
    return {"activity": {"id": records.keep(call, document)}}


def _layout(call: Call) -> dict[str, Any]:
    """Return the layout. Refuses what has not the documented parts."""
    layout = call.get("layout")
    if not isinstance(layout, dict) or not layout:
        call.refuse("ERROR_EMPTY_LAYOUT", "The field layout must be filled")
    for name in layout:
        if name not in _PARTS:
            call.refuse("FIELD_IS_REDUNDANT", f"Field `{name}` is redundant")
    for name, inner in _PARTS.items():
        part = layout.get(name)
        if inner and not isinstance(part, dict):
            call.refuse("FIELD_IS_REQUIRED", f"Field `{name}` is required")
        for field in inner:
            if not (part or {}).get(field):
                call.refuse("FIELD_IS_REQUIRED", f"Field `{name}.{field}` is required")
    for key in (layout["body"].get("blocks") or {}) if "body" in layout else ():
        if not _KEY.fullmatch(str(key)):
            call.refuse("KEY_CONTAIN_WRONG_SYMBOLS", f"Key `{key}` contains wrong symbols")
    return layout


def _apply(call: Call, document: dict[str, Any]) -> None:
    """Put the fields that were sent into an activity."""
    fields = call.object("fields")
    if fields.get("typeId"):
        document["PROVIDER_TYPE_ID"] = _type(call, str(fields["typeId"]))
    if "completed" in fields:
        is_done = str(fields["completed"]).upper() in YES
        document["COMPLETED"] = "Y" if is_done else "N"
        document["STATUS"] = records.DONE if is_done else records.WAITING
    if "isIncomingChannel" in fields:
        is_incoming = str(fields["isIncomingChannel"]).upper() in YES
        document["IS_INCOMING_CHANNEL"] = "Y" if is_incoming else "N"
    if fields.get("deadline"):
        document["DEADLINE"] = document["END_TIME"] = _moment(call, fields["deadline"])
    if document["IS_INCOMING_CHANNEL"] == "Y" and document["DEADLINE"]:
        text = "An incoming activity cannot have a deadline"
        call.refuse("INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE", text)
    _apply_rest(call, document, fields)


def _apply_rest(call: Call, document: dict[str, Any], fields: dict[str, Any]) -> None:
    if "responsibleId" in fields:
        number = whole(fields["responsibleId"])
        if get_user(call.store, number or 0) is None:
            call.refuse("WRONG_FIELD_VALUE", "Wrong value of field `responsibleId`")
        document["RESPONSIBLE_ID"] = number
    if "pingOffsets" in fields:
        given = fields["pingOffsets"]
        numbers = [whole(v, 0) for v in (given if isinstance(given, list) else [])]
        document["SETTINGS"] = {"PING_OFFSETS": numbers}
    for name, field in (
        ("badgeCode", "BADGE"),
        ("originatorId", "ORIGINATOR_ID"),
        ("originId", "ORIGIN_ID"),
    ):
        if name in fields:
            document[field] = str(fields[name] or "")
    header = document["LAYOUT"].get("header") or {}
    document["SUBJECT"] = str(header.get("title") or "")


def _type(call: Call, code: str) -> str:
    client = call.caller.client_id
    if code != _PLAIN and not types.is_configurable(call.store, client, code):
        call.refuse("WRONG_FIELD_VALUE", "Wrong value of field `typeId`")
    return code


def _moment(call: Call, value: Any) -> str:
    if not isinstance(value, str) or read(value) is None:
        call.refuse("WRONG_FIELD_VALUE", "Wrong value of field `deadline`")
    return moment_text(value)


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    admit(call)
    number = whole(needed(call, "id")[0])
    document = call.store.get(KIND, number)
    if document is None or number is None or document["PROVIDER_ID"] != CONFIGURABLE:
        call.refuse("NOT_FOUND", "Not found.")
    return number, document


@method("crm.activity.configurable.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return a configurable activity with its layout."""
    application(call)
    number, document = _found(call)
    settings = document["SETTINGS"] or {}
    fields = {
        "typeId": document["PROVIDER_TYPE_ID"],
        "completed": document["COMPLETED"] == "Y",
        "deadline": document["DEADLINE"],
        "pingOffsets": settings.get("PING_OFFSETS", []),
        "isIncomingChannel": document["IS_INCOMING_CHANNEL"] == "Y",
        "responsibleId": document["RESPONSIBLE_ID"],
        "badgeCode": document["BADGE"],
        "originatorId": document.get("ORIGINATOR_ID"),
        "originId": document.get("ORIGIN_ID"),
    }
    owner = {"ownerTypeId": document["OWNER_TYPE_ID"], "ownerId": document["OWNER_ID"]}
    return {"activity": {"id": number, **owner, "fields": fields, "layout": document["LAYOUT"]}}


@method("crm.activity.configurable.update", scope="crm")
def update(call: Call) -> dict[str, Any]:
    """Change a configurable activity of the same application."""
    client = application(call)
    number, document = _found(call)
    if document["CLIENT"] != client:
        text = "The activity can only be updated by the application that created it"
        call.refuse("ERROR_WRONG_APPLICATION", text)
    if call.get("fields") is None and call.get("layout") is None:
        needed(call, "fields")
    if call.get("layout") is not None:
        document["LAYOUT"] = _layout(call)
    _apply(call, document)
    return {"activity": {"id": records.keep(call, document, number)}}
