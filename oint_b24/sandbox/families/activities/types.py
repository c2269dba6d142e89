"""Sorts of activities an application registers: crm.activity.type.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.families.timeline.records import needed
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_KIND = "crm_activity_type"


def is_configurable(store: Store, client: str, code: str) -> bool:
    """Say whether an application has registered a sort of configurable activities."""
    return any(
        document["IS_CONFIGURABLE_TYPE"] == "Y"
        for _, document in store.all(_KIND, CLIENT=client, TYPE_ID=code)
    )


def _admit(call: Call) -> None:
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Admin permissions required", 403)


@method("crm.activity.type.add", scope="crm", app_only=True)
def add(call: Call) -> bool:
    """Register a sort of activities."""
    _admit(call)
    (fields,) = needed(call, "fields")
    sent = fields if isinstance(fields, dict) else {}
    code, client = str(sent.get("TYPE_ID") or ""), call.caller.client_id
    if not code:
        call.refuse("INVALID_ARG_VALUE", "Field TYPE_ID is not filled")
    if call.store.all(_KIND, CLIENT=client, TYPE_ID=code):
        call.refuse("INVALID_ARG_VALUE", f"Type {code} is already registered")
    is_described = str(sent.get("IS_CONFIGURABLE_TYPE", "")).upper() in YES
    document = {
        "CLIENT": client,
        "TYPE_ID": code,
        "NAME": str(sent.get("NAME") or ""),
        "IS_CONFIGURABLE_TYPE": "Y" if is_described else "N",
        "ICON_ID": str(call.store.next_id("crm_file")) if sent.get("ICON_FILE") else "0",
    }
    call.store.add(_KIND, document)
    return True


@method("crm.activity.type.list", scope="crm", app_only=True)
def listed(call: Call) -> list[dict[str, Any]]:
    """Return the sorts the application has registered."""
    _admit(call)
    rows = call.store.all(_KIND, CLIENT=call.caller.client_id)
    return [{n: v for n, v in document.items() if n != "CLIENT"} for _, document in rows]


@method("crm.activity.type.delete", scope="crm", app_only=True)
def delete(call: Call) -> bool:
    """Forget a sort of activities."""
    _admit(call)
    code = str(needed(call, "TYPE_ID")[0])
    found = call.store.all(_KIND, CLIENT=call.caller.client_id, TYPE_ID=code)
    if not found:
        call.refuse("INVALID_ARG_VALUE", f"Type {code} is not registered")
    return call.store.delete(_KIND, found[0][0])
