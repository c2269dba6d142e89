"""Making, changing and deleting calendar events, also one of a series."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.calendar import rights, time, view
from oint_b24.sandbox.families.calendar.sections import EVENT, KIND, default_section
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_ACCESSIBILITY = ("busy", "absent", "quest", "free")
_IMPORTANCE = ("high", "normal", "low")
_MEETING = ("notify", "reinvite", "allow_invite", "hide_guests")
_NO_SECTION = "You specified an invalid calendar section ID or the user does not have access to it"
_DEFAULTS: dict[str, Any] = {
    "DESCRIPTION": "", "COLOR": "", "TEXT_COLOR": "", "ACCESSIBILITY": "busy",
    "IMPORTANCE": "normal", "PRIVATE": False, "LOCATION": "", "REMIND": [], "CRM": [],
    "RRULE": None, "EXDATE": [], "IS_MEETING": False, "ATTENDEES": {}, "VERSION": 1,
    "MEETING": dict.fromkeys((name.upper() for name in _MEETING), False),
}  # fmt: skip


def new_event(kind: str, owner: int, section: int, user: int, moment: str) -> dict[str, Any]:
    """Return the document of an event that has no name and no time yet."""
    return {
        **_DEFAULTS,
        "CAL_TYPE": kind,
        "OWNER_ID": owner,
        "SECTION_ID": section,
        "CREATED_BY": user,
        "HOST": user,
        "DATE_CREATE": moment,
        "TIMESTAMP_X": moment,
        "SKIP_TIME": False,
        "TZ_FROM": time.PORTAL_ZONE,
        "TZ_TO": time.PORTAL_ZONE,
    }


@method("calendar.event.add", scope="calendar")
def add(call: Call) -> int:
    """Create an event and return its id."""
    rights.admit(call)
    kind, owner = rights.owner(call)
    rights.required(call, "name")
    for name in ("from", "to"):
        if call.get(name) in (None, "") and call.integer(f"{name}_ts") is None:
            rights.not_set(call, name)
    if not rights.may_edit(call, kind, owner):
        rights.denied(call)
    event = new_event(kind, owner, 0, call.user, call.portal.moment())
    _apply(call, event)
    event["SECTION_ID"] = _section(call, kind, owner)
    return call.store.add(EVENT, event)


def _section(call: Call, kind: str, owner: int) -> int:
    detects = call.text("auto_detect_section").upper()
    if detects == "Y" or call.get("section") in (None, "", 0, "0"):
        if detects not in ("", "Y"):
            call.refuse("", _NO_SECTION)
        return default_section(call, kind, owner)
    return _known_section(call, kind, owner)


def _known_section(call: Call, kind: str, owner: int) -> int:
    number = call.integer("section")
    section = call.store.get(KIND, number)
    if number is None or section is None:
        call.refuse("", _NO_SECTION)
    if (section["CAL_TYPE"], section["OWNER_ID"]) != (kind, owner):
        call.refuse("", _NO_SECTION)
    return number


def _apply(call: Call, event: dict[str, Any]) -> None:
    """Put what was sent into an event."""
    rights.checked_texts(call)
    if call.get("crm_fields") is not None and not isinstance(call.get("crm_fields"), (list, dict)):
        call.refuse("", "The event's CRM links list must be an array")
    _apply_time(call, event)
    _apply_texts(call, event)
    if call.get("rrule") is not None:
        event["RRULE"] = time.rule(call.get("rrule"))
    if call.get("remind") is not None:
        rows = [row for row in call.list("remind") if isinstance(row, dict)]
        event["REMIND"] = [
            {"type": str(row.get("type", "min")), "count": whole(row.get("count"), 0)}
            for row in rows
        ]
    if call.get("crm_fields") is not None:
        event["CRM"] = [str(code) for code in call.list("crm_fields")]
    _apply_meeting(call, event)


def _apply_texts(call: Call, event: dict[str, Any]) -> None:
    for name in ("name", "description", "location"):
        if call.get(name) is not None:
            event[name.upper()] = call.text(name)
    for name in ("color", "text_color"):
        if call.get(name) is not None:
            event[name.upper()] = rights.color(call.get(name))
    for name, allowed in (("accessibility", _ACCESSIBILITY), ("importance", _IMPORTANCE)):
        if call.text(name) in allowed:
            event[name.upper()] = call.text(name)
    event["PRIVATE"] = call.flag("private_event", event["PRIVATE"])


def _apply_time(call: Call, event: dict[str, Any]) -> None:
    event["TZ_FROM"] = call.text("timezone_from") or event["TZ_FROM"]
    event["TZ_TO"] = call.text("timezone_to") or call.text("timezone_from") or event["TZ_TO"]
    event["SKIP_TIME"] = call.flag("skip_time", event["SKIP_TIME"])
    for name in ("from", "to"):
        side = name.upper()
        moment = call.integer(f"{name}_ts")
        if call.get(name) not in (None, ""):
            moment = time.seconds(call.get(name), event[f"TZ_{side}"], whole_day=event["SKIP_TIME"])
            if moment is None:
                _failed(call)
        if moment is not None:
            event[side] = moment
    if event["TO"] < event["FROM"]:
        _failed(call)


def _failed(call: Call) -> NoReturn:
    verb = "creating" if call.method.endswith("add") else "changing"
    call.refuse("", f"An error occurred while {verb} the event")


def _apply_meeting(call: Call, event: dict[str, Any]) -> None:
    sent = call.object("meeting")
    event["MEETING"] = {
        name.upper(): str(sent.get(name, event["MEETING"][name.upper()])).upper()
        in ("TRUE", "1", "Y")
        for name in _MEETING
    }
    if call.get("is_meeting") is None:
        return
    event["IS_MEETING"] = call.flag("is_meeting")
    users = [whole(value) for value in call.list("attendees")] if event["IS_MEETING"] else []
    known = event["ATTENDEES"]
    event["ATTENDEES"] = {str(event["HOST"]): "H"} if event["IS_MEETING"] else {}
    for user in users:
        if user and user != event["HOST"] and get_user(call.store, user) is not None:
            event["ATTENDEES"][str(user)] = known.get(str(user), "Q")


@method("calendar.event.update", scope="calendar")
def update(call: Call) -> Any:
    """Change an event, or a part of a series (recurrence_mode)."""
    rights.admit(call)
    rights.required(call, "id", "type")
    if call.get("ownerId") in (None, "") and call.text("type") != rights.COMPANY:
        rights.not_set(call, "ownerId")
    number, (kind, owner) = call.integer("id", 0) or 0, rights.owner(call)
    event = call.store.get(EVENT, number)
    if event is None or not _may_change(call, event):
        rights.denied(call)
    mode = call.text("recurrence_mode")
    if mode and mode not in ("this", "next", "all"):
        call.refuse("", "An invalid editing type for the recurring event is specified")
    if call.get("section") not in (None, "", 0, "0"):
        event["SECTION_ID"] = _known_section(call, kind, owner)
    if mode in ("this", "next") and event["RRULE"] is not None:
        return _split(call, number, event, mode)
    _apply(call, event)
    _save(call, number, event)
    return number


def _save(call: Call, number: int, event: dict[str, Any]) -> None:
    event["VERSION"] += 1
    event["TIMESTAMP_X"] = call.portal.moment()
    call.store.put(EVENT, number, event)


def _may_change(call: Call, event: dict[str, Any]) -> bool:
    """Say whether the caller may change an event; a meeting, only by naming its organizer."""
    if not rights.may_edit(call, event["CAL_TYPE"], event["OWNER_ID"]):
        return False
    if not event["IS_MEETING"] or event["HOST"] == call.user:
        return True
    return bool(call.integer("host") == event["HOST"])


def _split(call: Call, number: int, event: dict[str, Any], mode: str) -> dict[str, Any]:
    """Change one event of a series, or it and all after it: they become an event of their own."""
    day = call.text("current_date_from")[:10]
    moment = time.seconds(day, event["TZ_FROM"], whole_day=True)
    if moment is None:
        call.refuse("", "An invalid editing type for the recurring event is specified")
    date = time.date_of(moment)
    first = time.local(event["FROM"], event)
    start = first.replace(year=date.year, month=date.month, day=date.day)
    length = event["TO"] - event["FROM"]
    begin = int(start.timestamp())
    part = {**event, "FROM": begin, "TO": begin + length, "EXDATE": [], "VERSION": 1}
    part["ORIGINAL_DATE_FROM"] = time.site_text(start)
    part["RELATIONS"] = {"COMMENT_XML_ID": f"EVENT_{number}_{date:%d.%m.%Y}"}
    if mode == "this":
        part |= {"RRULE": None, "RECURRENCE_ID": number}
        event["EXDATE"] = [*event["EXDATE"], f"{date:%Y-%m-%d}"]
    else:
        part["RELATIONS"] = {"ORIGINAL_RECURSION_ID": number}
        past = len(time.starts({**event, "EXDATE": []}, 0, begin - 1))
        part["RRULE"] = {**event["RRULE"], "COUNT": max(event["RRULE"]["COUNT"] - past, 0)}
        until = f"{date - timedelta(days=1):%Y-%m-%d}"
        event["RRULE"] = {**event["RRULE"], "UNTIL": until, "COUNT": 0}
    _apply(call, part)
    made = call.store.add(EVENT, part)
    _save(call, number, event)
    return {
        "originalDate": time.site_text(start),
        "originalDavXmlId": view.dav_id(number, event),
        "instanceTz": event["TZ_FROM"],
        "recEventId": made,
        "id": number,
    }


@method("calendar.event.delete", scope="calendar")
def delete(call: Call) -> bool:
    """Delete an event; a meeting only together with everybody's part in it."""
    number = call.integer("id")
    if not number:
        call.refuse("", "Event id not specified")
    event = call.store.get(EVENT, number)
    if event is None or not rights.may_edit(call, event["CAL_TYPE"], event["OWNER_ID"]):
        call.refuse("", "An error occurred while deleting the event")
    return call.store.delete(EVENT, number)
