"""What a stage means for a deal or a lead: its group, whether it is closed, who moved it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm.stages import (
    dynamic_entity,
    find_stage,
    first_stage,
    pipeline,
    pipelines,
    stage_entity,
)

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


def place(call: Call, kind: str, document: dict[str, Any], before: dict[str, Any] | None) -> None:
    """Settle the stage of a document that is about to be kept.

    Raises Refusal where the stage is not one of its pipeline.
    """
    if kind == "deal":
        _place_deal(call, document, before)
    elif kind == "lead":
        _place_lead(call, document, before)
    elif kind == "quote":
        _place_quote(call, document, before)
    elif kind.startswith("dynamic_"):
        _place_dynamic(call, int(kind.removeprefix("dynamic_")), document, before)


def _place_deal(call: Call, document: dict[str, Any], before: dict[str, Any] | None) -> None:
    if before is None:
        today = call.portal.moment()[:10] + "T00:00:00+03:00"
        document.setdefault("BEGINDATE", today)
        document.setdefault("CLOSEDATE", _later(today, 7))
    category = int(document.get("CATEGORY_ID") or 0)
    if pipeline(call.store, 2, category) is None:
        category = 0
    document["CATEGORY_ID"] = category
    entity = stage_entity(category)
    moved = _settle(call, document, before, "STAGE_ID", "STAGE_SEMANTIC_ID", entity)
    is_final = document["STAGE_SEMANTIC_ID"] != "P"
    document["CLOSED"] = "Y" if is_final else "N"
    document["IS_NEW"] = "Y" if document["STAGE_ID"] == first_stage(call.store, entity) else "N"
    if moved and is_final:
        document["CLOSEDATE"] = call.portal.moment()[:10] + "T00:00:00+03:00"


def _later(moment: str, days: int) -> str:
    return (datetime.fromisoformat(moment) + timedelta(days=days)).isoformat()


def _place_lead(call: Call, document: dict[str, Any], before: dict[str, Any] | None) -> None:
    moved = _settle(call, document, before, "STATUS_ID", "STATUS_SEMANTIC_ID", "STATUS")
    if document["STATUS_SEMANTIC_ID"] == "P":
        document.pop("DATE_CLOSED", None)
    elif moved:
        document["DATE_CLOSED"] = call.portal.moment()
    known = document.get("COMPANY_ID") or document.get("CONTACT_ID")
    document["IS_RETURN_CUSTOMER"] = "Y" if known else "N"


def _place_quote(call: Call, document: dict[str, Any], before: dict[str, Any] | None) -> None:
    if before is None:
        today = call.portal.moment()[:10] + "T00:00:00+03:00"
        document.setdefault("BEGINDATE", today)
        document.setdefault("CLOSEDATE", _later(today, 7))
    document["ACTUAL_DATE"] = document.get("ACTUAL_DATE") or document.get("CLOSEDATE")
    _settle(call, document, before, "STATUS_ID", "STATUS_SEMANTIC_ID", "QUOTE_STATUS")
    document["CLOSED"] = "N" if document["STATUS_SEMANTIC_ID"] == "P" else "Y"


def _place_dynamic(
    call: Call, type_id: int, document: dict[str, Any], before: dict[str, Any] | None
) -> None:
    category = int(document.get("CATEGORY_ID") or 0)
    if pipeline(call.store, type_id, category) is None:
        category = pipelines(call.store, type_id)[0][0]
    document["CATEGORY_ID"] = category
    entity = dynamic_entity(type_id, category)
    if _settle(call, document, before, "STAGE_ID", "STAGE_SEMANTIC_ID", entity) and before:
        document["PREVIOUS_STAGE_ID"] = before["STAGE_ID"]


def _settle(
    call: Call,
    document: dict[str, Any],
    before: dict[str, Any] | None,
    stage: str,
    semantics: str,
    entity: str,
) -> bool:
    """Fill stage and group, and say whether the object has moved."""
    code = document.setdefault(stage, first_stage(call.store, entity))
    found = find_stage(call.store, entity, code)
    if found is None:
        call.refuse("", f'Invalid value for the "{stage}" field')
    document[semantics] = found["SEMANTICS"] or "P"
    if before is not None and before.get(stage) == code:
        return False
    document["MOVED_BY_ID"] = call.user
    document["MOVED_TIME"] = call.portal.moment()
    return True
