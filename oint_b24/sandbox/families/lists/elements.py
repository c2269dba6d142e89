"""`lists.element.*`: creating, changing and deleting elements, and their files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import attached as disk_attached
from oint_b24.sandbox.families.lists import (
    access,
    elements_store,
    files,
    properties,
    sections_store,
    values,
)
from oint_b24.sandbox.families.lists.elements_store import KIND
from oint_b24.sandbox.families.portal.dates import moment_text
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Element = dict[str, Any]

_DEL = "_DEL"
_FIELD_VALUE = "Writing file values by ID is not supported"
# What a client may fill itself; the other system fields fill themselves.
_TEXTS = ("PREVIEW_TEXT", "DETAIL_TEXT", "PREVIEW_TEXT_TYPE", "DETAIL_TEXT_TYPE")
_MOMENTS = ("ACTIVE_FROM", "ACTIVE_TO")
_PICTURES = ("PREVIEW_PICTURE", "DETAIL_PICTURE")


@method("lists.element.add", scope="lists")
def add(call: Call) -> int:
    """Create an element and return its id (lists-element-add.md)."""
    block, _ = access.block(call, "E")
    access.required(call, "ELEMENT_CODE")
    given = access.fields(call, "NAME")
    code = call.text("ELEMENT_CODE")
    if by_code(call.store, block, code) is not None:
        call.refuse("ERROR_ELEMENT_ALREADY_EXISTS", "Element already exists")
    moment = call.portal.moment()
    element = {
        "IBLOCK_ID": block,
        "CODE": code,
        "SECTION_ID": _section(call, block, call.get("IBLOCK_SECTION_ID")),
        "CREATED_BY": call.user,
        "DATE_CREATE": moment,
        "BP_PUBLISHED": "Y",
        "VALUES": {},
    }
    number = call.store.add(KIND, element)
    _write(call, (number, element), given, "ERROR_ADD_ELEMENT", is_new=True)
    return number


def _section(call: Call, block: int, value: Any) -> int | None:
    number = whole(value)
    section = sections_store.get(call.store, block, number)
    if number and section is None:
        call.refuse("ERROR_ADD_ELEMENT", "Раздел не найден.")
    return number or None


def _write(
    call: Call,
    place: tuple[int, Element],
    given: dict[str, Any],
    code: str,
    *,
    is_new: bool = False,
) -> None:
    """Put FIELDS into an element: what is not sent is emptied, files stay."""
    number, element = place
    block = element["IBLOCK_ID"]
    element |= {"NAME": str(given["NAME"]), "SORT": whole(given.get("SORT"), 500)}
    element |= {name: given.get(name) or None for name in _TEXTS}
    element |= {n: moment_text(str(given[n])) if given.get(n) else None for n in _MOMENTS}
    for name in _PICTURES:
        _put_picture(call, element, name, given)
    try:
        kept = _values(call, place, given, is_new=is_new)
    except files.NumberOfFile:
        call.refuse("ERROR_ELEMENT_FIELD_VALUE", _FIELD_VALUE)
    except values.BadValue as problem:
        call.refuse(code, str(problem))
    for field_id, field in properties.of(call.store, block).items():
        if field["IS_REQUIRED"] == "Y" and not kept.get(str(field_id)):
            call.refuse(code, f"Не заполнено обязательное поле «{field['NAME']}».")
    element |= {"VALUES": kept, "MODIFIED_BY": call.user, "TIMESTAMP_X": call.portal.moment()}
    call.store.put(KIND, number, element)


def _put_picture(call: Call, element: Element, name: str, given: dict[str, Any]) -> None:
    try:
        sent = files.sent(given.get(name))
    except files.NumberOfFile:
        call.refuse("ERROR_ELEMENT_FIELD_VALUE", _FIELD_VALUE)
    if sent:
        files.remove(call.store, element.get(name))
        element[name] = files.add(call.store, sent[0])


def _values(
    call: Call, place: tuple[int, Element], given: dict[str, Any], *, is_new: bool
) -> dict[str, Any]:
    number, element = place
    kept = {}
    for field_id, field in properties.of(call.store, element["IBLOCK_ID"]).items():
        held = element["VALUES"].get(str(field_id), {})
        held = _without_deleted(call, (field_id, field), held, given)
        sent = values.sent(given, field_id, field["CODE"])
        if sent is not None:
            new = values.taken(call, field, sent, held)
        elif is_new:
            new = values.default(call, field)
        else:
            new = held if field["TYPE"] in ("F", "S:DiskFile") else {}
        new = values.attach(call, number, field, new)
        if field["MULTIPLE"] != "Y":
            new = _last(call, field, new)
        if new:
            kept[str(field_id)] = new
    return kept


def _last(call: Call, field: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
    """Keep the newest value of a single property: a new file takes the place of the old one."""
    keys = list(held)
    for key in keys[:-1]:
        elements_store.forget_value(call.store, field["TYPE"], held[key])
    return {key: held[key] for key in keys[-1:]}


def _without_deleted(
    call: Call, place: tuple[int, dict[str, Any]], held: dict[str, Any], given: dict[str, Any]
) -> dict[str, Any]:
    """Delete the values that `PROPERTY_101_DEL` names: `{"id of the value": "Y"}`."""
    field_id, field = place
    marks = given.get(f"{properties.PREFIX}{field_id}{_DEL}") or {}
    rows = marks.items() if isinstance(marks, dict) else ((key, "Y") for key in marks)
    gone = {str(key) for key, mark in rows if str(mark).upper() == "Y"}
    for key in gone & set(held):
        elements_store.forget_value(call.store, field["TYPE"], held[key])
    return {key: value for key, value in held.items() if key not in gone}


@method("lists.element.update", scope="lists")
def update(call: Call) -> bool:
    """Write an element anew: a field that is not sent is emptied (lists-element-update.md)."""
    block, _ = access.block(call, "W")
    found = named(call, block)
    given = access.fields(call, "NAME")
    if "IBLOCK_SECTION_ID" in given:
        found[1]["SECTION_ID"] = _section(call, block, given["IBLOCK_SECTION_ID"])
    _write(call, found, given, "ERROR_UPDATE_ELEMENT")
    return True


@method("lists.element.delete", scope="lists")
def delete(call: Call) -> bool:
    """Delete an element (lists-element-delete.md)."""
    block, _ = access.block(call, "W")
    number, _ = named(call, block)
    elements_store.forget(call.store, block, number)
    return True


@method("lists.element.get.file.url", scope="lists")
def file_url(call: Call) -> list[str]:
    """Return where the files of a property can be fetched (lists-element-get-file-url.md)."""
    block, _ = access.block(call, "R")
    number, element = named(call, block)
    access.required(call, "FIELD_ID")
    field_id = whole(call.text("FIELD_ID").upper().removeprefix(properties.PREFIX)) or 0
    field = properties.of(call.store, block).get(field_id)
    held = element["VALUES"].get(str(field_id), {})
    if field is None or field["TYPE"] not in ("F", "S:DiskFile"):
        return []
    if field["TYPE"] == "S:DiskFile":
        base = call.portal.base
        records = (int(record) for record in held.values())
        return [disk_attached.address(call, record).removeprefix(base) for record in records]
    section = element["SECTION_ID"] or 0
    return [files.path_in_list(block, section, number, field_id, v) for v in held.values()]


def named(call: Call, block: int) -> tuple[int, Element]:
    """Return the element a call names by ELEMENT_ID or ELEMENT_CODE."""
    number, code = call.integer("ELEMENT_ID"), call.text("ELEMENT_CODE")
    if number is None and not code:
        access.missing(call, "ELEMENT_ID")
    if number is None:
        number = by_code(call.store, block, code)
    element = call.store.get(KIND, number)
    if number is None or element is None or element["IBLOCK_ID"] != block:
        _not_found(call)
    return number, element


def _not_found(call: Call) -> NoReturn:
    call.refuse("ERROR_ELEMENT_NOT_FOUND", "Element not found")


def by_code(store: Store, block: int, code: str) -> int | None:
    """Return the id of the element with a code."""
    for number, _ in store.all(KIND, IBLOCK_ID=block, CODE=code) if code else ():
        return number
    return None
