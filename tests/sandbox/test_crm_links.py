"""What belongs to CRM objects: linked contacts and companies, product rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient


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
    assert [row["ID"] for row in rest.call("crm.deal.productrows.get", id=2)] == [second["ID"]]
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
