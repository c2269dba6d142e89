"""A portal's plan: recognised in the answers of app.info, remembered, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.portal.address import parse
from oint_b24.portal.envelope import Envelope
from oint_b24.portal.limits.pace import Pace
from oint_b24.portal.limits.plan import ENTERPRISE, STANDARD, PlanMemory
from oint_b24.portal.request import Request, Settings
from oint_b24.portal.retry import Waiting

if TYPE_CHECKING:
    from pathlib import Path

INFO = Request("app.info", effect="read")
DAY = 86400.0


def told(family: Any) -> Envelope:
    return Envelope({"result": {"LICENSE": "ru_x", "LICENSE_FAMILY": family}})


@pytest.mark.parametrize(
    ("family", "plan"), [("ent", ENTERPRISE), ("ENT", ENTERPRISE), ("pro", STANDARD)]
)
def test_plan_is_told_to_the_other_processes(tmp_path: Path, family: str, plan: Any) -> None:
    path = tmp_path / "limits" / "x.plan"
    PlanMemory(path, lambda: 100.0).note(INFO, told(family))

    assert PlanMemory(path, lambda: 100.0 + DAY).plan() == plan
    assert path.stat().st_mode & 0o077 == 0


def test_plan_inside_a_batch_is_noticed(tmp_path: Path) -> None:
    batch = Request("batch", {"cmd": {"me": "profile", "app": "app.info?"}})
    results = {"me": {"ID": "1"}, "app": {"LICENSE_FAMILY": "ent"}}
    memory = PlanMemory(tmp_path / "x.plan", lambda: 100.0)

    assert memory.note(batch, Envelope({"result": {"result": results}})) == ENTERPRISE


@pytest.mark.parametrize(
    "body", [{"result": []}, {"result": None}, {"result": {"LICENSE_FAMILY": None}}, []]
)
def test_answer_without_a_plan_leaves_nothing(tmp_path: Path, body: Any) -> None:
    memory = PlanMemory(tmp_path / "x.plan", lambda: 100.0)

    assert memory.note(INFO, Envelope(body)) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"plan": "gold", "told": 100}', b'{"plan": "enterprise"}']
)
def test_damaged_memory_is_no_memory(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.plan"
    path.write_bytes(content)

    assert PlanMemory(path, lambda: 100.0).plan() is None


def test_plan_nobody_has_asked_for_in_months_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "x.plan"
    PlanMemory(path, lambda: 100.0).note(INFO, told("ent"))

    assert PlanMemory(path, lambda: 100.0 + 91 * DAY).plan() is None


def test_directory_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    memory = PlanMemory(tmp_path / "file" / "x.plan", lambda: 100.0)
    memory.note(INFO, told("ent"))

    assert memory.plan() == ENTERPRISE


def rates(tmp_path: Path, **settings: Any) -> tuple[float, float, str]:
    known = Settings(shared=tmp_path, **settings)
    pace = Pace(parse("https://portal.example/rest/1/secretcode/"), None, known, Waiting())
    return pace.bucket.rate, pace.bucket.burst, pace.origin


def test_rates_follow_settings_then_the_portal_then_the_smaller_plan(tmp_path: Path) -> None:
    unknown = rates(tmp_path)
    known = Settings(shared=tmp_path)
    pace = Pace(parse("https://portal.example/rest/1/secretcode/"), None, known, Waiting())
    pace.answered(INFO, told("ent"))

    assert unknown == (2.0, 50.0, "default")
    assert (pace.bucket.rate, pace.bucket.burst, pace.origin) == (5.0, 250.0, "portal")
    assert rates(tmp_path) == (5.0, 250.0, "portal")
    assert rates(tmp_path, rate=1.0) == (1.0, 250.0, "settings")
    assert rates(tmp_path, rate=1.0, burst=10.0) == (1.0, 10.0, "settings")
