"""Pipelines of deals and smart processes: crm.category.*; other objects have none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import owners, stages
from oint_b24.sandbox.families.crm.dynamic import type_of
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

DEAL = stages.DEAL
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


def _type(call: Call) -> int:
    """Return the type whose pipelines are meant. Refuses one that has none."""
    number = call.integer("entityTypeId") or 0
    if number in _UNSUPPORTED:
        name = _UNSUPPORTED[number]
        call.refuse("ENTITY_TYPE_NOT_SUPPORTED", f"Entity type `{name}` is not supported")
    if number != DEAL and type_of(call.store, number) is None:
        call.refuse("NOT_FOUND", "SPA not found")
    return number


def _admit_admin(call: Call) -> int:
    type_id = _type(call)
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")
    return type_id


def _found(call: Call, type_id: int) -> tuple[int, dict[str, Any]]:
    number = call.integer("id", -1)
    data = stages.pipeline(call.store, type_id, -1 if number is None else number)
    if data is None or number is None:
        call.refuse("NOT_FOUND", "Element not found")
    return number, data


def _shown(number: int, data: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": number,
        "name": data["NAME"],
        "sort": data["SORT"],
        "entityTypeId": data["ENTITY_TYPE_ID"],
        "isDefault": data.get("IS_DEFAULT") or ("N" if number else "Y"),
    }
    if number:
        told |= {"originId": data.get("ORIGIN_ID", "")}
        told |= {"originatorId": data.get("ORIGINATOR_ID", "")}
    return told


@method("crm.category.fields", scope="crm")
def fields(call: Call) -> dict[str, Any]:
    """Describe the fields of a pipeline."""
    _type(call)
    return {"fields": {n: {**f.shown(), "upperName": f.name} for n, f in _FIELDS.items()}}


@method("crm.category.list", scope="crm")
def listed(call: Call) -> Page:
    """Return all pipelines of a type in their order."""
    rows = stages.pipelines(call.store, _type(call))
    return Page({"categories": [_shown(n, data) for n, data in rows]}, total=len(rows))


@method("crm.category.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one pipeline."""
    return {"category": _shown(*_found(call, _type(call)))}


@method("crm.category.add", scope="crm")
def add(call: Call) -> dict[str, Any]:
    """Create a pipeline with the standard stages."""
    type_id = _admit_admin(call)
    sent = call.object("fields")
    if not str(sent.get("name") or "").strip():
        call.refuse("0", "Field 'NAME' is required")
    data = {
        "NAME": str(sent["name"])[:255],
        "SORT": max(whole(sent.get("sort"), 500) or 0, 0),
        "ORIGIN_ID": str(sent.get("originId") or ""),
        "ORIGINATOR_ID": str(sent.get("originatorId") or ""),
    }
    number = stages.add_pipeline(call.store, type_id, data)
    return {"category": _shown(number, {**data, "ENTITY_TYPE_ID": type_id})}


@method("crm.category.update", scope="crm")
def update(call: Call) -> dict[str, Any]:
    """Change name or order of a pipeline."""
    number, data = _found(call, _admit_admin(call))
    sent = call.object("fields")
    if str(sent.get("name") or "").strip():
        data["NAME"] = str(sent["name"])[:255]
    data["SORT"] = max(whole(sent.get("sort"), data["SORT"]) or 0, 0)
    call.store.put("crm_category", number, data)
    return {"category": _shown(number, data)}


@method("crm.category.delete", scope="crm")
def delete(call: Call) -> None:
    """Delete an empty pipeline that is not the default one."""
    type_id = _admit_admin(call)
    number, data = _found(call, type_id)
    if number == 0 or data.get("IS_DEFAULT") == "Y":
        call.refuse("0", "Default deal category cannot be deleted")
    if call.store.count(owners.kind_of(type_id) or "", [Where("CATEGORY_ID", "=", number)]):
        call.refuse("0", f"Deals related to the funnel `{data['NAME']}` found")
    stages.remove_pipeline(call.store, type_id, number)
