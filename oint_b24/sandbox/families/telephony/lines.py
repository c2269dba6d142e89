"""`telephony.externalLine.*`: the lines of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "external_line"


def find(call: Call, number: str) -> tuple[int, dict[str, Any]] | None:
    """Return the application's line with a number."""
    found = call.store.all(_KIND, CLIENT=call.caller.client_id, NUMBER=number) if number else []
    return found[0] if found else None


def _number(call: Call) -> str:
    application.require_token(call)
    number = call.text("NUMBER").strip()
    if not number:
        call.refuse("ERROR_CORE", "NUMBER should not be empty")
    return number


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    number = _number(call)
    found = find(call, number)
    if found is None:
        call.refuse("ERROR_CORE", f"Could not find line with number {number}")
    return found


@method("telephony.externalLine.add", scope="telephony")
def add(call: Call) -> dict[str, int]:
    """Add a line and return its id (telephony-external-line-add.md)."""
    number = _number(call)
    if find(call, number) is not None:
        call.refuse("ERROR_CORE", "Line already exists")
    line = {
        "CLIENT": call.caller.client_id,
        "NUMBER": number,
        "NAME": call.text("NAME"),
        "CRM_AUTO_CREATE": "Y" if call.flag("CRM_AUTO_CREATE", default=True) else "N",
    }
    return {"ID": call.store.add(_KIND, line)}


@method("telephony.externalLine.get", scope="telephony")
def get(call: Call) -> list[dict[str, str]]:
    """Return the lines of the application (telephony-external-line-get.md)."""
    application.require_token(call)
    found = call.store.all(_KIND, CLIENT=call.caller.client_id)
    return [{n: row[n] for n in ("NUMBER", "NAME", "CRM_AUTO_CREATE")} for _, row in found]


@method("telephony.externalLine.update", scope="telephony")
def update(call: Call) -> dict[str, str]:
    """Change a line (telephony-external-line-update.md)."""
    _number(call)
    if not {"NAME", "CRM_AUTO_CREATE"} & set(call.params):
        call.refuse("ERROR_CORE", "There are no fields to update")
    number, line = _found(call)
    if "NAME" in call.params:
        line["NAME"] = call.text("NAME")
    if "CRM_AUTO_CREATE" in call.params:
        line["CRM_AUTO_CREATE"] = "Y" if call.flag("CRM_AUTO_CREATE") else "N"
    call.store.put(_KIND, number, line)
    return {"ID": str(number)}


@method("telephony.externalLine.delete", scope="telephony")
def delete(call: Call) -> list[Any]:
    """Remove a line (telephony-external-line-delete.md)."""
    number, _ = _found(call)
    call.store.delete(_KIND, number)
    return []
