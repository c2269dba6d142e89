"""Judge what version 3 reads strictly: `filter` and `select` are lists (rest-v3.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.rest.advice.finding import Advice, is_reference, shown, spelled
from oint_b24.rest.advice.names import Names
from oint_b24.rest.catalogue import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.rest.advice.finding import Context, Path
    from oint_b24.rest.catalogue import Method, Param

OPERATORS = ("=", "!=", ">", ">=", "<", "<=", "in", "between")
_DIRECTIONS = {"ASC", "DESC"}


def is_strict(param: Param) -> bool:
    """Say whether `param` is one of the three this module judges, not an object of that name."""
    return param.name in ("select", "order") or (param.name == "filter" and param.type != "object")


def v3_advice(method: Method, given: dict[str, Any], context: Context) -> Iterator[Advice]:
    """Yield what version 3 will refuse, or drop without a word."""
    judges = {"select": _select, "filter": _filter, "order": _order}
    for param in method.params:
        value = given.get(param.name)
        if value is None or is_reference(value):
            continue
        path = (param.name,)
        if is_strict(param):
            names = Names.of(_fields(method, param), context.fields)
            yield from judges[param.name](names, value, path)
        elif isinstance(value, str) and _is_list(param):
            yield Advice("advice.v3_list", {"name": spelled(path), "value": shown(value)})


def _fields(method: Method, param: Param) -> Sequence[Param]:
    """Return the fields `param` may name; a filter without a table has those of the select."""
    own = fields_of(method, param)
    if own or param.name != "filter":
        return own
    select = method.param("select")
    return fields_of(method, select) if select else ()


def _is_list(param: Param) -> bool:
    return all(kind == "array" or kind.endswith("[]") for kind in (param.type or "-").split("|"))


def _select(names: Names, value: Any, path: Path) -> Iterator[Advice]:
    if not isinstance(value, list):
        yield Advice("advice.v3_select", {"name": spelled(path), "value": shown(value)})
        return
    heads = [one.partition(".")[0] for one in value if isinstance(one, str)]
    for name in heads:
        yield from _field(names, name, heads, path)


def _filter(names: Names, value: Any, path: Path) -> Iterator[Advice]:
    if not isinstance(value, list):
        yield Advice("advice.v3_filter", {"name": spelled(path)})
        return
    if len(value) in (2, 3) and isinstance(value[0], str):
        yield Advice("advice.v3_filter", {"name": spelled(path)})
        return
    for at, one in enumerate(value):
        yield from _condition(names, one, (*path, str(at)))


def _condition(names: Names, one: Any, path: Path) -> Iterator[Advice]:
    """Judge `[field, operator, value]`, `[field, value]`, or a group of such."""
    if isinstance(one, dict) and isinstance(one.get("conditions"), list):
        if str(one.get("logic", "and")).casefold() not in ("and", "or"):
            yield Advice("advice.v3_logic", {"name": spelled(path), "value": shown(one["logic"])})
        yield from _filter_group(names, one["conditions"], (*path, "conditions"))
    elif not (isinstance(one, list) and len(one) in (2, 3) and isinstance(one[0], str)):
        yield Advice("advice.v3_condition", {"name": spelled(path), "value": shown(one)})
    else:
        if len(one) == 3 and one[1] not in OPERATORS:
            told = {"name": spelled(path), "value": shown(one[1]), "list": " ".join(OPERATORS)}
            yield Advice("advice.v3_operator", told)
        yield from _field(names, one[0], (), path)


def _filter_group(names: Names, conditions: list[Any], path: Path) -> Iterator[Advice]:
    for at, one in enumerate(conditions):
        yield from _condition(names, one, (*path, str(at)))


def _order(names: Names, value: Any, path: Path) -> Iterator[Advice]:
    if not isinstance(value, dict):
        if value != []:
            yield Advice("advice.v3_order", {"name": spelled(path), "value": shown(value)})
        return
    for name, direction in value.items():
        yield from _field(names, name, value.keys(), path)
        if str(direction).upper() not in _DIRECTIONS:
            told = {"name": spelled((*path, name)), "value": shown(direction)}
            yield Advice("advice.direction", told)


def _field(names: Names, name: str, given: Any, path: Path) -> Iterator[Advice]:
    """Tell of a field no documented one is like; of relations (`responsible.name`) the first."""
    judged = names.judge(name.partition(".")[0], given)
    told = {"name": spelled(path), "value": shown(name)}
    if judged.kind in ("case", "near"):
        yield Advice("advice.value_near", {**told, "near": judged.meant})
    elif judged.kind == "far" and names.params:
        yield Advice("advice.v3_field", told, is_hint=True)
