"""Judge the three parameters of lists in version 2: `filter`, `order` and `select`.

Keys of a filter carry an operator in front (`>=DATE_CREATE`, `!@ID`), and which fields a list
filters by the documentation tells in part: a name far from all documented ones proves nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from oint_b24.rest.advice_finding import Advice, shown, spelled
from oint_b24.rest.advice_names import Names
from oint_b24.rest.advice_required import missing
from oint_b24.rest.advice_values import value_advice
from oint_b24.rest.catalogue import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.rest.advice_finding import Context, Path
    from oint_b24.rest.catalogue import Method, Param

Role = Literal["filter", "order", "select"]

_OPERATOR = re.compile(r"[!<>=@%~?*+^-]*")
_LOGIC = {"logic", "0"}
_DIRECTIONS = {"asc", "desc", "nulls"}  # tasks also take "asc,nulls"
_BY_VALUE = {"by", "field", "direction", "column"}  # orders written as {"by": …, "direction": …}
_WORD = re.compile(r"[A-Za-z]\w{2,}\Z")


def role_of(param: Param) -> Role | None:
    """Return which of the three `param` is, by its name and what is documented of its keys."""
    name = param.name.casefold()
    if name in ("filter", "arfilter") or param.operators:
        return "filter"
    if name in ("order", "arorder") or name.endswith("_order") or param.directions:
        return "order"
    return "select" if name in ("select", "arselect") else None


def listing_advice(
    method: Method, param: Param, role: Role, value: Any, path: Path, context: Context
) -> Iterator[Advice]:
    """Yield what looks wrong with `value` of a filter, an order or a select at `path`."""
    table = fields_of(method, param)
    keys = [key for key in param.keys if _WORD.match(key)]
    names = Names.of(_bare(table), {*keys, *context.fields})
    if role == "select":
        yield from _select(names, value, path)
        return
    judge = _filter if role == "filter" else _order
    for at, one in _objects(value, path):
        yield from judge(names, one, at)
        if role == "filter":
            yield from missing(table, one, {_stripped(key) for key in one}, context, at)


def _objects(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _objects(one, (*path, str(index)))


def _filter(names: Names, given: dict[str, Any], path: Path) -> Iterator[Advice]:
    bare = {_stripped(key) for key in given}
    for key, value in given.items():
        name = _stripped(key)
        inner = isinstance(value, dict) and (name.isdigit() or "::" in key or not name)
        if inner:
            yield from _filter(names, value, (*path, key))
        elif name.casefold() not in _LOGIC:
            yield from _field(names, key, bare, path)
            if name in names.params and not isinstance(value, dict) and "%" not in key:
                yield from value_advice(names.params[name], value, (*path, key), in_filter=True)


def _order(names: Names, given: dict[str, Any], path: Path) -> Iterator[Advice]:
    is_by_value = any(key.casefold() in _BY_VALUE for key in (*given, *names.params))
    for key, value in given.items():
        yield from _field(names, key, given.keys(), path)
        if is_by_value or not isinstance(value, str) or not value.strip():
            continue
        parts = {part.strip().casefold() for part in value.split(",")}
        if not parts <= _DIRECTIONS:
            told = {"name": spelled((*path, key)), "value": shown(value)}
            yield Advice("advice.direction", told)


def _select(names: Names, value: Any, path: Path) -> Iterator[Advice]:
    rows = value.values() if isinstance(value, dict) else value
    given = [one for one in rows if isinstance(one, str)] if not isinstance(rows, str) else []
    for name in given:
        judged = names.judge(name, given)
        if judged.kind in ("case", "near"):
            told = {"name": spelled(path), "value": name, "near": judged.meant}
            yield Advice("advice.value_near", told)


def _field(names: Names, key: str, given: Any, path: Path) -> Iterator[Advice]:
    judged = names.judge(_stripped(key), given)
    if judged.kind in ("case", "near") and judged.meant is not None:
        operator = _OPERATOR.match(key)
        near = (operator[0] if operator else "") + judged.meant
        key_of = "advice.case" if judged.kind == "case" else "advice.unknown_near"
        yield Advice(key_of, {"name": spelled((*path, key)), "near": near})


def _stripped(key: str) -> str:
    return _OPERATOR.sub("", key, count=1)


def _bare(table: Sequence[Param]) -> Iterator[Param]:
    """Yield the fields of `table` but for those documented with an operator (`=DELETED`)."""
    return (param for param in table if not _OPERATOR.match(param.name)[0])
