"""What applications register: event handlers, placements, automation rules, providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from tests.rest_client import RestClient
from tests.sandbox.app_client import AppClient

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HANDLER = "https://app.example/handler"
DENIED = (403, "ACCESS_DENIED")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """Serve a portal with tokens of two users and of two applications."""
    tokens = {"one": Token(1), "ten": Token(10), "other": Token(1, client_id="local.other")}
    portal = open_portal(tmp_path / "portal", webhooks={(1, "code"): None}, tokens=tokens)
    with run(portal) as running:
        yield running.base


@pytest.fixture
def app(base: str) -> AppClient:
    return AppClient(base, "one")


@pytest.fixture
def worker(base: str) -> AppClient:
    """Act as user 10, who is no administrator."""
    return AppClient(base, "ten")


@pytest.fixture
def webhook(base: str) -> RestClient:
    return RestClient(base, code="code")


def test_handlers_of_events_are_bound_and_unbound(
    base: str, app: AppClient, worker: AppClient
) -> None:
    assert app.call("event.bind", event="onCrmLeadAdd", handler=HANDLER) is True
    assert app.call("event.bind", event="ONCRMLEADADD", handler=HANDLER, auth_type=15) is True
    assert worker.call("event.bind", EVENT="ONUSERADD", HANDLER=HANDLER) is True
    lead = {"event": "ONCRMLEADADD", "handler": HANDLER, "offline": 0}
    own = {"event": "ONUSERADD", "handler": HANDLER, "auth_type": "10", "offline": 0}
    assert app.call("event.get") == [
        {**lead, "auth_type": "0"},
        {**lead, "auth_type": "15"},
        own,
    ]
    assert worker.call("event.get") == [own]
    assert AppClient(base, "other").call("event.get") == []
    assert app.refused("event.bind", event="ONCRMLEADADD", handler=HANDLER) == (400, "ERROR_CORE")
    here = {"event": "ONCRMLEADADD", "handler": HANDLER}
    assert app.call("event.unbind", **here, auth_type="") == {"count": 1}
    assert app.call("event.unbind", **here) == {"count": 1}
    assert worker.call("event.unbind", event="ONUSERADD", handler=HANDLER) == {"count": 1}


def test_refusals_of_handlers(app: AppClient, worker: AppClient, webhook: RestClient) -> None:
    assert app.refused("event.bind", event="ONNOTHING", handler=HANDLER) == (
        400,
        "ERROR_EVENT_NOT_FOUND",
    )
    assert app.refused("event.bind", event="ONUSERADD") == (400, "ERROR_ARGUMENT")
    offline = {"event": "ONUSERADD", "event_type": "offline"}
    foreign = {"event": "ONUSERADD", "handler": HANDLER, "auth_type": 1}
    for params in (offline, foreign):
        assert worker.refused("event.bind", **params) == DENIED
        assert worker.refused("event.unbind", **params) == DENIED
    for method in ("event.offline.get", "event.offline.list", "event.offline.clear"):
        assert worker.refused(method) == DENIED
    assert webhook.refused("event.get") == DENIED


@pytest.fixture
def queue(app: AppClient, webhook: RestClient) -> AppClient:
    """Have three events in the queue: two of groups, one of a user."""
    for event in ("ONSONETGROUPADD", "ONSONETGROUPUPDATE", "ONUSERADD"):
        app.call("event.bind", event=event, event_type="offline")
    webhook.call("sonet_group.create", NAME="Реклама")
    for name in ("Смм", "Сео"):
        webhook.call("sonet_group.update", GROUP_ID=3, NAME=name)
    webhook.call("user.add", EMAIL="new@b.example", UF_DEPARTMENT=[2])
    return app


def names(answer: dict[str, Any]) -> list[str]:
    return [event["EVENT_NAME"] for event in answer["events"]]


def test_offline_events_are_taken_out_of_the_queue(base: str, queue: AppClient) -> None:
    listed = queue.call("event.offline.list", order={"ID": "DESC"})
    assert [row["EVENT_NAME"] for row in listed] == [
        "ONUSERADD",
        "ONSONETGROUPUPDATE",
        "ONSONETGROUPADD",
    ]
    assert (listed[2]["EVENT_DATA"], listed[2]["ERROR"]) == ({"FIELDS": {"ID": "3"}}, "0")
    assert AppClient(base, "other").call("event.offline.list") == []
    taken = queue.call("event.offline.get", filter={"EVENT_NAME": "ONUSERADD"})
    assert (taken["process_id"], names(taken)) == (None, ["ONUSERADD"])
    assert names(queue.call("event.offline.get", limit=1)) == ["ONSONETGROUPADD"]
    assert names(queue.call("event.offline.get", auth_connector="mine")) == []
    assert names(queue.call("event.offline.get")) == ["ONSONETGROUPUPDATE"]
    assert queue.call("event.offline.list") == []


def test_offline_events_are_reserved_cleared_and_marked(queue: AppClient) -> None:
    reserved = queue.call("event.offline.get", clear=0, limit=2)
    process = {"process_id": reserved["process_id"]}
    assert len(reserved["events"]) == 2
    assert len(queue.call("event.offline.list", filter={"PROCESS_ID": ""})) == 1
    first, second = reserved["events"]
    failed = {**process, "message_id": [first["MESSAGE_ID"]]}
    assert queue.call("event.offline.error", **failed) is True
    assert len(queue.call("event.offline.list", filter={"ERROR": 1})) == 1
    again = queue.call("event.offline.get", clear=0, **process)
    assert [event["ID"] for event in again["events"]] == [second["ID"]]
    assert len(queue.call("event.offline.get", clear=0, error=1, **process)["events"]) == 2
    assert queue.call("event.offline.clear", **process, id=[second["ID"]]) is True
    assert len(queue.call("event.offline.list")) == 2
    assert queue.call("event.offline.clear", **process) is True
    assert len(queue.call("event.offline.list")) == 1


def test_placements_are_bound_and_unbound(base: str, app: AppClient) -> None:
    tab = {"PLACEMENT": "CRM_DEAL_DETAIL_TAB", "HANDLER": HANDLER}
    assert app.call("placement.bind", **tab, TITLE="Счёт", OPTIONS={"a": "b"}) is True
    texts = {"en": {"TITLE": "Bill", "DESCRIPTION": "", "GROUP_NAME": ""}}
    app.call("placement.bind", **{**tab, "HANDLER": f"{HANDLER}/2"}, LANG_ALL=texts)
    first, second = app.call("placement.get")
    assert first == {
        "placement": "CRM_DEAL_DETAIL_TAB",
        "userId": 0,
        "handler": HANDLER,
        "options": {"a": "b"},
        "title": "Счёт",
        "description": "",
        "langAll": {"ru": {"TITLE": "Счёт", "DESCRIPTION": "", "GROUP_NAME": ""}},
    }
    assert (second["title"], second["options"], second["langAll"]) == ("Bill", [], texts)
    assert AppClient(base, "other").call("placement.get") == []
    assert app.call("placement.unbind", **tab) == {"count": 2}
    assert app.call("placement.unbind", PLACEMENT="CRM_DEAL_DETAIL_TAB", USER_ID=5) == {"count": 0}
    assert app.call("placement.unbind", PLACEMENT="CRM_DEAL_DETAIL_TAB") == {"count": 2}
    assert "CRM_DEAL_DETAIL_TAB" in app.call("placement.list", SCOPE="crm")
    assert app.call("placement.list", SCOPE="none") == []
    assert "LEFT_MENU" in app.call("placement.list", FULL=True)


def test_a_background_worker_is_one_a_user(app: AppClient) -> None:
    worker = {"PLACEMENT": "PAGE_BACKGROUND_WORKER", "HANDLER": HANDLER}
    assert app.refused("placement.bind", **worker) == (200, "EMPTY_ERROR_HANDLER_URL")
    ready = {**worker, "OPTIONS": {"errorHandlerUrl": HANDLER}}
    assert app.call("placement.bind", **ready, USER_ID=1) is True
    assert app.call("placement.bind", **ready, USER_ID=10) is True
    assert app.refused("placement.bind", **ready, USER_ID=10) == (200, "ERROR_PLACEMENT_MAX_COUNT")
    tab = {"PLACEMENT": "CRM_DEAL_DETAIL_TAB", "HANDLER": HANDLER, "USER_ID": 1}
    assert app.refused("placement.bind", **tab) == (200, "ERROR_PLACEMENT_USER_MODE")


def test_refusals_of_placements(app: AppClient, worker: AppClient, webhook: RestClient) -> None:
    status, body = app.raw("placement.bind", {})
    assert (status, body["error"], body["argument"]) == (200, "ERROR_ARGUMENT", "PLACEMENT")
    unknown = {"PLACEMENT": "NOWHERE", "HANDLER": HANDLER}
    assert app.refused("placement.bind", **unknown) == (200, "ERROR_ARGUMENT")
    assert app.refused("placement.unbind") == (400, "ERROR_ARGUMENT")
    assert app.refused("placement.unbind", PLACEMENT={"a": 1}) == (400, "ERROR_ARGUMENT")
    for method in ("placement.bind", "placement.get", "placement.unbind"):
        assert worker.refused(method, **unknown) == DENIED
        assert webhook.refused(method, **unknown) == (403, "WRONG_AUTH_TYPE")
    assert worker.call("placement.list", SCOPE="im")


ROBOT = {"CODE": "sms", "HANDLER": HANDLER, "NAME": "Отправить"}


def test_rules_and_actions_are_registered(base: str, app: AppClient) -> None:
    properties = {"text": {"Name": "Текст", "Type": "text"}}
    rules = {"INCLUDE": [["crm", "CCrmDocumentDeal"]]}
    assert app.call("bizproc.robot.add", **ROBOT, PROPERTIES=properties, FILTER=rules) is True
    assert app.call("bizproc.activity.add", **{**ROBOT, "CODE": "md5"}) is True
    assert (app.call("bizproc.robot.list"), app.call("bizproc.activity.list")) == (["sms"], ["md5"])
    assert AppClient(base, "other").call("bizproc.robot.list") == []
    for kind, code in (("robot", "sms"), ("activity", "md5")):
        assert app.call(f"bizproc.{kind}.update", CODE=code, FIELDS={"NAME": "Иное"}) is True
        empty = {"CODE": code, "FIELDS": {}}
        assert app.refused(f"bizproc.{kind}.update", **empty)[1] == (
            "ERROR_ACTIVITY_VALIDATION_FAILURE"
        )
        assert app.call(f"bizproc.{kind}.delete", CODE=code) is True
        assert app.refused(f"bizproc.{kind}.delete", CODE=code) == (400, "ERROR_ACTIVITY_NOT_FOUND")


@pytest.mark.parametrize(
    ("params", "code", "description"),
    [
        ({}, "ERROR_ACTIVITY_VALIDATION_FAILURE", "Empty activity code!"),
        ({"CODE": "а б"}, "ERROR_ACTIVITY_VALIDATION_FAILURE", "Wrong activity code!"),
        ({"CODE": "a"}, "ERROR_UNSUPPORTED_PROTOCOL", "Unsupported handler protocol"),
        ({"CODE": "a", "HANDLER": "https://"}, "ERROR_WRONG_HANDLER_URL", "Wrong handler URL"),
        (
            {"CODE": "a", "HANDLER": HANDLER},
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Empty activity NAME!",
        ),
        (
            {**ROBOT, "PROPERTIES": "text"},
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong properties array!",
        ),
        (
            {**ROBOT, "PROPERTIES": {"1a": {}}},
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong property key 1a!",
        ),
        (
            {**ROBOT, "RETURN_PROPERTIES": {"a": {}}},
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Empty property NAME a!",
        ),
        ({**ROBOT, "FILTER": "x"}, "ERROR_ACTIVITY_VALIDATION_FAILURE", "Wrong activity FILTER!"),
        (
            {**ROBOT, "DOCUMENT_TYPE": ["crm"]},
            "ERROR_ACTIVITY_VALIDATION_FAILURE",
            "Wrong activity DOCUMENT_TYPE!",
        ),
        (
            {**ROBOT, "CODE": "taken"},
            "ERROR_ACTIVITY_ALREADY_INSTALLED",
            "Activity or Automation rule already installed!",
        ),
    ],
)
def test_rules_that_cannot_be_are_refused(
    app: AppClient, params: dict[str, Any], code: str, description: str
) -> None:
    app.call("bizproc.activity.add", **{**ROBOT, "CODE": "taken"})
    status, body = app.raw("bizproc.robot.add", {"X": 1, **params})
    assert (status, body["error"], body["error_description"]) == (400, code, description)


def test_rules_are_for_administrators(worker: AppClient, webhook: RestClient) -> None:
    for verb in ("add", "list", "update", "delete"):
        assert worker.refused(f"bizproc.robot.{verb}", **ROBOT) == (400, "ACCESS_DENIED")
        assert webhook.refused(f"bizproc.activity.{verb}", **ROBOT) == DENIED


SENDER = {"CODE": "sms1", "TYPE": "SMS", "HANDLER": HANDLER, "NAME": "Провайдер"}


def test_providers_of_messages(base: str, app: AppClient, worker: AppClient) -> None:
    assert app.call("messageservice.sender.add", **SENDER) is True
    assert app.call("messageservice.sender.list") == ["sms1"]
    assert AppClient(base, "other").call("messageservice.sender.list") == []
    assert app.call("messageservice.sender.update", CODE="sms1", NAME="Другой") is True
    assert app.refused("messageservice.sender.add", **SENDER) == (
        400,
        "ERROR_SENDER_ALREADY_INSTALLED",
    )
    sent = {"CODE": "sms1", "MESSAGE_ID": "x", "STATUS": "delivered"}
    assert app.refused("messageservice.message.status.update", **sent) == (
        400,
        "ERROR_MESSAGE_NOT_FOUND",
    )
    assert worker.refused("messageservice.sender.list") == DENIED
    assert app.call("messageservice.sender.delete", CODE="sms1") is True
    assert app.refused("messageservice.sender.delete", CODE="sms1") == (
        400,
        "ERROR_SENDER_NOT_FOUND",
    )


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("sender.add", {}, "ERROR_SENDER_VALIDATION_FAILURE"),
        ("sender.add", {**SENDER, "CODE": "а"}, "ERROR_SENDER_VALIDATION_FAILURE"),
        ("sender.add", {**SENDER, "NAME": ""}, "ERROR_SENDER_VALIDATION_FAILURE"),
        ("sender.add", {**SENDER, "TYPE": ""}, "ERROR_SENDER_VALIDATION_FAILURE"),
        ("sender.add", {**SENDER, "TYPE": "FAX"}, "ERROR_SENDER_VALIDATION_FAILURE"),
        ("sender.update", {"NAME": "а"}, "ERROR_SENDER_CODE_REQUIRED"),
        ("sender.update", {"CODE": "a"}, "ERROR_SENDER_OTHER_PARAMS_REQUIRED"),
        ("sender.update", {"CODE": "a", "NAME": "а"}, "ERROR_SENDER_NOT_FOUND"),
        ("sender.delete", {}, "ERROR_SENDER_VALIDATION_FAILURE"),
        ("message.status.update", {"CODE": "a"}, "ERROR_MESSAGE_STATUS_INCORRECT"),
    ],
)
def test_refusals_of_providers(
    app: AppClient, method: str, params: dict[str, Any], code: str
) -> None:
    assert app.refused(f"messageservice.{method}", **params) == (400, code)


def test_types_of_fields_belong_to_an_application(
    base: str, app: AppClient, worker: AppClient, webhook: RestClient
) -> None:
    kind = {"USER_TYPE_ID": "map", "HANDLER": HANDLER, "TITLE": "Карта"}
    assert app.call("userfieldtype.add", **kind, OPTIONS={"height": 60}) is True
    assert app.refused("userfieldtype.add", **kind) == (400, "ERROR_CORE")
    assert app.call("userfieldtype.update", USER_TYPE_ID="map", DESCRIPTION="Адреса") is True
    assert app.call("userfieldtype.list") == [{**kind, "DESCRIPTION": "Адреса"}]
    assert AppClient(base, "other").call("userfieldtype.list") == []
    app.call("userfieldtype.add", USER_TYPE_ID="chart", HANDLER=f"{HANDLER}/2")
    taken = {"USER_TYPE_ID": "chart", "HANDLER": HANDLER}
    assert app.refused("userfieldtype.update", **taken) == (400, "ERROR_CORE")
    assert app.call("userfieldtype.delete", USER_TYPE_ID="map") is True
    assert app.refused("userfieldtype.delete", USER_TYPE_ID="map") == (400, "ERROR_NOT_FOUND")
    assert app.refused("userfieldtype.add") == (400, "ERROR_ARGUMENT")
    assert worker.refused("userfieldtype.list") == DENIED
    assert webhook.call("userfieldtype.list") == []
