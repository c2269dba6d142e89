"""`userfieldtype.*`: types of fields that an application shows itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, Refusal, whole
from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    FieldType = dict[str, Any]

_KIND = "user_field_type"
_TAKEN = "Unable to set placement handler: Handler already binded"
_TOLD = ("USER_TYPE_ID", "HANDLER", "TITLE", "DESCRIPTION")


def _own(call: Call) -> list[tuple[int, FieldType]]:
    application.require_admin(call)
    return call.store.all(_KIND, CLIENT=call.caller.client_id)


def _required(call: Call, name: str) -> str:
    value = call.text(name).strip()
    if not value:
        text = f"Argument '{name}' is null or empty"
        raise Refusal("ERROR_ARGUMENT", text, argument=name)
    return value


@method("userfieldtype.add", scope="placement")
def add(call: Call) -> bool:
    """Register a type (user-field/userfieldtype-add.md)."""
    known = _own(call)
    code, handler = _required(call, "USER_TYPE_ID"), _required(call, "HANDLER")
    if any(code == row["USER_TYPE_ID"] or handler == row["HANDLER"] for _, row in known):
        call.refuse("ERROR_CORE", _TAKEN)
    row = {"CLIENT": call.caller.client_id, "USER_TYPE_ID": code, "HANDLER": handler}
    call.store.add(_KIND, {**row, "TITLE": "", "DESCRIPTION": "", "HEIGHT": 0, **_texts(call)})
    return True


def _texts(call: Call) -> FieldType:
    found: FieldType = {n: call.text(n) for n in ("TITLE", "DESCRIPTION") if n in call.params}
    height = whole(call.object("OPTIONS").get("height"))
    return {**found, "HEIGHT": height} if height is not None else found


@method("userfieldtype.list", scope="placement")
def list_types(call: Call) -> Page:
    """List the application's types (user-field/userfieldtype-list.md)."""
    found = [{name: row[name] for name in _TOLD} for _, row in _own(call)]
    return Page(found, total=len(found))


def _found(call: Call) -> tuple[int, FieldType]:
    known = _own(call)
    code = _required(call, "USER_TYPE_ID")
    for number, row in known:
        if row["USER_TYPE_ID"] == code:
            return number, row
    return call.refuse("ERROR_NOT_FOUND", "User Field Type not found")


@method("userfieldtype.update", scope="placement")
def update(call: Call) -> bool:
    """Change a type (user-field/userfieldtype-update.md)."""
    number, row = _found(call)
    handler = call.text("HANDLER") or row["HANDLER"]
    if any(n != number and handler == other["HANDLER"] for n, other in _own(call)):
        call.refuse("ERROR_CORE", _TAKEN)
    call.store.put(_KIND, number, {**row, "HANDLER": handler, **_texts(call)})
    return True


@method("userfieldtype.delete", scope="placement")
def delete(call: Call) -> bool:
    """Remove a type (user-field/userfieldtype-delete.md)."""
    number, _ = _found(call)
    return call.store.delete(_KIND, number)
