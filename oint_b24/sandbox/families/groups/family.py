"""The family of workgroups: `sonet_group.*` for the groups themselves, and their seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.apps import offline
from oint_b24.sandbox.families.groups import features, lists, members, model, people, workgroups
from oint_b24.sandbox.families.groups.avatars import avatar
from oint_b24.sandbox.families.groups.model import KIND
from oint_b24.sandbox.families.people.directory import get_user, is_admin, is_extranet
from oint_b24.sandbox.families.portal.dates import moment_text
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Group = dict[str, Any]

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (features, lists, people, workgroups)
_FLAGS = ("VISIBLE", "OPENED", "CLOSED")
_PERMS = ("A", "E", "K")
_WRONG = "Wrong group ID"
_MOMENT = "2026-01-12T10:00:00+03:00"


@seed("groups.family")
def fill(store: Store) -> None:
    """Put in a group everybody sees and a project only its owner does."""
    for number, owner, name, changed, inside in (
        (1, 1, "Запуск сайта", {"DESCRIPTION": "Подготовка и выпуск сайта"}, (10, 11)),
        (2, 10, "Закрытый проект", {"VISIBLE": "N", "PROJECT": "Y"}, ()),
    ):
        group = {**_blank(owner, _MOMENT), "NAME": name, **changed}
        store.add(KIND, group, id=number)
        members.put(store, number, owner, "A", members.ASKED)
        for user in inside:
            members.put(store, number, user, "K")


def _blank(owner: int, moment: str) -> Group:
    return {
        "NAME": "",
        "DESCRIPTION": None,
        "KEYWORDS": None,
        "ACTIVE": "Y",
        "VISIBLE": "Y",
        "OPENED": "N",
        "CLOSED": "N",
        "INITIATE_PERMS": "K",
        "PROJECT": "N",
        "PROJECT_DATE_START": None,
        "PROJECT_DATE_FINISH": None,
        "SCRUM_MASTER_ID": 0,
        "OWNER_ID": owner,
        "IMAGE": "",
        "IS_EXTRANET": "N",
        "DATE_CREATE": moment,
        "DATE_UPDATE": moment,
        "DATE_ACTIVITY": moment,
    }


@method("sonet_group.create", scope="sonet_group")
def create(call: Call) -> int:
    """Create a group or project and return its id (sonet-group-create.md)."""
    if not call.params:
        call.refuse("", "Incorrect input data")
    if not call.text("NAME").strip():
        call.refuse("", "Cannot create group")
    owner = call.integer("OWNER_ID") if is_admin(call.store, call.user) else None
    owner = owner if owner is not None and model.exists(call.store, owner) else call.user
    group = _blank(owner, call.portal.moment())
    group["INITIATE_PERMS"] = "E" if _is_guest(call) else "K"
    group["PROJECT"] = "Y" if call.flag("PROJECT") else "N"
    group["SCRUM_MASTER_ID"] = call.integer("SCRUM_MASTER_ID", 0) or 0
    group["PROJECT"] = "Y" if group["SCRUM_MASTER_ID"] else group["PROJECT"]
    number = call.store.add(KIND, _filled(call, group))
    members.put(call.store, number, owner, "A", members.ASKED)
    master = group["SCRUM_MASTER_ID"]
    if master and master != owner and model.exists(call.store, master):
        members.put(call.store, number, master, "E")
    model.note_guests(call, number, [owner])
    offline.note(call, "ONSONETGROUPADD", number)
    return number


def _is_guest(call: Call) -> bool:
    person = get_user(call.store, call.user)
    return person is not None and is_extranet(person)


def _filled(call: Call, group: Group) -> Group:
    """Return a group with what the parameters say about it."""
    for name in ("NAME", "DESCRIPTION", "KEYWORDS"):
        if name in call.params:
            group[name] = call.text(name) or None
    for name in _FLAGS:
        if name in call.params:
            group[name] = "Y" if call.flag(name) else "N"
    for name in ("PROJECT_DATE_START", "PROJECT_DATE_FINISH"):
        if call.text(name):
            group[name] = moment_text(call.text(name))
    if call.text("INITIATE_PERMS") in _PERMS:
        group["INITIATE_PERMS"] = call.text("INITIATE_PERMS")
    if _is_guest(call):
        group |= {"VISIBLE": "N", "OPENED": "N"}
    image = avatar(call)
    if image is not None:
        group["IMAGE"] = image
    return group


@method("sonet_group.update", scope="sonet_group")
def update(call: Call) -> int:
    """Change a group and return its id (sonet-group-update.md)."""
    number = model.given_id(call, "GROUP_ID", _WRONG)
    group = call.store.get(KIND, number)
    if group is None:
        call.refuse("", _WRONG)
    if not model.may_change(call.store, call.user, group):
        call.refuse("", "User has no permissions to update group")
    if "NAME" in call.params and not call.text("NAME").strip():
        call.refuse("", "Cannot update group")
    changed = _filled(call, group)
    owner = call.integer("OWNER_ID")
    if owner is not None and model.exists(call.store, owner):
        hand_over(call, number, changed, owner)
    model.touch(call, number, changed)
    offline.note(call, "ONSONETGROUPUPDATE", number)
    return number


def hand_over(call: Call, number: int, group: Group, owner: int) -> None:
    """Make `owner` the owner; the one before stays as a member."""
    if owner != group["OWNER_ID"]:
        members.put(call.store, number, group["OWNER_ID"], "K")
        group["OWNER_ID"] = owner
        members.put(call.store, number, owner, "A")


@method("sonet_group.setowner", scope="sonet_group")
def set_owner(call: Call) -> bool:
    """Give a group another owner (sonet-group-setowner.md)."""
    wrong = "Invalid workgroup/project ID"
    number = model.given_id(call, "GROUP_ID", wrong)
    owner = call.integer("USER_ID")
    if owner is None or not model.exists(call.store, owner):
        call.refuse("", "Invalid user ID")
    group = call.store.get(KIND, number)
    if group is None:
        call.refuse("", wrong)
    if not model.may_change(call.store, call.user, group):
        call.refuse("", "Insufficient permissions to complete the operation.")
    hand_over(call, number, group, owner)
    model.touch(call, number, group)
    return True


@method("sonet_group.delete", scope="sonet_group")
def delete(call: Call) -> bool:
    """Delete a group; nobody is in it any more (sonet-group-delete.md)."""
    number = model.given_id(call, "GROUP_ID", _WRONG)
    group = model.found(call, number)
    if not model.may_change(call.store, call.user, group):
        call.refuse("", "User has no permissions to delete group")
    members.forget(call.store, number)
    offline.note(call, "ONSONETGROUPDELETE", number)
    return call.store.delete(KIND, number)
