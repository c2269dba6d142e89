"""Inventory documents: what they are and who may change them (catalog.document.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.catalog import catalogs, conducting
from oint_b24.sandbox.families.catalog.conducting import CONTRACTORS, DOCUMENT, ELEMENTS
from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import Field, table
from oint_b24.sandbox.families.catalog.records import read_access, register
from oint_b24.sandbox.families.catalog.refusals import absent, admit, identifier, refuse
from oint_b24.sandbox.families.people.directory import get_user
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

USER_FIELDS = "catalog_document_user_fields"
_NO_RIGHTS = "Insufficient permissions to save the document"
_NOT_FOUND = "Document not found"


def _check(call: Call, change: Change) -> None:
    new = change.new
    if new["docType"] not in catalogs.DOCUMENT_TYPES:
        refuse("0", "DOC_TYPE isn't available")
    for name in ("responsibleId", "createdBy", "modifiedBy"):
        if get_user(call.store, new[name]) is None:
            refuse("0", f"The user in `{name}` does not exist")
    if change.number is None:
        new["dateStatus"] = new["dateCreate"]


def _complete(call: Call, number: int, change: Change) -> None:
    """Give a new document its number and title; its user fields are there from now on."""
    if change.number is not None:
        return
    new = change.new
    new["docNumber"] = new["docNumber"] or str(number)
    kind = catalogs.DOCUMENT_TYPES[new["docType"]]
    new["title"] = new["title"] or f"{kind} № {new['docNumber']}"
    call.store.put(DOCUMENT, number, new)
    fields = {"documentId": number, "documentType": new["docType"]}
    call.store.put(USER_FIELDS, number, fields)


def _lose(call: Call, number: int, data: dict[str, Any]) -> None:
    if data["status"] == "Y":
        refuse("0", f'Cannot delete document "{data["title"]}" because it is processed')
    for kind, name in ((ELEMENTS, "docId"), (CONTRACTORS, "documentId")):
        for row, _ in call.store.all(kind, **{name: number}):
            call.store.delete(kind, row)
    call.store.delete(USER_FIELDS, number)


ENTITY = Entity(
    "catalog.document",
    DOCUMENT,
    "document",
    "documents",
    table(
        """
        commentary char
        createdBy integer i
        currency char i*
        dateCreate datetime i
        dateDocument datetime
        dateModify datetime
        dateStatus datetime r
        docNumber string
        docType char i*
        id integer r
        modifiedBy integer
        responsibleId integer *
        siteId char - s1
        status char r N
        statusBy integer
        title string
        total double
        """
    ),
    Codes(("0", _NOT_FOUND), read="0", write="0", delete="0", denied=_NO_RIGHTS),
    is_read_by_staff=True,
    check=_check,
    follow=_complete,
    lose=_lose,
)

register(ENTITY, ("getFields", "list", "add", "update", "delete"))


@method("catalog.document.mode.status", scope="catalog")
def mode_status(call: Call) -> str:
    """Say that inventory accounting is on."""
    admit(call, "0", staff=True, text="Access denied")
    return "Y"


@method("catalog.document.conduct", scope="catalog")
@method("catalog.document.confirm", scope="catalog")
def conduct(call: Call) -> bool:
    """Conduct a document: the stock changes."""
    admit(call, "0", text=_NO_RIGHTS)
    number = identifier(call)
    if call.store.get(DOCUMENT, number) is None:
        refuse("0", _NOT_FOUND)
    problem = conducting.conduct(call, number)
    return problem is None or refuse("0", f"Document conducting error: {problem}")


@method("catalog.document.cancel", scope="catalog")
@method("catalog.document.unconfirm", scope="catalog")
def cancel(call: Call) -> bool:
    """Take back what conducting did; an unknown document is one without rights."""
    admit(call, "0", text=_NO_RIGHTS)
    number = identifier(call)
    if call.store.get(DOCUMENT, number) is None:
        refuse("0", _NO_RIGHTS)
    problem = conducting.cancel(call, number)
    return problem is None or refuse("0", f"Error cancelling document conduct: {problem}")


@method("catalog.document.conductList", scope="catalog")
def conduct_list(call: Call) -> bool:
    """Conduct several documents."""
    for number, title in _listed(call, "Document conducting error: Document not found"):
        problem = conducting.conduct(call, number)
        if problem:
            text = f'An error occurred while conducting the document "{title}"'
            refuse("0", f"{text}: {problem}")
    return True


@method("catalog.document.cancelList", scope="catalog")
def cancel_list(call: Call) -> bool:
    """Cancel several documents."""
    for number, title in _listed(call, "Error canceling the document: Document not found"):
        problem = conducting.cancel(call, number)
        if problem:
            text = f'An error occurred while canceling the document "{title}"'
            refuse("0", f"{text}: {problem}")
    return True


@method("catalog.document.deleteList", scope="catalog")
def delete_list(call: Call) -> bool:
    """Delete several documents."""
    for number, _ in _listed(call, "An error occurred while deleting document: Document not found"):
        _lose(call, number, call.store.get(DOCUMENT, number) or {})
        call.store.delete(DOCUMENT, number)
    return True


def _listed(call: Call, unknown: str) -> list[tuple[int, str]]:
    """Return the named documents with their titles."""
    admit(call, "0", text=_NO_RIGHTS)
    numbers = [whole(value) for value in call.list("documentIds")]
    if not numbers:
        absent("documentIds")
    found = []
    for number in dict.fromkeys(numbers):
        data = call.store.get(DOCUMENT, number)
        if number is None or data is None:
            refuse("0", unknown)
        found.append((number, str(data["title"])))
    return found


@method("catalog.document.fields", scope="catalog")
def old_fields(call: Call) -> list[dict[str, Any]]:
    """Describe the fields the way it was done before getFields."""
    read_access(ENTITY, call)
    return described_before(ENTITY.fields)


def described_before(fields: dict[str, Field]) -> list[dict[str, Any]]:
    """Return descriptions in the older shape (outdated/catalog-document-fields.md)."""
    more = {"isMultiple": False, "isDynamic": False}
    return [
        {name: {**field.described(), **more, "title": name.upper()}}
        for name, field in fields.items()
    ]
