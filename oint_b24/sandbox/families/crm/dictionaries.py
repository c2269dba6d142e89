"""Methods of CRM dictionaries and pipelines: crm.status.*, crm.category.*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import stages
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.listing import conditions, ordering
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FIELDS = (
    Field("ID", "integer", "ID", "r"),
    Field("ENTITY_ID", "string", "Справочник", "*i"),
    Field("STATUS_ID", "string", "Код", "*i"),
    Field("SORT", "integer", "Порядок"),
    Field("NAME", "string", "Название", "*"),
    Field("NAME_INIT", "string", "Исходное название", "r"),
    Field("SYSTEM", "char", "Системный", "r"),
    Field("CATEGORY_ID", "integer", "Воронка", "i"),
    Field("COLOR", "string", "Цвет"),
    Field("SEMANTICS", "char", "Группа стадий", "i"),
    Field("EXTRA", "crm_status_extra", "Дополнительно"),
)
_GROUPS = {"S": "success", "F": "failure"}
_FINAL = {"DEAL_STAGE": ("WON", "LOSE"), "STATUS": ("CONVERTED", "JUNK")}


@method("crm.status.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of an element."""
    return {field.name: field.shown() for field in _FIELDS}


@method("crm.status.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the elements of all dictionaries that match the filter, in one page."""
    admit(call)
    names = [field.name for field in _FIELDS if field.name != "EXTRA"]
    order = ordering(array(call, "order") or {"SORT": "ASC"})
    rows = call.store.select(
        "crm_status",
        conditions(array(call, "filter"), names),
        [(name.upper(), down) for name, down in order if name.upper() in names],
    )
    return Page([_shown(n, data) | _extra(data) for n, data in rows], total=len(rows))


def _shown(number: int, data: dict[str, Any]) -> dict[str, Any]:
    texts = ("SORT", "CATEGORY_ID")
    return {"ID": str(number)} | {
        name: str(value) if name in texts and value is not None else value
        for name, value in data.items()
    }


def _extra(data: dict[str, Any]) -> dict[str, Any]:
    if data["COLOR"] is None:
        return {}
    bare = data["STATUS_ID"].rpartition(":")[2]
    group = "apology" if bare == "APOLOGY" else _GROUPS.get(data["SEMANTICS"] or "", "process")
    return {"EXTRA": {"SEMANTICS": group, "COLOR": data["COLOR"]}}


@method("crm.status.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one element."""
    admit(call)
    number, data = _element(call)
    return _shown(number, data)


@method("crm.status.entity.items", scope="crm")
def items(call: Call) -> list[dict[str, Any]]:
    """Return the elements of one dictionary in short."""
    admit(call)
    entity = call.text("entityId")
    if entity not in _known(call):
        call.refuse("", "The parameter entityId is not defined or invalid.")
    names = ("NAME", "SORT", "STATUS_ID")
    return [{n: data[n] for n in names} for _, data in stages.stages(call.store, entity)]


@method("crm.status.entity.types", scope="crm")
def types(call: Call) -> list[dict[str, Any]]:
    """Return the dictionaries."""
    return [_type(entity, name) for entity, name in _known(call).items()]


def _known(call: Call) -> dict[str, str]:
    names = dict(stages.NAMES)
    for number, data in call.store.all("crm_category"):
        if number:
            entity, _ = stages.stages_of(data["ENTITY_TYPE_ID"], number)
            of_what = "сделок" if data["ENTITY_TYPE_ID"] == stages.DEAL else "смарт-процесса"
            names[entity] = f"Стадии {of_what} «{data['NAME']}»"
    return names


def _type(entity: str, name: str) -> dict[str, Any]:
    base, _, category = entity.partition("DEAL_STAGE_")
    final = _FINAL.get("DEAL_STAGE" if category else base)
    told: dict[str, Any] = {"ID": entity, "NAME": name}
    if final is None:
        return told
    prefix = f"C{category}:" if category else ""
    told["SEMANTIC_INFO"] = {
        "START_FIELD": f"{prefix}NEW",
        "FINAL_SUCCESS_FIELD": prefix + final[0],
        "FINAL_UNSUCCESS_FIELD": prefix + final[1],
        "FINAL_SORT": 0,
    }
    if entity == "STATUS":
        return told | {"ENTITY_TYPE_ID": 1}
    if category:
        told |= {"PARENT_ID": "DEAL_STAGE", "PREFIX": f"C{category}"}
        told["FIELD_ATTRIBUTE_SCOPE"] = f"category_{category}"
    return told | {"ENTITY_TYPE_ID": 2, "CATEGORY_ID": category or 0}


@method("crm.status.add", scope="crm")
def add(call: Call) -> int:
    """Add an element to a dictionary; codes of pipeline stages get the pipeline's prefix."""
    _admit_admin(call)
    sent = array(call, "fields", required=True)
    missing = [name for name in ("ENTITY_ID", "STATUS_ID") if not sent.get(name)]
    if missing:
        call.refuse("", " ".join(f"The field {name} is required." for name in missing))
    entity, code = str(sent["ENTITY_ID"]), str(sent["STATUS_ID"])
    if entity not in _known(call):
        call.refuse("", "Specified entity type is not supported.")
    if not sent.get("NAME"):
        call.refuse("", "The field Title is required.")
    code = _checked_code(call, entity, code)
    sort = whole(sent.get("SORT"), 10) or 10
    won = stages.find_stage(call.store, entity, "WON") if entity == "DEAL_STAGE" else None
    semantics = str(sent.get("SEMANTICS") or "") or None
    if won is not None and sort > won["SORT"] and semantics != "F":
        call.refuse(
            "",
            "Cannot create more stages after the final stage because the final successful stage"
            " already exists. Try using sort order values less than that of the final stage.",
        )
    color = str(sent.get("COLOR") or "") or None
    element = stages.Element(code, str(sent["NAME"]), semantics, color)
    return stages.add_element(call.store, entity, element, sort)


def _checked_code(call: Call, entity: str, code: str) -> str:
    _, _, category = entity.partition("DEAL_STAGE_")
    if category and not code.startswith(f"C{category}:"):
        code = f"C{category}:{code}"
    if stages.find_stage(call.store, entity, code) is not None:
        call.refuse("ERROR_CORE", "The specified status ID already exists.")
    limit = 21 if entity == "STATUS" else 22 if entity.startswith("DEAL_STAGE") else 50
    if len(code) > limit or (limit < 50 and not re.fullmatch(r"[\w:-]+", code, re.ASCII)):
        call.refuse("", "Error on creating status.")
    return code


@method("crm.status.update", scope="crm")
def update(call: Call) -> bool:
    """Change name, order or colour of an element."""
    _admit_admin(call)
    number, data = _element(call)
    sent = array(call, "fields", required=True)
    data["NAME"] = str(sent.get("NAME") or data["NAME"])
    data["SORT"] = whole(sent.get("SORT"), data["SORT"])
    data["COLOR"] = str(sent.get("COLOR") or "") or data["COLOR"]
    call.store.put("crm_status", number, data)
    return True


@method("crm.status.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete an element nobody uses; a system one only if forced."""
    _admit_admin(call)
    number, data = _element(call)
    if data["SYSTEM"] == "Y" and str(call.object("params").get("FORCED")).upper() != "Y":
        call.refuse(
            "",
            "CRM System Status can be deleted only if parameter FORCED"
            ' is specified and equal to "Y".',
        )
    stage = {"STATUS": ("lead", "STATUS_ID")}.get(data["ENTITY_ID"], ("deal", "STAGE_ID"))
    if data["ENTITY_ID"].startswith(("STATUS", "DEAL_STAGE")) and call.store.count(
        stage[0], [Where(stage[1], "=", data["STATUS_ID"])]
    ):
        call.refuse("", "There are active items in this status.")
    return call.store.delete("crm_status", number)


def _element(call: Call) -> tuple[int, dict[str, Any]]:
    number = call.integer("id")
    if number is None or number <= 0:
        call.refuse("", "Invalid identifier.")
    data = call.store.get("crm_status", number)
    if data is None:
        call.refuse("", "Status is not found.")
    return number, data


def _admit_admin(call: Call) -> None:
    if not is_admin(call.store, call.user):
        call.refuse("", "Access denied.")
