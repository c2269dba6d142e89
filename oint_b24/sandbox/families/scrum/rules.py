"""What the methods of Scrum share: parameters, refusals with the code `0`, access, users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.groups import members
from oint_b24.sandbox.families.people.directory import get_user, is_admin

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Row = dict[str, Any]

ENTITY = "scrum_entity"  # backlogs and sprints have one sequence of ids: tasks lie in either
EPIC = "scrum_epic"
STAGE = "scrum_stage"
ITEM = "scrum_item"  # what Scrum knows of a task, under the task's id
BACKLOG, SPRINT = "backlog", "sprint"


def refuse(call: Call, text: str) -> NoReturn:
    """Refuse the way all methods of Scrum do."""
    call.refuse("0", text)


def number(call: Call, name: str = "id") -> int:
    """Return a required number. Refuses with `100` what is none."""
    value = call.get(name)
    if value in (None, ""):
        call.refuse("100", f"Could not find value for parameter {{{name}}}")
    found = whole(value)
    if found is None:
        kind = f"to match with parameter {{{name}}}. Should be value of type int."
        call.refuse("100", f"Invalid value {{{value}}} {kind}")
    return found


def given(call: Call, name: str) -> int:
    """Return a number the method itself looks for, 0 where there is none."""
    return call.integer(name, 0) or 0


def fields(call: Call) -> Row:
    """Return the object `fields`. Refuses with `100` where there is none."""
    value = call.get("fields")
    if value is None:
        call.refuse("100", "Could not find value for parameter {fields}")
    if not isinstance(value, (dict, list)):
        kind = "to match with parameter {fields}. Should be value of type array"
        call.refuse("100", f"Invalid value {{{value}}} {kind}")
    return call.object("fields")


def admit(call: Call, group: int | None) -> None:
    """Let only members of a group in, and administrators."""
    known = call.store.get("sonet_group", group) is not None
    inside = group is not None and members.role_of(call.store, group, call.user) in members.MEMBERS
    if not known or not (inside or is_admin(call.store, call.user)):
        refuse(call, "Access denied")


def authors(call: Call, sent: Row, row: Row) -> Row:
    """Return who has created and changed something, as sent or as it was."""
    found = {}
    for name in ("createdBy", "modifiedBy"):
        user = whole(sent.get(name), row.get(name, 0)) or 0
        if name in sent and get_user(call.store, user) is None:
            refuse(call, f"{name} user not found")
        found[name] = user
    return found


def described(types: dict[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """Return names of fields with their types the way `getFields` answers."""
    return {"fields": {name: {"type": kind} for name, kind in types.items()}}


def backlog_of(call: Call, group: int) -> int | None:
    """Return the id of a group's backlog."""
    for found, _ in call.store.all(ENTITY, TYPE=BACKLOG, groupId=group):
        return found
    return None


def items_in(call: Call, entity: int) -> list[tuple[int, Row]]:
    """Return the tasks of a backlog or sprint with what Scrum knows of them."""
    return call.store.all(ITEM, entityId=entity)
