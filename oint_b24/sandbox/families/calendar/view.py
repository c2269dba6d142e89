"""A calendar event as answers carry it (calendar-event-get-by-id.md)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.calendar import time
from oint_b24.sandbox.families.people.directory import full_name, get_user

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_HIDDEN = "Занято"
_EVERY = {
    "DAILY": "каждый день",
    "WEEKLY": "каждую неделю",
    "MONTHLY": "каждый месяц",
    "YEARLY": "каждый год",
}


def is_private_to(call: Call, event: dict[str, Any]) -> bool:
    """Say whether the caller may see only that the time is taken."""
    concerned = {event["CREATED_BY"], event["OWNER_ID"], *map(int, event["ATTENDEES"])}
    return bool(event["PRIVATE"]) and call.user not in concerned


def short(
    call: Call, number: int, event: dict[str, Any], start: int | None = None
) -> dict[str, Any]:
    """Return what accessibility tells of an event (calendar-accessibility-get.md)."""
    start = event["FROM"] if start is None else start
    end = start + event["TO"] - event["FROM"]
    return {
        "ID": str(number),
        "NAME": _HIDDEN if is_private_to(call, event) else event["NAME"],
        "DATE_FROM": time.site_text(time.local(start, event)),
        "DATE_TO": time.site_text(time.local(end, event, "TO")),
        "DATE_FROM_TS_UTC": str(start),
        "DATE_TO_TS_UTC": str(end),
        "~USER_OFFSET_FROM": time.offset(start, event["TZ_FROM"]),
        "~USER_OFFSET_TO": time.offset(end, event["TZ_TO"]),
        "DT_SKIP_TIME": "Y" if event["SKIP_TIME"] else "N",
        "TZ_FROM": event["TZ_FROM"],
        "TZ_TO": event["TZ_TO"],
        "ACCESSIBILITY": event["ACCESSIBILITY"],
        "IMPORTANCE": event["IMPORTANCE"],
        "EVENT_TYPE": None,
    }


def shown(
    call: Call, number: int, event: dict[str, Any], start: int | None = None
) -> dict[str, Any]:
    """Return the whole event, as it takes place at `start`."""
    start = event["FROM"] if start is None else start
    end = start + event["TO"] - event["FROM"]
    whole_day = event["SKIP_TIME"]
    description = "" if is_private_to(call, event) else event["DESCRIPTION"]
    return {
        **short(call, number, event, start),
        "PARENT_ID": str(number),
        "DELETED": "N",
        "CAL_TYPE": event["CAL_TYPE"],
        "OWNER_ID": str(event["OWNER_ID"]),
        "ORIGINAL_DATE_FROM": event.get("ORIGINAL_DATE_FROM"),
        "TZ_OFFSET_FROM": str(time.offset(start, event["TZ_FROM"])),
        "TZ_OFFSET_TO": str(time.offset(end, event["TZ_TO"])),
        "DT_LENGTH": end - start + (time.DAY if whole_day else 0),
        "CREATED_BY": str(event["CREATED_BY"]),
        "DATE_CREATE": _stamp(event["DATE_CREATE"]),
        "TIMESTAMP_X": _stamp(event["TIMESTAMP_X"]),
        "DESCRIPTION": description,
        "PRIVATE_EVENT": "1" if event["PRIVATE"] else "",
        **_meeting(call, number, event),
        "LOCATION": event["LOCATION"],
        "REMIND": event["REMIND"],
        "COLOR": event["COLOR"],
        "TEXT_COLOR": event["TEXT_COLOR"],
        **_recurrence(event),
        "DAV_XML_ID": dav_id(number, event),
        "G_EVENT_ID": "",
        "DAV_EXCH_LABEL": "",
        "CAL_DAV_LABEL": "",
        "VERSION": str(event["VERSION"]),
        "RECURRENCE_ID": event.get("RECURRENCE_ID"),
        "RELATIONS": event.get("RELATIONS"),
        "SECTION_ID": str(event["SECTION_ID"]),
        "SYNC_STATUS": None,
        "UF_CRM_CAL_EVENT": event["CRM"] or False,
        "UF_WEBDAV_CAL_EVENT": False,
        "SECTION_DAV_XML_ID": None,
        "DATE_FROM_FORMATTED": time.browser_text(time.local(start, event), whole_day=whole_day),
        "DATE_TO_FORMATTED": time.browser_text(time.local(end, event, "TO"), whole_day=whole_day),
        "SECT_ID": str(event["SECTION_ID"]),
        "COLLAB_ID": None,
        "~DESCRIPTION": description,
    }


def _stamp(moment: str) -> str:
    return time.site_text(datetime.fromisoformat(moment))


def dav_id(number: int, event: dict[str, Any]) -> str:
    """Return the event's name in calendars of other programs."""
    return f"{time.compact_text(event['FROM'])}-{number}@sandbox"


def _meeting(call: Call, number: int, event: dict[str, Any]) -> dict[str, Any]:
    host = get_user(call.store, event["HOST"])
    status = event["ATTENDEES"]
    return {
        "IS_MEETING": event["IS_MEETING"],
        "MEETING_STATUS": status.get(str(call.user)) if event["IS_MEETING"] else None,
        "MEETING_HOST": str(event["HOST"]),
        "MEETING": {
            "HOST_NAME": full_name(host) if host else "",
            **event["MEETING"],
            "MEETING_CREATOR": event["CREATED_BY"],
            "LANGUAGE_ID": "ru",
            "MAIL_FROM": "",
        },
        "ATTENDEES_CODES": [f"U{user}" for user in status],
        "ATTENDEE_LIST": [
            {"id": int(user), "entryId": str(number), "status": state}
            for user, state in status.items()
        ],
        "attendeesEntityList": [{"entityId": "user", "id": int(user)} for user in status],
    }


def _recurrence(event: dict[str, Any]) -> dict[str, Any]:
    rule = event["RRULE"]
    if rule is None:
        return {"RRULE": "", "EXDATE": ""}
    last = time.last_start(event)
    until = f"{last:%d.%m.%Y}"
    told: dict[str, Any] = {"FREQ": rule["FREQ"], "INTERVAL": rule["INTERVAL"]}
    if rule["BYDAY"]:
        told["BYDAY"] = {day: day for day in rule["BYDAY"]}
    if rule["COUNT"]:
        told["COUNT"] = rule["COUNT"]
    told |= {"UNTIL": until, "~UNTIL": until, "UNTIL_TS": time.midnight(last)}
    days = [".".join(reversed(day.split("-"))) for day in event["EXDATE"]]
    return {
        "RRULE": told,
        "EXDATE": ";".join(days),
        "~RRULE_DESCRIPTION": f"{_EVERY[rule['FREQ']]}, до {until}",
    }
