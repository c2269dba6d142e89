"""Where an answer lands: stdout, or a file that is replaced in one step."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from oint_b24.errors import PartialProblem, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def check_file(out: str) -> None:
    """Raise UsageProblem where `out` surely cannot be written; nothing is created."""
    if is_stream(out):
        return
    path = Path(os.path.realpath(out))
    if path.is_dir():
        raise UsageProblem("output.out_directory", path=out)
    if not path.parent.is_dir():
        raise UsageProblem("output.out_parent", path=str(Path(out).parent))
    if path.exists() and not os.access(path, os.W_OK):
        raise UsageProblem("output.out_denied", path=out)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise UsageProblem("output.out_denied", path=str(Path(out).parent))


def is_stream(out: str) -> bool:
    """Say whether `out` is a device or a pipe; `/dev/stdout` leads to a name that is no file."""
    path = Path(out)
    return _is_device(path) and not path.is_dir() and os.access(path, os.W_OK)


def write_file(out: str, text: str) -> None:
    """Write `text` to `out` as UTF-8: complete, or not at all.

    A link keeps pointing to where it did, a device or a pipe is written to and not replaced.
    Raises PartialProblem where the disk does not let us: the call itself is done by then.
    """
    content = text.encode("utf-8")
    try:
        if _is_device(Path(out)):
            Path(out).write_bytes(content)
        else:
            _replace(Path(os.path.realpath(out)), content)
    except OSError as error:
        raise PartialProblem("output.out_failed", path=out, reason=error.strerror) from error


@contextmanager
def draft_of(out: str) -> Iterator[tuple[BinaryIO, Callable[[], None]]]:
    """Give an empty file beside `out` and what puts it in its place; unused, it vanishes."""
    path = Path(os.path.realpath(out))
    draft = path.with_name(f".oint-{os.urandom(6).hex()}.tmp")
    file = draft.open("x+b")

    def keep() -> None:
        file.close()  # Windows moves and removes nothing that is open
        draft.replace(path)

    try:
        with file:
            yield file, keep
    finally:
        draft.unlink(missing_ok=True)


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f".oint-{os.urandom(6).hex()}.tmp")
    try:
        with draft.open("xb") as file:
            file.write(content)
        if path.exists():
            import shutil

            shutil.copymode(path, draft)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
