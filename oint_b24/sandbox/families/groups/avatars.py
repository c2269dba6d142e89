"""Avatars of groups: Base64, or a file of the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from oint_b24.sandbox.families.disk import tree
from oint_b24.sandbox.families.disk.content import blob_path
from oint_b24.sandbox.families.im.chat_avatar import accept, fits, keep, measure

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


def avatar(call: Call) -> str | None:
    """Return the path of the new avatar, "" for none, None where nothing was said about it.

    Raises Refusal where it is no image (sonet-group-create.md, ERROR_IMAGE_ID).
    """
    if "IMAGE_FILE_ID" in call.params:
        number = call.integer("IMAGE_FILE_ID", 0) or 0
        return _from_disk(call, number) if number else ""
    if "IMAGE" not in call.params or call.get("IMAGE") in (None, "", []):
        return None
    path = accept(call.store, call.list("IMAGE")[-1])
    return path or _refuse(call)


def _from_disk(call: Call, number: int) -> str:
    item = tree.get_object(call.store, number)
    if item is None or item["TYPE"] != "file":
        _refuse(call)
    image = blob_path(call.store, item).read_bytes()
    size = measure(image)
    return keep(call.store, image, size[0]) if size and fits(size) else _refuse(call)


def _refuse(call: Call) -> NoReturn:
    call.refuse("ERROR_IMAGE_ID", "Image is incorrect: Invalid file type")
