"""Columns to parameters: which cell goes where in a call, brackets nested, fixed values added."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.bulk.importing.kinds import Kind, Kinds
from oint_b24.bulk.importing.source import ID
from oint_b24.bulk.importing.values import fitted, strict
from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.rest.catalogue import Method

Steps = tuple[str, ...]

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_TYPED = frozenset({"integer", "boolean", "number", "array", "object"})
_HOME = "fields"  # the parameter most methods take a record in


class _Made(dict[str, Any]):
    """An object put together from brackets: its numbers for names make it a list."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a row becomes the parameters of `method`.

    `maps` names a field for a column, the empty text none. `fixed` are values every row gets.
    `sends_blanks` tells emptiness to the portal, which clears a field on update; else empty
    cells and nulls are left out.
    """

    name: str
    method: Method | None
    maps: Mapping[str, str] = field(default_factory=dict)
    fixed: tuple[tuple[Steps, Any], ...] = ()
    kinds: Kinds = field(default_factory=Kinds)
    sends_blanks: bool = False
    version: int = 2
    _places: dict[str, Steps | None] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_new(self) -> bool:
        """Say whether the method makes records, as far as its name tells."""
        return not self.name.lower().endswith((".update", ".delete"))

    def params(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parameters of one row.

        Raises Unfit for a value that does not fit its field, UsageProblem for columns that
        contradict each other.
        """
        made = _Made()
        for column, value in values.items():
            steps = self.steps(column)
            if steps is None:
                continue
            if value is None or (isinstance(value, (str, list, dict)) and not value):
                if self.sends_blanks:
                    _put(made, steps, "" if value is None else value)
                continue
            _put(made, steps, self._fitted(steps, value))
        for steps, value in self.fixed:
            _put(made, steps, value)
        folded: dict[str, Any] = _folded(made)
        return self._ordered(folded)

    def _ordered(self, params: dict[str, Any]) -> dict[str, Any]:
        """Return parameters in documented order where that matters (data-encoding.md)."""
        if self.method is None or not self.method.positional:
            return params
        names = [param.name for param in self.method.params if param.name in params]
        return {name: params[name] for name in names} | params

    def given(self) -> dict[str, Any]:
        """Return the parameters that every row has outside its record."""
        return {steps[0]: value for steps, value in self.fixed if len(steps) == 1}

    def steps(self, column: str) -> Steps | None:
        """Return where the value of `column` goes, or None where it goes nowhere.

        Raises UsageProblem for brackets that do not fit.
        """
        if column not in self._places:
            self._places[column] = self._place(self.maps.get(column, column), column)
        return self._places[column]

    def _place(self, target: str, column: str) -> Steps | None:
        if not target:
            return None
        named = self.kinds.titled(target) if target == column else None
        if named is not None and self.kinds.find(target) is None:
            return (*self.home, named.name)
        head, *rest = path(target)
        if target == column == ID and self.id_name:
            return (self.id_name,)
        param = self.method.param(head) if self.method else None
        if param is not None and (param.name == head or param.name not in self.kinds.fields):
            return (param.name, *rest)
        kind = self.kinds.find(head)
        return (*self.home, kind.name if kind else head, *rest)

    @property
    def home(self) -> Steps:
        """Return where the fields of a record stand."""
        param = self.method.param(_HOME) if self.method else None
        return (param.name,) if param else ()

    @property
    def id_name(self) -> str | None:
        """Return the parameter that names a record: the required one that is no record."""
        return id_name(self.method, self.given())

    def value_of(self, params: Mapping[str, Any], name: str) -> str | None:
        """Return the value of the field `name` in parameters as text, None where it is empty."""
        found: Any = params
        for step in self.steps(name) or ():
            found = found.get(step) if isinstance(found, dict) else None
        is_plain = isinstance(found, (str, int, float)) and not isinstance(found, bool)
        return str(found) if is_plain and found != "" else None

    def _fitted(self, steps: Steps, value: Any) -> Any:
        kind = self._kind(steps)
        if kind is None:
            return value
        found = fitted(value, kind, is_new=self.is_new)
        return strict(found, kind) if self.version == 3 else found

    def _kind(self, steps: Steps) -> Kind | None:
        """Return the kind of the field at `steps`; version 3 heeds the types of parameters too."""
        inside = steps[len(self.home) :]
        if steps[: len(self.home)] == self.home and len(inside) == 1:
            return self.kinds.fields.get(inside[0])
        param = self.method.param(steps[0]) if self.method and len(steps) == 1 else None
        is_typed = self.version == 3 and param is not None and param.type in _TYPED
        return Kind(param.name, str(param.type)) if param is not None and is_typed else None


def id_name(method: Method | None, given: Mapping[str, Any]) -> str | None:
    """Return the parameter of `method` that names one record, where it takes such a one.

    It is required, no object, none of those `given` for all rows, and spelled as an id.
    """
    if method is None:
        return None
    needed = [p.name for p in method.params if p.required and p.type not in ("object", "array")]
    left = [name for name in needed if name not in given and name.lower().endswith("id")]
    exact = [name for name in left if name.lower() == ID]
    if exact or len(left) == 1:
        return (exact or left)[0]
    by_name = method.param(ID)
    return by_name.name if by_name and not left else None


def path(name: str) -> Steps:
    """Split `PHONE[0][VALUE]` into its steps. Raises UsageProblem where brackets do not fit."""
    head, bracket, _ = name.partition("[")
    inner = _BRACKETS.findall(name)
    if not head or (bracket and head + "".join(f"[{part}]" for part in inner) != name):
        raise UsageProblem("call.brackets", name=name)
    return (head, *inner)


def _put(node: dict[str, Any], steps: Steps, value: Any) -> None:
    head, *rest = steps
    if head == "":
        head = str(len(node))
    if not rest:
        node[head] = value
        return
    inner = node.setdefault(head, _Made())
    if not isinstance(inner, dict):
        raise UsageProblem("call.clash", name=head)
    _put(inner, tuple(rest), value)


def _folded(value: Any) -> Any:
    """Turn what was put together into plain objects, and into lists where names are numbers."""
    if not isinstance(value, _Made):
        return value
    inner = {key: _folded(v) for key, v in value.items()}
    if inner and all(key.isdecimal() for key in inner):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
