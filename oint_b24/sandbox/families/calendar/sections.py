"""Calendars (sections) and bookable resources, which are sections of a type of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.calendar import rights
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

KIND = "calendar_section"
EVENT = "calendar_event"
_RESOURCE = "resource"


def new_section(kind: str, owner: int, name: str, user: int, moment: str) -> dict[str, Any]:
    """Return the document of a calendar."""
    stamp = moment[:19].replace("T", " ")
    return {
        "NAME": name,
        "DESCRIPTION": "",
        "COLOR": "#9dcf00",
        "TEXT_COLOR": "",
        "EXPORT": {"ALLOW": True},
        "CAL_TYPE": kind,
        "OWNER_ID": owner,
        "CREATED_BY": user,
        "DATE_CREATE": stamp,
        "TIMESTAMP_X": stamp,
    }


def sections_of(store: Store, kind: str, owner: int) -> list[tuple[int, dict[str, Any]]]:
    """Return the calendars of a type and owner."""
    return store.select(KIND, [Where("CAL_TYPE", "=", kind), Where("OWNER_ID", "=", owner)])


def default_section(call: Call, kind: str, owner: int) -> int:
    """Return the first calendar of an owner, making one where there is none."""
    found = sections_of(call.store, kind, owner)
    if found:
        return found[0][0]
    section = new_section(kind, owner, "Мой календарь", call.user, call.portal.moment())
    return call.store.add(KIND, section)


@method("calendar.section.get", scope="calendar")
def get(call: Call) -> list[dict[str, Any]]:
    """Return the calendars of a type and owner."""
    rights.admit(call)
    kind, owner = rights.owner(call)
    return [_shown(call, *row) for row in sections_of(call.store, kind, owner)]


def _shown(call: Call, number: int, section: dict[str, Any]) -> dict[str, Any]:
    edits = rights.may_edit(call, section["CAL_TYPE"], section["OWNER_ID"])
    reads = ("view_time", "view_title", "view_full")
    writes = ("add", "edit", "edit_section", "access")
    return {
        "ID": str(number),
        "NAME": section["NAME"],
        "GAPI_CALENDAR_ID": None,
        "DESCRIPTION": section["DESCRIPTION"],
        "COLOR": section["COLOR"],
        "TEXT_COLOR": section["TEXT_COLOR"],
        "EXPORT": section["EXPORT"],
        "CAL_TYPE": section["CAL_TYPE"],
        "OWNER_ID": str(section["OWNER_ID"]),
        "CREATED_BY": str(section["CREATED_BY"]),
        "DATE_CREATE": section["DATE_CREATE"],
        "TIMESTAMP_X": section["TIMESTAMP_X"],
        "CAL_DAV_CON": None,
        "SYNC_TOKEN": None,
        "PAGE_TOKEN": None,
        "EXTERNAL_TYPE": "local",
        "ACCESS": {"G2": 13, f"U{section['CREATED_BY']}": 19},
        "IS_COLLAB": False,
        "PERM": dict.fromkeys(reads, True) | dict.fromkeys(writes, edits),
    }


@method("calendar.section.add", scope="calendar")
def add(call: Call) -> int:
    """Create a calendar; only administrators do it for others."""
    rights.admit(call)
    kind, owner = rights.owner(call)
    rights.checked_texts(call)
    if not call.text("name"):
        call.refuse("", 'Invalid value for the "name" parameter')
    is_foreign = kind == rights.COMPANY and not is_admin(call.store, call.user)
    if is_foreign or not rights.may_edit(call, kind, owner):
        rights.denied(call)
    section = new_section(kind, owner, call.text("name"), call.user, call.portal.moment())
    _apply(call, section)
    return call.store.add(KIND, section)


def _apply(call: Call, section: dict[str, Any]) -> None:
    section["NAME"] = call.text("name") or section["NAME"]
    section["DESCRIPTION"] = call.text("description", section["DESCRIPTION"])
    for name in ("color", "text_color"):
        if call.get(name) is not None:
            section[name.upper()] = rights.color(call.get(name))
    sent = call.object("export")
    if sent:
        allows = str(sent.get("ALLOW")).upper() in ("TRUE", "1", "Y")
        period = {"SET": str(sent["SET"])} if allows and sent.get("SET") else {}
        section["EXPORT"] = {"ALLOW": allows, **period}


@method("calendar.section.update", scope="calendar")
def update(call: Call) -> int:
    """Change a calendar and return its id."""
    number, section = _own(call)
    rights.checked_texts(call)
    _apply(call, section)
    section["TIMESTAMP_X"] = call.portal.moment()[:19].replace("T", " ")
    call.store.put(KIND, number, section)
    return number


@method("calendar.section.delete", scope="calendar")
def delete(call: Call) -> bool:
    """Delete a calendar with its events."""
    number, _ = _own(call)
    for event, _ in call.store.all(EVENT, SECTION_ID=number):
        call.store.delete(EVENT, event)
    return call.store.delete(KIND, number)


def _own(call: Call) -> tuple[int, dict[str, Any]]:
    """Return the calendar `id` of the owner that is named, if the caller may change it."""
    rights.admit(call)
    kind, owner = rights.owner(call)
    number = call.integer("id")
    if not number:
        call.refuse("", "Section ID is not set")
    section = call.store.get(KIND, number)
    if section is None or (section["CAL_TYPE"], section["OWNER_ID"]) != (kind, owner):
        rights.denied(call)
    if not rights.may_edit(call, kind, owner):
        rights.denied(call)
    return number, section


@method("calendar.resource.list", scope="calendar")
def resources(call: Call) -> list[dict[str, str]]:
    """Return all resources."""
    rights.admit(call)
    return [
        {"ID": str(number), "NAME": data["NAME"], "CREATED_BY": str(data["CREATED_BY"])}
        for number, data in sections_of(call.store, _RESOURCE, 0)
    ]


@method("calendar.resource.add", scope="calendar")
def add_resource(call: Call) -> int:
    """Create a resource."""
    rights.admit(call)
    rights.required(call, "name")
    moment = call.portal.moment()
    return call.store.add(KIND, new_section(_RESOURCE, 0, call.text("name"), call.user, moment))


@method("calendar.resource.update", scope="calendar")
def update_resource(call: Call) -> int:
    """Rename a resource and return its id."""
    number, data = _resource(call)
    rights.required(call, "name")
    data["NAME"] = call.text("name")
    call.store.put(KIND, number, data)
    return number


@method("calendar.resource.delete", scope="calendar")
def delete_resource(call: Call) -> bool:
    """Delete a resource."""
    number, _ = _resource(call)
    return call.store.delete(KIND, number)


def _resource(call: Call) -> tuple[int, dict[str, Any]]:
    rights.admit(call)
    rights.required(call, "resourceId")
    number = call.integer("resourceId", 0) or 0
    data = call.store.get(KIND, number)
    if data is None or data["CAL_TYPE"] != _RESOURCE:
        verb = "deleting" if call.method.endswith("delete") else "updating"
        call.refuse("", f"An error occurred while {verb} the resource")
    return number, data


@method("calendar.resource.booking.list", scope="calendar")
def bookings(call: Call) -> list[dict[str, Any]]:
    """Return bookings; nothing in this portal makes any."""
    rights.admit(call)
    given = call.object("filter")
    if not given.get("resourceTypeIdList") and not given.get("resourceIdList"):
        call.refuse(
            "",
            "The required parameter \"filter['resourceTypeIdList']\" is not set"
            f' for the method "{call.method}"',
        )
    return []
