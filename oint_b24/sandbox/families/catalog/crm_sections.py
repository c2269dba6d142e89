"""Sections and catalogues as the CRM told them: crm.productsection.*, crm.catalog.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, Refusal
from oint_b24.sandbox.families.catalog import catalogs, crm_view, records
from oint_b24.sandbox.families.catalog.catalogs import CATALOG
from oint_b24.sandbox.families.catalog.sections import SECTION
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.listing import split_prefix
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KEPT = {
    "ID": "id",
    "CATALOG_ID": "iblockId",
    "SECTION_ID": "iblockSectionId",
    "NAME": "name",
    "XML_ID": "xmlId",
}
_FIELDS = (
    Field("ID", "integer", "ID", "r"),
    Field("CATALOG_ID", "integer", "Каталог", "i"),
    Field("SECTION_ID", "integer", "Раздел"),
    Field("NAME", "string", "Название", "*"),
    Field("XML_ID", "string", "Символьный код"),
)
_CATALOG_FIELDS = (
    Field("ID", "integer", "ID", "r"),
    Field("NAME", "string", "Название", "*"),
    Field("ORIGINATOR_ID", "string", "Источник данных"),
    Field("ORIGIN_ID", "string", "Элемент источника"),
    Field("XML_ID", "string", "Символьный код", "r"),
)


@method("crm.productsection.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a section."""
    return {field.name: field.shown() for field in _FIELDS}


@method("crm.productsection.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return a section."""
    crm_view.admit(call, staff=True)
    number = crm_view.identifier(call)
    return _shown(number, _found(call, number))


@method("crm.productsection.list", scope="crm")
def listed(call: Call) -> Page:
    """Return sections, of the main catalogue unless the filter names another."""
    crm_view.admit(call, staff=True)
    names = {split_prefix(key)[0].upper() for key in call.object("filter")}
    extra = [] if "CATALOG_ID" in names else [Where("iblockId", "=", catalogs.PRODUCTS)]
    return crm_view.page(call, SECTION.kind, _KEPT, _shown, extra=extra)


@method("crm.productsection.add", scope="crm")
def add(call: Call) -> int:
    """Make a section and return its id."""
    crm_view.admit(call, staff=True)
    given = {"iblockId": catalogs.PRODUCTS, **_given(crm_view.fields(call))}
    if not given.get("name"):
        crm_view.refuse("Product section name is not specified.")
    try:
        return int(records.create(SECTION, call, given)["id"])
    except Refusal as refusal:
        raise crm_view.told(refusal) from None


@method("crm.productsection.update", scope="crm")
def update(call: Call) -> bool:
    """Change a section; its catalogue stays."""
    crm_view.admit(call, staff=True)
    number = crm_view.identifier(call)
    old = _found(call, number)
    same = {"name": old["name"], **_given(crm_view.fields(call)), "iblockId": old["iblockId"]}
    try:
        records.change(SECTION, call, number, same)
    except Refusal as refusal:
        raise crm_view.told(refusal) from None
    return True


@method("crm.productsection.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete a section with what lies in it."""
    crm_view.admit(call, staff=True)
    number = crm_view.identifier(call)
    SECTION.lose(call, number, _found(call, number))
    return call.store.delete(SECTION.kind, number)


def _found(call: Call, number: int) -> dict[str, Any]:
    data = call.store.get(SECTION.kind, number)
    if data is None:
        crm_view.refuse("Product section is not found")
    return data


def _given(sent: dict[str, Any]) -> dict[str, Any]:
    return {_KEPT[name.upper()]: v for name, v in sent.items() if name.upper() in _KEPT}


def _shown(number: int, data: dict[str, Any]) -> dict[str, Any]:
    kept = {"id": number, **data}
    return {name: crm_view.text(kept[field]) for name, field in _KEPT.items()}


@method("crm.catalog.fields", scope="crm")
def catalog_fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a catalogue."""
    return {field.name: field.shown() for field in _CATALOG_FIELDS}


@method("crm.catalog.get", scope="crm")
def get_catalog(call: Call) -> dict[str, Any]:
    """Return a catalogue."""
    crm_view.admit(call, staff=True)
    number = crm_view.identifier(call)
    data = call.store.get(CATALOG.kind, number)
    if data is None:
        crm_view.refuse("Catalog is not found")
    return _catalog(number, data)


@method("crm.catalog.list", scope="crm")
def list_catalogs(call: Call) -> Page:
    """Return the catalogues."""
    crm_view.admit(call, staff=True)
    return crm_view.page(call, CATALOG.kind, {"ID": "id", "NAME": "name"}, _catalog)


def _catalog(number: int, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "ID": str(number),
        "NAME": data["name"],
        "ORIGINATOR_ID": None,
        "ORIGIN_ID": None,
        "XML_ID": f"CRM_CATALOG_{number}",
    }
