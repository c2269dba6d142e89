"""Inventory documents: what is conducted changes the stock, what is cancelled gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

DOCUMENT = "catalog.document"
ELEMENT = "catalog.document.element"
CONTRACTOR = "catalog.documentcontractor"
STATUS = (400, "ERROR_DOCUMENT_STATUS")


def told(rest: RestClient, method: str, **params: Any) -> str:
    """Return the words of a refusal."""
    status, body = rest.raw(method, params)
    assert (status, body["error"]) == (400, "0")
    return str(body["error_description"])


def document(rest: RestClient, kind: str, *elements: dict[str, Any], **fields: Any) -> int:
    """Make a document with products and return its id."""
    given = {"docType": kind, "currency": "RUB", "responsibleId": 1, **fields}
    number = int(rest.call(f"{DOCUMENT}.add", fields=given)["document"]["id"])
    for element in elements:
        rest.call(f"{ELEMENT}.add", fields={"docId": number, **element})
    return number


def stock(rest: RestClient, product: int = 1) -> dict[int, float]:
    """Return how much of a product lies in each warehouse."""
    rows = rest.call("catalog.storeproduct.list", filter={"productId": product})["storeProducts"]
    return {row["storeId"]: row["amount"] for row in rows}


def second_store(rest: RestClient) -> None:
    """Make warehouse 2."""
    rest.call("catalog.store.add", fields={"address": "Мира, 1", "title": "Второй"})


def test_a_document_is_kept(rest: RestClient) -> None:
    fields = {"docType": "S", "currency": "RUB", "responsibleId": "10"}
    made = rest.call(f"{DOCUMENT}.add", fields=fields)["document"]
    expected = {
        "id": 1,
        "docType": "S",
        "docNumber": "1",
        "title": "Оприходование № 1",
        "responsibleId": 10,
        "createdBy": 1,
        "siteId": "s1",
        "status": "N",
        "statusBy": None,
        "dateDocument": None,
        "total": None,
    }
    assert expected.items() <= made.items()
    assert made["dateStatus"] == made["dateCreate"]
    changes = {"title": "Остатки", "commentary": "на начало", "docType": "D"}
    changed = rest.call(f"{DOCUMENT}.update", id=1, fields=changes)["document"]
    assert (changed["title"], changed["docType"]) == ("Остатки", "S")
    rows = rest.call(f"{DOCUMENT}.list", filter={"docType": "S"}, select=["id", "title"])
    assert rows["documents"] == [{"id": 1, "title": "Остатки"}]
    assert rest.call(f"{DOCUMENT}.delete", id=1) is True
    assert told(rest, f"{DOCUMENT}.delete", id=1) == "Document not found"
    assert told(rest, f"{DOCUMENT}.update", id=1, fields=changes) == "Document not found"
    assert rest.call(f"{DOCUMENT}.getFields")["document"]["docType"]["isImmutable"] is True
    assert rest.call("catalog.document.mode.status") == "Y"


def test_documents_are_refused(rest: RestClient) -> None:
    add = f"{DOCUMENT}.add"
    assert told(rest, add, fields={"docType": "S"}) == "Required fields: currency, responsibleId"
    fields = {"docType": "X", "currency": "RUB", "responsibleId": 1}
    assert told(rest, add, fields=fields) == "DOC_TYPE isn't available"
    assert "responsibleId" in told(rest, add, fields={**fields, "docType": "S", "responsibleId": 9})


def test_older_descriptions(rest: RestClient) -> None:
    fields = rest.call("catalog.document.fields")
    assert fields[0]["commentary"]["isDynamic"] is False
    assert [next(iter(row)) for row in rest.call("catalog.document.element.fields")][:2] == [
        "amount",
        "docId",
    ]


def test_stock_follows_documents(rest: RestClient) -> None:
    second_store(rest)
    came = document(rest, "S", {"elementId": 1, "storeTo": 1, "amount": 10, "purchasingPrice": 900})
    assert stock(rest) == {}
    assert rest.call(f"{DOCUMENT}.conduct", id=came) is True
    assert stock(rest) == {1: 10}
    moved = document(rest, "M", {"elementId": 1, "storeFrom": 1, "storeTo": 2, "amount": 4})
    assert rest.call(f"{DOCUMENT}.conduct", id=moved) is True
    assert stock(rest) == {1: 6, 2: 4}
    gone = document(rest, "D", {"elementId": 1, "storeFrom": 1, "amount": 1.5})
    assert rest.call(f"{DOCUMENT}.confirm", id=gone) is True
    assert stock(rest) == {1: 4.5, 2: 4}
    product = rest.call("catalog.product.get", id=1)["product"]
    assert product["quantity"] == 8.5
    assert (product["purchasingPrice"], product["purchasingCurrency"]) == ("900.000000", "RUB")
    row = rest.call(f"{DOCUMENT}.list", filter={"id": came})["documents"][0]
    assert (row["status"], row["statusBy"], row["total"]) == ("Y", 1, 9000)
    # What came has partly gone on: it cannot be taken back before the rest is.
    assert "Not enough of product #1 (Кабель)" in told(rest, f"{DOCUMENT}.cancel", id=came)
    assert rest.call(f"{DOCUMENT}.unconfirm", id=gone) is True
    assert rest.call(f"{DOCUMENT}.cancelList", documentIds=[moved, came]) is True
    assert stock(rest) == {1: 0, 2: 0}
    row = rest.call(f"{DOCUMENT}.list", filter={"id": came})["documents"][0]
    assert row["status"] == "C"
    shown = rest.call("catalog.storeproduct.get", id=1)["storeProduct"]
    assert shown == {"amount": 0, "id": 1, "productId": 1, "quantityReserved": 0, "storeId": 1}
    assert rest.refused("catalog.storeproduct.get", id=9) == (400, "")
    assert "amount" in rest.call("catalog.storeproduct.getFields")["storeProduct"]


def test_a_return_comes_back(rest: RestClient) -> None:
    back = document(rest, "R", {"elementId": 2, "storeTo": 1, "amount": 1})
    rest.call(f"{DOCUMENT}.conductList", documentIds=[back])
    assert stock(rest, 2) == {1: 1}


@pytest.mark.parametrize(
    ("kind", "element", "words"),
    [
        ("S", {}, "no products"),
        ("S", {"elementId": 1, "amount": 1}, "Destination store"),
        ("S", {"elementId": 1, "storeTo": 1}, "Incorrect quantity of product #1"),
        ("D", {"elementId": 1, "amount": 1}, "Source store"),
        ("D", {"elementId": 1, "storeFrom": 1, "amount": 1}, "Not enough"),
        ("M", {"elementId": 1, "storeFrom": 1, "storeTo": 1, "amount": 1}, "same store"),
        ("A", {"elementId": 1, "storeTo": 1, "amount": 1}, "Supplier not specified"),
    ],
)
def test_conducting_is_refused(
    rest: RestClient, kind: str, element: dict[str, Any], words: str
) -> None:
    number = document(rest, kind, *([element] if element else []))
    refusal = told(rest, f"{DOCUMENT}.conduct", id=number)
    assert refusal.startswith("Document conducting error: ")
    assert words in refusal
    several = told(rest, f"{DOCUMENT}.conductList", documentIds=[number])
    assert several.startswith("An error occurred while conducting the document")
    assert stock(rest) == {}


def test_unknown_and_finished_documents(rest: RestClient) -> None:
    draft = document(rest, "S", {"elementId": 1, "storeTo": 1, "amount": 1})
    assert told(rest, f"{DOCUMENT}.cancel", id=draft).endswith("has not been conducted yet")
    assert "has not been conducted" in told(rest, f"{DOCUMENT}.cancelList", documentIds=[draft])
    assert told(rest, f"{DOCUMENT}.conduct", id=99) == "Document not found"
    assert told(rest, f"{DOCUMENT}.cancel", id=99).startswith("Insufficient permissions")
    assert told(rest, f"{DOCUMENT}.conductList", documentIds=[99]).endswith("Document not found")
    assert rest.refused(f"{DOCUMENT}.conductList") == (400, "100")
    assert rest.refused(f"{DOCUMENT}.confirm") == (400, "100")
    rest.call(f"{DOCUMENT}.conduct", id=draft)
    assert "already been conducted" in told(rest, f"{DOCUMENT}.conduct", id=draft)
    assert "it is processed" in told(rest, f"{DOCUMENT}.delete", id=draft)
    assert "it is processed" in told(rest, f"{DOCUMENT}.deleteList", documentIds=[draft])
    other = document(rest, "S")
    rest.call(f"{DOCUMENT}.cancel", id=draft)
    assert rest.call(f"{DOCUMENT}.deleteList", documentIds=[draft, other]) is True
    assert rest.call(f"{ELEMENT}.list")["documentElements"] == []


def test_elements_belong_to_drafts(rest: RestClient) -> None:
    number = document(rest, "S")
    fields = {"docId": number, "elementId": 1, "storeTo": 1, "amount": "5", "purchasingPrice": 2.5}
    made = rest.call(f"{ELEMENT}.add", fields=fields)["documentElement"]
    assert made == {**fields, "id": 1, "amount": 5, "storeFrom": None}
    changed = rest.call(f"{ELEMENT}.update", id=1, fields={"amount": 6, "elementId": 2})
    assert changed["documentElement"] == {**made, "amount": 6}
    rows = rest.call(f"{ELEMENT}.list", filter={"docId": number})["documentElements"]
    assert rows == [changed["documentElement"]]
    assert rest.refused(f"{ELEMENT}.add", fields={**fields, "docId": 99}) == STATUS
    assert rest.refused(f"{ELEMENT}.add", fields={**fields, "elementId": 99}) == (400, "0")
    assert rest.refused(f"{ELEMENT}.add", fields={**fields, "elementId": 3}) == (400, "0")
    nowhere = {**fields, "storeTo": 99}
    assert rest.refused(f"{ELEMENT}.add", fields=nowhere) == (400, "ERROR_DOCUMENT_RIGHTS")
    # A warehouse documents speak of stays.
    assert rest.refused("catalog.store.delete", id=1) == (400, "0")
    rest.call(f"{DOCUMENT}.conduct", id=number)
    assert rest.refused(f"{ELEMENT}.add", fields=fields) == STATUS
    assert rest.refused(f"{ELEMENT}.update", id=1, fields={"amount": 1}) == STATUS
    assert rest.refused(f"{ELEMENT}.delete", id=1) == STATUS
    rest.call(f"{DOCUMENT}.cancel", id=number)
    assert rest.call(f"{ELEMENT}.delete", id=1) is True
    assert rest.refused(f"{ELEMENT}.delete", id=1) == STATUS
    assert rest.call("catalog.store.delete", id=1) is True
    assert "docId" in rest.call(f"{ELEMENT}.getFields")["documentElement"]


def test_suppliers(rest: RestClient) -> None:
    number = document(rest, "A", {"elementId": 1, "storeTo": 1, "amount": 2})
    other = document(rest, "S")
    add = f"{CONTRACTOR}.add"
    fields = {"documentId": number, "entityTypeId": 4, "entityId": 1}
    made = rest.call(add, fields=fields)["documentContractor"]
    assert made == {**fields, "id": 1}
    rest.call(add, fields={**fields, "entityTypeId": 3})
    assert "already bound" in told(rest, add, fields=fields)
    company = int(rest.call("crm.company.add", fields={"TITLE": "Поставщик"}))
    assert "already has a Company" in told(rest, add, fields={**fields, "entityId": company})
    assert told(rest, add, fields={**fields, "entityTypeId": 2}) == "Wrong entity type id"
    assert told(rest, add, fields={**fields, "entityId": 99}) == "Wrong entity id"
    assert "not found" in told(rest, add, fields={**fields, "documentId": 99})
    assert "Type of store" in told(rest, add, fields={**fields, "documentId": other})
    rows = rest.call(f"{CONTRACTOR}.list", select=["id"])["documentContractor"]
    assert rows == [{"id": 1}, {"id": 2}]
    assert rest.call(f"{DOCUMENT}.conduct", id=number) is True
    assert "Unable to edit" in told(rest, add, fields={**fields, "entityTypeId": 3, "entityId": 2})
    assert "Unable to edit" in told(rest, f"{CONTRACTOR}.delete", id=1)
    rest.call(f"{DOCUMENT}.cancel", id=number)
    assert rest.call(f"{CONTRACTOR}.delete", id=1) is True
    assert told(rest, f"{CONTRACTOR}.delete", id=1) == "Binding was not found"
    assert "entityId" in rest.call(f"{CONTRACTOR}.getFields")["documentContractor"]


def test_user_fields(rest: RestClient) -> None:
    number = document(rest, "S")
    other = document(rest, "S")
    update, listed = "catalog.userfield.document.update", "catalog.userfield.document.list"
    fields = {"documentType": "S", "field7": "важно", "title": "мимо"}
    made = rest.call(update, documentId=number, fields=fields)["document"]
    assert made == {"documentId": number, "documentType": "S", "field7": "важно"}
    select = ["documentId", "documentType", "field7"]
    rows = rest.call(listed, select=select, filter={"documentType": "S", "field7": "важно"})
    assert rows["documents"] == [made]
    rows = rest.call(listed, select=["documentId", "documentType"], filter={"documentType": "S"})
    assert [row["documentId"] for row in rows["documents"]] == [number, other]
    assert "the select" in told(rest, listed, select=["documentId"], filter={"documentType": "S"})
    assert "the filter" in told(rest, listed, select=select, filter={})
    wrong = {**fields, "documentType": "A"}
    assert "does not exist" in told(rest, update, documentId=number, fields=wrong)
    assert "does not exist" in told(rest, update, documentId=99, fields=fields)
    assert told(rest, update, documentId=1, fields={"field7": 1}) == "Required fields: documentType"
