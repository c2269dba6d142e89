"""The catalogue through the CRM's older methods: the same products under other names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient


def told(rest: RestClient, method: str, **params: Any) -> str:
    """Return the words of a refusal."""
    status, body = rest.raw(method, params)
    assert (status, body["error"]) == (400, "")
    return str(body["error_description"])


def test_products_are_those_of_the_catalogue(rest: RestClient) -> None:
    fields = {"NAME": "Щётка для мыши", "PRICE": "99.5", "CURRENCY_ID": "RUB", "SECTION_ID": 1}
    number = rest.call("crm.product.add", fields={**fields, "PROPERTY_4": {"value": "нейлон"}})
    assert number == 4
    shown = rest.call("crm.product.get", id=number)
    expected = {
        "ID": "4",
        "NAME": "Щётка для мыши",
        "CODE": "shchetka_dlya_myshi",
        "PRICE": "99.50",
        "CURRENCY_ID": "RUB",
        "SECTION_ID": "1",
        "CATALOG_ID": "24",
        "ACTIVE": "Y",
        "SORT": "500",
    }
    assert expected.items() <= shown.items()
    assert shown["PROPERTY_4"]["value"] == "нейлон"
    product = rest.call("catalog.product.get", id=number)["product"]
    assert (product["name"], product["property4"]) == (shown["NAME"], shown["PROPERTY_4"])
    prices = rest.call("catalog.price.list", filter={"productId": number})["prices"]
    assert [row["price"] for row in prices] == [99.5]
    # A price without its currency does not count.
    assert rest.call("crm.product.update", id=number, fields={"PRICE": 5, "SORT": 7}) is True
    changed = rest.call("crm.product.get", id=number)
    assert (changed["PRICE"], changed["SORT"]) == ("99.50", "7")
    rest.call("crm.product.update", id=number, fields={"PRICE": 5, "CURRENCY_ID": "USD"})
    assert rest.call("crm.product.get", id=number)["CURRENCY_ID"] == "USD"
    assert rest.call("crm.product.delete", id=number) is True
    assert told(rest, "crm.product.get", id=number) == "Product is not found"
    assert rest.refused("catalog.product.get", id=number) == (400, "0")


def test_products_are_listed(rest: RestClient) -> None:
    rows = rest.call("crm.product.list", order={"NAME": "DESC"}, select=["ID", "NAME", "PRICE"])
    assert rows == [
        {"ID": "3", "NAME": "Настройка", "PRICE": None},
        {"ID": "2", "NAME": "Монитор", "PRICE": "25000.00"},
        {"ID": "1", "NAME": "Кабель", "PRICE": "1500.00"},
    ]
    _, body = rest.raw("crm.product.list", {"filter": {">PRICE": 2000}})
    assert ([row["ID"] for row in body["result"]], body["total"]) == (["2"], 1)
    assert "PROPERTY_4" not in body["result"][0]
    several = {"filter": {"ID": [1, 3], "CATALOG_ID": 24}, "select": ["NAME", "PROPERTY_*"]}
    rows = rest.call("crm.product.list", **several)
    assert [row["ID"] for row in rows] == ["1", "3"]
    assert set(rows[0]) == {"ID", "NAME", "PROPERTY_1", "PROPERTY_4"}
    assert rest.call("crm.product.list", filter={"CATALOG_ID": 26}) == []
    assert "total" not in rest.raw("crm.product.list", {"start": -1})[1]


def test_products_are_refused(rest: RestClient, manager: RestClient) -> None:
    assert told(rest, "crm.product.add", fields={"SORT": 1}) == "Product name is not specified."
    assert told(rest, "crm.product.add") == "The parameter 'fields' must be array."
    assert "VAT" in told(rest, "crm.product.add", fields={"NAME": "x", "VAT_ID": 9})
    update = {"id": 1, "fields": {"SECTION_ID": 99}}
    assert "section" in told(rest, "crm.product.update", **update)
    assert told(rest, "crm.product.get").startswith("The parameter id")
    assert told(rest, "crm.product.delete", id=99) == "Product is not found"
    assert told(manager, "crm.product.delete", id=1) == "Access denied."
    assert manager.call("crm.product.get", id=1)["NAME"] == "Кабель"


def test_codes_of_equal_names_differ(rest: RestClient) -> None:
    for _ in range(2):
        rest.call("crm.product.add", fields={"NAME": "Мышь"})
    rows = rest.call("crm.product.list", filter={"%NAME": "мышь"}, select=["CODE"])
    assert [row["CODE"] for row in rows] == ["mysh", "mysh_2"]


def test_fields_of_products(rest: RestClient) -> None:
    fields = rest.call("crm.product.fields")
    assert fields["NAME"]["isRequired"] is True
    assert fields["PRICE"]["type"] == "double"
    assert (fields["PROPERTY_4"]["title"], fields["PROPERTY_4"]["isDynamic"]) == ("Материал", True)


def test_sections(rest: RestClient) -> None:
    fields = {"NAME": "Мыши", "SECTION_ID": 1, "XML_ID": "mice"}
    number = rest.call("crm.productsection.add", fields=fields)
    shown = rest.call("crm.productsection.get", id=number)
    assert shown == {**fields, "ID": "2", "CATALOG_ID": "24", "SECTION_ID": "1"}
    assert rest.call("crm.productsection.update", id=2, fields={"NAME": "Мышки"}) is True
    rows = rest.call("crm.productsection.list", filter={"SECTION_ID": 1}, select=["NAME"])
    assert rows == [{"ID": "2", "NAME": "Мышки"}]
    section = rest.call("catalog.section.get", id=2)["section"]
    assert (section["name"], section["xmlId"]) == ("Мышки", "mice")
    assert rest.call("crm.productsection.delete", id=2) is True
    assert "not found" in told(rest, "crm.productsection.get", id=2)
    assert "name" in told(rest, "crm.productsection.add", fields={"XML_ID": "x"})
    wrong = {"NAME": "x", "SECTION_ID": 99}
    assert "parent" in told(rest, "crm.productsection.add", fields=wrong)
    assert "itself" in told(rest, "crm.productsection.update", id=1, fields={"SECTION_ID": 1})
    assert rest.call("crm.productsection.fields")["CATALOG_ID"]["isImmutable"] is True


def test_catalogues(rest: RestClient) -> None:
    rows = rest.call("crm.catalog.list")
    assert [row["ID"] for row in rows] == ["24", "26"]
    assert rest.call("crm.catalog.get", id=24) == rows[0]
    assert told(rest, "crm.catalog.get", id=1) == "Catalog is not found"
    assert rest.call("crm.catalog.fields")["ID"]["isReadOnly"] is True


def test_properties(rest: RestClient, manager: RestClient) -> None:
    values = {"n0": {"VALUE": "Малый", "SORT": 10}, "n1": {"VALUE": "Большой", "DEF": "Y"}}
    fields = {"NAME": "Размер", "PROPERTY_TYPE": "L", "VALUES": values}
    number = rest.call("crm.product.property.add", fields=fields)
    shown = rest.call("crm.product.property.get", id=number)
    assert (shown["ID"], shown["NAME"], shown["MULTIPLE"]) == ("6", "Размер", "N")
    kept = shown["VALUES"]
    assert [row["VALUE"] for row in kept.values()] == ["Малый", "Большой"]
    small = next(iter(kept))
    change = {"NAME": "Рост", "VALUES": {small: {"VALUE": "Низкий"}}}
    assert rest.call("crm.product.property.update", id=number, fields=change) is True
    shown = rest.call("crm.product.property.get", id=number)
    assert (shown["NAME"], shown["VALUES"][small]["VALUE"]) == ("Рост", "Низкий")
    rows = rest.call("crm.product.property.list", order={"NAME": "ASC"}, filter={">ID": 1})
    assert [row["NAME"] for row in rows] == ["Материал", "Рост"]
    assert rest.call("crm.product.property.delete", id=number) is True
    assert "not found" in told(rest, "crm.product.property.get", id=number)
    assert told(manager, "crm.product.property.delete", id=4) == "Access denied."
    wrong = {"NAME": "x", "PROPERTY_TYPE": "Z"}
    assert "type" in told(rest, "crm.product.property.add", fields=wrong)
    assert "format" in told(rest, "crm.product.property.update", id=4, fields={"SORT": "x"})


def test_descriptions_of_properties(rest: RestClient) -> None:
    assert rest.call("crm.product.property.fields")["VALUES"]["isMultiple"] is True
    assert "DEF" in rest.call("crm.product.property.enumeration.fields")
    types = rest.call("crm.product.property.types")
    assert {"PROPERTY_TYPE": "S", "USER_TYPE": "", "DESCRIPTION": "Строка"} in types
    settings = "crm.product.property.settings.fields"
    assert "HEIGHT" in rest.call(settings, propertyType="S", userType="HTML")
    assert "not supported" in told(rest, settings, propertyType="Z")
