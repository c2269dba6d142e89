"""`sonet_group.user.*`: who comes into a group, who leaves it, and in which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.families.groups import members, model
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_WRONG = "Wrong group ID"
_NO_ROLES = "No permissions to update users role"
_RANK = {"A": 3, "E": 2, "K": 1}


def _admit(call: Call, text: str) -> None:
    if not is_admin(call.store, call.user):
        call.refuse("", text)


@method("sonet_group.user.get", scope="sonet_group")
def get(call: Call) -> list[dict[str, str]]:
    """Return the members of a group (sonet-group-user-get.md)."""
    number = model.given_id(call, "ID", "Wrong socialnetwork group ID")
    model.found(call, number, visible=True)
    found = members.members(call.store, number)
    return [
        {"USER_ID": str(one.user), "ROLE": one.role}
        for one in found
        if model.exists(call.store, one.user)
    ]


@method("sonet_group.user.add", scope="sonet_group")
def add(call: Call) -> list[str]:
    """Add users without asking them; return whom (sonet-group-user-add.md)."""
    number = model.given_id(call, "GROUP_ID", _WRONG)
    _admit(call, "No permissions to add users")
    wanted = model.people(call)
    model.found(call, number)
    added = [
        user
        for user in wanted
        if model.exists(call.store, user)
        and members.role_of(call.store, number, user) not in members.MEMBERS
    ]
    for user in added:
        members.put(call.store, number, user, "K")
    model.note_guests(call, number, added)
    return [str(user) for user in added]


@method("sonet_group.user.invite", scope="sonet_group")
def invite(call: Call) -> list[str]:
    """Invite users; return whom. One who has asked to join is let in (…-user-invite.md)."""
    number = model.given_id(call, "GROUP_ID", _WRONG)
    wanted = model.people(call)
    group = model.found(call, number, visible=True)
    role = members.role_of(call.store, number, call.user)
    needed = _RANK[group["INITIATE_PERMS"]]
    if _RANK.get(role, 0) < needed and not is_admin(call.store, call.user):
        return []
    invited = []
    for user in wanted:
        known = members.tie(call.store, number, user)
        if not model.exists(call.store, user) or (known and known.role in members.MEMBERS):
            continue
        has_asked = known is not None and known.begun_by == members.ASKED
        members.put(call.store, number, user, "K" if has_asked else "Z", members.INVITED)
        invited.append(str(user))
    return invited


@method("sonet_group.user.request", scope="sonet_group")
def request(call: Call) -> bool:
    """Ask to join; an open group takes everybody, an invited one is let in (…-user-request.md)."""
    number = model.given_id(call, "GROUP_ID", _WRONG)
    group = model.found(call, number, visible=True)
    known = members.tie(call.store, number, call.user)
    if known is not None and (known.role in members.MEMBERS or known.begun_by == members.ASKED):
        call.refuse("", "Cannot request to join group")
    is_let_in = known is not None or group["OPENED"] == "Y"
    members.put(call.store, number, call.user, "K" if is_let_in else "Z", members.ASKED)
    return True


@method("sonet_group.user.update", scope="sonet_group")
def update(call: Call) -> list[str]:
    """Change the role of members; the owner's stays (sonet-group-user-update.md)."""
    number = model.given_id(call, "GROUP_ID", _WRONG)
    _admit(call, _NO_ROLES)
    role = call.text("ROLE").upper()
    if role not in ("E", "K"):
        call.refuse("", "Incorrect role code")
    wanted = model.people(call)
    model.found(call, number)
    changed = [u for u in wanted if members.role_of(call.store, number, u) in ("E", "K")]
    for user in changed:
        members.put(call.store, number, user, role)
    return [str(user) for user in changed]


@method("sonet_group.user.delete", scope="sonet_group")
def delete(call: Call) -> list[str]:
    """Let members out; the owner and the scrum master stay (sonet-group-user-delete.md)."""
    number = model.given_id(call, "GROUP_ID", _WRONG)
    _admit(call, _NO_ROLES)
    wanted = model.people(call)
    group = model.found(call, number)
    staying = (group["OWNER_ID"], group["SCRUM_MASTER_ID"])
    gone = [u for u in wanted if members.tie(call.store, number, u) and u not in staying]
    for user in gone:
        members.drop(call.store, number, user)
    return [str(user) for user in gone]
