"""Checklists the way the card of a task shows them: flat by id, and as a tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.sandbox.store import Store

    Item = dict[str, Any]
    Items = list[tuple[int, Item]]

KIND = "task_checklist"


def items_of(store: Store, task: int) -> Items:
    """Return the items of a task's checklists by id."""
    return store.all(KIND, TASK_ID=task)


def flat(items: Items, allowed: dict[str, bool]) -> dict[str, Any] | list[Any]:
    """Return the items by id; a task without any has an empty list (fields.md)."""
    return {str(n): _item(n, item, allowed) for n, item in items} or []


def _item(number: int, item: Item, allowed: dict[str, bool]) -> Item:
    return {
        "id": str(number),
        "taskId": str(item["TASK_ID"]),
        "createdBy": str(item["CREATED_BY"]),
        "parentId": str(item["PARENT_ID"]) if item["PARENT_ID"] else 0,
        "title": item["TITLE"],
        "sortIndex": str(item["SORT_INDEX"]),
        "isComplete": item["IS_COMPLETE"],
        "isImportant": item["IS_IMPORTANT"],
        "toggledBy": str(item["TOGGLED_BY"]) if item["TOGGLED_BY"] else None,
        "toggledDate": item["TOGGLED_DATE"],
        "ufChecklistFiles": False,
        "members": item["MEMBERS"] or [],
        "attachments": [],
        "entityId": str(item["TASK_ID"]),
        "action": allowed,
    }


def tree(items: Items, task: int, user: int, allowed: dict[str, bool]) -> dict[str, Any]:
    """Return the items as a tree under a root that is no item itself."""
    counter = iter(range(1, len(items) + 1))
    root = _fields(None, {}, user, "", 0)
    below = _branches(items, 0, "", (task, user, allowed), counter)
    return {"nodeId": 0, "fields": root, "action": [], "descendants": below}


def _branches(
    items: Items,
    parent: int,
    path: str,
    common: tuple[int, int, dict[str, bool]],
    counter: Iterator[int],
) -> list[dict[str, Any]]:
    task, user, allowed = common
    own = sorted(
        ((n, i) for n, i in items if i["PARENT_ID"] == parent),
        key=lambda pair: (pair[1]["SORT_INDEX"], pair[0]),
    )
    nodes = []
    for place, (number, item) in enumerate(own, 1):
        # Names of whole checklists carry no number, their items count 1, 1.1, 1.2 …
        shown = "" if parent == 0 else f"{path}{place}"
        deeper = f"{shown}." if shown else ""
        done = sum(1 for _, i in items if i["PARENT_ID"] == number and i["IS_COMPLETE"] == "Y")
        node = {
            "nodeId": next(counter),
            "fields": _fields(number, item, user, shown, done) | {"entityId": task},
            "action": allowed,
        }
        # Nodes are numbered in the order of reading: below follows what it is below of.
        node["descendants"] = _branches(items, number, deeper, common, counter)
        nodes.append(node)
    return nodes


def _fields(number: int | None, item: Item, user: int, shown: str, done: int) -> dict[str, Any]:
    return {
        "id": number,
        "copiedId": None,
        "entityId": None,
        "userId": user,
        "createdBy": item.get("CREATED_BY"),
        "parentId": item.get("PARENT_ID"),
        "title": item.get("TITLE", ""),
        "sortIndex": item.get("SORT_INDEX"),
        "displaySortIndex": shown,
        "isComplete": item.get("IS_COMPLETE") == "Y",
        "isImportant": item.get("IS_IMPORTANT") == "Y",
        "completedCount": done,
        "members": item.get("MEMBERS") or [],
        "attachments": [],
        "nodeId": None,
    }


def allowed_on_items(held: frozenset[str]) -> dict[str, bool]:
    """Return what may be done with an item, by the names of the card."""
    may = access.can_work(held)
    return dict.fromkeys(("modify", "remove", "toggle", "add", "addAccomplice"), may)


def members(store: Store, item: Item) -> list[dict[str, Any]]:
    """Return the people of an item as task.checklistitem.get shows them."""
    shown = []
    for number, kind in (item["MEMBERS"] or {}).items():
        user = people.get_user(store, int(number)) or {}
        shown.append(
            {
                "ID": str(number),
                "TYPE": kind,
                "NAME": people.full_name(user),
                "PERSONAL_PHOTO": None,
                "PERSONAL_GENDER": user.get("PERSONAL_GENDER") or "",
                "IMAGE": "",
                "IS_COLLABER": False,
            }
        )
    return shown
