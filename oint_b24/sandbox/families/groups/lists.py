"""Lists of groups: `sonet_group.get`, and the caller's own ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.groups import members, model
from oint_b24.sandbox.families.lists import rows
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

    Group = dict[str, Any]

_FILTERED = (
    "ID", "NAME", "OWNER_ID", "ACTIVE", "VISIBLE", "OPENED", "CLOSED", "DATE_CREATE",
    "DATE_UPDATE", "DATE_ACTIVITY", "IS_EXTRANET", "PROJECT", "SUBJECT_ID",
)  # fmt: skip
_TOLD = (
    "SITE_ID", "NAME", "DESCRIPTION", "DATE_CREATE", "DATE_UPDATE", "ACTIVE", "VISIBLE",
    "OPENED", "CLOSED", "SUBJECT_ID", "OWNER_ID", "KEYWORDS", "NUMBER_OF_MEMBERS",
    "DATE_ACTIVITY", "SUBJECT_NAME", "PROJECT", "IS_EXTRANET",
)  # fmt: skip


def known_to(call: Call, as_admin: str) -> list[Group]:
    """Return the groups the caller may know of; `as_admin` Y shows an administrator them all."""
    everything = as_admin == "Y" and is_admin(call.store, call.user)
    found = []
    for number, group in call.store.all(model.KIND):
        if everything or model.is_visible(call.store, call.user, number, group):
            found.append(model.row(call.store, number, group))
    return found


@method("sonet_group.get", scope="sonet_group")
def get(call: Call) -> Page:
    """List groups and projects (sonet-group-get.md)."""
    given = dict(call.object("FILTER"))
    if call.integer("GROUP_ID"):
        given["=ID"] = call.integer("GROUP_ID")
    fits = rows.select(known_to(call, call.text("IS_ADMIN")), given, _FILTERED)
    ordered = rows.sort(fits, call.get("ORDER"), _FILTERED, {"ID": "DESC"})
    return rows.page(call, ordered, lambda group: _shown(call, group))


def _shown(call: Call, group: Group) -> Group:
    told: Group = {"ID": str(group["ID"])}
    for name in _TOLD:
        value = group[name]
        told[name] = str(value) if isinstance(value, int) else value
    if group["IMAGE"]:
        told["IMAGE"] = call.portal.base + group["IMAGE"]
    return told


@method("sonet_group.user.groups", scope="sonet_group")
def own(call: Call) -> list[Group]:
    """Return the groups the caller is a member of (sonet-group-user-groups.md)."""
    found = []
    for number, role in members.groups_of(call.store, call.user):
        group = call.store.get(model.KIND, number)
        if group is None:
            continue
        image = group["IMAGE"]
        row = {
            "GROUP_ID": str(number),
            "GROUP_NAME": group["NAME"],
            "ROLE": role,
            "GROUP_IMAGE_ID": str(number) if image else None,
            "GROUP_IMAGE": call.portal.base + image if image else "",
        }
        found.append({**row, "IS_EXTRANET": "Y"} if group["IS_EXTRANET"] == "Y" else row)
    return found
