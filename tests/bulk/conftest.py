"""Fixtures for bulk work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oint_b24.portal.client import Portal
from oint_b24.portal.request import Settings
from tests.bulk.portals import TrickyPortal, tricky, webhook
from tests.cli.console import Console
from tests.faults.stopped import Stopped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def sly(tmp_path: Path) -> Iterator[TrickyPortal]:
    """Serve a portal that can lose answers."""
    with tricky(tmp_path / "portal") as portal:
        yield portal


@pytest.fixture
def clock() -> Stopped:
    """Give a clock that only sleeping moves."""
    return Stopped()


@pytest.fixture
def client(sly: TrickyPortal, clock: Stopped) -> Iterator[Portal]:
    """Talk to the portal of `sly`, without waiting for real."""
    with Portal(webhook(sly), settings=Settings(rate=0), waiting=clock.waiting()) as portal:
        yield portal


@pytest.fixture
def oint(tmp_path: Path, sly: TrickyPortal) -> Console:
    """Run command lines against the portal of `sly`."""
    return Console(tmp_path / "home", {"OINT_B24_URL": webhook(sly)})
