"""Clients in CRM: finding them by a phone number, and what a call leaves with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people.directory import full_name, get_user
from oint_b24.sandbox.families.portal import dates
from oint_b24.sandbox.families.timeman import day
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Row = dict[str, Any]

TYPES = {"CONTACT": 3, "COMPANY": 4, "LEAD": 1}
_KINDS = {"CONTACT": "contact", "COMPANY": "company", "LEAD": "lead"}
_TAIL = 10  # digits that tell a number, whatever the country's prefix looks like
_CALL = 2  # type of an activity


def digits(number: str) -> str:
    """Return the digits of a phone number."""
    return "".join(c for c in number if c.isdecimal())


def by_phone(call: Call, number: str) -> list[tuple[str, int, Row]]:
    """Return who in CRM has a phone number: contacts first, then companies and leads."""
    tail = digits(number)[-_TAIL:]
    return [
        (name, found, row)
        for name, kind in _KINDS.items()
        for found, row in call.store.all(kind)
        if tail and any(digits(p["VALUE"])[-_TAIL:] == tail for p in row.get("PHONE") or [])
    ]


def exists(call: Call, name: str, number: int | None) -> bool:
    """Say whether there is such an object of CRM."""
    return name in _KINDS and call.store.get(_KINDS[name], number) is not None


@method("telephony.externalCall.searchCrmEntities", scope="telephony")
def search(call: Call) -> list[Row]:
    """Return whom a number belongs to (telephony-external-call-search-crm-entities.md)."""
    number = call.text("PHONE_NUMBER")
    if not digits(number):
        call.refuse("ERROR_CORE", "PHONE_NUMBER is empty")
    return [
        {
            "CRM_ENTITY_TYPE": name,
            "CRM_ENTITY_ID": found,
            "ASSIGNED_BY_ID": row.get("ASSIGNED_BY_ID"),
            "NAME": str(row.get("TITLE") or full_name(row)),
            "ASSIGNED_BY": _employee(call, row.get("ASSIGNED_BY_ID") or 1),
        }
        for name, found, row in by_phone(call, number)
    ]


def _employee(call: Call, number: int) -> Row:
    user = get_user(call.store, number) or {}
    phones = ("WORK_PHONE", "PERSONAL_PHONE", "PERSONAL_MOBILE")
    now = int(call.portal.now())
    return {
        "ID": str(number),
        "TIMEMAN_STATUS": day.status(day.of(call.portal, number), now),
        "USER_PHONE_INNER": user.get("UF_PHONE_INNER") or None,
        **{name: user.get(name) or None for name in phones},
    }


def _run(call: Call, name: str, fields: Row) -> int:
    """Call a method of CRM as the portal itself does: the application needs no right to it."""
    inside = replace(call.caller, scopes=None)
    return int(call.portal.run(name, {"fields": fields}, inside))


def make_lead(call: Call, spoken: Row) -> int:
    """Create a lead for a number nobody has."""
    fields = {
        "TITLE": f"{spoken['PHONE_NUMBER']} — Входящий звонок",
        "PHONE": [{"VALUE": spoken["PHONE_NUMBER"], "VALUE_TYPE": "WORK"}],
        "SOURCE_ID": spoken["CRM_SOURCE"] or "CALL",
        "ASSIGNED_BY_ID": spoken["USER_ID"],
    }
    return _run(call, "crm.lead.add", fields)


def note_call(call: Call, spoken: Row, seconds: int) -> int | None:
    """Put a finished call among the activities of its client; None without a client."""
    if not spoken["CRM_ENTITY_ID"]:
        return None
    begun = dates.read(spoken["START"])
    ended = begun + timedelta(seconds=seconds) if begun else None
    owner = {"ENTITY_TYPE_ID": TYPES[spoken["CRM_ENTITY_TYPE"]]}
    owner["ENTITY_ID"] = spoken["CRM_ENTITY_ID"]
    is_outgoing = spoken["TYPE"] == 1
    fields = {
        "OWNER_TYPE_ID": owner["ENTITY_TYPE_ID"],
        "OWNER_ID": owner["ENTITY_ID"],
        "TYPE_ID": _CALL,
        "SUBJECT": f"{'Исходящий' if is_outgoing else 'Входящий'} звонок",
        "DIRECTION": 2 if is_outgoing else 1,
        "COMPLETED": "Y",
        "START_TIME": spoken["START"],
        "END_TIME": ended.isoformat() if ended else spoken["START"],
        "RESPONSIBLE_ID": spoken["USER_ID"],
        "COMMUNICATIONS": [{"VALUE": spoken["PHONE_NUMBER"], "TYPE": "PHONE", **owner}],
    }
    return _run(call, "crm.activity.add", fields)
