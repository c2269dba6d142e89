"""Parameters of the disk's methods: ids of what must exist, names, file contents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import content, tree

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


def required_id(call: Call, name: str, position: int = 0) -> int:
    """Return a required id. Refuses ERROR_ARGUMENT, naming the parameter by its position."""
    number = whole(call.get(name))
    if number is None:
        bad_argument(call, position)
    return number


def bad_argument(call: Call, position: int) -> NoReturn:
    """Refuse a parameter that is missing or of no use."""
    call.refuse("ERROR_ARGUMENT", f"Invalid value of parameter {{Parameter #{position}}}")


def not_found(call: Call, number: int) -> NoReturn:
    """Refuse an id that names nothing."""
    call.refuse("ERROR_NOT_FOUND", f"Could not find entity with id `{number}`")


def object_of(
    call: Call, kind: str, name: str = "id", position: int = 0, *, deleted: bool = False
) -> tuple[int, dict[str, Any]]:
    """Return the folder or file (`kind`) a parameter names.

    Refuses ERROR_NOT_FOUND; what is in the trash is found only with `deleted`
    (file/disk-file-restore.md).
    """
    number = required_id(call, name, position)
    item = tree.get_object(call.store, number)
    if item is None or item["TYPE"] != kind or (tree.is_deleted(item) and not deleted):
        not_found(call, number)
    return number, item


def storage_of(call: Call) -> tuple[int, dict[str, Any]]:
    """Return the storage the parameter `id` names. Refuses ERROR_NOT_FOUND."""
    number = required_id(call, "id")
    storage = call.store.get("storage", number)
    if storage is None:
        not_found(call, number)
    return number, storage


def name_of(call: Call) -> str:
    """Return `data.NAME`, or an empty text."""
    name = call.object("data").get("NAME")
    return str(name).strip() if isinstance(name, (str, int, float)) else ""


def new_name(call: Call) -> str:
    """Return `newName`. Refuses ERROR_ARGUMENT without it, 0 for an empty one."""
    if call.get("newName") is None:
        bad_argument(call, 1)
    name = call.text("newName").strip()
    if not name:
        call.refuse("0", "Empty name")
    return name


def content_of(call: Call) -> bytes | None:
    """Return the bytes of `fileContent`, None without it; nothing decodable gives b"".

    The value is `[name, Base64]`, or the Base64 alone (files/how-to-upload-files.md).
    """
    value = call.get("fileContent")
    if value is None or value in ("", []):
        return None
    if isinstance(value, dict):
        value = list(value.values())
    text = value[-1] if isinstance(value, list) else value
    return content.decoded(text) if isinstance(text, str) else b""
