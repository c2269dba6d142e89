"""Activities as answers show them, and their list (crm-activity-list.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.activities import contacts
from oint_b24.sandbox.families.activities.fields import ACTIVITY, ASKED_FOR
from oint_b24.sandbox.families.activities.records import KIND
from oint_b24.sandbox.families.crm import attachments, owners
from oint_b24.sandbox.families.crm.lists import where_of
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.disk import links
from oint_b24.sandbox.listing import PAGE, ordering
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

OWN_TYPE = 6  # of an activity itself, as the owner of its files
_TYPES = {
    name: field.type
    for name, field in ACTIVITY.items()
    if not field.is_multiple and field.type != "object"
}


def shown(
    call: Call, number: int, document: dict[str, Any], more: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return an activity; `more` names what is not shown unless asked for."""
    row: dict[str, Any] = {"ID": str(number)}
    for name in ACTIVITY:
        if name != "ID" and name not in ASKED_FOR:
            value = document.get(name)
            row[name] = str(value) if isinstance(value, (int, float)) else value
    files = _files(call, number, document)
    if files:
        row["FILES"] = files
    extra: dict[str, Any] = {
        "BINDINGS": _bindings(document),
        "COMMUNICATIONS": [contacts.shown(call.store, c) for c in document["COMMUNICATIONS"]],
        "FILES": files,
        "WEBDAV_ELEMENTS": files,
        "IS_INCOMING_CHANNEL": document["IS_INCOMING_CHANNEL"],
    }
    return row | {name: extra[name] for name in more}


def _bindings(document: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"OWNER_TYPE_ID": str(type_id), "OWNER_ID": str(number)}
        for type_id, number in owners.pairs(document)
    ]


def _files(call: Call, owner: int, document: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for number, _ in attachments.files(call, document["FILES"]):
        named = f"fileId={number}&ownerTypeId={OWN_TYPE}&ownerId={owner}"
        path = f"/bitrix/tools/crm_show_file.php?{named}&auth={links.seal(call.store, named)}"
        found.append({"id": number, "url": call.portal.base + path})
    return found


@method("crm.activity.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the activities that match the filter, 50 at a time, the soonest first."""
    admit(call)
    given = dict(array(call, "filter"))
    bindings = given.pop("BINDINGS", None)
    where = [*where_of(call.store, KIND, given, _TYPES), *_bound(bindings)]
    wanted = {name.upper(): way for name, way in array(call, "order").items()}
    order = [
        (name, down) for name, down in ordering(wanted or {"START_TIME": "ASC"}) if name in _TYPES
    ]
    start = whole(call.get("start", call.get("START")), 0) or 0
    select = {str(name).upper() for name in call.list("select") or call.list("SELECT")}
    more = tuple(name for name in ASKED_FOR if name in select)
    rows = [
        _picked(shown(call, number, document, more), select)
        for number, document in call.store.select(KIND, where, order, PAGE, max(start, 0))
    ]
    if start < 0:
        return Page(rows)
    total, after = call.store.count(KIND, where), start + PAGE
    return Page(rows, total=total, next=after if after < total else None)


def _bound(given: Any) -> list[Where]:
    """Return conditions for bindings, of which all must be there; either half may be left out."""
    rows = [given] if isinstance(given, dict) and "OWNER_TYPE_ID" in given else given
    rows = list(rows.values()) if isinstance(rows, dict) else rows
    found = []
    for row in rows if isinstance(rows, list) else []:
        type_id, number = whole(row.get("OWNER_TYPE_ID")), whole(row.get("OWNER_ID"))
        if type_id is not None and number is not None:
            found.append(owners.bound_to(type_id, number))
        elif type_id is not None:
            found.append(Where("BOUND", "like", f'"{type_id}:'))
        elif number is not None:
            found.append(Where("BOUND", "like", f':{number}"'))
    return found


def _picked(row: dict[str, Any], select: set[str]) -> dict[str, Any]:
    """Return the selected fields; what is held elsewhere comes only where it is named."""
    if not select or "*" in select:
        keeps_files = not select or select & {"FILES", "STORAGE_ELEMENT_IDS"}
        return row if keeps_files else {n: v for n, v in row.items() if n != "FILES"}
    names = select | {"ID"}
    if "STORAGE_ELEMENT_IDS" in select:
        names.add("FILES")
    return {name: value for name, value in row.items() if name in names}
