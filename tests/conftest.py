"""Fixtures: a sandbox portal of its own for every test that asks, and a home of its own."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WEBHOOKS = {(1, "sandboxcode1"): None, (10, "sandboxcode10"): None, (12, "sandboxcode12"): None}
TOKENS = {"token-of-user-1": Token(1), "expired-token": Token(1, expires=0)}


# A shell without job control starts background programs deaf to Ctrl-C; children would inherit it.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def rest(tmp_path: Path) -> Iterator[RestClient]:
    """Serve a freshly seeded portal; the client acts as user 1."""
    portal = open_portal(tmp_path / "portal", webhooks=dict(WEBHOOKS), tokens=dict(TOKENS))
    with run(portal) as running:
        yield RestClient(running.base)


@pytest.fixture
def manager(rest: RestClient) -> RestClient:
    """Act as user 10 on the portal of `rest`."""
    return RestClient(rest.base, 10, "sandboxcode10")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test out of the user's own directories and settings."""
    monkeypatch.setenv("OINT_B24_HOME", str(tmp_path / "home"))
    for name in ("OINT_B24_URL", "OINT_B24_TOKEN", "OINT_B24_PROFILE", "OINT_LANG"):
        monkeypatch.delenv(name, raising=False)
