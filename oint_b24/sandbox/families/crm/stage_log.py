"""Notes of the stages that leads, deals and the like have come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm import owners

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

CREATED, MOVED, ENDED, OTHER_PIPELINE = 1, 2, 3, 5
COMMON = {"ID": "integer", "TYPE_ID": "integer", "OWNER_ID": "integer", "CREATED_TIME": "datetime"}
_OF_LEAD = {"STATUS_SEMANTIC_ID": "string", "STATUS_ID": "crm_status"}
_OF_DEAL = {"CATEGORY_ID": "integer", "STAGE_SEMANTIC_ID": "string", "STAGE_ID": "crm_status"}


def fields(type_id: int) -> dict[str, str]:
    """Return the fields and types of what is noted for a type."""
    return _OF_LEAD if type_id == owners.LEAD else _OF_DEAL


def kind(type_id: int) -> str:
    """Return the kind of the notes of a type."""
    return f"crm_stage_history_{type_id}"


def note(
    store: Store,
    type_id: int,
    number: int,
    moment: str,
    documents: tuple[dict[str, Any] | None, dict[str, Any]],
) -> None:
    """Note that an object has come to another stage; `documents` are before and after."""
    before, after = documents
    names = fields(type_id)
    stage = "STATUS_ID" if type_id == owners.LEAD else "STAGE_ID"
    if stage not in after or (before and all(before.get(n) == after.get(n) for n in names)):
        return
    sort = MOVED if after[stage.replace("_ID", "_SEMANTIC_ID")] == "P" else ENDED
    if before is None:
        sort = CREATED
    elif before.get("CATEGORY_ID") != after.get("CATEGORY_ID"):
        sort = OTHER_PIPELINE
    row = {"TYPE_ID": sort, "OWNER_ID": number, "CREATED_TIME": moment}
    store.add(kind(type_id), row | {name: after.get(name) for name in names})


def forget(store: Store, type_id: int, number: int) -> None:
    """Forget the history of a deleted object."""
    for row, _ in store.all(kind(type_id), OWNER_ID=number):
        store.delete(kind(type_id), row)
