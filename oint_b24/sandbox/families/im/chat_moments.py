"""Dates in parameters of the messenger: ISO 8601, compared in the portal's own zone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from oint_b24.sandbox.clock import ZONE


def parse(value: Any) -> datetime | None:
    """Read an ISO 8601 date; without a zone it is the portal's. None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def as_portal(value: Any) -> str | None:
    """Return a date as documents keep it, so that text compares as time does."""
    moment = value if isinstance(value, datetime) else parse(value)
    return moment.astimezone(ZONE).isoformat(timespec="seconds") if moment else None
