"""The family of universal lists: the lists themselves (`lists.*`) and their seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.lists import (
    access,
    element_lists,
    elements,
    elements_store,
    field_types,
    fields,
    files,
    properties,
    rows,
    sections,
    sections_store,
    seed_data,
)
from oint_b24.sandbox.families.lists.access import KIND
from oint_b24.sandbox.families.lists.view import shown
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (element_lists, elements, fields, sections)
_SORTED = ("ID", "IBLOCK_TYPE", "NAME", "CODE", "SORT", "TIMESTAMP_X")
_LABELS = (
    "ELEMENTS_NAME", "ELEMENT_NAME", "ELEMENT_ADD", "ELEMENT_EDIT", "ELEMENT_DELETE",
    "SECTIONS_NAME", "SECTION_NAME", "SECTION_ADD", "SECTION_EDIT", "SECTION_DELETE",
)  # fmt: skip


@seed("lists.family")
def fill(store: Store) -> None:
    """Put in the list of a fresh portal."""
    seed_data.fill(store)


@method("lists.add", scope="lists")
def add(call: Call) -> int:
    """Create a list and return its id (lists-add.md)."""
    access.required(call, "IBLOCK_TYPE_ID", "IBLOCK_CODE")
    given = access.fields(call, "NAME")
    kind, code = call.text("IBLOCK_TYPE_ID"), call.text("IBLOCK_CODE")
    if not is_admin(call.store, call.user):
        access.deny(call)
    if kind not in access.TYPES:
        call.refuse("ERROR_ADD_IBLOCK", "Неверный тип информационного блока.")
    if access.find(call.store, kind, None, code) is not None:
        call.refuse("ERROR_IBLOCK_ALREADY_EXISTS", "Iblock already exists")
    block = {
        "IBLOCK_TYPE_ID": kind,
        "CODE": code,
        "SORT": 500,
        "DESCRIPTION": "",
        "BIZPROC": "N",
        "PICTURE": None,
        "SOCNET_GROUP_ID": _group(call, "ERROR_ADD_IBLOCK") if kind == access.SOCNET else None,
        "MESSAGES": {},
        "RIGHTS": access.rights(call.get("RIGHTS")) or {f"U{call.user}": "X"},
        "SYSTEM": {"NAME": {**field_types.blank("NAME", "Название"), "IS_REQUIRED": "Y"}},
    }
    return call.store.add(KIND, _filled(call, block, given))


def _group(call: Call, code: str) -> int:
    number = call.integer("SOCNET_GROUP_ID")
    if number is None or call.store.get("sonet_group", number) is None:
        call.refuse(code, "Группа не найдена.")
    return number


def _filled(call: Call, block: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    block |= {"NAME": str(given["NAME"]), "TIMESTAMP_X": call.portal.moment()}
    block["SORT"] = whole(given.get("SORT"), block["SORT"])
    for name in ("DESCRIPTION", "BIZPROC"):
        if name in given:
            block[name] = str(given[name] or "")
    picture = given.get("PICTURE")
    if isinstance(picture, (dict, list)) and (sent := files.sent(picture)):
        files.remove(call.store, block["PICTURE"])
        block["PICTURE"] = files.add(call.store, sent[0])
    labels = call.object("MESSAGES")
    block["MESSAGES"] |= {name: str(labels[name]) for name in _LABELS if labels.get(name)}
    return block


@method("lists.get", scope="lists")
def get(call: Call) -> Page:
    """Return one list, or those of a type that the caller may read (lists-get.md)."""
    access.required(call, "IBLOCK_TYPE_ID")
    kind, group = call.text("IBLOCK_TYPE_ID"), call.integer("SOCNET_GROUP_ID")
    if kind not in access.TYPES or (kind == access.SOCNET and group is None):
        access.deny(call)
    number, code = call.integer("IBLOCK_ID"), call.text("IBLOCK_CODE")
    found = []
    for known, block in call.store.all(KIND, IBLOCK_TYPE_ID=kind):
        meant = known == number if number is not None else not code or block["CODE"] == code
        if meant and (kind != access.SOCNET or block["SOCNET_GROUP_ID"] == group):
            found.append({"ID": known, "IBLOCK_TYPE": kind, **block})
    may = [row for row in found if access.allows(call.store, call.user, row, "R")]
    if found and not may and (number is not None or code):
        access.deny(call)
    ordered = rows.sort(may, call.get("IBLOCK_ORDER"), _SORTED, {"ID": "DESC"})
    return rows.page(call, ordered, lambda row: shown(row["ID"], row))


@method("lists.update", scope="lists")
def update(call: Call) -> bool:
    """Change a list; RIGHTS only go to who has none yet (lists-update.md)."""
    number, block = access.block(call, "X")
    given = access.fields(call, "NAME")
    changed = _filled(call, block, given)
    changed["RIGHTS"] = {**access.rights(call.get("RIGHTS")), **block["RIGHTS"]}
    if block["IBLOCK_TYPE_ID"] == access.SOCNET and call.get("SOCNET_GROUP_ID") is not None:
        changed["SOCNET_GROUP_ID"] = _group(call, "ERROR_UPDATE_IBLOCK")
    call.store.put(KIND, number, changed)
    return True


@method("lists.delete", scope="lists")
def delete(call: Call) -> bool:
    """Delete a list with all it holds (lists-delete.md)."""
    number, block = access.block(call, "X")
    for element, _ in elements_store.of(call.store, number):
        elements_store.forget(call.store, number, element)
    for section in sections_store.of(call.store, number):
        call.store.delete(sections_store.KIND, section)
    for field in properties.of(call.store, number):
        call.store.delete(properties.KIND, field)
    files.remove(call.store, block["PICTURE"])
    return call.store.delete(KIND, number)


@method("lists.get.iblock.type.id", scope="lists")
def type_id(call: Call) -> str | None:
    """Return the type of a list, null where there is none (lists-get-iblock-type-id.md)."""
    number, code = call.integer("IBLOCK_ID"), call.text("IBLOCK_CODE")
    for kind in access.TYPES:
        found = access.find(call.store, kind, number, code)
        if found is not None and access.allows(call.store, call.user, found[1], "R"):
            return kind
    return None
