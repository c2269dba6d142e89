"""Where a download goes: a file that appears when it is whole, or a stream.

Until then the bytes are in `FILE.part`, and `FILE.part.json` tells whose they are, so that another
run may go on where this one was stopped. A `.part` without such a note is somebody else's.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

from oint_b24.errors import PartialProblem, RefusedProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

LEFTOVERS = (".part", ".part.json")
ALGORITHMS = ("sha256", "sha512", "sha1", "md5")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Mark:
    """What the bytes so far are part of: the file, its version, its size, what If-Range takes."""

    source: str
    version: str = ""
    size: int | None = None
    validator: str = ""

    def goes_on(self, source: str, version: str) -> bool:
        """Say whether what comes after these bytes can be asked for."""
        is_same = bool(version) and version == self.version
        return self.source == source and bool(self.validator or is_same)


class Sink(Protocol):
    """What takes the bytes. `size` is how many there are, `mark` what they are part of."""

    @property
    def size(self) -> int:
        """Return how many bytes there are."""

    @property
    def mark(self) -> Mark | None:
        """Return what they are part of, where that is known."""

    def begin(self, first: int, mark: Mark) -> None:
        """Go on after `first` bytes."""

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""

    def discard(self) -> None:
        """Forget the bytes: they are not what they should be."""


class Digest:
    """A checksum of what passes; without an algorithm, nothing."""

    def __init__(self, algorithm: str | None) -> None:
        self.algorithm = algorithm
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self._sum = hashlib.new(self.algorithm, usedforsecurity=False) if self.algorithm else None

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        if self._sum is not None:
            self._sum.update(piece)

    @property
    def text(self) -> str:
        """Return the checksum."""
        return self._sum.hexdigest() if self._sum is not None else ""


class Part:
    """A file on its way. A context: what is not finished at its end stays for another run.

    `may_replace` says that a `.part` of unknown origin may be overwritten. Raises RefusedProblem
    where there is one and it may not, PartialProblem where the disk does not let us.
    """

    def __init__(self, target: Path, algorithm: str | None = None, *, may_replace: bool) -> None:
        self.target = Path(os.path.realpath(target))
        self.digest = Digest(algorithm)
        self._part, self._note = (
            self.target.with_name(f"{self.target.name}{ending}") for ending in LEFTOVERS
        )
        self._file: BinaryIO | None = None
        self.mark = self._noted()
        self.size = self._part.stat().st_size if self.mark is not None else 0
        if self.mark is None and os.path.lexists(self._part) and not may_replace:
            raise RefusedProblem("files.part_taken", path=str(self._part))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def begin(self, first: int, mark: Mark) -> None:
        """Go on after `first` bytes; the note is there before the bytes are."""
        with self._writing():
            if self._file is None:
                self._file = self._opened(mark)
            self._note.write_text(json.dumps(asdict(mark)), encoding="utf-8")
            self.digest.reset()
            self._file.seek(0)
            self._reread(self._file, first)
            self._file.truncate(first)
        self.mark, self.size = mark, first

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        with self._writing():
            if self._file is not None:
                self._file.write(piece)
        self.digest.add(piece)
        self.size += len(piece)

    def finish(self) -> None:
        """Put the file in its place, in one step."""
        with self._writing():
            if self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
            if self.target.exists():
                shutil.copymode(self.target, self._part)
            self._part.replace(self.target)
            self._note.unlink(missing_ok=True)

    def discard(self) -> None:
        """Forget the bytes: they are not what they should be."""
        if self._file is not None:
            self._file.close()
        for path in (self._part, self._note):
            path.unlink(missing_ok=True)

    def _noted(self) -> Mark | None:
        """Return what a former run noted of its bytes."""
        if not self._part.is_file() or self._part.is_symlink():
            return None
        try:
            return Mark(**json.loads(self._note.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def _opened(self, mark: Mark) -> BinaryIO:
        self._note.write_text(json.dumps(asdict(mark)), encoding="utf-8")
        if self.mark is None and os.path.lexists(self._part):
            self._part.unlink()  # a link must not lead us to another file
        return self._part.open("r+b" if self.mark is not None else "w+b")

    def _reread(self, file: BinaryIO, size: int) -> None:
        """Bring the checksum up to the bytes there are."""
        if self.digest.algorithm is None:
            file.seek(size)
            return
        while size and (piece := file.read(min(size, _PIECE))):
            self.digest.add(piece)
            size -= len(piece)

    def _writing(self) -> AbstractContextManager[None]:
        return writing(str(self.target))


class Flow:
    """A stream that takes bytes once: a pipe, a device."""

    def __init__(self, stream: BinaryIO, name: str, algorithm: str | None = None) -> None:
        self.digest = Digest(algorithm)
        self.mark: Mark | None = None
        self.size = 0
        self._stream, self._name = stream, name

    def begin(self, first: int, mark: Mark) -> None:
        """Go on. Raises PartialProblem where that would give bytes twice."""
        if first != self.size:
            raise PartialProblem("files.stream_cut", name=self._name, size=self.size)
        self.mark = mark

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        with writing(self._name):
            self._stream.write(piece)
        self.digest.add(piece)
        self.size += len(piece)

    def discard(self) -> None:
        """Do nothing: what has gone is gone."""


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Turn what the disk says into a PartialProblem; a closed pipe is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise PartialProblem("files.not_written", path=path, reason=reason) from None
