"""Storages: which there are, whose they are, and the application's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import listing
from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.disk import lists, params, rights as disk_rights, tree
from oint_b24.sandbox.families.disk.uploads import receive
from oint_b24.sandbox.families.disk.view import (
    STORAGE_FIELDS,
    field_table,
    fresh_view,
    storage_view,
)
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_TYPES = ["user", "common", "group"]  # storage/disk-storage-get-types.md


def add_storage(store: Store, name: str, owner: tuple[str, str], user: int, moment: str) -> int:
    """Make a storage of `owner` (entity type and id) with its root folder; return its id."""
    kind, entity = owner
    document = {"NAME": name, "CODE": None, "MODULE_ID": "disk", "ROOT_OBJECT_ID": None}
    number = store.add("storage", {**document, "ENTITY_TYPE": kind, "ENTITY_ID": entity})
    root = tree.create_folder(store, None, name, user, moment, storage=number)
    kept = store.get("storage", number) or {}
    store.put("storage", number, {**kept, "ROOT_OBJECT_ID": root})
    return number


def storage_of_user(store: Store, user: int, moment: str) -> tuple[int, dict[str, Any]]:
    """Return the personal storage of `user`, making it on first use."""
    for number, storage in store.all("storage", ENTITY_TYPE="user", ENTITY_ID=str(user)):
        return number, storage
    person = people.get_user(store, user)
    name = people.full_name(person) if person else str(user)
    number = add_storage(store, name, ("user", str(user)), user, moment)
    return number, store.get("storage", number) or {}


@method("disk.storage.getFields", scope="disk")
def get_fields(call: Call) -> dict[str, Any]:
    """Describe the fields of a storage (storage/disk-storage-get-fields.md)."""
    del call
    return field_table(*STORAGE_FIELDS)


@method("disk.storage.getTypes", scope="disk")
def get_types(call: Call) -> list[str]:
    """Answer the types of storages a person works with (storage/disk-storage-get-types.md)."""
    del call
    return _TYPES


@method("disk.storage.get", scope="disk")
def get(call: Call) -> dict[str, Any]:
    """Answer a storage (storage/disk-storage-get.md)."""
    number, storage = params.storage_of(call)
    _require(call, storage, disk_rights.READ)
    return storage_view(number, storage)


@method("disk.storage.getList", scope="disk")
def get_list(call: Call) -> Page:
    """List the storages the acting user may read (storage/disk-storage-get-list.md)."""
    storage_of_user(call.store, call.user, call.portal.moment())
    visible = [
        number
        for number, storage in call.store.all("storage")
        if _level(call, storage) >= disk_rights.READ
    ]
    call.params["filter"] = lists.patterns(call.object("filter"))
    known = [name for name, _, filtered in STORAGE_FIELDS if filtered]
    extra = [Where("ID", "in", visible), Where("ENTITY_TYPE", "in", _TYPES)]
    return listing.page(call, "storage", storage_view, known=known, extra=extra)


@method("disk.storage.getChildren", scope="disk")
def get_children(call: Call) -> Page:
    """List the root of a storage (storage/disk-storage-get-children.md)."""
    _, storage = params.storage_of(call)
    return lists.children_page(call, storage["ROOT_OBJECT_ID"])


@method("disk.storage.addFolder", scope="disk")
def add_folder(call: Call) -> dict[str, Any]:
    """Make a folder in the root of a storage (storage/disk-storage-add-folder.md)."""
    _, storage = params.storage_of(call)
    return make_folder(call, storage["ROOT_OBJECT_ID"])


@method("disk.storage.uploadFile", scope="disk")
def upload_file(call: Call) -> dict[str, Any]:
    """Put a file into the root of a storage (storage/disk-storage-upload-file.md)."""
    _, storage = params.storage_of(call)
    return receive(call, storage["ROOT_OBJECT_ID"])


@method("disk.storage.getForApp", scope="disk", app_only=True)
def get_for_app(call: Call) -> dict[str, Any]:
    """Answer the application's own storage, made on first use (…/disk-storage-get-for-app.md)."""
    if not people.is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")
    client = call.caller.client_id
    for number, storage in call.store.all("storage", ENTITY_TYPE="restapp", CLIENT_ID=client):
        return storage_view(number, storage)
    entity = str(1 + call.store.count("storage", [Where("ENTITY_TYPE", "=", "restapp")]))
    owner, moment = ("restapp", entity), call.portal.moment()
    number = add_storage(call.store, client, owner, call.user, moment)
    storage = {**(call.store.get("storage", number) or {}), "CLIENT_ID": client}
    call.store.put("storage", number, storage)
    return storage_view(number, storage)


@method("disk.storage.rename", scope="disk", app_only=True)
def rename(call: Call) -> dict[str, Any]:
    """Rename the application's storage (storage/disk-storage-rename.md)."""
    number, storage = params.storage_of(call)
    name = call.text("newName").strip()
    if not name:
        params.bad_argument(call, 1)
    if storage["ENTITY_TYPE"] != "restapp":
        call.refuse("", "Access denied (invalid type of storage)")
    if not people.is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")
    storage = {**storage, "NAME": name}
    call.store.put("storage", number, storage)
    return storage_view(number, storage)


def make_folder(call: Call, parent: int) -> dict[str, Any]:
    """Make the folder `data.NAME` in `parent`, with `rights`; shared with disk.folder.*."""
    name = params.name_of(call)
    if not name:
        params.bad_argument(call, 1)
    disk_rights.require(call, parent, disk_rights.ADD)
    rights = disk_rights.given_rights(call)
    moment = call.portal.moment()
    number = tree.create_folder(call.store, parent, name, call.user, moment)
    for code, level in rights:
        disk_rights.grant(call.store, number, code, level)
    return fresh_view(call, number)


def _level(call: Call, storage: dict[str, Any]) -> int:
    return disk_rights.level(call.store, call.user, whole(storage["ROOT_OBJECT_ID"], 0) or 0)


def _require(call: Call, storage: dict[str, Any], wanted: int) -> None:
    if _level(call, storage) < wanted:
        call.refuse("ACCESS_DENIED", "Access denied")
