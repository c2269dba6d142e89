"""`lists.section.*`: the sections of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.lists import access, elements_store, rows, sections_store
from oint_b24.sandbox.families.lists.sections_store import KIND
from oint_b24.sandbox.families.lists.values import site_text
from oint_b24.sandbox.listing import picked
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Section = dict[str, Any]

_SELECTED = (
    "ID", "CODE", "XML_ID", "EXTERNAL_ID", "IBLOCK_SECTION_ID", "TIMESTAMP_X", "SORT", "NAME",
    "ACTIVE", "GLOBAL_ACTIVE", "PICTURE", "DESCRIPTION", "DESCRIPTION_TYPE", "LEFT_MARGIN",
    "RIGHT_MARGIN", "DEPTH_LEVEL", "SEARCHABLE_CONTENT", "SECTION_PAGE_URL", "MODIFIED_BY",
    "DATE_CREATE", "CREATED_BY", "DETAIL_PICTURE",
)  # fmt: skip
_FILTERED = (
    "ID", "CODE", "XML_ID", "EXTERNAL_ID", "NAME", "ACTIVE", "GLOBAL_ACTIVE", "IBLOCK_ACTIVE",
    "IBLOCK_NAME", "IBLOCK_TYPE", "DEPTH_LEVEL", "LEFT_MARGIN", "RIGHT_MARGIN", "TIMESTAMP_X",
    "DATE_CREATE", "CREATED_BY", "MODIFIED_BY", "IBLOCK_SECTION_ID",
)  # fmt: skip


def _block(call: Call, wanted: str) -> tuple[int, dict[str, Any]]:
    """Return the list; one that is not there is one nobody may read (lists-section-get.md)."""
    return access.block(call, wanted, "ACCESS_DENIED", "Access denied")


@method("lists.section.add", scope="lists")
def add(call: Call) -> int:
    """Create a section and return its id (lists-section-add.md)."""
    block, _ = _block(call, "W")
    access.required(call, "SECTION_CODE")
    given = access.fields(call, "NAME")
    parent = call.integer("IBLOCK_SECTION_ID") or None
    if parent and sections_store.get(call.store, block, parent) is None:
        call.refuse("ERROR_ADD_SECTION", "Неверно указан родительский раздел.")
    moment = call.portal.moment()
    section = {
        "IBLOCK_ID": block,
        "CODE": call.text("SECTION_CODE"),
        "SECTION_ID": parent,
        "SORT": 500,
        "ACTIVE": "Y",
        "XML_ID": None,
        "DESCRIPTION": None,
        "DESCRIPTION_TYPE": "text",
        "CREATED_BY": call.user,
        "DATE_CREATE": moment,
    }
    return call.store.add(KIND, _filled(call, section, given))


def _filled(call: Call, section: Section, given: dict[str, Any]) -> Section:
    section |= {
        "NAME": str(given["NAME"]),
        "SORT": whole(given.get("SORT"), section["SORT"]),
        "MODIFIED_BY": call.user,
        "TIMESTAMP_X": call.portal.moment(),
    }
    outer = given.get("EXTERNAL_ID") or given.get("XML_ID")
    if outer is not None:
        section["XML_ID"] = str(outer)
    for name in ("ACTIVE", "DESCRIPTION", "DESCRIPTION_TYPE"):
        if given.get(name):
            section[name] = str(given[name])
    return section


@method("lists.section.get", scope="lists")
def get(call: Call) -> Page:
    """Return sections of a list (lists-section-get.md)."""
    block, data = _block(call, "R")
    same = {"IBLOCK_ACTIVE": "Y", "IBLOCK_NAME": data["NAME"],
            "IBLOCK_TYPE": data["IBLOCK_TYPE_ID"]}  # fmt: skip
    found = [
        {
            **row,
            **same,
            "EXTERNAL_ID": row["XML_ID"],
            "IBLOCK_SECTION_ID": row["SECTION_ID"],
            "SEARCHABLE_CONTENT": f"{row['NAME'].upper()}\r\n",
        }
        for row in sections_store.tree(sections_store.of(call.store, block))
    ]
    fits = rows.select(found, call.object("FILTER"), _FILTERED)
    return rows.page(call, fits, lambda row: picked(_shown(row), call.list("SELECT"), ()))


def _shown(row: Section) -> dict[str, Any]:
    shown = {name: row.get(name) for name in _SELECTED}
    for name in ("TIMESTAMP_X", "DATE_CREATE"):
        shown[name] = site_text(shown[name])
    return {n: str(v) if isinstance(v, int) else v for n, v in shown.items()}


@method("lists.section.update", scope="lists")
def update(call: Call) -> bool:
    """Change a section (lists-section-update.md)."""
    block, _ = _block(call, "U")
    number, section = _named(call, block)
    given = access.fields(call, "NAME")
    call.store.put(KIND, number, _filled(call, section, given))
    return True


@method("lists.section.delete", scope="lists")
def delete(call: Call) -> bool:
    """Delete a section with the sections and elements in it (lists-section-delete.md)."""
    block, _ = _block(call, "W")
    number, _ = _named(call, block)
    gone = sections_store.below(sections_store.of(call.store, block), number)
    for element, data in elements_store.of(call.store, block):
        if data["SECTION_ID"] in gone:
            elements_store.forget(call.store, block, element)
    for section in gone:
        call.store.delete(KIND, section)
    return True


def _named(call: Call, block: int) -> tuple[int, Section]:
    number, code = call.integer("SECTION_ID"), call.text("SECTION_CODE")
    if number is None and not code:
        access.missing(call, "SECTION_ID")
    for known, section in sections_store.of(call.store, block).items():
        if known == number or (number is None and section["CODE"] == code):
            return known, section
    return call.refuse("ERROR_SECTION_NOT_FOUND", "Section not found")
