"""Requisites with their bank details, addresses, templates and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

OF_COMPANY = {"ENTITY_TYPE_ID": 4, "ENTITY_ID": 1, "PRESET_ID": 1}
LEGAL = {"TYPE_ID": 6, "ENTITY_TYPE_ID": 8, "ENTITY_ID": 1}


@pytest.fixture
def requisite(rest: RestClient) -> int:
    number: int = rest.call("crm.requisite.add", fields={**OF_COMPANY, "RQ_INN": "7700000000"})
    return number


def told(rest: RestClient, method: str, **params: Any) -> str:
    """Call what must be refused and return what the refusal tells."""
    status, body = rest.raw(method, params)
    assert (status, body["error"]) == (400, "")
    return str(body["error_description"])


def test_requisites_live_from_creation_to_deletion(rest: RestClient, requisite: int) -> None:
    made = rest.call("crm.requisite.get", id=requisite)
    assert (made["ID"], made["ENTITY_TYPE_ID"], made["NAME"]) == ("1", "4", "Организация")
    assert (made["RQ_INN"], made["RQ_KPP"], made["SORT"]) == ("7700000000", None, "500")
    assert (made["DATE_MODIFY"], made["MODIFY_BY_ID"], made["RQ_VAT_PAYER"]) == ("", None, "N")
    changed = {"RQ_KPP": "770001001", "PRESET_ID": 2}
    assert rest.call("crm.requisite.update", id=requisite, fields=changed) is True
    made = rest.call("crm.requisite.get", id=requisite)
    assert (made["RQ_KPP"], made["PRESET_ID"], made["MODIFY_BY_ID"]) == ("770001001", "1", "1")
    found = {"filter": {"RQ_INN": "7700000000"}, "select": ["ID", "RQ_KPP"]}
    _, page = rest.raw("crm.requisite.list", found)
    assert (page["result"], page["total"]) == ([{"ID": "1", "RQ_KPP": "770001001"}], 1)
    assert rest.call("crm.requisite.list", filter={"ENTITY_ID": 9}) == []
    assert rest.call("crm.requisite.delete", id=requisite) is True
    assert told(rest, "crm.requisite.get", id=1) == "The Requisite with ID '1' is not found"
    assert rest.call("crm.requisite.fields")["PRESET_ID"]["isImmutable"] is True


def test_what_requisites_refuse(rest: RestClient) -> None:
    for broken, text in (
        ({"ENTITY_TYPE_ID": 2}, "ENTITY_TYPE_ID is not defined or invalid."),
        ({"ENTITY_ID": ""}, "ENTITY_ID is not defined or invalid."),
        ({"PRESET_ID": 99}, "PRESET_ID is not defined or invalid."),
        ({"ENTITY_ID": 99}, "Entity not found."),
    ):
        assert told(rest, "crm.requisite.add", fields={**OF_COMPANY, **broken}) == text
    assert told(rest, "crm.requisite.delete", id=0) == "ID is not defined or invalid."
    assert told(rest, "crm.requisite.update", id=5, fields={})


def test_bank_details_belong_to_requisites(rest: RestClient, requisite: int) -> None:
    fields = {"ENTITY_ID": requisite, "NAME": "Счёт", "RQ_BIK": "044525225"}
    number = rest.call("crm.requisite.bankdetail.add", fields=fields)

    detail = rest.call("crm.requisite.bankdetail.get", id=number)
    assert (detail["ENTITY_ID"], detail["COUNTRY_ID"], detail["RQ_BIK"]) == ("1", "1", "044525225")
    assert "ENTITY_TYPE_ID" not in detail
    rest.call("crm.requisite.bankdetail.update", id=number, fields={"RQ_SWIFT": "X"})
    rows = rest.call("crm.requisite.bankdetail.list", filter={"RQ_SWIFT": "X"}, select=["NAME"])
    assert rows == [{"ID": "1", "NAME": "Счёт"}]
    assert "RQ_IBAN" in rest.call("crm.requisite.bankdetail.fields")
    wrong = told(rest, "crm.requisite.bankdetail.add", fields={"ENTITY_ID": 9, "NAME": "x"})
    assert wrong == "ENTITY_ID is not defined or invalid."
    second = rest.call("crm.requisite.bankdetail.add", fields=fields)
    assert rest.call("crm.requisite.bankdetail.delete", id=second) is True
    rest.call("crm.requisite.delete", id=requisite)
    text = told(rest, "crm.requisite.bankdetail.get", id=number)
    assert text == "The RequisiteBankDetail with ID '1' is not found"


def test_an_address_of_each_type(rest: RestClient, requisite: int) -> None:
    fields = {**LEGAL, "CITY": "Москва", "ADDRESS_1": "Первая улица, 1"}
    assert rest.call("crm.address.add", fields=fields) is True
    of_lead = {"TYPE_ID": 1, "ENTITY_TYPE_ID": 1, "ENTITY_ID": 2, "CITY": "Тверь"}
    assert rest.call("crm.address.add", fields=of_lead) is True

    first, second = rest.call("crm.address.list", order={"TYPE_ID": "DESC"})
    assert (first["CITY"], first["ANCHOR_TYPE_ID"], first["ANCHOR_ID"]) == ("Москва", "4", "1")
    assert (second["ANCHOR_TYPE_ID"], second["COUNTRY_CODE"]) == ("1", None)
    changed = {**LEGAL, "CITY": "Казань"}
    assert rest.call("crm.address.update", fields=changed) is True
    _, page = rest.raw("crm.address.list", {"filter": {"%CITY": "каз"}, "select": ["CITY"]})
    assert (page["result"], page["total"]) == ([{"CITY": "Казань"}], 1)
    assert told(rest, "crm.address.add", fields=fields) == "TypeAddress exists."
    for broken in ("TYPE_ID", "ENTITY_TYPE_ID", "ENTITY_ID"):
        text = told(rest, "crm.address.add", fields={**fields, broken: 0})
        assert text == f"{broken} is not defined or invalid."
    assert told(rest, "crm.address.add", fields={**fields, "ENTITY_TYPE_ID": 3})
    assert told(rest, "crm.address.add", fields={**fields, "ENTITY_ID": 99})
    assert rest.call("crm.address.delete", fields=LEGAL) is True
    assert told(rest, "crm.address.delete", fields=LEGAL) == "TypeAddress not found."
    assert rest.call("crm.address.fields")["ANCHOR_ID"]["isReadOnly"] is True


def test_what_belongs_to_a_company_goes_with_it(rest: RestClient, requisite: int) -> None:
    rest.call("crm.address.add", fields={**LEGAL, "CITY": "Москва"})
    rest.call("crm.requisite.bankdetail.add", fields={"ENTITY_ID": requisite, "NAME": "x"})

    rest.call("crm.company.delete", id=1)

    for method in ("crm.requisite.list", "crm.requisite.bankdetail.list", "crm.address.list"):
        assert rest.call(method) == []


def test_templates_and_their_fields(rest: RestClient, requisite: int) -> None:
    preset, field = "crm.requisite.preset", "crm.requisite.preset.field"
    fields = {"ENTITY_TYPE_ID": 8, "COUNTRY_ID": 1, "NAME": "Свой"}
    number = rest.call(f"{preset}.add", fields=fields)
    of_it = {"preset": {"ID": number}}

    assert number == 4
    assert rest.call(f"{preset}.get", id=number)["NAME"] == "Свой"
    rest.call(f"{preset}.update", id=number, fields={"NAME": "Наш"})
    rows = rest.call(f"{preset}.list", select=["NAME"])
    assert [row["NAME"] for row in rows][::3] == ["Организация", "Наш"]
    assert rest.call(f"{preset}.countries")[0] == {"ID": 1, "CODE": "RU", "TITLE": "Россия"}
    assert "XML_ID" in rest.call(f"{preset}.fields")
    added = {"FIELD_NAME": "RQ_INN", "SORT": 10, "IN_SHORT_LIST": "Y"}
    assert rest.call(f"{field}.add", **of_it, fields=added) == 1
    assert rest.call(f"{field}.get", **of_it, id=1) == {**added, "ID": 1, "FIELD_TITLE": ""}
    assert "RQ_INN" not in rest.call(f"{field}.availabletoadd", **of_it)
    rest.call(f"{field}.update", **of_it, id=1, fields={"FIELD_TITLE": "ИНН"})
    assert [row["FIELD_TITLE"] for row in rest.call(f"{field}.list", **of_it)] == ["ИНН"]
    assert "SORT" in rest.call(f"{field}.fields")
    again = told(rest, f"{field}.add", **of_it, fields=added)
    assert again == "The field 'RQ_INN' can not be added."
    assert rest.call(f"{field}.delete", **of_it, id=1) is True
    text = told(rest, f"{field}.get", **of_it, id=1)
    assert text == "The PresetField with ID '1' is not found"
    text = told(rest, f"{field}.list", preset={"ID": 99})
    assert text == "The Preset with ID '99' is not found"
    assert rest.call(f"{preset}.delete", id=number) is True
    assert told(rest, f"{preset}.delete", id=1)
    for broken in ({"ENTITY_TYPE_ID": 4}, {"COUNTRY_ID": 2}, {"NAME": ""}):
        assert told(rest, f"{preset}.add", fields={**fields, **broken})


def test_a_custom_field_of_requisites(rest: RestClient, requisite: int) -> None:
    method = "crm.requisite.userfield"
    field = {"FIELD_NAME": "RATING", "USER_TYPE_ID": "double"}
    number = rest.call(f"{method}.add", fields=field)

    rest.call("crm.requisite.update", id=requisite, fields={"UF_CRM_RATING": "4.5"})
    rows = rest.call("crm.requisite.list", filter={">UF_CRM_RATING": 4}, select=["UF_CRM_RATING"])
    assert rows == [{"ID": "1", "UF_CRM_RATING": "4.5"}]
    assert rest.call(f"{method}.get", id=number)["ENTITY_ID"] == "CRM_REQUISITE"
    assert rest.call(f"{method}.update", id=number, fields={"SORT": 5}) is True
    assert len(rest.call(f"{method}.list")) == 1
    assert "UF_CRM_RATING" in rest.call("crm.requisite.fields")
    assert rest.call(f"{method}.delete", id=number) is True


def test_a_deal_is_made_with_requisites(rest: RestClient, requisite: int) -> None:
    own = rest.call("crm.company.add", fields={"TITLE": "Мы", "IS_MY_COMPANY": "Y"})
    fields = {**OF_COMPANY, "ENTITY_ID": own}
    seller = rest.call("crm.requisite.add", fields=fields)
    banks = [
        rest.call("crm.requisite.bankdetail.add", fields={"ENTITY_ID": n, "NAME": "x"})
        for n in (requisite, seller)
    ]
    deal = {"entityTypeId": 2, "entityId": 1}
    link = {"ENTITY_TYPE_ID": 2, "ENTITY_ID": 1, "REQUISITE_ID": requisite,
            "BANK_DETAIL_ID": banks[0], "MC_REQUISITE_ID": seller,
            "MC_BANK_DETAIL_ID": banks[1]}  # fmt: skip
    register = "crm.requisite.link.register"

    assert rest.call(register, fields=link) is True
    assert rest.call(register, fields=link) is True
    assert rest.call("crm.requisite.link.get", **deal) == {
        "ENTITY_TYPE_ID": 2, "ENTITY_ID": 1, "REQUISITE_ID": "1", "BANK_DETAIL_ID": "1",
        "MC_REQUISITE_ID": "2", "MC_BANK_DETAIL_ID": "2",
    }  # fmt: skip
    _, page = rest.raw("crm.requisite.link.list", {"filter": {"ENTITY_TYPE_ID": 2}})
    assert (page["total"], page["result"][0]["MC_REQUISITE_ID"]) == (1, "2")
    for broken, text in (
        ({"REQUISITE_ID": ""}, "REQUISITE_ID is not defined or invalid."),
        ({"ENTITY_ID": 99}, "Entity is not found"),
        ({"REQUISITE_ID": 9}, "The Requisite with ID '9' is not found"),
        ({"REQUISITE_ID": 2}, "The Requisite with ID '2' is not assigned to Company with ID '1'"),
        ({"BANK_DETAIL_ID": 9}, "The BankDetail with ID '9' is not found"),
        ({"BANK_DETAIL_ID": 2},
         "The BankDetail with ID '2' is not assigned to Requisite with ID '1'"),
        ({"MC_REQUISITE_ID": 9}, "The Requisite of your company with ID '9' is not found"),
        ({"MC_REQUISITE_ID": 1},
         "The Requisite with ID '1' is not assigned to your company with ID '1'"),
        ({"MC_BANK_DETAIL_ID": 9}, "The BankDetail of your company with ID '9' is not found"),
    ):  # fmt: skip
        assert told(rest, register, fields={**link, **broken}) == text
    assert told(rest, register, fields={**link, "MC_BANK_DETAIL_ID": 1})
    rest.call("crm.requisite.bankdetail.delete", id=banks[0])
    rest.call("crm.requisite.delete", id=seller)
    left = rest.call("crm.requisite.link.get", **deal)
    assert (left["REQUISITE_ID"], left["BANK_DETAIL_ID"], left["MC_REQUISITE_ID"]) == (
        "1",
        "0",
        "0",
    )
    assert rest.call("crm.requisite.link.unregister", **deal) is True
    assert told(rest, "crm.requisite.link.get", **deal) == "Not found"
    assert told(rest, "crm.requisite.link.get") == "entityTypeId is not defined or invalid."
    assert list(rest.call("crm.requisite.link.fields")) == list(link)
