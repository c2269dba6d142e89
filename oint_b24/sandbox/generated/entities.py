"""What the methods of one entity tell about its fields, for those whose own pages are silent."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from oint_b24.sandbox import facts
from oint_b24.sandbox.facts import fold
from oint_b24.sandbox.generated.fields import is_plain, is_reference, own_fields

if TYPE_CHECKING:
    from oint_b24.sandbox.facts import Fact, Param, Types

_CREATORS = ("add", "register", "create", "bind")
_ABOUT_LISTS = ("select", "filter", "order")
_READERS = ("get", "list", "getlist", *_CREATORS, "update", "edit", "search", "children")


@cache
def row_fields(fact: Fact, key: str) -> tuple[tuple[str, str | None], ...]:
    """Return the fields of an object or row the answer holds under `key` («» for the answer)."""
    return tuple((own_fields(fact, key) or entity_fields(fact)).items())


def entity_fields(fact: Fact) -> Types:
    """Return the fields of what the method is about, as told elsewhere than in its answer."""
    is_about_fields = fact.entity.endswith(".field")  # its own select names traits of fields
    own = {} if is_about_fields else _named_keys(fact)
    return _told(fact) or own or {"id": "integer", "name": "string"}


@cache
def choices(fact: Fact) -> dict[str, tuple[str, ...]]:
    """Return the documented values of the entity's fields, by folded name."""
    found: dict[str, tuple[str, ...]] = {}
    for known in (fact, *_neighbours(fact)):
        for path in ("", *known.nested, *(param.name for param in known.params)):
            if fold(path.rpartition(".")[2]) not in _ABOUT_LISTS:
                for param in known.fields_of(path) if path else known.params:
                    found.setdefault(fold(param.name), param.enum)
    return {name: values for name, values in found.items() if values and name != "id"}


def _neighbours(fact: Fact) -> list[Fact]:
    """Return other methods of the entity, those that answer with its fields first."""
    stem = fact.entity.removesuffix(".field")
    others = [facts.find(f"{stem}.{verb}", fact.version) for verb in _READERS]
    return [other for other in others if other and other.name != fact.name]


def _told(fact: Fact) -> Types:
    """Return the fields other methods of the entity tell: answers first, then parameters."""
    known = _neighbours(fact)
    for other in known:
        path = other.object_path or other.list_path
        fields = own_fields(other, path.partition(".")[2]) if path or other.kind == "object" else {}
        if len(fields) > 1:
            return fields
    for fields in (*map(_accepted, (fact, *known)), *map(_named_keys, known)):
        if fields:
            return fields
    return {}


def _accepted(fact: Fact) -> Types:
    """Return the fields a method takes, with the id the portal gives."""
    taken: Types = {}
    for param in fact.params:
        if fold(param.name) in ("fields", "data"):
            taken |= {p.name: p.type for p in fact.fields_of(param.name) if is_plain(p.name)}
    if not taken and fact.verb in _CREATORS:
        taken = {p.name: p.type for p in fact.params if is_plain(p.name)}
    if not taken:
        return {}
    return {("ID" if next(iter(taken)).isupper() else "id"): "integer", **taken}


def _named_keys(fact: Fact) -> Types:
    """Return the fields that `select`, `filter` and `order` are told to know."""
    found: Types = {}
    inner = {f"params.{param.name}": param for param in fact.nested.get("params", ())}
    for path, param in [*((param.name, param) for param in fact.params), *inner.items()]:
        if fold(param.name) in _ABOUT_LISTS:
            known = fact.fields_of(path) or (facts.referred(param.ref) if param.ref else ())
            for name in (*param.keys, *(p.name for p in known)):
                if is_plain(name):
                    found.setdefault(name, _guess(name, known))
    return {"id": "integer", **found} if found and fact.version == 3 else found


def _guess(name: str, known: tuple[Param, ...]) -> str:
    told = next((p.type for p in known if p.name == name), "")
    if told in ("object", "array"):  # of a filter, whose object is a range
        return "datetime" if "date" in fold(name) else "string"
    if told and told != "string":
        return told
    return "integer" if is_reference(name) else "string"
