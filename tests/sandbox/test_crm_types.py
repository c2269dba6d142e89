"""Smart processes and their objects; workplaces; duplicates found and merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def made(rest: RestClient, **fields: Any) -> dict[str, Any]:
    found: dict[str, Any] = rest.call("crm.type.add", fields={"title": "Договоры", **fields})
    return dict(found["type"])


def test_a_smart_process_lives_from_creation_to_deletion(rest: RestClient) -> None:
    parent = [{"entityTypeId": 2, "isChildrenListEnabled": "true"}]
    kind = made(rest, isClientEnabled="Y", relations={"parent": parent})

    assert (kind["id"], kind["entityTypeId"], kind["isStagesEnabled"]) == (1, 1030, "N")
    assert [row["entityTypeId"] for row in kind["relations"]["parent"]] == [3, 4, 2]
    assert kind["relations"]["parent"][2]["isChildrenListEnabled"] == "Y"
    assert rest.call("crm.type.get", id=1) == {"type": kind}
    assert rest.call("crm.type.getByEntityTypeId", entityTypeId=1030) == {"type": kind}
    switched = {"isClientEnabled": "N", "isStagesEnabled": True, "title": "Акты"}
    changed = rest.call("crm.type.update", id=1, fields=switched)["type"]
    assert (changed["title"], changed["isStagesEnabled"]) == ("Акты", "Y")
    assert [row["entityTypeId"] for row in changed["relations"]["parent"]] == [2]
    assert made(rest, entityTypeId=150)["entityTypeId"] == 150
    assert made(rest)["entityTypeId"] == 1032
    asked = {
        "filter": {"logic": "OR", "%title": "акт", "=entityTypeId": 150},
        "order": {"id": "DESC"},
    }
    _, page = rest.raw("crm.type.list", asked)
    types = page["result"]["types"]
    assert ([row["id"] for row in types], page["total"]) == ([2, 1], 2)
    assert "relations" not in types[0]
    assert rest.call("crm.type.fields")["fields"]["isBizProcEnabled"]["upperName"] == (
        "IS_BIZ_PROC_ENABLED"
    )
    assert rest.call("crm.type.delete", id=1) == []
    assert rest.refused("crm.type.get", id=1) == (400, "0")


def test_what_types_refuse(rest: RestClient, manager: RestClient) -> None:
    made(rest)
    add = "crm.type.add"
    assert manager.refused(add, fields={"title": "x"}) == (400, "ACCESS_DENIED")
    assert rest.refused(add) == (400, "100")
    assert rest.refused(add, fields={}) == (400, "0")
    for number in (127, 1031, 1030):
        fields = {"title": "x", "entityTypeId": number}
        assert rest.refused(add, fields=fields) == (400, "INVALID_ARG_VALUE")
    assert rest.refused("crm.type.list", filter={"none": 1}) == (400, "INVALID_ARG_VALUE")
    rest.call("crm.item.add", entityTypeId=1030, fields={"title": "x"})
    assert rest.refused("crm.type.delete", id=1) == (400, "BX_ERROR")
    assert rest.refused("crm.item.list", entityTypeId=1032) == (400, "NOT_FOUND")


def test_objects_of_a_smart_process(rest: RestClient) -> None:
    made(rest, isClientEnabled="Y", isLinkWithProductsEnabled="Y", isStagesEnabled="Y")
    spa = {"entityTypeId": 1030}
    fields = {"contactIds": [2], "opportunity": 10, "assignedById": 10}

    item = rest.call("crm.item.add", **spa, fields=fields)["item"]

    assert (item["id"], item["title"], item["contactId"]) == (1, "Договоры #1", 2)
    assert (item["stageId"], item["categoryId"], item["opportunity"]) == ("DT1030_1:NEW", 1, 10)
    assert item["entityTypeId"] == 1030
    assert "begindate" not in item
    changed = rest.call("crm.item.update", **spa, id=1, fields={"stageId": "DT1030_1:SUCCESS"})[
        "item"
    ]
    assert (changed["stageId"], changed["previousStageId"]) == ("DT1030_1:SUCCESS", "DT1030_1:NEW")
    found = rest.call("crm.item.list", **spa, filter={"contactIds": 2}, select=["id"])["items"]
    assert found == [{"id": 1}]
    history = rest.call("crm.stagehistory.list", **spa)["items"]
    assert [row["TYPE_ID"] for row in history] == [1, 3]
    comment = {"ENTITY_ID": 1, "ENTITY_TYPE": "dynamic_1030", "COMMENT": "Подписан"}
    assert rest.call("crm.timeline.comment.add", fields=comment) == 2
    todo = {"ownerTypeId": 1030, "ownerId": 1, "deadline": "2026-03-01T10:00:00"}
    assert rest.call("crm.activity.todo.add", **todo) == {"id": 3}
    broken = {"stageId": "NONE"}
    refused = rest.refused("crm.item.update", **spa, id=1, fields=broken)
    assert refused == (400, "CRM_FIELD_ERROR_VALUE_NOT_VALID")
    assert rest.call("crm.item.delete", **spa, id=1) == []
    assert rest.refused("crm.activity.get", id=3) == (400, "")


def test_pipelines_of_a_smart_process(rest: RestClient) -> None:
    made(rest)
    spa = {"entityTypeId": 1030}
    (default,) = rest.call("crm.category.list", **spa)["categories"]

    assert (default["id"], default["isDefault"], default["entityTypeId"]) == (1, "Y", 1030)
    second = rest.call("crm.category.add", **spa, fields={"name": "Вторая"})["category"]
    of_second = {"ENTITY_ID": "DYNAMIC_1030_STAGE_2"}
    codes = [row["STATUS_ID"] for row in rest.call("crm.status.list", filter=of_second)]
    assert (second["id"], codes[0], codes[-1]) == (2, "DT1030_2:NEW", "DT1030_2:FAIL")
    item = rest.call("crm.item.add", **spa, fields={"categoryId": 2})["item"]
    assert item["stageId"] == "DT1030_2:NEW"
    moved = rest.call("crm.item.update", **spa, id=1, fields={"categoryId": 1})["item"]
    assert moved["stageId"] == "DT1030_1:NEW"
    assert [row["id"] for row in rest.call("crm.category.list", entityTypeId=2)["categories"]] == [
        0
    ]
    assert rest.refused("crm.category.get", entityTypeId=2, id=2) == (400, "NOT_FOUND")
    assert rest.refused("crm.category.delete", **spa, id=1) == (400, "0")
    assert rest.call("crm.category.delete", **spa, id=2) is None


def test_workplaces_gather_smart_processes(rest: RestClient) -> None:
    for _ in range(2):
        made(rest)
    method = "crm.automatedsolution"
    first = rest.call(f"{method}.add", fields={"title": "Кадры", "typeIds": [1, 99]})

    assert first == {"automatedSolution": {"id": 1, "title": "Кадры", "typeIds": [1]}}
    assert rest.call("crm.type.get", id=1)["type"]["customSectionId"] == 1
    rest.call(f"{method}.add", fields={"title": "Склад", "typeIds": [1, 2]})
    assert rest.call(f"{method}.get", id=1)["automatedSolution"]["typeIds"] == []
    found = rest.call(f"{method}.list", filter={"%title": "скл"}, order={"id": "DESC"})
    assert [row["id"] for row in found["automatedSolutions"]] == [2]
    assert rest.refused(f"{method}.delete", id=2) == (400, "HAS_BOUND_TYPES")
    rest.call("crm.type.delete", id=1)
    emptied = rest.call(f"{method}.update", id=2, fields={"title": "Двор", "typeIds": []})
    assert emptied["automatedSolution"] == {"id": 2, "title": "Двор", "typeIds": []}
    assert rest.call("crm.type.get", id=2)["type"]["customSectionId"] is None
    assert rest.call(f"{method}.delete", id=2) is None
    assert rest.refused(f"{method}.get", id=2) == (400, "NOT_FOUND")
    assert rest.refused(f"{method}.add", fields={}) == (400, "BX_EMPTY_REQUIRED")
    assert rest.refused(f"{method}.update", id=1, fields={"title": ""})[1] == "BX_EMPTY_REQUIRED"
    assert rest.call(f"{method}.fields")["typeIds"]["isMultiple"] is True


def test_clients_are_found_by_phone_and_mail(rest: RestClient) -> None:
    method = "crm.duplicate.findbycomm"
    phone = {"PHONE": [{"VALUE": "8 (495) 000-00-02 доб. 15"}]}
    rest.call("crm.lead.add", fields={"TITLE": "x", **phone})

    assert rest.call(method, type="PHONE", values=["+74950000002"]) == {"LEAD": [4], "CONTACT": [1]}
    only = rest.call(method, type="PHONE", values=["84950000002"], entity_type="CONTACT")
    assert only == {"CONTACT": [1]}
    assert rest.call(method, type="EMAIL", values=["ORDERS@sandbox.example"]) == {"CONTACT": [1]}
    assert rest.call(method, type="EMAIL", values=["x@sandbox.example"]) == []
    status, code = rest.refused(method, values=["1"])
    assert (status, code) == (400, "Communication type is not defined")
    assert rest.refused(method, type="PHONE")[1] == "Communication values is not defined"
    assert rest.refused(method, type="FAX", values=["1"])[0] == 400


def test_clients_are_merged_into_the_first(rest: RestClient) -> None:
    mail = {"EMAIL": [{"VALUE": "other@sandbox.example"}]}
    fields = {"NAME": "Закупщик", "LAST_NAME": "Заказчика", "POST": "Директор", **mail}
    twin = rest.call("crm.contact.add", fields=fields)
    rest.call("crm.activity.binding.add", activityId=2, entityTypeId=3, entityId=twin)
    rest.call("crm.activity.binding.delete", activityId=2, entityTypeId=3, entityId=1)
    method = "crm.entity.mergeBatch"

    done = rest.call(method, params={"entityTypeId": 3, "entityIds": [1, twin]})

    assert done == {"STATUS": "SUCCESS", "ENTITY_IDS": [twin]}
    contact = rest.call("crm.contact.get", id=1)
    assert (contact["POST"], len(contact["EMAIL"])) == ("Директор", 2)
    assert rest.refused("crm.contact.get", id=twin) == (400, "")
    assert rest.call("crm.activity.get", id=2)["OWNER_ID"] == "1"
    contradiction = rest.call(method, params={"entityTypeId": 3, "entityIds": [1, 2]})
    assert contradiction == {"STATUS": "CONFLICT", "ENTITY_IDS": []}
    for params in ({}, {"entityTypeId": 99}, {"entityTypeId": 3},
                   {"entityTypeId": 3, "entityIds": [1]},
                   {"entityTypeId": 3, "entityIds": [1, 99]}):  # fmt: skip
        assert rest.refused(method, params=params) == (400, "0")


def test_more_fields_to_find_duplicates_by(rest: RestClient, manager: RestClient) -> None:
    method = "crm.duplicate.volatileType"
    title = {"entityTypeId": 1, "fieldCode": "TITLE"}

    assert rest.call(f"{method}.register", **title) == {"id": 1}
    assert rest.call(f"{method}.register", **title) == {"id": 1}
    assert rest.call(f"{method}.list") == [{"id": 1, **title}]
    offered = rest.call(f"{method}.fields", entityTypeId=1)
    assert {**title, "fieldTitle": "Название лида"} in offered
    assert len(rest.call(f"{method}.fields")) > len(offered)
    for field in offered[1:7]:
        rest.call(f"{method}.register", entityTypeId=1, fieldCode=field["fieldCode"])
    last = {"entityTypeId": 4, "fieldCode": "TITLE"}
    assert rest.refused(f"{method}.register", **last) == (400, "MAX_TYPES_COUNT_EXCEEDED")
    assert rest.refused(f"{method}.register", entityTypeId=1)[1] == "FIELD_NOT_FOUND"
    assert rest.call(f"{method}.unregister", id=1) is True
    assert rest.refused(f"{method}.unregister", id=1) == (400, "TYPE_IS_NOT_ASSIGNED")
    assert manager.refused(f"{method}.list") == (400, "ACCESS_DENIED")
