"""The canary once more: no fault, journal, log, crash or process list tells a secret."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oint_b24 import __main__ as door
from oint_b24.sandbox.box import open_portal
from oint_b24.sandbox.credentials import Token
from oint_b24.sandbox.faults import KINDS
from oint_b24.sandbox.faults_rules import read
from oint_b24.sandbox.server import Running, SandboxServer, start
from oint_b24.world import World
from tests.cli.console import ROOT, Console
from tests.cli.test_canary import (
    CODE,
    ODD_TOKEN,
    SECRET,
    TOKEN,
    Clock,
    Way,
    assert_clean,
    assert_files_are_clean,
    go,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLOW = ("stall", "stall-body", "drip", "latency")
MANNERS = (("-vv", "--debug"), ("--error-format", "json", "--output", "json"), ())
COMMANDS = {
    "post": ["bitrix24", "ИзменитьЗаголовокЧата", "--chat", "42", "--title", "Т"],
    "get": ["bitrix24", "ServerTime"],
    "call": ["call", "crm.deal.list"],
    "v3": ["call", "--v3", "tasks.task.get", "id:=1"],
    "list": ["list", "crm.deal.list", "--limit", "3"],
    "export": ["export", "crm.deal.list", "deals.ndjson"],
    "count": ["count", "crm.deal.list"],
    "batch": ["batch", "calls.txt"],
    "import": ["import", "crm.deal.add", "deals.csv", "--settle", "0", "--yes"],
    "upload": ["upload", "a.bin", "disk:folder/14", "--yes"],
    "download": ["download", "disk:folder/14", "there", "--recursive"],
    "check": ["profile", "check"],
    "doctor": ["doctor"],
    "fields": ["fields", "crm.deal.list", "--refresh"],
}
# Those that do nothing else over the wire than the others, where each costs a time-out.
FEW = ("post", "call", "import", "upload")


@pytest.fixture
def oint(tmp_path: Path) -> Console:
    """Run command lines in a home that is looked at in the end."""
    return Console(tmp_path / "home")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    quick = partial(World, sleep=clock.sleep, now=clock.now, clock=clock.clock)
    monkeypatch.setattr("tests.cli.console.World", quick)


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Work where every file is looked at in the end: journals, drafts, states, logs."""
    here = tmp_path / "home" / "work"
    here.mkdir(parents=True)
    (here / "calls.txt").write_text("a: user.current\nb: crm.deal.add fields[TITLE]=x\n")
    (here / "deals.csv").write_text("TITLE\nOne\nTwo\n")
    (here / "a.bin").write_bytes(b"a" * 300_000)
    monkeypatch.chdir(here)
    yield here
    assert_files_are_clean(tmp_path / "home")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Serve a portal that knows the canaries; its log lies among the files looked at."""
    portal = open_portal(
        tmp_path / "portal",
        webhooks={(1, CODE): None},
        tokens={TOKEN: Token(1), ODD_TOKEN: Token(1)},
    )
    (tmp_path / "home").mkdir(exist_ok=True)
    with start(SandboxServer(portal, log=tmp_path / "home" / "requests.ndjson")) as served:
        yield served


def ways(base: str) -> tuple[Way, ...]:
    return Way(("--url", f"{base}/rest/1/{CODE}/")), Way(("--url", base, "--token", ODD_TOKEN))


def pairs(base: str, turn: int) -> list[tuple[tuple[str, ...], Way]]:
    """Return manners and ways: all pairs under stress, else one, another at each turn."""
    every = [(manner, way) for way in ways(base) for manner in MANNERS]
    return every if os.environ.get("OINT_STRESS") else [every[turn % len(every)]]


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "refuse"])
def test_no_fault_makes_a_command_say_a_secret(
    oint: Console, running: Running, work: Path, kind: str
) -> None:
    is_slow = kind in _SLOW
    value = f"=https://new.example/rest/1/{CODE}/x?auth={TOKEN}" if kind == "302" else ""
    running.server.faults = read([f"/2:{kind}{value}" if not is_slow else f"{kind}=0.3"])
    quick = ("--timeout", "0.1" if is_slow else "5", "--retries", "1")
    for place, name in enumerate(FEW if is_slow else COMMANDS):
        for manner, way in pairs(running.base, place + list(KINDS).index(kind)):
            go(oint, way, [*manner, *quick, *COMMANDS[name]])
    made = {path.name for path in work.iterdir()}

    assert any("journal" in name for name in made), made
    log = (work.parent / "requests.ndjson").read_text()
    assert f'"fault": "{kind}"' in log or kind == "latency"


def test_a_journal_and_its_sidecars_keep_no_secret(
    oint: Console, running: Running, work: Path
) -> None:
    running.server.faults = read(["batch:1:cut-after-write", "crm.deal.add:1:cut-after-write"])
    for way in ways(running.base):
        go(oint, way, ["--retries", "0", *COMMANDS["import"], "--journal", "kept.sqlite"])
        go(oint, way, ["--retries", "0", *COMMANDS["import"], "--journal", "kept.sqlite"])

    assert (work / "kept.sqlite").stat().st_size > 0


def test_a_cut_export_leaves_a_state_without_secrets(
    oint: Console, running: Running, work: Path
) -> None:
    for number in range(60):
        portal = running.server.portal
        with portal.store.transaction():
            portal.store.put("canary", number, {"x": number})
    running.server.faults = read(["crm.deal.list:2+:500", "batch:500"])
    for way in ways(running.base):
        go(oint, way, ["--retries", "0", *COMMANDS["export"], "-vv"])
        go(oint, way, ["--retries", "0", *COMMANDS["export"], "--resume"])


def test_the_sandbox_tells_no_secret_of_its_callers(oint: Console, tmp_path: Path) -> None:
    log = tmp_path / "home" / "served.ndjson"
    child = subprocess.Popen(
        [
            sys.executable, "-m", "oint_b24", "sandbox", "serve", "--webhook", f"1/{CODE}",
            "--log", str(log), "--fault", "/2:500", "--fault", "latency=0.001",
        ],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()},
    )  # fmt: skip
    assert child.stdout is not None
    facts = dict(child.stdout.readline().strip().split(": ", 1) for _ in range(3))
    try:
        way = Way(("--url", f"{facts['portal']}/rest/1/{CODE}/"))
        for name in ("post", "get", "upload", "batch"):
            go(oint, way, ["--retries", "0", *COMMANDS[name]])
    finally:
        child.terminate()
        said = child.communicate(timeout=20)[1]

    # stdout is where the address is asked for; the file beside the state is the owner's alone.
    assert "500" in said
    assert_clean(said)
    assert_clean(log.read_text())
    for name in ("webhook", "serving.json"):
        for path in (tmp_path / "home").rglob(name):
            assert path.stat().st_mode & 0o077 == 0
            path.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", ["stdin", "file", "environment"])
def test_the_process_list_shows_no_secret(
    oint: Console, running: Running, work: Path, how: str
) -> None:
    arrived = threading.Event()
    running.server._tell = lambda _: arrived.set()
    running.server.faults = read(["stall"])
    hook = f"{running.base}/rest/1/{CODE}/"
    (work.parent / "secrets.toml").touch(0o600)
    (work.parent / "secrets.toml").write_text(hook)
    given = {"stdin": ["--url", "-"], "file": ["--url", f"@{work.parent / 'secrets.toml'}"]}
    child = subprocess.Popen(
        [sys.executable, "-m", "oint_b24", "call", "profile", *given.get(how, [])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={
            "PYTHONPATH": str(ROOT), **oint.environment(),
            **({"OINT_B24_URL": hook} if how == "environment" else {}),
        },
    )  # fmt: skip
    assert child.stdin is not None
    try:
        child.stdin.write(f"{hook}\n" if how == "stdin" else "")
        child.stdin.close()
        assert arrived.wait(30)
        shown = Path(f"/proc/{child.pid}/cmdline").read_bytes().decode()
        names = Path(f"/proc/{child.pid}/comm").read_text()
    finally:
        child.kill()
        child.stdin = None
        out, err = child.communicate()

    assert "oint_b24" in shown
    assert_clean(shown + names + out + err)


# Our own mistakes, wherever they are made


PLACES = (
    "oint_b24.portal.transport.Transport.send", "oint_b24.portal.envelope.read",
    "oint_b24.portal.client.Portal.wire", "oint_b24.output.render.page",
    "oint_b24.cli.connect.connect", "oint_b24.cli.report.facts", "oint_b24.profiles.Profiles.get",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("debug", [(), ("--debug",), ("-vv", "--debug", "--error-format", "json")])
def test_a_crash_anywhere_says_no_secret(
    place: str, debug: tuple[str, ...], running: Running,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    hook = f"{running.base}/rest/1/{CODE}/"

    def broken(*_: object, **__: object) -> None:
        try:
            json.loads(f"{hook} {TOKEN} {SECRET}")
        except ValueError as error:
            raise RuntimeError(f"at {hook} with {TOKEN}, client_secret={SECRET}") from error

    monkeypatch.setattr(place, broken)
    given = ["--url", hook, "--token", TOKEN]
    if place.startswith("oint_b24.profiles"):
        given = ["--profile", "p"]
    monkeypatch.setattr(sys, "argv", ["oint", *given, *debug, "call", "no.such.method"])
    monkeypatch.setenv("OINT_B24_CLIENT_SECRET", SECRET)

    assert door.main() != 0
    told = capsys.readouterr()
    said = told.out + told.err
    if place.startswith("oint_b24.profiles"):
        # No secret is known yet: those of a shape are masked all the same.
        said = said.replace(TOKEN, "")
    assert_clean(said)
    assert not re.search(r"Traceback", said)
