"""`entity.section.*`: the sections of a storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.entity import items, storages, values
from oint_b24.sandbox.families.lists import elements_store, files, rows, sections_store
from oint_b24.sandbox.families.lists.sections_store import KIND
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.store import Store

    Section = dict[str, Any]

_FIELDS = (
    "ID", "CODE", "TIMESTAMP_X", "DATE_CREATE", "CREATED_BY", "MODIFIED_BY", "ACTIVE", "SORT",
    "NAME", "PICTURE", "DETAIL_PICTURE", "DESCRIPTION", "LEFT_MARGIN", "RIGHT_MARGIN",
    "DEPTH_LEVEL", "ENTITY", "SECTION",
)  # fmt: skip
_PICTURES = ("PICTURE", "DETAIL_PICTURE")
_FAILED = "Internal error {what} entity section. Try {what} again."


@method("entity.section.add", scope="entity", app_only=True)
def add(call: Call) -> int:
    """Add a section and return its id (entity-section-add.md)."""
    block, _ = storages.named(call, "W")
    if not call.text("NAME").strip():
        call.refuse("ERROR_CORE", _FAILED.format(what="adding"))
    section: Section = {
        "IBLOCK_ID": block,
        "SECTION_ID": None,
        "CODE": None,
        "DESCRIPTION": None,
        "ACTIVE": "Y",
        "SORT": 500,
        "CREATED_BY": call.user,
        "DATE_CREATE": call.portal.moment(),
    }
    return call.store.add(KIND, _filled(call, section))


def _filled(call: Call, section: Section) -> Section:
    for name in ("NAME", "CODE", "DESCRIPTION"):
        if name in call.params:
            section[name] = call.text(name) or section.get(name)
    if "ACTIVE" in call.params:
        section["ACTIVE"] = "Y" if call.flag("ACTIVE") else "N"
    section["SORT"] = call.integer("SORT", section["SORT"])
    for name in _PICTURES:
        section[name] = values.picture(call, call.get(name), section.get(name))
    section |= {name: value for name, value in call.params.items() if name.startswith("UF_")}
    if "SECTION" in call.params:
        section["SECTION_ID"] = _parent(call, section["IBLOCK_ID"])
    return section | {"MODIFIED_BY": call.user, "TIMESTAMP_X": call.portal.moment()}


def _parent(call: Call, block: int) -> int | None:
    number = call.integer("SECTION") or None
    parent = call.store.get(KIND, number)
    if number and parent is None:
        call.refuse("ERROR_CORE", "Invalid parent section!")
    if parent and parent["IBLOCK_ID"] != block:
        text = "The section block code does not match the parent section block code!"
        call.refuse("ERROR_CORE", text)
    return number


@method("entity.section.get", scope="entity", app_only=True)
def get(call: Call) -> Page:
    """List sections; nothing to see for who may not read (entity-section-get.md)."""
    block, storage = storages.named(call)
    found = []
    if storages.allows(call.store, call.user, storage, "R"):
        tree = sections_store.tree(sections_store.of(call.store, block))
        same = {"ENTITY": storage["CODE"]}
        found = [{**row, **same, "SECTION": row["SECTION_ID"]} for row in tree]
    fits = rows.select(found, call.object("FILTER"), _FIELDS)
    ordered = rows.sort(fits, call.get("SORT"), _FIELDS, {"ID": "ASC"})
    return rows.page(call, ordered, lambda row: _shown(call, row))


def _shown(call: Call, row: Section) -> dict[str, Any]:
    told = {name: row.get(name) for name in _FIELDS}
    for name in _PICTURES:
        told[name] = files.address(call, told[name])
    told |= {name: value for name, value in row.items() if name.startswith("UF_")}
    return {name: str(v) if isinstance(v, int) else v for name, v in told.items()}


@method("entity.section.update", scope="entity", app_only=True)
def update(call: Call) -> bool:
    """Change a section (entity-section-update.md)."""
    block, _ = storages.named(call, "W")
    number, section = _named(call, block)
    changed = _filled(call, section)
    known = sections_store.of(call.store, block)
    if changed["SECTION_ID"] in sections_store.below(known, number):
        call.refuse("ERROR_CORE", _FAILED.format(what="updating"))
    call.store.put(KIND, number, changed)
    return True


@method("entity.section.delete", scope="entity", app_only=True)
def delete(call: Call) -> bool:
    """Delete a section with what is in it (entity-section-delete.md)."""
    block, _ = storages.named(call, "W")
    number, _ = _named(call, block)
    known = sections_store.of(call.store, block)
    gone = sections_store.below(known, number)
    for item, document in elements_store.of(call.store, block):
        if document["SECTION_ID"] in gone:
            items.forget(call.store, item, document)
    for section in gone:
        _forget(call.store, section, known[section])
    return True


def _named(call: Call, block: int) -> tuple[int, Section]:
    number = call.integer("ID")
    if not number or number < 0:
        storages.empty("ID")
    section = sections_store.get(call.store, block, number)
    if section is None:
        call.refuse("ERROR_SECTION_NOT_FOUND", "Section not found")
    return number, section


def _forget(store: Store, number: int, section: Section) -> None:
    for name in _PICTURES:
        files.remove(store, section.get(name))
    store.delete(KIND, number)


def forget_all(store: Store, block: int) -> None:
    """Delete the sections of a storage that is no more."""
    for number, section in sections_store.of(store, block).items():
        _forget(store, number, section)
