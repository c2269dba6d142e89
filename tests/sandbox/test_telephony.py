"""External telephony: lines, calls, recordings, transcriptions."""

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

CALL = {"USER_ID": 10, "PHONE_NUMBER": "8 (495) 000-00-02", "TYPE": 2}


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """Serve a portal with the tokens of an application."""
    tokens = {"one": Token(1), "other": Token(1, client_id="local.other")}
    portal = open_portal(tmp_path / "p", webhooks={(1, "sandboxcode1"): None}, tokens=tokens)
    with run(portal) as running:
        yield running.base


@pytest.fixture
def app(base: str) -> AppClient:
    return AppClient(base, "one")


@pytest.fixture
def rest(base: str) -> RestClient:
    return RestClient(base)


def told(client: AppClient | RestClient, name: str, **params: Any) -> str:
    """Return how a call is refused."""
    status, body = client.raw(f"telephony.{name}", params)
    assert (status, body["error"]) == (400, "ERROR_CORE"), body
    return str(body["error_description"])


def finished(app: AppClient, **params: Any) -> dict[str, Any]:
    code = app.call("telephony.externalCall.register", **CALL)["CALL_ID"]
    done = {"CALL_ID": code, "USER_ID": 10, "DURATION": 95, **params}
    record: dict[str, Any] = app.call("telephony.externalCall.finish", **done)
    return record


def test_lines_belong_to_an_application(base: str, app: AppClient, rest: RestClient) -> None:
    line = {"NUMBER": "74950000000", "NAME": "Главная"}
    number = app.call("telephony.externalLine.add", **line)["ID"]
    assert told(app, "externalLine.add", **line) == "Line already exists"
    changed = {"NUMBER": "74950000000", "CRM_AUTO_CREATE": "N"}
    assert app.call("telephony.externalLine.update", **changed) == {"ID": str(number)}
    assert app.call("telephony.externalLine.get") == [{**line, "CRM_AUTO_CREATE": "N"}]
    assert AppClient(base, "other").call("telephony.externalLine.get") == []
    assert rest.refused("telephony.externalLine.get") == (403, "WRONG_AUTH_TYPE")
    assert app.call("telephony.externalLine.delete", NUMBER="74950000000") == []
    assert told(app, "externalLine.add") == "NUMBER should not be empty"
    assert told(app, "externalLine.update", NUMBER="1") == "There are no fields to update"
    missing = "Could not find line with number 1"
    assert told(app, "externalLine.update", NUMBER="1", NAME="а") == missing
    assert told(app, "externalLine.delete", NUMBER="1") == missing


def test_a_call_is_registered_and_finished(app: AppClient, rest: RestClient) -> None:
    begun = app.call("telephony.externalCall.register", **CALL)
    assert (begun["CRM_ENTITY_TYPE"], begun["CRM_ENTITY_ID"]) == ("CONTACT", 1)
    assert (begun["CRM_CREATED_LEAD"], begun["CRM_CREATED_ENTITIES"]) == (None, [])
    assert app.call("telephony.externalCall.register", **CALL)["CALL_ID"] == begun["CALL_ID"]
    other = app.call("telephony.externalCall.register", **CALL, EXTERNAL_CALL_ID="2")
    assert other["CALL_ID"] != begun["CALL_ID"]
    code = {"CALL_ID": begun["CALL_ID"]}
    assert rest.call("telephony.externalCall.hide", **code, USER_ID=10) is True
    assert rest.call("telephony.externalCall.show", **code) is True
    done = {**code, "USER_ID": 10, "DURATION": 95, "VOTE": 5, "COST": "1.5"}
    record = app.call("telephony.externalCall.finish", **done)
    assert (record["CALL_FAILED_CODE"], record["CALL_STATUS"], record["COST"]) == ("200", 1, 1.5)
    activity = rest.call("crm.activity.get", id=record["CRM_ACTIVITY_ID"])
    assert (activity["OWNER_ID"], activity["COMPLETED"]) == ("1", "Y")
    assert (activity["DIRECTION"], activity["RESPONSIBLE_ID"]) == ("1", "10")
    text = "Call is not found (call should be registered prior to finishing)"
    assert told(app, "externalCall.finish", **done) == text
    assert rest.call("telephony.externalCall.show", **code) is False


def test_an_unknown_number_becomes_a_lead(app: AppClient, rest: RestClient) -> None:
    stranger = {**CALL, "PHONE_NUMBER": "+79990001122", "USER_ID": None, "USER_PHONE_INNER": "107"}
    rest.call("user.update", ID=11, UF_PHONE_INNER="107")
    unknown = app.call("telephony.externalCall.register", **stranger)
    assert (unknown["CRM_ENTITY_TYPE"], unknown["CRM_ENTITY_ID"]) == (None, None)
    done = {"CALL_ID": unknown["CALL_ID"], "USER_ID": 11}
    record = app.call("telephony.externalCall.finish", **done)
    assert (record["CRM_ACTIVITY_ID"], record["CALL_FAILED_CODE"]) == (None, "304")
    created = app.call("telephony.externalCall.register", **stranger, CRM_CREATE=1)
    lead = rest.call("crm.lead.get", id=created["CRM_CREATED_LEAD"])
    assert (lead["ASSIGNED_BY_ID"], lead["PHONE"][0]["VALUE"]) == ("11", "+79990001122")
    found = rest.call("telephony.externalCall.searchCrmEntities", PHONE_NUMBER="89990001122")
    assert [(row["CRM_ENTITY_TYPE"], row["ASSIGNED_BY"]["USER_PHONE_INNER"]) for row in found] == [
        ("LEAD", "107")
    ]


def test_whose_number_it_is(rest: RestClient) -> None:
    row = rest.call("telephony.externalCall.searchCrmEntities", PHONE_NUMBER="74950000002")[0]
    assert (row["CRM_ENTITY_TYPE"], row["CRM_ENTITY_ID"]) == ("CONTACT", 1)
    assert row["ASSIGNED_BY"]["TIMEMAN_STATUS"] == "CLOSED"
    assert told(rest, "externalCall.searchCrmEntities") == "PHONE_NUMBER is empty"


@pytest.mark.parametrize(
    ("changed", "description"),
    [
        ({"USER_ID": None}, "USER_ID or USER_PHONE_INNER should be set"),
        ({"USER_ID": 99}, "User is not found or is not active"),
        ({"TYPE": 9}, "Unknown TYPE"),
        ({"PHONE_NUMBER": "нет"}, "Unsupported phone number format"),
        ({"CALL_START_DATE": "вчера"}, "CALL_START_DATE should be in the ISO-8601 format"),
    ],
)
def test_calls_that_cannot_be_are_refused(
    app: AppClient, changed: dict[str, Any], description: str
) -> None:
    assert told(app, "externalCall.register", **{**CALL, **changed}) == description


def test_calls_are_for_applications(app: AppClient, rest: RestClient) -> None:
    for name in ("register", "finish"):
        assert rest.refused(f"telephony.externalCall.{name}") == (403, "WRONG_AUTH_TYPE")
    assert app.refused("telephony.externalCall.finish", USER_ID=1) == (400, "INVALID_ARGUMENT")


def test_a_recording_takes_the_place_of_the_old_one(app: AppClient, rest: RestClient) -> None:
    code = {"CALL_ID": finished(app)["CALL_ID"]}
    content = base64.b64encode(b"ID3").decode()
    sound = {**code, "FILENAME": "a.mp3", "FILE_CONTENT": content}
    first = rest.call("telephony.externalCall.attachRecord", **sound)["FILE_ID"]
    assert rest.call("disk.file.get", id=first)["NAME"] == "a.mp3"
    address = {**code, "RECORD_URL": "https://pbx.example/rec/b.wav"}
    second = rest.call("telephony.externalCall.attachRecord", **address)["FILE_ID"]
    assert rest.call("disk.file.get", id=second)["NAME"] == "b.wav"
    assert "error" in rest.raw("disk.file.get", {"id": first})[1]
    where = rest.call("telephony.externalCall.attachRecord", **code, FILENAME="c.mp3")
    assert where["fieldName"] == "file"
    assert where["uploadUrl"].startswith(f"{rest.base}/rest/upload")


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"FILENAME": ""}, "File name is empty"),
        ({"FILENAME": "a.txt"}, "Wrong file extension. Only wav and mp3 are allowed"),
        ({"FILENAME": "a.mp3", "FILE_CONTENT": ""}, "File content is empty."),
        (
            {"FILENAME": "a.mp3", "FILE_CONTENT": "нет"},
            "File content is not properly encoded. Base64 encoding is expected.",
        ),
        (
            {},
            (
                "Required parameters are not set. "
                "Request should contain either URL or FILENAME parameter"
            ),
        ),
        (
            {"FILENAME": "a.mp3", "CALL_ID": "x"},
            "Call is not found in the statistic table. It looks like it is not finished yet.",
        ),
    ],
)
def test_recordings_that_cannot_be_are_refused(
    app: AppClient, params: dict[str, Any], description: str
) -> None:
    given = {"CALL_ID": finished(app)["CALL_ID"], **params}
    assert told(app, "externalCall.attachRecord", **given) == description


def test_what_was_said_is_kept(app: AppClient, rest: RestClient) -> None:
    code = {"CALL_ID": finished(app)["CALL_ID"]}
    said = {"SIDE": "User", "START_TIME": 0, "STOP_TIME": 3, "MESSAGE": "Добрый день"}
    kept = rest.call("telephony.call.attachTranscription", **code, MESSAGES=[said])
    assert kept == {"TRANSCRIPT_ID": 1}
    for changed, description in (
        ({"SIDE": "Nobody"}, "MESSAGES[0][SIDE] should be either Client or User"),
        ({"START_TIME": -1}, "MESSAGES[0][START_TIME] should be greater or equal to zero"),
        ({"STOP_TIME": 0}, "MESSAGES[0][STOP_TIME] should be greater than zero"),
        ({"MESSAGE": ""}, "MESSAGES[0][MESSAGE] is empty"),
    ):
        bad = {**code, "MESSAGES": [{**said, **changed}]}
        assert told(rest, "call.attachTranscription", **bad) == description
    assert told(rest, "call.attachTranscription") == "CALL_ID should be set"
    assert told(rest, "call.attachTranscription", **code) == "MESSAGES should be an array"
    lost = {"CALL_ID": "x", "MESSAGES": [said]}
    text = "Call x is not found. Is it finished?"
    assert told(rest, "call.attachTranscription", **lost) == text
