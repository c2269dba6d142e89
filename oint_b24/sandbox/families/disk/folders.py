"""The methods disk.folder.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.disk import lists, params, public, rights, storages, tree, uploads
from oint_b24.sandbox.families.disk.view import FOLDER_FIELDS, field_table, fresh_view, object_view
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page


@method("disk.folder.getFields", scope="disk")
def get_fields(call: Call) -> dict[str, Any]:
    """Describe the fields of a folder (folder/disk-folder-get-fields.md)."""
    del call
    return field_table(*FOLDER_FIELDS)


@method("disk.folder.get", scope="disk")
def get(call: Call) -> dict[str, Any]:
    """Answer a folder (folder/disk-folder-get.md)."""
    number, item = params.object_of(call, "folder")
    rights.require(call, number, rights.READ)
    return object_view(call, number, item)


@method("disk.folder.getChildren", scope="disk")
def get_children(call: Call) -> Page:
    """List a folder (folder/disk-folder-get-children.md)."""
    number, _ = params.object_of(call, "folder")
    return lists.children_page(call, number)


@method("disk.folder.addSubFolder", scope="disk")
def add_subfolder(call: Call) -> dict[str, Any]:
    """Make a folder in a folder (folder/disk-folder-add-subfolder.md)."""
    number, _ = params.object_of(call, "folder")
    return storages.make_folder(call, number)


@method("disk.folder.uploadFile", scope="disk")
def upload_file(call: Call) -> dict[str, Any]:
    """Put a file into a folder (folder/disk-folder-upload-file.md)."""
    number, _ = params.object_of(call, "folder")
    return uploads.receive(call, number)


@method("disk.folder.rename", scope="disk")
def rename(call: Call) -> dict[str, Any]:
    """Rename a folder (folder/disk-folder-rename.md)."""
    number, item = params.object_of(call, "folder")
    name = params.new_name(call)
    rights.require(call, number, rights.EDIT)
    if item["PARENT_ID"] is None:
        call.refuse("ACCESS_DENIED", "Access denied")
    tree.rename(call.store, number, name, call.user, call.portal.moment())
    return object_view(call, number)


@method("disk.folder.copyTo", scope="disk")
def copy_to(call: Call) -> dict[str, Any]:
    """Copy a folder and all in it (folder/disk-folder-copy-to.md)."""
    number, _ = params.object_of(call, "folder")
    target, _ = params.object_of(call, "folder", "targetFolderId", 1)
    rights.require(call, number, rights.READ)
    rights.require(call, target, rights.ADD)
    made = tree.copy(call.store, number, target, call.user, call.portal.moment())
    return fresh_view(call, made)


@method("disk.folder.moveTo", scope="disk")
def move_to(call: Call) -> dict[str, Any]:
    """Move a folder and all in it (folder/disk-folder-move-to.md)."""
    number, item = params.object_of(call, "folder")
    target, _ = params.object_of(call, "folder", "targetFolderId", 1)
    if item["PARENT_ID"] is None:
        call.refuse("", "Could not move root folder")
    rights.require(call, number, rights.EDIT)
    rights.require(call, target, rights.ADD)
    if tree.is_inside(call.store, target, number):
        params.bad_argument(call, 1)
    tree.move(call.store, number, target)
    return object_view(call, number, PARENT_ID=target)


@method("disk.folder.markDeleted", scope="disk")
def mark_deleted(call: Call) -> dict[str, Any]:
    """Put a folder into the trash (folder/disk-folder-mark-deleted.md)."""
    number, item = params.object_of(call, "folder")
    _deletable(call, number, item)
    tree.trash(call.store, number, call.user, call.portal.moment())
    return object_view(call, number, DELETED_TYPE=tree.IN_TRASH)


@method("disk.folder.deleteTree", scope="disk")
def delete_tree(call: Call) -> bool:
    """Delete a folder for good, with all in it (folder/disk-folder-delete-tree.md)."""
    number, item = params.object_of(call, "folder", deleted=True)
    _deletable(call, number, item)
    tree.destroy(call.store, number)
    return True


@method("disk.folder.restore", scope="disk")
def restore(call: Call) -> dict[str, Any]:
    """Take a folder out of the trash; administrators only (folder/disk-folder-restore.md)."""
    number, item = params.object_of(call, "folder", deleted=True)
    if not people.is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")
    if tree.is_deleted(item):
        tree.restore(call.store, number, call.user, call.portal.moment())
    return object_view(call, number, DELETED_TYPE=tree.ALIVE)


@method("disk.folder.getExternalLink", scope="disk")
def get_external_link(call: Call) -> str:
    """Answer the public link of a folder (folder/disk-folder-get-external-link.md)."""
    number, _ = params.object_of(call, "folder")
    return public.link_of(call, number)


@method("disk.folder.shareToUser", scope="disk")
def share_to_user(call: Call) -> bool:
    """Give a user access to a folder (folder/disk-folder-share-to-user.md).

    Nobody can give more than he has.
    """
    number, _ = params.object_of(call, "folder")
    user, task = params.required_id(call, "userId", 1), call.text("taskName")
    if not task or people.get_user(call.store, user) is None:
        params.bad_argument(call, 2 if not task else 1)
    if task not in rights.LEVELS:
        call.refuse("ACCESS_DENIED", "Access denied")
    rights.require(call, number, rights.LEVELS[task])
    rights.grant(call.store, number, f"U{user}", rights.LEVELS[task])
    return True


def _deletable(call: Call, number: int, item: dict[str, Any]) -> None:
    if item["PARENT_ID"] is None:
        call.refuse("DISK_OBJ_22000", "Could not delete root folder")
    rights.require(call, number, rights.FULL)
