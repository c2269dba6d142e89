"""`sonet_group.feature.access`: what a caller may do with the tools of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.families.groups import members, model
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# Tools with their operations, and who may do them: K all members, E moderators and the owner.
_OPERATIONS: dict[str, dict[str, str]] = {
    "photo": {"view": "K", "write": "K"},
    "calendar": {"view": "K", "write": "K"},
    "tasks": {
        "view": "K",
        "view_all": "K",
        "sort": "K",
        "create_tasks": "K",
        "edit_tasks": "E",
        "delete_tasks": "E",
    },
    "files": {"view": "K", "write": "K"},
    "blog": {
        "view_post": "K",
        "premoderate_post": "K",
        "write_post": "K",
        "moderate_post": "E",
        "full_post": "E",
        "view_comment": "K",
        "premoderate_comment": "K",
        "write_comment": "K",
        "moderate_comment": "E",
        "full_comment": "E",
    },
}
_MAY = {"K": ("A", "E", "K"), "E": ("A", "E")}


@method("sonet_group.feature.access", scope="sonet_group")
def access(call: Call) -> bool:
    """Say whether the caller may do something in a group (sonet-group-feature-access.md)."""
    number = model.given_id(call, "GROUP_ID", "Wrong socialnetwork group ID")
    operations = _OPERATIONS.get(call.text("FEATURE"))
    if operations is None:
        call.refuse("", "Wrong feature")
    needed = operations.get(call.text("OPERATION"))
    if needed is None:
        call.refuse("", "Wrong operation")
    if call.store.get(model.KIND, number) is None:
        return False
    role = members.role_of(call.store, number, call.user)
    return role in _MAY[needed] or is_admin(call.store, call.user)


def names() -> tuple[str, ...]:
    """Return the tools a group has."""
    return tuple(_OPERATIONS)
