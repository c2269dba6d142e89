"""The body of an answer as it comes in: unpacked, whole or not, in time, into a file if large."""

from __future__ import annotations

import errno
import time
import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = 1 << 16
_SLOWEST = 1024.0  # bytes a second below which an answer only pretends to come


class Source(Protocol):
    """What is read from: the response of the HTTP library."""

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes:
        """Return what has come, at most `amt` bytes; nothing at the end."""


class Spill(NamedTuple):
    """Where an answer goes that is larger than `above` bytes."""

    file: BinaryIO
    above: int


class Body(NamedTuple):
    """A whole body: its bytes, or how many of them went to the file."""

    raw: bytes
    spilled: int = 0


def receive(source: Source, encoding: str, timeout: float, spill: Spill | None = None) -> Body:
    """Read a body to its end.

    Raises OSError where it ends too early, is packed wrongly or trickles in for longer than
    `timeout` seconds, and what the source raises.
    """
    pieces = _in_time(source, timeout)
    if encoding.strip().lower() in ("gzip", "x-gzip"):
        pieces = _unpacked(pieces)
    if spill is None:
        return Body(b"".join(pieces))
    return _spilled(pieces, spill)


def _in_time(source: Source, timeout: float) -> Iterator[bytes]:
    """Yield the pieces of a body.

    The timeout of the connection starts anew with each piece; this one bounds the whole, as long
    as it is not simply a large answer that comes at a fair speed.
    """
    started, size = time.monotonic(), 0
    while piece := source.read1(_PIECE, decode_content=False):
        size += len(piece)
        yield piece
        passed = time.monotonic() - started
        if passed > timeout and size < passed * _SLOWEST:
            raise TimeoutError(errno.ETIMEDOUT, "the answer trickles in")


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip; unlike the HTTP library, notice when its end is missing."""
    decoder = zlib.decompressobj(31)
    for piece in pieces:
        rest = piece
        while rest:
            if decoder.eof:  # another member follows; padding does not count as one
                if rest[:1] != b"\x1f":
                    return
                decoder = zlib.decompressobj(31)
            try:
                yield decoder.decompress(rest)
            except zlib.error:
                raise OSError(errno.EILSEQ, "the answer is packed wrongly") from None
            rest = decoder.unused_data
    if not decoder.eof:
        raise OSError(errno.EILSEQ, "the packed answer has no end")


def _spilled(pieces: Iterator[bytes], spill: Spill) -> Body:
    """Collect a small body; let a large one go to the file. Errors are never large."""
    head = b""
    for piece in pieces:
        head += piece
        if len(head) > spill.above:
            break
    else:
        return Body(head)
    spill.file.write(head)
    size, last = len(head), head
    for piece in pieces:
        spill.file.write(piece)
        size, last = size + len(piece), piece.rstrip() or last
    if last.rstrip()[-1:] not in (b"}", b"]"):
        raise OSError(errno.EILSEQ, "the answer has no end")
    return Body(b"", size)
