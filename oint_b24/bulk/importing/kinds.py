"""What kinds of fields a method's rows have: as the portal describes them, else the reference."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.errors import AccessProblem, LimitProblem, PortalProblem
from oint_b24.portal.request import Request
from oint_b24.rest import entity_fields
from oint_b24.rest.catalogue import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from oint_b24.portal.client import Portal
    from oint_b24.rest.catalogue import Method
    from oint_b24.rest.entity_fields import Field


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
    family = method.name.rpartition(".")[0] if method else ""
    describer = entity_fields.method_of(family, method.version) if method else None
    if describer is None:
        return documented(method)
    params = {p.name: given[p.name] for p in describer.params if p.name in given}
    if any(p.name not in params for p in describer.params if p.required):
        return documented(method)

    def ask(name: str, params: dict[str, Any], version: int) -> Any:
        return portal.send(Request(name, params, version, "read")).result

    try:
        found = entity_fields.fetch(describer, params, ask)
    except (AccessProblem, LimitProblem):
        raise
    except PortalProblem:
        return documented(method)
    return Kinds.of(map(_kind, found), is_live=True) if found else documented(method)


def _kind(told: Field) -> Kind:
    texts = [text.strip().casefold() for _, text in told.values]
    ids = {number for number, _ in told.values}
    choices = {
        text: number
        for (number, _), text in zip(told.values, texts, strict=True)
        if texts.count(text) == 1 and text not in ids
    }
    titles = (told.title,) if told.title and told.title != told.name else ()
    kind = (told.type or "string").lower()
    return Kind(told.name, kind, told.multiple, told.read_only, titles, choices)
