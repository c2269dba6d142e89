"""A local file whose checksum is known once it has been read to its end."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from oint_b24.portal.transfer.part import Digest

if TYPE_CHECKING:
    from oint_b24.portal.upload import Rewindable


class Hashed(io.RawIOBase):
    """A stream that sums up what is read of it; from its beginning on, also when read again."""

    def __init__(self, stream: Rewindable, algorithm: str | None) -> None:
        super().__init__()
        self._stream = stream
        self._digest = Digest(algorithm)

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read again."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes."""
        piece = self._stream.read(size)
        self._digest.add(piece)
        return piece

    def seek(self, place: int, whence: int = 0, /) -> int:
        """Begin anew."""
        self._digest.reset()
        return self._stream.seek(place, whence)

    @property
    def text(self) -> str:
        """Return the checksum, or an empty text where none was wanted."""
        return self._digest.text
