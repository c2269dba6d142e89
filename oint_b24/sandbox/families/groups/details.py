"""What `socialnetwork.api.workgroup.get` adds to a group on request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.groups import features, members, model
from oint_b24.sandbox.families.lists.values import site_text
from oint_b24.sandbox.families.people.directory import full_name, get_user, is_admin

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.groups.members import Tie

    Group = dict[str, Any]

_NAMES = {
    "photo": "Фото",
    "calendar": "Календарь",
    "tasks": "Задачи",
    "files": "Диск",
    "blog": "Сообщения",
}
_ICONS = ("folder", "checks", "pie", "bag", "members")
_KEYS = {"PIN": "IS_PIN", "PRIVACY_TYPE": "PRIVACY_CODE"}  # select -> result


def selected(call: Call, row: Group, names: list[str]) -> Group:
    """Return the additional fields that were selected; unknown names bring nothing."""
    return {_KEYS.get(name, name): _FIELDS[name](call, row) for name in names if name in _FIELDS}


def avatar(call: Call, row: Group) -> str:
    """Return the address of the avatar, "" where there is none."""
    return call.portal.base + row["IMAGE"] if row["IMAGE"] else ""


def own_role(call: Call, number: int, nothing: Any) -> Group:
    """Return how the caller stands to a group; `nothing` is the answer for a stranger."""
    known = members.tie(call.store, number, call.user)
    return {
        "ROLE": known.role if known else nothing,
        "INITIATED_BY_TYPE": known.begun_by if known else nothing,
    }


def tools(params: Group) -> list[str]:
    """Return the tools of a group that were asked for."""
    given = [*(params.get("features") or []), *(params.get("mandatoryFeatures") or [])]
    return [name for name in features.names() if name in given]


def _avatar_data(call: Call, row: Group) -> Group:
    address = avatar(call, row)
    return {"type": "image" if address else "icon", "id": address}


def _avatar_types(call: Call, _row: Group) -> Group:
    base = f"{call.portal.base}/bitrix/images/socialnetwork/workgroup/"
    return {
        name: {
            "sort": 100 * place,
            "mobileUrl": f"{base}{name}.png",
            "webCssClass": name,
            "entitySelectorUrl": f"{base}{name}.svg",
        }
        for place, name in enumerate(_ICONS, 1)
    }


def _owner(call: Call, row: Group) -> Group:
    owner = get_user(call.store, row["OWNER_ID"]) or {}
    return {
        "ID": row["OWNER_ID"],
        "PHOTO": owner.get("PERSONAL_PHOTO") or "",
        "FORMATTED_NAME": full_name(owner),
    }


def _actions(call: Call, row: Group) -> Group:
    may = model.may_change(call.store, call.user, row)
    role = members.role_of(call.store, row["ID"], call.user)
    return {
        "EDIT": may,
        "DELETE": may,
        "INVITE": may or (role in members.MEMBERS and row["INITIATE_PERMS"] == "K"),
        "JOIN": role not in members.MEMBERS,
        "LEAVE": role in ("E", "K"),
        "FOLLOW": role in members.MEMBERS,
        "PIN": role in members.MEMBERS,
        "EDIT_FEATURES": may,
    }


def _privacy(_call: Call, row: Group) -> str:
    if row["VISIBLE"] != "Y":
        return "secret"
    return "open" if row["OPENED"] == "Y" else "closed"


def _own(call: Call, row: Group) -> Group:
    role = own_role(call, row["ID"], nothing=False)
    return {**role, "IS_SUBSCRIBED": role["ROLE"] in members.MEMBERS}


def _members(call: Call, row: Group) -> list[Group]:
    return [_person(call, row, one) for one in members.members(call.store, row["ID"])]


def _person(call: Call, row: Group, one: Tie) -> Group:
    user = get_user(call.store, one.user) or {}
    return {
        "id": one.user,
        "isOwner": one.role == "A",
        "isModerator": one.role in ("A", "E"),
        "isScrumMaster": one.user == row["SCRUM_MASTER_ID"],
        "isAutoMember": False,
        "name": user.get("NAME", ""),
        "lastName": user.get("LAST_NAME", ""),
        "position": user.get("WORK_POSITION", ""),
        "photo": user.get("PERSONAL_PHOTO") or "",
    }


def _awaiting(call: Call, row: Group) -> list[Group]:
    waiting = [one.user for one in _waiting(call, row)]
    people = [(number, get_user(call.store, number) or {}) for number in waiting]
    return [
        {"id": number, "name": full_name(user), "photo": user.get("PERSONAL_PHOTO") or ""}
        for number, user in people
    ]


def _waiting(call: Call, row: Group) -> list[Tie]:
    """Return who has asked to join and is not let in yet."""
    found = members.ties(call.store, row["ID"])
    return [one for one in found if one.role == "Z" and one.begun_by == members.ASKED]


def _everybody(call: Call, row: Group) -> list[Group]:
    return [
        {
            "id": one.user,
            "invited": one.role == "Z" and one.begun_by == members.INVITED,
            "isAwaiting": one.role == "Z" and one.begun_by == members.ASKED,
            "isMember": one.role in members.MEMBERS,
        }
        for one in members.ties(call.store, row["ID"])
    ]


def _counters(call: Call, row: Group) -> Group:
    waiting = [one for one in members.ties(call.store, row["ID"]) if one.role == "Z"]
    asked = sum(one.begun_by == members.ASKED for one in waiting)
    may = model.may_change(call.store, call.user, row) or is_admin(call.store, call.user)
    return {
        "workgroup_requests_out": len(waiting) - asked if may else 0,
        "workgroup_requests_in": asked if may else 0,
    }


def _features(_call: Call, _row: Group) -> list[Group]:
    return [
        {"featureName": name, "name": _NAMES[name], "customName": "", "id": place, "active": True}
        for place, name in enumerate(features.names(), 1)
    ]


def _tags(_call: Call, row: Group) -> list[str]:
    return sorted(tag.strip() for tag in (row["KEYWORDS"] or "").split(",") if tag.strip())


_FIELDS: dict[str, Callable[[Call, Group], Any]] = {
    "ACTIONS": _actions,
    "AVATAR": avatar,
    "AVATAR_DATA": _avatar_data,
    "AVATAR_TYPES": _avatar_types,
    "COUNTERS": _counters,
    "DATE_CREATE": lambda _call, row: site_text(row["DATE_CREATE"]),
    "DEPARTMENTS": lambda _call, _row: [],
    "EFFICIENCY": lambda _call, _row: 100,
    "FEATURES": _features,
    "GROUP_MEMBERS_LIST": _everybody,
    "LIST_OF_MEMBERS": _members,
    "LIST_OF_MEMBERS_AWAITING_INVITE": _awaiting,
    "OWNER_DATA": _owner,
    "PIN": lambda _call, _row: False,
    "PRIVACY_TYPE": _privacy,
    "SUBJECT_DATA": lambda _call, _row: dict(model.SUBJECT),
    "TAGS": _tags,
    "USER_DATA": _own,
}
