"""Multipart bodies: form fields in memory, file parts streamed to disk.

Reads what PHP's form parser reads (RFC 7578 without nested parts): only `filename` makes a part
a file, so a client that sends nothing but `filename*` uploads a text field, here as there.
"""

from __future__ import annotations

import io
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import SupportsWrite

    Sink = SupportsWrite[bytes]

_CHUNK = 1 << 18
_HEADERS_LIMIT = 1 << 16
_FIELD_LIMIT = 8 << 20  # a form field is text of a person, not a file
_BOUNDARY = re.compile(r';\s*boundary=(?:"([^"]+)"|([^";,\s]+))', re.IGNORECASE)
_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;\s]*))')


class MalformedBodyError(ValueError):
    """The body is not what its Content-Type says, or it ends too early."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: a field has its text in `value`, a file its name and where it was put."""

    name: str
    value: str = ""
    filename: str | None = None
    content_type: str = ""
    path: Path | None = None


def fields(content_type: str, raw: bytes) -> list[tuple[str, str]]:
    """Return the form fields of a body in memory as (name, value) pairs in their order.

    Files are left out: PHP keeps them apart from the parameters, too. A body cut off in the
    middle gives the fields read so far, a body without a boundary gives none.
    """
    found = []
    with suppress(MalformedBodyError):
        for part, kept in _read(content_type, io.BytesIO(raw), _field_only):
            if isinstance(kept, _Field) and part.name:
                found.append((part.name, kept.text))
    return found


def parts(content_type: str, stream: BinaryIO, directory: Path) -> list[Part]:
    """Read a body from `stream`, in constant memory, putting its files into `directory`.

    The files are the caller's from then on. Raises MalformedBodyError, leaving no file behind.
    """
    found: list[Part] = []
    try:
        for part, kept in _read(content_type, stream, lambda part: _sink(part, directory)):
            found.append(_finished(part, kept))
    except BaseException:
        for part in found:
            if part.path is not None:
                part.path.unlink(missing_ok=True)
        raise
    return found


class _Nowhere:
    """Takes bytes nobody wants."""

    def write(self, data: bytes) -> int:
        return len(data)


class _Field:
    """Collects the text of a field."""

    def __init__(self, limit: float = float("inf")) -> None:
        self.data = bytearray()
        self._limit = limit

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")

    def write(self, data: bytes) -> None:
        if len(self.data) + len(data) > self._limit:
            raise MalformedBodyError("a form field is too long")
        self.data += data


class _File:
    """A file on disk that goes away again unless it was finished."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._out = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed with the part
            dir=directory, prefix="upload-", delete=False
        )
        self.path = Path(self._out.name)

    def write(self, data: bytes) -> None:
        self._out.write(data)

    def close(self, *, keep: bool) -> None:
        self._out.close()
        if not keep:
            self.path.unlink(missing_ok=True)


def _field_only(part: Part) -> Sink:
    return _Field() if part.filename is None else _Nowhere()


def _sink(part: Part, directory: Path) -> Sink:
    return _Field(_FIELD_LIMIT) if part.filename is None else _File(directory)


def _finished(part: Part, kept: Sink) -> Part:
    if isinstance(kept, _File):
        return Part(part.name, "", part.filename, part.content_type, kept.path)
    text = kept.text if isinstance(kept, _Field) else ""
    return Part(part.name, text, None, part.content_type)


def _read(
    content_type: str, stream: BinaryIO, sink: Callable[[Part], Sink]
) -> Iterator[tuple[Part, Sink]]:
    """Yield each part once its bytes are in the sink made for it."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise MalformedBodyError("no boundary")
    delimiter = b"\r\n--" + (found[1] or found[2]).encode("latin-1", "replace")
    # The first delimiter has no line break before it.
    window = _Window(stream, b"\r\n")
    window.copy_until(delimiter, _Nowhere())
    while not window.ends_here():
        part = _described(window.headers())
        target = sink(part)
        done = False
        try:
            window.copy_until(delimiter, target)
            done = True
        finally:
            if isinstance(target, _File):
                target.close(keep=done)
        yield part, target


class _Window:
    """A piece of the body that is large enough to see a delimiter whole."""

    def __init__(self, stream: BinaryIO, start: bytes) -> None:
        self._stream = stream
        self._buffer = bytearray(start)

    def _more(self) -> None:
        chunk = self._stream.read(_CHUNK)
        if not chunk:
            raise MalformedBodyError("the body ends too early")
        self._buffer += chunk

    def copy_until(self, delimiter: bytes, sink: Sink) -> None:
        """Move everything before `delimiter` to `sink` and step over the delimiter."""
        while (at := self._buffer.find(delimiter)) < 0:
            # The tail may be the beginning of a delimiter that the next chunk completes.
            safe = len(self._buffer) - len(delimiter) + 1
            if safe > 0:
                sink.write(bytes(self._buffer[:safe]))
                del self._buffer[:safe]
            self._more()
        sink.write(bytes(self._buffer[:at]))
        del self._buffer[: at + len(delimiter)]

    def ends_here(self) -> bool:
        """Say whether the delimiter just passed was the last one; step over its line end."""
        while len(self._buffer) < 2:
            self._more()
        if self._buffer[:2] == b"--":
            return True
        rest = _Field(_HEADERS_LIMIT)
        self.copy_until(b"\r\n", rest)
        if rest.data.strip(b" \t"):
            raise MalformedBodyError("text after a boundary")
        return False

    def headers(self) -> list[str]:
        """Return the header lines of a part."""
        lines: list[str] = []
        size = 0
        while True:
            line = self._line()
            size += len(line)
            if not line:
                return lines
            if size > _HEADERS_LIMIT:
                raise MalformedBodyError("the headers of a part are too long")
            lines.append(line.decode("utf-8", "replace"))

    def _line(self) -> bytes:
        while (at := self._buffer.find(b"\r\n")) < 0:
            if len(self._buffer) > _HEADERS_LIMIT:
                raise MalformedBodyError("the headers of a part are too long")
            self._more()
        line = bytes(self._buffer[:at])
        del self._buffer[: at + 2]
        return line


def _described(lines: list[str]) -> Part:
    """Read a part's headers; PHP skips a part without a name, here it has the empty one."""
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    given = {}
    for found in _PARAMETER.finditer(headers.get("content-disposition", "")):
        quoted, bare = found[2], found[3]
        value = bare if quoted is None else re.sub(r"\\([\"\\])", r"\1", quoted)
        given[found[1].lower()] = value
    filename = given.get("filename")
    if filename is not None:
        filename = re.split(r"[/\\]", filename)[-1]
    return Part(given.get("name", ""), "", filename, headers.get("content-type", ""))
