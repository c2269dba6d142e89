"""Workflows: templates, running workflows, tasks."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from tests.rest_client import RestClient
from tests.sandbox.app_client import AppClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEAL = ["crm", "CCrmDocumentDeal", "DEAL"]
FILE = ["a.bpt", base64.b64encode(b"template").decode()]


def start(rest: RestClient, **params: Any) -> str:
    given = {"TEMPLATE_ID": 1, "DOCUMENT_ID": ["crm", "CCrmDocumentDeal", "DEAL_1"], **params}
    code: str = rest.call("bizproc.workflow.start", **given)
    return code


def running(rest: RestClient) -> list[str]:
    return [row["ID"] for row in rest.call("bizproc.workflow.instances")]


def test_a_started_workflow_asks_for_an_approval(rest: RestClient) -> None:
    code = start(rest)
    row = rest.call(
        "bizproc.workflow.instances",
        select=["ID", "DOCUMENT_ID", "STARTED_BY", "TEMPLATE_ID"],
        filter={">STARTED_BY": 0},
    )[0]
    assert row == {"ID": code, "DOCUMENT_ID": "DEAL_1", "STARTED_BY": "1", "TEMPLATE_ID": "1"}
    task = rest.call("bizproc.task.list")[0]
    assert (task["WORKFLOW_ID"], task["DOCUMENT_NAME"]) == (code, "Поставка")
    assert task["DOCUMENT_URL"] == "/crm/deal/details/1/"
    here = {"TASK_ID": task["ID"]}
    assert rest.refused("bizproc.task.complete", **here, STATUS="ok") == (
        400,
        "ERROR_TASK_VALIDATION",
    )
    assert rest.call("bizproc.task.complete", **here, STATUS="yes", COMMENT="Да") is True
    assert running(rest) == []
    assert rest.refused("bizproc.task.complete", **here, STATUS=1) == (400, "ERROR_TASK_COMPLETED")
    done = rest.call("bizproc.task.list", SELECT=["STATUS", "WORKFLOW_STATE"], FILTER={"STATUS": 1})
    assert done == [{"STATUS": "1", "WORKFLOW_STATE": "Утверждён"}]


def test_a_workflow_is_stopped_or_deleted(rest: RestClient) -> None:
    first, second = start(rest), start(rest)
    assert rest.call("bizproc.workflow.terminate", ID=first, STATUS="Хватит") is True
    assert running(rest) == [second]
    assert len(rest.call("bizproc.task.list")) == 1
    assert rest.call("bizproc.workflow.kill", ID=second) is True
    assert (running(rest), rest.call("bizproc.task.list")) == ([], [])


def test_tasks_are_handed_over(rest: RestClient, manager: RestClient) -> None:
    start(rest)
    number = rest.call("bizproc.task.list")[0]["ID"]
    hand = {"TASK_IDS": [number], "FROM_USER_ID": 1, "TO_USER_ID": 10}
    assert manager.call("bizproc.task.list") == []
    assert manager.refused("bizproc.task.delegate", **hand) == (400, "ERROR_DELEGATION_NOT_ALLOWED")
    assert rest.call("bizproc.task.delegate", **hand) is True
    assert [task["ID"] for task in manager.call("bizproc.task.list")] == [number]
    assert rest.refused("bizproc.task.complete", TASK_ID=number, STATUS=1) == (
        400,
        "ERROR_TASK_NOT_FOUND",
    )
    for changed, code in (
        ({"TASK_IDS": [99]}, "ERROR_TASK_VALIDATION"),
        ({"FROM_USER_ID": 99}, "ERROR_INVALID_USER_ID"),
        ({"TO_USER_ID": None}, "ERROR_INVALID_USER_ID"),
        ({"TO_USER_ID": 12}, "ERROR_DELEGATION_NOT_ALLOWED"),
    ):
        assert rest.refused("bizproc.task.delegate", **{**hand, **changed}) == (400, code)


def test_tasks_of_others_are_for_their_heads(rest: RestClient, manager: RestClient) -> None:
    start(rest)
    assert manager.refused("bizproc.task.list", FILTER={"USER_ID": 1}) == (400, "ACCESS_DENIED")
    assert manager.call("bizproc.task.list", FILTER={"USER_ID": 10}) == []
    assert len(rest.call("bizproc.task.list", FILTER={"USER_ID": [1, 10]})) == 1
    assert rest.refused("bizproc.task.list", SELECT="ID")[1] == "ERROR_SELECT_VALIDATION_FAILURE"
    new = rest.call("user.add", EMAIL="new@b.example", UF_DEPARTMENT=[2])
    number = rest.call("bizproc.task.list")[0]["ID"]
    rest.call("bizproc.task.delegate", TASK_IDS=[number], FROM_USER_ID=1, TO_USER_ID=new)
    assert len(manager.call("bizproc.task.list", FILTER={"USER_ID": new})) == 1


@pytest.mark.parametrize(
    ("method", "params", "code", "description"),
    [
        ("workflow.start", {}, "ERROR_WRONG_WORKFLOW_ID", "Empty TEMPLATE_ID"),
        ("workflow.start", {"TEMPLATE_ID": 9}, "ERROR_WRONG_WORKFLOW_ID", "Template not found"),
        ("workflow.start", {"TEMPLATE_ID": 1}, "", "Wrong DOCUMENT_ID!"),
        (
            "workflow.start",
            {"TEMPLATE_ID": 1, "DOCUMENT_ID": ["crm", "CCrmDocumentDeal", "LEAD_1"]},
            "",
            "Incorrect document type!",
        ),
        (
            "workflow.start",
            {"TEMPLATE_ID": 1, "DOCUMENT_ID": ["lists", "BizprocDocument", "501"]},
            "",
            "Template type and DOCUMENT_ID mismatch!",
        ),
        ("workflow.kill", {}, "ERROR_WRONG_WORKFLOW_ID", "Empty workflow instance ID"),
        ("workflow.terminate", {}, "ERROR_WRONG_WORKFLOW_ID", "Empty workflow instance ID"),
        ("task.complete", {}, "ERROR_TASK_VALIDATION", "empty TASK_ID"),
        ("task.complete", {"TASK_ID": 1}, "ERROR_TASK_VALIDATION", "incorrect STATUS"),
        (
            "workflow.template.update",
            {"ID": 1},
            "ACCESS_DENIED",
            "Application context required",
        ),
    ],
)
def test_refusals(
    rest: RestClient, method: str, params: dict[str, Any], code: str, description: str
) -> None:
    status, body = rest.raw(f"bizproc.{method}", params)
    assert (status, body["error"], body["error_description"]) == (400, code, description)


def test_workflows_are_for_administrators(manager: RestClient) -> None:
    for method in ("start", "instances", "kill", "terminate"):
        assert manager.refused(f"bizproc.workflow.{method}", ID="x") == (403, "ACCESS_DENIED")
    assert manager.refused("bizproc.workflow.template.list") == (400, "ACCESS_DENIED")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """Serve a portal with tokens of two applications."""
    tokens = {"one": Token(1), "other": Token(1, client_id="local.other")}
    portal = open_portal(tmp_path / "app", webhooks={(1, "sandboxcode1"): None}, tokens=tokens)
    with run(portal) as running_portal:
        yield running_portal.base


def test_templates_belong_to_an_application(base: str) -> None:
    app, rest = AppClient(base, "one"), RestClient(base)
    kind = ["lists", "BizprocDocument", "iblock_30"]
    given = {"DOCUMENT_TYPE": kind, "NAME": "Оплата", "TEMPLATE_DATA": FILE, "AUTO_EXECUTE": 1}
    number = app.call("bizproc.workflow.template.add", **given)
    select = ["ID", "NAME", "AUTO_EXECUTE", "SYSTEM_CODE"]
    row = rest.call("bizproc.workflow.template.list", select=select, filter={"MODULE_ID": "lists"})
    assert row == [
        {
            "ID": str(number),
            "AUTO_EXECUTE": "1",
            "NAME": "Оплата",
            "SYSTEM_CODE": "rest_local.sandbox",
        }
    ]
    assert rest.call("bizproc.workflow.template.list") == [{"ID": "1"}, {"ID": str(number)}]
    code = start(rest, TEMPLATE_ID=number, DOCUMENT_ID=["lists", "BizprocDocument", "501"])
    assert rest.call("bizproc.task.list")[0]["DOCUMENT_NAME"] == "Заявка на канцтовары"
    assert rest.call("bizproc.workflow.kill", ID=code) is True
    fields = {"NAME": "Оплата счёта"}
    here = {"ID": number, "FIELDS": fields}
    assert app.call("bizproc.workflow.template.update", **here) == number
    other = AppClient(base, "other")
    assert other.refused("bizproc.workflow.template.update", **here) == (
        400,
        "ERROR_TEMPLATE_NOT_OWNER",
    )
    for changed in ({}, {"NAME": ""}, {"AUTO_EXECUTE": 9}, {"TEMPLATE_DATA": ""}):
        refused = app.refused("bizproc.workflow.template.update", ID=number, FIELDS=changed)
        assert refused == (400, "ERROR_TEMPLATE_VALIDATION_FAILURE")
    assert app.call("bizproc.workflow.template.delete", ID=number) is None
    assert app.refused("bizproc.workflow.template.delete", ID=number) == (
        400,
        "ERROR_TEMPLATE_NOT_FOUND",
    )


@pytest.mark.parametrize(
    ("changed", "description"),
    [
        ({"DOCUMENT_TYPE": ["crm"]}, "Incorrect field DOCUMENT_TYPE!"),
        ({"DOCUMENT_TYPE": ["crm", "X", "DEAL"]}, "Incorrect field DOCUMENT_TYPE!"),
        ({"NAME": ""}, "Empty template name!"),
        ({"AUTO_EXECUTE": 5}, "Incorrect field AUTO_EXECUTE!"),
        ({"TEMPLATE_DATA": 5}, "Incorrect field TEMPLATE_DATA!"),
    ],
)
def test_templates_that_cannot_be_are_refused(
    base: str, changed: dict[str, Any], description: str
) -> None:
    given = {"DOCUMENT_TYPE": DEAL, "NAME": "а", "TEMPLATE_DATA": FILE, **changed}
    status, body = AppClient(base, "one").raw("bizproc.workflow.template.add", given)
    told = (status, body["error"], body["error_description"])
    assert told == (400, "ERROR_TEMPLATE_VALIDATION_FAILURE", description)


def test_files_of_the_disk_are_documents(base: str) -> None:
    rest = RestClient(base)
    disk = ["disk", "Bitrix\\Disk\\BizProcDocument"]
    given = {"DOCUMENT_TYPE": [*disk, "STORAGE_1"], "NAME": "а", "TEMPLATE_DATA": FILE}
    number = AppClient(base, "one").call("bizproc.workflow.template.add", **given)
    start(rest, TEMPLATE_ID=number, DOCUMENT_ID=[*disk, "21"])
    task = rest.call("bizproc.task.list")[0]
    assert (task["DOCUMENT_NAME"], task["DOCUMENT_ID"]) == ("план.txt", "21")
