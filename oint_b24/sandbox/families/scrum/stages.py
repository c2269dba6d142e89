"""The stages of a sprint's kanban, as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.scrum.rules import ENTITY, SPRINT, STAGE

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Row = dict[str, Any]

_DEFAULT = (
    ("Новые", "NEW", "00C4FB"),
    ("В работе", "WORK", "47D1E2"),
    ("Сделаны", "FINISH", "75D900"),
)
STEP = 100


def of(call: Call, sprint: int) -> list[tuple[int, Row]]:
    """Return the stages of a sprint in their order."""
    found = call.store.all(STAGE, sprintId=sprint)
    return sorted(found, key=lambda pair: (pair[1]["sort"], pair[0]))


def lay_out(call: Call, sprint: int, row: Row) -> int:
    """Give a started sprint its stages, those of the last completed one; return the first."""
    known = of(call, sprint)
    if known:
        return known[0][0]
    done = call.store.all(ENTITY, TYPE=SPRINT, groupId=row["groupId"], status="completed")
    before = [stage for number, _ in done[-1:] for _, stage in of(call, number)]
    default = [
        {"name": name, "type": kind, "color": color, "sort": place * STEP}
        for place, (name, kind, color) in enumerate(_DEFAULT, 1)
    ]
    made = [call.store.add(STAGE, {**stage, "sprintId": sprint}) for stage in before or default]
    return made[0]


def forget(call: Call, sprint: int) -> None:
    """Delete the stages of a sprint that is no more."""
    for number, _ in of(call, sprint):
        call.store.delete(STAGE, number)
