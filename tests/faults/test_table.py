"""Every fault, every kind of call, each credential: what is told, and how often it was executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oint_b24.errors import Problem, UnknownProblem, remedy, tell
from oint_b24.portal.client import Portal
from oint_b24.portal.request import Settings
from oint_b24.sandbox.box import open_portal
from oint_b24.sandbox.credentials import Token
from oint_b24.sandbox.server import SandboxServer, start
from tests.faults.calls import CODE, FRESH, TOKEN, Scene
from tests.faults.stopped import Stopped
from tests.faults.table import CALLS, FOREVER, TABLE, WAYS, Row, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRETS = (CODE, TOKEN, FRESH)
# Long enough for loopback, short enough to wait for; only faults that are slow need the latter.
_SLOW = ("stall", "stall-body", "drip")
_SHORT, _LONG = 0.4, 30.0


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Serve one portal for all calls of a process: each call has a mark of its own."""
    home = tmp_path_factory.mktemp("faults")
    tokens = {TOKEN: Token(1), FRESH: Token(1)}
    portal = open_portal(home / "portal", webhooks={(1, CODE): None}, tokens=tokens)
    log = home / "requests.ndjson"
    with start(SandboxServer(portal, log=log)) as running:
        yield Scene(running, log)


def tried(scene: Scene, call: str, way: Way, row: Row, when: str, retries: int) -> Problem | None:
    """Make the call and return the problem, if any; a refusing portal listens after a sleep."""
    server, clock = scene.running.server, Stopped()
    is_refused = row.fault == "refuse"
    make = scene.begin(call, "" if is_refused else f"{when}{row.fault}")
    settings = Settings(
        timeout=_SHORT if row.fault in _SLOW else _LONG,
        connect_timeout=_LONG,
        retries=retries,
        rate=0.0,
    )
    if is_refused:
        server.refuse(3600.0)
        clock.on_sleep = server.listen if when else (lambda: None)
    address = f"{scene.running.base}/rest/1/{CODE}/" if way == "webhook" else scene.running.base
    token, renew = (TOKEN, lambda _: FRESH) if way == "token" else (None, None)
    try:
        with Portal(
            address, token, settings=settings, waiting=clock.waiting(), renew=renew
        ) as portal:
            make(portal)
    except Problem as problem:
        return problem
    finally:
        server.listen()
    return None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.fault)
def test_fault_in_the_first_request(scene: Scene, row: Row, call: str, way: Way) -> None:
    problem = tried(scene, call, way, row, "1:", 4)
    code = int(problem.exit) if problem else 0

    found = (code, scene.requests(call), scene.applied(call))
    assert found == row.outcome(call, way), problem
    assert problem is None or problem.key == row.key
    assert_told(problem, call, scene.method(call))


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("row", FOREVER, ids=lambda row: row.fault)
def test_fault_in_all_requests(scene: Scene, row: Row, call: str) -> None:
    problem = tried(scene, call, "webhook", row, "", 2)

    assert problem is not None
    found = (int(problem.exit), scene.requests(call), scene.applied(call))
    assert found == row.outcome(call)
    assert_told(problem, call, scene.method(call))


def assert_told(problem: Problem | None, call: str, method: str) -> None:
    """Assert that the texts name the method and the portal, leave no place open, no secret."""
    if problem is None:
        return
    for lang in ("ru", "en"):
        said = f"{tell(problem, lang)}\n{remedy(problem, lang) or ''}"
        assert method.lower() in said.lower()
        assert "127.0.0.1:" in said
        assert not any(secret in said for secret in SECRETS)
        assert "{" not in tell(problem, lang)
    assert not any(secret in repr(problem.params) for secret in SECRETS)
    if isinstance(problem, UnknownProblem):
        assert problem.params["sent"] in said
