"""The first step of an upload: take the bytes at once, or say where to send them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.disk import (
    links,
    params,
    rights as disk_rights,
    transfer,
    tree,
    view,
)
from oint_b24.sandbox.families.disk.links import Ticket

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


def receive(call: Call, folder: int) -> dict[str, Any]:
    """Put `fileContent` into `folder`; without it answer the address to send the file to.

    Refuses DISK_BASE_SERVICE_22001 without a name, ERROR_COULD_NOT_SAVE_FILE without a byte and
    DISK_OBJ_22000 for a name taken (folder/disk-folder-upload-file.md).
    """
    disk_rights.require(call, folder, disk_rights.ADD)
    rights, unique = disk_rights.given_rights(call), call.flag("generateUniqueName")
    content = params.content_of(call)
    if content is None:
        return elsewhere(call, Ticket("upload", "folder", folder, call.user, unique, tuple(rights)))
    name = params.name_of(call)
    if not name:
        description = "Error: required parameter NAME (DISK_BASE_SERVICE_22001)"
        call.refuse("DISK_BASE_SERVICE_22001", description)
    if not content:
        call.refuse("ERROR_COULD_NOT_SAVE_FILE", "Could not save file")
    moment = call.portal.moment()
    number = tree.create_file(call.store, folder, name, content, call.user, moment, unique=unique)
    for code, level in rights:
        disk_rights.grant(call.store, number, code, level)
    return view.fresh_view(call, number)


def receive_version(call: Call, file: int) -> dict[str, Any]:
    """Give `file` the bytes of `fileContent`, or answer the address to send them to.

    Refuses DISK_FILE_22002 without a byte (file/disk-file-upload-version.md).
    """
    disk_rights.require(call, file, disk_rights.EDIT)
    content = params.content_of(call)
    if content is None:
        return elsewhere(call, Ticket("upload", "file", file, call.user))
    if not content:
        call.refuse("DISK_FILE_22002", "Could not save file")
    tree.add_version(call.store, file, content, call.user, call.portal.moment())
    return view.new_version_view(call, file)


def elsewhere(call: Call, ticket: Ticket) -> dict[str, Any]:
    """Answer where to send the file, and as which form field."""
    return {"field": transfer.FIELD, "uploadUrl": links.address(call, ticket)}
