"""The family `activities`: what is planned and done with clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.activities import (
    badges,
    base,
    bindings,
    configurable,
    files,
    lists,
    records,
    todo,
    types,
)
from oint_b24.sandbox.families.timeline import blocks
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# Modules that register what they serve by being imported.
SERVED_BY = (badges, base, bindings, configurable, files, lists, todo, types)

blocks.register(
    blocks.Sort(
        "activity",
        "activityId",
        records.KIND,
        2,
        "UNSUITABLE_ACTIVITY_TYPE_ERROR",
        lambda activity: activity["PROVIDER_ID"] == records.CONFIGURABLE,
    )
)

_NOW = "2026-01-12T10:00:00+03:00"


@seed("activities.family")
def fill(store: Store) -> None:
    """Put in a call about deal 1 and a meeting with contact 1."""
    call: dict[str, Any] = {
        "TYPE_ID": records.CALL, "PROVIDER_ID": "VOXIMPLANT_CALL", "PROVIDER_TYPE_ID": "CALL",
        "SUBJECT": "Звонок заказчику", "DIRECTION": 2, "OWNER_TYPE_ID": 2, "OWNER_ID": 1,
        "BOUND": ["2:1", "3:1"],
        "START_TIME": "2026-01-13T11:00:00+03:00", "END_TIME": "2026-01-13T11:30:00+03:00",
        "COMMUNICATIONS": [_contact(1, "PHONE", "+74950000002")],
    }  # fmt: skip
    meeting: dict[str, Any] = {
        "TYPE_ID": records.MEETING, "PROVIDER_ID": "CRM_MEETING", "PROVIDER_TYPE_ID": "MEETING",
        "SUBJECT": "Встреча с закупщиком", "LOCATION": "Офис", "OWNER_TYPE_ID": 3, "OWNER_ID": 1,
        "BOUND": ["3:1"],
        "START_TIME": "2026-01-14T15:00:00+03:00", "END_TIME": "2026-01-14T16:00:00+03:00",
        "COMMUNICATIONS": [_contact(2, "", "")],
    }  # fmt: skip
    made = {"RESPONSIBLE_ID": 1, "AUTHOR_ID": 1, "EDITOR_ID": 1, "CREATED": _NOW,
            "LAST_UPDATED": _NOW}  # fmt: skip
    for number, activity in enumerate((call, meeting), 1):
        document = {**records.DEFAULTS, **made, **activity}
        records.schedule(document)
        store.add(records.KIND, document, id=number)
    store.reserve("crm_communication", 2)


def _contact(number: int, sort: str, value: str) -> dict[str, Any]:
    return {"ID": number, "TYPE": sort, "VALUE": value, "ENTITY_ID": 1, "ENTITY_TYPE_ID": 3}
