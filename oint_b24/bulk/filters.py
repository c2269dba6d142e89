"""Filters merged without losing a condition, and the bounds of ids taken out of them.

A portal folds the case of parameter names and lets the last one win: beside a `filter` of our own
the `FILTER` of the caller would silently be dropped.
"""

from __future__ import annotations

import re
from typing import Any

from oint_b24.errors import UsageProblem

_BOUND = re.compile(r"(>=|<=|>|<)(.+)", re.DOTALL)

Filter = dict[str, Any] | list[Any]


def joined(one: Filter, other: Filter, option: str = "--filter") -> Filter:
    """Return both filters as one.

    Raises UsageProblem where both set one condition to different values, in any case of letters.
    """
    if isinstance(one, list) or isinstance(other, list):
        if not one or not other:
            return one or other
        if isinstance(one, list) and isinstance(other, list):
            return [*one, *other]
        raise UsageProblem("bulk.two_filters", option=option)
    merged = dict(one)
    spelled = {name.casefold(): name for name in one}
    for name, value in other.items():
        known = spelled.get(name.casefold())
        if known is not None and merged[known] != value:
            raise UsageProblem("bulk.clash", option=option, name=name)
        if known is None:
            merged[name] = value
    return merged


def without_bounds(given: dict[str, Any], name: str) -> tuple[dict[str, Any], int, int | None]:
    """Take the bounds of the id out of a filter: return the rest, `above` and `up to`.

    A bound that is no number stays where it is.
    """
    rest: dict[str, Any] = {}
    above, up_to = 0, None
    for key, value in given.items():
        bound = _bound(key, value, name)
        if bound is None:
            rest[key] = value
            continue
        sign, number = bound
        if sign[0] == ">":
            above = max(above, number - (sign == ">="))
        else:
            highest = number - (sign == "<")
            up_to = highest if up_to is None else min(up_to, highest)
    return rest, above, up_to


def _bound(key: str, value: Any, name: str) -> tuple[str, int] | None:
    match = _BOUND.fullmatch(key)
    if match is None or match[2].casefold() != name.casefold():
        return None
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return None
    text = str(value).strip()
    return (match[1], int(text)) if text.isdecimal() else None


def bounded(given: Filter, name: str, above: Any, up_to: int | None) -> Filter:
    """Return a filter with bounds of the id: a condition each, in the form of its version."""
    if isinstance(given, list):  # version 3: all conditions of a list must hold (rest-v3.md)
        ends = [[name, ">", above], *([] if up_to is None else [[name, "<=", up_to]])]
        return [*given, *ends]
    bounds = {f">{name}": above} | ({} if up_to is None else {f"<={name}": up_to})
    return {**given, **bounds}


def names_id(given: dict[str, Any], name: str) -> bool:
    """Say whether a filter still compares the id in order: then we must not add bounds."""
    signs = ("><", ">", ">=", "<", "<=")
    return any(key.casefold() == sign + name.casefold() for key in given for sign in signs)
