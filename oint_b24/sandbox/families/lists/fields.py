"""`lists.field.*`: the fields of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.lists import access, elements_store, field_types, properties
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Field = dict[str, Any]

_SAVE, _UPDATE = "ERROR_SAVE_FIELD", "ERROR_UPDATE_FIELD"


@method("lists.field.add", scope="lists")
def add(call: Call) -> str:
    """Create a field and return its name: `PROPERTY_101`, or the code of a system field."""
    block_id, block = access.block(call, "X")
    given = access.fields(call, "NAME", "TYPE")
    kind = str(given["TYPE"])
    if kind in field_types.SYSTEM:
        if kind in block["SYSTEM"]:
            call.refuse(_SAVE, "Property already exists")
        block["SYSTEM"][kind] = _filled(call, field_types.blank(kind, ""), given, _SAVE)
        call.store.put(access.KIND, block_id, block)
        return kind
    if kind not in field_types.PROPERTIES:
        call.refuse(_SAVE, "Incorrect lists specified for 'TYPE' property")
    _check_code(call, block_id, str(given.get("CODE") or ""))
    field = _filled(call, field_types.blank(kind, ""), given, _SAVE)
    number = call.store.add(properties.KIND, {"IBLOCK_ID": block_id, **field})
    return f"{properties.PREFIX}{number}"


def _check_code(call: Call, block: int, code: str) -> None:
    if not code:
        call.refuse(_SAVE, "Please fill the code fields")
    known = properties.of(call.store, block).values()
    if any(field["CODE"].upper() == code.upper() for field in known):
        call.refuse(_SAVE, "Property already exists")


def _filled(call: Call, field: Field, given: dict[str, Any], code: str) -> Field:
    """Return `field` with what was sent put in. Refuses with `code` what cannot be."""
    kind = field["TYPE"]
    is_property = kind in field_types.PROPERTIES
    field = {**field, "NAME": str(given["NAME"])}
    for name in ("IS_REQUIRED", "MULTIPLE"):
        if name in given and (is_property or name != "MULTIPLE"):
            field[name] = "Y" if str(given[name]).upper() in ("Y", "1", "TRUE") else "N"
    for name in ("SORT", "ROW_COUNT", "COL_COUNT", "LINK_IBLOCK_ID"):
        field[name] = whole(given.get(name), field[name])
    if is_property and given.get("CODE"):
        field["CODE"] = str(given["CODE"])
    if "DEFAULT_VALUE" in given:
        field["DEFAULT_VALUE"] = given["DEFAULT_VALUE"]
    field["SETTINGS"] = {**field["SETTINGS"], **_switches(given.get("SETTINGS"))}
    if isinstance(given.get("USER_TYPE_SETTINGS"), dict) and field["USER_TYPE_SETTINGS"]:
        field["USER_TYPE_SETTINGS"] |= given["USER_TYPE_SETTINGS"]
    if kind == "L":
        _put_values(call, field, given)
    return _checked(call, field, code)


def _switches(given: Any) -> dict[str, str]:
    found = given if isinstance(given, dict) else {}
    return {n: "Y" if v == "Y" else "N" for n, v in found.items() if n in field_types.SETTINGS}


def _put_values(call: Call, field: Field, given: dict[str, Any]) -> None:
    known = field["LIST"]
    if "LIST" in given:
        known = properties.values(call.store, known, given["LIST"])
    text = given.get("LIST_TEXT_VALUES")
    added = properties.from_lines(call.store, text) if isinstance(text, str) else []
    chosen = given.get("LIST_DEF")
    if chosen not in (None, "", []):
        wanted = chosen if isinstance(chosen, list) else [chosen]
        names = {str(name) for name in wanted}
        for row in known:
            row["DEF"] = "Y" if {row.get("SENT"), str(row["ID"])} & names else "N"
    rows = sorted([*known, *added], key=lambda row: row["SORT"])
    field["LIST"] = [{k: v for k, v in row.items() if k != "SENT"} for row in rows]


def _checked(call: Call, field: Field, code: str) -> Field:
    if field["SETTINGS"]["ADD_READ_ONLY_FIELD"] == "Y" and not _default(field):
        call.refuse(code, f"The default value of the field '{field['NAME']}' is required")
    linked = field["LINK_IBLOCK_ID"]
    if field["TYPE"] in field_types.LINKED and not call.store.get(access.KIND, linked):
        call.refuse(code, f"Incorrect lists specified for '{field['NAME']}' property")
    return field


def _default(field: Field) -> Any:
    """Return the default value; of a field of the type «List» the ids of its values."""
    if field["TYPE"] != "L":
        return field["DEFAULT_VALUE"]
    chosen = [str(row["ID"]) for row in field["LIST"] if row["DEF"] == "Y"]
    if field["MULTIPLE"] == "Y":
        return chosen
    return chosen[0] if chosen else ""


@method("lists.field.update", scope="lists")
def update(call: Call) -> bool:
    """Change a field; its type stays what it is."""
    block_id, block = access.block(call, "X")
    access.required(call, "FIELD_ID")
    given = access.fields(call, "NAME", "TYPE")
    name = call.text("FIELD_ID").upper()
    number = properties.number_of(name)
    field = properties.of(call.store, block_id).get(number or 0) or block["SYSTEM"].get(name)
    if field is None or field["TYPE"] != given["TYPE"]:
        call.refuse(_UPDATE, "Error updating the field")
    changed = _filled(call, field, given, _UPDATE)
    if number is None:
        block["SYSTEM"][name] = changed
        call.store.put(access.KIND, block_id, block)
    else:
        call.store.put(properties.KIND, number, changed)
    return True


@method("lists.field.get", scope="lists")
def get(call: Call) -> Any:
    """Return one field under its type, or all of them under their names."""
    block_id, block = access.block(call, "R")
    found = [(name, _system(name, field)) for name, field in block["SYSTEM"].items()]
    found += [
        (f"{properties.PREFIX}{number}", _property(number, field))
        for number, field in properties.of(call.store, block_id).items()
    ]
    wanted = call.text("FIELD_ID").upper()
    if wanted:
        return {row["TYPE"]: row for name, row in found if name == wanted} or []
    return dict(sorted(found, key=lambda pair: pair[1]["SORT"]))


def _system(name: str, field: Field) -> dict[str, Any]:
    shown = ("SORT", "NAME", "IS_REQUIRED", "MULTIPLE", "DEFAULT_VALUE", "TYPE", "SETTINGS")
    return {"FIELD_ID": name, **{key: field[key] for key in shown}}


def _property(number: int, field: Field) -> dict[str, Any]:
    base, user = field_types.split(field["TYPE"])
    linked = field["LINK_IBLOCK_ID"]
    row = {
        "FIELD_ID": f"{properties.PREFIX}{number}",
        "SORT": field["SORT"],
        "NAME": field["NAME"],
        "IS_REQUIRED": field["IS_REQUIRED"],
        "MULTIPLE": field["MULTIPLE"],
        "DEFAULT_VALUE": _default(field),
        "TYPE": field["TYPE"],
        "PROPERTY_TYPE": base,
        "PROPERTY_USER_TYPE": user,
        "CODE": field["CODE"],
        "ID": str(number),
        "LINK_IBLOCK_ID": str(linked) if linked else None,
        "ROW_COUNT": str(field["ROW_COUNT"]),
        "COL_COUNT": str(field["COL_COUNT"]),
        "USER_TYPE_SETTINGS": field["USER_TYPE_SETTINGS"],
        "SETTINGS": field["SETTINGS"],
    }
    if field["TYPE"] == "L":
        row["DISPLAY_VALUES_FORM"] = {str(v["ID"]): v["VALUE"] for v in field["LIST"]}
    return row


@method("lists.field.delete", scope="lists")
def delete(call: Call) -> bool:
    """Delete a field with its values; the name of elements cannot go."""
    block_id, block = access.block(call, "X")
    access.required(call, "FIELD_ID")
    name = call.text("FIELD_ID").upper()
    number = properties.number_of(name)
    if number is None:
        if name == "NAME" or block["SYSTEM"].pop(name, None) is None:
            return False
        call.store.put(access.KIND, block_id, block)
        return True
    if number not in properties.of(call.store, block_id):
        return False
    elements_store.forget_property(call.store, block_id, number)
    return call.store.delete(properties.KIND, number)


@method("lists.field.type.get", scope="lists")
def types(call: Call) -> dict[str, str]:
    """Return the types a new field may have; system fields the list has are left out."""
    _, block = access.block(call, "X")
    kept = call.text("FIELD_ID").upper()
    free = {n: c for n, c in field_types.SYSTEM.items() if n not in block["SYSTEM"] or n == kept}
    return {**free, **field_types.PROPERTIES}
