"""The older methods for pipelines of deals, over the same pipelines: crm.dealcategory.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import stages
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.lists import where_of
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.listing import ordering, picked
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FIELDS = (
    Field("ID", "integer", "ID", "r"),
    Field("CREATED_DATE", "datetime", "Создано", "r"),
    Field("NAME", "string", "Название", "*"),
    Field("IS_LOCKED", "char", "Заблокировано", "r"),
    Field("SORT", "integer", "Порядок"),
)
_KIND = "crm_category"


@method("crm.dealcategory.fields", scope="crm")
def fields(_: Call) -> dict[str, Any]:
    """Describe the fields of a pipeline."""
    return {field.name: field.shown() for field in _FIELDS}


def _shown(number: int, data: dict[str, Any]) -> dict[str, Any]:
    created = data.get("CREATED_DATE") or "2026-01-12T10:00:00+03:00"
    told = {"ID": str(number), "CREATED_DATE": created, "NAME": data["NAME"]}
    return {**told, "IS_LOCKED": "N", "SORT": str(data["SORT"])}


def _admin(call: Call) -> None:
    admit(call)
    if not is_admin(call.store, call.user):
        call.refuse("", "Access denied.")


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    """Return a pipeline other than the default one, which these methods do not list."""
    number = whole(call.get("id", call.get("ID")))
    if number is None or number <= 0:
        call.refuse("", "ID is not defined or invalid.")
    data = stages.pipeline(call.store, stages.DEAL, number)
    if data is None:
        call.refuse("", "Not found")
    return number, data


@method("crm.dealcategory.list", scope="crm")
def listed(call: Call) -> Page:
    """Return all pipelines but the default one."""
    admit(call)
    types = {field.name: field.type for field in _FIELDS}
    given = {n: v for n, v in array(call, "filter").items() if "IS_LOCKED" not in n.upper()}
    own = [Where("ENTITY_TYPE_ID", "=", stages.DEAL), Where("ID", ">", 0)]
    where = [*where_of(call.store, _KIND, given, types), *own]
    order = [(n.upper(), d) for n, d in ordering(array(call, "order")) if n.upper() in types]
    rows = [_shown(*row) for row in call.store.select(_KIND, where, order)]
    return Page([picked(row, call.list("select")) for row in rows], total=len(rows))


@method("crm.dealcategory.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one pipeline."""
    admit(call)
    return _shown(*_found(call))


@method("crm.dealcategory.add", scope="crm")
def add(call: Call) -> int:
    """Make a pipeline with the standard stages and return its id."""
    _admin(call)
    sent = array(call, "fields", required=True)
    if not str(sent.get("NAME") or "").strip():
        call.refuse("", "The field NAME is required.")
    data = {
        "NAME": str(sent["NAME"])[:255],
        "SORT": whole(sent.get("SORT"), 500),
        "CREATED_DATE": call.portal.moment(),
    }
    return stages.add_pipeline(call.store, stages.DEAL, data)


@method("crm.dealcategory.update", scope="crm")
def update(call: Call) -> bool:
    """Change name or order of a pipeline."""
    _admin(call)
    number, data = _found(call)
    sent = array(call, "fields")
    data["NAME"] = str(sent.get("NAME") or data["NAME"])[:255]
    data["SORT"] = whole(sent.get("SORT"), data["SORT"])
    call.store.put(_KIND, number, data)
    return True


@method("crm.dealcategory.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete a pipeline without deals."""
    _admin(call)
    number, _ = _found(call)
    if call.store.count("deal", [Where("CATEGORY_ID", "=", number)]):
        call.refuse("", "The pipeline has deals and cannot be deleted.")
    stages.remove_pipeline(call.store, stages.DEAL, number)
    return True


@method("crm.dealcategory.default.get", scope="crm")
def default(call: Call) -> dict[str, Any]:
    """Return the default pipeline."""
    admit(call)
    data = call.store.get(_KIND, 0) or {}
    return {"ID": 0, "NAME": data.get("NAME")}


@method("crm.dealcategory.default.set", scope="crm")
def set_default(call: Call) -> bool:
    """Rename the default pipeline."""
    _admin(call)
    name = call.text("name", call.text("NAME")).strip()
    if not name:
        call.refuse("", "The parameter name is not defined or invalid.")
    call.store.put(_KIND, 0, {**(call.store.get(_KIND, 0) or {}), "NAME": name})
    return True


def _dictionary(call: Call) -> str:
    """Return the dictionary of the stages of a pipeline; without an id, of the default one."""
    admit(call)
    if not whole(call.get("id", call.get("ID")), 0):
        return stages.stage_entity(0)
    return stages.stage_entity(_found(call)[0])


@method("crm.dealcategory.status", scope="crm")
def status(call: Call) -> str:
    """Return the name of the dictionary a pipeline's stages are in."""
    return _dictionary(call)


@method("crm.dealcategory.stage.list", scope="crm")
def stage_list(call: Call) -> list[dict[str, Any]]:
    """Return the stages of a pipeline."""
    rows = stages.stages(call.store, _dictionary(call))
    return [{name: data[name] for name in ("NAME", "SORT", "STATUS_ID")} for _, data in rows]
