"""Where secrets are kept, and profiles that read only or ask first."""

from __future__ import annotations

import sys
import threading
import types
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24 import vault
from tests.cli.browser import CLIENT, SECRET, code_of, register

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console
    from tests.rest_client import RestClient


class Ring(types.ModuleType):
    """A keyring in memory with the three functions of the library that we use."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.kept: dict[tuple[str, str], str] = {}
        self.fault: Exception | None = None
        self.silence: threading.Event | None = None

    def _enter(self) -> None:
        if self.silence is not None:
            self.silence.wait(20)
        if self.fault is not None:
            raise self.fault

    def get_password(self, service: str, name: str) -> str | None:
        self._enter()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self._enter()
        self.kept[service, name] = text

    def delete_password(self, service: str, name: str) -> None:
        self._enter()
        del self.kept[service, name]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    """Put a keyring in the library's place."""
    made = Ring()
    monkeypatch.setitem(sys.modules, "keyring", made)
    yield made
    if made.silence is not None:
        made.silence.set()


def add(oint: Console, rest: RestClient, *argv: str) -> Any:
    return oint("profile", "add", "prod", "--url", f"{rest.base}/rest/1/{rest.code}/", *argv)


def files(oint: Console) -> str:
    config = oint.home / "config"
    return "".join(p.read_text(encoding="utf-8") for p in config.rglob("*") if p.is_file())


def test_a_keyring_keeps_the_secret_and_no_file_does(
    oint: Console, rest: RestClient, ring: Ring
) -> None:
    added = add(oint, rest, "--store", "keyring")
    called = oint("call", "profile", "--profile", "prod")

    assert (added.code, called.code) == (0, 0), added.err + called.err
    assert rest.code not in files(oint)
    assert list(ring.kept) == [("oint-b24", "prod")]
    oint("profile", "remove", "prod")
    assert ring.kept == {}


def test_secrets_move_both_ways_and_are_in_one_place_only(
    oint: Console, rest: RestClient, ring: Ring
) -> None:
    add(oint, rest)
    there = oint("profile", "move-secrets", "prod", "--to", "keyring")
    in_ring = (rest.code in files(oint), len(ring.kept))
    back = oint("profile", "move-secrets", "prod", "--to", "file")

    assert (there.code, back.code) == (0, 0), there.err + back.err
    assert in_ring == (False, 1)
    assert (rest.code in files(oint), len(ring.kept)) == (True, 0)
    assert oint("call", "profile", "--profile", "prod").code == 0
    assert rest.code not in there.err + there.out + back.err


def test_the_tokens_of_a_login_move_and_are_renewed_there(
    oint: Console, rest: RestClient, ring: Ring
) -> None:
    from oint_b24.sandbox.credentials import TOKEN

    portal = rest_portal(rest)
    register(portal)
    oint.env["OINT_B24_CLIENT_SECRET"] = SECRET
    argv = ["login", rest.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
    assert oint(*argv, stdin=code_of(rest.base) + "\n").code == 0
    moved = oint("profile", "move-secrets", "acme", "--to", "keyring")
    with portal.store.transaction():
        for number, kept in portal.store.all(TOKEN):
            portal.store.put(TOKEN, number, {**kept, "EXPIRES": 0})
    before = dict(ring.kept)
    called = oint("call", "profile", "--profile", "acme")

    assert (moved.code, called.code) == (0, 0), moved.err + called.err
    assert len(ring.kept) == 1
    assert ring.kept != before
    assert SECRET not in files(oint)


def rest_portal(rest: RestClient) -> Any:
    """Return the portal that serves `rest`: it lives in this process."""
    import gc

    from oint_b24.sandbox.portal import SandboxPortal

    return next(p for p in gc.get_objects() if isinstance(p, SandboxPortal) and p.base == rest.base)


def test_no_library_no_desktop_and_silence_are_three_clear_words(
    oint: Console, rest: RestClient, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring.fault = RuntimeError("no backend here\nmore")
    none = add(oint, rest, "--store", "keyring")
    ring.fault, ring.silence = None, threading.Event()
    monkeypatch.setattr(vault, "PATIENCE", 0.05)
    silent = add(oint, rest, "--store", "keyring")
    monkeypatch.setitem(sys.modules, "keyring", None)
    missing = add(oint, rest, "--store", "keyring")

    assert [done.code for done in (none, silent, missing)] == [2, 2, 2]
    assert "no backend here" in none.err
    assert "--store file" in none.err
    assert "не ответила" in silent.err
    assert "oint-b24[keyring]" in missing.err
    assert oint("profile", "list").json[0]["name"] == "sandbox"


@pytest.mark.parametrize("whole", [True, False])
def test_the_environment_gives_the_secret_at_each_call(
    oint: Console, rest: RestClient, whole: bool
) -> None:
    added = add(oint, rest, "--store", "env")
    without = oint("call", "profile", "--profile", "prod")
    address = f"{rest.base}/rest/1/{rest.code}/"
    oint.env["OINT_B24_SECRET_PROD"] = address if whole else rest.code
    given = oint("call", "profile", "--profile", "prod")

    assert (added.code, without.code, given.code) == (0, 2, 0), given.err
    assert "OINT_B24_SECRET_PROD" in added.err
    assert "OINT_B24_SECRET_PROD" in without.err
    assert rest.code not in files(oint)


def test_a_variable_of_another_portal_is_sent_nowhere(oint: Console, rest: RestClient) -> None:
    add(oint, rest, "--store", "env:MY_SECRET")
    oint.env["MY_SECRET"] = "https://other.example/rest/1/canarycode/"
    done = oint("call", "profile", "--profile", "prod")

    assert done.code == 2
    assert "canarycode" not in done.err


def test_stdin_gives_the_secret_at_each_call(oint: Console, rest: RestClient) -> None:
    add(oint, rest, "--store", "stdin")
    given = oint("call", "profile", "--profile", "prod", stdin=f"{rest.code}\n")
    empty = oint("call", "profile", "--profile", "prod")

    assert (given.code, empty.code) == (0, 2)
    assert rest.code not in files(oint) + given.out + given.err


def test_a_read_only_profile_refuses_what_changes_data(oint: Console, rest: RestClient) -> None:
    add(oint, rest, "--access", "read-only")
    before = rest_portal(rest).store.count("chat")
    refused = [
        oint("bitrix24", "СоздатьЧат", "--title", "x"),
        oint("call", "im.chat.add", "TITLE=x", "--yes"),
        oint("call", "unknown.method"),
        oint("call", "crm.deal.delete", "id=1"),
        oint("call", "batch", "cmd[a]=im.chat.add?TITLE=x"),
    ]
    allowed = [
        oint("bitrix24", "ПолучитьДиалог", "--chat", "chat42"),
        oint("call", "batch", "cmd[a]=profile", "cmd[b]=server.time"),
        oint("bitrix24", "СоздатьЧат", "--title", "x", "--dry-run"),
    ]

    assert [done.code for done in refused] == [4] * 5, [done.err for done in refused]
    assert [done.code for done in allowed] == [0] * 3, [done.err for done in allowed]
    assert rest_portal(rest).store.count("chat") == before
    assert "im.chat.add" in refused[0].err


@pytest.mark.parametrize(
    "argv",
    [
        ["ЗагрузитьФайлВКаталог", "--folderid", "1", "--title", "a.txt"],
        ["ОтправитьФайл", "--chat", "42"],
    ],
)
def test_what_follows_a_read_is_refused_too(
    oint: Console, rest: RestClient, tmp_path: Path, argv: list[str]
) -> None:
    add(oint, rest, "--access", "read-only")
    file = tmp_path / "a.txt"
    file.write_text("x")
    portal = rest_portal(rest)
    before = portal.store.count("disk_object")
    done = oint("bitrix24", *argv, "--file", str(file))

    assert done.code == 4, done.err
    assert portal.store.count("disk_object") == before


def test_a_protected_profile_wants_a_word_before_writing(oint: Console, rest: RestClient) -> None:
    add(oint, rest, "--protect")
    argv = ["call", "im.chat.add", "TITLE=x"]
    refused, agreed, read = oint(*argv), oint(*argv, "--yes"), oint("call", "profile")

    assert (refused.code, agreed.code, read.code) == (4, 0, 0)
    assert "--yes" in refused.err


def test_a_misspelled_access_is_the_careful_one(oint: Console, rest: RestClient) -> None:
    add(oint, rest, "--access", "read-only")
    path = oint.home / "config" / "config.toml"
    path.write_text(path.read_text().replace("read-only", "readonly"))

    assert oint("call", "im.chat.add", "TITLE=x").code == 4
    assert add(oint, rest, "--access", "readonly", "--replace").code == 2


def test_a_replaced_secret_never_meets_the_old_address(
    oint: Console, rest: RestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill between the two files leaves the old pair whole, and the next change cleans up."""
    from oint_b24 import private

    add(oint, rest)
    plain = private.write

    def killed(path: Any, data: Any) -> None:
        if path.name == "config.toml":
            raise KeyboardInterrupt
        plain(path, data)

    monkeypatch.setattr(private, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        oint("profile", "add", "prod", "--url", "new.example/rest/1/newcanary/", "--replace")
    monkeypatch.setattr(private, "write", plain)
    still = oint("call", "profile", "--profile", "prod")
    oint("profile", "use", "prod")

    assert still.code == 0, still.err
    assert "newcanary" not in files(oint)
    assert rest.code in files(oint)


def killed_at_the_settings(nth: int, monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    """Break a command off where it would write the settings for the `nth` time."""
    from oint_b24 import private

    plain, written = private.write, 0

    def write(path: Any, data: Any) -> None:
        nonlocal written
        written += path.name == "config.toml"
        if written == nth and path.name == "config.toml":
            raise KeyboardInterrupt
        plain(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(private, "write", write)
        with pytest.raises(KeyboardInterrupt):
            run()


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_secret_written_just_before_a_kill_does_not_stay_in_the_keyring(
    oint: Console, rest: RestClient, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(oint, rest)
    replace = ("profile", "add", "prod", "--url", "new.example/rest/1/newcanary/")
    killed_at_the_settings(
        2, monkeypatch, lambda: oint(*replace, "--replace", "--store", "keyring")
    )
    left = list(ring.kept)
    still = oint("call", "profile", "--profile", "prod")
    removed = oint("profile", "remove", "prod")

    assert len(left) == 1
    assert (still.code, removed.code) == (0, 0), still.err + removed.err
    assert ring.kept == {}
    assert "keyring" not in files(oint)


def test_a_secret_not_yet_forgotten_goes_with_the_next_change(
    oint: Console, rest: RestClient, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(oint, rest, "--store", "keyring")
    with monkeypatch.context() as patch:
        patch.setattr(vault.Keyring, "forget", interrupted)
        with pytest.raises(KeyboardInterrupt):
            oint("profile", "remove", "prod")
    left = list(ring.kept)
    add(oint, rest)

    assert left == [("oint-b24", "prod")]
    assert ring.kept == {}


@pytest.mark.parametrize("store", ["keyring", "file"])
def test_tokens_written_just_before_a_kill_do_not_stay(
    oint: Console, rest: RestClient, ring: Ring, monkeypatch: pytest.MonkeyPatch, store: str
) -> None:
    register(rest_portal(rest))
    oint.env["OINT_B24_CLIENT_SECRET"] = SECRET
    argv = ["login", rest.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
    word = code_of(rest.base) + "\n"
    killed_at_the_settings(2, monkeypatch, lambda: oint(*argv, "--store", store, stdin=word))
    tokens = list((oint.home / "config" / "logins").glob("*.toml"))
    left = len(ring.kept), len(tokens)
    add(oint, rest)

    assert left == ((1, 0) if store == "keyring" else (0, 1))
    assert ring.kept == {}
    assert SECRET not in files(oint)


def test_a_login_that_moves_is_whole_for_all_its_profiles_whenever_it_is_killed(
    oint: Console, rest: RestClient, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(rest_portal(rest))
    oint.env["OINT_B24_CLIENT_SECRET"] = SECRET
    for name in ("one", "two"):
        argv = ["login", rest.base, "--client-id", CLIENT, "--paste", "--profile", name]
        assert oint(*argv, stdin=code_of(rest.base) + "\n").code == 0
    move = ("profile", "move-secrets", "one", "--to", "keyring")
    for nth in (1, 2, 3):
        killed_at_the_settings(nth, monkeypatch, lambda: oint(*move))
        calls = [oint("call", "profile", "--profile", name).code for name in ("one", "two")]
        assert calls == [0, 0], nth
    oint(*move)
    oint("profile", "remove", "one")
    shared = len(ring.kept)
    oint("profile", "remove", "two")

    assert shared == 1
    assert ring.kept == {}
    assert SECRET not in files(oint)


def test_what_an_absent_keyring_cannot_forget_stops_no_other_command(
    oint: Console, rest: RestClient, ring: Ring
) -> None:
    add(oint, rest, "--store", "keyring")
    ring.fault = RuntimeError("locked")
    removed = oint("profile", "remove", "prod")
    added = add(oint, rest)
    ring.fault = None
    used = oint("profile", "use", "prod")

    assert (removed.code, added.code, used.code) == (2, 0, 0), added.err
    assert "locked" in removed.err
    assert ring.kept == {}
