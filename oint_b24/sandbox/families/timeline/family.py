"""The family `timeline`: what is written into the timelines of CRM objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.families.timeline import (
    bindings,
    blocks,
    comments,
    log,
    notes,
    pictures,
    pins,
    records,
)
from oint_b24.sandbox.registry import seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# Modules that register what they serve by being imported.
SERVED_BY = (bindings, comments, log, notes, pins)

pictures.register()
blocks.register(
    blocks.Sort(
        "timeline",
        "timelineId",
        records.KIND,
        1,
        "UNSUITABLE_TIMELINE_ITEM",
        lambda record: record["SORT"] == records.LOG,
    )
)


@seed("timeline.family")
def fill(store: Store) -> None:
    """Put in the comment on deal 1."""
    comment = {
        "SORT": records.COMMENT,
        "CREATED": "2026-01-12T10:15:00+03:00",
        "AUTHOR_ID": 1,
        "BOUND": ["2:1"],
        "PINNED": [],
        "COMMENT": "Клиент просит прислать счёт",
        "FILES": [],
    }
    store.add(records.KIND, comment, id=1)
