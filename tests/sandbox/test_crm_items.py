"""The universal CRM methods: the same objects under other names."""

from __future__ import annotations

from typing import Any

from tests.rest_client import RestClient


def items(rest: RestClient, kind: int, **params: Any) -> list[int]:
    found_items = rest.call("crm.item.list", entityTypeId=kind, **params)["items"]
    return [item["id"] for item in found_items]


def test_universal_items_are_the_same_objects_typed(rest: RestClient) -> None:
    deal = rest.call("crm.item.get", entityTypeId=2, id=1)["item"]

    assert (deal["id"], deal["title"], deal["opportunity"]) == (1, "Поставка", 15000)
    assert (deal["stageId"], deal["companyId"], deal["contactIds"]) == ("NEW", 1, [1])
    assert deal["createdTime"] == "2026-01-12T10:00:00+03:00"
    assert (deal["createdBy"], deal["leadId"], deal["entityTypeId"]) == (1, None, 2)
    lead = rest.call("crm.item.get", entityTypeId=1, id=1)["item"]
    assert (lead["stageId"], lead["companyId"]) == ("NEW", 0)
    assert lead["fm"] == [
        {"id": 1, "valueType": "WORK", "value": "+74950000001", "typeId": "PHONE"}
    ]
    fields = rest.call("crm.item.fields", entityTypeId=4)["fields"]
    assert fields["createdTime"]["upperName"] == "DATE_CREATE"
    assert fields["typeId"]["upperName"] == "COMPANY_TYPE"


def test_a_universal_item_lives_from_creation_to_deletion(rest: RestClient) -> None:
    phone = {"typeId": "PHONE", "valueType": "WORK", "value": "+74950000005"}
    sent = {"title": "Заявка", "fm": [phone], "noSuch": 1}
    made = rest.call("crm.item.add", entityTypeId=1, fields=sent)["item"]
    lead = {"entityTypeId": 1, "id": made["id"]}
    row = made["fm"][0]["id"]

    assert rest.call("crm.lead.get", id=made["id"])["HAS_PHONE"] == "Y"
    more = {"n0": {**phone, "typeId": "EMAIL", "value": "a@sandbox.example"}}
    change = {"title": "Иначе", "stageId": "JUNK", "fm": {str(row): {**phone, "value": ""}, **more}}
    changed = rest.call("crm.item.update", **lead, fields=change)["item"]
    assert (changed["title"], changed["stageSemanticId"]) == ("Иначе", "F")
    assert [r["value"] for r in changed["fm"]] == ["a@sandbox.example"]
    assert rest.call("crm.item.delete", **lead) == []
    assert rest.refused("crm.item.get", **lead) == (400, "NOT_FOUND")


def test_a_deal_changes_its_pipeline_as_a_universal_item(rest: RestClient) -> None:
    rest.call("crm.category.add", entityTypeId=2, fields={"name": "Опт"})
    rest.call("crm.deal.update", id=1, fields={"CATEGORY_ID": 1})
    assert rest.call("crm.deal.get", id=1)["CATEGORY_ID"] == "0"

    moved = rest.call("crm.item.update", entityTypeId=2, id=1, fields={"categoryId": 1})["item"]
    assert (moved["categoryId"], moved["stageId"]) == (1, "C1:NEW")


def test_universal_lists_filter_with_and_and_or(rest: RestClient) -> None:
    for given, expected in (
        ({">opportunity": 9900, "!stageId": "WON"}, [1, 2, 3]),
        ({"logic": "OR", "id": 1, "stageId": "LOSE"}, [1, 5]),
        ({"0": {"logic": "OR", "0": {"id": 2}, "1": {">opportunity": 100000}}}, [2, 3]),
        ({"assignedById": 1, "0": {"logic": "OR", "0": {"id": 2}, "1": {"id": 3}}}, [3]),
        ({"contactIds": [1]}, [1]),
        ({"contactIds": 2}, []),
        ({">id": 3}, [4, 5]),
    ):
        assert items(rest, 2, filter=given) == expected, given
    assert items(rest, 2, order={"opportunity": "desc"}) == [3, 4, 1, 2, 5]
    page = rest.call("crm.item.list", entityTypeId=2, select=["title"], filter={"id": 1})
    assert page == {"items": [{"id": 1, "title": "Поставка"}]}
    _, uncounted = rest.raw("crm.item.list", {"entityTypeId": 3, "start": -1})
    assert ("total" in uncounted, len(uncounted["result"]["items"])) == (False, 2)


def test_custom_names_of_universal_items_are_camel_or_original(rest: RestClient) -> None:
    for name in ("2_163", "163", "SIZE_OF"):
        fields = {"FIELD_NAME": name, "USER_TYPE_ID": "boolean"}
        rest.call("crm.deal.userfield.add", fields=fields)
    fields = {"ufCrm2_163": "Y", "ufCrmSizeOf": 1}
    made = rest.call("crm.item.add", entityTypeId=2, fields=fields)["item"]

    custom = {name: value for name, value in made.items() if name.startswith("uf")}
    assert custom == {"ufCrm2_163": "Y", "ufCrm_163": "N", "ufCrmSizeOf": "Y"}
    original = {"entityTypeId": 2, "useOriginalUfNames": "Y"}
    item = rest.call("crm.item.get", **original, id=made["id"])["item"]
    assert (item["UF_CRM_SIZE_OF"], "ufCrmSizeOf" in item) == ("Y", False)
    assert items(rest, filter={"UF_CRM_SIZE_OF": 1}, kind=2, useOriginalUfNames="Y") == [6]


def test_refusals_of_universal_items(rest: RestClient) -> None:
    guest = RestClient(rest.base, 12, "sandboxcode12")
    deal = {"entityTypeId": 2, "id": 1}

    assert guest.refused("crm.item.list", entityTypeId=2) == (403, "allowed_only_intranet_user")
    for name in ("fields", "list", "get", "add", "update", "delete"):
        assert rest.refused(f"crm.item.{name}", entityTypeId=999) == (400, "NOT_FOUND")
    for name in ("get", "update", "delete"):
        assert rest.refused(f"crm.item.{name}", entityTypeId=2, id=99) == (400, "NOT_FOUND")
    for params in ({"filter": {"x": 1}}, {"order": {"x": "ASC"}}, {"order": {"id": "UP"}}):
        refused = rest.refused("crm.item.list", entityTypeId=2, **params)
        assert refused == (400, "INVALID_ARG_VALUE")
    wrong = {"fields": {"stageId": "NOWHERE"}}
    expected = (400, "CRM_FIELD_ERROR_VALUE_NOT_VALID")
    assert rest.refused("crm.item.update", **deal, **wrong) == expected
    assert rest.refused("crm.item.add", **deal, **wrong) == expected
