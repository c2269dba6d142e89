"""Leads, deals, contacts and companies alike: add, get, list, update, delete, fields.

The four differ in their fields, in stages and in a few refusals; an `Entity` says how.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import (
    files,
    links,
    money,
    multifields,
    owners,
    stage_log,
    userfields,
    values,
)
from oint_b24.sandbox.families.crm.fields import MULTI
from oint_b24.sandbox.families.crm.moves import place
from oint_b24.sandbox.families.people.directory import get_user, is_intranet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.crm.fields import Field
    from oint_b24.sandbox.store import Store

_IMPORTED = ("DATE_CREATE", "DATE_MODIFY", "CREATED_BY_ID", "MODIFY_BY_ID")


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of CRM object. `absent` is what update and delete say of an unknown id."""

    kind: str
    fields: dict[str, Field]
    title: str  # default text of TITLE, the id is put after it
    absent: dict[str, tuple[str, str]]
    defaults: dict[str, Any]
    owner: str = ""  # in user fields, where it is not told by the kind

    @property
    def user_field_owner(self) -> str:
        """Return the owner's code in user fields."""
        return self.owner or f"CRM_{self.kind.upper()}"

    def absence(self, action: str) -> tuple[str, str]:
        """Return code and text for an object that is not there."""
        return self.absent.get(action, ("", "Not found"))


def admit(call: Call) -> None:
    """Refuse extranet users: they see no CRM."""
    if not is_intranet(get_user(call.store, call.user)):
        call.refuse("", "Access denied.")


def object_id(call: Call) -> int:
    """Return the parameter `id` (older clients write `ID`)."""
    number = whole(call.get("id", call.get("ID")))
    if number is None or number <= 0:
        call.refuse("", "ID is not defined or invalid.")
    return number


def array(call: Call, name: str, *, required: bool = False) -> dict[str, Any]:
    """Return an object parameter; an empty PHP array is the empty object."""
    value = call.get(name, call.get(name.upper()))
    if isinstance(value, list):
        return {str(i): v for i, v in enumerate(value)}
    if not isinstance(value, dict) and (required or value not in (None, "")):
        call.refuse("", f"Parameter '{name}' must be array.")
    return value if isinstance(value, dict) else {}


def add(entity: Entity, call: Call) -> int:
    """Create an object and return its id."""
    admit(call)
    fields = array(call, "fields", required=True)
    options = array(call, "params")
    now = call.portal.moment()
    document: dict[str, Any] = {
        **entity.defaults,
        "ASSIGNED_BY_ID": call.user,
        "CREATED_BY_ID": call.user,
        "DATE_CREATE": now,
    }
    _write(entity, call, document, fields, creating=True)
    place(call, entity.kind, document, None)
    number = call.store.next_id(entity.kind)
    if "TITLE" in entity.fields and not document.get("TITLE"):
        document["TITLE"] = f"{entity.title} #{number}"
    _touch(call, document, now)
    if str(options.get("IMPORT", "")).upper() == "Y" and entity.kind in ("contact", "company"):
        _import(entity, document, fields)
    if "QUOTE_NUMBER" in entity.fields:
        document["QUOTE_NUMBER"] = str(number)
    call.store.add(entity.kind, document, id=number)
    _note_stage(call, entity, number, (None, document))
    if entity.kind == "company" and "CONTACT_ID" in fields:
        links.set_company_contacts(call.store, number, fields["CONTACT_ID"])
    return number


def _import(entity: Entity, document: dict[str, Any], fields: dict[str, Any]) -> None:
    for name in _IMPORTED:
        if name in fields:
            document[name] = values.kept(entity.fields[name].type, fields[name])


def _note_stage(
    call: Call,
    entity: Entity,
    number: int,
    documents: tuple[dict[str, Any] | None, dict[str, Any]],
) -> None:
    type_id = owners.number_of(entity.kind) or 0
    stage_log.note(call.store, type_id, number, call.portal.moment(), documents)


def _touch(call: Call, document: dict[str, Any], now: str) -> None:
    document |= {
        "DATE_MODIFY": now,
        "MODIFY_BY_ID": call.user,
        "LAST_ACTIVITY_TIME": now,
        "LAST_ACTIVITY_BY": call.user,
    }


def _write(
    entity: Entity, call: Call, document: dict[str, Any], fields: dict[str, Any], *, creating: bool
) -> None:
    """Put sent fields into a document; unknown and read-only ones are ignored, as portals do."""
    sent = {name.upper(): value for name, value in fields.items()}
    custom = userfields.known(call.store, entity.user_field_owner)
    for name, value in sent.items():
        field = entity.fields.get(name)
        if field is not None and not field.is_multiple and not field.is_read_only:
            if "i" not in field.flags or creating:
                _keep(document, name, _taken(call, document, field, value))
        elif name in custom:
            _keep(document, name, _taken_custom(call, document, custom[name], value))
    if creating:
        userfields.put_defaults(custom, document)
    currency = str(document.get("CURRENCY_ID") or "")
    if "CURRENCY_ID" in sent and money.find(call.store, currency) is None:
        call.refuse("", 'Invalid value for the "Currency" field')
    if "PHONE" in entity.fields:
        multifields.merge(call.store, document, sent)
    links.write(call.store, entity.kind, document, sent)


def _taken(call: Call, document: dict[str, Any], field: Field, value: Any) -> Any:
    if field.type == "file":
        return files.taken(call.store, document.get(field.name), value, is_multiple=False)
    return values.kept(field.type, value)


def _taken_custom(
    call: Call, document: dict[str, Any], definition: dict[str, Any], value: Any
) -> Any:
    if definition["USER_TYPE_ID"] == "file":
        before, is_multiple = document.get(definition["FIELD_NAME"]), definition["MULTIPLE"] == "Y"
        return files.taken(call.store, before, value, is_multiple=is_multiple)
    return userfields.kept(definition, value)


def file_names(entity: Entity, custom: dict[str, dict[str, Any]]) -> list[str]:
    """Return the names of the fields that hold files."""
    own = [name for name, field in entity.fields.items() if field.type == "file"]
    return own + [n for n, about in custom.items() if about["USER_TYPE_ID"] == "file"]


def _keep(document: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        document.pop(name, None)
    else:
        document[name] = value


def get(entity: Entity, call: Call) -> dict[str, Any]:
    """Return one object with everything it has."""
    admit(call)
    number = object_id(call)
    document = call.store.get(entity.kind, number)
    if document is None:
        call.refuse(*entity.absence("get"))
    custom = userfields.known(call.store, entity.user_field_owner)
    present = [name for name in MULTI if document.get(name)]
    return shown(call.store, entity, custom, number, document, present)


def shown(
    store: Store,
    entity: Entity,
    custom: dict[str, dict[str, Any]],
    number: int,
    document: dict[str, Any],
    multi: Iterable[str] = (),
) -> dict[str, Any]:
    """Return an object the way answers carry it; many-valued fields only if asked for."""
    row: dict[str, Any] = {"ID": str(number)}
    for name, field in entity.fields.items():
        if name != "ID" and not field.is_multiple:
            row[name] = values.shown(name, field.type, document.get(name))
    for name, definition in custom.items():
        row[name] = userfields.shown(definition, document.get(name))
    for name in file_names(entity, custom):
        if document.get(name):
            row[name] = files.shown(entity.kind, number, name, document[name], store)
    for name in multi:
        if document.get(name):
            row[name] = document[name]
    return row


def update(entity: Entity, call: Call, *, moves: bool = False) -> bool:
    """Change the sent fields of one object.

    `moves` lets a deal change its pipeline, which crm.deal.update does not (crm-deal-update.md).
    """
    admit(call)
    number = object_id(call)
    fields = array(call, "fields", required=True)
    array(call, "params")
    document = call.store.get(entity.kind, number)
    if document is None:
        call.refuse(*entity.absence("update"))
    before = dict(document)
    if moves and "CATEGORY_ID" in fields and "CATEGORY_ID" in entity.fields:
        document["CATEGORY_ID"] = whole(fields["CATEGORY_ID"], 0)
        if document["CATEGORY_ID"] != before["CATEGORY_ID"]:
            document.pop("STAGE_ID")
    _write(entity, call, document, fields, creating=False)
    place(call, entity.kind, document, before)
    _touch(call, document, call.portal.moment())
    call.store.put(entity.kind, number, document)
    _forget_files(entity, call, before, document)
    _note_stage(call, entity, number, (before, document))
    if entity.kind == "company" and "CONTACT_ID" in fields:
        links.set_company_contacts(call.store, number, fields["CONTACT_ID"])
    return True


def delete(entity: Entity, call: Call) -> bool:
    """Delete one object and every reference to it."""
    admit(call)
    number = object_id(call)
    document = call.store.get(entity.kind, number)
    if document is None:
        call.refuse(*entity.absence("delete"))
    call.store.delete(entity.kind, number)
    type_id = owners.number_of(entity.kind) or 0
    links.forget(call.store, entity.kind, number)
    owners.forget(call.store, type_id, number)
    stage_log.forget(call.store, type_id, number)
    _forget_files(entity, call, document, {})
    return True


def _forget_files(
    entity: Entity, call: Call, before: dict[str, Any], after: dict[str, Any]
) -> None:
    custom = userfields.known(call.store, entity.user_field_owner)
    files.forget(call.store, file_names(entity, custom), before, after)


def describe(entity: Entity, call: Call) -> dict[str, Any]:
    """Return the description of all fields, custom ones last."""
    described = {name: field.shown() for name, field in entity.fields.items()}
    for name, definition in userfields.known(call.store, entity.user_field_owner).items():
        described[name] = userfields.described(definition)
    return described
