"""Fields of their own that users have, and what limited permissions show of users."""

from __future__ import annotations

import base64
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from pathlib import Path


def add(rest: RestClient, name: str, kind: str, **more: Any) -> int:
    fields = {"FIELD_NAME": name, "USER_TYPE_ID": kind, **more}
    number: int = rest.call("user.userfield.add", fields=fields)
    return number


def person(rest: RestClient, number: int = 10, **params: Any) -> dict[str, Any]:
    row: dict[str, Any] = rest.call("user.get", ID=number, **params)[0]
    return row


def test_a_field_is_created_filled_and_deleted(rest: RestClient) -> None:
    number = add(rest, "skills", "string", LABEL="Навыки", EDIT_FORM_LABEL={"ru": "Умения"})
    rows = rest.call("user.userfield.list", order={"id": "desc"}, filter={"id": number})
    assert [(row["ID"], row["FIELD_NAME"], row["ENTITY_ID"]) for row in rows] == [
        (str(number), "UF_USR_SKILLS", "USER")
    ]
    assert rest.call("user.fields")["UF_USR_SKILLS"] == "Умения"
    assert "UF_USR_SKILLS" not in person(rest)
    rest.call("user.update", ID=10, UF_USR_SKILLS="Python", UF_USR_UNKNOWN="x")
    assert person(rest)["UF_USR_SKILLS"] == "Python"
    assert person(rest, select=["UF_*"])["UF_USR_SKILLS"] == "Python"
    assert [row["ID"] for row in rest.call("user.get", FILTER={"UF_USR_SKILLS": "Python"})] == [
        "10"
    ]
    assert "UF_USR_UNKNOWN" not in person(rest)
    assert rest.call("user.userfield.delete", id=number) is True
    assert "UF_USR_SKILLS" not in rest.call("user.fields")
    add(rest, "UF_SKILLS", "string")
    assert "UF_USR_SKILLS" not in person(rest)


def test_the_beginning_of_a_name_is_added_once(rest: RestClient) -> None:
    for name in ("a", "UF_B", "UF_USR_C"):
        add(rest, name, "string")
    names = [row["FIELD_NAME"] for row in rest.call("user.userfield.list")]
    assert names == ["UF_USR_A", "UF_USR_B", "UF_USR_C"]


def test_values_keep_their_types(rest: RestClient) -> None:
    add(rest, "hired", "date")
    add(rest, "langs", "enumeration", MULTIPLE="Y", LIST=[{"VALUE": "ru"}, {"VALUE": "en"}])
    add(rest, "level", "integer", SETTINGS={"DEFAULT_VALUE": 3})
    one, two = (int(row["ID"]) for row in rest.call("user.userfield.list")[1]["LIST"])
    new = rest.call(
        "user.add",
        EMAIL="new@b.example",
        UF_DEPARTMENT=[2],
        UF_USR_HIRED="2026-02-03",
        UF_USR_LANGS=[one, two],
    )
    row = person(rest, new)
    assert row["UF_USR_HIRED"] == "2026-02-03T00:00:00+03:00"
    assert row["UF_USR_LANGS"] == [str(one), str(two)]
    assert row["UF_USR_LEVEL"] == "3"


def test_a_file_is_a_link_of_its_owner(rest: RestClient) -> None:
    add(rest, "cv", "file")
    text = base64.b64encode("резюме".encode()).decode()
    rest.call("user.update", ID=1, UF_USR_CV=["cv.txt", text])
    shown = rest.call("user.current")["UF_USR_CV"]
    assert shown["downloadData"] == {"id": 1, "field": "UF_USR_CV", "value": shown["id"]}
    with urllib.request.urlopen(shown["showUrl"], timeout=10) as answer:
        assert answer.read().decode() == "резюме"
    rest.call("user.update", ID=1, UF_USR_CV=shown["id"])
    assert rest.call("user.current")["UF_USR_CV"] == shown
    rest.call("user.update", ID=1, UF_USR_CV="")
    assert "UF_USR_CV" not in rest.call("user.current")
    rest.call("user.update", ID=1, UF_USR_CV=["cv.txt", text])
    assert rest.call("user.userfield.delete", id=rest.call("user.userfield.list")[0]["ID"]) is True


def test_a_field_is_changed(rest: RestClient) -> None:
    number = add(rest, "a", "string")
    assert rest.call("user.userfield.update", id=number, fields={"SORT": 7}) is True
    assert rest.call("user.userfield.list")[0]["SORT"] == "7"
    assert rest.call("user.userfield.update", id=number) is True


@pytest.mark.parametrize(
    ("fields", "code", "description"),
    [
        ({}, "", "The 'FIELD_NAME' field is not found."),
        ({"FIELD_NAME": "A"}, "", "The 'USER_TYPE_ID' field is not found."),
        (
            {"FIELD_NAME": "uf_usr_taken", "USER_TYPE_ID": "string"},
            "ERROR_CORE",
            "Field UF_USR_TAKEN for USER object already exists",
        ),
    ],
)
def test_fields_that_cannot_be_are_refused(
    rest: RestClient, fields: dict[str, Any], code: str, description: str
) -> None:
    add(rest, "taken", "string")
    status, body = rest.raw("user.userfield.add", {"fields": fields})
    assert (status, body["error"], body["error_description"]) == (400, code, description)


def test_fields_are_for_administrators(rest: RestClient, manager: RestClient) -> None:
    calls: tuple[tuple[str, dict[str, Any]], ...] = (
        ("user.userfield.add", {"fields": {"FIELD_NAME": "A", "USER_TYPE_ID": "string"}}),
        ("user.userfield.list", {}),
        ("user.userfield.update", {"id": 1}),
        ("user.userfield.delete", {"id": 1}),
    )
    for method, params in calls:
        status, body = manager.raw(method, params)
        assert (status, body["error_description"]) == (400, "Access denied.")
    for params, description in (
        ({}, "ID is not defined or invalid"),
        ({"id": 999}, "Access denied."),
    ):
        body = rest.raw("user.userfield.delete", params)[1]
        assert (body["error"], body["error_description"]) == ("", description)


def test_an_external_code_is_seen(rest: RestClient) -> None:
    assert rest.call("user.current")["XML_ID"] == ""
    rest.call("user.update", ID=1, XML_ID="1c-77")
    assert rest.call("user.current")["XML_ID"] == "1c-77"
    assert [row["ID"] for row in rest.call("user.get", XML_ID="1c-77")] == ["1"]


def test_changes_of_users_are_in_the_event_log(rest: RestClient) -> None:
    def latest() -> tuple[str, str, int]:
        listed = {"order": {"id": "DESC"}, "pagination": {"limit": 1}}
        _, body = rest.raw("main.eventlog.list", listed, api="api/")
        row = body["result"]["items"][0]
        return row["auditTypeId"], row["itemId"], row["userId"]

    new = rest.call("user.add", EMAIL="new@b.example", UF_DEPARTMENT=[2])
    assert latest() == ("USER_REGISTER", str(new), 1)
    rest.call("user.update", ID=new, NAME="Новичок")
    assert latest() == ("USER_EDIT", str(new), 1)


@pytest.mark.parametrize(
    ("scope", "seen", "hidden"),
    [
        ("user_brief", {"NAME", "WORK_POSITION"}, {"EMAIL", "USER_TYPE", "PERSONAL_MOBILE"}),
        ("user_basic", {"NAME", "EMAIL", "PERSONAL_MOBILE"}, {"USER_TYPE", "LAST_LOGIN"}),
        ("user", {"NAME", "EMAIL", "USER_TYPE", "LAST_LOGIN"}, set()),
    ],
)
def test_limited_permissions_show_less(
    tmp_path: Path, scope: str, seen: set[str], hidden: set[str]
) -> None:
    with run(open_portal(tmp_path, webhooks={(1, "limited"): frozenset({scope})})) as portal:
        rest = RestClient(portal.base, 1, "limited")
        for row in (rest.call("user.get")[0], rest.call("user.current"), rest.call("user.fields")):
            assert seen <= set(row)
            assert not hidden & set(row)
