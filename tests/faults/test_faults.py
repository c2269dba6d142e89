"""What is told of a lost write, and how calls go on: renewal, waits, connections that stay."""

from __future__ import annotations

import pytest

from oint_b24.errors import Problem, remedy
from oint_b24.portal.client import Portal
from oint_b24.portal.request import Request, Settings
from tests.faults.server import FaultServer
from tests.faults.stopped import Stopped

WRITE = Request("crm.deal.add", {"fields": {"TITLE": "Релиз"}})
DELETE = Request("crm.deal.delete", {"id": 5}, effect="delete")
KEYED = Request("tasks.task.add", {"fields": {"title": "Релиз"}}, version=3)
READ = Request("crm.deal.list", {}, effect="read")
SETTINGS = Settings(timeout=0.4, connect_timeout=2.0)


def tried(server: FaultServer, request: Request, *, retries: int = 4) -> Problem:
    """Send `request` and return the problem."""
    settings = SETTINGS._replace(retries=retries)
    with (
        Portal(server.address, settings=settings, waiting=Stopped().waiting()) as portal,
        pytest.raises(Problem) as caught,
    ):
        portal.send(request)
    return caught.value


def test_lost_write_tells_how_to_look() -> None:
    with FaultServer(("apply_cut",)) as server:
        problem = tried(server, WRITE)

    assert problem.params["check"] == "oint call crm.deal.list 'order[ID]=DESC'"
    assert problem.params["sent"] == '{"fields": {"TITLE": "Релиз"}}'


def test_lost_deletion_is_looked_at_by_its_id() -> None:
    with FaultServer(("apply_cut",)) as server:
        problem = tried(server, DELETE)

    assert problem.params["check"] == "oint call crm.deal.get id:=5"


def test_lost_version_3_write_tells_its_key() -> None:
    with FaultServer(forever="apply_cut") as server:
        problem = tried(server, KEYED, retries=1)

        keys = {asked.headers["idempotency-key"] for asked in server.asked}

    assert keys == {problem.params["idempotency_key"]}
    assert f"--idempotency-key {keys.pop()}" in str(remedy(problem, "ru"))


def test_repeated_version_3_write_waits_until_the_first_is_over() -> None:
    clock = Stopped()
    with (
        FaultServer(("apply_cut",)) as server,
        Portal(server.address, settings=SETTINGS, waiting=clock.waiting()) as portal,
    ):
        portal.send(KEYED)

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
        portal.send(WRITE)

    assert renewed == ["stale-token"]
    assert [b"fresh-token" in asked.body for asked in server.asked] == [False, True]
    assert server.applied == 1


def test_token_that_stays_expired_ends_the_call() -> None:
    with (
        FaultServer(forever="401_expired") as server,
        Portal(f"http://127.0.0.1:{server.port}", "old", renew=lambda old: old + "er") as portal,
        pytest.raises(Problem, match="expired_token"),
    ):
        portal.send(READ)

    assert server.requests == 2


def test_connection_is_kept_between_calls() -> None:
    with FaultServer(forever="keep") as server, Portal(server.address) as portal:
        for _ in range(3):
            portal.send(READ)

        portal.close()
        assert (server.connections, server.requests) == (1, 3)


def test_connection_closed_between_calls_is_no_loss() -> None:
    with FaultServer(("keep_and_close",)) as server, Portal(server.address) as portal:
        portal.send(WRITE)
        while server._threads[-1].is_alive():
            server._threads[-1].join()
        portal.send(WRITE)

        assert (server.connections, server.applied) == (2, 2)


def test_refusal_asking_for_seconds_gets_them() -> None:
    clock = Stopped()
    with (
        FaultServer(("429_html",)) as server,
        Portal(server.address, settings=SETTINGS, waiting=clock.waiting()) as portal,
    ):
        portal.send(WRITE)

    assert clock.slept == [10.0]  # the back-off of used-up time, which is longer than 3 s
