"""A working day: how it is kept, what it is at a given moment, how it is answered.

Kept per user as unix seconds: START, FINISH, PAUSED_AT, LEAKS (seconds of breaks). A day whose
START is None was opened at nine o'clock of whatever day one looks: the seed knows no clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.clock import ZONE

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Portal

KIND = "timeman_day"
OPENED, PAUSED, CLOSED, EXPIRED = "OPENED", "PAUSED", "CLOSED", "EXPIRED"
_ZONE_OFFSET = 10800
_FINISH_HOUR = 18


def blank() -> dict[str, Any]:
    """Return the day of somebody who never opened one."""
    return {
        "STATE": CLOSED, "START": None, "FINISH": None, "PAUSED_AT": None, "LEAKS": 0,
        "ACTIVE": True, "OFFSET": _ZONE_OFFSET,
        "IP_OPEN": "", "IP_CLOSE": "", "LAT_OPEN": 0, "LON_OPEN": 0, "LAT_CLOSE": 0, "LON_CLOSE": 0,
    }  # fmt: skip


def of(portal: Portal, user: int) -> dict[str, Any]:
    """Return the current day of a user."""
    day = portal.store.get(KIND, user) or blank()
    if day["START"] is None and day["STATE"] == OPENED:
        now = int(portal.now())
        nine = _midnight(now, day["OFFSET"]) + 9 * 3600
        day["START"] = min(nine, now)
    return day


def status(day: dict[str, Any], now: int) -> str:
    """Return the state; a day of the past that was not closed has expired."""
    if day["STATE"] != CLOSED and not is_today(day, now):
        return EXPIRED
    return str(day["STATE"])


def is_today(day: dict[str, Any], now: int) -> bool:
    """Say whether the day was begun on the date of `now`."""
    return day["START"] is not None and same_date(day["START"], now, day["OFFSET"])


def same_date(one: int, other: int, offset: int) -> bool:
    """Say whether two moments have one date in a zone."""
    return _midnight(one, offset) == _midnight(other, offset)


def _midnight(moment: int, offset: int) -> int:
    return moment - (moment + offset) % 86400


def open_now(day: dict[str, Any], now: int) -> None:
    """Open a new day, or go on with today's after a break or after closing it."""
    if day["STATE"] == CLOSED and not is_today(day, now):
        day |= blank() | {"STATE": OPENED, "START": now}
    elif day["STATE"] != OPENED:
        since = day["PAUSED_AT"] if day["STATE"] == PAUSED else day["FINISH"]
        day["LEAKS"] += max(now - (since or now), 0)
        day |= {"STATE": OPENED, "FINISH": None, "PAUSED_AT": None}


def pause(day: dict[str, Any], now: int) -> None:
    """Begin a break; of a closed day the time since its end counts as worked (timeman-pause.md)."""
    if day["STATE"] != PAUSED and is_today(day, now):
        day |= {"STATE": PAUSED, "FINISH": None, "PAUSED_AT": now}


def close(day: dict[str, Any], moment: int) -> None:
    """End the day; a break that is going on ends with it."""
    if day["STATE"] == PAUSED:
        day["LEAKS"] += max(moment - (day["PAUSED_AT"] or moment), 0)
    day |= {"STATE": CLOSED, "FINISH": moment, "PAUSED_AT": None}


def shown(day: dict[str, Any], now: int) -> dict[str, Any]:
    """Return the day as answered (timeman-status.md)."""
    state = status(day, now)
    worked = 0
    if day["STATE"] == CLOSED and day["FINISH"] is not None:
        worked = max(day["FINISH"] - day["START"] - day["LEAKS"], 0)
    told = {
        "STATUS": state,
        "TIME_START": _moment(day["START"], day["OFFSET"]),
        "TIME_FINISH": _moment(day["FINISH"], day["OFFSET"]),
        "DURATION": clock(worked),
        "TIME_LEAKS": clock(day["LEAKS"]),
        "ACTIVE": day["ACTIVE"],
        **{
            f"{name}_{side}": day[f"{name}_{side}"]
            for name in ("IP", "LAT", "LON")
            for side in ("OPEN", "CLOSE")
        },
        "TZ_OFFSET": day["OFFSET"],
    }
    if state == EXPIRED:
        evening = _midnight(day["START"], day["OFFSET"]) + _FINISH_HOUR * 3600
        told["TIME_FINISH_DEFAULT"] = _moment(max(evening, day["START"]), day["OFFSET"])
    return told


def clock(seconds: int) -> str:
    """Return seconds as HH:MM:SS."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


def _moment(seconds: int | None, offset: int) -> str | None:
    if seconds is None:
        return None
    zone = timezone(timedelta(seconds=offset))
    return datetime.fromtimestamp(seconds, zone).isoformat(timespec="seconds")


def parsed(text: str) -> tuple[int, int] | None:
    """Read TIME: unix seconds and the offset of its zone; None where it is no time."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
    shift = moment.utcoffset()
    return int(moment.timestamp()), int(shift.total_seconds()) if shift else 0
