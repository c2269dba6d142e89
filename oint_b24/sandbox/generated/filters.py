"""Filters of generated lists: of version 2 (`>ID`) and version 3 (`["id", ">", 5]`).

Rows are numbers, so that only conditions on an id choose among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.facts import fold
from oint_b24.sandbox.listing import split_prefix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _numbers(value: Any) -> set[int | None]:
    values = value.values() if isinstance(value, dict) else value
    return {whole(v) for v in values} if not isinstance(values, (str, int)) else {whole(values)}


def _is_between(number: int, value: Any) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return True
    return (whole(value[0]) or 0) <= number <= (whole(value[1]) or 0)


_OPS: dict[str, Callable[[int, Any], bool]] = {
    "=": lambda number, value: number == whole(value),
    "!=": lambda number, value: number != whole(value),
    ">": lambda number, value: number > (whole(value) or 0),
    ">=": lambda number, value: number >= (whole(value) or 0),
    "<": lambda number, value: number < (whole(value) or 0),
    "<=": lambda number, value: number <= (whole(value) or 0),
    "in": lambda number, value: number in _numbers(value),
    "not in": lambda number, value: number not in _numbers(value),
    "between": _is_between,
}


def passes(wanted: Any, number: int) -> bool:
    """Say whether the row `number` is among those a filter asks for."""
    if isinstance(wanted, list):
        return all(_meets(condition, number) for condition in wanted)
    return all(_OPS[op](number, value) for name, op, value in _flat(wanted) if _is_id(name, op))


def equalities(wanted: Any) -> dict[str, Any]:
    """Return what a filter asks other fields to equal, by folded name."""
    return {
        fold(name): value
        for name, op, value in _flat(wanted)
        if op == "=" and fold(name) != "id" and not isinstance(value, (dict, list))
    }


def _meets(condition: Any, number: int) -> bool:
    """Say whether row `number` meets a condition of version 3, or a group of them."""
    if isinstance(condition, dict):
        inner = condition.get("conditions", [])
        is_or = str(condition.get("logic", "")).lower() == "or"
        met = [_meets(one, number) for one in inner]
        return any(met) if is_or and met else all(met)
    return all(_OPS[op](number, v) for name, op, v in _flat([condition]) if _is_id(name, op))


def _is_id(name: str, op: str) -> bool:
    return fold(name) == "id" and op in _OPS


def _flat(wanted: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield (field, operator, value) of a filter of either version, groups left out."""
    if isinstance(wanted, dict):
        for key, value in wanted.items():
            name, op = split_prefix(str(key))
            listed = isinstance(value, (list, dict)) and op in ("=", "!=")
            yield name, {"=": "in", "!=": "not in"}[op] if listed else op, value
    for condition in wanted if isinstance(wanted, list) else ():
        if isinstance(condition, list) and len(condition) in (2, 3):
            name, *middle, value = condition
            op = str(middle[0]) if middle else "in" if isinstance(value, list) else "="
            yield str(name), op, value
