"""What goes wrong, as the person and the script see it: message, exit code, nothing sent."""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING

import pytest

from oint_b24.sandbox.box import open_portal, run
from tests.conftest import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console


@pytest.fixture
def log(oint: Console, tmp_path: Path) -> Iterator[Path]:
    """Serve a portal that logs its requests; it is the console's default."""
    path = tmp_path / "requests.ndjson"
    path.touch()
    portal = open_portal(tmp_path / "portal", webhooks=dict(WEBHOOKS))
    with run(portal, log=path) as running:
        oint.env["OINT_B24_URL"] = f"{running.base}/rest/1/sandboxcode1/"
        yield path


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["СоздатьЧат", "--fields", "{'TITLE':'x"], ["--fields", "строка 1, позиция 10"]),
        (["СоздатьЧат", "--fields", "{\n 'A': 1\n 'B': 2}"], ["--fields", "строка 3, позиция 2"]),
        (["СоздатьЧат", "--fields", "{'A':1,'A':2}"], ["--fields", "имя уже было"]),
        (["СоздатьЧат", "--fields", "[1]"], ["--fields", "объект"]),
        (["СоздатьЧат", "--fields", "@нет.json"], ["--fields", "нет.json"]),
        (["СоздатьЧат", "--fields", "нет.json"], ["--fields", "нет.json"]),
        (["СоздатьЧат", "--avatar", "нет.png"], ["--avatar", "нет.png"]),
        (["СоздатьЧат", "--titel", "x"], ["--titel", "--title"]),
        (["СоздатьЧат", "--title"], ["--title", "нет значения"]),
        (["СоздатьЧат", "--title", "--color", "RED"], ["--title", "нет значения"]),
        (["СоздатьЧат", "--title", "x", "лишнее"], ["лишнее"]),
        (["ОтправитьСообщение", "--chat", "chat42"], ["--text"]),
        (["ОтправитьСообщение", "--chat", "", "--text", "x"], ["--chat", "пустое"]),
        (["ДобавитьПользователейВЧат", "-c", "1", "-s", "1", "-h", "maybe"], ["--hide", "maybe"]),
        (["СоздатьЧатт"], ["СоздатьЧатт", "СоздатьЧат"]),
        (["CreatChat"], ["CreatChat", "CreateChat"]),
        (["СоздатьЧат", "--title", "x", "--output", "jsn"], ["jsn"]),
        (["СоздатьЧат", "--title", "x", "--query", "result["], ["result["]),
        (["СоздатьЧат", "--title", "x", "--quiet=maybe"], ["--quiet", "maybe"]),
        (["СоздатьЧат", "--title", "x", "--lang", "de"], ["--lang", "de"]),
        (["СоздатьЧат", "--title", "x", "--out", "нет/каталога/a.json"], ["нет/каталога"]),
        (["СоздатьЧат", "--title", "x", "--timeout", "abc"], ["--timeout", "abc"]),
    ],
)
def test_bad_input_is_named_and_nothing_is_sent(
    oint: Console, log: Path, argv: list[str], told: list[str]
) -> None:
    done = oint("bitrix24", *argv)

    assert (done.code, done.out) == (2, "")
    for words in told:
        assert words in done.err
    assert log.read_text() == ""


def test_a_flag_may_be_given_with_a_value(oint: Console, log: Path) -> None:
    on = oint("bitrix24", "СоздатьЧат", "--color", "GREN", "--quiet=true", "--dry-run=да")
    off = oint("bitrix24", "СоздатьЧат", "--color", "GREN", "--quiet=false", "--dry-run=да")

    assert (on.code, on.err) == (0, "")
    assert "GREEN" in off.err
    assert log.read_text() == ""


def test_call_refuses_bad_pairs_before_sending(oint: Console, log: Path) -> None:
    for word, told in (
        ("JUNK", "JUNK"), ("A:={", "A"), ("A@нет", "нет"), ("a[b=1", "a[b"), ("--NOPE=1", "--NOPE"),
    ):  # fmt: skip
        done = oint("call", "im.chat.add", word)

        assert done.code == 2, word
        assert told in done.err
    assert log.read_text() == ""


def test_a_wrong_webhook_is_5_and_says_what_to_do(oint: Console, log: Path) -> None:
    wrong = oint.env["OINT_B24_URL"].replace("sandboxcode1", "othercode")
    done = oint("bitrix24", "ПрочитатьВсе", "--url", wrong)

    assert done.code == 5
    assert "INVALID_CREDENTIALS (401)" in done.err
    assert "что делать: скопируйте адрес вебхука" in done.err
    assert "othercode" not in done.err + done.out + log.read_text()


def test_a_closed_port_is_6_and_nothing_was_executed(oint: Console) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = oint("bitrix24", "ПрочитатьВсе", "--url", f"http://127.0.0.1:{port}/rest/1/secretcode/")

    assert (done.code, done.out) == (6, "")
    assert f"127.0.0.1:{port}" in done.err
    assert "secretcode" not in done.err


def test_a_portal_error_is_1_with_code_meaning_and_remedy(portal: Console) -> None:
    done = portal("bitrix24", "ИзменитьЦветЧата", "--chat", "42", "--color", "BLACK", "--no-check")

    assert done.code == 1
    assert done.json["error"] == "WRONG_COLOR"
    assert "WRONG_COLOR (400)" in done.err
    assert "такого цвета нет" in done.err
    assert "что делать: RED GREEN" in done.err


def test_opi_compat_makes_a_portal_error_0_and_nothing_else(portal: Console) -> None:
    portal.env["OINT_COMPAT"] = "1"
    refused = portal("bitrix24", "ИзменитьЦветЧата", "--chat", "42", "--color", "BLACK")
    wrong = portal("bitrix24", "ИзменитьЦветЧата", "--chat", "42")

    assert (refused.code, wrong.code) == (0, 2)


def test_errors_as_json_are_one_line_with_stable_codes(portal: Console) -> None:
    refused = portal(
        "call", "im.chat.updateTitle", "CHAT_ID=42", "TITLE= ", "--error-format", "json"
    )
    wrong = portal("--error-format=json", "bitrix24", "СоздатьЧат", "--titel", "x")

    error = json.loads(refused.err)["error"]
    assert (error["code"], error["status"], error["exit_code"]) == ("TITLE_EMPTY", 400, 1)
    assert json.loads(wrong.err)["error"]["exit"] == "usage"


def test_english_sessions_get_english_errors(oint: Console) -> None:
    by_flag = oint("--lang", "en", "bitrix24", "CreateChat", "--titel", "x")
    oint.env["OINT_LANG"] = "en"
    by_env = oint("bitrix24", "CreateChat", "--titel", "x")
    oint.env.update({"OINT_LANG": "", "LANG": "de_DE.UTF-8"})
    by_locale = oint("bitrix24", "CreateChat", "--titel", "x")

    assert by_flag.err == by_env.err == by_locale.err
    assert by_flag.err.startswith("oint: no such option: --titel; did you mean --title?")


def test_no_portal_named_says_how_to_name_one(oint: Console) -> None:
    done = oint("bitrix24", "СерверноеВремя")

    assert done.code == 2
    assert "--profile sandbox" in done.err


def test_colours_take_no_room_when_a_message_is_broken_into_lines(oint: Console) -> None:
    plain = oint("method", "crm.deal.ad", "--color", "never", tty=True, columns=60).err
    coloured = oint("method", "crm.deal.ad", "--color", "always", tty=True, columns=60).err

    assert "\x1b[" in coloured
    assert [re.sub(r"\x1b\[[0-9;]*m", "", coloured)] == [plain]
    assert max(map(len, plain.splitlines())) <= 60
