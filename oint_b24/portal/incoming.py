"""A file on its way from a portal: what the headers tell of it, and its bytes as they come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")
_EXTENDED = re.compile(r"(?i)filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)")
_PLAIN = re.compile(r'(?i)filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))')


class Head(NamedTuple):
    """The status and headers of an answer; names in lower case."""

    status: int
    headers: Mapping[str, str]

    @property
    def name(self) -> str:
        """Return the file's name of Content-Disposition, or an empty text."""
        return _named(self.headers.get("content-disposition", ""))

    @property
    def is_file(self) -> bool:
        """Say whether the answer calls itself a file."""
        return "content-disposition" in self.headers

    @property
    def first(self) -> int:
        """Return the place of the first byte that comes."""
        found = _RANGE.fullmatch(self.headers.get("content-range", ""))
        return int(found[1]) if self.status == 206 and found and found[1] else 0

    @property
    def total(self) -> int | None:
        """Return the size of the whole file, or None where it is not told."""
        found = _RANGE.fullmatch(self.headers.get("content-range", ""))
        if self.status in (206, 416) and found:
            return int(found[3]) if found[3] != "*" else None
        length = self.headers.get("content-length", "")
        is_told = length.isdecimal() and self.status == 200 and not self.is_packed
        return int(length) if is_told else None

    @property
    def is_packed(self) -> bool:
        """Say whether the bytes are packed for the way, though nobody asked for it."""
        return self.headers.get("content-encoding", "identity").lower() != "identity"

    @property
    def validator(self) -> str:
        """Return what If-Range takes: a strong ETag, else the time of change, else nothing."""
        etag = self.headers.get("etag", "")
        return etag if etag[:1] == '"' else self.headers.get("last-modified", "")

    @property
    def kind(self) -> str:
        """Return the media type."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Incoming:
    """An open answer, a context. `pieces` yields its bytes and raises the client's problems."""

    def __init__(
        self, head: Head, pieces: Callable[[], Iterator[bytes]], close: Callable[[], None]
    ) -> None:
        self.head = head
        self.pieces = pieces
        self._close = close

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()


def _named(disposition: str) -> str:
    """Return the name in a header: the extended form wins over the one for old clients."""
    extended = _EXTENDED.search(disposition)
    if extended is not None:
        try:
            return unquote_to_bytes(extended[2]).decode(extended[1])
        except (LookupError, UnicodeDecodeError):
            pass
    plain = _PLAIN.search(disposition)
    if plain is None:
        return ""
    name = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2]
    try:  # headers arrive as Latin-1, while portals write UTF-8 into them
        return unquote_to_bytes(name.encode("latin-1")).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return name
