"""Products of the catalogue: kinds, prices, pictures, values of properties."""

from __future__ import annotations

import base64
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

PIXEL = "iVBORw0KGgo="
PICTURE = {"fileData": ["кабель.png", PIXEL]}
NO_BLOCK = 200040300000


def refused(rest: RestClient, method: str, **params: Any) -> tuple[int, Any]:
    """Return status and code of a refusal; the long codes are numbers."""
    return rest.refused(method, **params)


def told(rest: RestClient, method: str, **params: Any) -> str:
    """Return the words of a refusal."""
    _, body = rest.raw(method, params)
    return str(body["error_description"])


def ids(rest: RestClient, method: str, many: str, **asked: Any) -> list[int]:
    """Return the ids a list method of products answers for the filter `asked`."""
    given = {"iblockId": 24, **asked}
    rows = rest.call(method, select=["id", "iblockId"], filter=given)[many]
    return [row["id"] for row in rows]


def add(rest: RestClient, group: str = "catalog.product", **fields: Any) -> dict[str, Any]:
    """Make a product and return it."""
    given = {"iblockId": 24, "name": "Товар", **fields}
    (made,) = rest.call(f"{group}.add", fields=given).values()
    assert isinstance(made, dict)
    return made


def test_a_fresh_catalogue(rest: RestClient) -> None:
    rows = rest.call(
        "catalog.product.list",
        select=["id", "iblockId", "name", "type", "iblockSectionId", "measure"],
        filter={"iblockId": 24},
    )["products"]
    assert [(row["id"], row["name"], row["type"], row["iblockSectionId"]) for row in rows] == [
        (1, "Кабель", 1, 1),
        (2, "Монитор", 1, 1),
        (3, "Настройка", 7, None),
    ]
    prices = rest.call("catalog.price.list", select=["productId", "price", "currency"])["prices"]
    assert prices == [
        {"currency": "RUB", "price": 1500, "productId": 1},
        {"currency": "RUB", "price": 25000, "productId": 2},
    ]


def test_a_product_is_kept(rest: RestClient) -> None:
    made = rest.call(
        "catalog.product.add",
        fields={
            "iblockId": "24",
            "name": "Клавиатура",
            "code": "keyboard",
            "iblockSectionId": 1,
            "vatId": 2,
            "vatIncluded": True,
            "weight": "0.5",
            "dateActiveFrom": "2026-01-20T10:00:00",
            "quantity": 10,
        },
    )["element"]
    expected = {
        "id": 4,
        "iblockId": 24,
        "type": 1,
        "measure": 5,
        "vatIncluded": "Y",
        "weight": 0.5,
        "dateActiveFrom": "2026-01-20T10:00:00+03:00",
        "quantity": 0,  # inventory accounting is on: documents decide
        "active": "Y",
        "available": "Y",
        "xmlId": "4",
        "createdBy": 1,
        "detailPicture": None,
    }
    assert expected.items() <= made.items()
    assert rest.call("catalog.product.get", id=4)["product"] == made
    changed = rest.call(
        "catalog.product.update", id=4, fields={"name": "Мышь", "iblockSectionId": 0, "sort": 10}
    )["element"]
    assert (changed["name"], changed["iblockSectionId"], changed["sort"]) == ("Мышь", None, 10)
    assert changed["code"] == "keyboard"
    ratios = rest.call("catalog.ratio.list", filter={"productId": 4})["ratios"]
    assert [row["ratio"] for row in ratios] == [1]
    assert rest.call("catalog.product.delete", id=4) is True
    assert refused(rest, "catalog.product.get", id=4) == (400, "0")
    assert refused(rest, "catalog.product.delete", id=4) == (400, NO_BLOCK)
    assert rest.call("catalog.ratio.list", filter={"productId": 4})["ratios"] == []


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"name": "x"}, "0", "Required fields: iblockId"),
        ({"iblockId": 24}, "0", "Required fields: name"),
        ({"iblockId": 99, "name": "x"}, NO_BLOCK, "Iblock"),
        ({"iblockId": 26, "name": "x"}, "0", "26"),
        ({"iblockId": 24, "name": "x", "iblockSectionId": 9}, "0", "section"),
        ({"iblockId": 24, "name": "x", "vatId": 9}, "0", "VAT"),
        ({"iblockId": 24, "name": "x", "purchasingCurrency": "XXX"}, "0", "currency"),
        ({"iblockId": 24, "name": "x", "createdBy": 999}, "0", "createdBy"),
        ({"iblockId": 24, "name": "x", "modifiedBy": 999}, "0", "modifiedBy"),
        ({"iblockId": 24, "name": "x", "sort": "много"}, "0", "Wrong format of field `sort`"),
        ({}, "100", "Could not find value for parameter {fields}"),
    ],
)
def test_products_are_refused(
    rest: RestClient, fields: dict[str, Any], code: int | str, words: str
) -> None:
    assert refused(rest, "catalog.product.add", fields=fields) == (400, code)
    assert words in told(rest, "catalog.product.add", fields=fields)


def test_codes_are_unique_in_a_block(rest: RestClient) -> None:
    add(rest, code="one")
    again = {"iblockId": 24, "name": "x", "code": "one"}
    assert "symbolic code" in told(rest, "catalog.product.add", fields=again)
    assert add(rest, "catalog.product.offer", iblockId=26, code="one")["code"] == "one"


def test_an_update_is_refused(rest: RestClient) -> None:
    update = "catalog.product.update"
    assert refused(rest, update, id=99, fields={"name": "x"}) == (400, "0")
    assert refused(rest, update, id=1, fields={"iblockId": 26}) == (400, "0")
    assert refused(rest, update, id=1, fields={"iblockId": 98}) == (400, NO_BLOCK)
    assert refused(rest, update, id=1, fields={"name": ""}) == (400, "0")
    assert refused(rest, update, id=1) == (400, "100")
    assert refused(rest, update, fields={"name": "x"}) == (400, "100")
    assert rest.call("catalog.product.get", id=1)["product"]["name"] == "Кабель"


def test_lists_need_a_select_and_a_block(rest: RestClient) -> None:
    listed = "catalog.product.list"
    assert told(rest, listed, filter={"iblockId": 24}) == "Required select fields: id, iblockId"
    assert told(rest, listed, select=["id", "iblockId"]) == "Required fields: iblockId"
    rows = rest.call(listed, select=["*"], filter={"iblockId": 24}, order={"name": "desc"})
    assert [row["name"] for row in rows["products"]] == ["Настройка", "Монитор", "Кабель"]
    assert ids(rest, listed, "products", vatId=[1, 2], **{">id": 1}) == [2, 3]
    assert ids(rest, listed, "products", **{"%name": "онит"}) == [2]
    assert ids(rest, listed, "products", type=7) == [3]


def test_a_parent_product_and_its_variations(rest: RestClient) -> None:
    sku = "catalog.product.sku"
    parent = add(rest, sku, name="Футболка")
    assert (parent["type"], parent["quantity"]) == (6, None)
    offer = add(rest, "catalog.product.offer", iblockId=26, parentId=parent["id"], property5=1)
    assert offer["type"] == 4
    assert rest.call("catalog.product.offer.get", id=offer["id"])["offer"] == offer
    assert offer["parentId"]["value"] == str(parent["id"])
    assert offer["property5"]["valueEnum"] == "Чёрный"
    assert rest.call(f"{sku}.get", id=parent["id"])["sku"]["type"] == 3
    assert ids(rest, f"{sku}.list", "units", type=3) == [parent["id"]]
    offers = "catalog.product.offer.list"
    asked = {"iblockId": 26, "parentId": parent["id"]}
    assert ids(rest, offers, "offers", **asked) == [offer["id"]]
    assert ids(rest, offers, "offers", iblockId=26, property5=2) == []
    change = rest.call(
        "catalog.product.offer.update", id=offer["id"], fields={"parentId": None, "name": "Сама"}
    )["offer"]
    assert (change["type"], change["parentId"], change["name"]) == (5, None, "Сама")
    assert rest.call(f"{sku}.get", id=parent["id"])["sku"]["type"] == 6
    rest.call("catalog.product.offer.update", id=offer["id"], fields={"parentId": parent["id"]})
    assert rest.call(f"{sku}.update", id=parent["id"], fields={"sort": 7})["sku"]["sort"] == 7
    assert rest.call(f"{sku}.delete", id=parent["id"]) is True
    assert refused(rest, "catalog.product.offer.get", id=offer["id"]) == (400, "0")


def test_a_variation_needs_a_parent_that_can_be_one(rest: RestClient) -> None:
    for parent in (99, 3):
        fields = {"iblockId": 26, "name": "x", "parentId": parent}
        assert "parent" in told(rest, "catalog.product.offer.add", fields=fields)
    assert add(rest, "catalog.product.offer", iblockId=26)["type"] == 5
    assert rest.call("catalog.product.offer.delete", id=4) is True


def test_methods_see_their_own_kind(rest: RestClient) -> None:
    made = add(rest, "catalog.product.service", name="Доставка", available="N")
    assert (made["type"], made["available"]) == (7, "N")
    assert "quantity" not in made
    assert ids(rest, "catalog.product.service.list", "services") == [3, 4]
    fields = {"name": "Доставка 2", "vatId": 2}
    changed = rest.call("catalog.product.service.update", id=4, fields=fields)["service"]
    assert changed["vatId"] == 2
    assert rest.call("catalog.product.service.get", id=4)["service"] == changed
    assert refused(rest, "catalog.product.service.get", id=1) == (400, "0")
    assert refused(rest, "catalog.product.sku.get", id=1) == (400, "0")
    assert refused(rest, "catalog.product.offer.delete", id=1) == (400, NO_BLOCK)
    assert rest.call("catalog.product.service.delete", id=4) is True


@pytest.mark.parametrize(
    ("group", "one", "iblock", "there", "missing"),
    [
        ("catalog.product", "product", 24, "property4", "barcodeMulti"),
        ("catalog.product.sku", "sku", 24, "property1", "quantityTrace"),
        ("catalog.product.offer", "offer", 26, "parentId", "property4"),
        ("catalog.product.service", "service", 24, "vatIncluded", "weight"),
    ],
)
def test_fields_are_described_by_block(
    rest: RestClient, group: str, one: str, iblock: int, there: str, missing: str
) -> None:
    method = f"{group}.getFieldsByFilter"
    fields = rest.call(method, filter={"iblockId": iblock})[one]
    assert there in fields
    assert missing not in fields
    assert fields["iblockId"]["isImmutable"] is True
    assert refused(rest, method) == (400, "100")
    assert refused(rest, method, filter={"productType": 1}) == (400, "0")


def test_a_link_to_the_parent_is_described(rest: RestClient) -> None:
    method = "catalog.product.offer.getFieldsByFilter"
    link = rest.call(method, filter={"iblockId": 26})["offer"]["parentId"]
    assert (link["propertyType"], link["userType"], link["isDynamic"]) == ("E", "SKU", True)
    several = rest.call(method, filter={"iblockId": 26})["offer"]["property3"]
    assert (several["isMultiple"], several["type"]) == (True, "productproperty")


def test_pictures_of_fields(rest: RestClient) -> None:
    made = add(rest, previewPicture=PICTURE, detailPicture=PICTURE)
    picture = made["detailPicture"]
    assert picture["url"].startswith("/rest/catalog.product.download?fields%5BfieldName%5D=")
    asked = {"productId": made["id"], "fileId": picture["id"], "fieldName": "DETAIL_PICTURE"}
    link = rest.call("catalog.product.download", fields=asked)
    with urllib.request.urlopen(link["url"], timeout=30) as answer:
        assert answer.read() == base64.b64decode(PIXEL)
    for group in ("offer", "sku", "service"):
        assert refused(rest, f"catalog.product.{group}.download", fields=asked) == (400, "0")
    fields = {"detailPicture": {"remove": "Y"}}
    changed = rest.call("catalog.product.update", id=made["id"], fields=fields)["element"]
    assert changed["detailPicture"] is None
    assert changed["previewPicture"] == made["previewPicture"]
    download = "catalog.product.download"
    assert "file" in told(rest, download, fields=asked)
    assert "property" in told(rest, download, fields={**asked, "fieldName": "name"})
    assert "exist" in told(rest, download, fields={**asked, "productId": 99})
    assert told(rest, download, fields={"productId": 1}) == "Required fields: fileId, fieldName"


@pytest.mark.parametrize(("kind", "iblock"), [("sku", 24), ("offer", 26), ("service", 24)])
def test_pictures_of_every_kind(rest: RestClient, kind: str, iblock: int) -> None:
    group = f"catalog.product.{kind}"
    made = add(rest, group, iblockId=iblock, detailPicture=PICTURE)
    asked = {"productId": made["id"], "fileId": made["detailPicture"]["id"]}
    link = rest.call(f"{group}.download", fields={**asked, "fieldName": "detailPicture"})
    assert link["name"] == "кабель.png"


def test_images_are_a_list_of_their_own(rest: RestClient) -> None:
    one, two = ["раз.png", PIXEL], ["два.png", PIXEL]
    first = rest.call("catalog.productImage.add", fields={"productId": 1}, fileContent=one)[
        "productImage"
    ]
    assert (first["type"], first["name"], first["productId"]) == ("MORE_PHOTO", "раз.png", 1)
    with urllib.request.urlopen(first["downloadUrl"], timeout=30) as answer:
        assert answer.read() == base64.b64decode(PIXEL)
    detail = {"productId": 1, "type": "DETAIL_PICTURE"}
    rest.call("catalog.productImage.add", fields=detail, fileContent=one)
    replaced = rest.call("catalog.productImage.add", fields=detail, fileContent=two)
    second = replaced["productImage"]
    product = rest.call("catalog.product.get", id=1)["product"]
    assert product["detailPicture"]["id"] == str(second["id"])
    assert [row["value"]["id"] for row in product["property1"]] == [str(first["id"])]
    rows = rest.call("catalog.productImage.list", productId=1, select=["id", "name"])
    assert rows["productImages"] == [
        {"id": first["id"], "name": "раз.png"},
        {"id": second["id"], "name": "два.png"},
    ]
    got = rest.call("catalog.productImage.get", productId=1, id=second["id"])
    assert got["productImage"] == second
    for image in (first, second):
        assert rest.call("catalog.productImage.delete", productId=1, id=image["id"]) is True
    product = rest.call("catalog.product.get", id=1)["product"]
    assert (product["detailPicture"], product["property1"]) == (None, None)
    fields = rest.call("catalog.productImage.getFields")["productImage"]
    assert fields["productId"]["isRequired"] is True


def test_images_are_refused(rest: RestClient) -> None:
    new, file = "catalog.productImage.add", ["a.png", PIXEL]
    assert refused(rest, new, fields={"productId": 99}, fileContent=file) == (400, "0")
    assert refused(rest, new, fields={"type": "MORE_PHOTO"}, fileContent=file) == (400, "0")
    assert refused(rest, new, fields={"productId": 1}) == (400, "100")
    assert refused(rest, new, fileContent=file) == (400, "100")
    assert refused(rest, new, fields={"productId": 1}, fileContent="a.png") == (400, "100")
    kind = {"productId": 1, "type": "ICON"}
    assert "type" in told(rest, new, fields=kind, fileContent=file)
    for name, words in (("", "not specified"), ("a/b.png", "invalid"), ("a" * 256, "too long")):
        assert words in told(rest, new, fields={"productId": 1}, fileContent=[name, PIXEL])
    rest.call("catalog.productProperty.delete", id=1)
    assert "MORE_PHOTO" in told(rest, new, fields={"productId": 1}, fileContent=file)
    assert refused(rest, "catalog.productImage.get", productId=1, id=9) == (400, "0")
    assert refused(rest, "catalog.productImage.get", productId=1) == (400, "100")
    assert refused(rest, "catalog.productImage.list", productId=99) == (400, "0")
    assert refused(rest, "catalog.productImage.delete", productId=1, id=9) == (400, "0")


def test_a_price_is_the_only_one_of_its_type(rest: RestClient) -> None:
    new = {"productId": 3, "catalogGroupId": 1, "price": "100.50", "currency": "RUB"}
    made = rest.call("catalog.price.add", fields=new)["price"]
    expected = {"id": 3, "productId": 3, "price": 100.5, "priceScale": 100.5, "extraId": None}
    assert expected.items() <= made.items()
    assert "only single price" in told(rest, "catalog.price.add", fields=new)
    assert "group is wrong" in told(rest, "catalog.price.add", fields={**new, "catalogGroupId": 9})
    assert "product is wrong" in told(rest, "catalog.price.add", fields={**new, "productId": 99})
    assert "Currency" in told(rest, "catalog.price.add", fields={**new, "currency": "XXX"})
    assert "Price is" in told(rest, "catalog.price.add", fields={**new, "price": -1})
    update = "catalog.price.update"
    assert told(rest, update, id=3, fields={"price": 5}) == "Required fields: currency"
    changed = rest.call(update, id=3, fields={"price": 7, "currency": "USD", "productId": 1})
    assert (changed["price"]["price"], changed["price"]["productId"]) == (7, 3)
    assert rest.call("catalog.price.get", id=3) == changed
    assert rest.call("catalog.price.delete", id=3) is True
    assert refused(rest, "catalog.price.get", id=3) == (400, "")
    assert rest.call("catalog.price.getFields")["price"]["priceScale"]["isReadOnly"] is True


def test_prices_of_a_product_are_set_at_once(rest: RestClient) -> None:
    modify = "catalog.price.modify"
    rest.call("catalog.priceType.add", fields={"name": "OPT"})
    base = {"id": 1, "catalogGroupId": 1, "price": 1600, "currency": "RUB"}
    other = {"catalogGroupId": 2, "price": 1400, "currency": "RUB"}
    fields: dict[str, Any] = {"product": {"id": 1, "prices": [base, other]}}
    made = rest.call(modify, fields=fields)["prices"]
    assert [(row["id"], row["price"]) for row in made] == [(1, 1600), (3, 1400)]
    fields["product"]["prices"] = [{**other, "id": 3}]
    rest.call(modify, fields=fields)
    left = rest.call("catalog.price.list", filter={"productId": 1})["prices"]
    assert [row["id"] for row in left] == [3]
    fields["product"]["prices"] = [other, other]
    assert "only single price" in told(rest, modify, fields=fields)
    fields["product"]["prices"] = [{"catalogGroupId": 1}]
    assert told(rest, modify, fields=fields) == "Required fields: price, currency"
    fields["product"] = {"id": 99, "prices": [other]}
    assert "product is wrong" in told(rest, modify, fields=fields)
    assert refused(rest, modify) == (400, "100")
    left = rest.call("catalog.price.list", filter={"productId": 1})["prices"]
    assert [row["id"] for row in left] == [3]


def test_rows_of_deals_name_products_of_the_catalogue(rest: RestClient) -> None:
    rows = [{"PRODUCT_ID": 2, "PRICE": 25000, "QUANTITY": 1}]
    rest.call("crm.deal.productrows.set", id=1, rows=rows)
    (row,) = rest.call("crm.deal.productrows.get", id=1)
    assert (row["PRODUCT_ID"], row["PRODUCT_NAME"]) == (2, "Монитор")
