"""One HTTP request and its reply, free of the server library."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request. `base` is the address the client used, e.g. `http://127.0.0.1:8024`."""

    verb: str
    path: str
    query: str
    headers: dict[str, str]  # names in lower case
    body: BinaryIO  # ends where the request ends
    length: int
    base: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply: JSON in `data`, or bytes, or a file's contents (of them `span`, both ends in)."""

    status: int = 200
    data: Any = None
    raw: bytes | None = None
    file: Path | None = None
    span: tuple[int, int] | None = None
    headers: dict[str, str] = field(default_factory=dict)
