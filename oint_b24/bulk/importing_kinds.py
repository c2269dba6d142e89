"""What kinds of fields a method's rows have: as the portal describes them, else the reference."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.errors import AccessProblem, LimitProblem, PortalProblem
from oint_b24.portal.request import Request
from oint_b24.rest.catalogue import fields_of, find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oint_b24.portal.client import Portal
    from oint_b24.rest.catalogue import Method

_DESCRIBERS = ("fields", "getFields")
_TITLES = ("title", "formLabel", "listLabel")


@dataclass(frozen=True, slots=True)
class Kind:
    """A field: its type on the portal; `choices` are the ids of a list's values by their text."""

    name: str
    type: str = "string"
    is_multiple: bool = False
    is_read_only: bool = False
    titles: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kinds:
    """The fields of a method's rows, found by name in any case, or by title."""

    fields: Mapping[str, Kind] = field(default_factory=dict)
    is_live: bool = False  # told by the portal itself

    @classmethod
    def of(cls, kinds: Iterable[Kind], *, is_live: bool = False) -> Kinds:
        """Return kinds to be looked up."""
        return cls({kind.name: kind for kind in kinds}, is_live)

    def find(self, name: str) -> Kind | None:
        """Return the field `name`, or the one that is spelled so in another case."""
        if name in self.fields:
            return self.fields[name]
        folded = name.casefold()
        alike = [kind for kind in self.fields.values() if kind.name.casefold() == folded]
        return alike[0] if len(alike) == 1 else None

    def titled(self, title: str) -> Kind | None:
        """Return the only field with this title."""
        folded = title.strip().casefold()
        alike = [
            kind
            for kind in self.fields.values()
            if not kind.is_read_only and any(t.casefold() == folded for t in kind.titles)
        ]
        return alike[0] if len(alike) == 1 else None


def documented(method: Method | None) -> Kinds:
    """Return what the reference knows of the fields of `method`, without a portal."""
    home = method.param("fields") if method else None
    if method is None:
        return Kinds()
    params = fields_of(method, home) if home else method.params
    return Kinds.of(
        Kind(param.name, (param.type or "string").removesuffix("[]"), "[]" in (param.type or ""))
        for param in params
        if not param.pattern and param.name.replace("_", "").isalnum()
    )


def described(portal: Portal, method: Method | None, given: Mapping[str, Any]) -> Kinds:
    """Return the fields as the portal describes them, else as the reference does.

    `given` are parameters that every row has, e.g. `entityTypeId`. Raises the problems of the
    client where the portal cannot be asked.
    """
    asked = _describer(method, given)
    if asked is None:
        return documented(method)
    try:
        answer = portal.send(asked)
    except (AccessProblem, LimitProblem):
        raise
    except PortalProblem:
        return documented(method)
    found = _fields(answer.result)
    return Kinds.of(map(_kind, found.items()), is_live=True) if found else documented(method)


def _describer(method: Method | None, given: Mapping[str, Any]) -> Request | None:
    """Return the request that describes the fields of the rows of `method`."""
    family = method.name.rpartition(".")[0] if method else ""
    for name in _DESCRIBERS:
        known = find(f"{family}.{name}") if family else None
        if known is None:
            continue
        params = {p.name: given[p.name] for p in known.params if p.name in given}
        if all(p.name in params for p in known.params if p.required):
            return Request(known.name, params, effect="read")
    return None


def _fields(result: Any) -> dict[str, Any]:
    """Return the descriptions in an answer: some methods wrap them in an object."""
    if not isinstance(result, dict) or not result:
        return {}
    if any(isinstance(v, str) or (isinstance(v, dict) and "type" in v) for v in result.values()):
        return result
    inner = result.get("fields") or next(iter(result.values()))
    return inner if isinstance(inner, dict) else {}


def _kind(pair: tuple[str, Any]) -> Kind:
    name, told = pair
    if not isinstance(told, dict):  # user.fields tells titles only
        return Kind(name, titles=(str(told),))
    titles = {str(told[key]) for key in _TITLES if told.get(key) and told[key] != name}
    items = told.get("items")
    choices = {
        str(item["VALUE"]).strip().casefold(): str(item["ID"])
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict) and {"ID", "VALUE"} <= item.keys()
    }
    return Kind(
        name,
        str(told.get("type") or "string").lower(),
        _is(told.get("isMultiple")),
        _is(told.get("isReadOnly")),
        tuple(sorted(titles)),
        choices,
    )


def _is(told: Any) -> bool:
    return told is True or str(told).upper() == "Y"
