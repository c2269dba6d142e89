"""What Windows does differently, tried where it can be had in small: locks, open files, pipes."""

from __future__ import annotations

import errno
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from oint_b24 import __main__ as door
from oint_b24.bulk import state
from oint_b24.output.sink import draft_of
from oint_b24.portal import lock
from oint_b24.sandbox import faults_listening


class FakeLocks(ModuleType):
    """Locks of bytes as msvcrt gives them: by file and place, refused with EACCES."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: dict[tuple[int, int], int] = {}

    def locking(self, handle: int, mode: int, count: int) -> None:
        assert count == 1
        place = (os.fstat(handle).st_ino, os.lseek(handle, 0, os.SEEK_CUR))
        if mode == self.LK_UNLCK:
            assert self.held.pop(place) == handle
        elif place in self.held:
            raise PermissionError(errno.EACCES, "Permission denied")
        else:
            self.held[place] = handle


def loaded_on_windows(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a second copy of a module, loaded as Windows would load it."""
    monkeypatch.setattr(sys, "platform", "win32")
    assert module.__spec__ is not None
    assert module.__spec__.origin is not None
    spec = importlib.util.spec_from_file_location("on_windows", module.__spec__.origin)
    assert spec is not None
    assert spec.loader is not None
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


def is_open(path: str | os.PathLike[str]) -> bool:
    """Say whether this process has a file open."""
    there = os.path.realpath(path)
    handles = Path("/proc/self/fd").iterdir()
    return Path(there).is_file() and any(os.path.realpath(handle) == there for handle in handles)


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to move and to remove what is open."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("no list of open files on this system")
    for name in ("replace", "rename", "unlink"):
        real = getattr(os, name)

        def guarded(path: str, *more: Any, real: Any = real) -> None:
            if is_open(path):
                raise PermissionError(errno.EACCES, "in use", str(path))
            real(path, *more)

        monkeypatch.setattr(os, name, guarded)


def test_a_lock_is_given_back_before_its_file_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = FakeLocks()
    monkeypatch.setitem(sys.modules, "msvcrt", fake)
    windows = loaded_on_windows(lock, monkeypatch)

    with windows.locked(tmp_path / "x") as file:
        file.write(b"content")
        assert file.read() == b"content"
        assert len(fake.held) == 1
        with pytest.raises(PermissionError), windows.locked(tmp_path / "x", patience=0):
            pytest.fail("two hold one lock")
    assert fake.held == {}
    with windows.locked(tmp_path / "x") as file:
        assert file.read() == b"content"


@pytest.mark.usefixtures("strict")
def test_a_draft_is_closed_before_it_is_moved(tmp_path: Path) -> None:
    with draft_of(str(tmp_path / "answer.json")) as (file, keep):
        file.write(b"{}")
        keep()

    assert [path.name for path in tmp_path.iterdir()] == ["answer.json"]
    assert (tmp_path / "answer.json").read_bytes() == b"{}"


@pytest.mark.usefixtures("strict")
def test_a_draft_nobody_wants_is_closed_before_it_is_removed(tmp_path: Path) -> None:
    with draft_of(str(tmp_path / "answer.json")) as (file, _):
        file.write(b"{")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("fault", [None, KeyError])
def test_an_export_leaves_no_lock_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception] | None
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    try:
        with state.claimed(tmp_path / "deals.csv"):
            assert list(tmp_path.iterdir()) == [tmp_path / "deals.csv.oint-lock"]
            if fault:
                raise fault
    except KeyError:
        assert fault is KeyError

    assert list(tmp_path.iterdir()) == []


def test_a_port_is_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    windows = loaded_on_windows(faults_listening, monkeypatch)

    assert windows.PausingServer.allow_reuse_address is False
    assert faults_listening.PausingServer.allow_reuse_address is True


@pytest.mark.parametrize(("platform", "code"), [("win32", 141), ("linux", 3)])
def test_a_pipe_that_is_closed_may_be_called_a_bad_argument(
    monkeypatch: pytest.MonkeyPatch, platform: str, code: int
) -> None:
    def closed(_: list[str]) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(door, "_run", closed)
    monkeypatch.setattr(door, "_give_stdout_up", lambda: None)

    assert door.main() == code
