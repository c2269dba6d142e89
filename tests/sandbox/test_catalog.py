"""Dictionaries of the trade catalogue: catalogues, measures, VAT, price types, sections, stores."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.rest.catalogue import all_methods
from oint_b24.sandbox import registry

if TYPE_CHECKING:
    from tests.rest_client import RestClient

READ, WRITE = 200040300010, 200040300020
PIXEL = "iVBORw0KGgo="


def described(rest: RestClient, method: str, one: str) -> dict[str, Any]:
    """Return the fields a getFields method describes."""
    fields: dict[str, Any] = rest.call(method)[one]
    return fields


def refused(rest: RestClient, method: str, **params: Any) -> tuple[int, Any]:
    """Return status and code of a refusal; the long codes are numbers."""
    return rest.refused(method, **params)


def told(rest: RestClient, method: str, **params: Any) -> str:
    """Return the words of a refusal."""
    _, body = rest.raw(method, params)
    return str(body["error_description"])


def test_every_method_of_the_catalogue_keeps_state() -> None:
    beginnings = ("catalog.", "crm.product.", "crm.productsection.", "crm.catalog.")
    names = [m.name for m in all_methods() if m.version == 2 and m.name.startswith(beginnings)]
    assert len(names) == 173
    handlers = [registry.find(name) for name in names]
    assert [h for h in handlers if h is None or h.is_generated] == []


def test_catalogues(rest: RestClient) -> None:
    catalogs = rest.call("catalog.catalog.list", order={"id": "desc"})["catalogs"]
    assert [(row["id"], row["productIblockId"]) for row in catalogs] == [(26, 24), (24, None)]
    shown = rest.call("catalog.catalog.get", id=24)["catalog"]
    assert (shown["iblockId"], shown["name"], shown["lid"]) == (24, "Товарный каталог", "s1")
    assert rest.call("catalog.catalog.isOffers", id=26) is True
    assert rest.call("catalog.catalog.isOffers", id=24) is False
    assert described(rest, "catalog.catalog.getFields", "catalog")["iblockId"] == {
        "isImmutable": True,
        "isReadOnly": False,
        "isRequired": True,
        "type": "integer",
    }
    assert refused(rest, "catalog.catalog.get", id=99) == (400, "0")
    assert refused(rest, "catalog.catalog.isOffers") == (400, "100")


def test_enumerations(rest: RestClient) -> None:
    rounding = rest.call("catalog.enum.getRoundTypes")["enum"]
    assert [row["id"] for row in rounding] == [1, 2, 4]
    documents = rest.call("catalog.enum.getStoreDocumentTypes")["enum"]
    assert [row["id"] for row in documents] == ["A", "S", "M", "R", "D"]


def test_a_measure_is_kept(rest: RestClient) -> None:
    seeded = rest.call("catalog.measure.list", select=["id", "code"])["measures"]
    assert [row["code"] for row in seeded] == [6, 112, 163, 166, 796]
    fields = {"code": 715, "measureTitle": "Пара", "symbol": "пар", "symbolIntl": "pr"}
    made = rest.call("catalog.measure.add", fields=fields)["measure"]
    assert made == {**fields, "id": 6, "isDefault": "N", "symbolLetterIntl": None}
    changed = rest.call("catalog.measure.update", id=6, fields={"code": "716"})["measure"]
    assert changed["code"] == 716
    assert rest.call("catalog.measure.get", id="6")["measure"] == changed
    assert rest.call("catalog.measure.delete", id=6) is True
    assert refused(rest, "catalog.measure.get", id=6) == (400, 200600000020)
    assert described(rest, "catalog.measure.getFields", "measure")["id"]["isReadOnly"] is True


def test_measures_are_refused(rest: RestClient) -> None:
    new = {"code": 715, "measureTitle": "Пара"}
    add = "catalog.measure.add"
    assert refused(rest, add, fields={**new, "code": 796}) == (400, 200600000000)
    assert refused(rest, add, fields={**new, "isDefault": "Y"}) == (400, 200600000010)
    assert told(rest, add, fields={"symbol": "x"}) == "Required fields: code, measureTitle"
    assert refused(rest, add, fields={**new, "code": "семь"}) == (400, "0")
    assert told(rest, add) == "Could not find value for parameter {fields}"
    assert refused(rest, add, fields="text") == (400, "100")
    assert refused(rest, "catalog.measure.update", id=5, fields={"code": 6}) == (400, 200600000000)
    assert refused(rest, "catalog.measure.update", id=50, fields={"code": 6}) == (400, 200600000020)
    assert refused(rest, "catalog.measure.delete", id=50) == (400, 200600000020)
    assert refused(rest, "catalog.measure.delete") == (400, "100")
    assert refused(rest, "catalog.measure.get", id="abc") == (400, "100")


def test_lists_are_filtered_and_ordered(rest: RestClient) -> None:
    def codes(**params: Any) -> list[int]:
        rows = rest.call("catalog.measure.list", **params)["measures"]
        return [row["code"] for row in rows]

    assert codes(filter={"@id": [2, 4]}) == [112, 166]
    assert codes(filter={"!@id": [2, 4], "<=id": 4}) == [6, 163]
    assert codes(filter={"code": "796"}) == [796]
    assert codes(filter={">code": 150, "!=id": 5}) == [163, 166]
    assert codes(filter={"%measureTitle": "ГРАММ"}) == [163, 166]
    assert codes(filter={"=%measureTitle": "Кило%"}) == [166]
    assert codes(filter={"!=%measureTitle": "%грамм"}) == [6, 112, 796]
    assert codes(filter={"!%measureTitle": "грамм"}) == [6, 112, 796]
    assert codes(filter={"nothing": 1}, order={"code": "DESC"}) == [796, 166, 163, 112, 6]
    rows = rest.call("catalog.measure.list", select=["symbol"], filter={"id": 5})["measures"]
    assert rows == [{"symbol": "шт"}]
    status, body = rest.raw("catalog.measure.list", {"filter": "id"})
    assert (status, body["error"]) == (400, "100")
    assert "parameter {filter}. Should be value of type array." in body["error_description"]


def test_lists_come_in_pages(rest: RestClient) -> None:
    for number in range(70):
        fields = {"name": f"Ставка {number}", "rate": number}
        rest.call("catalog.vat.add", fields=fields)
    _, first = rest.raw("catalog.vat.list")
    assert (len(first["result"]["vats"]), first["total"], first["next"]) == (50, 72, 50)
    _, last = rest.raw("catalog.vat.list", {"start": 50})
    assert (len(last["result"]["vats"]), last["total"]) == (22, 72)
    assert "next" not in last
    _, bare = rest.raw("catalog.vat.list", {"start": -1, "filter": {">id": 70}})
    assert [row["id"] for row in bare["result"]["vats"]] == [71, 72]
    assert "total" not in bare


def test_a_vat_rate_is_kept(rest: RestClient) -> None:
    made = rest.call("catalog.vat.add", fields={"name": "НДС 7,5%", "rate": "7.5"})["vat"]
    assert (made["id"], made["rate"], made["active"], made["sort"]) == (3, 7.5, "Y", 100)
    changed = rest.call("catalog.vat.update", id=3, fields={"name": "НДС 8%", "rate": 8.0})["vat"]
    assert (changed["rate"], changed["name"]) == (8, "НДС 8%")
    assert rest.call("catalog.vat.get", id=3)["vat"] == changed
    update = "catalog.vat.update"
    assert told(rest, update, id=3, fields={"sort": 1}) == "Required fields: name, rate"
    assert refused(rest, update, id=9, fields={"name": "x", "rate": 1}) == (400, 200800000000)
    assert rest.call("catalog.vat.delete", id=3) is True
    assert refused(rest, "catalog.vat.delete", id=3) == (400, 200800000000)
    assert described(rest, "catalog.vat.getFields", "vat")["rate"]["type"] == "double"


def test_ratios_and_extras_are_read(rest: RestClient) -> None:
    ratio = rest.call("catalog.ratio.get", id=1)["ratio"]
    assert ratio == {"id": 1, "isDefault": "Y", "productId": 1, "ratio": 1}
    assert len(rest.call("catalog.ratio.list")["ratios"]) == 3
    assert refused(rest, "catalog.ratio.get", id=77) == (400, "0")
    assert "ratio" in described(rest, "catalog.ratio.getFields", "ratio")
    extra = rest.call("catalog.extra.get", id=1)["extra"]
    assert extra == {"id": 1, "name": "Наценка", "percentage": 10}
    assert rest.call("catalog.extra.list")["extras"] == [extra]
    assert refused(rest, "catalog.extra.get", id=2) == (400, 202000000000)
    assert "percentage" in described(rest, "catalog.extra.getFields", "extra")


def test_a_price_type_becomes_the_base_one(rest: RestClient) -> None:
    fields = {"name": "OPT", "sort": 10, "xmlId": "opt"}
    made = rest.call("catalog.priceType.add", fields=fields)["priceType"]
    assert {**fields, "base": "N", "createdBy": 1, "id": 2}.items() <= made.items()
    assert rest.call("catalog.priceType.get", id=2)["priceType"] == made
    assert refused(rest, "catalog.priceType.delete", id=1) == (400, "BASE")
    rest.call("catalog.priceType.update", id=1, fields={"name": "BASE", "base": "N"})
    rows = rest.call("catalog.priceType.list", select=["id", "base"])["priceTypes"]
    assert rows == [{"base": "Y", "id": 1}, {"base": "N", "id": 2}]
    rest.call("catalog.priceType.update", id=2, fields={"name": "OPT", "base": "Y"})
    rows = rest.call("catalog.priceType.list", filter={"base": "Y"})["priceTypes"]
    assert [row["id"] for row in rows] == [2]
    assert rest.call("catalog.priceType.delete", id=1) is True
    # What was of the type went with it.
    assert rest.call("catalog.price.list")["prices"] == []
    assert rest.call("catalog.priceTypeLang.list")["priceTypeLangs"] == []
    assert refused(rest, "catalog.priceType.get", id=1) == (400, 201000000000)
    update = "catalog.priceType.update"
    assert told(rest, update, id=2, fields={"sort": 1}) == "Required fields: name"
    assert described(rest, "catalog.priceType.getFields", "priceType")["name"]["isRequired"]


def test_groups_of_a_price_type(rest: RestClient) -> None:
    add = "catalog.priceTypeGroup.add"
    fields = {"catalogGroupId": 1, "groupId": 3, "access": "Y"}
    made = rest.call(add, fields=fields)["priceTypeGroup"]
    assert made == {**fields, "id": 3}
    rows = rest.call("catalog.priceTypeGroup.list", filter={"groupId": 3})["priceTypeGroups"]
    assert rows == [made]
    assert "already exists" in told(rest, add, fields=fields)
    assert "price type" in told(rest, add, fields={**fields, "catalogGroupId": 9})
    assert "group does not" in told(rest, add, fields={**fields, "groupId": 999})
    assert "access type" in told(rest, add, fields={**fields, "access": "X"})
    assert rest.call("catalog.priceTypeGroup.delete", id=3) is True
    assert refused(rest, "catalog.priceTypeGroup.delete", id=3) == (400, "0")
    assert "access" in described(rest, "catalog.priceTypeGroup.getFields", "priceTypeGroup")


def test_translations_of_a_price_type(rest: RestClient) -> None:
    add = "catalog.priceTypeLang.add"
    fields = {"catalogGroupId": 1, "lang": "en", "name": "Retail"}
    made = rest.call(add, fields=fields)["priceTypeLang"]
    assert made == {**fields, "id": 2}
    assert refused(rest, add, fields=fields) == (400, "400")
    assert refused(rest, add, fields={**fields, "lang": "xx"}) == (400, 201200000010)
    assert refused(rest, add, fields={**fields, "catalogGroupId": 7}) == (400, 201000000000)
    update = "catalog.priceTypeLang.update"
    changed = rest.call(update, id=2, fields={"lang": "de"})["priceTypeLang"]
    assert changed == {**made, "lang": "de"}
    assert refused(rest, update, id=2, fields={"lang": "ru"}) == (400, "400")
    assert rest.call("catalog.priceTypeLang.get", id=2)["priceTypeLang"] == changed
    assert rest.call("catalog.priceTypeLang.delete", id=2) is True
    assert refused(rest, "catalog.priceTypeLang.get", id=2) == (400, 201200000000)
    _, body = rest.raw("catalog.priceTypeLang.getLanguages")
    languages = body["result"]["languages"]
    assert {"active": "Y", "lid": "ru", "name": "Русский"} in languages
    assert body["total"] == len(languages)
    assert "lang" in described(rest, "catalog.priceTypeLang.getFields", "priceTypeLang")


def test_rounding_rules(rest: RestClient) -> None:
    add, update = "catalog.roundingRule.add", "catalog.roundingRule.update"
    fields = {"catalogGroupId": 1, "price": 1000, "roundType": 4, "roundPrecision": 100}
    made = rest.call(add, fields=fields)["roundingRule"]
    assert {**fields, "id": 1, "createdBy": 1, "modifiedBy": 1}.items() <= made.items()
    assert refused(rest, add, fields={**fields, "roundType": 3}) == (400, "0")
    assert refused(rest, add, fields={**fields, "roundPrecision": 0}) == (400, "0")
    assert refused(rest, add, fields={**fields, "catalogGroupId": 5}) == (400, "0")
    assert told(rest, update, id=1, fields={"price": 5}).startswith("Required fields: catalogG")
    changed = rest.call(update, id=1, fields={**fields, "price": 0.5})["roundingRule"]
    assert changed["price"] == 0.5
    assert rest.call("catalog.roundingRule.get", id=1)["roundingRule"] == changed
    assert rest.call("catalog.roundingRule.list")["roundingRules"] == [changed]
    assert rest.call("catalog.roundingRule.delete", id=1) is True
    assert refused(rest, "catalog.roundingRule.get", id=1) == (400, 200900000000)
    rule = described(rest, "catalog.roundingRule.getFields", "roundingRule")
    assert rule["roundType"]["type"] == "integer"


def test_sections_are_a_tree(rest: RestClient) -> None:
    add, update = "catalog.section.add", "catalog.section.update"
    fields = {"iblockId": 24, "iblockSectionId": 1, "name": "Мониторы", "code": "monitors"}
    made = rest.call(add, fields=fields)["section"]
    assert {**fields, "id": 2, "active": "Y", "sort": 500}.items() <= made.items()
    rows = rest.call("catalog.section.list", filter={"iblockId": 24, "iblockSectionId": 1})
    assert rows["sections"] == [made]
    changed = rest.call(update, id=2, fields={"iblockId": 24, "name": "Экраны"})["section"]
    assert (changed["name"], changed["code"]) == ("Экраны", "monitors")
    assert rest.call("catalog.section.get", id=2)["section"] == changed
    assert refused(rest, add, fields={**fields, "iblockId": 26, "code": "x"}) == (400, 200700300000)
    assert refused(rest, add, fields=fields) == (400, 200700300040)
    assert refused(rest, add, fields={**fields, "iblockId": 99}) == (400, 200700300050)
    inside = {"iblockId": 24, "name": "Оборудование", "iblockSectionId": 2}
    assert refused(rest, update, id=1, fields=inside) == (400, 200700300010)
    assert refused(rest, update, id=9, fields=inside) == (400, 200700300030)
    assert told(rest, update, id=2, fields={"iblockId": 24}) == "Required fields: name"
    assert told(rest, "catalog.section.list") == "Required fields: iblockId"


def test_a_section_goes_with_what_lies_in_it(rest: RestClient) -> None:
    fields = {"iblockId": 24, "iblockSectionId": 1, "name": "Мониторы"}
    rest.call("catalog.section.add", fields=fields)
    rest.call("catalog.product.update", id=2, fields={"iblockSectionId": 2})
    assert rest.call("catalog.section.delete", id=1) is True
    assert refused(rest, "catalog.section.get", id=2) == (400, 200700300030)
    left = rest.call("catalog.product.list", select=["id", "iblockId"], filter={"iblockId": 24})
    assert [row["id"] for row in left["products"]] == [3]
    assert refused(rest, "catalog.section.delete", id=1) == (400, 200700300030)


def test_a_store_is_kept_with_its_picture(rest: RestClient) -> None:
    image = {"fileData": ["склад.png", PIXEL]}
    fields = {"address": "Мира, 1", "title": "Второй", "gpsN": "54.7", "imageId": image}
    made = rest.call("catalog.store.add", fields=fields)["store"]
    expected = {"id": 2, "address": "Мира, 1", "gpsN": 54.7, "userId": 1, "issuingCenter": "N"}
    assert expected.items() <= made.items()
    with urllib.request.urlopen(rest.base + made["imageId"]["url"], timeout=30) as answer:
        assert answer.read() == base64.b64decode(PIXEL)
    changed = rest.call(
        "catalog.store.update", id=2, fields={"title": "Третий", "imageId": {"remove": "Y"}}
    )["store"]
    assert (changed["title"], changed["imageId"]) == ("Третий", None)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(rest.base + made["imageId"]["url"], timeout=30)
    assert rest.call("catalog.store.get", id=2)["store"] == changed
    stores = rest.call("catalog.store.list", order={"id": "desc"}, select=["id"])["stores"]
    assert stores == [{"id": 2}, {"id": 1}]
    assert rest.call("catalog.store.delete", id=2) is True
    assert refused(rest, "catalog.store.get", id=2) == (400, 201100000000)
    assert refused(rest, "catalog.store.add", fields={"title": "x"}) == (400, "0")
    assert refused(rest, "catalog.store.update", id=1, fields={"address": ""}) == (400, "0")
    assert described(rest, "catalog.store.getFields", "store")["imageId"]["type"] == "file"


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("catalog.measure.list", {}, READ),
        ("catalog.measure.add", {"fields": {"code": 1}}, WRITE),
        ("catalog.vat.delete", {"id": 1}, WRITE),
        ("catalog.section.list", {"filter": {"iblockId": 24}}, 200040300030),
        ("catalog.section.get", {"id": 1}, 200040300040),
        ("catalog.section.add", {"fields": {"name": "x"}}, 200040300040),
        ("catalog.section.delete", {"id": 1}, 200040300050),
        ("catalog.store.getFields", {}, READ),
        ("catalog.price.add", {"fields": {"price": 1}}, WRITE),
        ("catalog.price.modify", {"fields": {"product": {}}}, WRITE),
        ("catalog.product.get", {"id": 1}, READ),
        ("catalog.product.add", {"fields": {"name": "x"}}, 200040300040),
        ("catalog.product.delete", {"id": 1}, 200040300040),
        ("catalog.productProperty.add", {"fields": {"name": "x"}}, "0"),
        ("catalog.productImage.list", {"productId": 1}, READ),
        ("catalog.productImage.add", {"fields": {}, "fileContent": []}, WRITE),
        ("catalog.document.add", {"fields": {"docType": "S"}}, "0"),
        ("catalog.document.element.add", {"fields": {}}, "ERROR_DOCUMENT_RIGHTS"),
        ("catalog.documentcontractor.add", {"fields": {}}, "0"),
    ],
)
def test_employees_may_not(
    manager: RestClient, method: str, params: dict[str, Any], code: int | str
) -> None:
    assert refused(manager, method, **params) == (400, code)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("catalog.price.get", {"id": 1}),
        ("catalog.product.list", {"select": ["*"], "filter": {"iblockId": 24}}),
        ("catalog.section.getFields", {}),
        ("catalog.storeproduct.list", {}),
        ("catalog.document.list", {}),
        ("catalog.document.mode.status", {}),
        ("catalog.productProperty.list", {}),
        ("catalog.enum.getRoundTypes", {}),
    ],
)
def test_employees_may_look(manager: RestClient, method: str, params: dict[str, Any]) -> None:
    assert manager.raw(method, params)[0] == 200


def test_guests_are_kept_out(rest: RestClient) -> None:
    guest = type(rest)(rest.base, 12, "sandboxcode12")
    assert refused(guest, "catalog.price.list") == (400, READ)
    assert refused(guest, "crm.product.list") == (400, "")
