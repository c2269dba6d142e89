"""Fixtures for tests of the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.console import Console

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rest_client import RestClient


@pytest.fixture
def oint(tmp_path: Path) -> Console:
    """Run command lines in an empty home."""
    return Console(tmp_path / "home")


@pytest.fixture
def portal(oint: Console, rest: RestClient) -> Console:
    """Run command lines whose default portal is a freshly seeded sandbox."""
    oint.env["OINT_B24_URL"] = f"{rest.base}/rest/1/{rest.code}/"
    return oint
