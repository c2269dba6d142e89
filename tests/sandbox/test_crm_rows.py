"""Product rows one by one, and items imported with their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient

DEAL = {"ownerId": 1, "ownerType": "D"}
ROWS = "crm.item.productrow"
PHONE = {
    **DEAL, "productName": "Телефон", "price": 80000, "quantity": 2, "discountRate": 20,
    "taxRate": 20, "taxIncluded": "Y", "measureCode": 796, "sort": 10,
}  # fmt: skip


def rows(rest: RestClient, **params: Any) -> list[dict[str, Any]]:
    filtered = {"=ownerType": "D", "=ownerId": 1, **params.pop("filter", {})}
    found = rest.call(f"{ROWS}.list", filter=filtered, **params)["productRows"]
    listed: list[dict[str, Any]] = found
    return listed


def test_a_row_has_its_prices_reckoned(rest: RestClient) -> None:
    row = rest.call(f"{ROWS}.add", fields=PHONE)["productRow"]

    assert (row["id"], row["ownerId"], row["ownerType"], row["price"]) == (1, 1, "D", 80000)
    assert (row["priceExclusive"], row["priceNetto"], row["priceBrutto"]) == (
        66666.67, 83333.33, 100000,
    )  # fmt: skip
    assert (row["discountSum"], row["discountTypeId"], row["taxIncluded"]) == (16666.67, 2, "Y")
    assert rest.call(f"{ROWS}.get", id=1) == {"productRow": row}
    assert rest.call("crm.deal.get", id=1)["OPPORTUNITY"] == "160000.00"
    assert rest.call("crm.deal.productrows.get", id=1)[0]["PRODUCT_NAME"] == "Телефон"
    changed = {"discountTypeId": 1, "discountSum": 100, "taxRate": None, "quantity": 1}
    row = rest.call(f"{ROWS}.update", id=1, fields=changed)["productRow"]
    assert (row["priceNetto"], row["priceBrutto"], row["taxRate"]) == (80100, 80100, None)
    assert rest.call("crm.deal.get", id=1)["OPPORTUNITY"] == "80000.00"
    assert rest.call(f"{ROWS}.delete", id=1) is None
    assert rest.call("crm.deal.get", id=1)["OPPORTUNITY"] == "0.00"
    assert rest.refused(f"{ROWS}.get", id=1) == (400, "NOT_FOUND")


def test_rows_are_set_and_listed(rest: RestClient) -> None:
    kept = rest.call(f"{ROWS}.add", fields=PHONE)["productRow"]["id"]
    rest.call(f"{ROWS}.add", fields=PHONE)
    sent = [{"id": kept, "price": 5}, {"productName": "Чехол", "price": 7, "sort": 20}]

    done = rest.call(f"{ROWS}.set", **DEAL, productRows=sent)["productRows"]

    assert [(row["id"], row["productName"], row["price"]) for row in done] == [
        (1, "Телефон", 5), (3, "Чехол", 7),
    ]  # fmt: skip
    assert [row["id"] for row in rows(rest, order={"price": "desc"})] == [3, 1]
    assert [row["id"] for row in rows(rest, filter={">price": 6})] == [3]
    assert len(rest.call(f"{ROWS}.getAvailableForPayment", **DEAL)["productRows"]) == 2
    assert rest.call(f"{ROWS}.fields")["fields"]["priceNetto"]["isReadOnly"] is True
    rest.call("crm.deal.delete", id=1)
    assert rows(rest) == []


def test_rows_of_a_smart_process(rest: RestClient) -> None:
    fields = {"title": "Договоры", "isLinkWithProductsEnabled": "Y"}
    rest.call("crm.type.add", fields=fields)
    rest.call("crm.item.add", entityTypeId=1030, fields={})

    row = rest.call(f"{ROWS}.add", fields={**PHONE, "ownerType": "T406"})["productRow"]

    assert row["ownerType"] == "T406"
    item = rest.call("crm.item.get", entityTypeId=1030, id=1)["item"]
    assert item["opportunity"] == 160000


def test_what_rows_refuse(rest: RestClient) -> None:
    assert rest.refused(f"{ROWS}.add") == (400, "100")
    assert rest.refused(f"{ROWS}.add", fields={"ownerId": 1}) == (400, "100")
    wrong = {**PHONE, "ownerType": "X"}
    assert rest.refused(f"{ROWS}.add", fields=wrong) == (400, "ENTITY_TYPE_NOT_SUPPORTED")
    absent = {**PHONE, "ownerId": 99}
    assert rest.refused(f"{ROWS}.add", fields=absent) == (400, "OWNER_NOT_FOUND")
    assert rest.refused(f"{ROWS}.list", filter={"=ownerId": 1}) == (400, "100")
    assert rest.refused(f"{ROWS}.get") == (400, "100")
    unknown = {"=ownerType": "D", "=ownerId": 1, "none": 1}
    assert rest.refused(f"{ROWS}.list", filter=unknown) == (400, "INVALID_ARG_VALUE")


def test_items_are_imported_with_their_dates(rest: RestClient) -> None:
    old = {"title": "Старая", "createdTime": "2020-01-01T10:00:00+03:00", "createdBy": 10}

    made = rest.call("crm.item.import", entityTypeId=2, fields=old)

    assert made == {"item": {"id": 6}}
    item = rest.call("crm.item.get", entityTypeId=2, id=6)["item"]
    assert (item["createdTime"], item["createdBy"]) == ("2020-01-01T10:00:00+03:00", 10)
    broken = {"title": "x", "stageId": "NONE"}
    many = rest.call("crm.item.batchImport", entityTypeId=2, data=[old, broken, old])["items"]
    assert [many[0], many[2]] == [{"item": {"id": 7}}, {"item": {"id": 8}}]
    assert many[1]["error"] == "CRM_FIELD_ERROR_VALUE_NOT_VALID"
    refused = rest.refused("crm.item.batchImport", entityTypeId=2, data=[old] * 21)
    assert refused == (400, "MAX_IMPORT_BATCH_SIZE_EXCEEDED")
    assert rest.refused("crm.item.import", entityTypeId=999, fields={}) == (400, "NOT_FOUND")
    assert rest.refused("crm.item.import", entityTypeId=2, fields=broken)[0] == 400


def test_a_product_of_the_catalogue_names_its_row(rest: RestClient) -> None:
    product = rest.call("catalog.product.get", id=1)["product"]
    named = {**DEAL, "productId": 1, "price": 1}

    assert rest.call(f"{ROWS}.add", fields=named)["productRow"]["productName"] == product["name"]
    assert rest.call(f"{ROWS}.add", fields=DEAL)["productRow"]["productName"] == "[2]"
