"""The portal's time zone, and how moments are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=3))


def local(moment: float) -> str:
    """Return unix seconds in the portal's zone, ISO 8601."""
    return datetime.fromtimestamp(moment, ZONE).isoformat(timespec="seconds")


def utc(moment: float) -> str:
    """Return a time of the log, ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
