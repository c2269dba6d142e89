"""`select` of REST 3.0: own fields, and fields of related objects after a dot (rest-v3.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.v3 import dto as v3_dto
from oint_b24.sandbox.v3.errors import unknown_property, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.v3.dto import Dto


@dataclass(frozen=True, slots=True)
class Row:
    """An object that answers show. `read` returns a plain value, a Row, a list of Rows or None.

    `read` raises LookupError for a field this very object does not have.
    """

    dto: Dto
    read: Callable[[str], Any]


@dataclass(slots=True)
class Selection:
    """Which fields an answer holds: own ones, and of related objects."""

    own: list[str] = field(default_factory=list)
    related: dict[str, Selection] = field(default_factory=dict)


def selection(
    dto: Dto, given: Any, default: tuple[str, ...] | None = None, *, strict: bool = False
) -> Selection:
    """Read a select; without one, or with related fields only, own fields are `default`.

    Own fields the object does not have are dropped, unless `strict`; unknown fields of related
    objects are refused UNKNOWNDTOPROPERTY. What is no list of names is refused INVALIDSELECT.
    """
    default = dto.basic() if default is None else default
    if given is None:
        return Selection(list(default))
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise unreadable("SELECT", given)
    found = Selection()
    for path in given:
        _take(found, dto, path, strict=strict)
    if not any(_is_own(dto, path) for path in given):
        found.own = list(default)
    return found


def _is_own(dto: Dto, path: str) -> bool:
    known = dto.fields.get(path)
    return "." not in path and not (known and known.related)


def _take(found: Selection, dto: Dto, path: str, *, strict: bool) -> None:
    head, dot, rest = path.partition(".")
    known = dto.fields.get(head)
    if head == "*" and not dot:
        found.own = list(dto.basic())
    elif known is None or (dot and not known.related):
        if dot or strict:
            raise unknown_property(head, dto.name)
    elif not known.related:
        found.own.append(head)
    else:
        other = v3_dto.find(known.related)
        inner = found.related.setdefault(head, Selection())
        if dot:
            _take(inner, other, rest, strict=True)
        else:
            inner.own = list(other.plain())


def shown(row: Row, wanted: Selection) -> dict[str, Any]:
    """Return the selected fields of an object."""
    answer: dict[str, Any] = {}
    for name in wanted.own:
        try:
            answer[name] = row.read(name)
        except LookupError:
            continue
    for name, inner in wanted.related.items():
        answer[name] = _related(row.read(name), inner)
    return answer


def _related(value: Any, wanted: Selection) -> Any:
    if isinstance(value, list):
        return [shown(row, wanted) for row in value]
    return shown(value, wanted) if isinstance(value, Row) else None


def plain(dto: Dto, values: dict[str, Any]) -> Row:
    """Return a row whose fields are all known beforehand."""
    return Row(dto, values.__getitem__)
