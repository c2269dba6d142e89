"""The universal methods crm.item.* over the same leads, deals, contacts and companies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Call, Page, Refusal, whole
from oint_b24.sandbox.families.crm import (
    dynamic,
    item_names,
    owners,
    products,
    records,
    userfields,
    values,
)
from oint_b24.sandbox.families.crm.lists import types_of
from oint_b24.sandbox.families.crm.search import Search
from oint_b24.sandbox.families.people.directory import get_user, is_intranet
from oint_b24.sandbox.listing import PAGE
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.families.crm.records import Entity

    Entities = dict[int, Entity]


_IMPORTED = {
    "createdTime": "DATE_CREATE",
    "updatedTime": "DATE_MODIFY",
    "createdBy": "CREATED_BY_ID",
    "updatedBy": "MODIFY_BY_ID",
    "movedTime": "MOVED_TIME",
    "movedBy": "MOVED_BY_ID",
}
_MOST_IMPORTED = 20  # crm-item-batch-import.md


def register(entities: tuple[Entity, ...]) -> None:
    """Register the methods for `entities`."""
    known = {owners.number_of(entity.kind) or 0: entity for entity in entities}
    for name, answer in (
        ("fields", _fields),
        ("list", _list),
        ("get", _get),
        ("add", _add),
        ("update", _update),
        ("delete", _delete),
        ("import", _import),
        ("batchImport", _import_many),
    ):
        method(f"crm.item.{name}", scope="crm")(partial(answer, known))


def _entity(entities: Entities, call: Call) -> Entity:
    if not is_intranet(get_user(call.store, call.user)):
        call.refuse("allowed_only_intranet_user", "Action is allowed for intranet users only", 403)
    type_id = call.integer("entityTypeId") or 0
    entity = entities.get(type_id) or dynamic.entity(call.store, type_id)
    if entity is None:
        call.refuse("NOT_FOUND", "SPA not found")
    return entity


def _custom(entity: Entity, call: Call) -> dict[str, dict[str, Any]]:
    return userfields.known(call.store, entity.user_field_owner)


def _is_original(call: Call) -> bool:
    return call.flag("useOriginalUfNames")


def _fields(entities: Entities, call: Call) -> dict[str, Any]:
    entity = _entity(entities, call)
    described = records.describe(entity, call)
    names = item_names.names(entity, _custom(entity, call), original=_is_original(call))
    return {
        "fields": {told: {**described[name], "upperName": name} for name, told in names.items()}
    }


def _item(entity: Entity, call: Call, number: int) -> dict[str, Any]:
    document = call.store.get(entity.kind, number)
    if document is None:
        call.refuse("NOT_FOUND", "Item not found")
    return item_names.shown(
        call, entity, _custom(entity, call), number, document, original=_is_original(call)
    )


def _get(entities: Entities, call: Call) -> dict[str, Any]:
    entity = _entity(entities, call)
    return {"item": _item(entity, call, call.integer("id", 0) or 0)}


def _older(entity: Entity, call: Call, **params: Any) -> Call:
    """Return the same call as the older methods take it."""
    given = call.get("fields")
    fields = given if isinstance(given, dict) else {}
    sent = item_names.sent(entity, _custom(entity, call), fields, original=_is_original(call))
    return Call(call.method, {"fields": sent, **params}, call.caller, call.portal)


def _add(entities: Entities, call: Call) -> dict[str, Any]:
    entity = _entity(entities, call)
    try:
        number = records.add(entity, _older(entity, call))
    except Refusal as refusal:
        raise _invalid(refusal) from refusal
    return {"item": _item(entity, call, number)}


def _import(entities: Entities, call: Call) -> dict[str, Any]:
    """Add an item with the dates and the authors it is sent with."""
    entity = _entity(entities, call)
    try:
        number = records.add(entity, _older(entity, call))
    except Refusal as refusal:
        raise _invalid(refusal) from refusal
    document, fields = call.store.get(entity.kind, number) or {}, call.object("fields")
    for told, name in _IMPORTED.items():
        if fields.get(told):
            kind = "user" if told.endswith("By") else "datetime"
            document[name] = values.kept(kind, fields[told])
    call.store.put(entity.kind, number, document)
    return {"item": {"id": number}}


def _import_many(entities: Entities, call: Call) -> dict[str, Any]:
    """Add several items; one that is refused does not stop the others."""
    _entity(entities, call)
    rows = call.list("data")
    if len(rows) > _MOST_IMPORTED:
        text = f"You cannot import more than {_MOST_IMPORTED} items"
        call.refuse("MAX_IMPORT_BATCH_SIZE_EXCEEDED", text)
    items = []
    for row in rows:
        params = {**call.params, "fields": row}
        try:
            with call.store.transaction():
                one = Call(call.method, params, call.caller, call.portal)
                items.append(_import(entities, one))
        except Refusal as refusal:
            items.append({"error": refusal.code, "error_description": refusal.description})
    return {"items": items}


def _update(entities: Entities, call: Call) -> dict[str, Any]:
    entity = _entity(entities, call)
    number = call.integer("id", 0) or 0
    _item(entity, call, number)
    try:
        records.update(entity, _older(entity, call, id=number), moves=True)
    except Refusal as refusal:
        raise _invalid(refusal) from refusal
    return {"item": _item(entity, call, number)}


def _invalid(refusal: Refusal) -> Refusal:
    return Refusal("CRM_FIELD_ERROR_VALUE_NOT_VALID", refusal.description)


def _delete(entities: Entities, call: Call) -> list[Any]:
    entity = _entity(entities, call)
    number = call.integer("id", 0) or 0
    _item(entity, call, number)
    products.delete_owner(entity, call)
    return []


def _list(entities: Entities, call: Call) -> Page:
    entity = _entity(entities, call)
    custom, original = _custom(entity, call), _is_original(call)
    names = item_names.names(entity, custom, original=original)
    search = Search(call, entity.kind, types_of(entity, custom), {t: n for n, t in names.items()})
    where = search.conditions(call.object("filter"))
    start = whole(call.get("start"), 0) or 0
    rows = call.store.select(entity.kind, where, search.order(), PAGE, max(start, 0))
    wanted = [str(name) for name in call.list("select")]
    items = []
    for number, document in rows:
        item = item_names.shown(call, entity, custom, number, document, original=original)
        is_wide = not wanted or "*" in wanted
        items.append(item if is_wide else {n: v for n, v in item.items() if n in {"id", *wanted}})
    if start < 0:
        return Page({"items": items})
    total = call.store.count(entity.kind, where)
    after = start + PAGE
    return Page({"items": items}, total=total, next=after if after < total else None)
