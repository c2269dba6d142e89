"""Judge the three parameters of lists in version 2: `filter`, `order` and `select`.

Keys of a filter carry an operator in front (`>=DATE_CREATE`, `!@ID`), and which fields a list
filters by the documentation tells in part: a name far from all documented ones proves nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from oint_b24.rest.advice.family import fields_named, lists_fields
from oint_b24.rest.advice.finding import Advice, shown, spelled
from oint_b24.rest.advice.names import Names
from oint_b24.rest.advice.required import missing
from oint_b24.rest.advice.values import value_advice
from oint_b24.rest.catalogue import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.rest.advice.finding import Context, Path
    from oint_b24.rest.advice.names import Judgement
    from oint_b24.rest.catalogue import Method, Param

Role = Literal["filter", "order", "select"]

_OPERATOR = re.compile(r"[!<>=@%~?*+^-]*")
_LOGIC = {"logic", "0"}
_DIRECTIONS = {"asc", "desc", "nulls"}  # tasks also take "asc,nulls"
_BY_VALUE = {"by", "field", "direction", "column"}  # orders written as {"by": …, "direction": …}
_WORD = re.compile(r"[A-Za-z]\w{2,}\Z")


class Fields(NamedTuple):
    """The fields a list may name; where they are not its own, those of the method that adds."""

    method: Method
    names: Names
    is_own: bool


def role_of(param: Param, table: Sequence[Param]) -> Role | None:
    """Return which of the three `param` is, by its name and what is documented of its keys.

    An `order` with required fields or objects in its `table` is an order of a shop.
    """
    name = param.name.casefold()
    if name in ("filter", "arfilter") or param.operators:
        return "filter"
    if name in ("order", "arorder") or name.endswith("_order") or param.directions:
        return None if any(one.required or one.nested for one in table) else "order"
    return "select" if name in ("select", "arselect") else None


def listing_advice(
    method: Method, param: Param, role: Role, value: Any, path: Path, context: Context
) -> Iterator[Advice]:
    """Yield what looks wrong with `value` of a filter, an order or a select at `path`."""
    own = fields_of(method, param)
    keys = [key for key in param.keys if _WORD.match(key)]
    table = _bare(own or fields_named(param))
    fields = Fields(method, Names.of(table, {*keys, *context.fields}), is_own=bool(own))
    if role == "select":
        yield from _select(fields, value, path)
        return
    for at, one in _objects(value, path):
        if role == "order":
            yield from _order(fields, one, at)
        else:
            yield from _filter(fields, one, at)
            lacking = missing(own, one, {_stripped(key) for key in one}, context, at)
            yield from (advice._replace(is_hint=True) for advice in lacking)  # all at once: rare


def _objects(value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _objects(one, (*path, str(index)))


def _filter(fields: Fields, given: dict[str, Any], path: Path) -> Iterator[Advice]:
    bare = {_stripped(key) for key in given}
    for key, value in given.items():
        name = _stripped(key)
        if isinstance(value, dict) and (name.isdigit() or "::" in key or not name):
            yield from _filter(fields, value, (*path, key))
        elif name.casefold() not in _LOGIC:
            yield from _field(fields, key, bare, path)
            yield from _compared(fields, key, value, path)


def _compared(fields: Fields, key: str, value: Any, path: Path) -> Iterator[Advice]:
    """Judge the value a field is compared with; a part of a text may be any."""
    param = fields.names.params.get(_stripped(key))
    if param is None or isinstance(value, dict) or "%" in key:
        return
    found = value_advice(param, value, (*path, key), in_filter=True)
    if found and not lists_fields(fields.method, param):
        yield from found


def _order(fields: Fields, given: dict[str, Any], path: Path) -> Iterator[Advice]:
    is_by_value = any(key.casefold() in _BY_VALUE for key in (*given, *fields.names.params))
    for key, value in given.items():
        yield from _field(fields, key, given.keys(), path)
        if is_by_value or not isinstance(value, str) or not value.strip():
            continue
        if not {part.strip().casefold() for part in value.split(",")} <= _DIRECTIONS:
            told = {"name": spelled((*path, key)), "value": shown(value)}
            yield Advice("advice.direction", told)


def _select(fields: Fields, value: Any, path: Path) -> Iterator[Advice]:
    rows = value.values() if isinstance(value, dict) else value
    given = [one for one in rows if isinstance(one, str)]
    for name in given:
        judged = fields.names.judge(name, given)
        if judged.kind in ("case", "near"):
            told = {"name": spelled(path), "value": name, "near": judged.meant}
            yield Advice("advice.value_near", told, _is_doubtful(fields, judged))


def _field(fields: Fields, key: str, given: Any, path: Path) -> Iterator[Advice]:
    judged = fields.names.judge(_stripped(key), given)
    told = {"name": spelled((*path, key))}
    if judged.kind in ("case", "near"):
        operator = key.removesuffix(_stripped(key))
        key_of = "advice.case" if judged.kind == "case" else "advice.unknown_near"
        told["near"] = f"{operator}{judged.meant}"
        yield Advice(key_of, told, _is_doubtful(fields, judged))
    elif judged.kind == "far" and fields.is_own:
        yield Advice("advice.unknown", told, is_hint=True)


def _is_doubtful(fields: Fields, judged: Judgement) -> bool:
    """Say whether a case may be right: an answer is not always spelled as what is added."""
    return judged.kind == "case" and not fields.is_own


def _stripped(key: str) -> str:
    return _OPERATOR.sub("", key, count=1)


def _bare(table: Sequence[Param]) -> Iterator[Param]:
    """Yield the fields of `table` but for those documented with an operator (`=DELETED`)."""
    return (param for param in table if _stripped(param.name) == param.name)
