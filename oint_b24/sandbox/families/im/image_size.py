"""Width and height of a picture, read from the first bytes of PNG, GIF and JPEG files."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

# JPEG: the frame headers carry the size; C4, C8 and CC of that range are other segments.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size_of_image(path: Path) -> dict[str, int] | None:
    """Return `{"height": …, "width": …}`, or None for anything that is not such a picture."""
    try:
        with path.open("rb") as source:
            found = _read(source)
    except (OSError, struct.error):
        return None
    return {"height": found[1], "width": found[0]} if found else None


def _read(source: BinaryIO) -> tuple[int, int] | None:
    head = source.read(24)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", head[16:24])
        return width, height
    if head[:6] in (b"GIF87a", b"GIF89a"):
        width, height = struct.unpack("<HH", head[6:10])
        return width, height
    if head.startswith(b"\xff\xd8"):
        source.seek(2)
        return _jpeg(source)
    return None


def _jpeg(source: BinaryIO) -> tuple[int, int] | None:
    while True:
        mark, code, length = struct.unpack(">BBH", source.read(4))
        if mark != 0xFF or length < 2:
            return None
        if code in _FRAMES:
            _, height, width = struct.unpack(">BHH", source.read(5))
            return width, height
        source.seek(length - 2, 1)
