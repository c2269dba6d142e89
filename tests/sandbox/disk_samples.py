"""What the tests of the disk share: seeded ids, and short ways to put a file and read names."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient

ROOT, REPORTS, TRASHED_FOLDER = 11, 14, 15
PLAN, DRAFT, TOTALS = 21, 22, 23
PLAN_TEXT = "План релиза\n1. Проверить\n2. Выпустить\n".encode()


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def upload(rest: RestClient, folder: int, name: str, content: bytes = b"text", **more: Any) -> Any:
    given = {"id": folder, "data": {"NAME": name}, "fileContent": [name, b64(content)], **more}
    return rest.call("disk.folder.uploadFile", **given)


def names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["NAME"] for row in rows]
