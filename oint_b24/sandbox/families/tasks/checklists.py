"""Checklists of tasks (`task.checklistitem.*`): items in items, up to three levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES, Refusal, whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import access, tree
from oint_b24.sandbox.families.tasks.arguments import (
    ASSERTION,
    Fields,
    Parameter,
    Signature,
    failed,
    forbidden,
    manifest,
    missing,
)
from oint_b24.sandbox.families.tasks.records import add_people, note, visible
from oint_b24.sandbox.families.tasks.tree import KIND
from oint_b24.sandbox.listing import ordering
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Item = dict[str, Any]

_WRITABLE = ("PARENT_ID", "TITLE", "SORT_INDEX", "IS_COMPLETE", "IS_IMPORTANT", "MEMBERS")
_SORTABLE = ("ID", "PARENT_ID", "CREATED_BY", "TITLE", "SORT_INDEX", "IS_COMPLETE",
    "IS_IMPORTANT", "TOGGLED_BY", "TOGGLED_DATE")  # fmt: skip
_READABLE = ("ID", "TASK_ID", *_SORTABLE[1:], "MEMBERS", "ATTACHMENTS")
_OWNER = "ctaskchecklistitem"
_TASK, _ITEM = Parameter("taskId"), Parameter("itemId")
_FIELDS = Parameter("arFields", "array", _WRITABLE)
_ADD = Signature(_OWNER, "add", (_TASK, _FIELDS), 2)
_UPDATE = Signature(_OWNER, "update", (_TASK, _ITEM, _FIELDS), 3)
_GET = Signature(_OWNER, "get", (_TASK, _ITEM), 2)
_LIST = Signature(_OWNER, "getlist", (_TASK, Parameter("arOrder", "array", _SORTABLE)), 1)
_DELETE = Signature(_OWNER, "delete", (_TASK, _ITEM), 2)
_COMPLETE = Signature(_OWNER, "complete", (_TASK, _ITEM), 2)
_RENEW = Signature(_OWNER, "renew", (_TASK, _ITEM), 2)
_MOVE = Signature(_OWNER, "moveafteritem", (_TASK, _ITEM, Parameter("afterItemId")), 3)
_ALLOWED = Signature(_OWNER, "isactionallowed", (_TASK, _ITEM, Parameter("actionId")), 3)
_ALL = (_GET, _LIST, _ADD, _UPDATE, _DELETE, _COMPLETE, _RENEW, _MOVE, _ALLOWED)
# What a checklist is called that came into being with its first item.
_NAMELESS = "BX_CHECKLIST_1"
_ACTIONS = (1, 2, 3, 4, 5)  # add, modify, remove, toggle, reorder
_ROLES = {"A": "ACCOMPLICES", "U": "AUDITORS"}


def _may_work(call: Call, task_id: int) -> bool:
    task = visible(call, task_id)
    held = access.roles(call.store, call.user, task) if task else frozenset[str]()
    return access.can_work(held)


def _found(store: Store, task_id: int, item_id: int) -> Item | None:
    item = store.get(KIND, item_id)
    return item if item and item["TASK_ID"] == task_id else None


@method("task.checklistitem.add", scope="task")
def add(call: Call) -> int:
    """Add an item, and the checklist for it where there is none (task-checklist-item-add.md)."""
    task_id, fields = _ADD.read(call)
    if not _may_work(call, task_id):
        raise failed("Adding item: action not allowed")
    if not str(fields.get("TITLE") or "").strip():
        raise failed("Item name not specified")
    parent = _parent_for(call, task_id, fields)
    siblings = [i for _, i in tree.items_of(call.store, task_id) if i["PARENT_ID"] == parent]
    last = max((i["SORT_INDEX"] for i in siblings), default=-1)
    number = _insert(call, task_id, parent, str(fields["TITLE"]), last + 1)
    _apply(call, number, {k: v for k, v in fields.items() if k not in ("TITLE", "PARENT_ID")})
    return number


def _parent_for(call: Call, task_id: int, fields: Item) -> int:
    if "PARENT_ID" in fields:
        parent = whole(fields["PARENT_ID"], 0) or 0
        return parent if _found(call.store, task_id, parent) else 0
    roots = [n for n, i in tree.items_of(call.store, task_id) if i["PARENT_ID"] == 0]
    return roots[0] if roots else _insert(call, task_id, 0, _NAMELESS, 0)


def _insert(call: Call, task_id: int, parent: int, title: str, sort: int) -> int:
    number = call.store.add(KIND, blank(task_id, parent, title, sort, call.user))
    note(call, task_id, "CHECKLIST_ITEM_CREATE", "", title)
    return number


def blank(task_id: int, parent: int, title: str, sort: int, user: int) -> Item:
    """Return the document of an item nobody has touched yet."""
    return {
        "TASK_ID": task_id,
        "PARENT_ID": parent,
        "CREATED_BY": user,
        "TITLE": title,
        "SORT_INDEX": sort,
        "IS_COMPLETE": "N",
        "IS_IMPORTANT": "N",
        "TOGGLED_BY": None,
        "TOGGLED_DATE": None,
        "MEMBERS": {},
    }


@method("task.checklistitem.update", scope="task")
def update(call: Call) -> None:
    """Change an item (task-checklist-item-update.md)."""
    task_id, item_id, fields = _UPDATE.read(call)
    if visible(call, task_id) is not None and not _may_work(call, task_id):
        raise forbidden("No access to edit the task")
    if _found(call.store, task_id, item_id) is None:
        title = fields.get("TITLE", "")
        raise failed(f"Incorrect value [] specified for field [ENTITY_ID] in item [, {title}]")
    if not _may_work(call, task_id):
        raise forbidden("No access to edit the task")
    _apply(call, item_id, fields)


def _apply(call: Call, number: int, fields: Item) -> None:
    """Write the fields into the item, with the history and the people that follow from them."""
    item = call.store.get(KIND, number) or {}
    task_id = item["TASK_ID"]
    if fields.get("TITLE") and fields["TITLE"] != item["TITLE"]:
        note(call, task_id, "CHECKLIST_ITEM_RENAME", item["TITLE"], str(fields["TITLE"]))
        item["TITLE"] = str(fields["TITLE"])
    if "SORT_INDEX" in fields:
        item["SORT_INDEX"] = whole(fields["SORT_INDEX"], 0)
    if "IS_IMPORTANT" in fields:
        item["IS_IMPORTANT"] = _yes_no(fields["IS_IMPORTANT"])
    if "PARENT_ID" in fields:
        item["PARENT_ID"] = _new_parent(call.store, number, task_id, fields["PARENT_ID"])
    if "MEMBERS" in fields:
        item["MEMBERS"] = _members(call, task_id, fields["MEMBERS"])
    call.store.put(KIND, number, item)
    if "IS_COMPLETE" in fields:
        toggle(call, number, _yes_no(fields["IS_COMPLETE"]))


def _yes_no(value: Any) -> str:
    return "Y" if str(value).upper() in YES else "N"


def _new_parent(store: Store, number: int, task_id: int, value: Any) -> int:
    parent = whole(value, 0) or 0
    inside = {number, *_below(store, task_id, number)}
    return parent if parent not in inside and _found(store, task_id, parent) else 0


def _below(store: Store, task_id: int, number: int) -> list[int]:
    children = [n for n, i in tree.items_of(store, task_id) if i["PARENT_ID"] == number]
    return [n for child in children for n in (child, *_below(store, task_id, child))]


def _members(call: Call, task_id: int, given: Any) -> dict[str, str]:
    """Return members by id, letting them into the task in the same roles."""
    rows = given.items() if isinstance(given, dict) else []
    kinds = {key: row.get("TYPE") if isinstance(row, dict) else row for key, row in rows}
    users = {whole(key): kind for key, kind in kinds.items() if kind in _ROLES}
    known = {u: k for u, k in users.items() if u and people.get_user(call.store, u)}
    for kind, role in _ROLES.items():
        add_people(call, task_id, role, [user for user, own in known.items() if own == kind])
    return {str(user): kind for user, kind in known.items()}


@method("task.checklistitem.get", scope="task")
def get(call: Call) -> Item:
    """Return an item (task-checklist-item-get.md)."""
    task_id, item_id = _GET.read(call)
    item = _found(call.store, task_id, item_id) if visible(call, task_id) else None
    if item is None:
        raise missing()
    return _shown(call, item_id, item)


@method("task.checklistitem.getlist", scope="task")
def get_list(call: Call) -> list[Item]:
    """List the items of a task, the newest first by default (task-checklist-item-get-list.md)."""
    task_id, order = _LIST.read(call)
    if visible(call, task_id) is None:
        raise failed()
    way = ordering(order) if order else [("ID", True)]
    rows = call.store.select(KIND, [Where("TASK_ID", "=", task_id)], way)
    return [_shown(call, number, item) for number, item in rows]


def _shown(call: Call, number: int, item: Item) -> Item:
    return {
        "ID": str(number),
        "TASK_ID": str(item["TASK_ID"]),
        "PARENT_ID": str(item["PARENT_ID"]) if item["PARENT_ID"] else 0,
        "CREATED_BY": str(item["CREATED_BY"]),
        "TITLE": item["TITLE"],
        "SORT_INDEX": str(item["SORT_INDEX"]),
        "IS_COMPLETE": item["IS_COMPLETE"],
        "IS_IMPORTANT": item["IS_IMPORTANT"],
        "TOGGLED_BY": str(item["TOGGLED_BY"]) if item["TOGGLED_BY"] else None,
        "TOGGLED_DATE": item["TOGGLED_DATE"] or "",
        "MEMBERS": tree.members(call.store, item),
        "ATTACHMENTS": [],
    }


@method("task.checklistitem.delete", scope="task")
def delete(call: Call) -> bool:
    """Delete an item with what is below it (task-checklist-item-delete.md)."""
    task_id, item_id = _DELETE.read(call)
    item = _found(call.store, task_id, item_id)
    if item is None or not _may_work(call, task_id):
        raise failed("Deleting item: action not allowed")
    note(call, task_id, "CHECKLIST_ITEM_REMOVE", item["TITLE"], "")
    for number in (item_id, *_below(call.store, task_id, item_id)):
        call.store.delete(KIND, number)
    return True


@method("task.checklistitem.complete", scope="task")
def complete(call: Call) -> bool:
    """Mark an item as done; false where there is none (task-checklist-item-complete.md)."""
    return _toggled(call, _COMPLETE, "Y")


@method("task.checklistitem.renew", scope="task")
def renew(call: Call) -> bool:
    """Mark an item as not done; false where there is none (task-checklist-item-renew.md)."""
    return _toggled(call, _RENEW, "N")


def _toggled(call: Call, signature: Signature, done: str) -> bool:
    task_id, item_id = signature.read(call)
    if task_id <= 0 or item_id <= 0:
        raise Refusal("ERROR_CORE", ASSERTION)
    # The pages say that the item is looked up by its own id alone, whoever asks.
    return toggle(call, item_id, done)


def toggle(call: Call, number: int, done: str) -> bool:
    """Set whether the item is done; say whether there is such an item."""
    item = call.store.get(KIND, number)
    if item is None:
        return False
    if item["IS_COMPLETE"] != done:
        item |= {"IS_COMPLETE": done, "TOGGLED_BY": call.user}
        item["TOGGLED_DATE"] = call.portal.moment()
        call.store.put(KIND, number, item)
        field = "CHECKLIST_ITEM_CHECK" if done == "Y" else "CHECKLIST_ITEM_UNCHECK"
        note(call, item["TASK_ID"], field, "", item["TITLE"])
    return True


@method("task.checklistitem.moveafteritem", scope="task")
def move_after(call: Call) -> None:
    """Put an item behind another, into the same list (task-checklist-item-move-after-item.md)."""
    task_id, item_id, after_id = _MOVE.read(call)
    item, after = _found(call.store, task_id, item_id), _found(call.store, task_id, after_id)
    inside = item is not None and after_id in (item_id, *_below(call.store, task_id, item_id))
    if item is None or after is None or inside or not _may_work(call, task_id):
        raise failed("Moving item: action not allowed")
    call.store.put(KIND, item_id, {**item, "PARENT_ID": after["PARENT_ID"]})
    everything = tree.items_of(call.store, task_id)
    siblings = [(n, i) for n, i in everything if i["PARENT_ID"] == after["PARENT_ID"]]
    order = [n for n, _ in sorted(siblings, key=lambda row: (row[1]["SORT_INDEX"], row[0]))]
    order.remove(item_id)
    order.insert(order.index(after_id) + 1, item_id)
    for place, number in enumerate(order):
        call.store.put(KIND, number, {**(call.store.get(KIND, number) or {}), "SORT_INDEX": place})


@method("task.checklistitem.isactionallowed", scope="task")
def is_allowed(call: Call) -> bool:
    """Say whether an action is allowed (task-checklist-item-is-action-allowed.md)."""
    task_id, item_id, action = _ALLOWED.read(call)
    exists = _found(call.store, task_id, item_id) is not None
    return action in _ACTIONS and exists and _may_work(call, task_id)


@method("task.checklistitem.getmanifest", scope="task")
def get_manifest(_call: Call) -> dict[str, Any]:
    """Describe the methods (task-checklist-item-get-manifest.md)."""
    fields = Fields(_WRITABLE, _READABLE, _SORTABLE, ("TOGGLED_DATE",))
    return manifest("2.0", "checklistitem", fields, _ALL)
