"""What CRM is set up with: fields, custom fields, dictionaries, pipelines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

KINDS = ("lead", "deal", "contact", "company")


def found(rest: RestClient, kind: str, **params: Any) -> list[str]:
    return [row["ID"] for row in rest.call(f"crm.{kind}.list", **params)]


def test_fields_are_described(rest: RestClient) -> None:
    deal = rest.call("crm.deal.fields")
    assert deal["STAGE_ID"] == {
        "type": "crm_status",
        "isRequired": False,
        "isReadOnly": False,
        "isImmutable": False,
        "isMultiple": False,
        "isDynamic": False,
        "statusType": "DEAL_STAGE",
        "title": "Стадия сделки",
    }
    assert deal["COMPANY_ID"]["settings"] == {"parentEntityTypeId": 4}
    assert (deal["ID"]["isReadOnly"], deal["CATEGORY_ID"]["isImmutable"]) == (True, True)
    assert rest.call("crm.lead.fields")["PHONE"]["isMultiple"] is True
    assert rest.call("crm.company.fields")["TITLE"]["isRequired"] is True
    assert rest.call("crm.contact.fields")["COMPANY_ID"]["isDeprecated"] is True


@pytest.mark.parametrize("kind", KINDS)
def test_a_custom_field_is_made_used_and_removed(rest: RestClient, kind: str) -> None:
    prefix = f"crm.{kind}.userfield"
    choices = [{"VALUE": "Синий", "SORT": 20}, {"VALUE": "Красный", "SORT": 10, "XML_ID": "red"}]
    number = rest.call(
        f"{prefix}.add",
        fields={
            "FIELD_NAME": "colour",
            "USER_TYPE_ID": "enumeration",
            "LABEL": "Цвет",
            "LIST": choices,
            "MULTIPLE": "Y",
            "SHOW_FILTER": "Y",
        },
    )

    definition = rest.call(f"{prefix}.get", id=number)
    assert (definition["FIELD_NAME"], definition["ENTITY_ID"]) == (
        "UF_CRM_COLOUR",
        f"CRM_{kind.upper()}",
    )
    assert (definition["MULTIPLE"], definition["SHOW_FILTER"], definition["SORT"]) == (
        "Y",
        "E",
        "100",
    )
    assert definition["EDIT_FORM_LABEL"]["ru"] == "Цвет"
    red = definition["LIST"][0]
    assert (red["VALUE"], red["XML_ID"]) == ("Красный", "red")
    made = rest.call(f"crm.{kind}.add", fields={"TITLE": "x", "UF_CRM_COLOUR": [red["ID"]]})
    assert rest.call(f"crm.{kind}.get", id=made)["UF_CRM_COLOUR"] == [red["ID"]]
    assert rest.call(f"crm.{kind}.get", id=1)["UF_CRM_COLOUR"] == []
    described = rest.call(f"crm.{kind}.fields")["UF_CRM_COLOUR"]
    assert (described["isDynamic"], described["formLabel"]) == (True, "Цвет")
    changed = {"SORT": 5, "MANDATORY": "Y", "EDIT_FORM_LABEL": {"ru": "Окраска"}}
    assert rest.call(f"{prefix}.update", id=number, fields=changed) is True
    listed = rest.call(f"{prefix}.list", filter={"MANDATORY": "Y", "LANG": "ru"})
    assert [(row["ID"], row["SORT"]) for row in listed] == [(str(number), "5")]
    assert listed[0]["EDIT_FORM_LABEL"] == "Окраска"
    assert "EDIT_FORM_LABEL" not in rest.call(f"{prefix}.list")[0]
    assert rest.call(f"{prefix}.delete", id=number) is True
    assert rest.refused(f"{prefix}.get", id=number) == (400, "ERROR_NOT_FOUND")
    assert "UF_CRM_COLOUR" not in rest.call(f"crm.{kind}.get", id=made)


def test_custom_values_are_filtered_and_have_defaults(rest: RestClient) -> None:
    for name, kind, settings in (
        ("SIZE", "double", {}),
        ("URGENT", "boolean", {"DEFAULT_VALUE": 1}),
        ("NOTE", "string", {"DEFAULT_VALUE": "нет"}),
    ):
        fields = {"FIELD_NAME": name, "USER_TYPE_ID": kind, "SETTINGS": settings}
        rest.call("crm.deal.userfield.add", fields=fields)
    number = rest.call("crm.deal.add", fields={"UF_CRM_SIZE": "12.5", "UF_CRM_URGENT": "N"})

    deal = rest.call("crm.deal.get", id=number)
    assert (deal["UF_CRM_SIZE"], deal["UF_CRM_URGENT"], deal["UF_CRM_NOTE"]) == ("12.5", "0", "нет")
    assert found(rest, "deal", filter={">UF_CRM_SIZE": 12}) == [str(number)]
    assert found(rest, "deal", filter={"UF_CRM_SIZE": "12.50"}) == [str(number)]


def test_custom_fields_that_cannot_be_are_refused(rest: RestClient, manager: RestClient) -> None:
    good = {"FIELD_NAME": "A", "USER_TYPE_ID": "string"}
    add = "crm.deal.userfield.add"

    assert rest.refused(add) == (400, "")
    assert rest.refused(add, fields={"FIELD_NAME": "A"}) == (400, "")
    assert rest.refused(add, fields={"USER_TYPE_ID": "string"}) == (400, "")
    for changed in (
        {"FIELD_NAME": "A" * 44},
        {"FIELD_NAME": "ЦВЕТ"},
        {"USER_TYPE_ID": "colour"},
        {
            "USER_TYPE_ID": "enumeration",
            "LIST": [{"VALUE": "a", "XML_ID": "x"}, {"VALUE": "b", "XML_ID": "x"}],
        },
    ):
        assert rest.refused(add, fields={**good, **changed}) == (400, "ERROR_CORE")
    number = rest.call(add, fields=good)
    assert rest.refused(add, fields={**good, "FIELD_NAME": "UF_A"}) == (400, "ERROR_CORE")
    assert manager.refused(add, fields=good) == (400, "")
    assert manager.refused("crm.deal.userfield.delete", id=number) == (400, "")
    assert rest.refused("crm.lead.userfield.get", id=number) == (400, "")
    assert rest.refused("crm.deal.userfield.get", id=0) == (400, "")
    assert rest.refused("crm.deal.userfield.list", filter="x") == (400, "")


def test_stages_are_listed_as_documented(rest: RestClient) -> None:
    stages = rest.call("crm.status.list", filter={"ENTITY_ID": "DEAL_STAGE"})

    assert stages[0] == {
        "ID": "101",
        "ENTITY_ID": "DEAL_STAGE",
        "STATUS_ID": "NEW",
        "NAME": "Новая",
        "NAME_INIT": "Новая",
        "SORT": "10",
        "SYSTEM": "Y",
        "CATEGORY_ID": None,
        "COLOR": "#39A8EF",
        "SEMANTICS": None,
        "EXTRA": {"SEMANTICS": "process", "COLOR": "#39A8EF"},
    }
    assert [s["STATUS_ID"] for s in stages[-3:]] == ["WON", "LOSE", "APOLOGY"]
    assert [s["EXTRA"]["SEMANTICS"] for s in stages[-3:]] == ["success", "failure", "apology"]
    sources = rest.call(
        "crm.status.list", filter={"ENTITY_ID": "SOURCE"}, order={"STATUS_ID": "DESC"}
    )
    assert (sources[0]["STATUS_ID"], "EXTRA" in sources[0]) == ("WEBFORM", False)
    assert rest.call("crm.status.entity.items", entityId="STATUS")[0] == {
        "NAME": "Не обработан",
        "SORT": 10,
        "STATUS_ID": "NEW",
    }
    types = {kind["ID"]: kind for kind in rest.call("crm.status.entity.types")}
    assert types["STATUS"]["SEMANTIC_INFO"]["FINAL_SUCCESS_FIELD"] == "CONVERTED"
    assert types["SOURCE"] == {"ID": "SOURCE", "NAME": "Источники"}
    assert rest.call("crm.status.fields")["ENTITY_ID"]["isImmutable"] is True


def test_a_stage_is_added_renamed_and_deleted(rest: RestClient, manager: RestClient) -> None:
    fields = {"ENTITY_ID": "DEAL_STAGE", "STATUS_ID": "TALKS", "NAME": "Переговоры", "SORT": 15}
    number = rest.call("crm.status.add", fields=fields)

    stage = rest.call("crm.status.get", id=number)
    assert (stage["NAME"], stage["SYSTEM"], stage["SORT"]) == ("Переговоры", "N", "15")
    assert rest.call("crm.status.update", id=number, fields={"NAME": "Торг"}) is True
    rest.call("crm.deal.update", id=1, fields={"STAGE_ID": "TALKS"})
    assert rest.refused("crm.status.delete", id=number) == (400, "")
    rest.call("crm.deal.update", id=1, fields={"STAGE_ID": "NEW"})
    assert rest.call("crm.status.delete", id=number) is True
    assert rest.refused("crm.status.get", id=number) == (400, "")
    for changed in (
        {"ENTITY_ID": ""},
        {"STATUS_ID": ""},
        {"NAME": ""},
        {"ENTITY_ID": "NO_SUCH"},
        {"SORT": 100},
        {"STATUS_ID": "с пробелом"},
    ):
        assert rest.refused("crm.status.add", fields={**fields, **changed}) == (400, "")
    taken = {**fields, "STATUS_ID": "NEW"}
    assert rest.refused("crm.status.add", fields=taken) == (400, "ERROR_CORE")
    assert rest.refused("crm.status.delete", id=101) == (400, "")
    assert rest.refused("crm.status.get", id=0) == (400, "")
    assert rest.refused("crm.status.entity.items", entityId="x") == (400, "")
    assert manager.refused("crm.status.update", id=101, fields={"NAME": "x"}) == (400, "")


def test_a_system_stage_goes_only_if_forced(rest: RestClient) -> None:
    assert rest.call("crm.lead.delete", id=3) is True
    assert rest.call("crm.status.delete", id=9, params={"FORCED": "Y"}) is True


def test_a_pipeline_has_stages_of_its_own(rest: RestClient, manager: RestClient) -> None:
    kind = {"entityTypeId": 2}
    made = rest.call("crm.category.add", **kind, fields={"name": "Опт", "sort": -5})
    assert made == {
        "category": {
            "id": 1,
            "name": "Опт",
            "sort": 0,
            "entityTypeId": 2,
            "isDefault": "N",
            "originId": "",
            "originatorId": "",
        }
    }

    deal = rest.call("crm.deal.add", fields={"CATEGORY_ID": 1})
    assert rest.call("crm.deal.get", id=deal)["STAGE_ID"] == "C1:NEW"
    rest.call("crm.deal.update", id=deal, fields={"CATEGORY_ID": 0, "STAGE_ID": "C1:WON"})
    moved = rest.call("crm.deal.get", id=deal)
    assert (moved["CATEGORY_ID"], moved["STAGE_SEMANTIC_ID"]) == ("1", "S")
    stage = {"ENTITY_ID": "DEAL_STAGE_1", "STATUS_ID": "TALKS", "NAME": "Торг", "SORT": 15}
    number = rest.call("crm.status.add", fields=stage)
    assert rest.call("crm.status.get", id=number)["STATUS_ID"] == "C1:TALKS"
    assert rest.call("crm.status.get", id=number)["CATEGORY_ID"] == "1"
    types = {row["ID"]: row for row in rest.call("crm.status.entity.types")}
    assert types["DEAL_STAGE_1"]["SEMANTIC_INFO"]["START_FIELD"] == "C1:NEW"
    rows = rest.call("crm.category.list", **kind)["categories"]
    assert [(row["id"], row["isDefault"]) for row in rows] == [(1, "N"), (0, "Y")]
    rest.call("crm.category.update", **kind, id=1, fields={"name": "Розница"})
    assert rest.call("crm.category.get", **kind, id=1)["category"]["name"] == "Розница"
    assert rest.refused("crm.category.delete", **kind, id=1) == (400, "0")
    rest.call("crm.deal.delete", id=deal)
    assert rest.call("crm.category.delete", **kind, id=1) is None
    assert rest.refused("crm.category.get", **kind, id=1) == (400, "NOT_FOUND")
    assert rest.refused("crm.category.delete", **kind, id=0) == (400, "0")
    assert rest.refused("crm.category.add", **kind, fields={"name": " "}) == (400, "0")
    assert rest.call("crm.category.fields", **kind)["fields"]["name"]["upperName"] == "NAME"
    assert rest.refused("crm.category.list", entityTypeId=1) == (400, "ENTITY_TYPE_NOT_SUPPORTED")
    assert rest.refused("crm.category.list", entityTypeId=999) == (400, "NOT_FOUND")
    refused = manager.refused("crm.category.add", **kind, fields={"name": "x"})
    assert refused == (400, "ACCESS_DENIED")
