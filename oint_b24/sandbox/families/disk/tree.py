"""The tree every file of the portal hangs in: making, naming, moving, copying, deleting.

Folders and files share one sequence of ids (kind `disk_object`); their bytes are the business
of `disk_content`. Rights are not checked here: other families keep their files through this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.families.disk import content as disk_content
from oint_b24.sandbox.families.disk.content import OBJECT, VERSION
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oint_b24.sandbox.store import Store

CHATS_STORAGE, CHATS_ROOT = 4, 10  # where files of chats live; storage lists do not show it
ALIVE, IN_TRASH, WITH_PARENT = 0, 3, 4  # DELETED_TYPE (disk/folder/disk-folder-get.md)


def get_object(store: Store, number: int | None) -> dict[str, Any] | None:
    """Return the folder or file `number`, also one in the trash, or None."""
    return store.get(OBJECT, number)


def is_deleted(item: dict[str, Any]) -> bool:
    """Say whether the object is in the trash, by itself or with its parent."""
    return int(item["DELETED_TYPE"]) != ALIVE


def create_folder(
    store: Store,
    parent: int | None,
    name: str,
    user: int,
    moment: str,
    *,
    id: int | None = None,  # noqa: A002 - the store's word
    storage: int | None = None,
    code: str | None = None,
) -> int:
    """Make a folder in the folder `parent` and return its id.

    `parent` None makes the root of `storage`. Raises Refusal DISK_OBJ_22000 for a name taken.
    """
    place = _storage_of(store, parent) if parent is not None else storage
    if parent is not None:
        check_name(store, parent, name)
    return store.add(OBJECT, _document("folder", name, parent, place, user, moment, code), id)


def create_file(
    store: Store,
    parent: int,
    name: str,
    content: bytes | Path,
    user: int,
    moment: str,
    *,
    id: int | None = None,  # noqa: A002 - the store's word
    unique: bool = False,
) -> int:
    """Make a file in the folder `parent` and return its id.

    `unique` turns a taken name into «name (1).txt»; without it a taken name raises Refusal
    DISK_OBJ_22000. A `content` that is a path inside the store's own directory is taken over,
    any other path is copied.
    """
    if unique:
        name = free_name(store, parent, name)
    check_name(store, parent, name)
    kept = disk_content.keep(store, content)
    return _add_file(store, parent, name, kept, user, moment, id)


def add_version(store: Store, number: int, content: bytes | Path, user: int, moment: str) -> int:
    """Give the file new bytes; the former ones stay as a version. Returns the version's id."""
    kept = disk_content.keep(store, content)
    return disk_content.place(store, number, _existing(store, number), kept, user, moment)


def restore_version(store: Store, number: int, version: int, user: int, moment: str) -> bool:
    """Make an old version the newest one; say whether there was such a version of the file."""
    old = store.get(VERSION, version)
    if old is None or old["OBJECT_ID"] != number:
        return False
    kept = (old["BLOB"], old["SIZE"])
    disk_content.place(store, number, _existing(store, number), kept, user, moment)
    return True


def children(
    store: Store, parent: int, *, deleted: bool = False
) -> list[tuple[int, dict[str, Any]]]:
    """Return what lies directly in the folder; `deleted` adds what is in the trash."""
    found = store.select(OBJECT, [Where("PARENT_ID", "=", parent)])
    return [(i, item) for i, item in found if deleted or not is_deleted(item)]


def descendants(store: Store, number: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield everything under the folder, deleted or not, parents before their children."""
    for child, item in children(store, number, deleted=True):
        yield child, item
        if item["TYPE"] == "folder":
            yield from descendants(store, child)


def path_of(store: Store, number: int) -> list[str]:
    """Return the names from the storage's root (left out) down to the object."""
    item, names = get_object(store, number), []
    while item is not None and item["PARENT_ID"] is not None:
        names.append(item["NAME"])
        item = get_object(store, item["PARENT_ID"])
    return names[::-1]


def is_inside(store: Store, number: int | None, folder: int) -> bool:
    """Say whether `number` is `folder` or lies somewhere under it."""
    while number is not None:
        if number == folder:
            return True
        item = get_object(store, number)
        number = item["PARENT_ID"] if item else None
    return False


def name_taken(store: Store, parent: int, name: str, but: int | None = None) -> bool:
    """Say whether the folder has an object of that name; the trash does not count."""
    where = [Where("PARENT_ID", "=", parent), Where("NAME", "=", name)]
    where.append(Where("DELETED_TYPE", "=", ALIVE))
    if but is not None:
        where.append(Where("ID", "!=", but))
    return store.count(OBJECT, where) > 0


def check_name(store: Store, parent: int, name: str, but: int | None = None) -> None:
    """Raise Refusal DISK_OBJ_22000 where `name` is taken (folder/disk-folder-add-subfolder.md)."""
    if name_taken(store, parent, name, but):
        raise Refusal("DISK_OBJ_22000", "Object with the same name already exists")


def free_name(store: Store, parent: int, name: str, but: int | None = None) -> str:
    """Return `name`, or «name (1).txt» and so on where it is taken."""
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    candidate, count = name, 0
    while name_taken(store, parent, candidate, but):
        count += 1
        candidate = f"{stem} ({count}){dot}{suffix}"
    return candidate


def rename(store: Store, number: int, name: str, user: int, moment: str) -> None:
    """Rename the object. Raises Refusal DISK_OBJ_22000 for a name taken."""
    item = _existing(store, number)
    if item["PARENT_ID"] is not None:
        check_name(store, item["PARENT_ID"], name, but=number)
    store.put(OBJECT, number, {**item, "NAME": name, "UPDATE_TIME": moment, "UPDATED_BY": user})


def move(store: Store, number: int, folder: int) -> None:
    """Hang the object, with all under it, into `folder`. Raises Refusal DISK_OBJ_22000.

    The time of the last change stays (file/disk-file-move-to.md).
    """
    item = _existing(store, number)
    check_name(store, folder, item["NAME"], but=number)
    place = _storage_of(store, folder)
    store.put(OBJECT, number, {**item, "PARENT_ID": folder, "STORAGE_ID": place})
    for child, under in list(descendants(store, number)):
        store.put(OBJECT, child, {**under, "STORAGE_ID": place})


def copy(
    store: Store, number: int, folder: int, user: int, moment: str, *, unique: bool = False
) -> int:
    """Copy the object, with all under it, into `folder` and return the copy's id.

    Raises Refusal DISK_OBJ_22000 for a name taken, unless `unique` finds a free one.
    """
    item = _existing(store, number)
    name = free_name(store, folder, item["NAME"]) if unique else item["NAME"]
    if item["TYPE"] == "file":
        check_name(store, folder, name)
        return _add_file(store, folder, name, (item["BLOB"], item["SIZE"]), user, moment)
    # The list is taken before the copy exists: a folder may be copied into its own subfolder.
    inside = [child for child, _ in children(store, number)]
    made = create_folder(store, folder, name, user, moment)
    for child in inside:
        if child != made:
            copy(store, child, made, user, moment)
    return made


def trash(store: Store, number: int, user: int, moment: str) -> None:
    """Put the object into the trash; what lies under it goes along."""
    item = _existing(store, number)
    gone = {"DELETE_TIME": moment, "DELETED_BY": user}
    for child, under in list(descendants(store, number)):
        if not is_deleted(under):
            store.put(OBJECT, child, {**under, **gone, "DELETED_TYPE": WITH_PARENT})
    store.put(OBJECT, number, {**item, **gone, "DELETED_TYPE": IN_TRASH})


def restore(store: Store, number: int, user: int, moment: str) -> None:
    """Take the object out of the trash, with what went there along with it.

    A name taken in the meantime gets a number; a parent that is still in the trash comes back
    too, or the object could not be reached.
    """
    item = _existing(store, number)
    parent = item["PARENT_ID"]
    above = get_object(store, parent)
    if above is not None and is_deleted(above):
        restore(store, parent, user, moment)
        item = _existing(store, number)
    name = free_name(store, parent, item["NAME"], but=number)
    back = {"DELETED_TYPE": ALIVE, "UPDATE_TIME": moment, "UPDATED_BY": user}
    store.put(OBJECT, number, {**item, **back, "NAME": name})
    _restore_under(store, number, back)


def _restore_under(store: Store, folder: int, back: dict[str, Any]) -> None:
    """Bring back what was deleted along with the folder, not what was deleted before it."""
    for child, under in children(store, folder, deleted=True):
        if under["DELETED_TYPE"] == WITH_PARENT:
            store.put(OBJECT, child, {**under, **back})
            _restore_under(store, child, back)


def destroy(store: Store, number: int) -> None:
    """Delete the object for good, with all under it and its bytes."""
    inside = [child for child, _ in descendants(store, number)]
    for gone in [*reversed(inside), number]:
        disk_content.forget(store, gone)
        store.delete(OBJECT, gone)


def _add_file(
    store: Store,
    parent: int,
    name: str,
    kept: tuple[str, int],
    user: int,
    moment: str,
    id: int | None = None,  # noqa: A002 - the store's word
) -> int:
    file = _document("file", name, parent, _storage_of(store, parent), user, moment, None)
    file |= {"GLOBAL_CONTENT_VERSION": 0}
    number = store.add(OBJECT, file, id)
    disk_content.place(store, number, file, kept, user, moment)
    return number


def _existing(store: Store, number: int) -> dict[str, Any]:
    item = get_object(store, number)
    if item is None:
        raise Refusal("ERROR_NOT_FOUND", f"Could not find entity with id `{number}`")
    return item


def _storage_of(store: Store, folder: int) -> int:
    return int(_existing(store, folder)["STORAGE_ID"])


def _document(
    kind: str,
    name: str,
    parent: int | None,
    storage: int | None,
    user: int,
    moment: str,
    code: str | None,
) -> dict[str, Any]:
    return {
        "TYPE": kind,
        "NAME": name,
        "CODE": code,
        "PARENT_ID": parent,
        "STORAGE_ID": storage,
        "DELETED_TYPE": ALIVE,
        "CREATE_TIME": moment,
        "UPDATE_TIME": moment,
        "DELETE_TIME": None,
        "CREATED_BY": user,
        "UPDATED_BY": user,
        "DELETED_BY": None,
        "LINK": None,
        "GRANTS": [],
    }
