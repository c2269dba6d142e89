"""Products and suppliers of inventory documents, and the documents' user fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page
from oint_b24.sandbox.families.catalog import lists
from oint_b24.sandbox.families.catalog.conducting import CONTRACTORS, DOCUMENT, ELEMENTS
from oint_b24.sandbox.families.catalog.documents import USER_FIELDS, described_before
from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import Field, table
from oint_b24.sandbox.families.catalog.product_kinds import EMPTY_PARENT, PARENT, SERVICE
from oint_b24.sandbox.families.catalog.records import read_access, register, require
from oint_b24.sandbox.families.catalog.refusals import admit, identifier, refuse, structure
from oint_b24.sandbox.listing import split_prefix
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_RIGHTS, _STATUS = "ERROR_DOCUMENT_RIGHTS", "ERROR_DOCUMENT_STATUS"
_CONTACT, _COMPANY = 3, 4
_CRM_KINDS = {_CONTACT: "contact", _COMPANY: "company"}
_USER_FIELD = re.compile(r"field\d+")


def _check_element(call: Call, change: Change) -> None:
    """Check document, product and warehouses (catalog-document-element-add.md)."""
    new = change.new
    _require_draft(call, new["docId"])
    product = call.store.get("product", new["elementId"])
    if product is None or product["type"] in (PARENT, EMPTY_PARENT, SERVICE):
        refuse("0", "Error of adding new document element")
    for side in ("storeFrom", "storeTo"):
        if new[side] is not None and call.store.get("catalog_store", new[side]) is None:
            refuse(_RIGHTS, "Access denied")


def _require_draft(call: Call, number: int | None) -> None:
    document = call.store.get(DOCUMENT, number)
    if document is None:
        refuse(_STATUS, "Document not found")
    if document["status"] == "Y":
        refuse(_STATUS, "Conducted document")


def _lose_element(call: Call, _: int, data: dict[str, Any]) -> None:
    _require_draft(call, data["docId"])


def _check_contractor(call: Call, change: Change) -> None:
    """Check that a supplier may be bound (catalog-documentcontractor-add.md)."""
    new = change.new
    _require_receipt(call, new["documentId"])
    kind = _CRM_KINDS.get(new["entityTypeId"])
    if kind is None:
        refuse("0", "Wrong entity type id")
    if call.store.get(kind, new["entityId"]) is None:
        refuse("0", "Wrong entity id")
    bound = [data for _, data in call.store.all(CONTRACTORS, documentId=new["documentId"])]
    if new in bound:
        refuse("0", "This contractor has been already bound to this document")
    if kind == "company" and any(data["entityTypeId"] == _COMPANY for data in bound):
        refuse("0", "This document already has a Company contractor")


def _require_receipt(call: Call, number: int) -> None:
    document = call.store.get(DOCUMENT, number)
    if document is None:
        refuse("0", "Store document was not found")
    if document["docType"] != "A":
        refuse("0", "Type of store document is wrong")
    if document["status"] == "Y":
        refuse("0", "Unable to edit conducted document")


def _lose_contractor(call: Call, _: int, data: dict[str, Any]) -> None:
    _require_receipt(call, data["documentId"])


ELEMENT = Entity(
    "catalog.document.element",
    ELEMENTS,
    "documentElement",
    "documentElements",
    table(
        """
        amount double
        docId integer i*
        elementId integer i*
        id integer r
        purchasingPrice double
        storeFrom integer
        storeTo integer
        """
    ),
    Codes((_STATUS, "Document not found"), _RIGHTS, _RIGHTS, _RIGHTS, "Access denied"),
    is_read_by_staff=True,
    check=_check_element,
    lose=_lose_element,
)
CONTRACTOR = Entity(
    "catalog.documentcontractor",
    CONTRACTORS,
    "documentContractor",
    "documentContractor",
    table(
        """
        documentId integer *
        entityId integer *
        entityTypeId integer *
        id integer r
        """
    ),
    Codes(("0", "Binding was not found"), "0", "0", "0", "Access denied"),
    is_read_by_staff=True,
    check=_check_contractor,
    lose=_lose_contractor,
)

register(ELEMENT, ("getFields", "list", "add", "update", "delete"))
register(CONTRACTOR, ("getFields", "list", "add", "delete"))


@method("catalog.document.element.fields", scope="catalog")
def old_fields(call: Call) -> list[dict[str, Any]]:
    """Describe the fields the way it was done before getFields."""
    read_access(ELEMENT, call)
    return described_before(ELEMENT.fields)


@method("catalog.userfield.document.list", scope="catalog")
def list_user_fields(call: Call) -> Page:
    """Return documents of one type with their user fields."""
    admit(call, "0", staff=True)
    asked = {split_prefix(key)[0] for key in call.object("filter")}
    for name, given in (("select", call.list("select")), ("filter", asked)):
        if "documentType" not in given and not (name == "select" and "*" in given):
            refuse("0", f"The documentType field is not specified in the {name} parameter")
    fields = {"documentId": Field("documentId", "integer")}
    fields |= {"documentType": Field("documentType", "string")}
    sorted_by = call.object("order")
    fields |= {n: Field(n, "string") for n in {*asked, *sorted_by} if _USER_FIELD.fullmatch(n)}
    rows = lists.select(call, USER_FIELDS, fields, lambda _, data: data)
    return Page({"documents": rows.result}, rows.total, rows.next)


@method("catalog.userfield.document.update", scope="catalog")
def update_user_fields(call: Call) -> dict[str, Any]:
    """Set user fields of a document (catalog-userfield-document-update.md)."""
    admit(call, "0")
    number = identifier(call, "documentId")
    sent = structure(call)
    require(sent, ["documentType"])
    data = call.store.get(USER_FIELDS, number)
    if data is None or data["documentType"] != sent["documentType"]:
        refuse("0", "The specified document does not exist")
    data |= {name: value for name, value in sent.items() if _USER_FIELD.fullmatch(name)}
    call.store.put(USER_FIELDS, number, data)
    return {"document": data}
