"""Finding calendar events: by owner, by id, the nearest ones, and who is busy when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.calendar import rights, time
from oint_b24.sandbox.families.calendar.sections import EVENT
from oint_b24.sandbox.families.calendar.view import short, shown
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_STATES = ("Y", "N", "Q")
Found = tuple[int, dict[str, Any]]


def of_user(store: Store, user: int) -> list[Found]:
    """Return the events of one's own calendars and the meetings one is invited to."""
    own = store.select(EVENT, [Where("CAL_TYPE", "=", rights.USER), Where("OWNER_ID", "=", user)])
    invited = store.select(EVENT, [Where("ATTENDEES", "like", f'"{user}":"')])
    return sorted({number: (number, event) for number, event in own + invited}.values())


def of_owner(store: Store, kind: str, owner: int) -> list[Found]:
    """Return the events of a type and owner."""
    if kind == rights.USER:
        return of_user(store, owner)
    return store.select(EVENT, [Where("CAL_TYPE", "=", kind), Where("OWNER_ID", "=", owner)])


def _between(events: list[Found], low: int, high: int) -> list[tuple[int, int, dict[str, Any]]]:
    """Return (start, id, event) of everything that takes place, repeated events repeatedly."""
    found = [
        (start, number, event)
        for number, event in events
        for start in time.starts(event, low, high)
    ]
    return sorted(found, key=lambda row: row[:2])


def _limit(call: Call, name: str, default: float) -> int:
    moment = time.seconds(call.get(name), time.PORTAL_ZONE, whole_day=False)
    return int(default) if moment is None else moment


@method("calendar.event.get", scope="calendar")
def get(call: Call) -> list[dict[str, Any]]:
    """Return the events of an owner; by default from a month ago to three months ahead."""
    rights.admit(call)
    events = of_owner(call.store, *rights.owner(call))
    sections = {whole(value) for value in call.list("section")}
    now = call.portal.now()
    low = _limit(call, "from", now - 31 * time.DAY)
    high = _limit(call, "to", now + 92 * time.DAY)
    high += time.DAY - 1 if len(call.text("to")) == 10 else 0
    return [
        shown(call, number, event, start)
        for start, number, event in _between(events, low, high)
        if not sections or event["SECTION_ID"] in sections
    ]


@method("calendar.event.getbyid", scope="calendar")
def get_by_id(call: Call) -> dict[str, Any] | None:
    """Return one event; null where there is none."""
    rights.admit(call)
    rights.required(call, "id")
    number = call.integer("id", 0) or 0
    event = call.store.get(EVENT, number)
    return None if event is None else shown(call, number, event)


@method("calendar.event.get.nearest", scope="calendar")
def nearest(call: Call) -> list[dict[str, Any]]:
    """Return what comes next, the soonest first."""
    rights.admit(call)
    kind, owner = call.text("type") or rights.USER, call.integer("ownerId", 0) or 0
    if call.flag("forCurrentUser", True) and kind == rights.USER:
        owner = call.user
    now = int(call.portal.now())
    days = call.integer("days", 60) or 60
    rows = _between(of_owner(call.store, kind, owner), now, now + days * time.DAY)
    most = call.integer("maxEventsCount") or len(rows)
    return [shown(call, number, event, start) for start, number, event in rows[:most]]


@method("calendar.accessibility.get", scope="calendar")
def accessibility(call: Call) -> dict[str, Any]:
    """Return for every user when he is taken; declined and free time does not count."""
    rights.admit(call)
    rights.required(call, "from", "to", "users")
    low, high = _limit(call, "from", 0), _limit(call, "to", 0)
    high += time.DAY - 1 if len(call.text("to")) == 10 else 0
    users = [number for number in map(whole, call.list("users")) if number]
    return {
        str(user): [
            short(call, number, event, start)
            for start, number, event in _between(of_user(call.store, user), low, high)
            if event["ACCESSIBILITY"] != "free" and event["ATTENDEES"].get(str(user)) != "N"
        ]
        for user in users
    }


@method("calendar.meeting.status.get", scope="calendar")
def status(call: Call) -> str:
    """Return whether the caller takes part in a meeting; who called it together does."""
    rights.required(call, "eventId")
    event = call.store.get(EVENT, call.integer("eventId"))
    found = event["ATTENDEES"].get(str(call.user)) if event else None
    if found is None:
        call.refuse("", "An error occurred while retrieving the status")
    return "Y" if found == "H" else str(found)


@method("calendar.meeting.status.set", scope="calendar")
def set_status(call: Call) -> bool:
    """Accept or decline; the organizer stays the organizer."""
    rights.required(call, "eventId", "status")
    state = call.text("status").upper()
    if state not in _STATES:
        call.refuse("", 'Invalid value for the parameter "status"')
    number = call.integer("eventId", 0) or 0
    event = call.store.get(EVENT, number)
    if event is None or str(call.user) not in event["ATTENDEES"]:
        rights.denied(call)
    if event["HOST"] != call.user:
        event["ATTENDEES"][str(call.user)] = state
        call.store.put(EVENT, number, event)
    return True
