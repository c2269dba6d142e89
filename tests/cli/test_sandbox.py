"""`oint sandbox`: serving to other programs, scopes, TLS, the log, forgetting."""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import threading
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import trustme

from oint_b24.cli.sandbox.command import _wait_for_ever
from tests.cli.console import ROOT
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console


@contextmanager
def serving(oint: Console, *argv: str) -> Iterator[dict[str, str]]:
    """Run `oint sandbox serve` and give the facts it prints."""
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()}
    child = subprocess.Popen(
        [sys.executable, "-m", "oint_b24", "sandbox", "serve", *argv],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    try:
        lines = [child.stdout.readline().strip() for _ in range(3)]
        yield dict(line.split(": ", 1) for line in lines)
    finally:
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=20)


def test_a_ctrl_c_that_interrupts_no_wait_of_the_system_ends_the_serving() -> None:
    """As one does that comes just before the wait: here another thread gets the signal."""
    other = threading.Thread(
        target=lambda: signal.pthread_kill(threading.get_ident(), signal.SIGINT)
    )

    def serve() -> None:
        other.start()
        _wait_for_ever()

    with pytest.raises(KeyboardInterrupt):
        serve()
    other.join()

    assert signal.set_wakeup_fd(-1) == -1


def test_serve_prints_its_addresses_and_answers_other_programs(oint: Console) -> None:
    with serving(oint, "--webhook", "10/secret10") as facts:
        client = RestClient(facts["portal"], 10, "secret10")

        assert facts["webhook"] == f"{facts['portal']}/rest/10/secret10/"
        assert client.call("profile")["ID"] == "10"
        status, body = client.post(f"{facts['portal']}/rest/profile", {"auth": facts["token"]})
        assert (status, body["result"]["ID"]) == (200, "10")


def test_the_profile_sandbox_uses_the_portal_that_serves(oint: Console) -> None:
    with serving(oint, "--webhook", "10/secret10"):
        shown = oint("profile", "check", "sandbox")
        status = oint("sandbox", "status")

    assert shown.json["user"] == "10"
    assert status.json["serving"] is True
    assert oint("sandbox", "status").json["serving"] is False


def test_what_one_command_makes_is_there_for_the_next_and_reset_forgets_it(oint: Console) -> None:
    made = oint("call", "im.chat.add", "TITLE=Один", "-p", "sandbox").json["result"]
    again = oint("call", "im.chat.add", "TITLE=Два", "-p", "sandbox").json["result"]
    oint("sandbox", "reset", "--quiet")
    anew = oint("call", "im.chat.add", "TITLE=Три", "-p", "sandbox").json["result"]

    assert (again, anew) == (made + 1, made)


def test_a_missing_scope_is_5(oint: Console) -> None:
    with serving(oint, "--scope", "user,task"):
        done = oint("bitrix24", "СоздатьЧат", "--title", "x", "--profile", "sandbox")

    assert done.code == 5
    assert "insufficient_scope (403)" in done.err
    assert "scope" in done.err


def test_the_log_has_a_line_for_each_request_without_secrets(oint: Console, tmp_path: Path) -> None:
    log = tmp_path / "requests.ndjson"
    with serving(oint, "--log", str(log), "--webhook", "1/verysecretcode"):
        oint("bitrix24", "ПолучитьДиалог", "--chat", "chat42", "--profile", "sandbox")
        oint("bitrix24", "ПолучитьДиалог", "--chat", "nope", "--profile", "sandbox")
    lines = [json.loads(line) for line in log.read_text().splitlines()]

    assert [line["path"] for line in lines] == ["/rest/1/***/im.dialog.get"] * 2
    assert [line["error"] for line in lines] == [None, "DIALOG_ID_EMPTY"]
    assert "verysecretcode" not in log.read_text()


def test_https_with_a_certificate_and_any_host_name(oint: Console, tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    issued = authority.issue_cert("localhost", "127.0.0.1")
    issued.private_key_pem.write_to_path(tmp_path / "key.pem")
    issued.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    files = ["--certificate", str(tmp_path / "cert.pem"), "--key", str(tmp_path / "key.pem")]
    with serving(oint, *files) as facts:
        address = facts["webhook"]
        trusted = oint("call", "profile", "--url", address, "--ca-bundle", str(tmp_path / "ca.pem"))
        doubted = oint("call", "profile", "--url", address)
        request = urllib.request.Request(f"{address}profile", headers={"Host": "portal.example"})
        context = ssl.create_default_context(cafile=tmp_path / "ca.pem")
        with urllib.request.urlopen(request, context=context, timeout=20) as answer:
            assert json.load(answer)["result"]["ID"] == "1"

    assert facts["portal"].startswith("https://127.0.0.1:")
    assert trusted.code == 0
    assert doubted.code == 6
    assert "--ca-bundle" in doubted.err


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--port", "x"], "--port"),
        (["--webhook", "1"], "--webhook"),
        (["--certificate", "a.pem"], "--key"),
        (["--certificate", "нет.pem", "--key", "нет.pem"], "нет.pem"),
    ],
)
def test_wrong_options_of_serve_are_named(oint: Console, argv: list[str], told: str) -> None:
    done = oint("sandbox", "serve", *argv)

    assert (done.code, done.out) == (2, "")
    assert told in done.err
