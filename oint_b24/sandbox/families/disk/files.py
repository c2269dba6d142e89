"""The methods disk.file.* and disk.version.get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import listing
from oint_b24.sandbox.families.disk import (
    content,
    lists,
    params,
    public,
    rights,
    tree,
    uploads,
    view,
)
from oint_b24.sandbox.families.disk.content import VERSION
from oint_b24.sandbox.families.disk.view import FILE_FIELDS, object_view
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

_VERSION_FILTER = ("ID", "SIZE", "NAME", "CREATE_TIME", "CREATED_BY")


@method("disk.file.getFields", scope="disk")
def get_fields(call: Call) -> dict[str, Any]:
    """Describe the fields of a file (file/disk-file-get-fields.md)."""
    del call
    return view.field_table(*FILE_FIELDS)


@method("disk.file.get", scope="disk")
def get(call: Call) -> dict[str, Any]:
    """Answer a file (file/disk-file-get.md)."""
    return object_view(call, _allowed(call, rights.READ))


@method("disk.file.rename", scope="disk")
def rename(call: Call) -> dict[str, Any]:
    """Rename a file (file/disk-file-rename.md)."""
    number, _ = params.object_of(call, "file")
    name = params.new_name(call)
    rights.require(call, number, rights.EDIT)
    tree.rename(call.store, number, name, call.user, call.portal.moment())
    return object_view(call, number)


@method("disk.file.copyTo", scope="disk")
def copy_to(call: Call) -> dict[str, Any]:
    """Copy a file into a folder (file/disk-file-copy-to.md)."""
    number, target = _with_target(call, rights.READ)
    made = tree.copy(call.store, number, target, call.user, call.portal.moment())
    return view.fresh_view(call, made)


@method("disk.file.moveTo", scope="disk")
def move_to(call: Call) -> dict[str, Any]:
    """Move a file within its storage (file/disk-file-move-to.md)."""
    number, target = _with_target(call, rights.EDIT)
    item, folder = (tree.get_object(call.store, n) or {} for n in (number, target))
    if item["STORAGE_ID"] != folder["STORAGE_ID"]:
        call.refuse("ACCESS_DENIED", "Access denied")
    tree.move(call.store, number, target)
    return object_view(call, number, PARENT_ID=target)


@method("disk.file.markDeleted", scope="disk")
def mark_deleted(call: Call) -> dict[str, Any]:
    """Put a file into the trash (file/disk-file-mark-deleted.md)."""
    number = _allowed(call, rights.EDIT)
    tree.trash(call.store, number, call.user, call.portal.moment())
    return object_view(call, number)


@method("disk.file.restore", scope="disk")
def restore(call: Call) -> dict[str, Any]:
    """Take a file out of the trash (file/disk-file-restore.md)."""
    number, item = params.object_of(call, "file", deleted=True)
    rights.require(call, number, rights.EDIT)
    if tree.is_deleted(item):
        tree.restore(call.store, number, call.user, call.portal.moment())
    return object_view(call, number, DELETED_TYPE=tree.ALIVE)


@method("disk.file.delete", scope="disk")
def delete(call: Call) -> bool:
    """Delete a file for good (file/disk-file-delete.md)."""
    number, _ = params.object_of(call, "file", deleted=True)
    rights.require(call, number, rights.FULL)
    tree.destroy(call.store, number)
    return True


@method("disk.file.getExternalLink", scope="disk")
def get_external_link(call: Call) -> str:
    """Answer the public link of a file (file/disk-file-get-external-link.md)."""
    number, _ = params.object_of(call, "file")
    return public.link_of(call, number)


@method("disk.file.uploadVersion", scope="disk")
def upload_version(call: Call) -> dict[str, Any]:
    """Replace the bytes of a file, keeping the former (file/disk-file-upload-version.md)."""
    number, _ = params.object_of(call, "file")
    return uploads.receive_version(call, number)


@method("disk.file.getVersions", scope="disk")
def get_versions(call: Call) -> Page:
    """List the versions of a file, the newest first (file/disk-file-get-versions.md)."""
    number = _allowed(call, rights.READ)
    call.params |= {"filter": lists.patterns(call.object("filter")), "order": {"ID": "DESC"}}
    return listing.page(
        call,
        VERSION,
        lambda version, data: view.version_view(call, version, data),
        known=_VERSION_FILTER,
        extra=[Where("OBJECT_ID", "=", number)],
    )


@method("disk.file.restoreFromVersion", scope="disk")
def restore_from_version(call: Call) -> dict[str, Any]:
    """Make an old version the newest (file/disk-file-restore-from-version.md)."""
    number, _ = params.object_of(call, "file")
    version = params.required_id(call, "versionId", 1)
    rights.require(call, number, rights.EDIT)
    if call.store.get(VERSION, version) is None:
        params.not_found(call, version)
    moment = call.portal.moment()
    if not tree.restore_version(call.store, number, version, call.user, moment):
        call.refuse("DISK_FILE_22004", "Cannot restore version from another file")
    return view.new_version_view(call, number)


@method("disk.version.get", scope="disk")
def get_version(call: Call) -> dict[str, Any]:
    """Answer a version of a file (version/disk-version-get.md)."""
    number = params.required_id(call, "id")
    version = call.store.get(content.VERSION, number)
    if version is None:
        params.not_found(call, number)
    rights.require(call, version["OBJECT_ID"], rights.READ)
    return view.version_view(call, number, version)


def _allowed(call: Call, wanted: int) -> int:
    number, _ = params.object_of(call, "file")
    rights.require(call, number, wanted)
    return number


def _with_target(call: Call, wanted: int) -> tuple[int, int]:
    number, _ = params.object_of(call, "file")
    target, _ = params.object_of(call, "folder", "targetFolderId", 1)
    rights.require(call, number, wanted)
    rights.require(call, target, rights.ADD)
    return number, target
