"""The built-in profile `sandbox`: a portal that runs for one command, or the one that serves.

State lives in the user's data directory, so a chat made by one command is there for the next.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.profiles import replace_private

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.world import World

# The token of the sandbox's own application, for methods that a webhook may not call. It opens
# nothing but a portal on this machine's loopback.
APP_TOKEN = "sandbox-app"  # noqa: S105


def directory(world: World) -> Path:
    """Return where the sandbox keeps its state: the data directory, else a private temporary one.

    A home that cannot be written to (containers, cron) must not stop a first command.
    """
    chosen = world.data_dir() / "sandbox"
    try:
        chosen.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = chosen / f".write-{os.urandom(4).hex()}"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError:
        from tempfile import gettempdir

        owner = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
        chosen = Path(gettempdir()) / f"oint-b24-{owner}" / "sandbox"
        chosen.mkdir(parents=True, exist_ok=True, mode=0o700)
        if chosen.parent.stat().st_uid != (os.getuid() if hasattr(os, "getuid") else 0):
            raise
    return chosen


def serving(world: World) -> dict[str, Any] | None:
    """Return what a running `oint sandbox serve` wrote about itself, or None."""
    try:
        known = json.loads((directory(world) / "serving.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return known if isinstance(known, dict) else None


def announce(world: World, address: str, port: int) -> Path:
    """Write down where a portal serves, for other commands; the file holds its webhook."""
    path = directory(world) / "serving.json"
    data = {"address": address, "port": port, "pid": os.getpid()}
    replace_private(path, json.dumps(data))
    return path


def is_alive(port: int) -> bool:
    """Say whether something listens on the loopback `port`."""
    import socket

    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(world: World) -> Iterator[str]:
    """Give the webhook address of a sandbox: the serving one, or one started for the block."""
    known = serving(world)
    if known and is_alive(int(known["port"])):
        yield str(known["address"])
        return
    from oint_b24.sandbox.box import open_portal, run
    from oint_b24.sandbox.credentials import Token

    code = os.urandom(8).hex()
    portal = open_portal(directory(world), webhooks={(1, code): None}, tokens={APP_TOKEN: Token(1)})
    with run(portal) as started:
        yield f"{started.base}/rest/1/{code}/"
