"""Who may do what with a task: roles, what each role allows, the list of actions (fields.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks.model import (
    AWAITING_CONTROL,
    COMPLETED,
    DEFERRED,
    IN_PROGRESS,
    PENDING,
)

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

    Task = dict[str, Any]

_OPEN = (PENDING, IN_PROGRESS, DEFERRED)


def participants(task: Task) -> set[int]:
    """Return everyone the task concerns."""
    own = {task["CREATED_BY"], task["RESPONSIBLE_ID"]}
    return own | set(task["ACCOMPLICES"]) | set(task["AUDITORS"])


def roles(store: Store, user: int, task: Task) -> frozenset[str]:
    """Return the roles of `user` in the task; no role means that the task is not visible."""
    found = {
        "admin": people.is_admin(store, user),
        "creator": user == task["CREATED_BY"],
        "responsible": user == task["RESPONSIBLE_ID"],
        "accomplice": user in task["ACCOMPLICES"],
        "auditor": user in task["AUDITORS"],
    }
    held = {role for role, holds in found.items() if holds}
    # Looking up the company's structure costs; who has a say anyway does not need it.
    if not held & {"admin", "creator"} and subordinates(store, user) & participants(task):
        held.add("manager")
    return frozenset(held)


def can_read(store: Store, user: int, task: Task) -> bool:
    """Say whether `user` sees the task: participants, their managers, administrators."""
    return bool(roles(store, user, task))


def can_edit(held: frozenset[str]) -> bool:
    """Say whether the roles allow to change any field."""
    return bool(held & {"admin", "creator", "manager"})


def can_work(held: frozenset[str]) -> bool:
    """Say whether the roles allow to do the task: those who edit and those who carry it out."""
    return can_edit(held) or bool(held & {"responsible", "accomplice"})


def subordinates(store: Store, head: int) -> frozenset[int]:
    """Return who works in the departments that `head` leads, and below them."""
    departments = store.all("department")
    led = {n for n, d in departments if whole(d.get("UF_HEAD")) == head}
    while below := {n for n, d in departments if whole(d.get("PARENT")) in led} - led:
        led |= below
    if not led:
        return frozenset()
    staff = people.active_users(store)
    return frozenset(n for n, u in staff if n != head and led & set(u.get("UF_DEPARTMENT") or []))


def actions(store: Store, user: int, task: Task) -> dict[str, bool]:
    """Return what `user` may do with the task right now, by the names of getaccess."""
    held = roles(store, user, task)
    return _moves(held, task["STATUS"]) | _rest(held, user, task)


def _moves(held: frozenset[str], status: int) -> dict[str, bool]:
    worker, editor = can_work(held), can_edit(held)
    judge = bool(held & {"admin", "creator"}) and status == AWAITING_CONTROL
    finished = (AWAITING_CONTROL, COMPLETED, DEFERRED)
    return {
        "ACCEPT": False,
        "DECLINE": False,
        "COMPLETE": worker and status in _OPEN,
        "APPROVE": judge,
        "DISAPPROVE": judge,
        "START": worker and status == PENDING,
        "PAUSE": worker and status == IN_PROGRESS,
        "DELEGATE": (editor or "responsible" in held) and status in _OPEN,
        "REMOVE": bool(held & {"admin", "creator"}),
        "EDIT": editor,
        "DEFER": worker and status == PENDING,
        "RENEW": worker and status in finished,
    }


def _rest(held: frozenset[str], user: int, task: Task) -> dict[str, bool]:
    worker, editor, reader = can_work(held), can_edit(held), bool(held)
    favorite = user in task["FAVORITE_OF"]
    own_deadline = "responsible" in held and task["ALLOW_CHANGE_DEADLINE"] == "Y"
    timer = task["ALLOW_TIME_TRACKING"] == "Y" and task["STATUS"] in _OPEN
    return {
        "CREATE": reader,
        "CHANGE_DEADLINE": editor or own_deadline,
        "CHECKLIST_ADD_ITEMS": worker,
        "ADD_FAVORITE": reader and not favorite,
        "DELETE_FAVORITE": reader and favorite,
        "RATE": editor,
        "TAKE": False,
        "EDIT.ORIGINATOR": False,
        "CHECKLIST.REORDER": worker,
        "ELAPSEDTIME.ADD": reader,
        "DAYPLAN.TIMER.TOGGLE": timer and bool(held & {"responsible", "accomplice"}),
        "EDIT.PLAN": editor,
        "CHECKLIST.ADD": worker,
        "FAVORITE.ADD": reader and not favorite,
        "FAVORITE.DELETE": reader and favorite,
    }
