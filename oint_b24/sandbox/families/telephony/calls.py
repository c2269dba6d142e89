"""`telephony.externalCall.*`: calls an application registers, shows and finishes."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.families.portal import dates
from oint_b24.sandbox.families.telephony import clients, lines
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Row = dict[str, Any]

KIND = "external_call"
STATISTICS = "call_statistics"
_SAME = timedelta(minutes=30)  # a registration repeated within is the same call


@method("telephony.externalCall.register", scope="telephony")
def register(call: Call) -> Row:
    """Register a call and return its id (telephony-external-call-register.md)."""
    application.require_token(call)
    user = _user(call)
    kind = call.integer("TYPE")
    if kind not in range(1, 6):
        call.refuse("ERROR_CORE", "Unknown TYPE")
    phone = call.text("PHONE_NUMBER")
    if not clients.digits(phone):
        call.refuse("ERROR_CORE", "Unsupported phone number format")
    spoken: Row = {
        "CLIENT": call.caller.client_id,
        "USER_ID": user,
        "PHONE_NUMBER": phone,
        "TYPE": kind,
        "LINE_NUMBER": call.text("LINE_NUMBER"),
        "EXTERNAL_CALL_ID": call.text("EXTERNAL_CALL_ID"),
    }
    known = _repeated(call, spoken)
    if known is not None:
        return _registered(known, [])
    spoken |= {
        "CALL_ID": f"externalCall.{secrets.token_hex(16)}.{int(call.portal.now())}",
        "START": _start(call),
        "REGISTERED": call.portal.moment(),
        "CRM_SOURCE": call.text("CRM_SOURCE"),
        "SHOWN_TO": [user] if call.flag("SHOW", default=True) else [],
    }
    created = _find_client(call, spoken)
    call.store.add(KIND, spoken)
    return _registered(spoken, created)


def _user(call: Call) -> int:
    """Return whose call it is, by id or by the inner number."""
    number, inner = call.integer("USER_ID"), call.text("USER_PHONE_INNER")
    if not number and not inner:
        call.refuse("ERROR_CORE", "USER_ID or USER_PHONE_INNER should be set")
    if not number:
        found = call.store.select("user", [Where("UF_PHONE_INNER", "=", inner)])
        number = found[0][0] if found else None
    user = get_user(call.store, number)
    if number is None or user is None or not user["ACTIVE"]:
        call.refuse("ERROR_CORE", "User is not found or is not active")
    return number


def _start(call: Call) -> str:
    text = call.text("CALL_START_DATE")
    if text and ("T" not in text or dates.read(text) is None):
        call.refuse("ERROR_CORE", "CALL_START_DATE should be in the ISO-8601 format")
    return dates.moment_text(text) if text else call.portal.moment()


def _repeated(call: Call, spoken: Row) -> Row | None:
    now = dates.read(call.portal.moment())
    for _, row in call.store.all(KIND, **spoken):
        begun = dates.read(row["REGISTERED"])
        if now and begun and now - begun <= _SAME:
            return row
    return None


def _find_client(call: Call, spoken: Row) -> list[Row]:
    """Tell whose call it is; return what had to be created for it."""
    name, number = call.text("CRM_ENTITY_TYPE").upper(), call.integer("CRM_ENTITY_ID")
    created = []
    if not clients.exists(call, name, number):
        found = clients.by_phone(call, spoken["PHONE_NUMBER"])
        name, number = (found[0][0], found[0][1]) if found else ("", None)
        if not found and call.flag("CRM_CREATE"):
            name, number = "LEAD", clients.make_lead(call, spoken)
            created.append({"ENTITY_TYPE": name, "ENTITY_ID": number})
    spoken |= {"CRM_ENTITY_TYPE": name or None, "CRM_ENTITY_ID": number}
    return created


def _registered(spoken: Row, created: list[Row]) -> Row:
    return {
        "CALL_ID": spoken["CALL_ID"],
        "CRM_CREATED_LEAD": created[0]["ENTITY_ID"] if created else None,
        "CRM_CREATED_ENTITIES": created,
        "CRM_ENTITY_TYPE": spoken["CRM_ENTITY_TYPE"],
        "CRM_ENTITY_ID": spoken["CRM_ENTITY_ID"],
    }


@method("telephony.externalCall.finish", scope="telephony")
def finish(call: Call) -> Row:
    """End a call and keep it in the statistics (telephony-external-call-finish.md)."""
    application.require_token(call)
    code = call.get("CALL_ID")
    if not isinstance(code, str):
        call.refuse("INVALID_ARGUMENT", "CALL_ID must be a string")
    user = _user(call)
    found = call.store.all(KIND, CALL_ID=code, CLIENT=call.caller.client_id)
    if not found:
        text = "Call is not found (call should be registered prior to finishing)"
        call.refuse("ERROR_CORE", text)
    number, spoken = found[0]
    call.store.delete(KIND, number)
    record = _record(call, {**spoken, "USER_ID": user})
    record["ID"] = call.store.add(STATISTICS, record)
    return {**record, "CALL_START_DATE": {}}


def _record(call: Call, spoken: Row) -> Row:
    seconds = max(call.integer("DURATION", 0) or 0, 0)
    status = call.text("STATUS_CODE") or ("200" if seconds else "304")
    line = lines.find(call, spoken["LINE_NUMBER"])
    return {
        "CALL_ID": spoken["CALL_ID"],
        "EXTERNAL_CALL_ID": spoken["EXTERNAL_CALL_ID"] or None,
        "PORTAL_USER_ID": spoken["USER_ID"],
        "PHONE_NUMBER": spoken["PHONE_NUMBER"],
        "PORTAL_NUMBER": line[1]["NUMBER"] if line else spoken["LINE_NUMBER"],
        "INCOMING": str(spoken["TYPE"]),
        "CALL_DURATION": seconds,
        "CALL_START_DATE": spoken["START"],
        "CALL_STATUS": int(status == "200"),
        "CALL_VOTE": whole(call.get("VOTE"), 0),
        "COST": _cost(call.get("COST")),
        "COST_CURRENCY": call.text("COST_CURRENCY"),
        "CALL_FAILED_CODE": status,
        "CALL_FAILED_REASON": call.text("FAILED_REASON"),
        "REST_APP_ID": "1",
        "REST_APP_NAME": spoken["CLIENT"],
        "CRM_ACTIVITY_ID": clients.note_call(call, spoken, seconds),
        "COMMENT": None,
        "CRM_ENTITY_TYPE": spoken["CRM_ENTITY_TYPE"],
        "CRM_ENTITY_ID": spoken["CRM_ENTITY_ID"],
    }


def _cost(value: Any) -> float | int:
    try:
        cost = float(value or 0)
    except (TypeError, ValueError):
        return 0
    return int(cost) if cost.is_integer() else cost


@method("telephony.externalCall.show", scope="telephony")
def show(call: Call) -> bool:
    """Show the card of a call; by default to whose call it is (…-external-call-show.md)."""
    return _turn(call, shown=True)


@method("telephony.externalCall.hide", scope="telephony")
def hide(call: Call) -> bool:
    """Hide the card of a call (telephony-external-call-hide.md)."""
    return _turn(call, shown=False)


def _turn(call: Call, *, shown: bool) -> bool:
    for number, spoken in call.store.all(KIND, CALL_ID=call.text("CALL_ID")):
        given = [whole(value) for value in call.list("USER_ID")] or [spoken["USER_ID"]]
        rest = [user for user in spoken["SHOWN_TO"] if user not in given]
        call.store.put(KIND, number, {**spoken, "SHOWN_TO": [*rest, *given] if shown else rest})
        return True
    return False
