"""Custom task fields over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

ADD, GET, UPDATE, DELETE, LIST = (
    f"task.item.userfield.{name}" for name in ("add", "get", "update", "delete", "getlist")
)


def trouble(client: RestClient, method: str, **params: Any) -> tuple[int, str, str]:
    status, body = client.raw(method, params)
    return status, body["error"], body["error_description"]


def test_field_lives_and_goes(rest: RestClient) -> None:
    number = rest.call(
        ADD,
        PARAMS={
            "USER_TYPE_ID": "string",
            "FIELD_NAME": "CLIENT_REQUEST",
            "XML_ID": "CLIENT",
            "LABEL": "Просьба клиента",
            "EDIT_FORM_LABEL": {"ru": "Описание просьбы", "en": "Request"},
            "SETTINGS": {"ROWS": 10, "DEFAULT_VALUE": "Уточнить"},
        },
    )
    status, body = rest.raw(GET, {"ID": str(number)})
    field = body["result"]
    assert (status, number, body["total"]) == (200, 5, 0)
    assert (field["ID"], field["FIELD_NAME"]) == ("5", "UF_CLIENT_REQUEST")
    assert (field["ENTITY_ID"], field["SORT"]) == ("TASKS_TASK", "100")
    assert field["EDIT_FORM_LABEL"]["ru"] == "Описание просьбы"
    assert field["LIST_COLUMN_LABEL"]["ru"] == "Просьба клиента"
    assert (field["SETTINGS"]["ROWS"], field["SETTINGS"]["SIZE"]) == (10, 20)
    told = rest.call("tasks.task.getFields")["fields"]["UF_CLIENT_REQUEST"]
    assert told == {"title": "Просьба клиента", "type": "string"}

    changed = {"XML_ID": "NEW", "MANDATORY": "Y", "EDIT_FORM_LABEL": {"ru": "Иначе"}, "SORT": "7"}
    assert rest.call(UPDATE, ID="5", DATA=changed) is True
    field = rest.call(GET, ID=5)
    assert (field["XML_ID"], field["MANDATORY"], field["SORT"]) == ("NEW", "Y", "7")
    assert field["EDIT_FORM_LABEL"]["ru"] == "Иначе"
    assert field["EDIT_FORM_LABEL"]["en"] == "Request"
    assert rest.call(DELETE, ID="5") is True
    assert trouble(rest, GET, ID=5) == (
        400, "ERROR_NOT_FOUND", "The entity with ID '5' is not found.",
    )  # fmt: skip


def test_fields_keep_values_by_their_types(rest: RestClient) -> None:
    for kind, default in (
        ("double", None),
        ("boolean", 1),
        ("datetime", {"TYPE": "FIXED", "VALUE": "2026-03-01"}),
        ("string", "нет"),
    ):
        settings = {} if default is None else {"DEFAULT_VALUE": default}
        params = {"USER_TYPE_ID": kind, "FIELD_NAME": kind, "SETTINGS": settings, "MULTIPLE": "N"}
        rest.call(ADD, PARAMS=params)
    many = {"USER_TYPE_ID": "string", "FIELD_NAME": "UF_MANY", "MULTIPLE": "Y"}
    rest.call(ADD, PARAMS=many)

    given = {"TITLE": "Поля", "RESPONSIBLE_ID": 1, "UF_DOUBLE": "1.5", "UF_MANY": ["a", "b"]}
    number = rest.call("tasks.task.add", fields=given)["task"]["id"]
    shown = rest.call("tasks.task.get", taskId=number, select=["UF_*"])["task"]
    assert (shown["ufDouble"], shown["ufBoolean"]) == (1.5, "1")
    assert (shown["ufDatetime"], shown["ufString"]) == ("2026-03-01T00:00:00+03:00", "нет")
    assert shown["ufMany"] == ["a", "b"]
    changed = {"UF_BOOLEAN": False, "UF_DATETIME": "2026-03-02T10:00:00+00:00", "UF_MANY": []}
    rest.call("tasks.task.update", taskId=number, fields=changed)
    shown = rest.call("tasks.task.get", taskId=number, select=["UF_*"])["task"]
    assert (shown["ufBoolean"], shown["ufMany"]) == ("0", False)
    assert shown["ufDatetime"] == "2026-03-02T13:00:00+03:00"
    wrong = {"TITLE": "x", "RESPONSIBLE_ID": 1, "UF_DOUBLE": "много"}
    assert rest.refused("tasks.task.add", fields=wrong) == (400, "ERROR_CORE")


def test_required_field_must_be_filled(rest: RestClient) -> None:
    params = {"USER_TYPE_ID": "string", "FIELD_NAME": "UF_NEED", "MANDATORY": "Y"}
    number = rest.call(ADD, PARAMS=params)
    fields = {"TITLE": "x", "RESPONSIBLE_ID": 1}

    assert trouble(rest, "tasks.task.add", fields=fields) == (
        400, "ERROR_CORE", "Required field UF_NEED value not entered<br>",
    )  # fmt: skip
    made = rest.call("tasks.task.add", fields={**fields, "UF_NEED": "есть"})["task"]["id"]
    rest.call(DELETE, ID=number)
    shown = rest.call("tasks.task.get", taskId=made, select=["*"])["task"]
    assert "ufNeed" not in shown


def test_list_has_the_systems_own_fields(rest: RestClient) -> None:
    status, body = rest.raw(LIST)
    names = [field["FIELD_NAME"] for field in body["result"]]

    assert (status, body["total"]) == (200, 0)
    assert names == ["UF_AUTO_PRIORITY", "UF_CRM_TASK", "UF_MAIL_MESSAGE", "UF_TASK_WEBDAV_FILES"]
    assert "EDIT_FORM_LABEL" not in body["result"][0]
    assert body["result"][2]["SETTINGS"] == []
    found = rest.call(LIST, ORDER={"ID": "desc"}, FILTER={"MULTIPLE": "Y"})
    assert [field["ID"] for field in found] == ["4", "2"]
    assert trouble(rest, DELETE, ID=2) == (400, "ERROR_CORE", "Access denied.")


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"FIELD_NAME": "X"}, "The 'USER_TYPE_ID' field is not found."),
        ({"USER_TYPE_ID": "colour", "FIELD_NAME": "X"}, "Invalid user type specified."),
        ({"USER_TYPE_ID": "string"}, "The 'FIELD_NAME' field is not found."),
        (
            {"USER_TYPE_ID": "string", "FIELD_NAME": "auto_priority"},
            "The field UF_AUTO_PRIORITY for the object TASKS_TASK already exists.",
        ),
    ],
)
def test_wrong_fields_are_refused(rest: RestClient, params: dict[str, Any], text: str) -> None:
    assert trouble(rest, ADD, PARAMS=params) == (400, "ERROR_CORE", text)


def test_missing_parameters_are_refused(rest: RestClient) -> None:
    owner = r"Bitrix\Tasks\Integration\Rest\Task\UserField"
    for method, params in ((ADD, {}), (UPDATE, {"ID": 1}), (DELETE, {})):
        name = method.rpartition(".")[2]
        text = f"TASKS_ERROR_EXCEPTION_#0; Invalid arguments for {owner}::{name}; 0/TE<br>"
        assert trouble(rest, method, **params) == (400, "ERROR_CORE", text)
    assert trouble(rest, GET)[1:] == ("ERROR_CORE", "No parameters found.")
    assert trouble(rest, GET, ID="x")[1:] == ("ERROR_CORE", "ID is not defined or invalid.")


def test_only_administrators_change_fields(rest: RestClient, manager: RestClient) -> None:
    denied = (400, "ERROR_CORE", "Access denied.")

    params = {"USER_TYPE_ID": "string", "FIELD_NAME": "X"}
    assert trouble(manager, ADD, PARAMS=params) == denied
    assert trouble(manager, UPDATE, ID=1, DATA={"SORT": 1}) == denied
    assert trouble(manager, DELETE, ID=1) == denied
    assert manager.call(GET, ID=1) == rest.call(GET, ID=1)


def test_types_and_fields_of_fields_are_described(rest: RestClient) -> None:
    types = [each["ID"] for each in rest.call("task.item.userfield.gettypes")]
    told = rest.call("task.item.userfield.getfields")

    assert {"string", "double", "datetime", "boolean"} <= set(types)
    assert told["ID"] == {"type": "int", "title": "ID", "isReadOnly": True}
    assert told["FIELD_NAME"]["isImmutable"] is True
    assert rest.raw("task.item.userfield.getfields")[1]["total"] == 0
