"""Conditions: short forms to read, and merging without losing any.

The prefix of an operator stands before the field in version 2 (`>=OPPORTUNITY`), version 3 takes
triples (rest-v3.md). A portal folds the case of parameter names and lets the last one win, so two
spellings of one filter would silently drop the first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oint_b24.bulk.plan import Plan

_SHORT = re.compile(
    r"(?P<name>[A-Za-z_][\w.]*)\s*"
    r"(?P<sign>!=%|!%=|!@|!%|!=|>=|<=|=%|%=|<>|>|<|=|@|%|!)"
    r"(?P<value>.*)",
    re.DOTALL,
)
_THIRD = {"=": "=", "!=": "!=", "!": "!=", ">": ">", ">=": ">=", "<": "<", "<=": "<=", "@": "in"}
_BOUND = re.compile(r"(>=|<=|>|<)(.+)", re.DOTALL)

Filter = dict[str, Any] | list[Any]


def read(texts: Sequence[str], plan: Plan, option: str = "--filter") -> Filter:
    """Return the filter that conditions like `STAGE_ID=WON` and `OPPORTUNITY>=1000` mean.

    Raises UsageProblem for what is no condition, and for two that contradict each other.
    """
    third: list[Any] = []
    found: Filter = {}
    for text in texts:
        match = _SHORT.fullmatch(text.strip())
        if match is None:
            raise UsageProblem("bulk.condition", option=option, word=text)
        name, sign, value = match["name"], match["sign"].replace("<>", "!="), match["value"]
        if plan.version == 3:
            third.append(_triple(name, sign, value, option))
        else:
            found = joined(found, {_prefix(sign, plan) + name: _value(sign, value)}, option)
    return third if plan.version == 3 else found


def _value(sign: str, value: str) -> Any:
    if sign in ("@", "!@"):
        return [part.strip() for part in value.split(",")]
    return value.strip()


def _prefix(sign: str, plan: Plan) -> str:
    """Return the prefix; equality needs none, and some families know `!` but not `!=`."""
    if sign == "=":
        return ""
    if sign in ("!=", "!") and plan.operators:
        return next((known for known in (sign, "!=", "!") if known in plan.operators), sign)
    return sign


def _triple(name: str, sign: str, value: str, option: str) -> list[Any]:
    operator = _THIRD.get(sign)
    if operator is None:
        raise UsageProblem("bulk.operator", option=option, sign=sign, known=" ".join(_THIRD))
    if operator == "in":
        return [name, "in", [_typed(part.strip()) for part in value.split(",")]]
    return [name, operator, _typed(value.strip())]


def _typed(text: str) -> Any:
    """Return a value of version 3, which tells numbers from texts."""
    return int(text) if re.fullmatch(r"-?\d{1,18}", text) else text


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


def names_id(given: Filter, name: str) -> bool:
    """Say whether a filter still compares the id in order: then we must not add bounds."""
    if isinstance(given, list):
        return True
    signs = ("><", ">", ">=", "<", "<=")
    return any(key.casefold() == sign + name.casefold() for key in given for sign in signs)
