"""Parts of files over HTTP: Range, If-Range and ETag (RFC 9110, section 14)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from oint_b24.sandbox.exchange import Exchange, Reply

if TYPE_CHECKING:
    from pathlib import Path

_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def ranged(exchange: Exchange, path: Path, etag: str, headers: dict[str, str]) -> Reply:
    """Answer with the file: whole (200), the part asked for (206), or 416 beyond its end.

    Several ranges at once, and a range of another state of the file (If-Range), give it whole.
    """
    size = path.stat().st_size
    headers = {**headers, "ETag": etag, "Accept-Ranges": "bytes"}
    wanted = exchange.headers.get("range", "")
    if not wanted or exchange.headers.get("if-range", etag) != etag:
        return Reply(200, file=path, headers=headers)
    found = _ONE_RANGE.fullmatch(wanted.strip())
    if found is None or not (found[1] or found[2]):
        return Reply(200, file=path, headers=headers)
    first, last = _bounds(found[1], found[2], size)
    if first > last:
        return Reply(416, raw=b"", headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return Reply(206, file=path, span=(first, last), headers=headers)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte; the first is greater where there is nothing to give."""
    if not first:
        return (size - min(int(last), size), size - 1) if int(last) else (size, size - 1)
    return int(first), min(int(last), size - 1) if last else size - 1
