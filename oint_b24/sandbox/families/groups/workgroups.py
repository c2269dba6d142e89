"""`socialnetwork.api.workgroup.*`: groups with as much about them as was selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.groups import details, lists, members, model
from oint_b24.sandbox.families.lists import rows
from oint_b24.sandbox.families.lists.values import site_text
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Group = dict[str, Any]

_FILTERED = (
    "ID", "NAME", "OWNER_ID", "ACTIVE", "VISIBLE", "OPENED", "CLOSED", "PROJECT", "SUBJECT_ID",
    "SITE_ID", "DATE_CREATE", "DATE_UPDATE", "DATE_ACTIVITY",
)  # fmt: skip
_MOMENTS = ("DATE_CREATE", "DATE_UPDATE", "DATE_ACTIVITY")
_PROJECT_MOMENTS = ("PROJECT_DATE_START", "PROJECT_DATE_FINISH")
_KEPT = (
    "ID", "ACTIVE", "SITE_ID", "SUBJECT_ID", "NAME", "DESCRIPTION", "KEYWORDS", "CLOSED",
    "VISIBLE", "OPENED", "OWNER_ID", "INITIATE_PERMS", "NUMBER_OF_MEMBERS",
    "NUMBER_OF_MODERATORS", "PROJECT", "TYPE", "SCRUM_MASTER_ID",
)  # fmt: skip
# In the order of socialnetwork-api-workgroup-list.md, all of them answered in camel case.
_SELECTED = (
    "ID", "ACTIVE", "SUBJECT_ID", "NAME", "DESCRIPTION", "KEYWORDS", "CLOSED", "VISIBLE",
    "OPENED", "PROJECT", "LANDING", "DATE_CREATE", "DATE_UPDATE", "DATE_ACTIVITY", "IMAGE_ID",
    "AVATAR_TYPE", "OWNER_ID", "NUMBER_OF_MEMBERS", "NUMBER_OF_MODERATORS", "INITIATE_PERMS",
    "PROJECT_DATE_START", "PROJECT_DATE_FINISH", "SCRUM_OWNER_ID", "SCRUM_MASTER_ID",
    "SCRUM_SPRINT_DURATION", "SCRUM_TASK_RESPONSIBLE", "TYPE", "AVATAR",
)  # fmt: skip
_WEEK = 604800  # seconds: the sprint of a new scrum


@method("socialnetwork.api.workgroup.get", scope="socialnetwork")
def get(call: Call) -> Group:
    """Return a group (socialnetwork-api-workgroup-get.md)."""
    params = call.object("params")
    number = whole(params.get("groupId")) or 0
    if number <= 0:
        text = "No value for the workgroup ID was provided."
        call.refuse("SONET_CONTROLLER_WORKGROUP_EMPTY", text)
    group = call.store.get(model.KIND, number)
    if group is None or not (
        is_admin(call.store, call.user) or model.is_visible(call.store, call.user, number, group)
    ):
        call.refuse("SONET_CONTROLLER_WORKGROUP_NOT_FOUND", "Workgroup not found.")
    row = model.row(call.store, number, group)
    select = params.get("select") or []
    names = list(select.values()) if isinstance(select, dict) else select
    more = details.selected(call, row, [str(name) for name in names])
    if params.get("mode") == "mobile":
        more["ADDITIONAL_DATA"] = details.own_role(call, number, nothing="")
    return {**_whole(row), **_people(call, number), **more}


def _whole(row: Group) -> Group:
    words = [row["NAME"], row["DESCRIPTION"] or "", row["KEYWORDS"] or ""]
    return {
        **{name: row[name] for name in _KEPT},
        **{name: site_text(row[name]) for name in (*_MOMENTS, *_PROJECT_MOMENTS)},
        **_fixed(row),
        "SEARCH_INDEX": " ".join(word for word in words if word),
        "SITE_IDS": [row["SITE_ID"]],
        "CHAT_ID": 0,
        "DIALOG_ID": "",
        "NUMBER_OF_MEMBERS_PLURAL": _plural(row["NUMBER_OF_MEMBERS"]),
    }


def _fixed(row: Group) -> Group:
    is_scrum = bool(row["SCRUM_MASTER_ID"])
    return {
        "LANDING": "N",
        "IMAGE_ID": row["ID"] if row["IMAGE"] else 0,
        "AVATAR_TYPE": "",
        "SCRUM_OWNER_ID": row["OWNER_ID"] if is_scrum else 0,
        "SCRUM_SPRINT_DURATION": _WEEK if is_scrum else 0,
        "SCRUM_TASK_RESPONSIBLE": "A" if is_scrum else "",
    }


def _plural(count: int) -> int:
    """Return which form a noun takes after a number: 1 участник, 2 участника, 5 участников."""
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else 2


def _people(call: Call, number: int) -> Group:
    found = members.ties(call.store, number)
    return {
        "MEMBERS": [one.user for one in found if one.role in members.MEMBERS],
        "ORDINARY_MEMBERS": [one.user for one in found if one.role == "K"],
        "INVITED_MEMBERS": [
            one.user for one in found if one.role == "Z" and one.begun_by == members.INVITED
        ],
        "MODERATOR_MEMBERS": [one.user for one in found if one.role == "E"],
    }


@method("socialnetwork.api.workgroup.list", scope="socialnetwork")
def list_groups(call: Call) -> Page:
    """List groups; only ids without a selection (socialnetwork-api-workgroup-list.md)."""
    params = call.object("params")
    known = lists.known_to(call, str(params.get("IS_ADMIN") or ""))
    fits = rows.select(known, call.object("filter"), _FILTERED)
    ordered = rows.sort(fits, call.get("order"), _FILTERED, {"ID": "ASC"})
    names = [str(name).upper() for name in call.list("select")]
    wanted = [name for name in _SELECTED if name in names or "*" in names or name == "ID"]
    answer = rows.page(call, ordered, lambda row: _short(call, row, wanted, params))
    return Page({"workgroups": answer.result}, total=answer.total, next=answer.next)


def _short(call: Call, row: Group, wanted: list[str], params: Group) -> Group:
    known = {**row, **_fixed(row), "AVATAR": details.avatar(call, row)}
    known |= {name: site_text(row[name]) for name in (*_MOMENTS, *_PROJECT_MOMENTS)}
    shown = {_camel(name): _told(known[name]) for name in wanted}
    if params.get("mode") == "mobile":
        role = details.own_role(call, row["ID"], nothing="")
        mine: Group = {"role": role["ROLE"], "initiatedByType": role["INITIATED_BY_TYPE"]}
        if params.get("features") or params.get("mandatoryFeatures"):
            mine["features"] = details.tools(params)
        shown["additionalData"] = mine
    if params.get("shouldSelectDialogId") == "Y":
        shown["dialogId"] = ""
    return shown


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


def _camel(name: str) -> str:
    first, *rest = name.lower().split("_")
    return first + "".join(word.capitalize() for word in rest)
