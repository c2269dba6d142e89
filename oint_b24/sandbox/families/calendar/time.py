"""Time in calendars: zones, the site's formats, and when a repeated event takes place.

Events are kept as unix seconds; an all-day event as midnights of UTC
(resource/calendar-resource-booking-list.md shows it).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from oint_b24.sandbox.clock import ZONE
from oint_b24.sandbox.families.portal import dates

if TYPE_CHECKING:
    from collections.abc import Iterator

PORTAL_ZONE = "Europe/Moscow"
DAY = 86400
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ENGLISH_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_FOREVER = datetime(2038, 1, 1, tzinfo=UTC)


def zone(name: str) -> tzinfo:
    """Return the zone called `name`; without a database of zones, that of the portal."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZONE


def seconds(value: Any, zone_name: str, *, whole_day: bool) -> int | None:
    """Read `from` or `to`: a date with an offset wins over the named zone."""
    moment = dates.read(str(value or ""))
    if moment is None:
        return None
    if whole_day:
        return midnight(moment)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(zone_name))
    return int(moment.timestamp())


def local(moment: int, event: dict[str, Any], side: str = "FROM") -> datetime:
    """Return a moment on the clock of the event."""
    where = UTC if event["SKIP_TIME"] else zone(event[f"TZ_{side}"])
    return datetime.fromtimestamp(moment, where)


def date_of(moment: int) -> date:
    """Return the date of an all-day moment."""
    return datetime.fromtimestamp(moment, UTC).date()


def midnight(moment: datetime) -> int:
    """Return the midnight that begins the day of `moment`, as all-day events are kept."""
    return int(datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp())


def offset(moment: int, zone_name: str) -> int:
    """Return how far the zone is from UTC at that moment, in seconds."""
    shift = datetime.fromtimestamp(moment, zone(zone_name)).utcoffset()
    return int(shift.total_seconds()) if shift else 0


def compact_text(moment: int) -> str:
    """Return `20261231T070000Z`."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y%m%dT%H%M%SZ}"


def site_text(moment: datetime) -> str:
    """Return `31.12.2026 10:00:00`."""
    return f"{moment:%d.%m.%Y %H:%M:%S}"


def browser_text(moment: datetime, *, whole_day: bool) -> str:
    """Return `Thu Dec 31 2026 10:00:00`, in English on every machine."""
    day, month = _ENGLISH_DAYS[moment.weekday()], _ENGLISH_MONTHS[moment.month - 1]
    text = f"{day} {month} {moment:%d %Y}"
    return text if whole_day else f"{text} {moment:%H:%M:%S}"


def rule(given: Any) -> dict[str, Any] | None:
    """Read a recurrence; None where there is none."""
    if not isinstance(given, dict) or str(given.get("FREQ", "")).upper() not in _STEPS:
        return None
    days = given.get("BYDAY") or []
    days = list(days.values()) if isinstance(days, dict) else days
    days = days.split(",") if isinstance(days, str) else days
    until = dates.read(str(given.get("UNTIL") or ""))
    return {
        "FREQ": str(given["FREQ"]).upper(),
        "INTERVAL": max(int(given.get("INTERVAL") or 1), 1),
        "COUNT": int(given.get("COUNT") or 0),
        "BYDAY": [day for day in _DAYS if day in days],
        "UNTIL": f"{until:%Y-%m-%d}" if until else "",
    }


def starts(event: dict[str, Any], low: int, high: int) -> list[int]:
    """Return when the event begins between `low` and `high`, length considered."""
    length = event["TO"] - event["FROM"] + (DAY if event["SKIP_TIME"] else 0)
    found = []
    for start in _series(event):
        if start > high:
            break
        excluded = f"{local(start, event):%Y-%m-%d}" in event["EXDATE"]
        if start + length > low and not excluded:
            found.append(start)
    return found


def last_start(event: dict[str, Any]) -> datetime:
    """Return when a repeated event begins for the last time."""
    if not event["RRULE"]["COUNT"] and not event["RRULE"]["UNTIL"]:
        return _FOREVER
    return local(max(_series(event), default=event["FROM"]), event)


def _series(event: dict[str, Any]) -> Iterator[int]:
    recurrence = event["RRULE"]
    if recurrence is None:
        yield event["FROM"]
        return
    until, most = recurrence["UNTIL"], recurrence["COUNT"]
    moments = _STEPS[recurrence["FREQ"]](local(event["FROM"], event), recurrence)
    for count, moment in enumerate(moments, 1):
        day = f"{moment:%Y-%m-%d}"
        if (until and day > until) or 0 < most < count or moment > _FOREVER:
            return
        yield int(moment.timestamp())


def _daily(first: datetime, recurrence: dict[str, Any]) -> Iterator[datetime]:
    while True:
        yield first
        first += timedelta(days=recurrence["INTERVAL"])


def _weekly(first: datetime, recurrence: dict[str, Any]) -> Iterator[datetime]:
    days = [_DAYS.index(day) for day in recurrence["BYDAY"]] or [first.weekday()]
    monday = first - timedelta(days=first.weekday())
    while True:
        for day in days:
            moment = monday + timedelta(days=day)
            if moment >= first:
                yield moment
        monday += timedelta(weeks=recurrence["INTERVAL"])


def _monthly(first: datetime, recurrence: dict[str, Any]) -> Iterator[datetime]:
    """Yield the same day of every n-th month; months without that day are left out."""
    months = first.year * 12 + first.month - 1
    while True:
        with suppress(ValueError):
            yield first.replace(year=months // 12, month=months % 12 + 1)
        months += recurrence["INTERVAL"]


def _yearly(first: datetime, recurrence: dict[str, Any]) -> Iterator[datetime]:
    return _monthly(first, {"INTERVAL": 12 * recurrence["INTERVAL"]})


_STEPS = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
