"""Multipart bodies: what PHP would read, wherever the chunks happen to be cut."""

from __future__ import annotations

import io
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from oint_b24.sandbox import multipart
from oint_b24.sandbox.multipart import MalformedBodyError, fields, parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KIND = "multipart/form-data; boundary=b0undary"


class Dribble(io.RawIOBase):
    """A stream that gives its bytes in pieces of the sizes it was told."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        super().__init__()
        self._data, self._sizes, self._turn = data, sizes, 0

    def read(self, size: int = -1) -> bytes:
        step = self._sizes[self._turn % len(self._sizes)]
        self._turn += 1
        piece, self._data = self._data[:step], self._data[step:]
        return piece


def body(*sections: tuple[str, bytes], boundary: str = "b0undary") -> bytes:
    """Return a body from (header lines, content) pairs."""
    raw = b"".join(
        f"--{boundary}\r\n{headers}\r\n\r\n".encode() + content + b"\r\n"
        for headers, content in sections
    )
    return raw + f"--{boundary}--\r\n".encode()


def field(name: str) -> str:
    return f'Content-Disposition: form-data; name="{name}"'


def file(name: str, filename: str) -> str:
    return f'{field(name)}; filename="{filename}"\r\nContent-Type: text/plain'


# Contents made of the pieces of a delimiter are what goes wrong at a cut.
tricky = st.lists(
    st.sampled_from([b"\r", b"\n", b"\r\n", b"-", b"--", b"b0undary", b"--b0undar", b"x", b"\0"]),
    max_size=12,
).map(b"".join).filter(lambda data: b"\r\n--b0undary" not in b"\r\n" + data)  # fmt: skip


@given(content=tricky, text=tricky, sizes=st.lists(st.integers(1, 40), min_size=1, max_size=5))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_parts_are_the_same_wherever_chunks_end(
    tmp_path: Path, content: bytes, text: bytes, sizes: list[int]
) -> None:
    raw = body((field("NAME"), text), (file("file", "план.txt"), content), (field("last"), b"1"))

    found = parts(KIND, Dribble(raw, sizes), tmp_path)

    assert [p.name for p in found] == ["NAME", "file", "last"]
    assert found[0].value == text.decode("utf-8", "replace")
    assert (found[1].filename, found[1].content_type) == ("план.txt", "text/plain")
    assert found[1].path is not None
    assert found[1].path.read_bytes() == content
    assert found[2].value == "1"
    found[1].path.unlink()


@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=4), cut=st.integers(1, 150))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_body_cut_off_leaves_no_file(tmp_path: Path, sizes: list[int], cut: int) -> None:
    raw = body((file("one", "a.txt"), b"first"), (file("two", "b.txt"), b"second"))
    ends = raw.rindex(b"--")

    with pytest.raises(MalformedBodyError):
        parts(KIND, Dribble(raw[: max(ends - cut, 0)], sizes), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_fields_keep_order_repetition_and_cyrillic() -> None:
    raw = body((field("a[]"), b"1"), (field("a[]"), b"2"), (field("имя"), "отчёт".encode()))

    assert fields(KIND, raw) == [("a[]", "1"), ("a[]", "2"), ("имя", "отчёт")]


def test_files_are_no_fields() -> None:
    raw = body((file("photo", "me.png"), b"\x89PNG"), (field("NAME"), b"x"))

    assert fields(KIND, raw) == [("NAME", "x")]


def test_fields_of_a_cut_body_are_those_that_were_whole() -> None:
    raw = body((field("one"), b"1"), (field("two"), b"2"))

    assert fields(KIND, raw[: raw.index(b"2") + 1]) == [("one", "1")]
    assert fields("multipart/form-data", raw) == []
    assert fields(KIND, b"") == []


@pytest.mark.parametrize(
    ("header", "filename"),
    [
        ('form-data; name="file"; filename="C:\\\\dir\\\\отчёт.txt"', "отчёт.txt"),
        ('form-data; name="file"; filename="../../etc/passwd"', "passwd"),
        ('form-data; name="file"; filename="a \\"b\\".txt"', 'a "b".txt'),
        ("form-data; name=file; filename=plain.txt", "plain.txt"),
        # PHP knows no filename*: such a part is a field.
        ("form-data; name=\"file\"; filename*=utf-8''%D0%B0.txt", None),
    ],
)
def test_filenames_are_read_as_php_reads_them(
    tmp_path: Path, header: str, filename: str | None
) -> None:
    [part] = parts(KIND, io.BytesIO(body((f"Content-Disposition: {header}", b"x"))), tmp_path)

    assert part.name == "file"
    assert part.filename == filename


def test_boundary_may_be_quoted_and_padded(tmp_path: Path) -> None:
    raw = body((field("a"), b"1")).replace(b"--b0undary\r\n", b"--b0undary \t\r\n")

    for kind in ('multipart/form-data; charset=utf-8; boundary="b0undary"', KIND):
        [part] = parts(kind, io.BytesIO(b"preamble\r\n" + raw), tmp_path)
        assert (part.name, part.value) == ("a", "1")


@pytest.mark.parametrize(
    "raw",
    [
        b"--b0undary junk\r\n\r\n\r\n--b0undary--",
        b"--b0undary\r\nX: " + b"y" * 70000 + b"\r\n\r\n\r\n--b0undary--",
        b"--b0undary\r\n" + b"X: y\r\n" * 20000 + b"\r\n\r\n--b0undary--",
        b"",
    ],
)
def test_malformed_bodies_are_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(MalformedBodyError):
        parts(KIND, io.BytesIO(raw), tmp_path)


def test_a_field_that_grows_like_a_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(multipart, "_FIELD_LIMIT", 10)

    with pytest.raises(MalformedBodyError):
        parts(KIND, io.BytesIO(body((field("a"), b"x" * 11))), tmp_path)


class Endless(io.RawIOBase):
    """A body with a file of `size` bytes that never exists as a whole."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._pieces = self._cut(size)

    def _cut(self, size: int) -> Iterator[bytes]:
        yield f"--b0undary\r\n{file('file', 'big.bin')}\r\n\r\n".encode()
        block = b"\r\n--b0undar" * 6000
        while size > 0:
            yield block[:size]
            size -= len(block)
        yield b"\r\n--b0undary--\r\n"

    def read(self, size: int = -1) -> bytes:
        return next(self._pieces, b"")


def test_a_large_file_does_not_grow_memory(tmp_path: Path) -> None:
    size = 24 << 20

    tracemalloc.start()
    [part] = parts(KIND, Endless(size), tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert part.path is not None
    assert part.path.stat().st_size == size
    assert peak < 2 << 20
