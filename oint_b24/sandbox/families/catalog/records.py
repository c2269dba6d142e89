"""Methods all kinds of objects of the catalogue have: add, get, list, update, delete, getFields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.catalog import lists
from oint_b24.sandbox.families.catalog.entity import Change
from oint_b24.sandbox.families.catalog.refusals import (
    admit,
    identifier,
    incomplete,
    refuse,
    structure,
)
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.families.catalog.entity import Entity

ALL = ("getFields", "get", "list", "add", "update", "delete")
_ON_CHANGE = ("timestampX", "dateModify")
_ON_CREATION = ("dateCreate", "createdBy", "userId")


def register(entity: Entity, names: Iterable[str] = ALL) -> None:
    """Serve the methods `names` of an entity."""
    for name in names:
        method(f"{entity.prefix}.{name}", scope="catalog")(partial(_ANSWERS[name], entity))


def read_access(entity: Entity, call: Call) -> None:
    """Let in who may see such objects."""
    codes = entity.codes
    admit(call, codes.read, staff=entity.is_read_by_staff, text=codes.denied)


def get_fields(entity: Entity, call: Call) -> dict[str, Any]:
    """Describe the fields."""
    read_access(entity, call)
    return {entity.one: {name: entity.fields[name].described() for name in sorted(entity.fields)}}


def get(entity: Entity, call: Call) -> dict[str, Any]:
    """Return one object."""
    read_access(entity, call)
    number = identifier(call)
    return {entity.one: shown(entity, call, number, found(entity, call, number))}


def listed(entity: Entity, call: Call) -> Page:
    """Return the objects that match."""
    read_access(entity, call)
    return lists.page(call, entity)


def add(entity: Entity, call: Call) -> dict[str, Any]:
    """Make an object."""
    admit(call, entity.codes.write, text=entity.codes.denied)
    return {entity.one: create(entity, call, structure(call))}


def update(entity: Entity, call: Call) -> dict[str, Any]:
    """Change an object."""
    admit(call, entity.codes.write, text=entity.codes.denied)
    return {entity.one: change(entity, call, identifier(call), structure(call))}


def delete(entity: Entity, call: Call) -> bool:
    """Remove an object."""
    admit(call, entity.codes.delete, text=entity.codes.denied)
    number = identifier(call)
    entity.lose(call, number, found(entity, call, number))
    return call.store.delete(entity.kind, number)


def create(entity: Entity, call: Call, sent: dict[str, Any]) -> dict[str, Any]:
    """Keep a new object and return it as shown."""
    require(sent, [field.name for field in entity.fields.values() if field.is_required])
    new = {f.name: f.default for f in entity.fields.values() if f.name != "id"}
    made = Change(None, {}, new, _taken(entity, sent, is_new=True))
    _stamp(call, entity, made, (*_ON_CHANGE, *_ON_CREATION, "modifiedBy"))
    new.update({name: value for name, value in made.sent.items() if value is not None})
    entity.check(call, made)
    number = call.store.add(entity.kind, made.new)
    entity.follow(call, number, made)
    return _shown_again(entity, call, number)


def change(entity: Entity, call: Call, number: int, sent: dict[str, Any]) -> dict[str, Any]:
    """Change an object and return it as shown."""
    old = found(entity, call, number)
    require(sent, list(entity.needed))
    taken = _taken(entity, sent, is_new=False)
    made = Change(number, old, {**old}, taken)
    _stamp(call, entity, made, (*_ON_CHANGE, "modifiedBy"))
    made.new.update(taken)
    entity.check(call, made)
    call.store.put(entity.kind, number, made.new)
    entity.follow(call, number, made)
    return _shown_again(entity, call, number)


def found(entity: Entity, call: Call, number: int) -> dict[str, Any]:
    """Return the kept object or refuse."""
    data = call.store.get(entity.kind, number)
    if data is None:
        refuse(*entity.codes.absent)
    return data


def shown(entity: Entity, call: Call, number: int, data: dict[str, Any]) -> dict[str, Any]:
    """Return an object as answered: its fields by name."""
    told = entity.show(call, number, data)
    return {name: told[name] for name in sorted(told)}


def _shown_again(entity: Entity, call: Call, number: int) -> dict[str, Any]:
    return shown(entity, call, number, found(entity, call, number))


def require(sent: dict[str, Any], names: list[str]) -> None:
    """Refuse fields that lack one of `names` or have it empty."""
    missing = [name for name in names if sent.get(name) in (None, "", [], {})]
    if missing:
        incomplete(missing)


def _taken(entity: Entity, sent: dict[str, Any], *, is_new: bool) -> dict[str, Any]:
    """Return what of the sent fields may be written, in the types they are kept in."""
    taken = {}
    for name, value in sent.items():
        field = entity.fields.get(name)
        if field is None or field.is_read_only or name == "id":
            continue
        if field.is_immutable and not is_new:
            continue
        try:
            taken[name] = field.read(value)
        except ValueError:
            refuse("0", f"Wrong format of field `{name}`")
    return taken


def _stamp(call: Call, entity: Entity, made: Change, names: tuple[str, ...]) -> None:
    """Note when and by whom, where the object has such fields and the call left them out."""
    for name in names:
        if name in entity.fields and not made.named(name):
            is_person = name in ("createdBy", "modifiedBy", "userId")
            made.new[name] = call.user if is_person else call.portal.moment()


_ANSWERS = {
    "getFields": get_fields,
    "get": get,
    "list": listed,
    "add": add,
    "update": update,
    "delete": delete,
}
