"""What version 3 checks before a method runs (rest-v3.md): fields, filter, select, paging."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.generated.kinds import fits, wanted
from oint_b24.sandbox.generated.required import required
from oint_b24.sandbox.v3.errors import REQUEST, invalid, missing, mistyped, refusal, unreadable
from oint_b24.sandbox.v3.filter import OPERATORS
from oint_b24.sandbox.v3.listing import portion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.facts import Fact, Param


def check(fact: Fact, call: Call) -> None:
    """Refuse what a portal would refuse before it does anything. Raises Refusal."""
    wrong = [*_missing(fact, call.params), *_mistyped(fact, call.params)]
    if wrong:
        raise invalid(REQUEST, *wrong)
    params = {param.name: param for param in fact.params}
    for name, inspect in _SHAPES.items():
        if name in params and call.params.get(name) is not None:
            inspect(call.params[name], params[name])


def _missing(fact: Fact, params: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for param, _ in required(fact, params):
        yield missing(param.name)


def _mistyped(fact: Fact, params: dict[str, Any]) -> Iterator[tuple[str, str]]:
    own = [param for param in fact.params if param.name not in _SHAPES]
    inner = params.get("fields")
    fields = inner if isinstance(inner, dict) else {}
    for known, values in ((own, params), (fact.fields_of("fields"), fields)):
        for param in known:
            if not fits(values.get(param.name), param.type):
                yield mistyped(param.name, wanted(param.type))


def _select(value: Any, _: Param) -> None:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise unreadable("SELECT", value)


def _filter(value: Any, param: Param) -> None:
    """Check a list of conditions; a few methods have an object of their own instead."""
    if isinstance(value, dict) and ("object" in param.type or "conditions" in value):
        return
    if not isinstance(value, list):
        raise unreadable("FILTER", value)
    for condition in value:
        _condition(condition)


def _condition(given: Any) -> None:
    if isinstance(given, dict):
        parts = given.get("conditions")
        if not isinstance(parts, list) or str(given.get("logic", "and")).lower() not in _LOGIC:
            raise unreadable("FILTER", given)
        for part in parts:
            _condition(part)
        return
    if not isinstance(given, list) or len(given) not in (2, 3) or not isinstance(given[0], str):
        raise unreadable("FILTER", given)
    if len(given) == 3 and given[1] not in OPERATORS:
        raise refusal("UNKNOWNFILTEROPERATOR", f"Unknown filter operator `{given[1]}`")


def _order(value: Any, _: Param) -> None:
    ways = list(value.values()) if isinstance(value, dict) else value
    is_read = isinstance(value, dict) or value == []
    if not is_read or not all(str(way).upper() in ("ASC", "DESC") for way in ways):
        raise unreadable("ORDER", value)


_LOGIC = ("and", "or")
_SHAPES: dict[str, Callable[[Any, Param], object]] = {
    "select": _select,
    "filter": _filter,
    "order": _order,
    "pagination": lambda value, _: portion(value),
}
