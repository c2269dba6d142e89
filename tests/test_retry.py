"""When a call is repeated and how long it waits; the clock stands still but for sleeping."""

from __future__ import annotations

import time
from typing import Any

import pytest

from oint_b24.errors import (
    AccessProblem,
    LimitProblem,
    PortalProblem,
    Problem,
    RefusedProblem,
    UnknownProblem,
    UnreachableProblem,
    UsageProblem,
    remedy,
)
from oint_b24.portal.idempotency import key_of
from oint_b24.portal.request import Request, Settings
from oint_b24.portal.retry import Patience, persist, why_again
from oint_b24.text import LANGUAGES, text
from tests.faults.stopped import Stopped

READ = Request("crm.deal.list", effect="read")
WRITE = Request("crm.deal.add")
KEYED = Request("tasks.task.add", version=3)


def limit(code: str, status: int = 503, **params: Any) -> LimitProblem:
    return LimitProblem("portal.refused", code=code, status=status, **params)


@pytest.mark.parametrize(
    ("problem", "read", "write", "keyed"),
    [
        (UnreachableProblem("network.name"), "connect", "connect", "connect"),
        (UnreachableProblem("network.refused"), "connect", "connect", "connect"),
        (UnreachableProblem("network.tls"), "connect", "connect", "connect"),
        (UnreachableProblem("network.proxy"), "connect", "connect", "connect"),
        (UnreachableProblem("network.connect_timeout"), "connect", "connect", "connect"),
        (UnreachableProblem("network.certificate"), None, None, None),
        (UnreachableProblem("network.bad_address"), None, None, None),
        (UnreachableProblem("portal.moved"), None, None, None),
        (UnreachableProblem("network.timeout"), "fault", None, None),
        (UnreachableProblem("network.cut"), "fault", None, None),
        (limit("QUERY_LIMIT_EXCEEDED"), "rate", "rate", "rate"),
        (limit("query_limit_exceeded", 429), "rate", "rate", "rate"),
        (limit("OPERATION_TIME_LIMIT", 429), "operating", "operating", "operating"),
        (limit("http_429", 429), "operating", "operating", "operating"),
        (limit("OVERLOAD_LIMIT"), None, None, None),
        (LimitProblem("wait.no_turn"), None, None, None),
        (AccessProblem("portal.refused", code="expired_token"), "renew", "renew", "renew"),
        (AccessProblem("portal.refused", code="NO_AUTH_FOUND", status=401), None, None, None),
        (UnknownProblem("portal.lost"), None, None, "settle"),
        (UnknownProblem("portal.lost_unreadable", status=502), None, None, "settle"),
        (UnknownProblem("portal.lost_fault", status=500), None, None, "fault"),
        (UnknownProblem("portal.lost_empty", status=200), None, None, "fault"),
        (PortalProblem("portal.refused", code="X", status=500), "fault", None, None),
        (PortalProblem("portal.refused", code="PORTAL_DELETED", status=500), None, None, None),
        (PortalProblem("portal.refused", code="X", status=400), None, None, None),
        (PortalProblem("portal.not_json", code="http_200", status=200), "fault", None, None),
        (PortalProblem("portal.not_json", code="http_404", status=404), None, None, None),
        (PortalProblem("portal.not_json", code="http_502", status=502), "fault", None, None),
        (PortalProblem("portal.empty", code="empty_answer", status=200), "fault", None, None),
        (RefusedProblem("policy"), None, None, None),
    ],
    ids=lambda value: f"{value.key} {value.code}" if isinstance(value, Problem) else str(value),
)
def test_why_again(
    problem: Problem, read: str | None, write: str | None, keyed: str | None
) -> None:
    assert why_again(problem, READ) == read
    assert why_again(problem, WRITE) == write
    assert why_again(problem, KEYED, is_keyed=True) == keyed


class Attempts:
    """Raises the problems in turn, then succeeds."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = list(problems)
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        if self.problems:
            raise self.problems.pop(0)
        return "done"


def run(
    attempts: Attempts,
    clock: Stopped,
    request: Request = READ,
    settings: Settings | None = None,
    **options: Any,
) -> str:
    about = {"method": request.method, "portal": "portal.example"}
    patience = Patience(settings or Settings(), clock.waiting(), **about)
    return persist(attempts, request, patience, **options)


def test_back_off_doubles_with_full_jitter() -> None:
    clock = Stopped(chance=0.5)
    faults = [UnreachableProblem("network.cut") for _ in range(4)]

    assert run(Attempts(*faults), clock) == "done"
    assert clock.slept == [0.5, 1.0, 2.0, 4.0]


def test_short_waits_are_not_told_and_long_ones_are_with_the_time_of_day() -> None:
    clock = Stopped()
    faults = [UnreachableProblem("network.cut") for _ in range(2)]
    run(Attempts(*faults), clock)
    end = time.strftime("%H:%M:%S", time.localtime(clock.time))

    assert clock.told == [
        (
            "wait.fault",
            {
                "method": "crm.deal.list",
                "portal": "portal.example",
                "until": end,
                "seconds": 2,
                "attempt": 3,
                "attempts": 5,
                "code": "network.cut",
            },
        )
    ]


def test_tries_are_bounded_and_counted() -> None:
    attempts = Attempts(*(UnreachableProblem("network.refused") for _ in range(9)))
    with pytest.raises(UnreachableProblem) as caught:
        run(attempts, Stopped(), settings=Settings(retries=2))

    assert attempts.count == 3
    assert caught.value.params["attempts"] == 3


def test_no_retries_means_none() -> None:
    attempts = Attempts(limit("QUERY_LIMIT_EXCEEDED"))
    with pytest.raises(LimitProblem):
        run(attempts, Stopped(), settings=Settings(retries=0))

    assert attempts.count == 1


def test_all_waits_together_stay_below_the_longest_allowed() -> None:
    clock = Stopped()
    attempts = Attempts(*(UnreachableProblem("network.cut") for _ in range(9)))
    with pytest.raises(UnreachableProblem):
        run(attempts, clock, settings=Settings(retries=9, wait_max=5.0))

    assert clock.slept == [1.0, 2.0, 2.0]


def test_used_up_time_is_waited_for_until_it_returns() -> None:
    clock = Stopped(chance=0.0)
    reset = clock.time + 412.0

    assert run(Attempts(limit("OPERATION_TIME_LIMIT", 429)), clock, resets_at=lambda: reset)
    assert clock.slept == [412.0]
    assert clock.told[0][0] == "wait.operating"


def test_wait_longer_than_allowed_is_not_begun_and_tells_what_would_do() -> None:
    clock = Stopped(chance=0.0)
    problem = limit("OPERATION_TIME_LIMIT", 429)
    with pytest.raises(LimitProblem):
        run(
            Attempts(problem),
            clock,
            settings=Settings(wait_max=100.0),
            resets_at=lambda: clock.time + 412.0,
        )

    assert clock.slept == []
    assert "--wait-max 412" in str(remedy(problem, "ru"))
    assert time.strftime("%H:%M:%S", time.localtime(clock.time + 412)) in str(remedy(problem, "en"))


def test_reset_that_is_over_falls_back_to_backing_off() -> None:
    clock = Stopped()
    run(Attempts(limit("OPERATION_TIME_LIMIT", 429)), clock, resets_at=lambda: clock.time - 1)

    assert clock.slept == [10.0]


def test_seconds_asked_for_are_waited() -> None:
    clock = Stopped(chance=0.1)
    run(Attempts(limit("QUERY_LIMIT_EXCEEDED", retry_after=7.0)), clock)

    assert clock.slept == [7.0]


def test_lost_version_3_write_is_repeated_when_the_first_is_surely_over() -> None:
    clock = Stopped()
    run(Attempts(UnknownProblem("portal.lost")), clock, KEYED, is_keyed=True)

    assert clock.slept == [65.0]


def test_renewal_happens_once_and_costs_no_wait() -> None:
    renewals: list[int] = []
    attempts = Attempts(*(AccessProblem("portal.refused", code="expired_token") for _ in range(2)))

    def renew() -> bool:
        renewals.append(1)
        return True

    clock = Stopped()
    with pytest.raises(AccessProblem):
        run(attempts, clock, WRITE, renew=renew)

    assert (attempts.count, renewals, clock.slept) == (2, [1], [])


def test_failed_renewal_ends_the_call() -> None:
    attempts = Attempts(AccessProblem("portal.refused", code="expired_token"))
    with pytest.raises(AccessProblem):
        run(attempts, Stopped(), WRITE, renew=lambda: False)

    assert attempts.count == 1


@pytest.mark.parametrize("reason", ["connect", "fault", "settle", "rate", "operating", "turn"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_wait_has_its_words(reason: str, lang: str) -> None:
    said = text(f"wait.{reason}", lang, method="a.b", portal="p", until="10:15:20", code="C")

    assert "a.b" in said
    assert "10:15:20" in said


def test_key_is_made_for_version_3_writes_only() -> None:
    made = key_of(KEYED, None)

    assert made is not None
    assert made != key_of(KEYED, None)
    assert key_of(Request("tasks.task.list", effect="read", version=3), None) is None
    assert key_of(WRITE, None) is None
    assert key_of(KEYED, "mine 1") == "mine 1"


@pytest.mark.parametrize("key", ["", " x", "ключ", "a\nb", "x" * 256])
def test_key_that_no_portal_takes_is_refused(key: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        key_of(KEYED, key)

    assert caught.value.key == "wait.bad_key"


def test_key_that_would_guard_nothing_is_refused() -> None:
    with pytest.raises(UsageProblem) as caught:
        key_of(WRITE, "mine")

    assert caught.value.key == "wait.key_ignored"
