"""The family `calendar`: calendars, events, meetings, resources, settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.calendar import events, lookup, rights, sections, settings, time
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# Imported for the methods they register.
PARTS = (events, lookup, sections, settings)
_MADE = "2026-01-12T10:00:00+03:00"


@seed("calendar.family")
def fill(store: Store) -> None:
    """Put in a calendar of user 1 with a meeting and an all-day event, and the company's."""
    for number, kind, owner, name in (
        (1, rights.USER, 1, "Мой календарь"),
        (2, rights.COMPANY, 0, "Календарь компании"),
    ):
        section = sections.new_section(kind, owner, name, 1, _MADE)
        store.add(sections.KIND, section, id=number)
    store.add(
        sections.EVENT,
        _event("Планёрка", "2026-01-15T10:00:00+03:00", "2026-01-15T11:00:00+03:00")
        | {"IS_MEETING": True, "ATTENDEES": {"1": "H", "10": "Q"}, "LOCATION": "Переговорная"},
        id=1,
    )
    day_off = _event("Выходной", "2026-01-19", "2026-01-19", whole_day=True)
    store.add(sections.EVENT, day_off | {"ACCESSIBILITY": "absent"}, id=2)


def _event(name: str, start: str, end: str, *, whole_day: bool = False) -> dict[str, Any]:
    event = events.new_event(rights.USER, 1, 1, 1, _MADE)
    zone = time.PORTAL_ZONE
    return event | {
        "NAME": name,
        "FROM": time.seconds(start, zone, whole_day=whole_day),
        "TO": time.seconds(end, zone, whole_day=whole_day),
        "SKIP_TIME": whole_day,
    }
