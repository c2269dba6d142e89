"""Fields of their own that users have: `user.userfield.*`, and the values in profiles.

A portal keeps the fields of users and of CRM objects in one table, and so does the sandbox; the
rules are the same but for the beginning of the name.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import userfields
from oint_b24.sandbox.families.lists import files
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.store import Store

    Field = dict[str, Any]

_SCOPE = "user.userfield"
_OWNER = "USER"
_PREFIX = "UF_USR_"
_LANGUAGE = "ru"


def known(store: Store) -> dict[str, Field]:
    """Return the fields there are, by name."""
    return userfields.known(store, _OWNER)


def captions(store: Store) -> dict[str, str]:
    """Return the names of the fields with their captions."""
    told = {name: field["LABELS"]["EDIT_FORM_LABEL"] for name, field in known(store).items()}
    return {name: texts.get(_LANGUAGE) or name for name, texts in told.items()}


def taken(call: Call, held: dict[str, Any]) -> dict[str, Any]:
    """Return the values the parameters bring, the way a profile keeps them."""
    found = {}
    for name, field in known(call.store).items():
        if name not in call.params:
            continue
        if field["USER_TYPE_ID"] == "file":
            found[name] = _file(call, call.get(name), held.get(name))
        else:
            found[name] = userfields.kept(field, call.get(name))
    return found


def defaults(store: Store) -> dict[str, Any]:
    """Return the values a new profile begins with."""
    begun: dict[str, Any] = {}
    userfields.put_defaults(known(store), begun)
    return begun


def _file(call: Call, value: Any, held: Any) -> Any:
    try:
        sent = files.sent(value)
    except files.NumberOfFile:
        return held if whole(value) == held else None
    files.remove(call.store, held)
    return files.add(call.store, sent[0]) if sent else None


def shown(call: Call, number: int, user: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a user as `user.get` answers; the empty is left out."""
    told = {}
    for name, field in known(call.store).items():
        value = user.get(name)
        if value is None:
            continue
        is_file = field["USER_TYPE_ID"] == "file"
        told[name] = _link(call, number, name, value) if is_file else userfields.shown(field, value)
    return told


def _link(call: Call, number: int, name: str, file: int) -> dict[str, Any]:
    """Return a file as a profile shows it (user-userfield-file-get.md)."""
    return {
        "id": file,
        "showUrl": files.address(call, file),
        "downloadData": {"id": number, "field": name, "value": file},
    }


@method("user.userfield.add", scope=_SCOPE)
def add(call: Call) -> int:
    """Create a field and return its id (user-userfield-add.md)."""
    _admit(call)
    fields = call.object("fields")
    for name in ("FIELD_NAME", "USER_TYPE_ID"):
        if not fields.get(name):
            call.refuse("", f"The '{name}' field is not found.")
    bare = str(fields["FIELD_NAME"]).upper().removeprefix(_PREFIX).removeprefix("UF_")
    full = _PREFIX + bare
    if full in known(call.store):
        call.refuse("ERROR_CORE", f"Field {full} for {_OWNER} object already exists")
    begun = replace(call, params={"fields": {**fields, "FIELD_NAME": bare}})
    number = userfields.add(_OWNER, begun)
    field = call.store.get(userfields.KIND, number) or {}
    call.store.put(userfields.KIND, number, {**field, "FIELD_NAME": full})
    return number


def _admit(call: Call) -> None:
    if not is_admin(call.store, call.user):
        call.refuse("", "Access denied.")


@method("user.userfield.list", scope=_SCOPE)
def list_fields(call: Call) -> Page:
    """List the fields; names of order and filter in any case (user-userfield-list.md)."""
    _admit(call)
    params = {
        name: {str(key).upper(): value for key, value in call.object(name).items()}
        for name in ("order", "filter")
    }
    return userfields.listed(_OWNER, replace(call, params=params))


@method("user.userfield.update", scope=_SCOPE)
def update(call: Call) -> bool:
    """Change a field (user-userfield-update.md)."""
    _found(call)
    return userfields.update(_OWNER, replace(call, params={"fields": {}, **call.params}))


@method("user.userfield.delete", scope=_SCOPE)
def delete(call: Call) -> bool:
    """Delete a field with its values (user-userfield-delete.md)."""
    field = _found(call)
    for number, user in call.store.all("user"):
        if field["FIELD_NAME"] in user:
            value = user.pop(field["FIELD_NAME"])
            if field["USER_TYPE_ID"] == "file":
                files.remove(call.store, value)
            call.store.put("user", number, user)
    return userfields.delete(_OWNER, call)


def _found(call: Call) -> Field:
    _admit(call)
    number = call.integer("id")
    if number is None or number <= 0:
        call.refuse("", "ID is not defined or invalid")
    field = call.store.get(userfields.KIND, number)
    if field is None or field["ENTITY_ID"] != _OWNER:
        call.refuse("", "Access denied.")
    return field
