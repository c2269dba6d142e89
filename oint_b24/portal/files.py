"""Files to a portal in two steps (files/how-to-upload-files.md): an address, then the bytes.

The bytes are streamed: a file of any size goes up in constant memory.
"""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from oint_b24.errors import PortalProblem
from oint_b24.portal.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.portal.client import Portal
    from oint_b24.portal.envelope import Envelope


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way: its name on the portal, its bytes and how many they are."""

    name: str
    stream: BinaryIO
    size: int
    progress: Callable[[int], None] | None = None  # told how many bytes have gone


def upload_address(folder: str) -> Request:
    """Return the call that asks where to send a file for the disk folder."""
    return Request("disk.folder.uploadFile", {"id": folder}, effect="read", verb="GET")


def upload_to(envelope: Envelope, portal: Portal, upload: Upload) -> Envelope:
    """Send a file to the address in `envelope` and return the portal's answer about it.

    Raises the problems of `errors`; an envelope without an address is returned as it is.
    """
    place = envelope.result if isinstance(envelope.result, dict) else {}
    # The case of the key varies between methods.
    url = place.get("uploadUrl") or place.get("UploadUrl")
    if not url or not place.get("field"):
        return envelope
    return portal.upload(str(url), str(place["field"]), upload)


def file_id(envelope: Envelope, method: str, portal: str) -> str:
    """Return the disk id of an uploaded file. Raises PortalProblem where the answer has none."""
    found: Any = envelope.result.get("ID") if isinstance(envelope.result, dict) else None
    if not found:
        raise PortalProblem("portal.no_file", method=method, portal=portal, code="no_file")
    return str(found)


class Multipart:
    """A multipart body with one file part, read piece by piece.

    It has a length and no position, so that HTTP sends Content-Length and not chunks.
    """

    def __init__(self, field: str, upload: Upload) -> None:
        self.boundary = f"oint{secrets.token_hex(12)}"
        head = (
            f"--{self.boundary}\r\n"
            f'Content-Disposition: form-data; name="{_escaped(field)}";'
            f' filename="{_escaped(upload.name)}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        tail = f"\r\n--{self.boundary}--\r\n".encode()
        self._parts: list[BinaryIO] = [io.BytesIO(head), upload.stream, io.BytesIO(tail)]
        self._length = len(head) + upload.size + len(tail)
        self._gone = 0
        self._progress = upload.progress

    @property
    def content_type(self) -> str:
        """Return the header that names the boundary."""
        return f"multipart/form-data; boundary={self.boundary}"

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read():
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes."""
        wanted = 1 << 20 if size is None or size < 0 else size
        while self._parts:
            chunk = self._parts[0].read(wanted)
            if chunk:
                self._gone += len(chunk)
                if self._progress is not None:
                    self._progress(self._gone)
                return chunk
            self._parts.pop(0)
        return b""


def _escaped(name: str) -> str:
    """Escape a name for a quoted header parameter, as browsers do."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
