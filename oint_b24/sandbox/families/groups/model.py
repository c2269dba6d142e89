"""Groups as they are kept: who sees them, who may change them, what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.groups import members
from oint_b24.sandbox.families.people.directory import get_user, is_admin, is_extranet

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Group = dict[str, Any]

KIND = "sonet_group"
NOT_FOUND = "Socialnetwork group not found"
SUBJECT = {"ID": 1, "NAME": "Рабочие группы"}
SITE, EXTRANET_SITE = "s1", "co"


def is_visible(store: Store, user: int, number: int, group: Group) -> bool:
    """Say whether `user` may know of a group: its members do, of an open one everybody inside."""
    if members.role_of(store, number, user):
        return True
    person = get_user(store, user)
    return group["VISIBLE"] == "Y" and person is not None and not is_extranet(person)


def may_change(store: Store, user: int, group: Group) -> bool:
    """Say whether `user` may change or delete a group: its owner and administrators may."""
    return bool(group["OWNER_ID"] == user) or is_admin(store, user)


def given_id(call: Call, name: str, text: str) -> int:
    """Return the id of a group out of a parameter; `text` refuses what is none."""
    number = call.integer(name)
    if number is None or number <= 0:
        call.refuse("", text)
    return number


def found(call: Call, number: int, *, visible: bool = False) -> Group:
    """Return a group; with `visible` only one the caller may know of."""
    group = call.store.get(KIND, number)
    if group is None:
        call.refuse("", NOT_FOUND)
    hidden = visible and not is_admin(call.store, call.user)
    if hidden and not is_visible(call.store, call.user, number, group):
        call.refuse("", NOT_FOUND)
    return group


def people(call: Call, name: str = "USER_ID") -> list[int]:
    """Return the users of a parameter: an id or a list. Refuses an empty one."""
    numbers = [whole(value) or 0 for value in call.list(name)]
    wanted = [number for number in dict.fromkeys(numbers) if number > 0]
    if not wanted:
        call.refuse("", "Wrong user IDs")
    return wanted


def exists(store: Store, user: int) -> bool:
    """Say whether a user can be in a group: working employees and guests can, bots cannot."""
    person = get_user(store, user)
    return bool(person and person["ACTIVE"] and person["USER_TYPE"] in ("employee", "extranet"))


def kind_of(group: Group) -> str:
    """Return the type: group, project or scrum."""
    if group["SCRUM_MASTER_ID"]:
        return "scrum"
    return "project" if group["PROJECT"] == "Y" else "group"


def row(store: Store, number: int, group: Group) -> Group:
    """Return a group as it is filtered and sorted, with what is counted."""
    inside = members.members(store, number)
    return {
        **group,
        "ID": number,
        "SITE_ID": EXTRANET_SITE if group["IS_EXTRANET"] == "Y" else SITE,
        "SUBJECT_ID": SUBJECT["ID"],
        "SUBJECT_NAME": SUBJECT["NAME"],
        "NUMBER_OF_MEMBERS": len(inside),
        "NUMBER_OF_MODERATORS": sum(one.role in ("A", "E") for one in inside),
        "TYPE": kind_of(group),
    }


def touch(call: Call, number: int, group: Group) -> None:
    """Keep a changed group with the moment of the change."""
    moment = call.portal.moment()
    call.store.put(KIND, number, {**group, "DATE_UPDATE": moment, "DATE_ACTIVITY": moment})


def note_guests(call: Call, number: int, users: list[int]) -> None:
    """Make a group an external one as soon as a guest comes in (user/index.md)."""
    group = call.store.get(KIND, number)
    guests = (get_user(call.store, user) for user in users)
    if group and any(guest is not None and is_extranet(guest) for guest in guests):
        call.store.put(KIND, number, {**group, "IS_EXTRANET": "Y"})
