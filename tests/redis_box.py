"""A Redis for tests: a real server where the machine has one, and a stand-in in this process."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "canary-of-redis"
has_server = shutil.which("redis-server") is not None
needs_server = pytest.mark.skipif(not has_server, reason="no redis-server on this machine")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RedisBox:
    """A server on loopback that keeps nothing on disk."""

    port: int
    password: str = ""
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        who = f":{self.password}@" if self.password else ""
        return f"redis://{who}127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--requirepass", self.password] if self.password else []
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd="/")
        assert process.stdout is not None
        assert any("eady to accept" in line for line in process.stdout)
        self.process = process

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


@contextmanager
def server(password: str = "") -> Iterator[RedisBox]:
    """Run a real server; skip the test where there is none."""
    pytest.importorskip("redis")
    if not has_server:
        pytest.skip("no redis-server on this machine")
    box = RedisBox(free_port(), password)
    box.start()
    try:
        yield box
    finally:
        box.stop()


@contextmanager
def stand_in() -> Iterator[RedisBox]:
    """Run a server in this process; it takes connections of others, too."""
    pytest.importorskip("lupa")
    fake = pytest.importorskip("fakeredis").TcpFakeServer(("127.0.0.1", 0), server_type="redis")
    fake.daemon_threads = True
    thread = threading.Thread(target=fake.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield RedisBox(fake.server_address[1])
    finally:
        fake.shutdown()
        fake.server_close()
        thread.join()


@contextmanager
def any_redis() -> Iterator[RedisBox]:
    """Run a real server, or the stand-in where there is none."""
    with server() if has_server else stand_in() as box:
        yield box
