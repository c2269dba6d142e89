"""The first command, end to end: a chat is created."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.console import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.console import Console
    from tests.rest_client import RestClient

FIELDS = "{'TITLE':'Новый чат','USERS':['10','1']}"


@pytest.mark.parametrize("name", ["СоздатьЧат", "создатьчат", "CreateChat", "create_chat"])
def test_a_chat_is_created_in_the_sandbox_and_read_back(oint: Console, name: str) -> None:
    made = oint("bitrix24", name, "--profile", "sandbox", "--fields", FIELDS)

    assert (made.code, made.err) == (0, "")
    assert isinstance(made.json["result"], int)
    chat = f"chat{made.json['result']}"
    read = oint("bitrix24", "ПолучитьДиалог", "--profile", "sandbox", "--chat", chat)
    assert read.json["result"]["name"] == "Новый чат"


def test_a_pipe_gets_one_json_document_with_cyrillic_unescaped(portal: Console) -> None:
    done = portal("bitrix24", "ПолучитьДиалог", "--chat", "chat42")

    assert done.out == json.dumps(done.json, ensure_ascii=False, indent=1) + "\n"
    assert "Релизы" in done.out


def test_a_webhook_address_and_a_token_do_the_same(oint: Console, rest: RestClient) -> None:
    webhook = f"{rest.base}/rest/1/{rest.code}/"
    host = rest.base.removeprefix("http://")
    by_webhook = oint("bitrix24", "СоздатьЧат", "--url", webhook, "--fields", FIELDS)
    by_token = oint(
        "bitrix24", "СоздатьЧат", "--url", host, "--token", "token-of-user-1", "--fields", FIELDS
    )

    assert (by_webhook.code, by_token.code) == (0, 0)
    assert by_token.json["result"] == by_webhook.json["result"] + 1


def test_single_options_override_the_fields(portal: Console, rest: RestClient) -> None:
    done = portal(
        "bitrix24", "СоздатьЧат", "--fields", "{'TITLE':'A','COLOR':'RED'}",
        "--title", "B", "--users", "10,11", "--description", "C",
    )  # fmt: skip

    chat = rest.call("im.dialog.get", DIALOG_ID=f"chat{done.json['result']}")
    assert (chat["name"], chat["description"]) == ("B", "C")
    assert rest.call("im.chat.user.list", CHAT_ID=done.json["result"]) == [1, 10, 11]


def test_every_parameter_of_the_method_is_an_option(oint: Console) -> None:
    done = oint(
        "bitrix24", "СоздатьЧат", "--dry-run", "--title", "T", "--description", "D", "--color",
        "RED", "--type", "OPEN", "--users", "10,1", "--message", "M", "--entity-type", "CRM",
        "--entity-id", "DEAL|1", "--owner-id", "10", "--copilot-main-role", "r", "--no-check",
    )  # fmt: skip

    assert done.json["params"] == {
        "TITLE": "T", "DESCRIPTION": "D", "COLOR": "RED", "TYPE": "OPEN", "USERS": [10, 1],
        "MESSAGE": "M", "ENTITY_TYPE": "CRM", "ENTITY_ID": "DEAL|1", "OWNER_ID": "10",
        "COPILOT_MAIN_ROLE": "r",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--color", "GREN", "есть GREEN"),
        ("--type", "OPNE", "есть OPEN"),
        ("--entity-type", "CRM", "ENTITY_TYPE без ENTITY_ID"),
    ],
)
def test_advice_is_given_and_the_call_is_sent(
    portal: Console, option: str, value: str, told: str
) -> None:
    done = portal("bitrix24", "СоздатьЧат", "--title", "T", option, value)

    assert done.code == 0
    assert told in done.err
    assert "отправлено как есть" in done.err


def test_strict_turns_advice_into_a_refusal(portal: Console, rest: RestClient) -> None:
    done = portal("bitrix24", "СоздатьЧат", "--title", "Строгий", "--color", "GREN", "--strict")

    assert (done.code, done.out) == (2, "")
    assert "есть GREEN" in done.err
    assert rest.call("im.search.chat.list", FIND="Строгий") == []


def test_an_entity_id_that_does_not_fit_is_noticed(oint: Console) -> None:
    done = oint(
        "bitrix24", "СоздатьЧат", "--title", "T", "--entity-type", "CRM", "--entity-id", "13",
        "--dry-run",
    )  # fmt: skip

    assert "ENTITY_ID: 13 не подходит" in done.err


def test_an_avatar_that_is_no_image_or_too_large_is_noticed(oint: Console, tmp_path: Path) -> None:
    text, large = tmp_path / "a.txt", tmp_path / "b.png"
    text.write_text("not an image")
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    large.write_bytes(
        header + (5001).to_bytes(4, "big") + (10).to_bytes(4, "big") + b"\x08\2\0\0\0"
    )

    plain = oint("bitrix24", "СоздатьЧат", "--avatar", str(text), "--dry-run")
    wide = oint("bitrix24", "СоздатьЧат", "--avatar", str(large), "--dry-run")

    assert "это не картинка" in plain.err
    assert "5001×10" in wide.err


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_the_skeleton_goes_through_jq_into_a_new_chat(oint: Console) -> None:
    line = (
        "python -m oint_b24 bitrix24 ПолучитьСтруктуруЧата --empty true"
        " | jq '.TITLE=\"Из структуры\" | .USERS=[10]'"
        " | python -m oint_b24 bitrix24 СоздатьЧат --profile sandbox --fields -"
    )
    import os
    import sys
    from pathlib import Path

    env = {**os.environ, **oint.environment(), "PYTHONPATH": str(ROOT)}
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, env=env,
                          check=False)  # fmt: skip

    assert done.returncode == 0, done.stderr.decode()
    chat = f"chat{json.loads(done.stdout)['result']}"
    read = oint("bitrix24", "ПолучитьДиалог", "--profile", "sandbox", "--chat", chat)
    assert read.json["result"]["name"] == "Из структуры"
