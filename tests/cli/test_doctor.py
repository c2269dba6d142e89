"""`oint doctor` and `profile check`: each trouble is found, named and told with its remedy."""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24 import text
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.faults_rules import read
from oint_b24.sandbox.server import SandboxServer, start
from tests.cli.browser import CLIENT, SECRET, code_of, expire, register
from tests.conftest import TOKENS, WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from oint_b24.sandbox.server import Running
    from tests.cli.console import Console, Ended

STEPS = [
    "settings", "secrets", "target", "name", "tcp", "proxy", "tls", "http", "clock", "credential",
    "scopes", "admin", "plan", "budget", "rest3", "method",
]  # fmt: skip


@pytest.fixture
def running(tmp_path: Path, oint: Console) -> Iterator[Running]:
    """Serve a portal with a few webhooks; `narrow` may use two scopes only."""
    webhooks = {**WEBHOOKS, (1, "narrow1"): frozenset({"im", "user"}), (99, "nobody99"): None}
    portal = open_portal(tmp_path / "portal", webhooks=webhooks, tokens=dict(TOKENS))
    register(portal)
    with run(portal) as served:
        oint.env["OINT_B24_URL"] = f"{served.base}/rest/1/sandboxcode1/"
        oint.env["OINT_B24_CLIENT_SECRET"] = SECRET
        yield served


def rows(done: Ended) -> dict[str, Any]:
    """Return the last finding of each step."""
    return {row["step"]: row for row in done.json}


def snapshot(oint: Console) -> dict[str, bytes]:
    config = oint.home / "config"
    return {str(p): p.read_bytes() for p in config.rglob("*") if p.is_file()}


def test_a_healthy_portal_has_a_good_verdict_for_each_step(oint: Console, running: Running) -> None:
    done = oint("doctor", "--method", "crm.item.list")
    found = rows(done)

    assert done.code == 0, done.out
    assert list(found) == STEPS
    assert {step for step, row in found.items() if row["verdict"] == "skip"} == {"tls"}
    assert found["credential"]["detail"] == "вебхук пользователя 1: Администратор Портала"
    assert "crm.item.list (версия 2) есть и разрешён" in found["method"]["detail"]
    assert "sandboxcode1" not in done.out + done.err


def test_it_changes_nothing(oint: Console, running: Running) -> None:
    oint("profile", "add", "prod", "--url", oint.env.pop("OINT_B24_URL"))
    before = snapshot(oint)
    portal_before = running.server.portal.store.count("chat")
    oint("doctor", "--method", "im.chat.add")

    assert snapshot(oint) == before
    assert running.server.portal.store.count("chat") == portal_before


@pytest.mark.parametrize(
    ("code", "step", "exit_code", "told"),
    [
        ("wrongcode", "credential", 5, "INVALID_CREDENTIALS"),
        ("99/nobody99", "credential", 5, "уволен"),
    ],
)
def test_a_credential_that_does_not_serve_is_5(
    oint: Console, running: Running, code: str, step: str, exit_code: int, told: str
) -> None:
    path = code if "/" in code else f"1/{code}"
    done = oint("doctor", "--url", f"{running.base}/rest/{path}/")
    found = rows(done)

    assert done.code == exit_code, done.out
    assert (found["http"]["verdict"], found[step]["verdict"]) == ("ok", "fail")
    assert told in found[step]["detail"]
    assert found[step]["remedy"]
    assert found["method"]["verdict"] == "skip"


@pytest.mark.parametrize(
    ("argv", "code", "told"),
    [
        (["--method", "im.chat.add"], 0, "write"),
        (["--method", "task.stages.get"], 5, "нет права task"),
        (["--method", "im.chat.nope"], 1, "на портале нет"),
        (["--method", "event.bind"], 5, "нужен токен приложения"),
        (["--method", "crm.deal.list"], 5, "нет права crm"),
    ],
)
def test_a_method_is_looked_at_before_it_is_called(
    oint: Console, running: Running, argv: list[str], code: int, told: str
) -> None:
    done = oint("doctor", "--url", f"{running.base}/rest/1/narrow1/", *argv)

    assert done.code == code, done.out
    assert any(told in r["detail"] for r in done.json if r["step"] == "method"), done.out


def test_a_closed_port_is_6_and_the_rest_is_skipped(oint: Console) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = oint("doctor", "--url", f"127.0.0.1:{port}/rest/1/secretcode/")
    found = rows(done)

    assert done.code == 6
    assert (found["name"]["verdict"], found["tcp"]["verdict"]) == ("ok", "fail")
    assert all(found[step]["verdict"] == "skip" for step in STEPS[5:])


def test_without_a_portal_it_is_2(oint: Console) -> None:
    done = oint("doctor")

    assert done.code == 2
    assert rows(done)["target"]["verdict"] == "fail"
    assert "profile sandbox" in rows(done)["target"]["remedy"]


def test_files_open_to_others_and_broken_ones_are_found(oint: Console, running: Running) -> None:
    oint("profile", "add", "prod", "--url", oint.env.pop("OINT_B24_URL"))
    secrets = oint.home / "config" / "secrets.toml"
    secrets.chmod(0o644)
    warned = oint("doctor")
    (oint.home / "config" / "config.toml").write_text("[[")
    broken = oint("doctor")

    assert warned.code == 0
    assert rows(warned)["secrets"]["verdict"] == "warn"
    assert rows(warned)["secrets"]["remedy"] == f"chmod go-rwx {secrets}"
    assert broken.code == 2
    assert "config.toml" in rows(broken)["settings"]["detail"]


def test_a_clock_that_is_off_is_told(oint: Console, running: Running) -> None:
    portal = running.server.portal
    now = portal.now
    portal.now = lambda: now() - 3600
    found = rows(oint("doctor"))

    assert found["clock"]["verdict"] == "warn"
    assert "+360" in found["clock"]["detail"]


def test_an_expired_token_is_told_and_renewed_only_when_asked(
    oint: Console, running: Running
) -> None:
    login = ["login", running.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
    assert oint(*login, stdin=code_of(running.base) + "\n").code == 0
    expire(running.server.portal)
    before = snapshot(oint)
    told = oint("doctor", "--profile", "acme")
    unchanged = snapshot(oint)
    renewed = oint("doctor", "--profile", "acme", "--renew", "--method", "event.get")

    assert told.code == 0
    assert "doctor --renew --profile acme" in rows(told)["credential"]["remedy"]
    assert before == unchanged
    assert renewed.code == 0, renewed.out
    assert "токен приложения" in rows(renewed)["credential"]["detail"]
    assert "ru_pro100" in rows(renewed)["plan"]["detail"]


def test_a_read_only_profile_is_told_of_before_it_refuses(oint: Console, running: Running) -> None:
    url = oint.env.pop("OINT_B24_URL")
    oint("profile", "add", "prod", "--url", url, "--access", "read-only")
    found = rows(oint("doctor", "--method", "im.chat.add"))

    assert found["method"]["verdict"] == "warn"
    assert "только для чтения" in found["method"]["detail"]


def test_on_a_terminal_it_is_lines_and_in_a_pipe_json(oint: Console, running: Running) -> None:
    shown = oint("doctor", tty=True)
    table = oint("doctor", "--output", "csv", "--columns", "step,verdict")

    assert "часы" in shown.out
    assert "[{" not in shown.out
    assert table.out.startswith("step,verdict\r\nsettings,ok\r\n")


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_lines_keep_to_the_width_and_go_on_under_what_they_belong_to(
    oint: Console, running: Running, columns: int, lang: str
) -> None:
    shown = oint("doctor", "--method", "nosuch.method", "--lang", lang, tty=True, columns=columns)
    told = re.sub(r"\x1b\[[0-9;]*m", "", shown.out).splitlines()

    assert [line for line in told if len(line) > columns and "/" not in line] == []
    assert {len(line) - len(line.lstrip()) for line in told} == {0, 28 if columns >= 80 else 5}
    assert sum(not line.startswith(" ") for line in told) == len(STEPS)


@contextmanager
def faulty(tmp_path: Path, rule: str) -> Iterator[str]:
    """Serve a portal that fails as `rule` says; give a webhook of it."""
    portal = open_portal(tmp_path / "faulty", webhooks={**WEBHOOKS}, tokens=dict(TOKENS))
    with start(SandboxServer(portal, faults=read([rule]))) as served:
        yield f"{served.base}/rest/1/sandboxcode1/"


@pytest.mark.parametrize(
    ("rule", "exit_code", "verdicts", "told"),
    [
        ("html=403", 5, {"http": "fail", "credential": "skip"}, "ответил не порталом"),
        ("503", 7, {"http": "ok", "budget": "fail"}, "QUERY_LIMIT_EXCEEDED"),
        ("503=OVERLOAD_LIMIT", 7, {"http": "ok", "budget": "fail"}, "OVERLOAD_LIMIT"),
        ("401=INVALID_CREDENTIALS", 5, {"http": "ok", "credential": "fail"}, "код вебхука"),
    ],
)
def test_a_refusal_has_one_verdict_for_each_step(
    oint: Console, tmp_path: Path, rule: str, exit_code: int, verdicts: Mapping[str, str], told: str
) -> None:
    with faulty(tmp_path, rule) as address:
        done = oint("doctor", "--url", address)
    found = rows(done)

    assert done.code == exit_code, done.out
    assert {step: found[step]["verdict"] for step in verdicts} == verdicts
    assert len(done.json) == len(STEPS)
    assert any(told in row["detail"] for row in done.json if row["verdict"] == "fail"), done.out


def moved(base: str) -> Any:
    """Return a server that answers any call as a renamed portal does."""
    import http.server
    import threading

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(302)
            self.send_header("Location", base + self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


def test_a_renamed_portal_is_followed_only_when_told(oint: Console, running: Running) -> None:
    del oint.env["OINT_B24_URL"]
    old = moved(running.base)
    try:
        address = f"http://127.0.0.1:{old.server_address[1]}/rest/1/sandboxcode1/"
        oint("profile", "add", "prod", "--url", address)
        doctor = oint("doctor", "--profile", "prod")
        checked = oint("profile", "check", "prod")
        updated = oint("profile", "check", "prod", "--update")
    finally:
        old.shutdown()
        old.server_close()

    assert (doctor.code, checked.code) == (6, 6)
    assert "oint profile check prod --update" in doctor.out
    assert updated.code == 0, updated.err
    assert running.base in updated.err
    assert oint("profile", "check", "prod").json["user"] == "1"
    assert oint("profile", "show", "prod").json["address"] == running.base


def test_update_keeps_an_address_that_does_not_answer(oint: Console, running: Running) -> None:
    del oint.env["OINT_B24_URL"]
    old = moved("https://127.0.0.1:9")
    try:
        address = f"http://127.0.0.1:{old.server_address[1]}"
        oint("profile", "add", "prod", "--url", f"{address}/rest/1/sandboxcode1/")
        done = oint("profile", "check", "prod", "--update", "--retries", "0")
    finally:
        old.shutdown()
        old.server_close()

    assert done.code == 6
    assert oint("profile", "show", "prod").json["address"] == address


def test_every_finding_and_every_step_has_its_words() -> None:
    used = re.compile(r'\.(?:ok|warn|fail|skip)\(\s*"\w+",\s*"(\w+)"')
    keys = set()
    for path in (Path(text.__file__).parent / "cli" / "doctor").glob("*.py"):
        keys |= set(used.findall(path.read_text(encoding="utf-8")))

    assert len(keys) > 25
    assert [key for key in keys if not text.has(f"doctor.{key}")] == []
    assert [step for step in STEPS if not text.has(f"doctor.step.{step}")] == []
