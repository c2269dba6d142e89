"""A small file that processes of this machine change one at a time.

The lock is the kernel's, so it goes with the process that held it, however that one ended.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Locked regions cannot be read by others on Windows: lock a byte far behind the content.
_BEHIND = 1 << 30

if sys.platform == "win32":
    import msvcrt

    def _try(handle: int) -> None:
        os.lseek(handle, _BEHIND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _release(handle: int) -> None:
        # The system drops the lock of a closed file when it finds the time: others would wait.
        os.lseek(handle, _BEHIND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try(handle: int) -> None:
        # flock, not lockf: that one would not keep two threads of a process apart.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(_handle: int) -> None:
        """Do nothing: closing the file does it."""


class LockedFile:
    """An open file under its lock."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def read(self) -> bytes:
        """Return the whole content."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        pieces = []
        while piece := os.read(self._handle, 1 << 16):
            pieces.append(piece)
        return b"".join(pieces)

    def write(self, content: bytes) -> None:
        """Replace the content."""
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, content)
        os.ftruncate(self._handle, len(content))


@contextmanager
def locked(path: Path, patience: float = 2.0) -> Iterator[LockedFile]:
    """Open `path`, made where it is missing, and hold its lock for the block.

    Raises OSError where the file cannot be had, or where somebody has held it for `patience`
    seconds: a stopped process must not stop everybody.
    """
    handle = _open(path)
    try:
        deadline = time.monotonic() + patience
        while True:
            try:
                _try(handle)
                break
            except OSError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(0.001)
        try:
            yield LockedFile(handle)
        finally:
            _release(handle)
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(path, flags, 0o600)
