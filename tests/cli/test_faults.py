"""`oint sandbox serve --fault`: a portal that fails as told, for trying one's own script on."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from oint_b24.cli.sandbox.faults import KINDS as SHOWN
from oint_b24.sandbox.faults import KINDS
from oint_b24.sandbox.faults_rules import read
from tests.cli.console import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console

ADD = ("call", "crm.deal.add", "fields[TITLE]=x", "--retries", "0", "-q")
READ = ("call", "crm.deal.list", "--retries", "0", "-q")


@dataclass
class Served:
    """A portal in a process of its own; `said` is its stderr once it has ended."""

    facts: dict[str, str]
    log: Path
    said: str = ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@contextmanager
def serving(oint: Console, place: Path, *argv: str) -> Iterator[Served]:
    log = place / "requests.ndjson"
    child = subprocess.Popen(
        [sys.executable, "-m", "oint_b24", "sandbox", "serve", "--log", str(log), *argv],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()},
    )  # fmt: skip
    assert child.stdout is not None
    try:
        facts = dict(child.stdout.readline().strip().split(": ", 1) for _ in range(3))
        served = Served(facts, log)
        oint.env["OINT_B24_URL"] = facts["webhook"]
        yield served
    finally:
        child.send_signal(signal.SIGINT)
        served.said = child.communicate(timeout=20)[1]


def test_the_session_of_the_manual(oint: Console, tmp_path: Path) -> None:
    rules = ("--fault", "crm.deal.add:2:cut-after-write", "--fault", "*.list:503")
    with serving(oint, tmp_path, *rules) as served:
        codes = [oint(*ADD).code, oint(*ADD).code, oint(*ADD).code, oint(*READ).code]

    assert codes == [0, 8, 0, 7]
    assert [line.get("fault") for line in served.lines] == [None, "cut-after-write", None, "503"]
    assert [line.get("executed") for line in served.lines] == [None, True, None, False]
    assert "сбой: crm.deal.add, запрос 2 (crm.deal.add:2:cut-after-write)" in served.said


def test_the_port_is_closed_for_a_while(oint: Console, tmp_path: Path) -> None:
    with serving(oint, tmp_path, "--fault", "crm.deal.add:once:refuse=600") as served:
        codes = [oint(*ADD).code, oint(*ADD).code]

    assert codes == [0, 6]
    assert [line["status"] for line in served.lines] == [200]


def test_the_port_may_be_closed_from_the_start(oint: Console, tmp_path: Path) -> None:
    with serving(oint, tmp_path, "--fault", "*:0:refuse=600") as served:
        port = int(served.facts["portal"].rpartition(":")[2])
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_faults_strike_through_tls(oint: Console, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
        tmp_path / "both.pem"
    )
    files = ("--certificate", str(tmp_path / "both.pem"), "--key", str(tmp_path / "both.pem"))
    trusting = ("--ca-bundle", str(tmp_path / "ca.pem"))
    rules = ("--fault", "1:reset-after-write", "--fault", "2:cut", "--fault", "3:refuse=0.01")
    with serving(oint, tmp_path, *files, *rules) as served:
        codes = [oint(*ADD, *trusting).code for _ in range(3)]
        again = oint("call", "crm.deal.list", "-q", *trusting)

    assert codes == [8, 8, 0]
    assert again.code == 0, again.err
    assert [line.get("executed") for line in served.lines] == [True, True, True, None]


def test_chance_is_told_its_seed(oint: Console, tmp_path: Path) -> None:
    with serving(oint, tmp_path, "--fault", "50%:500") as served:
        pass

    assert "--fault-seed " in served.said


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("crm.deal.add:2:cut-after-wite", "похожие: cut-after-write"),
        ("boom", "нет такого вида сбоя: boom"),
        ("a:b:c:d", "правило не читается"),
        ("crm.deal.add:x:503", "«x»"),
        ("crm.deal.add:4-2:503", "«4-2»"),
        ("*:0:503", "«0»"),
        ("*:/0:503", "«/0»"),
        ("*:150%:503", "«150%»"),
        ("crm deal:503", "«crm deal»"),
        ("latency=soon", "SECONDS"),
        ("html=99", "STATUS"),
        ("cut=-1", "BYTES"),
        ("302=ftp://x", "ADDRESS"),
        ("close=1", "close"),
    ],
)
def test_a_wrong_rule_is_told(oint: Console, rule: str, told: str) -> None:
    done = oint("sandbox", "serve", "--fault", rule)

    assert (done.code, done.out) == (2, "")
    assert told in done.err
    assert "sandbox serve --help" in done.err


@pytest.mark.parametrize("words", [["--falt", "503"], ["503"], ["--fault"], ["--fault-seed", "x"]])
def test_wrong_words_are_told(oint: Console, words: list[str]) -> None:
    done = oint("sandbox", "serve", *words)

    assert (done.code, done.out) == (2, "")


def test_help_names_every_kind(oint: Console) -> None:
    assert tuple(KINDS) == SHOWN
    for lang in ("ru", "en"):
        shown = oint("sandbox", "serve", "--help", "--lang", lang).out
        assert [kind for kind in KINDS if kind not in shown] == []


# Rules


def struck(rules: list[str], methods: list[str], seed: int = 0) -> list[str]:
    """Return the kinds that requests suffer, one after the other."""
    faults = read(rules, seed)
    found = (faults.strike(method).fault for method in methods)
    return [fault.name if fault else "" for fault in found]


@pytest.mark.parametrize(
    ("rule", "struck_at"),
    [
        ("503", [1, 2, 3, 4, 5, 6]),
        ("*:503", [1, 2, 3, 4, 5, 6]),
        ("2:503", [2]),
        ("once:503", [1]),
        ("2-4:503", [2, 3, 4]),
        ("5+:503", [5, 6]),
        ("/3:503", [3, 6]),
        ("CRM.*:503", [1, 2, 3, 4, 5, 6]),
        ("im.*:503", []),
        ("0%:503", []),
        ("100%:503", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_when_a_rule_strikes(rule: str, struck_at: list[int]) -> None:
    found = struck([rule], ["crm.deal.add"] * 6)

    assert [place for place, kind in enumerate(found, 1) if kind] == struck_at


def test_each_rule_counts_the_requests_that_fit_it_and_the_first_decides() -> None:
    methods = ["crm.deal.add", "im.chat.add", "crm.deal.list", "crm.deal.add"]

    assert struck(["crm.*:2:close", "2+:503"], methods) == ["", "503", "close", "503"]


def test_the_same_seed_strikes_the_same_requests() -> None:
    once, again, other = (struck(["30%:503"], ["x"] * 50, seed) for seed in (7, 7, 8))

    assert once == again != other
    assert 5 < once.count("503") < 25


def test_latency_is_added_to_other_faults() -> None:
    faults = read(["latency=2", "2:close", "/2:latency=3"])
    first, second = faults.strike("x"), faults.strike("x")

    assert (first.delay, first.fault) == (2.0, None)
    assert second.delay == 5.0
    assert second.fault is not None
    assert second.fault.name == "close"


def test_a_value_may_hold_any_sign() -> None:
    fault = read(["crm.*:3:302=https://new.example:8443/rest/?a=b"]).rules[0].fault

    assert (fault.name, fault.value) == ("302", "https://new.example:8443/rest/?a=b")
