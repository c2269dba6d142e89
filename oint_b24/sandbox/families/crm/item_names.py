"""How crm.item.* names and shows what the older methods keep (universal/object-fields.md).

`TITLE` is `title` there, `DATE_CREATE` is `createdTime`; numbers are numbers; phones and e-mails
stand together in `fm`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.crm import files, owners
from oint_b24.sandbox.families.crm.fields import MULTI
from oint_b24.sandbox.families.crm.records import file_names

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.crm.records import Entity

_RENAMED = {
    "DATE_CREATE": "createdTime",
    "DATE_MODIFY": "updatedTime",
    "CREATED_BY_ID": "createdBy",
    "MODIFY_BY_ID": "updatedBy",
    "MOVED_BY_ID": "movedBy",
}
_LEAD = {"STATUS_ID": "stageId", "STATUS_SEMANTIC_ID": "stageSemanticId"}
_QUOTE = {"STATUS_ID": "stageId"}
_COMPANY = {"COMPANY_TYPE": "typeId"}
_OTHERS = {"lead": _LEAD, "quote": _QUOTE, "company": _COMPANY}
_ZERO = ("companyId", "contactId")
_NUMBERED = re.compile(r"UF_CRM_(?:(\d+)_)?(\d+)")


def camel(name: str) -> str:
    """Return `UTM_SOURCE` as `utmSource`; of custom names, `UF_CRM_2_163` as `ufCrm2_163`."""
    numbered = _NUMBERED.fullmatch(name)
    if numbered is not None:
        return f"ufCrm{numbered[1] or ''}_{numbered[2]}"
    first, *rest = name.lower().split("_")
    return first + "".join(part.capitalize() for part in rest)


def names(entity: Entity, custom: dict[str, Any], *, original: bool) -> dict[str, str]:
    """Return the name in crm.item.* of every kept field. `original` leaves custom names alone."""
    renamed = {
        **_RENAMED,
        **_OTHERS.get(entity.kind, {}),
    }
    plain = {name: renamed.get(name) or camel(name) for name in entity.fields if name not in MULTI}
    return plain | {name: name if original else camel(name) for name in custom}


def shown(
    call: Call,
    entity: Entity,
    custom: dict[str, dict[str, Any]],
    number: int,
    document: dict[str, Any],
    *,
    original: bool,
) -> dict[str, Any]:
    """Return an item with all its fields."""
    item: dict[str, Any] = {}
    held = file_names(entity, custom)
    for name, told in names(entity, custom, original=original).items():
        value = document.get(name)
        if name in held:
            value = files.item_shown(call, entity.kind, number, name, value)
        if name in custom:
            value = _custom(custom[name], value)
        elif value is None and told in _ZERO:
            value = 0
        item[told] = _plain(value)
    item["id"] = number
    if "CONTACT_IDS" in entity.fields:
        item["contactIds"] = [row["CONTACT_ID"] for row in document.get("CONTACTS", [])]
    if "COMPANY_IDS" in entity.fields:
        item["companyIds"] = [row["COMPANY_ID"] for row in document.get("COMPANIES", [])]
    if "PHONE" in entity.fields:
        item["fm"] = [_contact(row) for name in MULTI for row in document.get(name, [])]
    return {**item, "entityTypeId": owners.number_of(entity.kind)}


def _custom(definition: dict[str, Any], value: Any) -> Any:
    if definition["USER_TYPE_ID"] == "boolean":
        return "Y" if value == "1" else "N"
    return [] if value is None and definition["MULTIPLE"] == "Y" else value


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _contact(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": int(row["ID"]),
        "valueType": row["VALUE_TYPE"],
        "value": row["VALUE"],
        "typeId": row["TYPE_ID"],
    }


def sent(
    entity: Entity, custom: dict[str, Any], fields: dict[str, Any], *, original: bool
) -> dict[str, Any]:
    """Return sent fields under the names of the older methods; unknown ones are left out."""
    known = {told: name for name, told in names(entity, custom, original=original).items()}
    found = {known[name]: value for name, value in fields.items() if name in known}
    if isinstance(fields.get("fm"), (list, dict)):
        for row in _rows(fields["fm"]):
            found.setdefault(row.pop("TYPE"), []).append(row)
    return found


def _rows(given: Any) -> list[dict[str, Any]]:
    """Read `fm`: a list adds; an object changes by row id and adds by `n0`, `n1`."""
    pairs = given.items() if isinstance(given, dict) else [("", row) for row in given]
    return [
        {
            "ID": whole(key) or "",
            "VALUE": row.get("value", ""),
            "VALUE_TYPE": row.get("valueType"),
            "TYPE": str(row.get("typeId")).upper(),
        }
        for key, row in pairs
        if isinstance(row, dict) and str(row.get("typeId")).upper() in MULTI
    ]
