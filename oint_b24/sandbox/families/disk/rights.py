"""Who may do what on the disk: levels of access, where they come from, how they are granted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk.content import OBJECT
from oint_b24.sandbox.families.disk.tree import children, get_object
from oint_b24.sandbox.families.people import directory as people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

NONE, READ, ADD, EDIT, FULL = range(5)
# folder/disk-folder-share-to-user.md
LEVELS = {
    "disk_access_read": READ,
    "disk_access_add": ADD,
    "disk_access_edit": EDIT,
    "disk_access_full": FULL,
}
# rights/disk-rights-get-tasks.md
TASKS = ((79, "disk_access_full"), (75, "disk_access_edit"), (71, "disk_access_read"))
TITLES = {
    "disk_access_full": "Полный доступ",
    "disk_access_edit": "Редактирование",
    "disk_access_read": "Чтение",
}


def level_of_storage(store: Store, user: int, number: int) -> int:
    """Return what `user` may do in a storage as such, grants on its folders aside.

    A personal storage is its owner's, the common one is open to every employee, and what
    belongs to applications is the administrator's, who has full access everywhere.
    """
    storage = store.get("storage", number)
    if storage is None:
        return NONE
    if people.is_admin(store, user):
        return FULL
    kind, owner = storage["ENTITY_TYPE"], str(storage["ENTITY_ID"])
    if kind == "user":
        return FULL if owner == str(user) else NONE
    is_open = kind == "common" and people.is_intranet(people.get_user(store, user))
    return EDIT if is_open else NONE


def level(store: Store, user: int, number: int) -> int:
    """Return what `user` may do with a folder or file: the highest of all that applies."""
    item = get_object(store, number)
    if item is None:
        return NONE
    found = level_of_storage(store, user, item["STORAGE_ID"])
    if found == FULL:
        return FULL
    codes = _codes(store, user)
    for above, document in _lineage(store, number):
        members = _chat_members(store, above, document)
        if members is not None:
            # A chat's folder is the members' alone, wherever it hangs.
            return max(_of_members(user, members, item), _granted(item, codes))
        found = max(found, _granted(document, codes))
    return FULL if found > NONE and item["CREATED_BY"] == user else found


def require(call: Call, number: int, wanted: int) -> None:
    """Refuse ACCESS_DENIED unless the acting user has the level `wanted`."""
    if level(call.store, call.user, number) < wanted:
        call.refuse("ACCESS_DENIED", "Access denied")


def readable_children(store: Store, user: int, folder: int) -> list[int]:
    """Return the ids of what `user` may read of a folder that he may not read itself."""
    return [i for i, _ in children(store, folder) if level(store, user, i) >= READ]


def in_chat(store: Store, number: int) -> bool:
    """Say whether the object is, or lies in, the folder of a chat's files."""
    return any(_chat_members(store, n, item) is not None for n, item in _lineage(store, number))


def grant(store: Store, number: int, code: str, wanted: int) -> None:
    """Give whoever `code` names («U10», «D2», «*») a level on the object and all under it."""
    item = store.get(OBJECT, number)
    if item is None:
        return
    kept = [entry for entry in item["GRANTS"] if entry["CODE"] != code]
    store.put(OBJECT, number, {**item, "GRANTS": [*kept, {"CODE": code, "LEVEL": wanted}]})


def given_rights(call: Call) -> list[tuple[str, int]]:
    """Read the parameter `rights`: a list of `{"TASK_ID": 79, "ACCESS_CODE": "U10"}`.

    Refuses what is no such list (storage/disk-storage-upload-file.md).
    """
    names = dict(TASKS)
    found = []
    for entry in call.list("rights"):
        task = whole(entry.get("TASK_ID")) if isinstance(entry, dict) else None
        code = str(entry.get("ACCESS_CODE", "")) if isinstance(entry, dict) else ""
        if task not in names or not code:
            call.refuse("", "Invalid rights format")
        found.append((code, LEVELS[names[task]]))
    return found


def _lineage(store: Store, number: int | None) -> Iterator[tuple[int, dict[str, Any]]]:
    while number is not None:
        item = get_object(store, number)
        if item is None:
            return
        yield number, item
        number = item["PARENT_ID"]


def _chat_members(store: Store, number: int, item: dict[str, Any]) -> list[int] | None:
    """Return who is in the chat whose files this folder keeps, or None for other folders."""
    if item["TYPE"] != "folder" or item["PARENT_ID"] is None:
        return None
    for kind, field in (("chat", "MEMBERS"), ("private", "USERS")):
        for _, room in store.all(kind, FOLDER_ID=number):
            listed: list[int] = room[field]
            return listed
    return None


def _of_members(user: int, members: list[int], item: dict[str, Any]) -> int:
    if user not in members:
        return NONE
    return FULL if item["CREATED_BY"] == user else EDIT


def _codes(store: Store, user: int) -> set[str]:
    """Return the access codes that mean `user` (D: his departments, DR: those above, too)."""
    codes = {"*", f"U{user}"}
    person = people.get_user(store, user) or {}
    for department in person.get("UF_DEPARTMENT") or []:
        codes.add(f"D{department}")
        above: int | None = whole(department)
        while above:
            codes.add(f"DR{above}")
            above = whole((store.get("department", above) or {}).get("PARENT"))
    return codes


def _granted(item: dict[str, Any], codes: set[str]) -> int:
    return max((e["LEVEL"] for e in item["GRANTS"] if e["CODE"] in codes), default=NONE)
