"""Files of documents (`note.file.*`, REST 3.0): uploading one, and the mark that shows it."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.families.v3.note_model import (
    ATTACHMENT,
    FILE,
    MANAGE,
    VIEW,
    item,
    require_page,
)
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3 import params
from oint_b24.sandbox.v3.errors import REQUEST, invalid, not_found

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

LARGEST = 25 * 1024 * 1024  # note-file-add.md
_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mov": "video/quicktime",
}


def _shown(number: int, data: dict[str, Any]) -> dict[str, Any]:
    mark = f"[[{data['ASSET']} fileId={number}]]"
    return {"item": {**item(ATTACHMENT, number, data), "assetMarkdown": mark}}


def _described(document: int, name: str, content: bytes) -> dict[str, Any]:
    mime = TYPES[name.rpartition(".")[2].lower()]
    kind = mime.partition("/")[0]
    return {
        "DOCUMENT_ID": document,
        "NAME": name,
        "SIZE": len(content),
        "MIME": mime,
        "ASSET": kind if kind in ("image", "video") else "file",
    }


def fill(store: Store) -> None:
    """Attach a file to the first document of a fresh portal."""
    content = "Образец заявления\n".encode()
    number = store.add(FILE, _described(1, "заявление.txt", content), id=1)
    store.file(f"note-{number}").write_bytes(content)


@method("note.file.add", scope="note", version=3)
def add(call: Call) -> dict[str, Any]:
    """Attach a file to a document; its text stays as it is (note-file-add.md)."""
    document, name, encoded = params.required(
        call, documentId="int", fileName="string", fileContent="string"
    )
    require_page(call, document, MANAGE)
    if name.rpartition(".")[2].lower() not in TYPES or "." not in name:
        raise Refusal("NOTE_FILE_TYPE_NOT_ALLOWED", "Files of this type are not allowed")
    content = _decoded(encoded)
    if len(content) > LARGEST:
        raise Refusal("NOTE_FILE_TOO_LARGE", f"The file is larger than {LARGEST} bytes")
    data = _described(document, name, content)
    number = call.store.add(FILE, data)
    call.store.file(f"note-{number}").write_bytes(content)
    return _shown(number, data)


def _decoded(encoded: str) -> bytes:
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content:
        raise invalid(REQUEST, ("fileContent", "invalid base64 payload"))
    return content


@method("note.file.get", scope="note", version=3)
def get(call: Call) -> dict[str, Any]:
    """Return what is known of a document's file (note-file-get.md)."""
    number, document = params.required(call, id="int", documentId="int")
    require_page(call, document, VIEW)
    data = call.store.get(FILE, number)
    if data is None or data["DOCUMENT_ID"] != document:
        raise not_found(number)
    return _shown(number, data)
