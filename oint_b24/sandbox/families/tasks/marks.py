"""Personal marks on tasks: favourites, mute, pin, watching (user-actions/index.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.tasks.records import joined, note, required_id, save, touch, visible
from oint_b24.sandbox.families.tasks.view import card
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


def _mark(call: Call, number: int, task: dict[str, Any], name: str, on: bool) -> None:
    others = [user for user in task[name] if user != call.user]
    task[name] = [*others, call.user] if on else others
    save(call.store, number, task)


def _favorite(call: Call, on: bool) -> bool:
    number = required_id(call)
    task = visible(call, number)
    if task is None:
        call.refuse("1", "Task not found or not accessible")
    _mark(call, number, task, "FAVORITE_OF", on)
    return True


@method("tasks.task.favorite.add", scope="task")
def favorite_add(call: Call) -> bool:
    """Put a task among the favourites (tasks-task-favorite-add.md)."""
    return _favorite(call, True)


@method("tasks.task.favorite.remove", scope="task")
def favorite_remove(call: Call) -> bool:
    """Take a task out of the favourites (tasks-task-favorite-remove.md)."""
    return _favorite(call, False)


def _silent(call: Call, name: str, on: bool) -> Any:
    # The pages name the parameter `id`, portals take `taskId` as well.
    number = required_id(call, "id", "taskId")
    task = visible(call, number)
    if task is None:
        return []
    _mark(call, number, task, name, on)
    return card(call, number)


@method("tasks.task.mute", scope="task")
def mute(call: Call) -> Any:
    """Silence a task for oneself (tasks-task-mute.md)."""
    return _silent(call, "MUTED_BY", True)


@method("tasks.task.unmute", scope="task")
def unmute(call: Call) -> Any:
    """Let a task be heard again (tasks-task-unmute.md)."""
    return _silent(call, "MUTED_BY", False)


@method("tasks.task.pin", scope="task")
def pin(call: Call) -> Any:
    """Pin a task in one's own list (tasks-task-pin.md)."""
    return _silent(call, "PINNED_BY", True)


@method("tasks.task.unpin", scope="task")
def unpin(call: Call) -> Any:
    """Unpin a task in one's own list (tasks-task-unpin.md)."""
    return _silent(call, "PINNED_BY", False)


def _watch(call: Call, on: bool) -> dict[str, Any]:
    number = required_id(call)
    task = visible(call, number)
    if task is None:
        call.refuse("1048584", "a:0:{}")
    before = task["AUDITORS"]
    others = [user for user in before if user != call.user]
    task["AUDITORS"] = [*others, call.user] if on else others
    if set(task["AUDITORS"]) != set(before):
        touch(call, task)
        note(call, number, "AUDITORS", joined(before), joined(task["AUDITORS"]))
        save(call.store, number, task)
    return card(call, number)


@method("tasks.task.startwatch", scope="task")
def start_watch(call: Call) -> dict[str, Any]:
    """Become an auditor of a task (tasks-task-start-watch.md)."""
    return _watch(call, True)


@method("tasks.task.stopwatch", scope="task")
def stop_watch(call: Call) -> dict[str, Any]:
    """Stop being an auditor of a task (tasks-task-stop-watch.md)."""
    return _watch(call, False)
