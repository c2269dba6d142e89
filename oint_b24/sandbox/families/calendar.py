"""The family `calendar`: calendars, events, meetings, resources, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families import (
    calendar_events,
    calendar_lookup,
    calendar_rights,
    calendar_sections,
    calendar_settings,
    calendar_time,
)
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# Imported for the methods they register.
PARTS = (calendar_events, calendar_lookup, calendar_sections, calendar_settings)
_MADE = "2026-01-12T10:00:00+03:00"


@seed("calendar")
def fill(store: Store) -> None:
    """Put in a calendar of user 1 with a meeting and an all-day event, and the company's."""
    for number, kind, owner, name in (
        (1, calendar_rights.USER, 1, "Мой календарь"),
        (2, calendar_rights.COMPANY, 0, "Календарь компании"),
    ):
        section = calendar_sections.new_section(kind, owner, name, 1, _MADE)
        store.add(calendar_sections.KIND, section, id=number)
    store.add(
        calendar_sections.EVENT,
        _event("Планёрка", "2026-01-15T10:00:00+03:00", "2026-01-15T11:00:00+03:00")
        | {"IS_MEETING": True, "ATTENDEES": {"1": "H", "10": "Q"}, "LOCATION": "Переговорная"},
        id=1,
    )
    day_off = _event("Выходной", "2026-01-19", "2026-01-19", whole_day=True)
    store.add(calendar_sections.EVENT, day_off | {"ACCESSIBILITY": "absent"}, id=2)


def _event(name: str, start: str, end: str, *, whole_day: bool = False) -> dict[str, Any]:
    event = calendar_events.new_event(calendar_rights.USER, 1, 1, 1, _MADE)
    zone = calendar_time.PORTAL_ZONE
    return event | {
        "NAME": name,
        "FROM": calendar_time.seconds(start, zone, whole_day=whole_day),
        "TO": calendar_time.seconds(end, zone, whole_day=whole_day),
        "SKIP_TIME": whole_day,
    }
