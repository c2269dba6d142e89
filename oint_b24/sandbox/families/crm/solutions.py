"""Workplaces that smart processes are gathered in: crm.automatedsolution.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import types
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.search import Search
from oint_b24.sandbox.listing import PAGE
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "crm_solution"
_FIELDS = {
    "id": Field("ID", "integer", "ID", "r"),
    "title": Field("TITLE", "string", "Название", "*"),
    "typeIds": Field("TYPE_IDS", "crm_dynamic_type", "Смарт-процессы", "m"),
}


@method("crm.automatedsolution.fields", scope="crm")
def fields(call: Call) -> dict[str, Any]:
    """Describe the fields of a workplace."""
    types.admit_admin(call)
    return {name: {**f.shown(), "upperName": f.name} for name, f in _FIELDS.items()}


def _shown(number: int, document: dict[str, Any]) -> dict[str, Any]:
    return {"id": number, "title": document["TITLE"], "typeIds": document["TYPE_IDS"]}


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    types.admit_admin(call)
    number = call.integer("id")
    document = call.store.get(_KIND, number)
    if document is None or number is None:
        call.refuse("NOT_FOUND", "Digital workplace with such id not found")
    return number, document


def _take(call: Call, number: int, given: Any) -> list[int]:
    """Move types into a workplace, out of those they were in, and return their ids."""
    rows = given if isinstance(given, list) else []
    wanted = [n for n in (whole(v) for v in rows) if n and call.store.get("crm_type", n)]
    for other, document in call.store.all(_KIND):
        left = [n for n in document["TYPE_IDS"] if n not in wanted]
        if other != number and left != document["TYPE_IDS"]:
            call.store.put(_KIND, other, {**document, "TYPE_IDS": left})
    types.assign(call.store, wanted, number)
    return wanted


@method("crm.automatedsolution.add", scope="crm")
def add(call: Call) -> dict[str, Any]:
    """Make a workplace."""
    types.admit_admin(call)
    sent = call.object("fields")
    title = str(sent.get("title") or "").strip()
    if not title:
        call.refuse("BX_EMPTY_REQUIRED", "The required field 'Title' is not filled")
    document: dict[str, Any] = {"TITLE": title, "TYPE_IDS": []}
    number = call.store.add(_KIND, document)
    document["TYPE_IDS"] = _take(call, number, sent.get("typeIds"))
    call.store.put(_KIND, number, document)
    return {"automatedSolution": _shown(number, document)}


@method("crm.automatedsolution.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one workplace."""
    return {"automatedSolution": _shown(*_found(call))}


@method("crm.automatedsolution.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the workplaces that match the filter, 50 at a time."""
    types.admit_admin(call)
    known = {"id": "ID", "title": "TITLE"}
    search = Search(call, _KIND, {"ID": "integer", "TITLE": "string"}, known)
    where = search.conditions(call.object("filter"))
    start = max(whole(call.get("start"), 0) or 0, 0)
    rows = [_shown(*row) for row in call.store.select(_KIND, where, search.order(), PAGE, start)]
    total, after = call.store.count(_KIND, where), start + PAGE
    return Page({"automatedSolutions": rows}, total=total, next=after if after < total else None)


@method("crm.automatedsolution.update", scope="crm")
def update(call: Call) -> dict[str, Any]:
    """Change a workplace."""
    number, document = _found(call)
    sent = call.object("fields")
    if "title" in sent:
        document["TITLE"] = str(sent["title"] or "").strip()
        if not document["TITLE"]:
            call.refuse("BX_EMPTY_REQUIRED", "The required field 'Title' is not filled")
    if "typeIds" in sent:
        before = document["TYPE_IDS"]
        document["TYPE_IDS"] = _take(call, number, sent["typeIds"])
        gone = [n for n in before if n not in document["TYPE_IDS"]]
        types.assign(call.store, gone, None)
    call.store.put(_KIND, number, document)
    return {"automatedSolution": _shown(number, document)}


@method("crm.automatedsolution.delete", scope="crm")
def delete(call: Call) -> None:
    """Delete a workplace without types."""
    number, document = _found(call)
    if document["TYPE_IDS"]:
        text = "Cannot delete the workplace that has SPAs. Move them to another workplace"
        call.refuse("HAS_BOUND_TYPES", text)
    call.store.delete(_KIND, number)
