"""The family of tasks: creating, reading, changing and deleting them (`tasks.task.*`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import (
    access,
    files as task_files,
    input as task_input,
    links,
    marks,
    query,
    seed as task_seed,
    status as task_status,
    summary,
    user_values,
)
from oint_b24.sandbox.families.tasks.history import changed
from oint_b24.sandbox.families.tasks.model import KIND, blank, descriptions
from oint_b24.sandbox.families.tasks.records import (
    insert,
    note,
    remove,
    required_id,
    save,
    set_status,
    touch,
    visible,
)
from oint_b24.sandbox.families.tasks.view import card
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.store import Store

__all__ = ["links", "marks", "summary", "task_status"]

INTERNAL = " (internal error)"
_SYSTEM_FIELDS = {
    "UF_CRM_TASK": ("Элементы CRM", "crm"),
    "UF_TASK_WEBDAV_FILES": ("Загрузить файлы", "disk_file"),
    "UF_MAIL_MESSAGE": (None, "mail_message"),
}


@seed("tasks.family")
def fill(store: Store) -> None:
    """Put the six tasks of a fresh portal in."""
    task_seed.fill(store)


@method("tasks.task.add", scope="task")
def add(call: Call) -> dict[str, Any]:
    """Create a task and answer its card (tasks-task-add.md)."""
    fields = task_input.read(call)
    task_input.check(call, fields, None, {})
    task_input.required_custom(call, fields)
    files, status = fields.pop(task_input.FILES, []), fields.pop("STATUS", None)
    if not people.is_admin(call.store, call.user) or fields.get("CREATED_BY") is None:
        fields["CREATED_BY"] = call.user
    number = insert(call.store, {**blank(call.user, call.portal.moment()), **fields})
    _name_tags(call.store, fields.get("TAGS", []))
    task_files.replace(call, (task_files.TASK, number), files)
    note(call, number, "NEW", None, None)
    if status is not None:
        task = call.store.get(KIND, number) or {}
        set_status(call, number, task, status)
        save(call.store, number, task)
    return card(call, number)


@method("tasks.task.get", scope="task")
def get(call: Call) -> Any:
    """Answer a task's card; a task that is not there or not visible is `[]`."""
    number = required_id(call, suffix=INTERNAL)
    select = call.get("select")
    if select is not None and not isinstance(select, (list, dict)):
        text = "Invalid value {} to match with parameter {select}. Should be value of type array."
        call.refuse("100", f"{text}{INTERNAL}")
    return card(call, number, call.list("select")) if visible(call, number) else []


@method("tasks.task.list", scope="task")
def list_tasks(call: Call) -> Page:
    """List tasks, 50 at a time (tasks-task-list.md)."""
    return query.answer(call)


@method("tasks.task.update", scope="task")
def update(call: Call) -> dict[str, Any]:
    """Change a task and answer its card (tasks-task-update.md)."""
    number = required_id(call, suffix=INTERNAL)
    fields = task_input.read(call)
    task = visible(call, number)
    if task is None or not _may_change(call, task, fields):
        call.refuse("0", f"Action on the task is not allowed{INTERNAL}")
    task_input.check(call, fields, number, task)
    if task_input.FILES in fields:
        entity = (task_files.TASK, number)
        task_files.replace(call, entity, fields.pop(task_input.FILES))
    status = fields.pop("STATUS", None)
    _name_tags(call.store, fields.get("TAGS", []))
    if changed(call, number, task, fields):
        touch(call, task)
    task |= fields
    if status is not None:
        set_status(call, number, task, status)
    save(call.store, number, task)
    return card(call, number)


def _may_change(call: Call, task: dict[str, Any], fields: dict[str, Any]) -> bool:
    allowed = access.actions(call.store, call.user, task)
    if set(fields) == {"DEADLINE"}:
        return allowed["CHANGE_DEADLINE"]
    return allowed["EDIT"]


def _name_tags(store: Store, tags: list[str]) -> None:
    known = {data["TITLE"] for _, data in store.all("task_tag")} if tags else set()
    for title in tags:
        if title not in known:
            store.add("task_tag", {"TITLE": title})


@method("tasks.task.delete", scope="task")
def delete(call: Call) -> dict[str, Any]:
    """Delete a task with its checklists, comments and records (tasks-task-delete.md)."""
    number = required_id(call)
    task = visible(call, number)
    if task is None or not access.actions(call.store, call.user, task)["REMOVE"]:
        call.refuse("1048582", "No access to delete the task")
    task_files.detach_all(call.store, (task_files.TASK, number))
    remove(call.store, number)
    return {"task": True}


@method("tasks.task.getFields", scope="task")
def get_fields(call: Call) -> dict[str, Any]:
    """Describe the fields of tasks, custom ones last (tasks-task-get-fields.md)."""
    custom = user_values.custom_fields(call.store)
    own = {name: (data["LABEL"] or None, data["USER_TYPE_ID"]) for name, data in custom.items()}
    described = {n: {"title": t, "type": k} for n, (t, k) in {**_SYSTEM_FIELDS, **own}.items()}
    return {"fields": descriptions() | described}
