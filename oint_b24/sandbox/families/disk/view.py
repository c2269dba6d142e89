"""How storages, folders, files and versions look in answers.

What was just made is answered with numbers, what was read back with strings, as the pages of
the methods show; the callers pass the differences as `changed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.disk import links, tree
from oint_b24.sandbox.families.disk.links import Ticket

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_PLACES = {
    "user": "company/personal/user/{}/disk",
    "group": "workgroups/group/{}/disk",
    "common": "docs",
}


def storage_view(number: int, storage: dict[str, Any]) -> dict[str, Any]:
    """Show a storage (storage/disk-storage-get.md)."""
    return {
        "ID": str(number),
        "NAME": storage["NAME"],
        "CODE": storage["CODE"],
        "MODULE_ID": storage["MODULE_ID"],
        "ENTITY_TYPE": storage["ENTITY_TYPE"],
        "ENTITY_ID": str(storage["ENTITY_ID"]),
        "ROOT_OBJECT_ID": str(storage["ROOT_OBJECT_ID"]),
    }


def object_view(
    call: Call, number: int, item: dict[str, Any] | None = None, **changed: Any
) -> dict[str, Any]:
    """Show a folder or a file (folder/disk-folder-get.md, file/disk-file-get.md)."""
    item = tree.get_object(call.store, number) if item is None else item
    if item is None:
        return {}
    is_file = item["TYPE"] == "file"
    view = {
        "ID": str(number),
        "NAME": item["NAME"],
        "CODE": item["CODE"],
        "STORAGE_ID": str(item["STORAGE_ID"]),
        "TYPE": item["TYPE"],
        **({} if is_file else {"REAL_OBJECT_ID": str(number)}),
        "PARENT_ID": str(item["PARENT_ID"] or 0),
        "DELETED_TYPE": str(item["DELETED_TYPE"]),
        **(_content_view(item) if is_file else {}),
        "CREATE_TIME": item["CREATE_TIME"],
        "UPDATE_TIME": item["UPDATE_TIME"],
        "DELETE_TIME": item["DELETE_TIME"],
        "CREATED_BY": str(item["CREATED_BY"]),
        "UPDATED_BY": str(item["UPDATED_BY"]),
        "DELETED_BY": str(item["DELETED_BY"] or 0),
    }
    if is_file:
        ticket = Ticket("download", "file", number, call.user)
        view["DOWNLOAD_URL"] = links.address(call, ticket)
    view["DETAIL_URL"] = detail_url(call, number, item)
    return {**view, **changed}


def fresh_view(call: Call, number: int) -> dict[str, Any]:
    """Show what was made a moment ago (folder/disk-folder-add-subfolder.md, …-upload-file.md)."""
    item = tree.get_object(call.store, number) or {}
    numbers: dict[str, Any] = {"ID": number, "DELETED_TYPE": 0, "DELETED_BY": None}
    if item["TYPE"] == "folder":
        numbers["REAL_OBJECT_ID"] = number
    else:
        numbers["GLOBAL_CONTENT_VERSION"] = item["GLOBAL_CONTENT_VERSION"]
        numbers["FILE_ID"] = item["FILE_ID"]
    return object_view(call, number, item, **numbers)


def new_version_view(call: Call, number: int) -> dict[str, Any]:
    """Show a file whose bytes were just replaced (file/disk-file-upload-version.md)."""
    item = tree.get_object(call.store, number) or {}
    count = item["GLOBAL_CONTENT_VERSION"]
    return object_view(call, number, item, GLOBAL_CONTENT_VERSION=count)


def _content_view(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "GLOBAL_CONTENT_VERSION": str(item["GLOBAL_CONTENT_VERSION"]),
        "FILE_ID": str(item["FILE_ID"]),
        "SIZE": str(item["SIZE"]),
    }


def version_view(call: Call, number: int, version: dict[str, Any]) -> dict[str, Any]:
    """Show a version (version/disk-version-get.md)."""
    ticket = Ticket("download", "version", number, call.user)
    return {
        "ID": str(number),
        "OBJECT_ID": str(version["OBJECT_ID"]),
        "SIZE": str(version["SIZE"]),
        "NAME": version["NAME"],
        "GLOBAL_CONTENT_VERSION": str(version["GLOBAL_CONTENT_VERSION"]),
        "CREATE_TIME": version["CREATE_TIME"],
        "CREATED_BY": str(version["CREATED_BY"]),
        "DOWNLOAD_URL": links.address(call, ticket),
    }


def detail_url(call: Call, number: int, item: dict[str, Any]) -> str:
    """Return where a person would open the object in a browser."""
    place = _place(call.store, item["STORAGE_ID"])
    path = "/".join(tree.path_of(call.store, number))
    kind = "file" if item["TYPE"] == "file" else "path"
    return f"{call.portal.base}/{place}/{kind}/{path}"


def _place(store: Store, number: int) -> str:
    storage = store.get("storage", number) or {"ENTITY_TYPE": "", "ENTITY_ID": ""}
    return _PLACES.get(storage["ENTITY_TYPE"], "disk").format(storage["ENTITY_ID"])


def field_table(*names: tuple[str, str, bool]) -> dict[str, dict[str, Any]]:
    """Return a `getFields` answer from (name, type, may be filtered by) triples."""
    return {
        name: {"TYPE": kind, "USE_IN_FILTER": filtered, "USE_IN_SHOW": True}
        for name, kind, filtered in names
    }


STORAGE_FIELDS = (
    ("ID", "integer", True), ("NAME", "string", True), ("CODE", "string", True),
    ("MODULE_ID", "string", False), ("ENTITY_TYPE", "string", True),
    ("ENTITY_ID", "string", True), ("ROOT_OBJECT_ID", "integer", False),
)  # fmt: skip
_COMMON = (
    ("ID", "integer", True), ("NAME", "string", True), ("TYPE", "enum", True),
    ("CODE", "string", True), ("STORAGE_ID", "integer", True),
)  # fmt: skip
_TIMES = (
    ("PARENT_ID", "integer", True), ("CREATE_TIME", "datetime", True),
    ("UPDATE_TIME", "datetime", True), ("DELETE_TIME", "datetime", True),
    ("CREATED_BY", "integer", False), ("UPDATED_BY", "integer", False),
    ("DELETED_BY", "integer", False),
)  # fmt: skip
FOLDER_FIELDS = (
    *_COMMON, ("REAL_OBJECT_ID", "integer", False), *_TIMES, ("DELETED_TYPE", "enum", True),
)  # fmt: skip
FILE_FIELDS = (
    *_COMMON, *_TIMES, ("GLOBAL_CONTENT_VERSION", "integer", False),
    ("FILE_ID", "integer", False), ("SIZE", "integer", False), ("DELETED_TYPE", "enum", True),
)  # fmt: skip
