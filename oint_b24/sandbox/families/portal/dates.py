"""Dates as clients send them, read in the portal's own zone."""

from __future__ import annotations

from datetime import datetime

from oint_b24.sandbox.clock import ZONE

_SITE_FORMATS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")


def read(text: str) -> datetime | None:
    """Read ISO 8601 or the site's format (31.12.2026 10:00:00); None where it is neither.

    The answer is naive where the text names no zone.
    """
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        pass
    for pattern in _SITE_FORMATS:
        try:
            return datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 - naive is the point
        except ValueError:
            continue
    return None


def moment_text(value: str, *, midnight: bool = False) -> str:
    """Return a date or time in the portal's zone; text that is neither stays as it is."""
    moment = read(value)
    if moment is None:
        return value
    moment = moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
    if midnight:
        moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment.isoformat(timespec="seconds")
