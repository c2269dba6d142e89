"""Files to a portal's disk (files/how-to-upload-files.md), streamed: constant memory, any size.

>>> from oint_b24 import Portal
>>> from oint_b24.portal.transfer.files import opened, put
>>> portal = Portal("https://portal.example/rest/1/secret/")
>>> with opened("plan.pdf") as upload:  # doctest: +SKIP
...     put(portal, "11", upload)["ID"]
9011

A large file goes in two steps, an address and then the bytes; a small one inside one request.
"""

from __future__ import annotations

import base64
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from oint_b24.errors import PartialProblem, PortalProblem, UnknownProblem
from oint_b24.portal.outgoing import Exactly
from oint_b24.portal.request import Request
from oint_b24.portal.upload import Upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.portal.client import Portal
    from oint_b24.portal.envelope import Envelope

AT_ONCE = 1 << 18  # bytes up to which one request is better than two
_FOLDER, _FILE = "disk.folder.uploadFile", "disk.file.uploadVersion"


@contextmanager
def opened(path: str | Path, name: str = "") -> Iterator[Upload]:
    """Give a local file to send, as `name` or by its own. Raises OSError."""
    with Path(path).open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        yield Upload(name or portal_name(Path(path).name), stream, size)


def portal_name(name: str) -> str:
    """Return a local name as portals have it: some systems take «й» apart into two letters."""
    return normalize("NFC", name)


def upload_address(folder: str) -> Request:
    """Return the call that asks where to send a file for the disk folder."""
    return _address(_FOLDER, folder)


def _address(method: str, number: str, **more: Any) -> Request:
    return Request(method, {"id": number, **more}, effect="read", verb="GET")


def upload_to(envelope: Envelope, asked: Request, portal: Portal, upload: Upload) -> Envelope:
    """Send a file to the address in `envelope` and return the portal's answer about it.

    `asked` is the call that brought it. Raises the problems of `errors`; an envelope without an
    address is returned as it is.
    """
    place = envelope.result if isinstance(envelope.result, dict) else {}
    # The case of the key varies between methods.
    url = place.get("uploadUrl") or place.get("UploadUrl")
    if not url or not place.get("field"):
        return envelope
    return portal.upload(str(url), str(place["field"]), upload, asked)


def file_id(envelope: Envelope, method: str, portal: str) -> str:
    """Return the disk id of an uploaded file. Raises PortalProblem where the answer has none."""
    found: Any = envelope.result.get("ID") if isinstance(envelope.result, dict) else None
    if not found:
        raise PortalProblem("portal.no_file", method=method, portal=portal, code="no_file")
    return str(found)


def put(
    portal: Portal, folder: str, upload: Upload, *, unique: bool = False, is_new: bool = False
) -> dict[str, Any]:
    """Send a file into the disk folder `folder` and return what the portal tells of it.

    `unique` lets the portal find a free name where `upload.name` is taken. `is_new` says that
    it surely was free: then a lost answer is no riddle, for the file is there or it is not.
    Raises PortalProblem (code DISK_OBJ_22000) for a name taken, PartialProblem where the portal
    has another number of bytes, and the problems of the client.
    """
    try:
        if 0 < upload.size <= AT_ONCE:
            envelope = portal.send(_whole(folder, upload, unique=unique))
        else:
            more = {"generateUniqueName": True} if unique else {}
            asked = _address(_FOLDER, folder, **more)
            envelope = upload_to(portal.send(asked), asked, portal, upload)
    except UnknownProblem:
        found = _arrived(portal, folder, upload) if is_new and not unique else None
        if found is None:
            raise
        return found
    return _checked(envelope, _FOLDER, portal, upload)


def put_version(portal: Portal, file: str, upload: Upload) -> dict[str, Any]:
    """Give the disk file `file` new bytes, its former ones staying as a version.

    Returns what the portal tells of the file (file/disk-file-upload-version.md). Raises as `put`.
    """
    asked = _address(_FILE, file)
    envelope = upload_to(portal.send(asked), asked, portal, upload)
    return _checked(envelope, _FILE, portal, upload)


def _whole(folder: str, upload: Upload, *, unique: bool) -> Request:
    upload.stream.seek(0)
    content = base64.b64encode(b"".join(iter(Exactly(upload).read, b""))).decode("ascii")
    params: dict[str, Any] = {
        "id": folder,
        "data": {"NAME": upload.name},
        "fileContent": [upload.name, content],
    }
    return Request(_FOLDER, {**params, "generateUniqueName": True} if unique else params)


def _checked(envelope: Envelope, method: str, portal: Portal, upload: Upload) -> dict[str, Any]:
    """Return the file of an answer, once it is sure to have all bytes."""
    number = file_id(envelope, method, portal.address.portal)
    kept: dict[str, Any] = envelope.result
    if "SIZE" not in kept:
        asked = portal.send(Request("disk.file.get", {"id": number}, effect="read"))
        kept = {"ID": number, **(asked.result if isinstance(asked.result, dict) else {})}
    if str(kept.get("SIZE")) != str(upload.size):
        raise PartialProblem(
            "files.wrong_size", name=upload.name, wanted=upload.size, got=kept.get("SIZE")
        )
    if upload.progress is not None:
        upload.progress(upload.size)
    return kept


def _arrived(portal: Portal, folder: str, upload: Upload) -> dict[str, Any] | None:
    """Return the file where it is in the folder with all its bytes."""
    from oint_b24.portal.transfer.folders import among

    found = among(portal, folder, [upload.name]).get(upload.name.casefold())
    is_there = found is not None and str(found.get("SIZE")) == str(upload.size)
    return found if is_there else None
