"""The family of stages: kanbans of groups and everyone's «Мой план» (`task.stages.*`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.groups.members import role_of
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import planning
from oint_b24.sandbox.families.tasks.planning import GROUP, STAGE, STEP, USER
from oint_b24.sandbox.families.tasks.records import note, save, touch, visible
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Stage = dict[str, Any]

DEFAULT_COLOR = "FFD800"


@seed("tasks.stages")
def fill(store: Store) -> None:
    """Lay out the plan of the administrator."""
    stages = (*planning.DEFAULT_PLAN, ("Сделаю сегодня", "75D900"))
    for number, (title, color) in enumerate(stages, 1):
        planning.insert(store, title, color, (USER, 1), number * STEP, id=number)


@method("task.stages.add", scope="task")
def add(call: Call) -> int:
    """Add a stage behind AFTER_ID, or at the beginning (task-stages-add.md)."""
    fields = call.object("fields")
    title = str(fields.get("TITLE") or "").strip()
    if not title:
        call.refuse("EMPTY_TITLE", "Stage title is not specified")
    group = whole(fields.get("ENTITY_ID"), 0) or 0
    entity = (GROUP, group) if group else (USER, call.user)
    _require(call, entity, "You do not have permission to manage stages")
    if not group:
        planning.begin(call.store, call.user)
    color = str(fields.get("COLOR") or DEFAULT_COLOR)
    number = planning.insert(call.store, title, color, entity, 0)
    planning.put_after(call.store, number, whole(fields.get("AFTER_ID"), 0) or 0)
    return number


@method("task.stages.get", scope="task")
def get(call: Call) -> dict[str, Any] | list[Any]:
    """Return stages by id, in their order (task-stages-get.md)."""
    group = call.integer("entityId", 0) or 0
    entity = (GROUP, group) if group else (USER, call.user)
    _require(call, entity, "You cannot view stages in this group.")
    if not group:
        planning.begin(call.store, call.user)
    stages = planning.stages_of(call.store, *entity)
    return {str(n): _shown(n, stage, place == 0) for place, (n, stage) in enumerate(stages)} or []


def _shown(number: int, stage: Stage, is_first: bool) -> dict[str, Any]:
    return {
        "ID": str(number),
        "TITLE": stage["TITLE"],
        "SORT": str(stage["SORT"]),
        "COLOR": stage["COLOR"],
        "SYSTEM_TYPE": "NEW" if is_first else None,
        "ENTITY_ID": str(stage["ENTITY_ID"]),
        "ENTITY_TYPE": stage["ENTITY_TYPE"],
        "ADDITIONAL_FILTER": [],
        "TO_UPDATE": [],
        "TO_UPDATE_ACCESS": None,
    }


@method("task.stages.update", scope="task")
def update(call: Call) -> bool:
    """Rename, recolour or move a stage (task-stages-update.md)."""
    number, stage = _found(call, "You cannot modify stages in this group")
    fields = call.object("fields")
    for name in ("TITLE", "COLOR"):
        if fields.get(name):
            stage[name] = str(fields[name])
    call.store.put(STAGE, number, stage)
    if "AFTER_ID" in fields:
        planning.put_after(call.store, number, whole(fields["AFTER_ID"], 0) or 0)
    return True


@method("task.stages.delete", scope="task")
def delete(call: Call) -> bool:
    """Delete an empty stage that is not the first (task-stages-delete.md)."""
    number, stage = _found(call, "You cannot manage stages")
    stages = planning.stages_of(call.store, stage["ENTITY_TYPE"], stage["ENTITY_ID"])
    if stages[0][0] == number:
        text = "Cannot delete the first stage. Move the stage to delete it"
        call.refuse("CANT_DELETE_FIRST", text)
    if planning.tasks_in(call.store, number):
        # The page says that tasks are checked for, and names no code of their own for it.
        call.refuse("ACCESS_DENIED", "The stage contains tasks")
    return call.store.delete(STAGE, number)


@method("task.stages.canmovetask", scope="task")
def can_move(call: Call) -> bool:
    """Say whether tasks can be moved there (task-stages-can-move-task.md)."""
    kind, entity = call.text("entityType").upper(), call.integer("entityId", 0) or 0
    return kind in (USER, GROUP) and entity > 0 and _may_manage(call, (kind, entity))


@method("task.stages.movetask", scope="task")
def move_task(call: Call) -> bool:
    """Put a task into a stage, in front of or behind another (task-stages-move-task.md)."""
    task_id, stage_id = call.integer("id", 0) or 0, call.integer("stageId", 0) or 0
    task = visible(call, task_id)
    if task is None:
        call.refuse("TASK_NOT_FOUND", "Task not found or access to it is denied")
    stage = call.store.get(STAGE, stage_id)
    if stage is None:
        call.refuse("NOT_FOUND", "Stage not found")
    entity = (stage["ENTITY_TYPE"], stage["ENTITY_ID"])
    foreign = entity[0] == GROUP and entity[1] != task["GROUP_ID"]
    if foreign or not _may_manage(call, entity):
        call.refuse("ACCESS_DENIED_MOVE", "You cannot move this task")
    before, after = call.integer("before", 0) or 0, call.integer("after", 0) or 0
    planning.place(call.store, task_id, stage_id, before, after)
    if entity[0] == GROUP:
        note(call, task_id, "STAGE_ID", str(task["STAGE_ID"]), str(stage_id))
        task["STAGE_ID"] = stage_id
        touch(call, task)
        save(call.store, task_id, task)
    return True


def _found(call: Call, text: str) -> tuple[int, Stage]:
    number = call.integer("id", 0) or 0
    stage = call.store.get(STAGE, number)
    if stage is None:
        call.refuse("NOT_FOUND", "Stage not found")
    _require(call, (stage["ENTITY_TYPE"], stage["ENTITY_ID"]), text)
    return number, stage


def _require(call: Call, entity: tuple[str, int], text: str) -> None:
    asked = call.flag("isAdmin") and entity[0] == GROUP
    if not (asked and people.is_admin(call.store, call.user)) and not _may_manage(call, entity):
        call.refuse("ACCESS_DENIED", text)


def _may_manage(call: Call, entity: tuple[str, int]) -> bool:
    """Say whether the acting user arranges these stages: one's own plan, known groups' kanbans.

    Other people's plans are closed to everyone, administrators too (stages/index.md).
    """
    kind, number = entity
    if kind == USER:
        return number == call.user
    if call.store.get("sonet_group", number) is None:
        return False
    return people.is_admin(call.store, call.user) or bool(role_of(call.store, number, call.user))
