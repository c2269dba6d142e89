"""Payments for deals, and lists of clients to be called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

DEAL = {"entityTypeId": 2, "entityId": 1}
PAYMENT = "crm.item.payment"


@pytest.fixture
def row(rest: RestClient) -> int:
    fields = {"ownerId": 1, "ownerType": "D", "productName": "Стол", "price": 10, "quantity": 3}
    number: int = rest.call("crm.item.productrow.add", fields=fields)["productRow"]["id"]
    return number


def unpaid(rest: RestClient) -> list[Any]:
    of_deal = {"ownerId": 1, "ownerType": "D"}
    rows = rest.call("crm.item.productrow.getAvailableForPayment", **of_deal)["productRows"]
    return [found["quantity"] for found in rows]


def test_a_payment_lives_from_creation_to_deletion(rest: RestClient, row: int) -> None:
    number = rest.call(f"{PAYMENT}.add", **DEAL)
    part = rest.call(f"{PAYMENT}.product.add", paymentId=number, rowId=row, quantity=2)

    payment = rest.call(f"{PAYMENT}.get", id=number)
    assert payment == {
        "id": 1, "accountNumber": "1/1", "paid": "N", "datePaid": None, "empPaidId": None,
        "paySystemId": 1, "sum": 20, "currency": "RUB", "paySystemName": "Наличные",
    }  # fmt: skip
    assert unpaid(rest) == [1]
    assert rest.call(f"{PAYMENT}.product.list", paymentId=number, filter={}) == [
        {"id": part, "paymentId": number, "rowId": row, "quantity": 2}
    ]
    assert rest.call(f"{PAYMENT}.product.setQuantity", id=part, quantity=3) is True
    assert unpaid(rest) == []
    assert rest.call(f"{PAYMENT}.pay", id=number) is True
    paid = rest.call(f"{PAYMENT}.list", **DEAL, filter={"paid": "Y"}, order={"id": "DESC"})
    assert [(found["sum"], found["empPaidId"]) for found in paid] == [(30, 1)]
    assert rest.refused(f"{PAYMENT}.delete", id=number) == (400, "0")
    assert rest.call(f"{PAYMENT}.unpay", id=number) is True
    changed = {"paySystemId": 2, "paid": "Y"}
    assert rest.call(f"{PAYMENT}.update", id=number, fields=changed) is True
    assert rest.call(f"{PAYMENT}.get", id=number)["paySystemName"] == "Банковский перевод"
    rest.call(f"{PAYMENT}.unpay", id=number)
    assert rest.call(f"{PAYMENT}.product.delete", id=part) is True
    assert rest.call(f"{PAYMENT}.delete", id=number) is True
    assert rest.refused(f"{PAYMENT}.get", id=number) == (400, "0")
    assert unpaid(rest) == [3]


def test_what_payments_refuse(rest: RestClient, row: int) -> None:
    assert rest.refused(f"{PAYMENT}.add", entityId=1) == (400, "100")
    assert rest.refused(f"{PAYMENT}.add", **{**DEAL, "entityId": 99}) == (400, "0")
    assert rest.refused(f"{PAYMENT}.add", **{**DEAL, "entityTypeId": 99}) == (400, "0")
    number = rest.call(f"{PAYMENT}.add", **DEAL)
    assert rest.refused(f"{PAYMENT}.update", id=number) == (400, "100")
    assert rest.refused(f"{PAYMENT}.update", id=number, fields={"paySystemId": 9}) == (400, "0")
    add = {"paymentId": number, "rowId": row, "quantity": 1}
    for broken in ({"quantity": 0}, {"quantity": 4}, {"rowId": 99}, {"paymentId": 99}):
        assert rest.refused(f"{PAYMENT}.product.add", **{**add, **broken}) == (400, "0")
    assert rest.refused(f"{PAYMENT}.product.setQuantity", id=99, quantity=1) == (400, "0")


def test_a_list_of_clients_to_be_called(rest: RestClient) -> None:
    method = "crm.calllist"
    number = rest.call(f"{method}.add", ENTITY_TYPE="CONTACT", ENTITIES=[1, 2, 2])

    told = rest.call(f"{method}.get", ID=number)
    assert (told["ID"], told["ENTITY_TYPE"], told["WEBFORM_ID"]) == ("1", "CONTACT", None)
    assert rest.call(f"{method}.items.get", LIST_ID=number, FILTER={"STATUS": "IN_WORK"}) == [
        {"ID": 1, "STATUS": "IN_WORK", "ENTITY_TYPE": 3},
        {"ID": 2, "STATUS": "IN_WORK", "ENTITY_TYPE": 3},
    ]
    changed = {"LIST_ID": number, "ENTITY_TYPE": "CONTACT", "ENTITIES": [2]}
    assert rest.call(f"{method}.update", **changed) is True
    assert [row["ID"] for row in rest.call(f"{method}.items.get", LIST_ID=number)] == [2]
    lists = rest.call(f"{method}.list", SELECT=["ID"], FILTER={"CREATED_BY_ID": 1})
    assert lists == [{"ID": "1"}]
    assert [row["STATUS_ID"] for row in rest.call(f"{method}.statuslist")][:1] == ["IN_WORK"]


def test_what_lists_of_clients_refuse(rest: RestClient) -> None:
    method = "crm.calllist"
    number = rest.call(f"{method}.add", ENTITY_TYPE="CONTACT", ENTITIES=[1])
    for verb, params, code in (
        ("add", {"ENTITY_TYPE": "CONTACT"}, "ERROR_ARGUMENT"),
        ("add", {"ENTITY_TYPE": "DEAL", "ENTITIES": [1]}, "ENTITY_TYPE_ERROR"),
        ("add", {"ENTITY_TYPE": "CONTACT", "ENTITIES": "1"}, "ENTITIES_ERROR"),
        ("add", {"ENTITY_TYPE": "CONTACT", "ENTITIES": [99]}, "ENTITY_ERROR"),
        ("get", {"ID": 99}, "LIST_ID_ERROR"),
        ("items.get", {"LIST_ID": "x"}, "LIST_ID_ERROR"),
        ("items.get", {"LIST_ID": 99}, "LIST_ID_ERROR"),
        ("items.get", {"LIST_ID": number, "FILTER": {"STATUS": "X"}}, "STATUS_ERROR"),
        ("list", {"SELECT": ["TITLE"]}, "100"),
        ("update", {"LIST_ID": 99, "ENTITY_TYPE": "CONTACT", "ENTITIES": [1]}, "LIST_ID_ERROR"),
        ("update", {"LIST_ID": 1, "ENTITY_TYPE": "COMPANY", "ENTITIES": [1]}, "ENTITY_TYPE_ERROR"),
        ("update", {"LIST_ID": 1, "ENTITY_TYPE": "CONTACT", "ENTITIES": [99]}, "ENTITIES_ERROR"),
    ):
        assert rest.refused(f"{method}.{verb}", **params) == (400, code)
