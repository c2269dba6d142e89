"""An answer of 200 MB goes to --out in constant memory: OINT_STRESS=1 runs it; else 24 MB."""

from __future__ import annotations

import hashlib
import os
import socket
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.cli.console import Console
from tests.cli.peak import peak

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEGABYTES = 200 if os.environ.get("OINT_STRESS") else 24
# Below this an answer is read whole, which is quicker; the rest may take as much again.
ALLOWED = 64 << 10  # KiB above a small answer
ROW = b'{"ID":"1","TITLE":"' + b"x" * 1000 + b'"},'


def pieces(megabytes: int) -> Iterator[bytes]:
    """Yield the body of an answer, piece by piece."""
    yield b'{"result":['
    for _ in range(megabytes):
        yield ROW * ((1 << 20) // len(ROW))
    yield b'{"ID":"2"}],"time":{"operating":0.1}}'


@pytest.fixture
def answering() -> Iterator[tuple[str, list[int]]]:
    """Serve answers of as many megabytes as the list says last."""
    listening, megabytes = socket.create_server(("127.0.0.1", 0)), [0]

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, suppress(OSError):
                    connection.recv(1 << 16)
                    size = sum(map(len, pieces(megabytes[-1])))
                    head = f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n"
                    connection.sendall(head.encode())
                    for piece in pieces(megabytes[-1]):
                        connection.sendall(piece)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/rest/1/secretcode/", megabytes
    with suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_a_large_answer_goes_to_a_file_in_constant_memory(
    answering: tuple[str, list[int]], tmp_path: Path
) -> None:
    address, megabytes = answering
    oint = Console(tmp_path / "home", {"OINT_B24_URL": address})
    out = tmp_path / "answer.json"
    argv = ("call", "crm.deal.list", "--out", str(out), "-q")
    small = peak(oint, *argv)
    megabytes.append(MEGABYTES)
    large = peak(oint, *argv)
    sent = hashlib.sha256()
    for piece in pieces(MEGABYTES):
        sent.update(piece)

    assert large - small < ALLOWED
    with out.open("rb") as file:
        assert hashlib.file_digest(file, "sha256").digest() == sent.digest()
