"""The older methods for units and VAT rates: crm.measure.*, crm.vat.*.

They look at what catalog.measure.* and catalog.vat.* keep, under names of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import values
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.lists import where_of
from oint_b24.sandbox.families.crm.records import admit, array
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.listing import PAGE, picked
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


@dataclass(frozen=True, slots=True)
class View:
    """A table of the catalogue: its older fields by the name they are kept under."""

    name: str
    kind: str
    fields: dict[str, Field]
    needed: tuple[str, ...]
    defaults: dict[str, Any]
    absent: str


_VIEWS = (
    View(
        "measure",
        "catalog_measure",
        {
            "code": Field("CODE", "integer", "Код", "*"),
            "measureTitle": Field("MEASURE_TITLE", "string", "Название", "*"),
            "symbol": Field("SYMBOL_RUS", "string", "Обозначение"),
            "symbolIntl": Field("SYMBOL_INTL", "string", "Международное обозначение"),
            "symbolLetterIntl": Field("SYMBOL_LETTER_INTL", "string", "Международный код"),
            "isDefault": Field("IS_DEFAULT", "char", "По умолчанию"),
        },
        ("CODE", "MEASURE_TITLE"),
        {"isDefault": "N"},
        "Measure is not found.",
    ),
    View(
        "vat",
        "catalog_vat",
        {
            "timestampX": Field("TIMESTAMP_X", "datetime", "Изменена", "r"),
            "active": Field("ACTIVE", "char", "Активна"),
            "sort": Field("C_SORT", "integer", "Порядок"),
            "name": Field("NAME", "string", "Название", "*"),
            "rate": Field("RATE", "double", "Ставка", "*"),
        },
        ("NAME", "RATE"),
        {"active": "Y", "sort": 100},
        "VAT rate not found.",
    ),
)


def _describe(view: View, _: Call) -> dict[str, Any]:
    own = (Field("ID", "integer", "ID", "r"), *view.fields.values())
    return {field.name: field.shown() for field in own}


def _shown(view: View, number: int, document: dict[str, Any]) -> dict[str, Any]:
    told = {
        field.name: values.shown("", field.type, document.get(name))
        for name, field in view.fields.items()
    }
    return {"ID": str(number), **told}


def _found(view: View, call: Call) -> tuple[int, dict[str, Any]]:
    number = whole(call.get("id", call.get("ID")))
    if number is None or number <= 0:
        call.refuse("Invalid identifier.", "ID is not defined or invalid.")
    document = call.store.get(view.kind, number)
    if document is None:
        call.refuse(view.absent, view.absent)
    return number, document


def _admin(call: Call) -> None:
    admit(call)
    if not is_admin(call.store, call.user):
        call.refuse("", "Access denied.")


def _fill(view: View, call: Call, document: dict[str, Any]) -> None:
    sent = array(call, "fields", required=True)
    for name, field in view.fields.items():
        if field.name in sent and not field.is_read_only:
            document[name] = values.kept(field.type, sent[field.name])
    missing = [f.name for n, f in view.fields.items() if f.name in view.needed and not
               document.get(n) and document.get(n) != 0]  # fmt: skip
    if missing:
        call.refuse("Invalid parameters.", f"Required fields: {', '.join(missing)}")
    if "timestampX" in view.fields:
        document["timestampX"] = call.portal.moment()


def _add(view: View, call: Call) -> int:
    _admin(call)
    document = {**dict.fromkeys(view.fields), **view.defaults}
    _fill(view, call, document)
    same = call.store.all(view.kind, code=document["code"]) if "code" in document else []
    if same:
        call.refuse("Invalid parameters.", f"The code {document['code']} is taken.")
    return call.store.add(view.kind, document)


def _get(view: View, call: Call) -> dict[str, Any]:
    admit(call)
    return _shown(view, *_found(view, call))


def _list(view: View, call: Call) -> Page:
    admit(call)
    kept = {field.name: name for name, field in view.fields.items()} | {"ID": "ID"}
    known = {field.name: field.type for field in view.fields.values()} | {"ID": "integer"}
    where = where_of(call.store, view.kind, array(call, "filter"), known)
    named = [type(one)(kept[one.name], one.op, one.value) for one in where]
    order = [
        (kept[name.upper()], str(way).upper().startswith("DESC"))
        for name, way in array(call, "order").items()
        if name.upper() in kept
    ]
    start = max(whole(call.get("start"), 0) or 0, 0)
    rows = call.store.select(view.kind, named, [*order, ("ID", False)], PAGE, start)
    shown = [picked(_shown(view, *row), call.list("select")) for row in rows]
    total, after = call.store.count(view.kind, named), start + PAGE
    return Page(shown, total=total, next=after if after < total else None)


def _update(view: View, call: Call) -> Any:
    _admin(call)
    number, document = _found(view, call)
    _fill(view, call, document)
    call.store.put(view.kind, number, document)
    return number if view.name == "vat" else True


def _delete(view: View, call: Call) -> bool:
    _admin(call)
    number, _ = _found(view, call)
    return call.store.delete(view.kind, number)


for _view in _VIEWS:
    for _verb, _answer in (
        ("fields", _describe),
        ("add", _add),
        ("get", _get),
        ("list", _list),
        ("update", _update),
        ("delete", _delete),
    ):
        method(f"crm.{_view.name}.{_verb}", scope="crm")(partial(_answer, _view))
