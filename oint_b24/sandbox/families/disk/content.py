"""The bytes of files: blobs in the store's directory and the versions that point to them.

A blob never changes: a new version is a new blob, and a copy shares the blob of its original.
"""

from __future__ import annotations

import base64
import re
import secrets
import shutil
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from pathlib import Path

    from oint_b24.sandbox.store import Store

OBJECT = "disk_object"
VERSION = "disk_version"
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")


def keep(store: Store, content: bytes | Path) -> tuple[str, int]:
    """Put the bytes under a name nobody can guess; return the name and the size.

    A path inside the store's own directory is taken over, any other path is copied.
    """
    name = f"disk-{secrets.token_hex(12)}"
    target = store.file(name)
    if isinstance(content, bytes):
        target.write_bytes(content)
    elif content.parent == store.files:
        content.replace(target)
    else:
        shutil.copyfile(content, target)
    return name, target.stat().st_size


def place(
    store: Store, number: int, file: dict[str, Any], kept: tuple[str, int], user: int, moment: str
) -> int:
    """Make the blob `kept` the newest version of the file; return the version's id."""
    blob, size = kept
    count = int(file["GLOBAL_CONTENT_VERSION"]) + 1
    newest = {"BLOB": blob, "SIZE": size, "GLOBAL_CONTENT_VERSION": count}
    content_id = store.next_id("disk_content")
    changed = {"FILE_ID": content_id, "UPDATE_TIME": moment, "UPDATED_BY": user}
    store.put(OBJECT, number, {**file, **newest, **changed})
    version = {"OBJECT_ID": number, "NAME": file["NAME"], **newest}
    return store.add(VERSION, {**version, "CREATE_TIME": moment, "CREATED_BY": user})


def versions(store: Store, number: int) -> list[tuple[int, dict[str, Any]]]:
    """Return the versions of the file, the newest first."""
    return store.select(VERSION, [Where("OBJECT_ID", "=", number)], [("ID", True)])


def blob_path(store: Store, document: dict[str, Any]) -> Path:
    """Return where the bytes of a file or of a version lie."""
    return store.file(document["BLOB"])


def forget(store: Store, number: int) -> None:
    """Delete all versions of a file, and the bytes no other file shares."""
    blobs = set()
    for version, document in versions(store, number):
        blobs.add(document["BLOB"])
        store.delete(VERSION, version)
    for blob in blobs:
        if not store.count(VERSION, [Where("BLOB", "=", blob)]):
            store.file(blob).unlink(missing_ok=True)


def decoded(text: str) -> bytes:
    """Decode Base64 the way the platform does: what is no Base64 is skipped, not refused.

    A corrupted text so becomes a corrupted file (files/how-to-upload-files.md).
    """
    kept = _NOT_BASE64.sub("", text)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return base64.b64decode(kept + "=" * (-len(kept) % 4))
