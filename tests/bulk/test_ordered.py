from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from oint_b24.bulk.ordered import Again, Done, Ordered

Near = Callable[[], None]


def ordered(work: Any, jobs: Any, threads: int = 4, ahead: int = 2) -> Ordered[Any, Any]:
    return Ordered(work, iter(jobs), threads=threads, ahead=ahead)


def test_results_come_in_the_order_of_the_jobs_whoever_is_first() -> None:
    second_done = threading.Event()

    def work(job: int, _near: Near) -> list[Done[int]]:
        if job == 0:
            assert second_done.wait(10)
        if job == 1:
            second_done.set()
        return [Done(job)]

    assert list(ordered(work, range(20)).results()) == list(range(20))


def test_what_is_left_is_done_at_its_own_place() -> None:
    def work(job: tuple[int, int], _near: Near) -> list[Any]:
        number, left = job
        rest = [Again((number, left - 1))] if left else []
        return [Done((number, left)), *rest]

    got = list(ordered(work, [(n, 2) for n in range(5)]).results())

    assert got == [(n, left) for n in range(5) for left in (2, 1, 0)]


def test_a_failure_comes_after_the_results_before_it() -> None:
    def work(job: int, _near: Near) -> list[Done[int]]:
        if job == 3:
            raise ValueError(job)
        return [Done(job)]

    got: list[int] = []
    with pytest.raises(ValueError, match="3"):
        got.extend(ordered(work, range(100)).results())

    assert got == [0, 1, 2]


def test_nothing_runs_far_ahead_of_a_slow_reader() -> None:
    begun: list[int] = []

    def work(job: int, _near: Near) -> list[Done[int]]:
        begun.append(job)
        return [Done(job)]

    results = ordered(work, range(1000), threads=4, ahead=2).results()
    for _ in range(3):
        next(results)
        assert len(begun) <= 3 + 6 + 4
    results.close()

    assert len(begun) <= 3 + 6 + 4


def test_large_things_are_made_only_when_they_are_soon_wanted() -> None:
    made: list[int] = []
    read: list[int] = []
    lock = threading.Lock()

    def work(job: int, near: Near) -> list[Done[int]]:
        near()
        with lock:
            made.append(job)
            assert job - len(read) <= 4
        return [Done(job)]

    for out in ordered(work, range(60), threads=16, ahead=4).results():
        with lock:
            read.append(out)

    assert read == list(range(60))


def test_no_jobs_no_results() -> None:
    assert list(ordered(lambda job, _near: [Done(job)], []).results()) == []
