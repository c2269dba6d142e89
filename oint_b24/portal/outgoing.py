"""What is sent piece by piece: bodies of a known length that are never in memory as a whole."""

from __future__ import annotations

import base64
import io
import os
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from oint_b24.portal.upload import Readable, Upload

_PIECE = 1 << 20


class Outgoing:
    """Bytes of several sources, one after the other.

    It has a length and no position, so that HTTP sends Content-Length and not chunks.
    """

    def __init__(
        self, parts: Sequence[Readable], length: int, progress: Callable[[int], None] | None = None
    ) -> None:
        self._parts = list(parts)
        self._length = length
        self._gone = 0
        self._progress = progress

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read():
            yield chunk

    def read(self, size: int | None = -1) -> bytes:
        """Return up to `size` bytes."""
        wanted = _PIECE if size is None or size < 0 else size
        while self._parts:
            chunk = self._parts[0].read(wanted)
            if chunk:
                self._gone += len(chunk)
                if self._progress is not None:
                    self._progress(self._gone)
                return chunk
            self._parts.pop(0)
        return b""

    def decode(self, *_: str) -> str:
        """Return what is shown of it to who watches requests: how long it is."""
        return f"({self._length} B)"


class Multipart(Outgoing):
    """A multipart form of one file."""

    def __init__(self, field: str, upload: Upload) -> None:
        self._boundary = f"oint{os.urandom(12).hex()}"
        head = (
            f"--{self._boundary}\r\n"
            f'Content-Disposition: form-data; name="{_escaped(field)}";'
            f' filename="{_escaped(upload.name)}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        tail = f"\r\n--{self._boundary}--\r\n".encode()
        parts = (io.BytesIO(head), Exactly(upload), io.BytesIO(tail))
        super().__init__(parts, len(head) + upload.size + len(tail), upload.progress)

    @property
    def content_type(self) -> str:
        """Return the header that names the boundary."""
        return f"multipart/form-data; boundary={self._boundary}"


def _escaped(name: str) -> str:
    """Escape a name for a quoted header parameter, as browsers do."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


class Exactly:
    """As many bytes of a file as were announced: it may grow or shrink while it is sent."""

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._left = upload.size

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes.

        Raises UsageProblem where the file ends too early or cannot be read.
        """
        wanted = self._left if size < 0 else min(size, self._left)
        name = self._upload.name
        try:
            chunk = self._upload.stream.read(wanted) if wanted else b""
        except OSError as error:  # not to be taken for an error of the network
            raise UsageProblem("files.unreadable", path=name, reason=error.strerror) from None
        if wanted and not chunk:
            raise UsageProblem("files.shrunk", name=name, size=self._upload.size)
        self._left -= len(chunk)
        return chunk


class Encoded:
    """A stream as base64."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes of base64; padded at the end of the stream only."""
        wanted = max(3, (_PIECE if size < 0 else size) // 4 * 3)
        raw = self._stream.read(wanted)
        while len(raw) % 3 and (more := self._stream.read(3 - len(raw) % 3)):
            raw += more
        return base64.b64encode(raw)


class Inserts:
    """Files that stand inside parameters as `Upload` values and leave as base64 texts.

    A mark stands for each while the JSON around is written.
    """

    def __init__(self) -> None:
        self._uploads: dict[str, Upload] = {}

    def mark(self, value: object) -> str:
        """Return what stands for a file. Raises TypeError for anything that JSON has not."""
        from oint_b24.portal.upload import Upload

        if not isinstance(value, Upload):
            raise TypeError(f"{type(value).__name__} is no JSON")
        mark = os.urandom(16).hex()
        self._uploads[mark] = value
        return mark

    def into(self, text: bytes) -> bytes | Outgoing:
        """Return the JSON with the files in the places of their marks."""
        if not self._uploads:
            return text
        parts: list[Any] = []
        length = 0
        for mark, upload in self._uploads.items():
            before, _, text = text.partition(mark.encode())
            upload.stream.seek(0)
            parts += [io.BytesIO(before), Encoded(Exactly(upload))]
            length += len(before) + (upload.size + 2) // 3 * 4
        (*_, last) = self._uploads.values()
        return Outgoing([*parts, io.BytesIO(text)], length + len(text), last.progress)
