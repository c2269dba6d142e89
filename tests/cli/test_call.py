"""`oint call`: what argv makes of the catalogue's parameters, and what is sent in the end."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from oint_b24.rest.catalogue import all_methods, find
from oint_b24.rest.template import skeleton, without_hints

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.console import Console
    from tests.rest_client import RestClient

PAIR = ["a.bin", "base64"]
SIMPLE = [
    method
    for method in all_methods()
    if method.version == 2 and method.name in ("im.chat.add", "crm.deal.add", "crm.lead.list",
        "user.get", "crm.contact.add", "tasks.task.list", "im.recent.list", "profile")
]  # fmt: skip


def params(oint: Console, *argv: str, **how: Any) -> Any:
    """Return the parameters of a call, not sent."""
    done = oint("call", *argv, "--dry-run", "--quiet", **how)
    assert done.code == 0, done.err
    return done.json["params"]


@pytest.mark.parametrize(
    ("argv", "body"),
    [
        (["im.chat.add", "--TITLE", "x", "--USERS", "1,10"], {"TITLE": "x", "USERS": ["1", "10"]}),
        (["im.chat.add", "--USERS", "[1, 10]"], {"USERS": [1, 10]}),
        (["im.chat.add", "--USERS=1", "--USERS=2,3"], {"USERS": ["1", "2", "3"]}),
        (["im.dialog.get", "--dialog-id", "chat42"], {"DIALOG_ID": "chat42"}),
        (["im.chat.get", "--ENTITY_ID", "007"], {"ENTITY_ID": "007"}),
        (["crm.item.list", "--entityTypeId", "2"], {"entityTypeId": 2}),
        (["crm.item.list", "--entityTypeId", "DEAL"], {"entityTypeId": "DEAL"}),
        (["crm.item.list", "--useOriginalUfNames"], {"useOriginalUfNames": "Y"}),
        (["crm.item.list", "--useOriginalUfNames", "false"], {"useOriginalUfNames": "N"}),
        (["crm.item.list", "--useOriginalUfNames", "start:=0"],
         {"useOriginalUfNames": "Y", "start": 0}),
        (["methods", "--full"], {"full": True}),
        (["methods", "--full", "нет"], {"full": False}),
        (["methods", "--full", "Y"], {"full": "Y"}),
        (["department.get", "--sort", "NAME", "--SORT", "5"], {"sort": "NAME", "SORT": 5}),
        (["disk.folder.uploadfile", "--data", "{'NAME': 'a'}"], {"data": {"NAME": "a"}}),
        (["disk.folder.uploadfile", "--generateUniqueName", "true"], {"generateUniqueName": True}),
    ],
)  # fmt: skip
def test_an_option_takes_the_documented_type(oint: Console, argv: list[str], body: Any) -> None:
    assert params(oint, *argv) == body


def test_an_option_the_method_lacks_is_refused_with_the_nearest(oint: Console) -> None:
    done = oint("call", "im.chat.add", "--TITEL", "x", "--dry-run")

    assert done.code == 2
    assert "--TITEL" in done.err
    assert "--TITLE" in done.err


@pytest.mark.parametrize(
    ("argv", "body"),
    [
        (["--filter", "OPPORTUNITY>=1000"], {"filter": {">=OPPORTUNITY": "1000"}}),
        (["--filter", "ID=5", "--filter", "TITLE%х"], {"filter": {"ID": "5", "%TITLE": "х"}}),
        (["--filter", "ID==5"], {"filter": {"=ID": "5"}}),
        (["--filter", "STAGE_ID in NEW, WON"], {"filter": {"@STAGE_ID": ["NEW", "WON"]}}),
        (["--filter", "STAGE_ID!@NEW,WON"], {"filter": {"!@STAGE_ID": ["NEW", "WON"]}}),
        (["--filter", "ID between 1,9"], {"filter": {">=ID": "1", "<=ID": "9"}}),
        (["--filter", "ID:=[1, 2]"], {"filter": {"ID": [1, 2]}}),
        (["--filter", "{'>A': 3}", "--filter", "B!=x"], {"filter": {">A": 3, "!=B": "x"}}),
        (["--filter", "COMMENTS=a>=b"], {"filter": {"COMMENTS": "a>=b"}}),
        (["--select", "ID,TITLE", "--select", "UF_*"], {"select": ["ID", "TITLE", "UF_*"]}),
        (["--order", "ID:desc,TITLE"], {"order": {"ID": "DESC", "TITLE": "ASC"}}),
        (["--order", "{'ID': 'ASC'}"], {"order": {"ID": "ASC"}}),
        (["filter[CLOSED]=N", "--filter", "ID>1"], {"filter": {"CLOSED": "N", ">ID": "1"}}),
    ],
)  # fmt: skip
def test_a_list_of_version_2_is_asked_for_in_short(
    oint: Console, argv: list[str], body: Any
) -> None:
    assert params(oint, "crm.deal.list", *argv) == body


@pytest.mark.parametrize(
    ("argv", "body"),
    [
        (["--filter", "id>=10"], {"filter": [["id", ">=", 10]]}),
        (["--filter", "id=1", "--filter", "title!=x"],
         {"filter": [["id", "=", 1], ["title", "!=", "x"]]}),
        (["--filter", "id in 1,2"], {"filter": [["id", "in", [1, 2]]]}),
        (["--filter", "id between 1,9"], {"filter": [["id", "between", [1, 9]]]}),
        (["--filter", "id:=[1, 2]"], {"filter": [["id", "in", [1, 2]]]}),
        (["--filter", '["id", ">", 3]'], {"filter": [["id", ">", 3]]}),
        (["--filter", '[["id", ">", 3], ["id", 4]]'], {"filter": [["id", ">", 3], ["id", 4]]}),
        (["--filter", '{"logic": "or", "conditions": [["id", 4]]}'],
         {"filter": [{"logic": "or", "conditions": [["id", 4]]}]}),
        (["--select", "id,title", "--order", "id:desc"],
         {"select": ["id", "title"], "order": {"id": "DESC"}}),
    ],
)  # fmt: skip
def test_a_list_of_version_3_is_asked_for_in_triples(
    oint: Console, argv: list[str], body: Any
) -> None:
    assert params(oint, "tasks.task.list", "--v3", *argv) == body


def test_field_and_direction_go_apart_where_the_method_takes_them_so(oint: Console) -> None:
    assert params(oint, "user.get", "--order", "NAME:desc") == {"sort": "NAME", "order": "DESC"}
    assert params(oint, "user.get", "--order", "DESC") == {"order": "DESC"}
    assert params(oint, "entity.item.get", "--order", "ID:desc") == {"SORT": {"ID": "DESC"}}


@pytest.mark.parametrize("place", [0, 1, 3])
def test_what_is_listed_may_be_said_before_the_method_too(oint: Console, place: int) -> None:
    words = ["crm.deal.list", "start=50", "--order=ID:desc"]
    words.insert(place, "--filter=ID>1")

    body = params(oint, *words)

    assert body == {"filter": {">ID": "1"}, "start": "50", "order": {"ID": "DESC"}}


@pytest.mark.parametrize(
    ("whom", "is_told"),
    [
        (["--profile", "sandbox"], True),
        (["--url", "https://portal.example/rest/1/secret1/"], True),
        (["--url", "https://portal.example/rest/", "--token", "token1"], False),
        ([], False),
    ],
)
def test_a_dry_run_says_that_a_webhook_is_no_application(
    oint: Console, whom: list[str], *, is_told: bool
) -> None:
    done = oint("call", "app.info", *whom, "--dry-run", "--strict")

    assert done.code == 0
    assert ("app.info" in done.err) == is_told


def test_a_strict_call_of_an_applications_method_is_not_sent_by_a_webhook(oint: Console) -> None:
    done = oint("call", "app.info", "--profile", "sandbox", "--strict")

    assert done.code == 2
    assert "app.info" in done.err


def test_a_list_option_without_a_value_is_told_so(oint: Console) -> None:
    done = oint("call", "crm.deal.list", "--filter", "--quiet")

    assert done.code == 2
    assert "--filter" in done.err


def test_a_method_the_catalogue_lacks_can_be_listed_in_short(oint: Console) -> None:
    body = params(oint, "module.thing.list", "--filter", "A>1", "--select", "A", "--order", "A")

    assert body == {"filter": {">A": "1"}, "select": ["A"], "order": {"A": "ASC"}}


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["crm.deal.list", "--filter", "что-то"], ["--filter", "что-то", "OPPORTUNITY>=1000"]),
        (["crm.deal.list", "--filter", "ID>1", "--filter", "ID>2"], ["--filter", ">ID", "дважды"]),
        (["crm.deal.list", "--filter", "ID between 1"], ["--filter"]),
        (["crm.deal.list", "--order", "ID:down"], ["--order", "down", "DESC"]),
        (["tasks.task.list", "--v3", "--filter", "title%x"], ["--filter", "%", "between"]),
        (["im.chat.add", "--filter", "ID>1"], ["--filter"]),
        (["im.chat.add", "--TITLE"], ["--TITLE"]),
        (["--fields", "{}"], ["METHOD"]),
        (["no.such", "--template"], ["no.such"]),
    ],
)
def test_what_cannot_be_read_is_named(oint: Console, argv: list[str], told: list[str]) -> None:
    done = oint("call", *argv, "--dry-run")

    assert done.code == 2
    assert all(text in done.err for text in told), done.err


@pytest.mark.parametrize(
    ("argv", "where", "form"),
    [
        (["disk.folder.uploadfile", "--fileContent", "@{}"], "fileContent", PAIR),
        (["entity.item.add", "--DETAIL_PICTURE", "{}"], "DETAIL_PICTURE", PAIR),
        (["sonet_group.create", "IMAGE@{}"], "IMAGE", PAIR),
        (["im.chat.updateAvatar", "--AVATAR", "@{}"], "AVATAR", "base64"),
        (["note.file.add", "--v3", "--fileContent", "@{}"], "fileContent", "base64"),
        (["user.add", "--PERSONAL_PHOTO", "@{}"], "PERSONAL_PHOTO", PAIR),
        (["crm.contact.add", "fields[PHOTO]@{}"], "fields", {"PHOTO": {"fileData": PAIR}}),
        (["crm.item.add", "fields[photo]@{}"], "fields", {"photo": PAIR}),
        (["crm.timeline.comment.add", "fields[FILES]@{}"], "fields", {"FILES": [PAIR]}),
        (["crm.timeline.comment.add", "fields[FILES][]@{}"], "fields", {"FILES": [PAIR]}),
        (["crm.activity.add", "fields[FILES]@{}"], "fields", {"FILES": [{"fileData": PAIR}]}),
        (["imbot.v2.Chat.add", "fields[avatar]@{}"], "fields", {"avatar": "base64"}),
    ],
)  # fmt: skip
def test_a_file_goes_out_in_the_documented_form(
    oint: Console, tmp_path: Path, argv: list[str], where: str, form: Any
) -> None:
    content = b"text in ASCII"  # a text that would be sent as it is, were the parameter no file
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    encoded = base64.b64encode(content).decode()

    found = params(oint, *(word.format(path) for word in argv))[where]

    assert json.dumps(found) == json.dumps(form).replace('"base64"', f'"{encoded}"')


def test_a_file_that_is_not_there_is_not_sent_as_its_name(oint: Console) -> None:
    done = oint("call", "entity.item.add", "--DETAIL_PICTURE", "нет.png", "--dry-run")

    assert done.code == 2
    assert "нет.png" in done.err


def test_ids_and_texts_beside_files_stay_what_they_are(oint: Console) -> None:
    assert params(oint, "mailservice.add", "--ICON", "15") == {"ICON": 15}
    assert params(oint, "entity.item.add", "--DETAIL_PICTURE", '["a.png", "0JDQ"]') == {
        "DETAIL_PICTURE": ["a.png", "0JDQ"]
    }


@pytest.mark.parametrize("method", SIMPLE, ids=lambda m: m.name)
def test_an_untouched_skeleton_goes_through(portal: Console, method: Any) -> None:
    made = portal("call", method.name, "--template")

    sent = portal("call", method.name, "--fields", "-", "--strict", stdin=made.out)

    assert list(made.json)[: len(method.params)] == list(skeleton(method, "ru"))
    assert sent.code == 0, sent.err


def test_a_skeleton_begins_with_what_is_required_and_tells_types_and_values(oint: Console) -> None:
    made = oint("call", "crm.deal.add", "--template").json["fields"]

    assert next(iter(made)) == "TITLE"
    assert made["OPPORTUNITY"] == "<double = 0.00>"
    assert made["OPENED"] == "<char: Y, N = Y>"


def test_hints_are_left_out_and_what_was_filled_in_is_sent(oint: Console) -> None:
    made = oint("call", "im.chat.add", "--template").json
    body = {**made, "TITLE": "<b>Релиз</b>", "USERS": [10]}

    assert params(oint, "im.chat.add", "--fields", json.dumps(body)) == {
        "USERS": [10], "TITLE": "<b>Релиз</b>",
    }  # fmt: skip


def test_every_method_has_a_skeleton_whose_hints_can_be_told_apart() -> None:
    for method in all_methods():
        made = skeleton(method, "en")
        left = json.dumps(without_hints(made, method, "en"))

        assert {p.name for p in method.params if p.required} <= made.keys() | set(), method.name
        assert "<" not in left, method.name


def test_help_of_a_method_shows_its_parameters(oint: Console) -> None:
    done = oint("call", "im.chat.add", "--help")

    assert done.code == 0
    assert "--USERS A,B" in done.out
    assert "--AVATAR FILE" in done.out
    assert "GREEN" in done.out
    assert "oint method im.chat.add" in done.out
    assert "oint call" in oint("call", "-h").out
    assert "--from-curl" in oint("call", "-h").out


def test_help_tells_how_to_pass_a_parameter_whose_option_is_taken(oint: Console) -> None:
    done = oint("call", "crm.item.add", "--help", "--lang", "en")

    assert "oint call crm.item.add fields:=JSON --entityTypeId N" in done.out
    assert "fields[title]=" in done.out


def test_bare_and_asked_for_help_are_one_page(oint: Console) -> None:
    bare = oint("call", tty=True)

    assert bare.code == 0
    assert bare.out == oint("call", "--help", tty=True).out


@pytest.mark.parametrize(
    "words",
    [
        ["call"],
        ["batch"],
        ["import"],
        ["list"],
        ["export"],
        ["upload"],
        ["download"],
        ["profile", "use"],
        ["explain"],
        ["method"],
        ["login"],
        ["completion"],
    ],
    ids=" ".join,
)
def test_a_script_that_lost_the_argument_is_not_told_all_is_well(
    oint: Console, words: list[str]
) -> None:
    done = oint(*words)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("oint: ")


def test_a_pasted_command_is_sent_to_the_portal_of_the_settings(
    portal: Console, rest: RestClient
) -> None:
    pasted = (
        "curl -X POST -H 'Content-Type: application/json' \\\n"
        """-d '{"TITLE": "Вставлено", "auth": "**put_access_token_here**"}' \\\n"""
        "https://**put_your_bitrix24_address**/rest/im.chat.add"
    )

    done = portal("call", "--from-curl", "-", "DESCRIPTION=ещё", stdin=pasted)

    assert done.code == 0, done.err
    found = rest.call("im.dialog.get", DIALOG_ID=f"chat{done.json['result']}")
    assert (found["name"], found["description"]) == ("Вставлено", "ещё")


def test_a_real_address_in_a_pasted_command_is_called(oint: Console, rest: RestClient) -> None:
    pasted = f"curl '{rest.base}/rest/1/{rest.code}/im.chat.add' -d TITLE=x -d 'USERS[]=10'"

    done = oint("call", "--from-curl", pasted)

    assert done.code == 0, done.err
    assert rest.code not in done.out + done.err
    assert rest.call("im.dialog.get", DIALOG_ID=f"chat{done.json['result']}")["name"] == "x"


def test_argv_wins_over_the_address_of_a_pasted_command(oint: Console) -> None:
    pasted = "curl https://one.bitrix24.ru/rest/1/abcdefgh12/user.current"

    shown = oint("call", "--from-curl", pasted, "--url", "https://two.ru/rest/1/x1/", "--dry-run")

    assert urlsplit(shown.json["url"]).hostname == "two.ru"


def test_an_address_without_a_credential_is_told_and_not_called(oint: Console) -> None:
    pasted = "curl https://one.bitrix24.ru/rest/user.current -d auth='**put_access_token_here**'"

    shown = oint("call", "--from-curl", pasted, "--dry-run")

    assert "one.bitrix24.ru" in shown.err
    assert "one.bitrix24.ru" not in shown.out


def test_a_key_in_a_pasted_command_is_used(portal: Console) -> None:
    pasted = (
        "curl -H 'Idempotency-Key: build-417' https://**put_your_bitrix24_address**/rest/api/"
        'tasks.task.add -d \'{"fields": {"title": "x", "creatorId": 1, "responsibleId": 1}}\''
    )

    first = portal("call", "--from-curl", pasted)
    again = portal("call", "--from-curl", pasted)

    assert first.code == 0, first.err
    assert first.json["result"] == again.json["result"]


def test_a_dry_run_loads_nothing_heavy(oint: Console) -> None:
    code = (
        "import sys; from oint_b24.__main__ import main; sys.argv[1:] = ["
        "'call', 'crm.deal.list', '--filter', 'ID>1', '--dry-run']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([m for m in ('urllib3', 'rich', 'pydantic', 'sqlite3', 'jmespath') "
        "if m in sys.modules], file=sys.stderr)"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**oint.environment(), "PYTHONPATH": ":".join(sys.path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_a_template_is_ordered_as_documented_where_order_matters() -> None:
    method = find("task.item.list")
    assert method is not None
    assert method.positional
    assert list(skeleton(method, "ru")) == [param.name for param in method.params]
