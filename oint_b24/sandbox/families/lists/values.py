"""Values of properties: how they are sent, kept and shown.

A property holds `{"id of the value": value}`, single ones too (lists-element-get.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import attached as disk_attached, tree
from oint_b24.sandbox.families.lists import elements_store, files, properties
from oint_b24.sandbox.families.portal import dates

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

    Field = dict[str, Any]
    Held = dict[str, Any]  # of one property: value id -> value

_FILES = ("F", "S:DiskFile")
_DATES = {"S:Date": "%d.%m.%Y", "S:DateTime": "%d.%m.%Y %H:%M:%S"}


class BadValue(ValueError):  # noqa: N818 - what was sent, not a failure of this program
    """A value that its field cannot hold; the text says why."""


def sent(given: dict[str, Any], number: int, code: str) -> Any:
    """Return what FIELDS brings for a property, by its id or its code; None for nothing."""
    for name in (f"{properties.PREFIX}{number}", f"{properties.PREFIX}{code}"):
        if name in given:
            return given[name]
    return None


def taken(call: Call, field: Field, value: Any, held: Held) -> Held:
    """Return the values a property has once `value` is written over `held`.

    Raises BadValue, and files.NumberOfFile for a number where a file belongs.
    """
    kind = field["TYPE"]
    if kind == "F":
        return held | _many(call, field, [files.add(call.store, one) for one in files.sent(value)])
    if kind == "S:DiskFile":
        return held | _many(call, field, [row for row in _listed(value) if row not in ("", None)])
    rows = [(key, _one(field, row)) for key, row in _keyed(value)]
    filled = [(key, row) for key, row in rows if row not in (None, "")]
    if field["MULTIPLE"] != "Y":
        filled = filled[:1]
    return {key if key in held else _id(call): row for key, row in filled}


def _many(call: Call, field: Field, rows: list[Any]) -> Held:
    kept = rows if field["MULTIPLE"] == "Y" else rows[:1]
    return {_id(call): row for row in kept}


def _id(call: Call) -> str:
    return str(call.store.next_id(elements_store.VALUE))


def _keyed(value: Any) -> list[tuple[str, Any]]:
    """Read one value, a list of them, or a map by ids of values."""
    if isinstance(value, dict) and not {"TEXT", "VALUE"} & set(value):
        return [(str(key), row) for key, row in value.items()]
    rows = value if isinstance(value, list) else [value]
    return [("", row) for row in rows]


def _listed(value: Any) -> list[Any]:
    return [row for _, row in _keyed(value)]


def _one(field: Field, value: Any) -> Any:
    kind = field["TYPE"]
    if isinstance(value, dict) and "VALUE" in value:
        value = value["VALUE"]
    if value in (None, ""):
        return None
    if kind == "S:HTML":
        text = value if isinstance(value, dict) else {"TEXT": str(value), "TYPE": "HTML"}
        return text if text.get("TEXT") else None
    if kind in ("N", "N:Sequence"):
        return _number(field, str(value))
    if kind == "L":
        known = {str(row["ID"]) for row in field["LIST"]}
        return str(value) if str(value) in known else None
    if kind in _DATES:
        return _moment(field, str(value))
    return str(value)


def _number(field: Field, text: str) -> str:
    try:
        float(text.replace(",", "."))
    except ValueError:
        raise BadValue(f"Значение поля «{field['NAME']}» должно быть числом.") from None
    return text.replace(",", ".")


def _moment(field: Field, text: str) -> str:
    if dates.read(text) is None:
        raise BadValue(f"Значение поля «{field['NAME']}» должно быть датой.")
    return dates.moment_text(text, midnight=field["TYPE"] == "S:Date")


def default(call: Call, field: Field) -> Held:
    """Return what a new element has in a property nobody filled."""
    if field["TYPE"] == "N:Sequence":
        return _many(call, field, [_next_number(call, field)])
    if field["TYPE"] == "L":
        chosen = [str(row["ID"]) for row in field["LIST"] if row["DEF"] == "Y"]
        return _many(call, field, chosen)
    if field["TYPE"] in _FILES or field["DEFAULT_VALUE"] in (None, "", []):
        return {}
    return taken(call, field, field["DEFAULT_VALUE"], {})


def _next_number(call: Call, field: Field) -> str:
    """Take the counter's number and move it on."""
    settings = field["USER_TYPE_SETTINGS"]
    number = whole(settings.get("VALUE"), 1) or 1
    settings["VALUE"] = number + 1
    for found, kept in properties.of(call.store, field["IBLOCK_ID"]).items():
        if kept["CODE"] == field["CODE"]:
            call.store.put(properties.KIND, found, {**kept, "USER_TYPE_SETTINGS": settings})
    return str(number)


def attach(call: Call, element: int, field: Field, held: Held) -> Held:
    """Tie the disk's files a property names to the element; the ties are the values."""
    if field["TYPE"] != "S:DiskFile":
        return held
    known = {str(record) for record, _ in disk_attached.attached_to(call.store, _TIE, element)}
    found = {}
    for key, value in held.items():
        record = value if value in known else _tie(call, element, value)
        if record is not None:
            found[key] = record
    return found


_TIE = "lists_element"


def _tie(call: Call, element: int, value: Any) -> str | None:
    file = whole(str(value).removeprefix("n"))
    item = tree.get_object(call.store, file)
    if file is None or item is None or item["TYPE"] != "file":
        return None
    place = (_TIE, element)
    moment = call.portal.moment()
    return str(disk_attached.attach(call.store, file, "lists", place, call.user, moment))


def shown(field: Field, held: Held) -> Held:
    """Return the values of a property as answers carry them; dates in the site's format."""
    pattern = _DATES.get(field["TYPE"])
    if pattern is None:
        return {key: str(v) if isinstance(v, int) else v for key, v in held.items()}
    return {key: site_text(value, pattern) for key, value in held.items()}


def site_text(moment: str | None, pattern: str = "%d.%m.%Y %H:%M:%S") -> str | None:
    """Return a kept moment in the site's format: 31.12.2026 23:59:59."""
    read = dates.read(moment) if moment else None
    return read.strftime(pattern) if read else moment
