"""Templates of requisites and the fields they ask for: crm.requisite.preset.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import owners, userfields, values
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.records import admit, array, object_id
from oint_b24.sandbox.families.requisites import base
from oint_b24.sandbox.families.requisites.fields import OFFERED, PRESET as FIELDS
from oint_b24.sandbox.families.requisites.tables import Table
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

# crm-requisite-preset-countries.md
_COUNTRIES = {
    1: "RU Россия", 4: "BY Беларусь", 6: "KZ Казахстан", 14: "UA Украина", 34: "BR Бразилия",
    46: "DE Германия", 77: "CO Колумбия", 110: "PL Польша", 122: "US США", 132: "FR Франция",
}  # fmt: skip
_FIELD = (
    Field("ID", "integer", "ID", "r"),
    Field("FIELD_NAME", "string", "Название", "*"),
    Field("FIELD_TITLE", "string", "Название в шаблоне"),
    Field("SORT", "integer", "Порядок"),
    Field("IN_SHORT_LIST", "char", "Показывать в кратком списке"),
)
_ORGANISATION = (
    "RQ_INN RQ_COMPANY_NAME RQ_COMPANY_FULL_NAME RQ_OGRN RQ_KPP RQ_OKPO RQ_DIRECTOR"
    " RQ_ACCOUNTANT RQ_ADDR"
)
_SEEDS = (
    ("Организация", _ORGANISATION),
    ("Индивидуальный предприниматель", "RQ_INN RQ_NAME RQ_OGRNIP RQ_OKPO RQ_ADDR"),
    ("Физическое лицо", "RQ_NAME RQ_IDENT_DOC RQ_IDENT_DOC_SER RQ_IDENT_DOC_NUM RQ_ADDR"),
)


def fill(store: Store) -> None:
    """Put in the templates a portal comes with."""
    made = {"DATE_CREATE": "2026-01-12T10:00:00+03:00", "CREATED_BY_ID": 1, "ACTIVE": "Y"}
    for number, (name, fields) in enumerate(_SEEDS, 1):
        rows = [_row(n, field, 500 + 10 * n) for n, field in enumerate(fields.split(), 1)]
        preset = {"ENTITY_TYPE_ID": owners.REQUISITE, "COUNTRY_ID": 1, "NAME": name}
        code = f"#CRM_REQUISITE_PRESET_DEF_{number}#"
        document = {**made, **preset, "XML_ID": code, "SORT": 500 + 10 * number, "FIELDS": rows}
        store.add(base.PRESET, document, id=number)


def _row(number: int, name: str, sort: int) -> dict[str, Any]:
    return {
        "ID": number,
        "FIELD_NAME": name,
        "FIELD_TITLE": "",
        "IN_SHORT_LIST": "N",
        "SORT": sort,
    }


def _check(call: Call, document: dict[str, Any]) -> None:
    if document.get("ENTITY_TYPE_ID") != owners.REQUISITE:
        call.refuse("", "ENTITY_TYPE_ID is not defined or invalid")
    if document.get("COUNTRY_ID") not in _COUNTRIES:
        call.refuse("", "COUNTRY_ID is not defined or invalid")
    if not document.get("NAME"):
        call.refuse("", "NAME is not defined or invalid")


def _may_delete(call: Call, number: int) -> None:
    if call.store.all(base.KIND, PRESET_ID=number):
        call.refuse("", "The template has requisites and cannot be deleted")


TABLE = Table(
    "crm.requisite.preset",
    base.PRESET,
    "Preset",
    FIELDS,
    _check,
    {"ACTIVE": "Y", "SORT": 500, "FIELDS": []},
    may_delete=_may_delete,
)


@method("crm.requisite.preset.countries", scope="crm")
def countries(_: Call) -> list[dict[str, Any]]:
    """Return the countries that templates are for."""
    found = ((number, text.split(maxsplit=1)) for number, text in _COUNTRIES.items())
    return [{"ID": number, "CODE": code, "TITLE": title} for number, (code, title) in found]


@method("crm.requisite.preset.field.fields", scope="crm")
def field_fields(_: Call) -> dict[str, Any]:
    """Describe a field of a template."""
    return {field.name: field.shown() for field in _FIELD}


def _preset(call: Call) -> tuple[int, dict[str, Any]]:
    """Return the template that `preset` names."""
    admit(call)
    given = array(call, "preset")
    number = whole(given.get("ID", given.get("id")))
    document = call.store.get(base.PRESET, number)
    if document is None or number is None:
        call.refuse("", f"The Preset with ID '{number or 0}' is not found")
    return number, document


def _field(call: Call, preset: dict[str, Any]) -> dict[str, Any]:
    number = object_id(call)
    found: dict[str, Any] | None = next((r for r in preset["FIELDS"] if r["ID"] == number), None)
    if found is None:
        call.refuse("", f"The PresetField with ID '{number}' is not found")
    return found


def _available(call: Call, preset: dict[str, Any]) -> list[str]:
    taken = {row["FIELD_NAME"] for row in preset["FIELDS"]}
    known = (*OFFERED, *userfields.known(call.store, base.USER_FIELDS))
    return [name for name in known if name not in taken]


@method("crm.requisite.preset.field.availabletoadd", scope="crm")
def available(call: Call) -> list[str]:
    """Return the fields a template does not have yet."""
    return _available(call, _preset(call)[1])


@method("crm.requisite.preset.field.list", scope="crm")
def field_list(call: Call) -> list[dict[str, Any]]:
    """Return the fields of a template."""
    rows: list[dict[str, Any]] = _preset(call)[1]["FIELDS"]
    return rows


@method("crm.requisite.preset.field.get", scope="crm")
def field_get(call: Call) -> dict[str, Any]:
    """Return one field of a template."""
    return _field(call, _preset(call)[1])


def _apply(row: dict[str, Any], sent: dict[str, Any]) -> None:
    row["FIELD_TITLE"] = str(sent.get("FIELD_TITLE", row["FIELD_TITLE"]) or "")
    row["SORT"] = whole(sent.get("SORT"), row["SORT"])
    if "IN_SHORT_LIST" in sent:
        row["IN_SHORT_LIST"] = values.kept("char", sent["IN_SHORT_LIST"]) or "N"


@method("crm.requisite.preset.field.add", scope="crm")
def field_add(call: Call) -> int:
    """Add a field to a template and return its id."""
    number, preset = _preset(call)
    sent = array(call, "fields", required=True)
    name = str(sent.get("FIELD_NAME") or "")
    if name not in _available(call, preset):
        call.refuse("", f"The field '{name}' can not be added.")
    row = _row(max((r["ID"] for r in preset["FIELDS"]), default=0) + 1, name, 500)
    _apply(row, sent)
    preset["FIELDS"].append(row)
    call.store.put(base.PRESET, number, preset)
    return int(row["ID"])


@method("crm.requisite.preset.field.update", scope="crm")
def field_update(call: Call) -> bool:
    """Change a field of a template."""
    number, preset = _preset(call)
    _apply(_field(call, preset), array(call, "fields", required=True))
    call.store.put(base.PRESET, number, preset)
    return True


@method("crm.requisite.preset.field.delete", scope="crm")
def field_delete(call: Call) -> bool:
    """Remove a field from a template."""
    number, preset = _preset(call)
    preset["FIELDS"].remove(_field(call, preset))
    call.store.put(base.PRESET, number, preset)
    return True
