"""The methods disk.file.* and disk.version.get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import listing
from oint_b24.sandbox.families import (
    disk_content,
    disk_lists,
    disk_params,
    disk_public,
    disk_rights,
    disk_tree,
    disk_uploads,
    disk_view,
)
from oint_b24.sandbox.families.disk_content import VERSION
from oint_b24.sandbox.families.disk_view import FILE_FIELDS, object_view
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

_VERSION_FILTER = ("ID", "SIZE", "NAME", "CREATE_TIME", "CREATED_BY")


@method("disk.file.getFields", scope="disk")
def get_fields(call: Call) -> dict[str, Any]:
    """Describe the fields of a file (file/disk-file-get-fields.md)."""
    del call
    return disk_view.field_table(*FILE_FIELDS)


@method("disk.file.get", scope="disk")
def get(call: Call) -> dict[str, Any]:
    """Answer a file (file/disk-file-get.md)."""
    return object_view(call, _allowed(call, disk_rights.READ))


@method("disk.file.rename", scope="disk")
def rename(call: Call) -> dict[str, Any]:
    """Rename a file (file/disk-file-rename.md)."""
    number, _ = disk_params.object_of(call, "file")
    name = disk_params.new_name(call)
    disk_rights.require(call, number, disk_rights.EDIT)
    disk_tree.rename(call.store, number, name, call.user, call.portal.moment())
    return object_view(call, number)


@method("disk.file.copyTo", scope="disk")
def copy_to(call: Call) -> dict[str, Any]:
    """Copy a file into a folder (file/disk-file-copy-to.md)."""
    number, target = _with_target(call, disk_rights.READ)
    made = disk_tree.copy(call.store, number, target, call.user, call.portal.moment())
    return disk_view.fresh_view(call, made)


@method("disk.file.moveTo", scope="disk")
def move_to(call: Call) -> dict[str, Any]:
    """Move a file within its storage (file/disk-file-move-to.md)."""
    number, target = _with_target(call, disk_rights.EDIT)
    item, folder = (disk_tree.get_object(call.store, n) or {} for n in (number, target))
    if item["STORAGE_ID"] != folder["STORAGE_ID"]:
        call.refuse("ACCESS_DENIED", "Access denied")
    disk_tree.move(call.store, number, target)
    return object_view(call, number, PARENT_ID=target)


@method("disk.file.markDeleted", scope="disk")
def mark_deleted(call: Call) -> dict[str, Any]:
    """Put a file into the trash (file/disk-file-mark-deleted.md)."""
    number = _allowed(call, disk_rights.EDIT)
    disk_tree.trash(call.store, number, call.user, call.portal.moment())
    return object_view(call, number)


@method("disk.file.restore", scope="disk")
def restore(call: Call) -> dict[str, Any]:
    """Take a file out of the trash (file/disk-file-restore.md)."""
    number, item = disk_params.object_of(call, "file", deleted=True)
    disk_rights.require(call, number, disk_rights.EDIT)
    if disk_tree.is_deleted(item):
        disk_tree.restore(call.store, number, call.user, call.portal.moment())
    return object_view(call, number, DELETED_TYPE=disk_tree.ALIVE)


@method("disk.file.delete", scope="disk")
def delete(call: Call) -> bool:
    """Delete a file for good (file/disk-file-delete.md)."""
    number, _ = disk_params.object_of(call, "file", deleted=True)
    disk_rights.require(call, number, disk_rights.FULL)
    disk_tree.destroy(call.store, number)
    return True


@method("disk.file.getExternalLink", scope="disk")
def get_external_link(call: Call) -> str:
    """Answer the public link of a file (file/disk-file-get-external-link.md)."""
    number, _ = disk_params.object_of(call, "file")
    return disk_public.link_of(call, number)


@method("disk.file.uploadVersion", scope="disk")
def upload_version(call: Call) -> dict[str, Any]:
    """Replace the bytes of a file, keeping the former (file/disk-file-upload-version.md)."""
    number, _ = disk_params.object_of(call, "file")
    return disk_uploads.receive_version(call, number)


@method("disk.file.getVersions", scope="disk")
def get_versions(call: Call) -> Page:
    """List the versions of a file, the newest first (file/disk-file-get-versions.md)."""
    number = _allowed(call, disk_rights.READ)
    call.params |= {"filter": disk_lists.patterns(call.object("filter")), "order": {"ID": "DESC"}}
    return listing.page(
        call,
        VERSION,
        lambda version, data: disk_view.version_view(call, version, data),
        known=_VERSION_FILTER,
        extra=[Where("OBJECT_ID", "=", number)],
    )


@method("disk.file.restoreFromVersion", scope="disk")
def restore_from_version(call: Call) -> dict[str, Any]:
    """Make an old version the newest (file/disk-file-restore-from-version.md)."""
    number, _ = disk_params.object_of(call, "file")
    version = disk_params.required_id(call, "versionId", 1)
    disk_rights.require(call, number, disk_rights.EDIT)
    if call.store.get(VERSION, version) is None:
        disk_params.not_found(call, version)
    moment = call.portal.moment()
    if not disk_tree.restore_version(call.store, number, version, call.user, moment):
        call.refuse("DISK_FILE_22004", "Cannot restore version from another file")
    return disk_view.new_version_view(call, number)


@method("disk.version.get", scope="disk")
def get_version(call: Call) -> dict[str, Any]:
    """Answer a version of a file (version/disk-version-get.md)."""
    number = disk_params.required_id(call, "id")
    version = call.store.get(disk_content.VERSION, number)
    if version is None:
        disk_params.not_found(call, number)
    disk_rights.require(call, version["OBJECT_ID"], disk_rights.READ)
    return disk_view.version_view(call, number, version)


def _allowed(call: Call, wanted: int) -> int:
    number, _ = disk_params.object_of(call, "file")
    disk_rights.require(call, number, wanted)
    return number


def _with_target(call: Call, wanted: int) -> tuple[int, int]:
    number, _ = disk_params.object_of(call, "file")
    target, _ = disk_params.object_of(call, "folder", "targetFolderId", 1)
    disk_rights.require(call, number, wanted)
    disk_rights.require(call, target, disk_rights.ADD)
    return number, target
