"""Pipelines of deals: crm.category.*; other kinds of objects have none here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import (
    stages,
)
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.people.family import is_admin
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

DEAL = 2
_UNSUPPORTED = {1: "LEAD", 3: "CONTACT", 4: "COMPANY", 7: "QUOTE"}
_FIELDS = {
    "id": Field("ID", "integer", "ID", "r"),
    "name": Field("NAME", "string", "Название"),
    "sort": Field("SORT", "integer", "Порядок"),
    "entityTypeId": Field("ENTITY_TYPE_ID", "integer", "Тип объектов", "*r"),
    "isDefault": Field("IS_DEFAULT", "boolean", "По умолчанию", "r"),
    "originId": Field("ORIGIN_ID", "string", "Номер во внешнем источнике"),
    "originatorId": Field("ORIGINATOR_ID", "string", "Внешний источник"),
}


def _check_type(call: Call) -> None:
    number = call.integer("entityTypeId")
    if number in _UNSUPPORTED:
        name = _UNSUPPORTED[number]
        call.refuse("ENTITY_TYPE_NOT_SUPPORTED", f"Entity type `{name}` is not supported")
    if number != DEAL:
        call.refuse("NOT_FOUND", "SPA not found")


def _admit_admin(call: Call) -> None:
    _check_type(call)
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    number = call.integer("id", -1)
    data = call.store.get("crm_category", number)
    if data is None or number is None:
        call.refuse("NOT_FOUND", "Element not found")
    return number, data


def _shown(number: int, data: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": number,
        "name": data["NAME"],
        "sort": data["SORT"],
        "entityTypeId": DEAL,
        "isDefault": "N" if number else "Y",
    }
    if number:
        told |= {"originId": data["ORIGIN_ID"], "originatorId": data["ORIGINATOR_ID"]}
    return told


@method("crm.category.fields", scope="crm")
def fields(call: Call) -> dict[str, Any]:
    """Describe the fields of a pipeline."""
    _check_type(call)
    return {"fields": {n: {**f.shown(), "upperName": f.name} for n, f in _FIELDS.items()}}


@method("crm.category.list", scope="crm")
def listed(call: Call) -> Page:
    """Return all pipelines of deals in their order."""
    _check_type(call)
    rows = call.store.select("crm_category", (), [("SORT", False), ("ID", False)])
    return Page({"categories": [_shown(n, data) for n, data in rows]}, total=len(rows))


@method("crm.category.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one pipeline."""
    _check_type(call)
    return {"category": _shown(*_found(call))}


@method("crm.category.add", scope="crm")
def add(call: Call) -> dict[str, Any]:
    """Create a pipeline with the standard stages."""
    _admit_admin(call)
    sent = call.object("fields")
    if not str(sent.get("name") or "").strip():
        call.refuse("0", "Field 'NAME' is required")
    data = {
        "NAME": str(sent["name"])[:255],
        "SORT": max(whole(sent.get("sort"), 500) or 0, 0),
        "ORIGIN_ID": str(sent.get("originId") or ""),
        "ORIGINATOR_ID": str(sent.get("originatorId") or ""),
    }
    number = call.store.add("crm_category", data)
    stages.add_stages(call.store, stages.stage_entity(number), prefix=f"C{number}:")
    return {"category": _shown(number, data)}


@method("crm.category.update", scope="crm")
def update(call: Call) -> dict[str, Any]:
    """Change name or order of a pipeline."""
    _admit_admin(call)
    number, data = _found(call)
    sent = call.object("fields")
    if str(sent.get("name") or "").strip():
        data["NAME"] = str(sent["name"])[:255]
    data["SORT"] = max(whole(sent.get("sort"), data["SORT"]) or 0, 0)
    call.store.put("crm_category", number, data)
    return {"category": _shown(number, data)}


@method("crm.category.delete", scope="crm")
def delete(call: Call) -> None:
    """Delete an empty pipeline that is not the default one."""
    _admit_admin(call)
    number, data = _found(call)
    if number == 0:
        call.refuse("0", "Default deal category cannot be deleted")
    if call.store.count("deal", [Where("CATEGORY_ID", "=", number)]):
        call.refuse("0", f"Deals related to the funnel `{data['NAME']}` found")
    for stage, _ in stages.stages(call.store, stages.stage_entity(number)):
        call.store.delete("crm_status", stage)
    call.store.delete("crm_category", number)
