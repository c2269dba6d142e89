"""Fixtures for stories: a storyteller whose portal is a freshly seeded sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.console import Console
from tests.stories.teller import Teller

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rest_client import RestClient


@pytest.fixture
def do(rest: RestClient, tmp_path: Path) -> Teller:
    """Run OPI commands as user 1 of the portal of `rest`."""
    oint = Console(tmp_path / "home", {"OINT_B24_URL": f"{rest.base}/rest/1/{rest.code}/"})
    return Teller(oint)
