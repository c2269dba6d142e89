"""`oint login`, `token`, `logout`: consent, exchange, renewal, and what is told to whom."""

from __future__ import annotations

import json
import os
import pty
import socket
import stat
import subprocess
import sys
import threading
import tomllib
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from oint_b24.errors import RefusedProblem
from oint_b24.portal.address import parse
from oint_b24.portal.oauth import server_of
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import TOKEN
from oint_b24.sandbox.server import SandboxServer
from tests.cli.browser import CLIENT, SECRET, allow, code_of, expire, get, logging_in, register
from tests.cli.console import ROOT, Console

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oint_b24.sandbox.exchange import Exchange
    from oint_b24.sandbox.portal import SandboxPortal


class Served:
    """A portal with its authorisation server, and what it was asked for tokens."""

    def __init__(self, portal: SandboxPortal, server: SandboxServer, base: str) -> None:
        self.portal, self.server, self.base = portal, server, base
        self.asked: list[tuple[str, str, str]] = []

    @property
    def renewals(self) -> int:
        return self.portal.store.count(TOKEN) - 1

    def token(self, oint: Console) -> dict[str, Any]:
        """Return what is kept of the only login."""
        (path,) = (oint.home / "config" / "logins").glob("*.toml")
        return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def served(tmp_path: Path, oint: Console, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Serve a portal that knows an application without a redirect."""
    portal = open_portal(tmp_path / "portal", webhooks={})
    register(portal)
    oint.env["OINT_B24_CLIENT_SECRET"] = SECRET
    with run(portal) as running:
        found = Served(portal, running.server, running.base)
        plain = SandboxServer.record

        def record(server: SandboxServer, exchange: Exchange, *told: Any) -> None:
            if exchange.path.startswith("/oauth/token"):
                kind = exchange.headers.get("content-type", "")
                found.asked.append((exchange.verb, exchange.query, kind))
            plain(server, exchange, *told)

        monkeypatch.setattr(SandboxServer, "record", record)
        yield found


def log_in(oint: Console, served: Served, *argv: str, user: int = 1) -> Any:
    """Log in with a pasted code."""
    code = code_of(served.base, user=user)
    return oint(
        "login", served.base, "--client-id", CLIENT, "--profile", "acme", "--paste", *argv,
        stdin=f"{code}\n",
    )  # fmt: skip


def test_a_redirect_brings_the_code_and_the_profile_works(oint: Console, served: Served) -> None:
    argv = [served.base, "--client-id", CLIENT, "--port", "0", "--profile", "acme"]
    with logging_in(oint, *argv) as login:
        page = login.line_with("/oauth/authorize/")
        listens = login.line_with("http://127.0.0.1:").split()[-1]
        register(served.portal, redirect=listens)
        status, _, location = allow(page)
        back = parse_qs(urlsplit(location).query)
        strange = get(f"{listens}?code={back['code'][0]}&state=other")
        taken = get(location)
        code, out, err = login.ended()

    assert status == 302
    assert back.keys() == {"code", "state", "domain", "member_id", "scope", "server_domain"}
    assert (strange[0], taken[0]) == (400, 200)
    assert code == 0, err
    assert json.loads(out) == {
        "profile": "acme", "portal": served.base, "member_id": back["member_id"][0], "user": 1,
        "name": "Администратор Портала", "scopes": back["scope"][0].split(","), "store": "file",
    }  # fmt: skip
    assert oint("profile", "check", "acme").json["user"] == "1"
    assert served.asked == [("POST", "", "application/x-www-form-urlencoded")]


def test_a_code_or_the_whole_address_may_be_pasted(oint: Console, served: Served) -> None:
    with logging_in(oint, served.base, "--client-id", CLIENT, "--paste") as login:
        page = login.line_with("/oauth/authorize/")
        assert "30 секунд" in login.line_with("вставьте")
        register(served.portal, redirect="http://127.0.0.1:9/")
        location = allow(page)[2]
        strange = location.replace("state=", "state=x")
        code, _, err = login.ended(f"два слова\n{strange}\n{location}\n")

    assert code == 0, err
    assert "ни код" in err or "не код" in err
    assert "state" in err
    assert oint("profile", "check", "127-0-0-1").code == 0


def test_the_pair_is_kept_privately_by_member_id(oint: Console, served: Served) -> None:
    done = log_in(oint, served)
    assert done.code == 0, done.err
    directory = oint.home / "config" / "logins"
    (path,) = directory.glob("*.toml")
    kept = served.token(oint)

    assert path.name.startswith(done.json["member_id"] + "-")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert kept["server"] == served.base
    settings = (oint.home / "config" / "config.toml").read_text()
    for secret in (SECRET, kept["access_token"], kept["refresh_token"]):
        assert secret not in settings + done.out + done.err


def test_an_expired_token_is_renewed_once_and_the_call_goes_on(
    oint: Console, served: Served
) -> None:
    log_in(oint, served)
    before = served.token(oint)
    expire(served.portal)
    done = [oint("call", "profile", "--profile", "acme") for _ in range(3)]
    after = served.token(oint)

    assert [d.code for d in done] == [0, 0, 0]
    assert served.renewals == 1
    assert before["refresh_token"] != after["refresh_token"]
    assert before["access_token"] != after["access_token"]
    assert served.asked[-1] == ("POST", "", "application/x-www-form-urlencoded")


def test_threads_of_one_process_renew_once(oint: Console, served: Served) -> None:
    log_in(oint, served)
    expire(served.portal)
    codes: list[int] = []
    threads = [
        threading.Thread(
            target=lambda: codes.append(oint("call", "profile", "--profile", "acme").code)
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [0] * 8
    assert served.renewals == 1


@pytest.mark.parametrize("count", [int(os.environ.get("OINT_STRESS_PROCESSES", "5"))])
def test_processes_side_by_side_renew_once(oint: Console, served: Served, count: int) -> None:
    log_in(oint, served)
    expire(served.portal)
    env = {"PYTHONPATH": str(ROOT), **oint.environment()}
    argv = [sys.executable, "-m", "oint_b24", "call", "profile", "--profile", "acme"]
    children = [
        subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(count)
    ]
    ended = [child.communicate(timeout=120) for child in children]

    assert [child.returncode for child in children] == [0] * count, ended
    assert all(json.loads(out)["result"]["ID"] == "1" for out, _ in ended)
    assert served.renewals == 1


def test_a_lost_pair_is_told_with_the_way_back(oint: Console, served: Served) -> None:
    """The renewal took, the process was killed before it kept the pair: the old one is spent."""
    log_in(oint, served)
    with served.portal.store.transaction():
        for number, kept in served.portal.store.all(TOKEN):
            served.portal.store.put(TOKEN, number, {**kept, "EXPIRES": 0, "REFRESH": ""})
    done = oint("call", "profile", "--profile", "acme")

    assert (done.code, done.out) == (5, "")
    assert "invalid_grant" in done.err
    assert "oint login --profile acme" in done.err

    again = oint("login", "--profile", "acme", "--paste", stdin=code_of(served.base) + "\n")
    assert again.code == 0, again.err
    assert oint("call", "profile", "--profile", "acme").code == 0


def test_the_secret_of_the_last_login_serves_the_next(oint: Console, served: Served) -> None:
    log_in(oint, served)
    del oint.env["OINT_B24_CLIENT_SECRET"]
    again = oint("login", "--profile", "acme", "--paste", stdin=code_of(served.base) + "\n")

    assert again.code == 0, again.err
    assert len(oint("profile", "list").json) == 2


def test_a_code_that_is_used_up_or_too_old_is_refused(oint: Console, served: Served) -> None:
    code = code_of(served.base)
    argv = ["login", served.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
    first = oint(*argv, stdin=f"{code}\n")
    second = oint(*argv, stdin=f"{code}\n")
    late = code_of(served.base)
    now = served.portal.now
    served.portal.now = lambda: now() + 31
    third = oint(*argv, stdin=f"{late}\n")

    assert first.code == 0
    for done in (second, third):
        assert (done.code, done.out) == (5, "")
        assert "invalid_grant" in done.err
        assert code not in done.err
        assert late not in done.err
    assert oint("call", "profile", "--profile", "acme").code == 0


def test_a_wrong_application_is_refused(oint: Console, served: Served) -> None:
    oint.env["OINT_B24_CLIENT_SECRET"] = "wrongsecret"
    done = log_in(oint, served)

    assert done.code == 5
    assert "invalid_client" in done.err
    assert "wrongsecret" not in done.err
    assert not (oint.home / "config" / "config.toml").exists()


def test_the_secret_comes_from_stdin_and_never_from_the_command(
    oint: Console, served: Served
) -> None:
    del oint.env["OINT_B24_CLIENT_SECRET"]
    base = [served.base, "--client-id", CLIENT]
    plain = oint("login", *base, "--client-secret", SECRET)
    none = oint("login", *base, "--paste")
    with logging_in(oint, *base, "--client-secret", "-", "--port", "0") as login:
        assert login.child.stdin is not None
        login.child.stdin.write(f"{SECRET}\n")
        login.child.stdin.close()
        login.child.stdin = None
        page = login.line_with("/oauth/authorize/")
        register(served.portal, login.line_with("http://127.0.0.1:").split()[-1])
        get(allow(page)[2])
        code, _, err = login.ended()

    assert (plain.code, none.code) == (2, 2)
    assert SECRET not in plain.err
    assert "--client-secret -" in none.err
    assert code == 0, err


def test_nobody_consents(oint: Console, served: Served) -> None:
    silent = oint(
        "login", served.base, "--client-id", CLIENT, "--port", "0", "--wait", "0.05", stdin=""
    )
    closed = oint("login", served.base, "--client-id", CLIENT, "--paste", stdin="")

    assert (silent.code, closed.code) == (4, 4)
    assert served.asked == []


def test_a_busy_port_leaves_pasting(oint: Console, served: Served) -> None:
    port = urlsplit(served.base).port
    code = code_of(served.base)
    done = oint("login", served.base, "--client-id", CLIENT, "--port", str(port), stdin=f"{code}\n")

    assert done.code == 0, done.err
    assert f"порт {port}" in done.err


def test_a_code_of_another_portal_logs_nobody_in(
    oint: Console, served: Served, tmp_path: Path
) -> None:
    other = open_portal(tmp_path / "other", webhooks={})
    register(other)
    with run(other) as running:
        code = code_of(running.base)
        done = oint(
            "login", served.base, "--client-id", CLIENT, "--paste", "--server", running.base,
            stdin=f"{code}\n",
        )  # fmt: skip

    assert done.code == 5
    assert running.base.partition("://")[2] in done.err
    assert not (oint.home / "config" / "config.toml").exists()


@pytest.mark.parametrize(
    ("portal", "named", "chosen", "server"),
    [
        ("acme.bitrix24.com", "oauth.bitrix24.tech", None, "https://oauth.bitrix24.tech"),
        ("acme.bitrix24.ru", "oauth.bitrix.info", None, "https://oauth.bitrix.info"),
        ("acme.bitrix24.ru", None, None, "https://oauth.bitrix24.tech"),
        ("acme.bitrix24.com", None, None, "https://oauth.bitrix.info"),
        ("b24.acme.example", "b24.acme.example", None, "https://b24.acme.example"),
        ("https://127.0.0.1:8443", "127.0.0.1:8443", None, "https://127.0.0.1:8443"),
        ("acme.bitrix24.ru", "evil.example", "auth.acme.example", "https://auth.acme.example"),
    ],
)
def test_the_server_is_the_one_that_was_named(
    portal: str, named: str | None, chosen: str | None, server: str
) -> None:
    assert server_of(parse(portal), named, chosen) == server


@pytest.mark.parametrize("named", ["evil.example", "bitrix.info.evil.example", "evilbitrix.info"])
def test_a_strange_server_gets_no_secret(named: str) -> None:
    with pytest.raises(RefusedProblem):
        server_of(parse("acme.bitrix24.ru"), named, None)


def test_the_token_goes_to_a_pipe_and_not_to_a_screen(oint: Console, served: Served) -> None:
    log_in(oint, served)
    expire(served.portal)
    piped = oint("token", "--profile", "acme")
    shown = oint("token", "--profile", "acme", tty=True)

    assert piped.out.strip() == served.token(oint)["access_token"]
    assert served.renewals == 1
    assert (shown.code, shown.out) == (4, "")


def test_after_a_logout_nothing_is_left_but_the_way_back(oint: Console, served: Served) -> None:
    log_in(oint, served)
    kept = served.token(oint)
    out = oint("logout", "--profile", "acme")
    called = oint("call", "profile", "--profile", "acme")
    twice = oint("logout", "--profile", "acme")

    assert (out.code, called.code, twice.code) == (0, 5, 5)
    assert "oint login --profile acme" in called.err
    for path in (oint.home / "config").rglob("*"):
        if path.is_file():
            for secret in (SECRET, kept["access_token"], kept["refresh_token"]):
                assert secret not in path.read_text()


def test_a_removed_profile_takes_its_tokens_along_unless_another_uses_them(
    oint: Console, served: Served
) -> None:
    log_in(oint, served)
    code = code_of(served.base)
    argv = ["login", served.base, "--client-id", CLIENT, "--paste", "--profile", "second"]
    assert oint(*argv, stdin=f"{code}\n").code == 0
    oint("profile", "remove", "acme")
    still = oint("call", "profile", "--profile", "second")
    oint("profile", "remove", "second")

    assert still.code == 0
    assert list((oint.home / "config" / "logins").glob("*.toml")) == []


def test_a_silent_authorisation_server_is_6_and_the_login_is_not_lost(
    oint: Console, served: Served, tmp_path: Path
) -> None:
    log_in(oint, served)
    (path,) = (oint.home / "config" / "logins").glob("*.toml")
    path.write_text(path.read_text().replace(served.base, "http://127.0.0.1:9"))
    expire(served.portal)
    before = path.read_text()
    done = oint("call", "profile", "--profile", "acme", "--retries", "0")

    assert (done.code, done.out) == (6, "")
    assert "127.0.0.1:9" in done.err
    assert path.read_text() == before


def test_an_existing_profile_is_replaced_only_when_told(oint: Console, served: Served) -> None:
    oint("profile", "add", "acme", "--url", "other.example/rest/1/code1234/")
    refused = log_in(oint, served)
    replaced = log_in(oint, served, "--replace")

    assert refused.code == 2
    assert "--replace" in refused.err
    assert replaced.code == 0, replaced.err
    assert "code1234" not in (oint.home / "config" / "secrets.toml").read_text()


def test_options_of_policy_and_settings_stay_with_the_profile(
    oint: Console, served: Served
) -> None:
    log_in(oint, served, "--access", "read-only", "--timeout", "33")
    oint("login", "--profile", "acme", "--paste", stdin=code_of(served.base) + "\n")
    written = oint("call", "im.chat.add", "TITLE=x", "--profile", "acme")
    shown = oint("profile", "show", "acme").json

    assert written.code == 4
    assert (shown["access"], shown["timeout"], shown["token"]) == ("read-only", 33.0, "***")


def on_terminal(oint: Console, *argv: str, answers: dict[str, str]) -> tuple[int, str]:
    """Run on a pseudo-terminal, typing each answer when its question has been shown."""
    main, side = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "oint_b24", *argv], stdin=side, stdout=side, stderr=side,
        env={"PYTHONPATH": str(ROOT), "TERM": "dumb", **oint.environment()},
        start_new_session=True,
    )  # fmt: skip
    os.close(side)
    left, seen = dict(answers), ""
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece.decode(errors="replace")
        for question in [q for q in left if q in seen]:
            os.write(main, f"{left.pop(question)}\n".encode())
    os.close(main)
    return child.wait(timeout=30), seen


def test_a_person_types_secret_and_code_and_the_secret_is_not_shown(
    oint: Console, served: Served
) -> None:
    del oint.env["OINT_B24_CLIENT_SECRET"]
    code, seen = on_terminal(
        oint, "login", served.base, "--client-id", CLIENT, "--paste", "--no-browser",
        answers={"не показывается": SECRET, "нажмите Enter": code_of(served.base)},
    )  # fmt: skip

    assert code == 0, seen
    assert SECRET not in seen


def test_a_browser_is_opened_where_there_is_one(
    oint: Console, served: Served, tmp_path: Path
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    register(served.portal, f"http://127.0.0.1:{port}/")
    script = tmp_path / "browser.py"
    script.write_text(
        "import sys\nfrom tests.cli.browser import allow, get\nget(allow(sys.argv[1])[2])\n"
    )
    oint.env["BROWSER"] = f"{sys.executable} {script} %s"
    code, seen = on_terminal(
        oint, "login", served.base, "--client-id", CLIENT, "--port", str(port), answers={}
    )

    assert code == 0, seen
    assert oint("profile", "check", "127-0-0-1").code == 0


def test_a_protected_profile_asks_a_person(oint: Console, served: Served) -> None:
    log_in(oint, served, "--protect")
    chats = served.portal.store.count("chat")
    argv = ["call", "im.chat.add", "TITLE=x", "--profile", "acme"]
    no = on_terminal(oint, *argv, answers={"[y/N]": "n"})
    yes = on_terminal(oint, *argv, answers={"[y/N]": "да"})

    assert (no[0], yes[0]) == (4, 0), yes[1]
    assert served.portal.store.count("chat") == chats + 1
