from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from oint_b24.bulk.tempo import Tempo
from oint_b24.portal.limits.operating import Spent


@dataclass
class Operating:
    used: float | None = None

    def spent(self, _method: str) -> Spent | None:
        return None if self.used is None else Spent(self.used, 0.0, 0.0)


@dataclass
class Bucket:
    rate: float = 2.0
    capacity: float = 45.0
    level: float = 0.0

    def used(self) -> float:
        return self.level


@dataclass
class Pace:
    operating: Operating = field(default_factory=Operating)
    bucket: Bucket = field(default_factory=Bucket)
    slept: list[float] = field(default_factory=list)

    def pause(self, seconds: float) -> None:
        self.slept.append(seconds)


def tempo(pace: Pace, parallel: int = 4) -> Tempo:
    return Tempo(parallel, pace, "crm.deal.list")  # type: ignore[arg-type]


@pytest.mark.parametrize(("seconds", "pages"), [(0.02, 50), (0.5, 20), (2.0, 5), (30.0, 1)])
def test_a_request_takes_about_ten_seconds_at_most(seconds: float, pages: int) -> None:
    made = tempo(Pace())
    made.note(10, seconds * 10)

    assert made.pages() == pages


def test_a_request_that_was_too_much_makes_the_next_ones_smaller() -> None:
    made = tempo(Pace())
    made.note(50, 10.0)
    before = made.pages()
    made.stumbled()

    assert (before, made.pages(), made.width) == (50, 12, 2)


def test_the_last_operating_time_is_shared_among_the_requests() -> None:
    made = tempo(Pace(Operating(460.0)))
    made.note(10, 5.0)

    assert made.pages() == 10


def test_a_limit_that_was_only_assumed_is_not_kept_to_for_ever() -> None:
    pace = Pace(Operating(480.0))
    made = tempo(pace)
    made.note(10, 5.0)
    assert made.pages() == 1

    pace.operating.used = 481.0
    made.note(1, 0.5)

    assert made.pages() > 10


def test_a_limit_that_was_met_is_kept_to() -> None:
    pace = Pace(Operating(300.0))
    made = tempo(pace)
    made.note(10, 5.0)
    made.refused()
    pace.operating.used = 290.0

    assert made.pages() == 5


def test_a_portal_that_slows_down_gets_fewer_requests_at_once() -> None:
    made = tempo(Pace(), parallel=8)
    made.note(10, 1.0)
    for _ in range(5):
        made.note(10, 9.0)
    assert made.width < 6
    for _ in range(20):
        made.note(10, 1.0)

    assert made.width == 8


def test_part_of_the_bucket_is_left_to_others() -> None:
    pace = Pace()
    made = tempo(pace)
    for level in (0.0, 35.0, 36.0, 40.0):
        pace.bucket.level = level
        made.wait()

    assert pace.slept == [0.5, 2.5]


def test_a_portal_without_a_limit_is_not_waited_for() -> None:
    pace = Pace(bucket=Bucket(rate=0.0, level=1000.0))
    tempo(pace).wait()

    assert pace.slept == []
