"""Documents workflows run on: `[module, entity, id]`, and the type such an id stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import tree
from oint_b24.sandbox.families.lists import elements_store
from oint_b24.sandbox.families.people.directory import full_name

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# Entities of CRM with the type whose name begins the ids of their documents.
_CRM = {
    "CCrmDocumentLead": "LEAD",
    "CCrmDocumentContact": "CONTACT",
    "CCrmDocumentCompany": "COMPANY",
    "CCrmDocumentDeal": "DEAL",
    r"Bitrix\Crm\Integration\BizProc\Document\Quote": "QUOTE",
    r"Bitrix\Crm\Integration\BizProc\Document\SmartInvoice": "SMART_INVOICE",
    r"Bitrix\Crm\Integration\BizProc\Document\Dynamic": "DYNAMIC",
}
_LISTS = ("BizprocDocument", r"Bitrix\Lists\BizprocDocumentLists")
_DISK = r"Bitrix\Disk\BizProcDocument"
_KINDS = {"LEAD": "lead", "CONTACT": "contact", "COMPANY": "company", "DEAL": "deal"}
_ADDRESSES = {"LEAD": "lead", "CONTACT": "contact", "COMPANY": "company", "DEAL": "deal"}


def triple(value: Any) -> tuple[str, str, str] | None:
    """Read three texts; None where there are no three."""
    rows = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(rows, list) or len(rows) != 3 or not all(rows):
        return None
    return str(rows[0]), str(rows[1]), str(rows[2])


def is_type(document: tuple[str, str, str]) -> bool:
    """Say whether `document` names a type: `["crm", "CCrmDocumentDeal", "DEAL"]`."""
    module, entity, kind = document
    if module == "crm":
        known = _CRM.get(entity)
        return known == kind or (known == "DYNAMIC" and kind.startswith("DYNAMIC_"))
    if module == "lists":
        return entity in _LISTS and whole(kind.removeprefix("iblock_")) is not None
    return module == "disk" and entity == _DISK and kind.startswith("STORAGE_")


def type_of(store: Store, document: tuple[str, str, str]) -> str | None:
    """Return the type of the document an id names; None where it cannot be told."""
    module, entity, name = document
    if module == "crm" and entity in _CRM:
        kind, _, number = name.rpartition("_")
        fits = kind == _CRM[entity] or (_CRM[entity] == "DYNAMIC" and kind.startswith("DYNAMIC_"))
        return kind if fits and whole(number) is not None else None
    if module == "lists" and entity in _LISTS:
        element = store.get(elements_store.KIND, whole(name))
        return f"iblock_{element['IBLOCK_ID']}" if element else None
    item = tree.get_object(store, whole(name)) if (module, entity) == ("disk", _DISK) else None
    return f"STORAGE_{item['STORAGE_ID']}" if item else None


def name_of(store: Store, document: tuple[str, str, str]) -> str:
    """Return what people call a document."""
    module, _, name = document
    kind, _, number = name.rpartition("_")
    if module == "crm":
        row = store.get(_KINDS.get(kind, kind.lower()), whole(number)) or {}
        return str(row.get("TITLE") or full_name(row) or name)
    if module == "lists":
        return str((store.get(elements_store.KIND, whole(name)) or {}).get("NAME") or name)
    return str((tree.get_object(store, whole(name)) or {}).get("NAME") or name)


def address_of(document: tuple[str, str, str]) -> str:
    """Return where the portal shows a document."""
    module, _, name = document
    kind, _, number = name.rpartition("_")
    if module == "crm":
        return f"/crm/{_ADDRESSES.get(kind, 'type')}/details/{number}/"
    if module == "lists":
        return f"/bizproc/processes/?livefeed=y&element_id={name}"
    return f"/bitrix/tools/disk/focus.php?objectId={name}"
