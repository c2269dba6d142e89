"""`entity.item.*`: the items of a storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.entity import storages, values
from oint_b24.sandbox.families.lists import elements_store, files, properties, rows, sections_store
from oint_b24.sandbox.families.lists.elements_store import KIND
from oint_b24.sandbox.families.portal import dates
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.store import Store

    Item = dict[str, Any]

_FIELDS = (
    "ID", "TIMESTAMP_X", "MODIFIED_BY", "DATE_CREATE", "CREATED_BY", "ACTIVE",
    "DATE_ACTIVE_FROM", "DATE_ACTIVE_TO", "SORT", "NAME", "PREVIEW_PICTURE", "PREVIEW_TEXT",
    "DETAIL_PICTURE", "DETAIL_TEXT", "CODE", "ENTITY", "SECTION",
)  # fmt: skip
_TEXTS = ("NAME", "CODE", "PREVIEW_TEXT", "DETAIL_TEXT")
_PICTURES = ("PREVIEW_PICTURE", "DETAIL_PICTURE")
_ACTIVE = ("DATE_ACTIVE_FROM", "DATE_ACTIVE_TO")
_MOMENTS = ("TIMESTAMP_X", "DATE_CREATE", *_ACTIVE)
_NUMBERS = ("ID", "MODIFIED_BY", "CREATED_BY", "SORT", "SECTION")


@method("entity.item.add", scope="entity", app_only=True)
def add(call: Call) -> int:
    """Add an item and return its id (entity-item-add.md)."""
    block, _ = storages.named(call, "W")
    if not call.text("NAME").strip():
        storages.wrong("Required field 'NAME' is not set")
    item: Item = {
        "IBLOCK_ID": block,
        "SECTION_ID": None,
        "ACTIVE": "Y",
        "SORT": 500,
        "CREATED_BY": call.user,
        "DATE_CREATE": call.portal.moment(),
        "VALUES": {},
        **dict.fromkeys((*_TEXTS, *_PICTURES)),
        **dict.fromkeys(_ACTIVE, ""),
    }
    return call.store.add(KIND, _filled(call, item))


def _filled(call: Call, item: Item) -> Item:
    block = item["IBLOCK_ID"]
    for name in _TEXTS:
        if name in call.params:
            item[name] = call.text(name) or (item[name] if name == "NAME" else None)
    if "ACTIVE" in call.params:
        item["ACTIVE"] = "Y" if call.flag("ACTIVE") else "N"
    item["SORT"] = call.integer("SORT", item["SORT"])
    for name in _ACTIVE:
        if name in call.params:
            item[name] = _moment(call, name)
    for name in _PICTURES:
        item[name] = values.picture(call, call.get(name), item[name])
    if "SECTION" in call.params:
        item["SECTION_ID"] = _section(call, block)
    item["VALUES"] = values.taken(call, block, item["VALUES"], call.get("PROPERTY_VALUES"))
    item |= {name: value for name, value in call.params.items() if name.startswith("UF_")}
    return item | {"MODIFIED_BY": call.user, "TIMESTAMP_X": call.portal.moment()}


def _moment(call: Call, name: str) -> str:
    text = call.text(name)
    if text and dates.read(text) is None:
        storages.wrong(f"Invalid value of field '{name}'")
    return dates.moment_text(text) if text else ""


def _section(call: Call, block: int) -> int | None:
    number = call.integer("SECTION") or None
    if number and sections_store.get(call.store, block, number) is None:
        storages.wrong("Invalid value of field 'SECTION'")
    return number


@method("entity.item.get", scope="entity", app_only=True)
def get(call: Call) -> Page:
    """List items; nothing to see for who may not read (entity-item-get.md)."""
    block, storage = storages.named(call)
    given, order = call.object("FILTER"), call.object("SORT")
    _check(given)
    if not storages.allows(call.store, call.user, storage, "R"):
        return rows.page(call, [], dict)

    def row(number: int, item: Item) -> Item:
        same = {"ID": number, "SECTION": item["SECTION_ID"], "ENTITY": storage["CODE"]}
        return {**item, **same, **values.compared(call.store, block, item["VALUES"])}

    quick = elements_store.page_by_id(
        call, block, (given, order), lambda *one: _shown(call, row(*one))
    )
    if quick is not None:
        return quick
    known = (*_FIELDS, *values.compared(call.store, block, {}))
    found = [row(*one) for one in elements_store.of(call.store, block)]
    ordered = rows.sort(rows.select(found, given, known), order, known, {"ID": "ASC"})
    return rows.page(call, ordered, lambda item: _shown(call, item))


def _check(given: dict[str, Any]) -> None:
    """Refuse a filter that compares a number with what is none, or a date."""
    for key, value in given.items():
        name = key.lstrip("!<>=%?@").upper()
        for one in value if isinstance(value, list) else [value]:
            if one in (None, "", False):
                continue
            unread = name in _MOMENTS and dates.read(str(one)) is None
            if unread or (name in _NUMBERS and whole(one) is None):
                storages.wrong(f"Invalid value of filter field '{name}'")


def _shown(call: Call, row: Item) -> dict[str, Any]:
    told = {name: row.get(name) for name in _FIELDS}
    for name in _PICTURES:
        told[name] = files.address(call, told[name])
    told = {name: str(v) if isinstance(v, int) else v for name, v in told.items()}
    told |= {name: value for name, value in row.items() if name.startswith("UF_")}
    if properties.of(call.store, row["IBLOCK_ID"]):
        told["PROPERTY_VALUES"] = values.shown(call, row["IBLOCK_ID"], row["VALUES"])
    return told


@method("entity.item.update", scope="entity", app_only=True)
def update(call: Call) -> bool:
    """Change an item; what is not sent stays (entity-item-update.md)."""
    block, _ = storages.named(call, "W")
    number, item = _named(call, block)
    call.store.put(KIND, number, _filled(call, item))
    return True


@method("entity.item.delete", scope="entity", app_only=True)
def delete(call: Call) -> bool:
    """Delete an item (entity-item-delete.md)."""
    block, _ = storages.named(call, "W")
    forget(call.store, *_named(call, block))
    return True


def _named(call: Call, block: int) -> tuple[int, Item]:
    number = call.integer("ID")
    if not number or number < 0:
        storages.empty("ID")
    item = call.store.get(KIND, number)
    if item is None or item["IBLOCK_ID"] != block:
        call.refuse("ERROR_ITEM_NOT_FOUND", "Item not found")
    return number, item


def forget(store: Store, number: int, item: Item) -> None:
    """Delete an item with its files."""
    for name in _PICTURES:
        files.remove(store, item.get(name))
    values.forget(store, item["IBLOCK_ID"], item["VALUES"])
    store.delete(KIND, number)


def forget_all(store: Store, block: int) -> None:
    """Delete the items of a storage that is no more."""
    for number, item in elements_store.of(store, block):
        forget(store, number, item)
