"""Every fault, every kind of call: what the caller learns and how often the portal executed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oint_b24.errors import Problem, UnknownProblem
from oint_b24.portal.client import Portal
from oint_b24.portal.request import Settings
from oint_b24.text import remedy, tell
from tests.faults.server import FaultServer
from tests.faults.stopped import Stopped
from tests.faults.table import CALLS, FOREVER, TABLE, Outcome, Row

if TYPE_CHECKING:
    from oint_b24.portal.request import Request

# Long enough for loopback, short enough to wait for.
_TIMEOUT = 0.15


def _settings(retries: int = 4) -> Settings:
    return Settings(timeout=_TIMEOUT, connect_timeout=2.0, retries=retries)


def _outcome(row: Row, call: str) -> Outcome:
    if call == "v3":
        return row.keyed
    return row.read if "read" in call else row.write


def _try(server: FaultServer, request: Request, *, retries: int = 4) -> Problem | None:
    """Send `request` and return the problem, if any; a refusing server listens after a sleep."""
    clock = Stopped()
    if server.forever != "refuse":
        clock.on_sleep = server.listen
    settings = _settings(retries)
    with Portal(server.address, settings=settings, waiting=clock.waiting()) as portal:
        try:
            portal.send(request)
        except Problem as problem:
            return problem
    return None


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.fault)
def test_fault_in_the_first_request(row: Row, call: str) -> None:
    refuses = row.fault == "refuse"
    with FaultServer(() if refuses else (row.fault,), is_listening=not refuses) as server:
        problem = _try(server, CALLS[call])

        code = int(problem.exit) if problem else 0
        assert (code, server.requests, server.applied) == _outcome(row, call)
        assert problem is None or problem.key == row.key
        _assert_told(problem, CALLS[call])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("row", FOREVER, ids=lambda row: row.fault)
def test_fault_in_all_requests(row: Row, call: str) -> None:
    with FaultServer(forever=row.fault, is_listening=row.fault != "refuse") as server:
        problem = _try(server, CALLS[call], retries=2)

        assert problem is not None
        assert (int(problem.exit), server.requests, server.applied) == _outcome(row, call)
        _assert_told(problem, CALLS[call])


def _assert_told(problem: Problem | None, request: Request) -> None:
    """Assert that the texts name the method and the portal, leave no place open, no secret."""
    if problem is None:
        return
    for lang in ("ru", "en"):
        said = f"{tell(problem, lang)}\n{remedy(problem, lang) or ''}"
        assert request.method in said
        assert "127.0.0.1:" in said
        assert "secretcode" not in said
        assert "{" not in tell(problem, lang)
    assert "secretcode" not in repr(problem.params)
    if isinstance(problem, UnknownProblem):
        assert problem.params["sent"] in said


def test_lost_write_tells_how_to_look() -> None:
    with FaultServer(("apply_cut",)) as server:
        problem = _try(server, CALLS["write"])

    assert problem is not None
    assert problem.params["check"] == "oint call crm.deal.list 'order[ID]=DESC'"
    assert problem.params["sent"] == '{"fields": {"TITLE": "Релиз"}}'


def test_lost_deletion_is_looked_at_by_its_id() -> None:
    with FaultServer(("apply_cut",)) as server:
        problem = _try(server, CALLS["delete"])

    assert problem is not None
    assert problem.params["check"] == "oint call crm.deal.get id:=5"


def test_lost_version_3_write_tells_its_key() -> None:
    with FaultServer(forever="apply_cut") as server:
        problem = _try(server, CALLS["v3"], retries=1)

        keys = {asked.headers["idempotency-key"] for asked in server.asked}

    assert problem is not None
    assert keys == {problem.params["idempotency_key"]}
    assert f"--idempotency-key {keys.pop()}" in str(remedy(problem, "ru"))


def test_repeated_version_3_write_waits_until_the_first_is_over() -> None:
    clock = Stopped()
    with (
        FaultServer(("apply_cut",)) as server,
        Portal(server.address, settings=_settings(), waiting=clock.waiting()) as portal,
    ):
        portal.send(CALLS["v3"])

    assert clock.slept == [65.0]
    assert [key for key, _ in clock.told] == ["wait.settle", "wait.replayed"]


def test_expired_token_is_renewed_once_and_the_call_repeated() -> None:
    renewed: list[str] = []

    def renew(old: str) -> str:
        renewed.append(old)
        return "fresh-token"

    with (
        FaultServer(("401_expired",)) as server,
        Portal(f"http://127.0.0.1:{server.port}", "stale-token", renew=renew) as portal,
    ):
        portal.send(CALLS["write"])

    assert renewed == ["stale-token"]
    assert [b"fresh-token" in asked.body for asked in server.asked] == [False, True]
    assert server.applied == 1


def test_token_that_stays_expired_ends_the_call() -> None:
    with (
        FaultServer(forever="401_expired") as server,
        Portal(f"http://127.0.0.1:{server.port}", "old", renew=lambda old: old + "er") as portal,
        pytest.raises(Problem, match="expired_token"),
    ):
        portal.send(CALLS["read"])

    assert server.requests == 2


def test_connection_is_kept_between_calls() -> None:
    with FaultServer(forever="keep") as server, Portal(server.address) as portal:
        for _ in range(3):
            portal.send(CALLS["read"])

        portal.close()
        assert (server.connections, server.requests) == (1, 3)


def test_connection_closed_between_calls_is_no_loss() -> None:
    with FaultServer(("keep_and_close",)) as server, Portal(server.address) as portal:
        portal.send(CALLS["write"])
        while server._threads[-1].is_alive():
            server._threads[-1].join()
        portal.send(CALLS["write"])

        assert (server.connections, server.applied) == (2, 2)


def test_refusal_asking_for_seconds_gets_them() -> None:
    clock = Stopped()
    with (
        FaultServer(("429_html",)) as server,
        Portal(server.address, settings=_settings(), waiting=clock.waiting()) as portal,
    ):
        portal.send(CALLS["write"])

    assert clock.slept == [10.0]  # the back-off of used-up time, which is longer than 3 s
