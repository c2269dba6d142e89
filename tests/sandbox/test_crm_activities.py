"""Activities: planned, done, bound to objects, found again; to-dos and those of applications."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.test_crm_timeline import LAYOUT, as_app

if TYPE_CHECKING:
    from tests.rest_client import RestClient

CALL = {
    "OWNER_TYPE_ID": 2,
    "OWNER_ID": 2,
    "TYPE_ID": 2,
    "SUBJECT": "Уточнить сроки",
    "RESPONSIBLE_ID": 10,
    "START_TIME": "2026-02-01T10:00:00+03:00",
    "END_TIME": "2026-02-01T11:00:00+03:00",
    "COMMUNICATIONS": [{"VALUE": "+74950000002", "ENTITY_ID": 1, "ENTITY_TYPE_ID": 3}],
}
MAIL = {
    "OWNER_TYPE_ID": 2,
    "OWNER_ID": 2,
    "TYPE_ID": 4,
    "SUBJECT": "Счёт",
    "RESPONSIBLE_ID": 1,
    "COMMUNICATIONS": [{"TYPE": "EMAIL", "VALUE": "orders@sandbox.example"}],
}
TODO = {"ownerTypeId": 2, "ownerId": 1}
NO_BINDING = (
    "Could not build binding. Please ensure that owner info and communications are defined"
    " correctly."
)
DESCRIBED: dict[str, dict[str, Any]] = {
    "icon": {"code": "call-completed"},
    "header": {"title": "Входящий звонок"},
    "body": {"logo": {"code": "call-incoming"}, "blocks": {"client": {"type": "text"}}},
}


def ids(rest: RestClient, **params: Any) -> list[str]:
    return [row["ID"] for row in rest.call("crm.activity.list", **params)]


def described(rest: RestClient, verb: str, **params: Any) -> Any:
    return as_app(rest, f"crm.activity.configurable.{verb}", **params)[1]


def test_a_call_lives_from_creation_to_deletion(rest: RestClient) -> None:
    number = rest.call("crm.activity.add", fields=CALL)

    assert number == 3
    call = rest.call("crm.activity.get", id=number)
    assert (call["OWNER_TYPE_ID"], call["OWNER_ID"], call["TYPE_ID"]) == ("2", "2", "2")
    assert (call["PROVIDER_ID"], call["PROVIDER_TYPE_ID"]) == ("VOXIMPLANT_CALL", "CALL")
    assert (call["STATUS"], call["COMPLETED"], call["RESPONSIBLE_ID"]) == ("1", "N", "10")
    assert call["DEADLINE"] == call["START_TIME"] == "2026-02-01T10:00:00+03:00"
    assert (call["AUTHOR_ID"], call["SETTINGS"], call["ORIGIN_ID"]) == ("1", [], None)
    assert "COMMUNICATIONS" not in call
    changed = {"COMPLETED": "Y", "SUBJECT": "Сроки уточнены", "TYPE_ID": 1, "OWNER_ID": 5}
    assert rest.call("crm.activity.update", id=number, fields=changed) is True
    call = rest.call("crm.activity.get", id=number)
    assert (call["STATUS"], call["COMPLETED"], call["SUBJECT"]) == ("2", "Y", "Сроки уточнены")
    assert (call["TYPE_ID"], call["OWNER_ID"]) == ("2", "2")
    rest.call("crm.activity.update", id=number, fields={"STATUS": 1})
    assert rest.call("crm.activity.get", id=number)["COMPLETED"] == "N"
    assert rest.call("crm.activity.delete", id=number) is True
    assert rest.refused("crm.activity.get", id=number) == (400, "")
    assert rest.refused("crm.activity.delete", id=number) == (400, "")
    assert rest.refused("crm.activity.update", id=number, fields={}) == (400, "")
    assert rest.call("crm.activity.fields")["TYPE_ID"]["isImmutable"] is True
    assert rest.call("crm.activity.communication.fields")["VALUE"]["type"] == "string"


def test_a_list_is_filtered_ordered_and_tells_more_when_asked(rest: RestClient) -> None:
    mail = rest.call("crm.activity.add", fields=MAIL)
    rest.call("crm.activity.add", fields=CALL)

    assert ids(rest, order={"ID": "desc"}) == ["4", "3", "2", "1"]
    assert ids(rest)[:3] == ["1", "2", "4"]  # by the start
    assert ids(rest, filter={"OWNER_TYPE_ID": 2, "OWNER_ID": 1}) == ["1"]
    assert ids(rest, filter={"RESPONSIBLE_ID": 10, "COMPLETED": "N"}) == ["4"]
    assert ids(rest, filter={"%SUBJECT": "счёт", ">=ID": 2}) == ["3"]
    assert ids(rest, filter={"<START_TIME": "2026-01-14T00:00:00+03:00"}) == ["1"]
    both = {"BINDINGS": [{"OWNER_TYPE_ID": 2}, {"OWNER_TYPE_ID": 3}]}
    assert ids(rest, filter=both) == ["1", "4"]
    assert ids(rest, filter={"BINDINGS": {"OWNER_TYPE_ID": 3, "OWNER_ID": 1}}) == ["1", "2", "4"]
    (row,) = rest.call(
        "crm.activity.list", filter={"ID": 1}, select=["SUBJECT", "COMMUNICATIONS", "BINDINGS"]
    )
    (contact,) = row["COMMUNICATIONS"]
    assert sorted(row) == ["BINDINGS", "COMMUNICATIONS", "ID", "SUBJECT"]
    assert row["BINDINGS"][1] == {"OWNER_TYPE_ID": "3", "OWNER_ID": "1"}
    assert (contact["TYPE"], contact["VALUE"], contact["ENTITY_ID"]) == (
        "PHONE", "+74950000002", "1",
    )  # fmt: skip
    assert contact["ENTITY_SETTINGS"]["COMPANY_TITLE"] == "Заказчик"
    (of_mail,) = rest.call("crm.activity.list", filter={"ID": mail}, select=["*", "COMMUNICATIONS"])
    assert of_mail["COMMUNICATIONS"][0]["ENTITY_TYPE_ID"] == "2"
    for _ in range(47):
        rest.call("crm.activity.add", fields=MAIL)
    _, page = rest.raw("crm.activity.list", {"start": 0})
    assert (len(page["result"]), page["next"], page["total"]) == (50, 50, 51)
    _, uncounted = rest.raw("crm.activity.list", {"start": -1})
    assert "total" not in uncounted


def test_what_activities_refuse(rest: RestClient) -> None:
    for broken, told in (
        ({"SUBJECT": ""}, "The field SUBJECT is not defined or empty."),
        ({"RESPONSIBLE_ID": 99}, "The field RESPONSIBLE_ID is not defined or invalid."),
        ({"TYPE_ID": 9}, "The field TYPE_ID is not defined or invalid."),
        ({"TYPE_ID": 3}, "The activity type 'Task' is not supported in current context."),
        ({"COMMUNICATIONS": []}, "The field COMMUNICATIONS is not defined or invalid."),
        ({"COMMUNICATIONS": CALL["COMMUNICATIONS"] * 2},  # type: ignore[operator]
         "The only one communication is allowed for activity of specified type."),
        ({"TYPE_ID": 6},
         "The custom activity without provider is not supported in current context."),
        ({"PROVIDER_ID": "CONFIGURABLE_REST_APP"},
         "Use crm.activity.configurable.add for this activity provider."),
        ({"PROVIDER_ID": "REST_APP"}, "Application context required."),
        ({"TYPE_ID": 6, "PROVIDER_ID": "X", "OWNER_ID": 99, "COMMUNICATIONS": []},
         NO_BINDING),
    ):  # fmt: skip
        status, body = rest.raw("crm.activity.add", {"fields": {**CALL, **broken}})
        assert (status, body["error"], body["error_description"]) == (400, "", told)
    assert rest.refused("crm.activity.update", id=1, fields={"SUBJECT": ""}) == (400, "")
    assert rest.refused("crm.activity.update", id=1, fields={"COMMUNICATIONS": []}) == (400, "")
    assert rest.call("crm.activity.call.getTranscript", activityId=1) is None
    assert rest.refused("crm.activity.call.getTranscript", activityId=2)[1] == "NOT_FOUND"
    owned = rest.call("crm.activity.add", fields={**CALL, "OWNER_ID": 99})
    assert rest.call("crm.activity.get", id=owned)["OWNER_TYPE_ID"] == "3"


def test_files_of_an_activity_are_downloaded_by_its_link(rest: RestClient) -> None:
    pair = ["запись.txt", base64.b64encode(b"speech").decode()]
    number = rest.call("crm.activity.add", fields={**MAIL, "FILES": [{"fileData": pair}]})

    (row,) = rest.call("crm.activity.list", filter={"ID": number}, select=["FILES"])
    ((file,),) = (row["FILES"],)
    with urllib.request.urlopen(file["url"], timeout=10) as answer:
        assert answer.read() == b"speech"
        assert "filename*=utf-8''" in answer.headers["Content-Disposition"]
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(file["url"][:-1], timeout=10)
    assert rest.call("crm.activity.get", id=number)["FILES"] == [file]
    asked = rest.call("crm.activity.list", filter={"ID": number}, select=["STORAGE_ELEMENT_IDS"])
    assert asked == [{"ID": str(number), "FILES": [file]}]
    assert "FILES" not in rest.call("crm.activity.list", filter={"ID": number}, select=["*"])[0]


def test_bindings_of_an_activity(rest: RestClient) -> None:
    deal = {"activityId": 1, "entityTypeId": 2, "entityId": 1}
    binding = "crm.activity.binding"

    assert rest.call(f"{binding}.add", **{**deal, "entityId": 3}) is True
    assert rest.call(f"{binding}.list", activityId=1) == [
        {"entityTypeId": 2, "entityId": 1},
        {"entityTypeId": 3, "entityId": 1},
        {"entityTypeId": 2, "entityId": 3},
    ]
    assert rest.refused(f"{binding}.add", **deal) == (400, "ACTIVITY_IS_ALREADY_BOUND")
    assert rest.call(f"{binding}.delete", **deal) is True
    assert rest.call("crm.activity.get", id=1)["OWNER_TYPE_ID"] == "3"
    assert rest.refused(f"{binding}.delete", **deal) == (400, "BINDING_NOT_FOUND")
    alone = {"activityId": 2, "entityTypeId": 3, "entityId": 1}
    assert rest.refused(f"{binding}.delete", **alone) == (400, "LAST_BINDING_CANNOT_BE_DELETED")
    assert rest.refused(f"{binding}.add", **{**deal, "entityId": 99})[1] == "OWNER_NOT_FOUND"
    assert rest.refused(f"{binding}.add", activityId=1) == (400, "100")
    assert rest.refused(f"{binding}.list", activityId=99) == (400, "NOT_FOUND")


def test_an_activity_is_moved_between_objects_of_a_type(rest: RestClient) -> None:
    way = {"activityId": 1, "sourceEntityTypeId": 2, "sourceEntityId": 1,
           "targetEntityTypeId": 2, "targetEntityId": 2}  # fmt: skip
    move = "crm.activity.binding.move"

    assert rest.call(move, **way) is True
    assert rest.call("crm.activity.get", id=1)["OWNER_ID"] == "2"
    assert rest.refused(move, **way) == (400, "BINDING_NOT_FOUND")
    back = {**way, "sourceEntityId": 2}
    assert rest.refused(move, **back)[1] == "SOURCE_AND_TARGET_ENTITY_ID_ARE_EQUAL_ERROR"
    other = {**back, "targetEntityTypeId": 1}
    assert rest.refused(move, **other)[1] == "SOURCE_AND_TARGET_ENTITY_TYPES_ARE_NOT_EQUAL_ERROR"
    rest.call("crm.activity.binding.add", activityId=1, entityTypeId=2, entityId=3)
    taken = {**back, "targetEntityId": 3}
    assert rest.refused(move, **taken) == (400, "ACTIVITY_IS_ALREADY_BOUND")


def test_an_activity_of_a_deleted_object_stays_with_the_others(rest: RestClient) -> None:
    todo = rest.call("crm.activity.todo.add", **TODO, deadline="2026-03-01T10:00:00")["id"]

    rest.call("crm.deal.delete", id=1)

    assert rest.call("crm.activity.binding.list", activityId=1) == [
        {"entityTypeId": 3, "entityId": 1}
    ]
    assert rest.refused("crm.activity.get", id=todo) == (400, "")


def test_a_todo_is_planned_and_changed(rest: RestClient) -> None:
    todo = {**TODO, "deadline": "2026-03-01T10:00:00", "title": "Счёт", "pingOffsets": [0, 15]}
    number = rest.call("crm.activity.todo.add", **todo, colorId="3", description="По почте")["id"]
    named = {"id": number, **TODO}

    made = rest.call("crm.activity.get", id=number)
    assert (made["PROVIDER_ID"], made["SUBJECT"], made["DESCRIPTION"]) == (
        "CRM_TODO", "Счёт", "По почте",
    )  # fmt: skip
    assert made["SETTINGS"] == {"PING_OFFSETS": [0, 15], "COLOR": "3"}
    assert made["DEADLINE"] == "2026-03-01T10:00:00+03:00"
    method = "crm.activity.todo"
    changed = {"deadline": "2026-03-02T10:00:00", "title": "Счёт клиенту", "responsibleId": 10}
    assert rest.call(f"{method}.update", **named, **changed) == {"id": number}
    rest.call(f"{method}.updateDescription", **named, value="")
    rest.call(f"{method}.updateColor", **named, colorId="7")
    made = rest.call("crm.activity.get", id=number)
    assert (made["SUBJECT"], made["DESCRIPTION"], made["RESPONSIBLE_ID"]) == (
        "Счёт клиенту", "", "10",
    )  # fmt: skip
    assert made["SETTINGS"]["COLOR"] == "7"
    rest.call(f"{method}.updateDeadline", **named, value="2026-03-03T10:00:00+03:00")
    rest.call(f"{method}.updateResponsibleUser", **named, responsibleId=11)
    made = rest.call("crm.activity.get", id=number)
    assert (made["DEADLINE"][:10], made["RESPONSIBLE_ID"]) == ("2026-03-03", "11")


def test_what_todos_refuse(rest: RestClient) -> None:
    method = "crm.activity.todo"
    soon = {"deadline": "2026-03-01T10:00:00"}
    assert rest.refused(f"{method}.add", **TODO) == (400, "100")
    assert rest.refused(f"{method}.add", **TODO, deadline="скоро")[1] == "WRONG_DATETIME_FORMAT"
    absent = {**TODO, "ownerId": 99}
    assert rest.refused(f"{method}.add", **absent, **soon) == (400, "OWNER_NOT_FOUND")
    named = {**TODO, "id": rest.call(f"{method}.add", **TODO, **soon)["id"]}
    assert rest.refused(f"{method}.update", **{**named, "id": 1}, **soon) == (400, "NOT_FOUND")
    assert rest.refused(f"{method}.update", **{**named, "ownerId": 2}, **soon)[1] == "NOT_FOUND"
    own = {"parentActivityId": named["id"], **soon}
    assert rest.refused(f"{method}.update", **named, **own)[1] == "ERROR_PARENT_ACTIVITY_RESTRICT"
    wrong = rest.refused(f"{method}.updateColor", **named, colorId="8")
    assert wrong == (400, "CAN_NOT_UPDATE_WRONG_COLOR_TODO")
    none = rest.refused(f"{method}.updateResponsibleUser", **named, responsibleId=0)
    assert none == (400, "INVALID_ARG_VALUE")
    rest.call("crm.activity.update", id=named["id"], fields={"COMPLETED": "Y"})
    for verb, more, code in (
        ("update", soon, "CAN_NOT_UPDATE_COMPLETED_TODO"),
        ("updateDeadline", {"value": "2026-03-01"}, "CAN_NOT_UPDATE_COMPLETED_TODO"),
        ("updateDescription", {"value": "x"}, "CAN_NOT_UPDATE_COMPLETED_TODO"),
        ("updateColor", {"colorId": "1"}, "CAN_NOT_UPDATE_COLOR_COMPLETED_TODO"),
        ("updateResponsibleUser", {"responsibleId": 1},
         "CAN_NOT_UPDATE_RESPONSIBLE_USER_COMPLETED_TODO"),
    ):  # fmt: skip
        assert rest.refused(f"{method}.{verb}", **named, **more) == (400, code)


def test_an_application_describes_its_activity(rest: RestClient) -> None:
    sort = {"TYPE_ID": "OWN", "NAME": "Своё", "IS_CONFIGURABLE_TYPE": "Y"}
    assert as_app(rest, "crm.activity.type.add", fields=sort)[1]["result"] is True
    assert as_app(rest, "crm.activity.type.list")[1]["result"] == [{**sort, "ICON_ID": "0"}]
    fields = {"typeId": "OWN", "deadline": "2026-03-01T10:00:00", "badgeCode": "missed"}

    made = described(rest, "add", **TODO, fields=fields, layout=DESCRIBED)["result"]

    number = made["activity"]["id"]
    told = described(rest, "get", id=number)["result"]["activity"]
    assert told["fields"] == {
        "typeId": "OWN", "completed": False, "deadline": "2026-03-01T10:00:00+03:00",
        "pingOffsets": [], "isIncomingChannel": False, "responsibleId": 1, "badgeCode": "missed",
        "originatorId": None, "originId": None,
    }  # fmt: skip
    assert (told["ownerTypeId"], told["ownerId"], told["layout"]) == (2, 1, DESCRIBED)
    assert rest.call("crm.activity.get", id=number)["SUBJECT"] == "Входящий звонок"
    changed = {"completed": "Y", "pingOffsets": [5], "responsibleId": 10, "originId": "7"}
    assert described(rest, "update", id=number, fields=changed)["result"] == made
    told = described(rest, "get", id=number)["result"]["activity"]["fields"]
    assert (told["completed"], told["pingOffsets"], told["originId"]) == (True, [5], "7")
    status, body = rest.raw("crm.activity.update", {"id": number, "fields": {"SUBJECT": "x"}})
    assert (status, body["error_description"][:31]) == (400, "Use crm.activity.configurable.u")
    item = {"entityTypeId": 2, "entityId": 1, "activityId": number}
    blocks = as_app(rest, "crm.activity.layout.blocks.set", **item, layout=LAYOUT)[1]
    assert blocks["error"] == "UNSUITABLE_ACTIVITY_TYPE_ERROR"
    for code in ("OWN", "OWN"):
        ended = as_app(rest, "crm.activity.type.delete", TYPE_ID=code)[1]
    assert ended["error"] == "INVALID_ARG_VALUE"


def test_what_descriptions_of_activities_refuse(rest: RestClient) -> None:
    fields = {"deadline": "2026-03-01T10:00:00"}
    number = described(rest, "add", **TODO, fields=fields, layout=DESCRIBED)["result"]["activity"]
    webhook = rest.refused("crm.activity.configurable.get", **number)
    assert webhook == (400, "ERROR_WRONG_CONTEXT")
    for params, code in (
        ({"fields": fields, "layout": {}}, "ERROR_EMPTY_LAYOUT"),
        ({"fields": fields, "layout": {**DESCRIBED, "icon": {}}}, "FIELD_IS_REQUIRED"),
        ({"fields": fields, "layout": {"icon": DESCRIBED["icon"]}}, "FIELD_IS_REQUIRED"),
        ({"fields": fields, "layout": {**DESCRIBED, "more": 1}}, "FIELD_IS_REDUNDANT"),
        ({"fields": {"typeId": "NONE"}, "layout": DESCRIBED}, "WRONG_FIELD_VALUE"),
        ({"fields": {"deadline": "x"}, "layout": DESCRIBED}, "WRONG_FIELD_VALUE"),
        ({"fields": {"responsibleId": 99}, "layout": DESCRIBED}, "WRONG_FIELD_VALUE"),
        ({"fields": {**fields, "isIncomingChannel": "Y"}, "layout": DESCRIBED},
         "INCOMING_ACTIVITY_CAN_NOT_BE_WITH_DEADLINE"),
        ({"layout": DESCRIBED}, "100"),
    ):  # fmt: skip
        assert described(rest, "add", **TODO, **params)["error"] == code
    body = {**DESCRIBED["body"], "blocks": {"не то": {}}}
    wrong = described(rest, "update", **number, layout={**DESCRIBED, "body": body})
    assert wrong["error"] == "KEY_CONTAIN_WRONG_SYMBOLS"
    assert described(rest, "update", **number)["error"] == "100"
    assert described(rest, "get", id=1)["error"] == "NOT_FOUND"


def test_sorts_of_activities_are_the_applications_alone(rest: RestClient) -> None:
    assert rest.refused("crm.activity.type.list") == (403, "ACCESS_DENIED")
    add = "crm.activity.type.add"
    assert as_app(rest, add, fields={"NAME": "x"})[1]["error"] == "INVALID_ARG_VALUE"
    for _ in range(2):
        again = as_app(rest, add, fields={"TYPE_ID": "1C"})[1]
    assert again["error"] == "INVALID_ARG_VALUE"


def test_badges(rest: RestClient, manager: RestClient) -> None:
    badge = {"code": "missed", "title": {"ru": "Звонок", "en": "Call"}, "value": "Пропущен",
             "type": "failure"}  # fmt: skip
    told = {**badge, "title": "Звонок"}

    assert rest.call("crm.activity.badge.add", **badge) == {"badge": told}
    assert rest.call("crm.activity.badge.add", **badge) == {"badge": told}
    assert manager.call("crm.activity.badge.get", code="missed") == {"badge": told}
    assert rest.call("crm.activity.badge.list") == {"badges": [told]}
    assert manager.refused("crm.activity.badge.delete", code="missed") == (400, "ACCESS_DENIED")
    assert rest.call("crm.activity.badge.delete", code="missed") is True
    assert rest.refused("crm.activity.badge.get", code="missed") == (400, "NOT_FOUND")
    assert rest.refused("crm.activity.badge.add", code="x") == (400, "REQUIRED_ARG_MISSING")


def test_an_application_adds_blocks_to_an_activity(rest: RestClient) -> None:
    item = {"entityTypeId": 3, "entityId": 1, "activityId": 2}
    method = "crm.activity.layout.blocks"

    assert as_app(rest, f"{method}.set", **item, layout=LAYOUT)[1]["result"] == {"success": True}
    assert as_app(rest, f"{method}.get", **item)[1]["result"] == {"layout": LAYOUT}
    assert as_app(rest, f"{method}.delete", **item)[1]["result"] == {"success": True}
    rest.call("crm.activity.delete", id=2)
    assert as_app(rest, f"{method}.get", **item)[1]["error"] == "NOT_FOUND"
