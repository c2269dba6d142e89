"""The answer of a generated method in its documented shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.facts import fold
from oint_b24.sandbox.generated import descriptions
from oint_b24.sandbox.generated.entities import choices, row_fields
from oint_b24.sandbox.generated.fields import own_fields, rows_key, schema
from oint_b24.sandbox.generated.filters import equalities
from oint_b24.sandbox.generated.lists import ROWS, Window, settings, window
from oint_b24.sandbox.generated.values import Maker, number

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.facts import Fact

_FIRST_NEW_ID = 1000  # created things come after the rows of lists
_NOT_FIELDS = ("auth", "select", "filter", "order", "start", "limit", "offset", "page")
_CREATORS = ("add", "create", "register", "start", "open", "upload", "import", "copy")
_LISTS = ("list", "getlist", "listforitem", "listfortype", "gettasks")
_FIELDS = ("fields", "getfields")


def answer(fact: Fact, call: Call) -> Any:
    """Return the result of a checked call: a value, or a Page where a list has a total."""
    made = _answer(fact, call)
    if fact.total_path == "result.total" and isinstance(made, dict):
        return {**made, "total": ROWS}
    is_counted = isinstance(made, Page) or fact.list_path
    return Page(made, total=1) if fact.total_path == "total" and not is_counted else made


def _answer(fact: Fact, call: Call) -> Any:
    kind = kind_of(fact)
    if descriptions.describes(fact):
        return descriptions.answer(fact, call.params, kind)
    rows = rows_key(fact)
    if rows is not None:
        return _listed(fact, call.params, rows)
    maker, row = _maker(fact, call.params), row_of(fact, call.params)
    if fact.object_path:
        key = fact.object_path.partition(".")[2]
        made = maker.object(dict(row_fields(fact, key)), row)
        return {**_around(fact, maker, key, row), key: _picked(made, call.params)}
    return _SHAPES[kind](fact, maker, row, call.params)


def kind_of(fact: Fact) -> str:
    """Return the documented kind of the result; where none is told, that of its like."""
    if fact.kind:
        return fact.kind
    if fact.verb in _LISTS or "[]" in fact.returns:
        return "array"
    if fact.version == 3 or fact.verb in _FIELDS or fact.effect == "read":
        return "object"
    return "int" if fact.verb in _CREATORS else "bool"


def row_of(fact: Fact, params: dict[str, Any]) -> int:
    """Return the id the call is about: the one it names, or one for what it creates."""
    folded = {fold(name): value for name, value in params.items()}
    if fact.effect != "write" or fact.verb not in _CREATORS:
        own = fold(fact.entity.rpartition(".")[2]) + "id"
        for name in ("id", own, *(n for n in folded if n.endswith("id"))):
            if whole(folded.get(name)) is not None:
                return whole(folded[name]) or 0
    mark = number(fact.name, sorted(params.items(), key=str))
    return mark % ROWS + 1 if fact.effect == "read" else _FIRST_NEW_ID + mark % 9000


def _maker(fact: Fact, params: dict[str, Any], more: dict[str, Any] | None = None) -> Maker:
    """Return what makes the answer's objects, out of the values the request carries."""
    given: dict[str, Any] = {}
    for name, value in params.items():
        if fold(name) in _NOT_FIELDS:
            continue
        inner = value if isinstance(value, dict) else {}
        given |= {fold(str(k)): v for k, v in inner.items()}
        given.setdefault(fold(name), value)
    given.pop("id", None)
    return Maker(fact.entity, schema(fact), {**given, **(more or {})}, choices(fact))


def _around(fact: Fact, maker: Maker, key: str, row: int) -> dict[str, Any]:
    """Return the documented fields beside `key`."""
    beside = {name: kind for name, kind in own_fields(fact, "").items() if name != key}
    return maker.object(beside, row)


def _picked(row: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """Return the selected fields: related ones (`responsible.name`) as objects in version 3."""
    select = settings(params).get("select")
    names = list(select.values()) if isinstance(select, dict) else select
    if not isinstance(names, list) or not names or "*" in names:
        return row
    wanted = {fold(str(name).partition(".")[0]) for name in names}
    picked = {name: value for name, value in row.items() if fold(name) in wanted}
    for name in names:
        own, dot, inner = str(name).partition(".")
        if dot and not isinstance(picked.get(own), list):
            value = {inner: f"{inner} {number(own, inner) % ROWS}"}
            before = picked.get(own)
            picked[own] = {**(before if isinstance(before, dict) else {}), **value}
    return picked or row


def _listed(fact: Fact, params: dict[str, Any], key: str) -> Any:
    """Return a list with what stands around it."""
    plain = {name: v for name, v in params.items() if not isinstance(v, (dict, list))}
    maker = _maker(fact, plain, equalities(settings(params).get("filter")))
    fields = dict(row_fields(fact, key))
    names = {fold(name): name for name in fields}

    def rank(name: str, row: int) -> Any:
        spelled = names.get(fold(name))
        if spelled is None or fold(name) == "id":
            return row
        value = maker.value(spelled, fields[spelled] or "string", row)
        return value if isinstance(value, (int, float)) else str(value)

    page = window(fact, params, rank)
    scalars = _scalar_rows(fact, key)
    rows = [
        maker.value("id", scalars, n) if scalars else _picked(maker.object(fields, n), params)
        for n in page.numbers
    ]
    return _paged(fact, _enclosed(fact, params, key, rows, page), page)


def _scalar_rows(fact: Fact, key: str) -> str:
    """Return the type of rows that are plain values (`integer[]`), «» where they are objects."""
    told = (schema(fact).root.get(key) if key else fact.returns) or ""
    return told.removesuffix("[]") if told in ("integer[]", "string[]") else ""


def _enclosed(fact: Fact, params: dict[str, Any], key: str, rows: list[Any], page: Window) -> Any:
    if not key:
        return rows
    around = _around(fact, _maker(fact, params), key, 1)
    marks = {"hasMore": page.next is not None, "total": page.total}
    for name in ("nextCursor", "afterCursor"):
        marks[name] = _cursor(fact, page, rows)
    around |= {name: value for name, value in marks.items() if name in around}
    return {**around, key: rows}


def _cursor(fact: Fact, page: Window, rows: list[Any]) -> Any:
    """Return what the next page is asked with, None after the last one."""
    if page.next is None:
        return None
    last = rows[-1]
    names = [param.name for param in fact.nested.get("pagination.afterCursor", ())]
    return {name: page.next if name == "id" else last.get(name) for name in names}


def _paged(fact: Fact, result: Any, page: Window) -> Any:
    is_start = fact.pagination.startswith("start")
    if not page.counts or not (is_start or fact.total_path == "total"):
        return result
    return Page(result, total=page.total, next=page.next if is_start else None)


def _object(fact: Fact, maker: Maker, row: int, params: dict[str, Any]) -> Any:
    own = own_fields(fact, "")
    if own:
        return _picked(maker.object(own, row), params)
    if fact.effect != "read":
        return {"result": True} if fact.version == 3 or fact.groups else {"id": row}
    if fact.version == 3:
        return {}
    return _picked(maker.object(dict(row_fields(fact, "")), row), params)


def _array(fact: Fact, maker: Maker, _: int, params: dict[str, Any]) -> Any:
    fields = dict(row_fields(fact, ""))
    page = window(fact, params, lambda _, n: n)
    rows = [_picked(maker.object(fields, n), params) for n in page.numbers]
    return _paged(fact, rows, page)


def _integer(fact: Fact, _: Maker, row: int, __: Any) -> int:
    return ROWS if "count" in fact.verb else row


def _string(fact: Fact, maker: Maker, row: int, _: Any) -> Any:
    return maker.value(fact.verb, "string", row)


_SHAPES: dict[str, Any] = {
    "object": _object,
    "array": _array,
    "int": _integer,
    "string": _string,
    "bool": lambda *_: True,
    "null": lambda *_: None,
}
