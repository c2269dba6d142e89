"""Stages of kanbans and of «Мой план»: their order, and which task is where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

    Stage = dict[str, Any]

STAGE, PLACE = "task_stage", "task_stage_place"
USER, GROUP = "U", "G"
STEP = 100
# What a plan begins with when its owner looks at it first (task-stages-get.md).
DEFAULT_PLAN = (("Не спланированы", "00C4FB"), ("Сделаю на неделе", "47D1E2"))


@dataclass(frozen=True, slots=True)
class Plan:
    """Somebody's own stages: the first one, and the tasks that were moved."""

    user: int
    first: int | None
    places: dict[int, int]

    def stage_of(self, number: int, task: dict[str, Any]) -> int | None:
        """Return the stage a task is in; those nobody moved wait in the first."""
        if number in self.places:
            return self.places[number]
        own = self.user in (task["RESPONSIBLE_ID"], *task["ACCOMPLICES"])
        return self.first if own else None


def own_stages(store: Store, user: int) -> Plan:
    """Return the plan of `user` as far as tasks are placed in it."""
    stages = stages_of(store, USER, user)
    numbers = {number for number, _ in stages}
    places = store.all(PLACE)
    known = {p["TASK_ID"]: p["STAGE_ID"] for _, p in places if p["STAGE_ID"] in numbers}
    return Plan(user, stages[0][0] if stages else None, known)


def stages_of(store: Store, kind: str, entity: int) -> list[tuple[int, Stage]]:
    """Return the stages of a user's plan or of a group's kanban, in their order."""
    where = [Where("ENTITY_TYPE", "=", kind), Where("ENTITY_ID", "=", entity)]
    return store.select(STAGE, where, [("SORT", False), ("ID", False)])


def begin(store: Store, user: int) -> None:
    """Give a user without a plan the stages it begins with."""
    if stages_of(store, USER, user):
        return
    for place, (title, color) in enumerate(DEFAULT_PLAN, 1):
        insert(store, title, color, (USER, user), place * STEP)


def insert(
    store: Store,
    title: str,
    color: str,
    entity: tuple[str, int],
    sort: int,
    id: int | None = None,  # noqa: A002 - the store's word
) -> int:
    """Keep a new stage and return its id."""
    kind, number = entity
    stage = {"TITLE": title, "COLOR": color, "ENTITY_TYPE": kind, "ENTITY_ID": number}
    return store.add(STAGE, {**stage, "SORT": sort}, id=id)


def put_after(store: Store, number: int, after: int) -> None:
    """Move the stage behind `after`, or to the beginning where there is no such stage."""
    stage = store.get(STAGE, number) or {}
    rest = stages_of(store, stage["ENTITY_TYPE"], stage["ENTITY_ID"])
    order = [n for n, _ in rest if n != number]
    order.insert(order.index(after) + 1 if after in order else 0, number)
    for place, each in enumerate(order, 1):
        data = store.get(STAGE, each) or {}
        store.put(STAGE, each, {**data, "SORT": place * STEP})


def tasks_in(store: Store, stage: int) -> list[int]:
    """Return the tasks that were moved to the stage, in their order."""
    where = [Where("STAGE_ID", "=", stage)]
    places = store.select(PLACE, where, [("SORT", False), ("ID", False)])
    return [data["TASK_ID"] for _, data in places]


def place(store: Store, task: int, stage: int, before: int, after: int) -> None:
    """Put the task into the stage: in front of, behind the given tasks, or at the end.

    A task has one place in each plan and kanban: where it was in this one, it leaves.
    """
    data = store.get(STAGE, stage) or {}
    own = {n for n, _ in stages_of(store, data["ENTITY_TYPE"], data["ENTITY_ID"])}
    for known, old in store.all(PLACE, TASK_ID=task):
        if old["STAGE_ID"] in own:
            store.delete(PLACE, known)
    order = tasks_in(store, stage)
    if before in order:
        order.insert(order.index(before), task)
    else:
        order.insert(order.index(after) + 1 if after in order else len(order), task)
    for known, _ in store.all(PLACE, STAGE_ID=stage):
        store.delete(PLACE, known)
    for sort, each in enumerate(order, 1):
        store.add(PLACE, {"TASK_ID": each, "STAGE_ID": stage, "SORT": sort * STEP})
