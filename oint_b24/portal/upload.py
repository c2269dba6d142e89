"""A file to send, and what its bytes are read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes; nothing at the end."""


class Rewindable(Readable, Protocol):
    """What bytes can be read from again."""

    def seek(self, place: int, whence: int = 0, /) -> int:
        """Go to a place."""

    def seekable(self) -> bool:
        """Say whether that is possible."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way: its name on the portal, its bytes from the first on, how many they are."""

    name: str
    stream: Rewindable
    size: int
    progress: Callable[[int], None] | None = None  # told how many bytes have gone

    def __str__(self) -> str:
        return f"({self.name}, {self.size} B)"
