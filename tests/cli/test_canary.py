"""A canary for a secret: it is put in everywhere and must come out nowhere."""

from __future__ import annotations

import base64
import json
import shlex
import socket
import sys
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from oint_b24 import __main__ as door
from oint_b24.cli.root import _FAMILIES
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from oint_b24.world import World
from tests.cli.raw_portal import RawPortal, closed_port, http

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console, Ended

CODE = "c4n4ryC0de8f3a1b"
TOKEN = "c4n4ryT0ken77aa10"
# What argv, percent-encoding, JSON and shells each spell differently.
ODD_TOKEN = "c4n4ry\"Т/о+к%e\\н 'x"
SECRET = "c4n4ryAppS3cret5d"
CANARIES = (CODE, TOKEN, ODD_TOKEN, SECRET)


def forms(canary: str) -> set[str]:
    """Return the spellings under which a canary may come out."""
    return {
        canary, quote(canary, safe=""), quote(canary), quote_plus(canary),
        json.dumps(canary)[1:-1], json.dumps(canary, ensure_ascii=False)[1:-1],
        shlex.quote(canary), base64.b64encode(canary.encode()).decode(),
    }  # fmt: skip


FORMS = sorted({form for canary in CANARIES for form in forms(canary)} | {"c4n4ry"})


def assert_clean(text: str, where: str = "") -> None:
    """Fail where a canary, or a good part of one, stands in `text`."""
    for form in FORMS:
        assert form not in text, f"{where}: {form}\n{text}"


def assert_files_are_clean(home: Path) -> None:
    """Check every file but that of the secrets, which only its owner may read."""
    for path in home.rglob("*") if home.exists() else ():
        if path.is_file() and path.name == "secrets.toml":
            assert path.stat().st_mode & 0o077 == 0, path
        elif path.is_file():
            assert_clean(path.read_bytes().decode("utf-8", "replace"), str(path))
            assert_clean(path.name, "file name")


class Clock:
    """A clock on which nothing waits: sleeping puts it forward."""

    def __init__(self) -> None:
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds

    def now(self) -> float:
        return time.time() + self.slept

    def clock(self) -> float:
        return time.monotonic() + self.slept


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries and limits wait on a clock of their own."""
    clock = Clock()
    quick = partial(World, sleep=clock.sleep, now=clock.now, clock=clock.clock)
    monkeypatch.setattr("tests.cli.console.World", quick)


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a directory whose files are checked in the end, with those of the home."""
    here = tmp_path / "home" / "work"
    here.mkdir(parents=True)
    (here / "calls.txt").write_text(
        "a: user.current\nb: crm.deal.get id=$result[a][ID]\nc: no.such.method\n", encoding="utf-8"
    )
    monkeypatch.chdir(here)
    yield
    assert_files_are_clean(tmp_path / "home")


# Commands: one of each kind of request


COMMANDS = {
    "post": ["bitrix24", "ИзменитьЗаголовокЧата", "--chat", "42", "--title", "Т"],
    "get": ["bitrix24", "ServerTime"],
    "delete": ["bitrix24", "УдалитьСообщение", "--message", "101"],
    "deprecated": ["bitrix24", "GetDeal", "--deal", "1"],
    "pages": ["bitrix24", "ПолучитьСписокСделок", "--all"],
    "upload": ["bitrix24", "ЗагрузитьФайлВКаталог", "-t", "a.txt", "-f", "0JDQ", "-l", "14"],
    "send file": ["bitrix24", "ОтправитьФайл", "--chat", "42", "--file", "0JDQ"],
    "object": ["bitrix24", "СоздатьСделку", "--fields", "{'TITLE':'Т'}"],
    "call": ["call", "im.chat.get", "ENTITY_TYPE=CRM", "ENTITY_ID=DEAL|1"],
    "call unknown": ["call", "no.such.method", "A=1"],
    "call v3": ["call", "--v3", "tasks.task.get", "id:=1"],
    "call write": ["call", "im.chat.add", "TITLE=Т", "--strict"],
    "check": ["profile", "check"],
    "show": ["profile", "show", "--origin"],
    "profiles": ["profile", "list"],
    "doctor": ["doctor"],
    "list": ["list", "crm.deal.list", "--limit", "3"],
    "export": ["export", "crm.deal.list", "deals.csv"],
    "count": ["count", "crm.deal.list"],
    "batch": ["batch", "calls.txt"],
    "fields": ["fields", "crm.deal.list"],
}
MANNERS = (
    (), ("-v",), ("-vv",), ("--debug",), ("--error-format", "json"), ("--dry-run",), ("--curl",),
    ("-vv", "--error-format=json", "--output", "json"), ("--output", "table", "--color", "always"),
)  # fmt: skip
QUICK = ("--connect-timeout", "2", "--timeout", "5")
ONCE = ("--config", '{"retries": 0}')


# The manners that print most of what is sent, and of what is answered.
TALKATIVE = ((), ("-vv",), ("--dry-run",), ("--curl",))
ANSWERED = ((), ("-vv", "--output", "json"), ("--error-format", "json"), ("--output", "table"))


def lines(
    commands: tuple[str, ...] = tuple(COMMANDS), manners: tuple[tuple[str, ...], ...] = MANNERS
) -> Iterator[list[str]]:
    """Return the command lines in every manner, the common options in front."""
    for name in commands:
        for manner in manners:
            yield [*manner, *QUICK, *COMMANDS[name]]


# Ways to name the portal


@dataclass(frozen=True)
class Way:
    """How a secret reaches the program: options or environment."""

    options: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    stdin: str = ""


def ways(base: str) -> dict[str, Way]:
    """Return the ways to name the portal at `base`, each with a secret."""
    hook = f"{base}/rest/1/{CODE}/"
    return {
        "url": Way(("--url", hook)),
        "pasted": Way(("--url", f"{hook}im.chat.add.json?auth={TOKEN}")),
        "stdin": Way(("--url", "-"), stdin=f"{hook}\n"),
        "environment": Way(env=(("OINT_B24_URL", hook),)),
        "token": Way(("--url", base, "--token", TOKEN)),
        "odd token": Way(("--url", base, "--token", ODD_TOKEN)),
        "both": Way(("--url", hook, "--token", TOKEN)),
        "environment token": Way(env=(("OINT_B24_URL", base), ("OINT_B24_TOKEN", TOKEN))),
        "odd environment token": Way(env=(("OINT_B24_URL", base), ("OINT_B24_TOKEN", ODD_TOKEN))),
    }


WAYS = tuple(ways("http://127.0.0.1"))


def go(oint: Console, way: Way, argv: list[str], *, tty: bool = False) -> Ended:
    """Run a line with a way's secret and check that nothing of it was said."""
    oint.env = {**oint.env, **dict(way.env)}
    done = oint(*way.options, *argv, stdin=way.stdin, tty=tty)
    assert_clean(done.out, "stdout")
    assert_clean(done.err, "stderr")
    return done


# Portals that behave


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[str]:
    """Serve a portal that knows the canaries; its log is checked like any file."""
    portal = open_portal(
        tmp_path / "portal",
        webhooks={(1, CODE): None},
        tokens={TOKEN: Token(1), ODD_TOKEN: Token(1)},
    )
    log = tmp_path / "home" / "requests.ndjson"
    with run(portal, log=log) as running:
        yield running.base


@pytest.mark.parametrize("name", WAYS)
def test_what_works_says_no_secret(oint: Console, sandbox: str, name: str) -> None:
    way = ways(sandbox)[name]
    some = ("post", "get", "upload", "call v3", "check", "show", "batch")
    chosen = lines() if name == "url" else lines(some, TALKATIVE)
    codes = [go(oint, way, argv).code for argv in chosen]

    assert codes.count(0) > len(codes) / 2


@pytest.mark.parametrize("name", WAYS)
def test_a_wrong_credential_is_not_repeated(oint: Console, tmp_path: Path, name: str) -> None:
    portal = open_portal(tmp_path / "portal", webhooks={(1, "another"): None})
    with run(portal) as running:
        way = ways(running.base)[name]
        for argv in lines(("post", "get", "call", "upload", "check", "doctor"), ANSWERED):
            go(oint, way, argv)


@pytest.mark.parametrize("name", ["url", "token"])
def test_a_terminal_sees_no_secret(oint: Console, sandbox: str, name: str) -> None:
    for argv in lines(("post", "get", "pages", "check", "show", "doctor")):
        go(oint, ways(sandbox)[name], argv, tty=True)


# Portals that do not


def answers(base: str, secret: str) -> dict[str, bytes]:
    """Return odd answers that all repeat the secret they were asked with."""
    told = f"{base}/rest/1/{CODE}/x?auth={quote_plus(secret)}&y={quote(secret)} {secret}"
    page = f"<html><title>502</title><body>{told}</body></html>".encode()
    error = {"error": "INTERNAL", "error_description": f"cannot open {told}"}
    nested = {"error": {"code": "X", "message": told, "validation": [{"field": told}]}}
    html = "Content-Type: text/html"
    plain = "Content-Type: application/json"
    return {
        "redirect": http(302, b"", f"Location: https://new.example/rest/1/{CODE}/x?auth=1"),
        "redirect to login": http(302, b"", f"Location: /auth/?back={quote(told)}"),
        "redirect to nowhere": http(302, b"", f"Location: http://[{CODE}/"),
        "html": http(502, page, html),
        "html as a success": http(200, page, html),
        "cut": http(200, json.dumps(error).encode(), plain, length=5000),
        "half": http(200, json.dumps(error).encode()[:-6], plain),
        "error": http(400, json.dumps(error).encode(), plain),
        "fault": http(500, json.dumps(error).encode(), plain),
        "error in a success": http(200, json.dumps(error, ensure_ascii=False).encode(), plain),
        "error as version 3": http(400, json.dumps(nested).encode(), plain),
        "refused": http(403, json.dumps({**error, "error": "insufficient_scope"}).encode(), plain),
        "expired": http(401, json.dumps({**error, "error": "expired_token"}).encode(), plain),
        "code is the secret": http(400, json.dumps({"error": secret}).encode(), plain),
        "empty": http(200, b"", plain),
        "not http": told.encode(),
        "odd header": b"HTTP/1.1 200 OK\r\n" + told.encode() + b"\r\n\r\n{}",
        "odd status": f"HTTP/1.1 {secret}\r\n\r\n".encode(),
        "nothing": b"",
    }


@pytest.mark.parametrize("odd", list(answers("http://127.0.0.1", "")))
@pytest.mark.parametrize(
    ("name", "secret"),
    [("url", CODE), ("odd token", ODD_TOKEN), ("both", TOKEN), ("environment token", TOKEN)],
)
def test_an_odd_answer_is_told_without_the_secret(
    oint: Console, odd: str, name: str, secret: str
) -> None:
    with RawPortal(lambda _: b"") as portal:
        portal.answer = lambda _: answers(portal.base, secret)[odd]
        way = ways(portal.base)[name]
        others = ("pages", "call v3", "check", "export", "batch") if name == "url" else ()
        for argv in lines(("post", "get", "upload", *others), ANSWERED):
            go(oint, way, [*ONCE, *argv])


@pytest.mark.parametrize("host", ["http://127.0.0.1:{}", "https://127.0.0.1:{}", "ftp://x{}"])
def test_a_signed_upload_address_is_not_repeated(oint: Console, host: str) -> None:
    signed = f"{host.format(closed_port())}/rest/upload.json?auth={TOKEN}&token=disk|{SECRET}"
    told = json.dumps({"result": {"uploadUrl": signed, "field": "file"}}).encode()
    with RawPortal(lambda _: http(200, told, "Content-Type: application/json")) as portal:
        way = ways(portal.base)["url"]
        for argv in lines(("upload", "send file")):
            go(oint, way, [*ONCE, *argv])


@pytest.mark.parametrize("name", WAYS)
def test_a_closed_port_says_no_secret(oint: Console, name: str) -> None:
    way = ways(f"http://127.0.0.1:{closed_port()}")[name]
    for argv in lines(("post", "get", "upload", "check", "doctor"), ANSWERED):
        go(oint, way, [*ONCE, *argv])


@pytest.mark.parametrize("name", WAYS)
def test_an_unknown_name_says_no_secret(
    oint: Console, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    way = ways("https://portal.invalid")[name]
    for argv in lines(("post", "get", "check", "doctor"), ANSWERED):
        go(oint, way, [*ONCE, *argv])


# Usage errors


WRONG = (
    ["bitrix24", "СоздатьЧат", "--titel", "x"],
    ["bitrix24", "СоздатьЧат", "--fields", "{'TITLE':'x"],
    ["bitrix24", "ИзменитьЗаголовокЧата", "--chat", "42"],
    ["bitrix24", "НетТакойКоманды"],
    ["bitrix24", "СоздатьЧат", "--title", "x", "лишнее"],
    ["bitrix24", "СоздатьЧат", "--avatar", "нет.png"],
    ["call", "im.chat.add", "JUNK"],
    ["call"],
    ["profile", "show", "нет-такого"],
    ["profile", "add", "плохое имя"],
    ["--output", "jsn", "bitrix24", "ServerTime"],
    ["--proxy", "::::", "bitrix24", "ServerTime"],
    ["--ca-bundle", "/нет/такого", "bitrix24", "ServerTime"],
)


@pytest.mark.parametrize("name", WAYS)
def test_wrong_usage_says_no_secret(oint: Console, name: str) -> None:
    way = ways(f"http://127.0.0.1:{closed_port()}")[name]
    for argv in WRONG:
        for manner in MANNERS if name == "url" else ANSWERED:
            go(oint, way, [*manner, *ONCE, *argv])


@pytest.mark.parametrize(
    "pasted",
    [
        f"https://portal.example:99999/rest/1/{CODE}/",
        f"https://[portal/rest/1/{CODE}/",
        f"ftp://portal.example/rest/1/{CODE}/",
        f"https://user:{CODE}@portal.example/",
        f"/rest/1/{CODE}/",
        f"https://portal.example/rest/one/{CODE}/",
    ],
)
def test_an_address_that_cannot_be_read_is_not_repeated(oint: Console, pasted: str) -> None:
    for argv in (["bitrix24", "ServerTime"], ["profile", "add", "p"], ["profile", "show"]):
        for manner in MANNERS:
            go(oint, Way(("--url", pasted)), [*manner, *ONCE, *argv])
            go(oint, Way(env=(("OINT_B24_URL", pasted),)), [*manner, *ONCE, *argv])


# Every family there is


@pytest.mark.parametrize("family", sorted(_FAMILIES))
def test_a_family_alone_and_its_help_say_no_secret(oint: Console, family: str) -> None:
    way = Way(
        env=(
            ("OINT_B24_URL", f"http://127.0.0.1:{closed_port()}/rest/1/{CODE}/"),
            ("OINT_B24_TOKEN", TOKEN),
            ("OINT_B24_CLIENT_ID", "local.1"),
            ("OINT_B24_CLIENT_SECRET", SECRET),
        )
    )
    for manner in MANNERS:
        if family != "token":  # that one is asked for the secret
            go(oint, way, [*manner, *ONCE, family])
        go(oint, way, [*manner, *ONCE, family, "--help"])
        go(oint, way, [*manner, *ONCE, family, "--nope"])


# Profiles


def test_profiles_keep_secrets_in_one_private_file(oint: Console, sandbox: str) -> None:
    made = {
        "hook": ["--url", f"{sandbox}/rest/1/{CODE}/"],
        "app": ["--url", sandbox, "--token", ODD_TOKEN],
    }
    for name, options in made.items():
        go(oint, Way(), ["profile", "add", name, *options, "-vv"])
    kept = (oint.home / "config" / "secrets.toml").read_text(encoding="utf-8")
    assert CODE in kept
    for name, options in made.items():
        for argv in (
            ["profile", "show", name], ["profile", "show", name, "--origin"],
            ["profile", "check", name], ["profile", "use", name], ["profile", "list"],
            ["profile", "add", name, *options], ["profile", "add", name, *options, "--replace"],
        ):  # fmt: skip
            for manner in ANSWERED:
                go(oint, Way(), [*manner, *argv])
        for argv in lines(("post", "get", "upload", "call v3", "export", "doctor"), TALKATIVE):
            go(oint, Way(("--profile", name)), argv)
    assert_files_are_clean(oint.home)
    for name in made:
        go(oint, Way(), ["profile", "remove", name, "-vv"])
    assert "c4n4ry" not in (oint.home / "config" / "secrets.toml").read_text(encoding="utf-8")


def test_a_broken_secrets_file_is_not_quoted(oint: Console) -> None:
    config = oint.home / "config"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(
        '[profile.p]\naddress = "https://portal.example"\nuser = 1\n', encoding="utf-8"
    )
    (config / "secrets.toml").write_text(f'[p]\ncode = "{CODE}" = ?\n', encoding="utf-8")
    (config / "secrets.toml").chmod(0o600)
    for manner in MANNERS:
        done = go(oint, Way(), [*manner, "bitrix24", "ServerTime", "--profile", "p"])
        assert done.code != 0


# Tokens of applications


TOKENS = (
    ["ПолучитьТокен", "-c", "local.1", "-l", SECRET, "--code", TOKEN],
    ["RefreshToken", "-c", "local.1", "-l", SECRET, "--refresh", TOKEN],
    ["GetToken", "-c", "local.1", "-l", SECRET],
    ["ОбновитьТокен", "-c", "local.1", "-l", SECRET, "--refresh", TOKEN, "--nope"],
)


@pytest.mark.parametrize("manner", MANNERS, ids=" ".join)
def test_application_secrets_are_masked_in_a_dry_run(
    oint: Console, manner: tuple[str, ...]
) -> None:
    for words in TOKENS:
        go(oint, Way(), [*manner, "bitrix24", *words, "--dry-run"])


def test_an_authorisation_server_out_of_reach_says_no_secret(
    oint: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing leaves this machine: the proxy is a port nobody listens at.
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    for words in TOKENS:
        for manner in MANNERS:
            if "--curl" not in manner:
                go(oint, Way(), [*manner, "bitrix24", *words])


# Our own mistakes


@pytest.mark.parametrize("debug", [[], ["--debug"], ["-vv", "--debug"]])
def test_a_crash_says_no_secret(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], debug: list[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"boom at https://portal.example/rest/1/{CODE}/ with {TOKEN}")

    monkeypatch.setattr("oint_b24.portal.client.Portal.send", broken)
    argv = ["--url", f"http://localhost/rest/1/{CODE}/", "--token", TOKEN, *debug]
    monkeypatch.setattr(sys, "argv", ["oint", *argv, "bitrix24", "ServerTime"])

    assert door.main() != 0
    told = capsys.readouterr()
    assert_clean(told.out + told.err)


def test_a_process_of_its_own_says_no_secret(oint: Console) -> None:
    hook = f"http://127.0.0.1:{closed_port()}/rest/1/{CODE}/"
    for argv in (["--debug", "bitrix24", "ServerTime"], ["bitrix24", "СоздатьЧат", "--nope"]):
        done = oint.spawn(*argv, *ONCE, env={"OINT_B24_URL": hook, "OINT_B24_TOKEN": TOKEN})
        assert_clean((done.stdout + done.stderr).decode())
