"""The family `timeman`: the working day (timeman.open and its kin) and its schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people.directory import get_user, is_admin
from oint_b24.sandbox.families.timeman import control, day as timeman_day
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

# Imported for the methods it registers.
PARTS = (control,)
_CLOSED = (1768197600, 1768230000)  # 2026-01-12, 9:00 to 18:00 of the portal


@seed("timeman.family")
def fill(store: Store) -> None:
    """Close the day of user 1 and leave that of user 10 open."""
    start, finish = _CLOSED
    worked = {"START": start, "FINISH": finish, "LEAKS": 3600}
    store.add(timeman_day.KIND, timeman_day.blank() | worked, id=1)
    opened = {"STATE": timeman_day.OPENED}
    store.add(timeman_day.KIND, timeman_day.blank() | opened, id=10)


def _user(call: Call) -> int:
    """Return whose day is meant; that of others is for administrators and heads only."""
    sent = call.get("USER_ID")
    user = call.user if sent in (None, "") else call.integer("USER_ID", 0) or 0
    person = get_user(call.store, user)
    if person is None:
        call.refuse("", "User not found")
    if user != call.user and not is_admin(call.store, call.user) and not _heads(call, person):
        call.refuse("ACCESS_DENIED", "Access denied!", 403)
    return user


def _heads(call: Call, person: dict[str, Any]) -> bool:
    departments = [call.store.get("department", int(d)) for d in person.get("UF_DEPARTMENT") or []]
    return any(d and str(d.get("UF_HEAD")) == str(call.user) for d in departments)


def _now(call: Call) -> int:
    return int(call.portal.now())


def _time(call: Call) -> tuple[int, int] | None:
    """Return the sent TIME with its offset; it needs a reason in REPORT (timeman-open.md)."""
    text = call.text("TIME")
    if not text:
        return None
    if not call.text("REPORT"):
        call.refuse("ERROR_ARGUMENT", "Argument 'REPORT' is null or empty")
    parsed = timeman_day.parsed(text)
    if parsed is None:
        call.refuse("WRONG_DATETIME", "Wrong datetime format")
    return parsed


def _place(call: Call, day: dict[str, Any], side: str) -> None:
    for name in ("LAT", "LON"):
        try:
            day[f"{name}_{side}"] = float(call.text(name) or 0) or 0
        except ValueError:
            day[f"{name}_{side}"] = 0


def _keep(call: Call, user: int, day: dict[str, Any]) -> dict[str, Any]:
    call.store.put(timeman_day.KIND, user, day)
    return timeman_day.shown(day, _now(call))


@method("timeman.open", scope="timeman")
def open_day(call: Call) -> dict[str, Any]:
    """Begin a working day, or go on with one after a break or after closing it."""
    user, now = _user(call), _now(call)
    day, sent = timeman_day.of(call.portal, user), _time(call)
    if sent is None:
        timeman_day.open_now(day, now)
        _place(call, day, "OPEN")
        return _keep(call, user, day)
    if day["STATE"] != timeman_day.CLOSED:
        state = "paused" if day["STATE"] == timeman_day.PAUSED else "opened"
        call.refuse("TIME", f"Unable to set time, work day is {state}")
    moment, offset = sent
    if not timeman_day.same_date(moment, now, offset):
        call.refuse("WRONG_DATETIME", "Day open date should correspond to the current date")
    day = timeman_day.blank() | {"STATE": timeman_day.OPENED, "START": moment}
    # A changed time waits for the superior's word (timeman-open.md, ACTIVE).
    day |= {"OFFSET": offset, "ACTIVE": False}
    _place(call, day, "OPEN")
    return _keep(call, user, day)


@method("timeman.pause", scope="timeman")
def pause_day(call: Call) -> dict[str, Any]:
    """Begin a break."""
    user = _user(call)
    day = timeman_day.of(call.portal, user)
    timeman_day.pause(day, _now(call))
    return _keep(call, user, day)


@method("timeman.close", scope="timeman")
def close_day(call: Call) -> dict[str, Any]:
    """End the working day, now or at TIME of the date it began."""
    user, now = _user(call), _now(call)
    day, sent = timeman_day.of(call.portal, user), _time(call)
    if day["STATE"] == timeman_day.CLOSED and sent is None:
        return timeman_day.shown(day, now)
    moment = sent[0] if sent else now
    begun = day["START"]
    if begun is None or moment < begun or not timeman_day.same_date(moment, begun, day["OFFSET"]):
        call.refuse("WRONG_DATETIME", "Day close date should correspond to the day open date")
    timeman_day.close(day, moment)
    day["ACTIVE"] = day["ACTIVE"] and sent is None
    _place(call, day, "CLOSE")
    return _keep(call, user, day)


@method("timeman.status", scope="timeman")
def status(call: Call) -> dict[str, Any]:
    """Return the current working day."""
    user = _user(call)
    return timeman_day.shown(timeman_day.of(call.portal, user), _now(call))


@method("timeman.settings", scope="timeman")
def settings(call: Call) -> dict[str, Any]:
    """Return the rules of the working day."""
    user = _user(call)
    told: dict[str, Any] = {
        "UF_TIMEMAN": True,
        "UF_TM_FREE": False,
        "UF_TM_MAX_START": "09:15:00",
        "UF_TM_MIN_FINISH": "17:45:00",
        "UF_TM_MIN_DURATION": "08:00:00",
        "UF_TM_ALLOWED_DELTA": "00:15:00",
    }
    if user == call.user:
        told["ADMIN"] = is_admin(call.store, user)
    return told
