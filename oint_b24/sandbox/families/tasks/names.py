"""How tasks spell names and dates: `CREATED_BY` in requests, `createdBy` in answers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.clock import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMATS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y")


def camel(name: str) -> str:
    """Return an answer's spelling of a field: `UF_CRM_TASK` is `ufCrmTask`."""
    first, *rest = name.lower().split("_")
    return first + "".join(part.capitalize() for part in rest)


def bare(name: str) -> str:
    """Return a name without what differs between its spellings."""
    return name.replace("_", "").lower()


def spelled(known: Iterable[str]) -> dict[str, str]:
    """Map every spelling's bare form to the name in `known`."""
    return {bare(name): name for name in known}


def moment_of(value: Any) -> str | None:
    """Read a date as the portal's own: ISO 8601 in its zone.

    A date without a zone is the portal's time. Returns None for an empty value.
    Raises ValueError for what is no date.
    """
    text = str(value or "").strip()
    if not text:
        return None
    parsed = _parsed(text)
    local = parsed.astimezone(ZONE) if parsed.tzinfo else parsed.replace(tzinfo=ZONE)
    return local.isoformat(timespec="seconds")


def _parsed(text: str) -> datetime:
    for known in _FORMATS:
        try:
            return datetime.strptime(text, known)  # noqa: DTZ007 - the zone is added by the caller
        except ValueError:
            continue
    return datetime.fromisoformat(text)


def stamp(moment: str | None) -> str:
    """Return a date the way the history of a task keeps it: seconds of the epoch, or ""."""
    return str(int(datetime.fromisoformat(moment).timestamp())) if moment else ""
