"""`lists.element.get`: elements by filter, in order, with the fields that were selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.lists import access, elements_store, properties, rows, values
from oint_b24.sandbox.families.lists.values import site_text
from oint_b24.sandbox.families.people.directory import full_name, get_user
from oint_b24.sandbox.listing import picked
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

    Properties = dict[int, dict[str, Any]]
    Row = dict[str, Any]

_SELECTED = (
    "ID", "IBLOCK_ID", "CODE", "NAME", "IBLOCK_SECTION_ID", "CREATED_BY", "CREATED_USER_NAME",
    "ACTIVE_FROM", "ACTIVE_TO", "BP_PUBLISHED", "DATE_CREATE", "TIMESTAMP_X", "MODIFIED_BY",
    "PREVIEW_TEXT", "DETAIL_TEXT", "SORT", "PREVIEW_TEXT_TYPE", "DETAIL_TEXT_TYPE",
    "PREVIEW_PICTURE", "DETAIL_PICTURE",
)  # fmt: skip
# Without SELECT these stay out: most elements have nothing in them.
_ON_REQUEST = ("ACTIVE_FROM", "TIMESTAMP_X", "MODIFIED_BY", "PREVIEW_PICTURE", "DETAIL_PICTURE")
_MOMENTS = ("ACTIVE_FROM", "ACTIVE_TO", "DATE_CREATE", "TIMESTAMP_X")
_UNSORTED = ("S:Money", "S:ECrm", "S:DiskFile")


@method("lists.element.get", scope="lists")
def get(call: Call) -> Page:
    """Return one element, or all that fit (lists-element-get.md)."""
    block, _ = access.block(call, "R")
    known = properties.of(call.store, block)

    def show(number: int, element: Row) -> Row:
        return _shown(call, _row(number, element, known), known)

    if call.get("ELEMENT_ID") is None and not call.text("ELEMENT_CODE"):
        given = call.object("FILTER"), call.object("ELEMENT_ORDER")
        quick = elements_store.page_by_id(call, block, given, show)
        if quick is not None:
            return quick
    found = [_row(*one, known) for one in elements_store.of(call.store, block)]
    found = _named(call, found)
    names = (*_SELECTED, *(f"{properties.PREFIX}{number}" for number in known))
    fits = rows.select(found, _by_id(call.object("FILTER"), known), names)
    order = _by_id(call.object("ELEMENT_ORDER"), known)
    ordered = rows.sort(fits, order, _sorting(known), {"ID": "ASC"})
    return rows.page(call, ordered, lambda row: _shown(call, row, known))


def _named(call: Call, found: list[Row]) -> list[Row]:
    number, code = call.integer("ELEMENT_ID"), call.text("ELEMENT_CODE")
    if number is not None:
        return [row for row in found if row["ID"] == number]
    return [row for row in found if row["CODE"] == code] if code else found


def _row(number: int, element: Row, known: Properties) -> Row:
    """Return an element with its properties beside its fields, ready to be compared."""
    held = element["VALUES"]
    own = {
        f"{properties.PREFIX}{field}": [_plain(v) for v in held.get(str(field), {}).values()]
        for field in known
    }
    section = element["SECTION_ID"]
    return {"ID": number, **element, "IBLOCK_SECTION_ID": section, **own}


def _plain(value: Any) -> Any:
    return value.get("TEXT") if isinstance(value, dict) else value


def _by_id(given: Row, known: Properties) -> Row:
    """Return a filter or an order in which `PROPERTY_CODE` is called by its number."""
    codes = {
        f"{properties.PREFIX}{field['CODE'].upper()}": f"{properties.PREFIX}{number}"
        for number, field in known.items()
    }
    found = {}
    for key, value in given.items():
        at = key.upper().find(properties.PREFIX)
        name = key[at:].upper() if at >= 0 else key
        found[key[:at] + codes.get(name, name) if at >= 0 else key] = value
    return found


def _sorting(known: Properties) -> tuple[str, ...]:
    """Return what may be sorted by; many values and some types cannot."""
    single = (
        f"{properties.PREFIX}{number}"
        for number, field in known.items()
        if field["MULTIPLE"] != "Y" and field["TYPE"] not in _UNSORTED
    )
    fixed = (n for n in _SELECTED if n not in ("PREVIEW_TEXT", "DETAIL_TEXT", "IBLOCK_SECTION_ID"))
    return (*fixed, *single)


def _shown(call: Call, row: Row, known: Properties) -> Row:
    select = [str(name).upper() for name in call.list("SELECT")]
    author = get_user(call.store, row["CREATED_BY"]) or {}
    shown = {name: row.get(name) for name in _SELECTED if select or name not in _ON_REQUEST}
    shown |= {name: site_text(shown[name]) for name in _MOMENTS if name in shown}
    shown["CREATED_USER_NAME"] = full_name(author)
    told = {n: str(v) if isinstance(v, int) else v for n, v in shown.items()}
    for number, field in known.items():
        held = row["VALUES"].get(str(number))
        if held:
            told[f"{properties.PREFIX}{number}"] = values.shown(field, held)
    if f"{properties.PREFIX}*" in select:
        select += [name for name in told if name.startswith(properties.PREFIX)]
    return picked(told, select)
