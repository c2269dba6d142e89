"""Leads, deals, contacts, companies: what is put in comes back, filtered, ordered, linked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.families.crm_seed import more_deals
from tests.conftest import WEBHOOKS
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("lead", "deal", "contact", "company")


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["ID"] for row in rows]


def found(rest: RestClient, kind: str, **params: Any) -> list[str]:
    return ids(rest.call(f"crm.{kind}.list", **params))


def test_a_deal_lives_from_creation_to_deletion(rest: RestClient) -> None:
    fields = {"TITLE": "Ремонт", "OPPORTUNITY": "1500.5", "COMPANY_ID": 1, "NO_SUCH_FIELD": 1}
    number = rest.call("crm.deal.add", fields=fields)

    deal = rest.call("crm.deal.get", id=number)
    assert deal["ID"] == str(number) == "6"
    assert (deal["TITLE"], deal["OPPORTUNITY"], deal["COMPANY_ID"]) == ("Ремонт", "1500.50", "1")
    assert (deal["CATEGORY_ID"], deal["STAGE_ID"], deal["STAGE_SEMANTIC_ID"]) == ("0", "NEW", "P")
    assert (deal["CURRENCY_ID"], deal["ASSIGNED_BY_ID"], deal["IS_NEW"]) == ("RUB", "1", "Y")
    assert deal["LEAD_ID"] is None
    assert "CONTACT_IDS" not in deal
    assert "NO_SUCH_FIELD" not in deal
    assert rest.call("crm.deal.update", id=str(number), fields={"TITLE": "Ремонт офиса"}) is True
    assert rest.call("crm.deal.list", filter={"ID": number}, select=["TITLE"]) == [
        {"ID": "6", "TITLE": "Ремонт офиса"}
    ]
    assert rest.call("crm.deal.delete", id=number) is True
    assert rest.refused("crm.deal.get", id=number) == (400, "")


def test_a_deal_without_a_title_is_named_by_its_number(rest: RestClient) -> None:
    number = rest.call("crm.deal.add", fields={})

    assert rest.call("crm.deal.get", id=number)["TITLE"] == f"Сделка #{number}"
    assert rest.call("crm.lead.add", fields={}) == 4
    assert rest.call("crm.lead.get", id=4)["TITLE"] == "Лид #4"


def test_a_final_stage_closes_a_deal_and_notes_who_moved_it(
    rest: RestClient, manager: RestClient
) -> None:
    manager.call("crm.deal.update", id=1, fields={"STAGE_ID": "WON"})

    deal = rest.call("crm.deal.get", id=1)
    assert (deal["STAGE_SEMANTIC_ID"], deal["CLOSED"], deal["IS_NEW"]) == ("S", "Y", "N")
    assert (deal["MOVED_BY_ID"], deal["MODIFY_BY_ID"], deal["CREATED_BY_ID"]) == ("10", "10", "1")
    assert deal["MOVED_TIME"] == deal["DATE_MODIFY"] > deal["DATE_CREATE"]
    rest.call("crm.deal.update", id=1, fields={"STAGE_ID": "LOSE"})
    assert rest.call("crm.deal.get", id=1)["STAGE_SEMANTIC_ID"] == "F"
    rest.call("crm.deal.update", id=1, fields={"STAGE_ID": "EXECUTING"})
    assert rest.call("crm.deal.get", id=1)["CLOSED"] == "N"


def test_a_lead_notes_when_it_was_finished(rest: RestClient) -> None:
    rest.call("crm.lead.update", id=1, fields={"STATUS_ID": "CONVERTED"})

    lead = rest.call("crm.lead.get", id=1)
    assert lead["STATUS_SEMANTIC_ID"] == "S"
    assert lead["DATE_CLOSED"] == lead["MOVED_TIME"]
    assert lead["BIRTHDATE"] == ""
    rest.call("crm.lead.update", id=1, fields={"STATUS_ID": "NEW"})
    assert rest.call("crm.lead.get", id=1)["DATE_CLOSED"] == ""


def test_a_lead_of_a_known_client_is_a_repeated_one(rest: RestClient) -> None:
    number = rest.call("crm.lead.add", fields={"TITLE": "Ещё раз", "CONTACT_ID": 2})

    lead = rest.call("crm.lead.get", id=number)
    assert (lead["IS_RETURN_CUSTOMER"], lead["CONTACT_ID"]) == ("Y", "2")
    assert rest.call("crm.lead.get", id=2)["IS_RETURN_CUSTOMER"] == "N"


def test_stages_and_currencies_that_do_not_exist_are_refused(rest: RestClient) -> None:
    for fields in ({"STAGE_ID": "NOWHERE"}, {"CURRENCY_ID": "XXX"}, {"STAGE_ID": "C1:NEW"}):
        assert rest.refused("crm.deal.add", fields=fields) == (400, "")
        assert rest.refused("crm.deal.update", id=1, fields=fields) == (400, "")
    assert found(rest, "deal") == ["1", "2", "3", "4", "5"]


def test_what_is_missing_or_malformed_is_refused(rest: RestClient) -> None:
    for kind in KINDS:
        for params in ({}, {"id": 0}, {"id": "x"}):
            for action in ("get", "delete"):
                status, body = rest.raw(f"crm.{kind}.{action}", params)
                assert (status, body["error"]) == (400, "")
                assert body["error_description"] == "ID is not defined or invalid."
        _, body = rest.raw(f"crm.{kind}.get", {"id": 99})
        assert body["error_description"] == "Not found"
        for params in ({}, {"fields": "x"}, {"fields": {}, "params": "x"}):
            assert rest.refused(f"crm.{kind}.add", **params) == (400, "")
        for name in ("filter", "order"):
            _, body = rest.raw(f"crm.{kind}.list", {name: "x"})
            assert body["error_description"] == f"Parameter '{name}' must be array."


def test_contacts_and_companies_have_words_of_their_own_for_absence(rest: RestClient) -> None:
    said = {}
    for kind in KINDS:
        _, update = rest.raw(f"crm.{kind}.update", {"id": 99, "fields": {}})
        _, delete = rest.raw(f"crm.{kind}.delete", {"id": 99})
        said[kind] = (update["error_description"], delete["error"], delete["error_description"])

    assert said == {
        "lead": ("Not found", "", "Not found"),
        "deal": ("Not found", "", "Not found"),
        "contact": ("Contact is not found", "ERROR_CORE", "Element not found"),
        "company": ("Company is not found", "", "Company is not found"),
    }


def test_guests_see_no_crm(rest: RestClient) -> None:
    guest = RestClient(rest.base, 12, "sandboxcode12")

    for kind in KINDS:
        assert guest.refused(f"crm.{kind}.list") == (400, "")
        assert guest.refused(f"crm.{kind}.add", fields={}) == (400, "")


def test_filters_compare_numbers_dates_and_texts(rest: RestClient) -> None:
    for given, expected in (
        ({">OPPORTUNITY": 9900}, ["1", "2", "3", "4"]),
        ({"OPPORTUNITY": "15000"}, ["1"]),
        ({"OPPORTUNITY": 15000.00}, ["1"]),
        ({"<=OPPORTUNITY": "9900.5"}, ["2", "5"]),
        ({"@STAGE_ID": ["WON", "LOSE"]}, ["4", "5"]),
        ({"STAGE_ID": ["WON", "LOSE"]}, ["4", "5"]),
        ({"!@STAGE_ID": ["WON", "LOSE"]}, ["1", "2", "3"]),
        ({"!STAGE_SEMANTIC_ID": "P"}, ["4", "5"]),
        ({"%TITLE": "АВ"}, ["1"]),
        ({"!%TITLE": "о"}, ["4", "5"]),
        ({"=%TITLE": "Об%"}, ["2", "3"]),
        ({"%=TITLE": "%ание"}, ["2"]),
        ({"=%TITLE": "%уч%"}, ["3"]),
        ({"assigned_by_id": "10"}, ["2", "5"]),
        ({">=DATE_CREATE": "2026-01-12T07:00:00Z"}, ["1", "2", "3", "4", "5"]),
        ({">DATE_CREATE": "2026-01-12T10:00:00+03:00"}, []),
        ({"<DATE_CREATE": "2026-01-13"}, ["1", "2", "3", "4", "5"]),
        ({"COMPANY_ID": ""}, ["2", "3", "4", "5"]),
        ({"!COMPANY_ID": ""}, ["1"]),
        ({"NO_SUCH_FIELD": 1, "ID": 3}, ["3"]),
    ):
        assert found(rest, "deal", filter=given) == expected, given


def test_orders_follow_values_not_their_texts(rest: RestClient) -> None:
    assert found(rest, "deal", order={"OPPORTUNITY": "DESC"}) == ["3", "4", "1", "2", "5"]
    by_two = {"assigned_by_id": "desc", "ID": "DESC"}
    assert found(rest, "deal", order=by_two) == ["5", "2", "4", "3", "1"]
    assert found(rest, "deal", order={"NO_SUCH_FIELD": "ASC"}) == ["1", "2", "3", "4", "5"]


def test_select_knows_the_wide_cards(rest: RestClient) -> None:
    rest.call("crm.lead.userfield.add", fields={"FIELD_NAME": "COLOUR", "USER_TYPE_ID": "string"})
    only = {"filter": {"ID": 1}}

    everything = rest.call("crm.lead.list", **only)[0]
    plain = rest.call("crm.lead.list", **only, select=["*"])[0]
    custom = rest.call("crm.lead.list", **only, select=["UF_*", "PHONE"])[0]

    assert set(everything) - set(plain) == {"UF_CRM_COLOUR"}
    assert "PHONE" not in everything
    assert list(custom) == ["ID", "UF_CRM_COLOUR", "PHONE"]
    assert custom["PHONE"][0]["VALUE"] == "+74950000001"


def test_pages_hold_fifty_and_say_where_the_next_begins(rest: RestClient) -> None:
    for start in (0, 50):
        rest.call("batch", cmd=[f"crm.company.add?fields[TITLE]=К{start + i}" for i in range(50)])

    _, first = rest.raw("crm.company.list", {"select": ["ID"]})
    _, last = rest.raw("crm.company.list", {"start": "100", "select": ["ID"]})
    _, uncounted = rest.raw("crm.company.list", {"start": -1, "filter": {">ID": 50}})

    assert (first["total"], first["next"], len(first["result"])) == (101, 50, 50)
    assert (last["total"], "next" in last, ids(last["result"])) == (101, False, ["101"])
    assert ("total" in uncounted, "next" in uncounted) == (False, False)
    assert ids(uncounted["result"])[0] == "51"


def test_many_deals_are_read_by_their_ids(tmp_path: Path) -> None:
    portal = open_portal(tmp_path / "portal", webhooks=dict(WEBHOOKS))
    more_deals(portal.store, 1000)
    seen: list[str] = []
    with run(portal) as running:
        rest = RestClient(running.base)
        while True:
            after = {">ID": seen[-1] if seen else 0}
            page = found(rest, "deal", order={"ID": "ASC"}, filter=after, start=-1)
            seen += page
            if len(page) < 50:
                break

    assert seen == [str(number) for number in range(1, 1006)]


def test_phones_are_added_changed_and_removed_one_by_one(rest: RestClient) -> None:
    def phones() -> list[tuple[str, str]]:
        contact = rest.call("crm.contact.get", id=1)
        return [(row["VALUE"], row["VALUE_TYPE"]) for row in contact.get("PHONE", [])]

    old = rest.call("crm.contact.get", id=1)["PHONE"][0]
    assert old == {
        "ID": "2",
        "VALUE_TYPE": "WORK",
        "VALUE": "+74950000002",
        "TYPE_ID": "PHONE",
    }
    new = {"VALUE": "+74950000003", "VALUE_TYPE": "MOBILE"}
    rest.call("crm.contact.update", id=1, fields={"PHONE": [new]})
    assert phones() == [("+74950000002", "WORK"), ("+74950000003", "MOBILE")]
    rest.call("crm.contact.update", id=1, fields={"PHONE": [{"ID": 2, "VALUE": "+74950000004"}]})
    assert phones()[0] == ("+74950000004", "WORK")
    rest.call("crm.contact.update", id=1, fields={"PHONE": [{"ID": 2, "DELETE": "Y"}]})
    assert phones() == [("+74950000003", "MOBILE")]
    rest.call("crm.contact.update", id=1, fields={"PHONE": [{"ID": 4, "VALUE": ""}]})
    contact = rest.call("crm.contact.get", id=1)
    assert (phones(), contact["HAS_PHONE"], contact["HAS_EMAIL"]) == ([], "N", "Y")


def test_phones_are_found_only_whole(rest: RestClient) -> None:
    assert found(rest, "contact", filter={"PHONE": "+74950000002"}) == ["1"]
    assert found(rest, "contact", filter={"PHONE": "+7495"}) == []
    assert found(rest, "contact", filter={"!EMAIL": "orders@sandbox.example"}) == ["2"]
    assert found(rest, "contact", filter={"!EMAIL": "nobody@sandbox.example"}) == ["1", "2"]


def test_an_email_that_is_none_is_refused(rest: RestClient) -> None:
    fields = {"NAME": "Без почты", "EMAIL": [{"VALUE": "не адрес"}]}
    assert rest.refused("crm.contact.add", fields=fields) == (400, "ERROR_CORE")


def test_imported_contacts_keep_their_dates(rest: RestClient) -> None:
    fields = {"NAME": "Из прошлого", "DATE_CREATE": "2020-05-05T12:00:00+03:00"}
    imported = rest.call("crm.contact.add", fields=fields, params={"IMPORT": "Y"})
    added = rest.call("crm.contact.add", fields=fields)

    assert rest.call("crm.contact.get", id=imported)["DATE_CREATE"] == fields["DATE_CREATE"]
    assert rest.call("crm.contact.get", id=added)["DATE_CREATE"] != fields["DATE_CREATE"]


@pytest.mark.parametrize("kind", ["deal", "lead"])
def test_contacts_are_linked_and_one_leads(rest: RestClient, kind: str) -> None:
    prefix = f"crm.{kind}.contact"
    number = rest.call(f"crm.{kind}.add", fields={"CONTACT_IDS": [2, 77]})

    assert rest.call(f"{prefix}.items.get", id=number) == [
        {"CONTACT_ID": 2, "SORT": 10, "ROLE_ID": 0, "IS_PRIMARY": "Y"}
    ]
    new = {"CONTACT_ID": 1, "IS_PRIMARY": "Y"}
    assert rest.call(f"{prefix}.add", id=number, fields=new) is True
    assert rest.call(f"{prefix}.add", id=number, fields=new) is False
    assert rest.call(f"crm.{kind}.get", id=number)["CONTACT_ID"] == "1"
    assert rest.call(f"{prefix}.delete", id=number, fields={"CONTACT_ID": 1}) is True
    assert rest.call(f"{prefix}.delete", id=number, fields={"CONTACT_ID": 1}) is False
    assert rest.call(f"crm.{kind}.get", id=number)["CONTACT_ID"] == "2"
    items = [{"CONTACT_ID": 1, "SORT": 200}, {"CONTACT_ID": 2, "SORT": 100, "IS_PRIMARY": "Y"}]
    assert rest.call(f"{prefix}.items.set", id=number, items=items) is True
    linked = rest.call(f"{prefix}.items.get", id=number)
    assert [(row["CONTACT_ID"], row["IS_PRIMARY"]) for row in linked] == [(2, "Y"), (1, "N")]
    rest.call("crm.contact.delete", id=2)
    assert [r["CONTACT_ID"] for r in rest.call(f"{prefix}.items.get", id=number)] == [1]
    assert rest.call(f"{prefix}.items.delete", id=number) is True
    assert rest.call(f"crm.{kind}.get", id=number)["CONTACT_ID"] is None
    assert rest.call(f"{prefix}.fields")["CONTACT_ID"]["isRequired"] is True


def test_links_refuse_what_is_wrong(rest: RestClient) -> None:
    good = {"fields": {"CONTACT_ID": 1}}
    for params in ({}, {"id": 0, **good}, {"id": 1}, {"id": 1, "fields": {"CONTACT_ID": 0}}):
        for action in ("add", "delete"):
            assert rest.refused(f"crm.deal.contact.{action}", **params) == (400, "")
    assert rest.refused("crm.deal.contact.items.get", id=99) == (400, "")
    assert rest.refused("crm.lead.contact.items.get", id=99) == (400, "NOT_FOUND")
    assert rest.refused("crm.deal.contact.items.set", id=1, items="x") == (400, "")


def test_contacts_and_companies_are_linked_from_both_sides(rest: RestClient) -> None:
    second = rest.call("crm.company.add", fields={"TITLE": "Филиал", "CONTACT_ID": [2]})

    assert rest.call("crm.contact.get", id=2)["COMPANY_ID"] == str(second)
    assert rest.call("crm.contact.company.add", id=1, fields={"COMPANY_ID": second}) is True
    linked = rest.call("crm.contact.company.items.get", id=1)
    assert [(row["COMPANY_ID"], row["IS_PRIMARY"]) for row in linked] == [(1, "Y"), (second, "N")]
    people = rest.call("crm.company.contact.items.get", id=second)
    assert [(row["CONTACT_ID"], row["IS_PRIMARY"]) for row in people] == [(1, "Y"), (2, "N")]
    assert rest.call("crm.company.contact.add", id=1, fields={"CONTACT_ID": 2}) is True
    assert rest.call("crm.company.contact.delete", id=1, fields={"CONTACT_ID": 2}) is True
    assert rest.call("crm.company.contact.delete", id=1, fields={"CONTACT_ID": 2}) is False
    assert rest.call("crm.company.contact.items.set", id=1, items=[{"CONTACT_ID": 2}]) is True
    assert rest.call("crm.contact.get", id=1)["COMPANY_ID"] == str(second)
    assert rest.call("crm.company.contact.items.delete", id=1) is True
    assert rest.call("crm.company.contact.items.get", id=1) == []
    assert rest.call("crm.contact.company.delete", id=1, fields={"COMPANY_ID": second}) is True
    items = [{"COMPANY_ID": 1}, {"COMPANY_ID": second, "IS_PRIMARY": "Y"}]
    assert rest.call("crm.contact.company.items.set", id=1, items=items) is True
    rest.call("crm.company.delete", id=second)
    assert rest.call("crm.contact.get", id=1)["COMPANY_ID"] == "1"
    assert rest.call("crm.contact.company.items.delete", id=1) is True
    assert set(rest.call("crm.contact.company.fields")) == {"COMPANY_ID", "SORT", "IS_PRIMARY"}
    assert set(rest.call("crm.company.contact.fields")) == {"CONTACT_ID", "SORT", "IS_PRIMARY"}


def test_the_sum_of_a_deal_follows_its_products(rest: RestClient) -> None:
    rows = [
        {"PRODUCT_NAME": "Монтаж", "PRICE": 100, "QUANTITY": 2, "SORT": 20},
        {"PRICE": "50.5", "SORT": 10},
    ]
    assert rest.call("crm.deal.productrows.set", id=2, rows=rows) is True

    first, second = rest.call("crm.deal.productrows.get", id=2)
    assert (first["PRODUCT_NAME"], first["PRICE"], first["QUANTITY"]) == ("[2]", 50.5, 1)
    assert (second["OWNER_ID"], second["OWNER_TYPE"], second["PRICE_ACCOUNT"]) == (
        "2",
        "D",
        "100.00",
    )
    assert rest.call("crm.deal.get", id=2)["OPPORTUNITY"] == "250.50"
    assert rest.call("crm.deal.productrows.set", id=2, rows=[{**second, "QUANTITY": 1}]) is True
    assert ids(rest.call("crm.deal.productrows.get", id=2)) == [second["ID"]]
    rest.call("crm.deal.update", id=2, fields={"IS_MANUAL_OPPORTUNITY": "Y", "OPPORTUNITY": 5})
    rest.call("crm.deal.productrows.set", id=2, rows=[])
    assert rest.call("crm.deal.get", id=2)["OPPORTUNITY"] == "5.00"
    assert rest.call("crm.lead.productrows.set", id=1, rows=[{"PRICE": 7}]) is True
    assert rest.call("crm.lead.productrows.get", id=1)[0]["OWNER_TYPE"] == "L"


def test_products_refuse_half_a_discount(rest: RestClient) -> None:
    for row in (
        {"DISCOUNT_TYPE_ID": 2},
        {"DISCOUNT_TYPE_ID": 2, "DISCOUNT_RATE": 100},
        {"DISCOUNT_TYPE_ID": 1},
    ):
        refused = rest.refused("crm.deal.productrows.set", id=1, rows=[row])
        assert refused == (400, "ERROR_CORE")
    assert rest.refused("crm.deal.productrows.get", id=0) == (400, "")
    assert rest.refused("crm.deal.productrows.get", id=99) == (400, "")
    assert rest.refused("crm.deal.productrows.set", id=1) == (400, "")


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
