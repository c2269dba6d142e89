"""The universal methods crm.item.* over the same leads, deals, contacts and companies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import Call, Page, Refusal, whole
from oint_b24.sandbox.families.crm import (
    item_names,
    products,
    records,
    userfields,
)
from oint_b24.sandbox.families.crm.links import SLOTS, naming
from oint_b24.sandbox.families.crm.lists import types_of, where_of
from oint_b24.sandbox.families.people.family import get_user, is_intranet
from oint_b24.sandbox.listing import PAGE, split_prefix
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.families.crm.links import Slot
    from oint_b24.sandbox.families.crm.records import Entity

    Entities = dict[int, Entity]


_LINKS = ("CONTACT_IDS", "COMPANY_IDS")


def register(entities: tuple[Entity, ...]) -> None:
    """Register the methods for `entities`."""
    known = {item_names.TYPES[entity.kind]: entity for entity in entities}
    for name, answer in (
        ("fields", _fields),
        ("list", _list),
        ("get", _get),
        ("add", _add),
        ("update", _update),
        ("delete", _delete),
    ):
        method(f"crm.item.{name}", scope="crm")(partial(answer, known))


def _entity(entities: Entities, call: Call) -> Entity:
    if not is_intranet(get_user(call.store, call.user)):
        call.refuse("allowed_only_intranet_user", "Action is allowed for intranet users only", 403)
    entity = entities.get(call.integer("entityTypeId") or 0)
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
        entity, _custom(entity, call), number, document, original=_is_original(call)
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
    search = _Search(call, entity, types_of(entity, custom), {t: n for n, t in names.items()})
    where = search.conditions(call.object("filter"))
    start = whole(call.get("start"), 0) or 0
    rows = call.store.select(entity.kind, where, search.order(), PAGE, max(start, 0))
    wanted = [str(name) for name in call.list("select")]
    items = []
    for number, document in rows:
        item = item_names.shown(entity, custom, number, document, original=original)
        is_wide = not wanted or "*" in wanted
        items.append(item if is_wide else {n: v for n, v in item.items() if n in {"id", *wanted}})
    if start < 0:
        return Page({"items": items})
    total = call.store.count(entity.kind, where)
    after = start + PAGE
    return Page({"items": items}, total=total, next=after if after < total else None)


class _Search:
    """Filter and order of a list: nested, with OR, and strict about names."""

    def __init__(
        self, call: Call, entity: Entity, types: dict[str, str], known: dict[str, str]
    ) -> None:
        self.call, self.entity, self.types, self.known = call, entity, types, known

    def conditions(self, given: dict[str, Any]) -> list[Where]:
        """Return conditions of which all must hold; raises Refusal for a name there is not."""
        if str(given.get("logic", "")).upper() == "OR":
            return [self._any(given)]
        found: list[Where] = []
        for key, value in given.items():
            if key.isdecimal() and isinstance(value, (dict, list)):
                found += self.conditions(_object(value))
            elif key != "logic":
                found += self._one(key, value)
        return found

    def _any(self, given: dict[str, Any]) -> Where:
        numbers: set[int] = set()
        for key, value in given.items():
            if key == "logic":
                continue
            part = _object(value) if key.isdecimal() else {key: value}
            rows = self.call.store.select(self.entity.kind, self.conditions(part))
            numbers |= {number for number, _ in rows}
        return Where("ID", "in", sorted(numbers))

    def _one(self, key: str, value: Any) -> list[Where]:
        told, _ = split_prefix(key)
        name = self.known.get(told)
        if name is None:
            self._refuse(f"Invalid filter: field '{told}' is not allowed in filter")
        if name in _LINKS:
            slot = SLOTS[self.entity.kind]
            values = value if isinstance(value, list) else [value]
            rows = [r for v in values for r in self._linked(slot, whole(v) or 0)]
            return [Where("ID", "in", sorted({number for number, _ in rows}))]
        prefix = key[: len(key) - len(told)]
        return where_of(self.call.store, self.entity.kind, {prefix + name: value}, self.types)

    def _linked(self, slot: Slot, number: int) -> list[tuple[int, dict[str, Any]]]:
        return naming(self.call.store, self.entity.kind, slot, number)

    def order(self) -> list[tuple[str, bool]]:
        """Return the order, ties broken by id."""
        pairs = []
        for told, way in self.call.object("order").items():
            if told not in self.known:
                self._refuse(f"Invalid order: field '{told}' is not allowed in order")
            if str(way).upper() not in ("ASC", "DESC"):
                self._refuse(
                    "Invalid order: allowed sort directions are `ASC, DESC`."
                    f" But got '{way}' for field '{told}'"
                )
            pairs.append((self.known[told], str(way).upper() == "DESC"))
        return pairs if any(name == "ID" for name, _ in pairs) else [*pairs, ("ID", False)]

    def _refuse(self, description: str) -> NoReturn:
        self.call.refuse("INVALID_ARG_VALUE", description)


def _object(value: Any) -> dict[str, Any]:
    rows = enumerate(value) if isinstance(value, list) else value.items()
    return {str(key): inner for key, inner in rows}
