"""The fields of an entity as the portal tells them, read out of the shapes families answer in.

crm answers names with descriptions, tasks the same inside `fields`, sale inside the entity's name,
users names with titles only, and version 3 a list of rows (`*.field.list`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.rest.catalogue import find, names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from oint_b24.rest.catalogue import Method
    from oint_b24.rest.portal_view import Ask

_ENDINGS = (".fields", ".getfields", ".getfieldsbyfilter", ".field.list")
_USER_FIELD = ("uf_", "~uf_")
_BATCH = 50  # commands of one batch (batch.md)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entity. `values` are the documented or the portal's own, by their ids."""

    name: str
    type: str | None = None
    title: str | None = None
    required: bool = False
    read_only: bool = False
    multiple: bool = False
    user_field: bool = False
    values: tuple[tuple[str, str], ...] = ()
    dictionary: str | None = None  # of crm: whose statuses the values are

    def row(self) -> dict[str, Any]:
        """Return the field as data."""
        row = asdict(self)
        row["values"] = dict(self.values)
        del row["dictionary"]
        return row

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Field:
        """Return the field kept as `row`."""
        known: dict[str, Any] = {k: row[k] for k in cls.__dataclass_fields__ if k in row}
        known["values"] = tuple((str(k), str(v)) for k, v in row.get("values", {}).items())
        return cls(**known)


def entities() -> dict[str, Method]:
    """Return the entities whose fields can be asked for, each with the method that tells them."""
    found: dict[str, Method] = {}
    for version in (2, 3):
        for name in names(version):
            for ending in _ENDINGS:
                entity = name[: -len(ending)]
                if name.casefold().endswith(ending) and entity not in found:
                    method = find(name, version)
                    if method is not None:
                        found[entity] = method
    return found


def method_of(entity: str, version: int | None = None) -> Method | None:
    """Return the method that tells the fields of `entity`, which may be that method's own name."""
    folded = entity.strip().strip(".").casefold()
    for wanted in (version,) if version else (2, 3):
        for ending in ("", *_ENDINGS):
            known = find(folded + ending, wanted)
            if known is not None and known.name.casefold().endswith(_ENDINGS):
                return known
    return None


def entity_of(method: str) -> str:
    """Return the entity that a method telling fields speaks of: `crm.deal`."""
    folded = method.casefold()
    ending = next((one for one in _ENDINGS if folded.endswith(one)), "")
    return method[: len(method) - len(ending)]


def read(result: Any) -> list[Field]:
    """Return the fields that a portal's answer describes; empty for a shape of another kind."""
    if isinstance(result, dict) and isinstance(result.get("items"), list):
        result = result["items"]
    if isinstance(result, list):
        rows = [row for row in result if isinstance(row, dict)]
        return [
            _field(str(name), row) for row in rows if (name := _told(row, "name", "field_name"))
        ]
    if not isinstance(result, dict):
        return []
    if len(result) == 1:
        (inner,) = result.values()
        if isinstance(inner, dict) and not _is_description(inner):
            result = inner
    return [_field(str(name), what) for name, what in result.items()]


def _is_description(what: Mapping[str, Any]) -> bool:
    return isinstance(_told(what, "type", "title"), str)


def _field(name: str, what: Any) -> Field:
    is_own = name.casefold().startswith(_USER_FIELD) or (name[:2] == "uf" and name[2:3].isupper())
    if not isinstance(what, dict):
        return Field(name, title=str(what) if what else None, user_field=is_own)
    title = _told(what, "listlabel", "formlabel", "edit_form_label") if is_own else None
    editable = _told(what, "editable")
    return Field(
        name,
        _text(_told(what, "type", "user_type_id")),
        _text(title or _told(what, "title", "listlabel")),
        required=_is_yes(_told(what, "isrequired", "required", "mandatory"))
        or "add" in (_told(what, "requiredgroups") or ()),
        read_only=_is_yes(_told(what, "isreadonly", "readonly")) or editable is False,
        multiple=_is_yes(_told(what, "ismultiple", "multiple")),
        user_field=is_own or _is_yes(_told(what, "isdynamic")),
        values=tuple(_values(_told(what, "items", "values", "list", "enum"))),
        dictionary=_text(_told(what, "statustype")),
    )


def _told(what: Mapping[str, Any], *keys: str) -> Any:
    """Return the first of `keys` that says something, in any case."""
    folded = {str(key).casefold(): value for key, value in what.items()}
    return next((folded[key] for key in keys if folded.get(key) not in (None, "")), None)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _is_yes(value: Any) -> bool:
    return value in (True, "Y", "1", 1)


def _values(listed: Any) -> Iterator[tuple[str, str]]:
    """Yield ids and titles of `[{ID, VALUE}]`, of `{id: title}`, or of plain values."""
    if isinstance(listed, dict):
        yield from ((str(key), str(title)) for key, title in listed.items())
    for one in listed if isinstance(listed, list) else ():
        if not isinstance(one, dict):
            yield str(one), str(one)
            continue
        key = _told(one, "id", "status_id", "value")
        if key is not None:
            yield str(key), str(_told(one, "value", "name", "title") or key)


def fetch(method: Method, params: dict[str, Any], answer: Ask) -> list[Field]:
    """Return the portal's fields of the entity of `method`.

    Statuses of crm become values, and user fields told by name only are described by their own
    list.
    """
    fields = read(answer(method.name, params, method.version))
    return _with_user_fields(_with_statuses(fields, answer), method, answer)


def _with_statuses(fields: list[Field], answer: Ask) -> list[Field]:
    """Return the fields with what the portal's dictionaries hold (crm/status)."""
    kinds = sorted({field.dictionary for field in fields if field.dictionary})[:_BATCH]
    if not kinds:
        return fields
    commands = {kind: f"crm.status.entity.items?entityId={kind}" for kind in kinds}
    got = answer("batch", {"halt": 0, "cmd": commands}, 2)
    inner = got.get("result") if isinstance(got, dict) else None
    known = inner if isinstance(inner, dict) else {}
    found = {kind: tuple(_values(known.get(kind))) for kind in kinds}
    return [
        replace(field, values=found[field.dictionary]) if field.dictionary in found else field
        for field in fields
    ]


def _with_user_fields(fields: list[Field], method: Method, answer: Ask) -> list[Field]:
    lister = find(f"{entity_of(method.name)}.userfield.list")
    untold = {field.name for field in fields if field.user_field and field.type is None}
    if lister is None or not untold:
        return fields
    rows = read(answer(lister.name, {}, 2))
    described = {row.name: row for row in rows if row.name in untold}
    return [_merged(field, described.get(field.name)) for field in fields]


def _merged(field: Field, described: Field | None) -> Field:
    if described is None:
        return field
    return replace(described, title=field.title or described.title, user_field=True)
