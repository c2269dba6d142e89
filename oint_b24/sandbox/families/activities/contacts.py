"""With whom an activity is held: the field COMMUNICATIONS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import owners

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_PERSON = ("HONORIFIC", "NAME", "SECOND_NAME", "LAST_NAME")


def read(call: Call, given: Any, owner: tuple[int, int] | None) -> list[dict[str, Any]]:
    """Return the contacts as they are kept; one without an object belongs to the owner."""
    rows = list(given.values()) if isinstance(given, dict) else given
    found = []
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict):
            continue
        named = whole(row.get("ENTITY_TYPE_ID")), whole(row.get("ENTITY_ID"))
        target = named if owners.find(call.store, *named) is not None else owner
        if target is None:
            continue
        found.append(
            {
                "ID": call.store.next_id("crm_communication"),
                "TYPE": str(row.get("TYPE") or ""),
                "VALUE": str(row.get("VALUE") or ""),
                "ENTITY_ID": target[1],
                "ENTITY_TYPE_ID": target[0],
            }
        )
    return found


def shown(store: Store, row: dict[str, Any]) -> dict[str, Any]:
    """Return a contact with what is known of its object (crm-activity-list.md)."""
    told: dict[str, Any] = {name: str(value) for name, value in row.items()}
    type_id = row["ENTITY_TYPE_ID"]
    document = owners.find(store, type_id, row["ENTITY_ID"]) or {}
    settings: dict[str, Any] = {}
    if type_id in (owners.LEAD, owners.CONTACT):
        settings = {name: str(document.get(name) or "") for name in _PERSON}
    if type_id == owners.LEAD:
        settings["LEAD_TITLE"] = document.get("TITLE") or ""
    if type_id == owners.COMPANY:
        settings["COMPANY_TITLE"] = document.get("TITLE") or ""
    if type_id == owners.CONTACT:
        company = document.get("COMPANY_ID")
        settings["COMPANY_TITLE"] = (store.get("company", company) or {}).get("TITLE") or ""
        settings["COMPANY_ID"] = str(company or "")
    return {**told, "ENTITY_SETTINGS": settings}
