"""Any answer, any way to show it: an exit code of the table, never a traceback.

OINT_STRESS=1000 tries 10,000 answers in all ways; else a small sample is tried, always the same.
"""

from __future__ import annotations

import io
import json
import os
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from oint_b24.cli.app import run
from oint_b24.errors import Exit
from oint_b24.portal import transport
from oint_b24.portal.envelope import Answer
from oint_b24.world import World
from tests.cli.raw_portal import RawPortal, http
from tests.stress.envelopes import Told, answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EXAMPLES = 10 * int(os.environ.get("OINT_STRESS", "0")) or 60
SETTINGS = settings(
    max_examples=EXAMPLES,
    derandomize=not os.environ.get("OINT_STRESS"),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
SECRET = "secretcode"
# Told where an example fails, which may be large.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
TOLD = frozenset(map(int, Exit)) - {Exit.USAGE, Exit.REFUSED, Exit.INTERRUPTED, Exit.PIPE}
QUERIES = (
    ("result", "auto"), ("result[*].ID", "table"), ("keys(@)", "csv"),
    ("result.*.a | [0]", "value"), ("sort(result)", "json"), ("length(result)", "ndjson"),
)  # fmt: skip
WAYS = (
    (), ("--output", "json"), ("--output", "ndjson"), ("--output", "table"), ("--output", "csv"),
    ("--output", "tsv"), ("--output", "value"), ("--output", "none"), ("--result",), ("--ascii",),
    ("--result", "--output", "csv", "--ascii"), ("--columns", "ID,TITLE,x.y", "--output", "table"),
    ("--columns", "ID", "--output", "csv"), ("--error-format", "json"), ("--debug",), ("-vv",),
    ("--out", "answer.json"), ("--out", "answer.csv", "--output", "csv"),
    *(("--query", query, "--output", kind) for query, kind in QUERIES),
)  # fmt: skip
VIEWS = (
    (),
    ("--output", "table"),
    ("--result",),
    ("--color", "always", "--output", "json"),
    ("-vv",),
)


class Clock:
    """A clock on which nothing waits."""

    def __init__(self) -> None:
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def now(self) -> float:
        return time.time() + self.slept

    def clock(self) -> float:
        return time.monotonic() + self.slept


class Stream(io.TextIOWrapper):
    """A stream as the door sets it up: UTF-8, whatever is written; perhaps a terminal."""

    def __init__(self, is_terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="")
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def said(self) -> bytes:
        self.flush()
        held = self.buffer
        assert isinstance(held, io.BytesIO)
        return held.getvalue()


def tried(
    home: Path, address: str, told: Told, way: tuple[str, ...], *, tty: bool = False
) -> bytes:
    """Run a command and return its stdout; fail where it does not end as it should."""
    clock, out, err = Clock(), Stream(tty), Stream(tty)
    env = {
        "OINT_B24_HOME": str(home),
        "OINT_B24_URL": address,
        "TERM": "xterm",
        "LANG": "ru_RU.UTF-8",
    }
    world = World(
        env=env, stdin=io.StringIO(), stdout=out, stderr=err,
        sleep=clock.sleep, now=clock.now, clock=clock.clock,
    )  # fmt: skip
    version = ["--v3"] if told.version == 3 else []
    argv = ["call", *version, told.method, "--no-check", "--yes", "--retries", "0", *way]
    code = run(argv, world)
    shown, words = out.said(), err.said()
    assert code in TOLD, (code, words)
    assert b"Traceback" not in words
    assert SECRET.encode() not in words
    assert tty or b"\x1b" not in shown or "--color" in way or b"\\u001b" not in shown
    assert (code == 0) or words, "a failure says why"
    if code == 0 and way == ("--output", "json"):
        assert same(json.loads(shown), told.body)
    return shown


def same(shown: Any, body: bytes) -> bool:
    """Say whether what was shown is what was answered; no content is null."""
    if not body:
        return shown is None
    try:
        answered = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return True  # packed, or no content whatever the body
    return repr(shown) == repr(answered) or shown is None


@pytest.fixture(scope="module")
def loopback() -> Iterator[tuple[str, Callable[[Told], None]]]:
    """Serve whatever was told last."""
    last: list[Told] = []

    def reply(_: bytes) -> bytes:
        headers = [f"{name}: {value}" for name, value in last[-1].headers]
        return http(last[-1].status, last[-1].body, *headers)

    with RawPortal(reply) as portal:
        yield f"{portal.base}/rest/1/{SECRET}/", last.append


@SETTINGS
@given(told=answers())
def test_any_answer_is_read_from_the_wire(
    loopback: tuple[str, Callable[[Told], None]],
    tmp_path_factory: pytest.TempPathFactory,
    told: Told,
) -> None:
    address, tell = loopback
    tell(told)
    tried(tmp_path_factory.getbasetemp() / "wire", address, told, ("--output", "json"))


@SETTINGS
@given(told=answers())
def test_any_answer_is_shown_in_any_way(
    tmp_path_factory: pytest.TempPathFactory, told: Told
) -> None:
    home = tmp_path_factory.getbasetemp() / "shown"
    home.mkdir(exist_ok=True)
    kind = dict(told.headers).get("Content-Type", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        patch.setattr(
            transport.Transport, "send",
            lambda *_, **__: Answer(told.status, told.body, kind, seconds=0.01),
        )  # fmt: skip
        address = f"http://127.0.0.1:9/rest/1/{SECRET}/"
        for way in WAYS:
            tried(home, address, told, way)
        for way in VIEWS:
            tried(home, address, told, way, tty=True)
