"""Frequent slips on the command line: the message says which one it is and what to type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.console import Console


def told(oint: Console, *argv: str, stdin: str = "") -> str:
    """Return what a refused command line is told; nothing may go to stdout."""
    done = oint(*argv, stdin=stdin)
    assert (done.code, done.out) == (2, "")
    return done.err


@pytest.mark.parametrize(
    ("argv", "way"),
    [
        (["SendMessage", "--chat", "chat42"], "oint bitrix24 SendMessage"),
        (["создатьчат"], "oint bitrix24 создатьчат"),
        (["im.chat.add", "TITLE=x"], "oint call im.chat.add"),
        (["bitrix24", "im.chat.add"], "oint call im.chat.add"),
        (["bitrix24", "list"], "oint list"),
        (["bitrix24", "help"], "oint bitrix24 --help"),
        (["help", "SendMessage"], "oint bitrix24 SendMessage --help"),
        (["help", "im.chat.add"], "oint method im.chat.add"),
    ],
)
def test_a_command_in_the_wrong_place_is_sent_to_the_right_one(
    oint: Console, argv: list[str], way: str
) -> None:
    assert way in told(oint, *argv)


@pytest.mark.parametrize("dash", ["—", "–", "−", "‐"])
def test_a_dash_of_typographers_is_told_from_two_hyphens(oint: Console, dash: str) -> None:
    err = told(oint, "bitrix24", "SendMessage", f"{dash}chat", "chat42")

    assert "--chat" in err
    assert "кавычки" not in err


@pytest.mark.parametrize("option", ["--profile", "--url"])
def test_an_empty_portal_is_not_replaced_by_the_default_one(oint: Console, option: str) -> None:
    oint.env["OINT_B24_PROFILE"] = "sandbox"

    err = told(oint, "bitrix24", "ServerTime", option, "", "--dry-run")

    assert option in err
    assert "переменной" in err


def test_a_short_option_takes_its_value_after_an_equals_sign(oint: Console) -> None:
    done = oint(
        "bitrix24", "SendMessage", "-c=chat42", "-t==x", "--profile", "sandbox", "--dry-run"
    )

    assert done.json["params"] == {"DIALOG_ID": "chat42", "MESSAGE": "=x"}


def test_json_from_a_file_names_the_file(oint: Console, tmp_path: Path) -> None:
    broken = tmp_path / "поля чата.json"
    broken.write_text('{"TITLE": "x"', encoding="utf-8")

    for value in (str(broken), f"@{broken}"):
        err = told(oint, "bitrix24", "СоздатьЧат", "--profile", "sandbox", "--fields", value)
        assert "--fields (" in err
        assert "поля чата.json" in err


def test_empty_json_is_told_as_such(oint: Console, tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.touch()

    for value, where in ((str(empty), "empty.json"), ("-", "stdin")):
        err = told(oint, "bitrix24", "СоздатьЧат", "--profile", "sandbox", "--fields", value)
        assert where in err
        assert "пусто" in err
        assert "^" not in err


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{TITLE:Чат}", "оболочка"),
        ("{“TITLE”:“x”}", "типографские"),
        ("{'TITLE':«x»}", "типографские"),
        ("{'TITLE':'x',}", "лишняя запятая"),
        ("['x', ]", "лишняя запятая"),
        ("{'TITLE':'O'Neil'}", "апостроф"),
    ],
)
def test_json_spoilt_on_the_way_says_by_what(oint: Console, value: str, words: str) -> None:
    argv = ("bitrix24", "СоздатьЧат", "--profile", "sandbox", "--fields", value)

    assert words in told(oint, *argv)


@pytest.mark.parametrize(("value", "kind"), [("[1]", "массив"), ('"x"', "текст"), ("null", "null")])
def test_the_kind_of_json_is_told_in_the_language_of_the_message(
    oint: Console, tmp_path: Path, value: str, kind: str
) -> None:
    path = tmp_path / "fields.json"
    path.write_text(value, encoding="utf-8")
    argv = ("bitrix24", "СоздатьЧат", "--profile", "sandbox", "--fields", f"@{path}")

    assert f"а дано: {kind}" in told(oint, *argv)


def test_help_is_offered_for_the_name_as_it_was_called(oint: Console) -> None:
    argv = ("bitrix24", "sendmessage", "--text", "x", "--profile", "sandbox")

    assert "oint bitrix24 SendMessage --help" in told(oint, *argv, "--lang", "en")
    assert "oint bitrix24 SendMessage --help" in told(oint, *argv)


@pytest.mark.parametrize("argv", [("--fields", ""), ("--title", " "), ("--users", "")])
def test_only_empty_values_create_nothing(oint: Console, argv: tuple[str, str]) -> None:
    err = told(oint, "bitrix24", "СоздатьЧат", "--profile", "sandbox", *argv)

    assert argv[0] in err
    assert "переменной" in err


def test_the_reason_of_the_system_is_told_in_russian(oint: Console) -> None:
    argv = ("bitrix24", "СоздатьЧат", "--profile", "sandbox", "--fields", "нет.json")

    assert "нет.json не прочитан: нет такого файла" in told(oint, *argv)
    assert "No such file or directory" in told(oint, *argv, "--lang", "en")


def test_a_missing_argument_comes_with_the_way_to_its_help(oint: Console) -> None:
    assert "oint call --help" in told(oint, "call", "--profile", "sandbox")


def test_a_wrong_number_in_the_environment_names_the_variable(oint: Console) -> None:
    oint.env["OINT_B24_TIMEOUT"] = "abc"

    err = told(oint, "bitrix24", "ServerTime", "--profile", "sandbox")

    assert "OINT_B24_TIMEOUT" in err
    assert "например" in err


def test_text_in_another_encoding_is_refused_with_a_way_out(oint: Console) -> None:
    alien = b"\xcf\xf0\xe8".decode("utf-8", "surrogateescape")
    argv = ("bitrix24", "SendMessage", "--chat", "chat42", "--text", alien)

    for how in ((), ("--dry-run",)):
        err = told(oint, *argv, "--profile", "sandbox", *how)
        assert "iconv" in err
        assert "codec" not in err
        assert r"\xcf\xf0\xe8" in err


@pytest.mark.parametrize("word", ["--version", "-V", "version"])
def test_the_version_is_told_however_it_is_asked_for(oint: Console, word: str) -> None:
    done = oint.spawn(word)

    assert done.returncode == 0
    assert done.stdout.startswith(b"oint-b24 ")
