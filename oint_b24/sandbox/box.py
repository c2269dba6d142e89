"""A ready portal from a directory: state, credentials, seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.credentials import Credentials, Token
from oint_b24.sandbox.portal import SandboxPortal
from oint_b24.sandbox.server import Running, SandboxServer, start
from oint_b24.sandbox.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def open_portal(
    directory: Path,
    *,
    webhooks: dict[tuple[int, str], frozenset[str] | None],
    tokens: dict[str, Token] | None = None,
    scopes: frozenset[str] | None = None,
) -> SandboxPortal:
    """Open the portal kept in `directory`, filling it on first use."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    store = Store(directory / "portal.sqlite", directory / "files")
    portal = SandboxPortal(store, Credentials(webhooks, tokens or {}, scopes, store))
    portal.seed()
    return portal


def run(
    portal: SandboxPortal,
    port: int = 0,
    *,
    certificate: tuple[Path, Path] | None = None,
    log: Path | None = None,
) -> Running:
    """Serve `portal` on a loopback port in a thread; port 0 takes a free one."""
    return start(SandboxServer(portal, port=port, certificate=certificate, log=log))
