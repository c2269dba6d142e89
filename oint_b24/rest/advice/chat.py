"""Advice on chats: avatars and external links (chats/im-chat-add.md)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from oint_b24.rest.advice.finding import Advice

_LARGEST = 5000  # pixels on a side
_DIGITS = re.compile(r"\d+\Z")
# ENTITY_TYPE -> what its ENTITY_ID looks like.
_FORMATS = {
    "CRM": (re.compile(r"(?:LEAD|DEAL|CONTACT|COMPANY|DYNAMIC_\d+)\|\d+\Z"), "DEAL|1663"),
    "LINES": (re.compile(r"[^|]+\|[^|]+\|[^|]+\|[^|]+\Z"), "connector|line|chat|user"),
    "LIVECHAT": (re.compile(r"[^|]+\|[^|]+\Z"), "connector|line"),
    "TASKS": (_DIGITS, "1234"),
    "CALENDAR": (_DIGITS, "1234"),
    "SONET_GROUP": (_DIGITS, "1234"),
}


def advise_chat(params: dict[str, Any]) -> list[Advice]:
    """Return what looks wrong in the parameters of a new chat."""
    return [*_entity(params), *_avatar(params.get("AVATAR"))]


def _entity(params: dict[str, Any]) -> list[Advice]:
    kind, number = str(params.get("ENTITY_TYPE") or ""), str(params.get("ENTITY_ID") or "")
    found = []
    if kind and not number:
        found.append(Advice("advice.entity_half", {"given": "ENTITY_TYPE", "missing": "ENTITY_ID"}))
    if number and not kind:
        found.append(Advice("advice.entity_half", {"given": "ENTITY_ID", "missing": "ENTITY_TYPE"}))
    if kind in _FORMATS and number and not _FORMATS[kind][0].match(number):
        example = _FORMATS[kind][1]
        found.append(Advice("advice.entity_id", {"type": kind, "id": number, "example": example}))
    if kind == "SONET_GROUP" and number:
        found.append(Advice("advice.sonet_group", {"id": number}))
    return found


def _avatar(value: Any) -> list[Advice]:
    if not isinstance(value, str) or not value:
        return []
    if value.startswith("data:"):
        return [Advice("advice.avatar_data")]
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return [Advice("advice.avatar_base64")]
    size = image_size(raw)
    if size is None:
        return [Advice("advice.avatar_kind")]
    if max(size) > _LARGEST:
        return [Advice("advice.avatar_size", {"width": size[0], "height": size[1]})]
    return []


def image_size(raw: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF, JPEG, BMP or WebP image, or None for anything else."""
    if raw[:8] == b"\x89PNG\r\n\x1a\n" and raw[12:16] == b"IHDR":
        return _big(raw[16:20]), _big(raw[20:24])
    if raw[:6] in (b"GIF87a", b"GIF89a") and len(raw) >= 10:
        return _little(raw[6:8]), _little(raw[8:10])
    if raw[:2] == b"BM" and len(raw) >= 26:
        return _little(raw[18:22]), _little(raw[22:26])
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return _webp(raw)
    return _jpeg(raw) if raw[:2] == b"\xff\xd8" else None


def _jpeg(raw: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header (markers C0 to CF but C4, C8 and CC)."""
    at = 2
    while at + 9 < len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _big(raw[at + 7 : at + 9]), _big(raw[at + 5 : at + 7])
        at += 2 + _big(raw[at + 2 : at + 4])
    return None


def _webp(raw: bytes) -> tuple[int, int] | None:
    kind = raw[12:16]
    if kind == b"VP8X" and len(raw) >= 30:
        return _little(raw[24:27]) + 1, _little(raw[27:30]) + 1
    if kind == b"VP8 " and len(raw) >= 30:
        return _little(raw[26:28]) & 0x3FFF, _little(raw[28:30]) & 0x3FFF
    if kind == b"VP8L" and len(raw) >= 25:
        bits = _little(raw[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return None


def _big(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _little(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
