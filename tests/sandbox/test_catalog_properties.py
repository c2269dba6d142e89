"""Properties of products: types, values of lists, features, places in the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

PROPERTY = "catalog.productProperty"
ENUM = "catalog.productPropertyEnum"
FEATURE = "catalog.productPropertyFeature"
SECTION = "catalog.productPropertySection"
PIXEL = "iVBORw0KGgo="


def told(rest: RestClient, method: str, **params: Any) -> str:
    """Return the words of a refusal."""
    _, body = rest.raw(method, params)
    return str(body["error_description"])


def make(rest: RestClient, **fields: Any) -> int:
    """Make a property and return its id."""
    given = {"iblockId": 24, "name": "Свойство", "propertyType": "S", **fields}
    return int(rest.call(f"{PROPERTY}.add", fields=given)["productProperty"]["id"])


def value(rest: RestClient, name: str, product: int = 1) -> Any:
    """Return a field of a product."""
    return rest.call("catalog.product.get", id=product)["product"][name]


def change(rest: RestClient, **fields: Any) -> None:
    """Change product 1."""
    rest.call("catalog.product.update", id=1, fields=fields)


def test_a_property_is_kept(rest: RestClient) -> None:
    fields = {"iblockId": 24, "name": "Категория", "propertyType": "S", "code": "CATEGORY"}
    made = rest.call(f"{PROPERTY}.add", fields=fields)["productProperty"]
    expected = {**fields, "id": 6, "multiple": "N", "colCount": 30, "userType": None, "sort": 500}
    assert expected.items() <= made.items()
    changes = {"iblockId": 24, "isRequired": "Y", "hint": "какая"}
    changed = rest.call(f"{PROPERTY}.update", id=6, fields=changes)["productProperty"]
    assert (changed["isRequired"], changed["hint"], changed["code"]) == ("Y", "какая", "CATEGORY")
    assert rest.call(f"{PROPERTY}.get", id=6)["productProperty"] == changed
    rows = rest.call(f"{PROPERTY}.list", filter={"propertyType": "F"}, select=["id", "iblockId"])
    assert rows["productProperties"] == [{"iblockId": 24, "id": 1}, {"iblockId": 26, "id": 3}]
    assert rest.call(f"{PROPERTY}.getFields")["productProperty"]["name"]["isRequired"] is True
    asked = {"iblockId": 24, "name": "x"}
    assert told(rest, "catalog.product.add", fields=asked) == "Required fields: property6"
    assert rest.call(f"{PROPERTY}.delete", id=6) is True
    assert rest.refused(f"{PROPERTY}.get", id=6) == (400, "")
    assert rest.refused(f"{PROPERTY}.delete", id=6) == (400, "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "x"}, "Required fields: iblockId, propertyType"),
        ({"iblockId": 9, "name": "x", "propertyType": "S"}, "not a product catalog"),
        ({"iblockId": 24, "name": "x", "propertyType": "Z"}, "Invalid property type"),
        (
            {"iblockId": 24, "name": "x", "propertyType": "N", "userType": "HTML"},
            "Invalid property type",
        ),
        (
            {"iblockId": 24, "name": "x", "propertyType": "S", "userTypeSettings": "a"},
            "Invalid custom property type settings",
        ),
        ({"iblockId": 24, "name": "x", "propertyType": "S", "code": "1A"}, "start with a digit"),
        ({"iblockId": 24, "name": "x", "propertyType": "S", "code": "а б"}, "Latin letters"),
        ({"iblockId": 24, "name": "x", "propertyType": "S", "sort": []}, "format of field `sort`"),
    ],
)
def test_properties_are_refused(rest: RestClient, fields: dict[str, Any], words: str) -> None:
    assert rest.refused(f"{PROPERTY}.add", fields=fields) == (400, "0")
    assert words in told(rest, f"{PROPERTY}.add", fields=fields)


def test_a_property_stays_in_its_block(rest: RestClient) -> None:
    update = f"{PROPERTY}.update"
    assert told(rest, update, id=4, fields={"name": "x"}) == "Required fields: iblockId"
    assert "block code" in told(rest, update, id=4, fields={"iblockId": 26})
    assert rest.refused(update, id="x", fields={"iblockId": 24}) == (400, "100")


def test_a_single_value_is_changed_and_replaced(rest: RestClient) -> None:
    change(rest, property4="медь")
    kept = value(rest, "property4")
    assert kept["value"] == "медь"
    change(rest, property4={"valueId": kept["valueId"], "value": "сталь"})
    assert value(rest, "property4") == {"value": "сталь", "valueId": kept["valueId"]}
    change(rest, property4={"value": "медь"})
    assert value(rest, "property4")["valueId"] != kept["valueId"]
    found = rest.call(
        "catalog.product.list",
        select=["id", "iblockId", "property4"],
        filter={"iblockId": 24, "property4": "медь"},
    )["products"]
    assert [(row["id"], row["property4"]["value"]) for row in found] == [(1, "медь")]
    change(rest, property4="")
    assert value(rest, "property4") is None


def test_several_values_are_kept_by_their_ids(rest: RestClient) -> None:
    number = make(rest, multiple="Y", propertyType="N")
    name = f"property{number}"
    change(rest, **{name: [{"value": "1.50"}, {"value": 2}]})
    first, second = value(rest, name)
    assert (first["value"], second["value"]) == ("1.5", "2")
    change(rest, **{name: [{"valueId": second["valueId"]}, {"value": 3}]})
    kept = value(rest, name)
    assert [row["value"] for row in kept] == ["2", "3"]
    assert kept[0] == second
    select = ["id", "iblockId"]
    for asked, found in ((3, [1]), (1.5, [])):
        rows = rest.call(
            "catalog.product.list", select=select, filter={"iblockId": 24, name: asked}
        )
        assert [row["id"] for row in rows["products"]] == found
    wrong = {name: "много"}
    assert rest.refused("catalog.product.update", id=1, fields=wrong) == (400, "0")


def test_files_stay_until_they_are_removed(rest: RestClient) -> None:
    file = {"fileData": ["а.png", PIXEL]}
    change(rest, property1=[{"value": file}])
    change(rest, property1=[{"value": file}])
    first, second = value(rest, "property1")
    assert first["value"]["url"].startswith("/rest/catalog.product.download")
    change(rest, property1=[{"valueId": first["valueId"], "value": {"remove": "Y"}}])
    (left,) = value(rest, "property1")
    assert left["value"] == second["value"]
    assert left["valueId"] != second["valueId"]
    asked = {"productId": 1, "fileId": left["value"]["id"]}
    for name in ("property1", "PROPERTY_1", "PROPERTY_MORE_PHOTO"):
        link = rest.call("catalog.product.download", fields={**asked, "fieldName": name})
        assert link["name"] == "а.png"


def test_values_of_a_list(rest: RestClient) -> None:
    number = make(rest, propertyType="L", name="Размер")
    fields = {"propertyId": number, "value": "Средний", "xmlId": "M", "def": "Y", "sort": 100}
    made = rest.call(f"{ENUM}.add", fields=fields)["productPropertyEnum"]
    assert made == {**fields, "id": 3}
    other = {**fields, "value": "Большой", "xmlId": "L"}
    rest.call(f"{ENUM}.add", fields=other)
    rows = rest.call(f"{ENUM}.list", filter={"propertyId": number}, select=["id", "def"])
    assert rows["productPropertyEnums"] == [{"def": "N", "id": 3}, {"def": "Y", "id": 4}]
    # A new product takes the default.
    product = rest.call("catalog.product.add", fields={"iblockId": 24, "name": "x"})["element"]
    assert product[f"property{number}"]["valueEnum"] == "Большой"
    changed = rest.call(f"{ENUM}.update", id=3, fields={**fields, "value": "M", "def": "N"})
    assert rest.call(f"{ENUM}.get", id=3) == changed
    wrong = {f"property{number}": 1}
    assert rest.refused("catalog.product.update", id=1, fields=wrong) == (400, "0")
    assert rest.call(f"{ENUM}.delete", id=3) is True
    assert rest.refused(f"{ENUM}.get", id=3) == (400, "0")
    assert rest.call(f"{ENUM}.getFields")["productPropertyEnum"]["xmlId"]["isRequired"] is True


def test_values_of_a_list_are_refused(rest: RestClient) -> None:
    fields = {"propertyId": 5, "value": "Чёрный", "xmlId": "black"}
    assert rest.refused(f"{ENUM}.add", fields=fields) == (400, "BX_INVALID_VALUE")
    assert "Only list" in told(rest, f"{ENUM}.add", fields={**fields, "propertyId": 4})
    assert "does not exist" in told(rest, f"{ENUM}.add", fields={**fields, "propertyId": 99})
    missing = {"propertyId": 5, "value": "x"}
    assert told(rest, f"{ENUM}.add", fields=missing) == "Required fields: xmlId"
    assert told(rest, f"{ENUM}.update", id=1, fields=missing) == "Required fields: xmlId"
    assert rest.refused(f"{ENUM}.update", id=99, fields=fields) == (400, "0")
    assert rest.refused(f"{ENUM}.update", id=1, fields={**fields, "propertyId": 4}) == (400, "0")
    assert rest.refused(f"{ENUM}.delete", id=99) == (400, "0")


def test_a_property_takes_its_values_along(rest: RestClient) -> None:
    change(rest, property4="медь")
    rest.call(f"{PROPERTY}.delete", id=4)
    assert "property4" not in rest.call("catalog.product.get", id=1)["product"]
    rest.call(f"{PROPERTY}.delete", id=5)
    assert rest.call(f"{ENUM}.list")["productPropertyEnums"] == []
    assert rest.call(f"{FEATURE}.list")["productPropertyFeatures"] == []


def test_features(rest: RestClient) -> None:
    free = rest.call(f"{FEATURE}.getAvailableFeaturesByProperty", propertyId=4)["features"]
    assert [row["featureId"] for row in free] == ["LIST_PAGE_SHOW", "DETAIL_PAGE_SHOW"]
    of_offers = rest.call(f"{FEATURE}.getAvailableFeaturesByProperty", propertyId=5)["features"]
    assert {"IN_BASKET", "OFFER_TREE"} <= {row["featureId"] for row in of_offers}
    fields = {"propertyId": 4, "moduleId": "iblock", "featureId": "DETAIL_PAGE_SHOW"}
    made = rest.call(f"{FEATURE}.add", fields={**fields, "isEnabled": "Y"})
    assert made["productPropertyFeature"] == {**fields, "id": 2, "isEnabled": "Y"}
    assert "Duplicate" in told(rest, f"{FEATURE}.add", fields={**fields, "isEnabled": "N"})
    changed = rest.call(f"{FEATURE}.update", id=2, fields={**fields, "isEnabled": "N"})
    assert rest.call(f"{FEATURE}.get", id=2) == changed
    rows = rest.call(f"{FEATURE}.list", filter={"isEnabled": "N"})["productPropertyFeatures"]
    assert [row["id"] for row in rows] == [2]
    wrong = {**fields, "featureId": "OFFER_TREE", "isEnabled": "Y"}
    assert "parameter set" in told(rest, f"{FEATURE}.add", fields=wrong)
    lacking = told(rest, f"{FEATURE}.add", fields={"propertyId": 4, "moduleId": "iblock"})
    assert lacking == "Required fields: featureId, isEnabled"
    nowhere = {**fields, "propertyId": 99, "isEnabled": "Y"}
    assert rest.refused(f"{FEATURE}.add", fields=nowhere) == (400, "0")
    assert rest.refused(f"{FEATURE}.get", id=9) == (400, "0")
    available = f"{FEATURE}.getAvailableFeaturesByProperty"
    assert rest.refused(available, propertyId=99) == (400, "0")
    assert rest.refused(available, propertyId="abc") == (400, "100")
    assert "moduleId" in rest.call(f"{FEATURE}.getFields")["productPropertyFeature"]


def test_settings_of_the_filter(rest: RestClient) -> None:
    unset = rest.call(f"{SECTION}.get", propertyId=4)["productPropertySection"]
    assert unset["smartFilter"] == "N"
    assert rest.call(f"{SECTION}.list")["productPropertySections"] == []
    fields = {"smartFilter": "Y", "displayType": "K", "filterHint": "из чего"}
    made = rest.call(f"{SECTION}.set", propertyId=4, fields=fields)["productPropertySection"]
    ids = {"iblockId": "24", "propertyId": "4", "sectionId": "0"}
    assert made == {**fields, **ids, "displayExpanded": "N"}
    kept = rest.call(f"{SECTION}.get", propertyId=4)["productPropertySection"]
    assert (kept["propertyId"], kept["filterHint"]) == (4, "из чего")
    rows = rest.call(f"{SECTION}.list", filter={"smartFilter": "Y"})["productPropertySections"]
    assert rows == [kept]
    wrong = {"displayType": "Z"}
    assert rest.refused(f"{SECTION}.set", propertyId=4, fields=wrong) == (400, "0")
    assert rest.refused(f"{SECTION}.set", propertyId=4) == (400, "100")
    assert rest.refused(f"{SECTION}.set", propertyId=99, fields=fields) == (400, "0")
    assert rest.refused(f"{SECTION}.get") == (400, "100")
