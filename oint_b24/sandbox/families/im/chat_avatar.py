"""Avatars of chats: what counts as an image, where it is kept, how it is served."""

from __future__ import annotations

import base64
import binascii
import secrets
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.exchange import Exchange, Reply
from oint_b24.sandbox.registry import route

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Portal
    from oint_b24.sandbox.store import Store

MAX_SIDE = 5000  # pixels (chats/im-chat-add.md)
_ADDRESS = "/avatars/"
_TYPES = {"png": "image/png", "gif": "image/gif", "jpg": "image/jpeg", "bmp": "image/bmp"}


def decode(value: Any) -> bytes | None:
    """Read base64 without a `data:` prefix; None where it is none."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        return base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def measure(image: bytes) -> tuple[str, int, int] | None:
    """Return format, width and height of an image, read from its header; None for no image."""
    if image.startswith(b"\x89PNG\r\n\x1a\n") and len(image) >= 24:
        return "png", _number(image[16:20]), _number(image[20:24])
    if image[:6] in (b"GIF87a", b"GIF89a") and len(image) >= 10:
        return "gif", _number(image[6:8][::-1]), _number(image[8:10][::-1])
    if image.startswith(b"BM") and len(image) >= 26:
        return "bmp", _number(image[18:22][::-1]), _number(image[22:26][::-1])
    return _measure_jpeg(image) if image.startswith(b"\xff\xd8\xff") else None


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _measure_jpeg(image: bytes) -> tuple[str, int, int] | None:
    """Walk the segments to the frame header, which holds height and width."""
    at = 2
    while at + 9 <= len(image) and image[at] == 0xFF:
        marker = image[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return "jpg", _number(image[at + 7 : at + 9]), _number(image[at + 5 : at + 7])
        at += 2 + _number(image[at + 2 : at + 4])
    return None


def fits(size: tuple[str, int, int]) -> bool:
    """Say whether an image is within the limit of both sides."""
    return size[1] <= MAX_SIDE and size[2] <= MAX_SIDE


def keep(store: Store, image: bytes, kind: str) -> str:
    """Keep an image and return the path under which the portal serves it."""
    name = f"{secrets.token_hex(12)}.{kind}"
    store.file(f"avatar-{name}").write_bytes(image)
    return _ADDRESS + name


def accept(store: Store, value: Any) -> str:
    """Keep a base64 image if it is one and small enough; return its path, else nothing."""
    image = decode(value)
    size = measure(image) if image else None
    return keep(store, image, size[0]) if image and size and fits(size) else ""


@route(_ADDRESS)
def serve(exchange: Exchange, portal: Portal) -> Reply:
    """Serve an avatar; only names this module made are looked up."""
    name = exchange.path.removeprefix(_ADDRESS)
    stem, _, kind = name.partition(".")
    file = portal.store.file(f"avatar-{name}")
    if not stem.isalnum() or kind not in _TYPES or not file.is_file():
        return Reply(404, raw=b"404 Not Found", headers={"Content-Type": "text/plain"})
    return Reply(file=file, headers={"Content-Type": _TYPES[kind]})
