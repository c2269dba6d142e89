"""Payloads made of the catalogue: every required parameter filled by its documented type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.rest.catalogue import fields_of

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method, Param

FILE = ["план.txt", "0L/Qu9Cw0L0="]
MOMENT = "2026-01-20T10:00:00+03:00"
_DEEPEST = 3
_SCALARS: dict[str, Any] = {
    "integer": 1, "double": 1.5, "char": "Y", "user": 1, "user.id": 1, "datetime": MOMENT,
    "date": "2026-01-20", "file": FILE, "diskfile": FILE, "lang_map": {"ru": "текст"},
    "crm_status": "NEW", "crm_company": 1, "crm_contact": 1, "crm_currency": "RUB",
    "crm_multifield": [{"VALUE": "+70000000000", "VALUE_TYPE": "WORK"}], "location": "1",
}  # fmt: skip
_TEXTS = (
    ("email", "user1@sandbox.example"), ("dialog", "chat42"), ("handler", "https://example.com/h"),
    ("url", "https://example.com/h"), ("date", MOMENT), ("color", "GREEN"), ("content", FILE[1]),
)  # fmt: skip


def payload(method: Method, *, is_webhook: bool = True) -> dict[str, Any]:
    """Return what a call of `method` must carry."""
    made: dict[str, Any] = {}
    for param in method.params:
        if param.required or (is_webhook and param.required_for == "webhook"):
            _put(made, param.name, value(method, param))
    return made


def _put(into: dict[str, Any], path: str, made: Any) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        into = into.setdefault(parent, {})
    into.setdefault(last, made)


def value(method: Method, param: Param, depth: int = 0) -> Any:
    """Return a value of the documented type of one parameter or field."""
    kind = (param.type or "string").partition("|")[0]
    listed = [word for word in param.enum if "<" not in word]
    if param.name == "filter" and method.version == 3 and kind == "array":
        return []
    if kind.endswith("[]") or kind == "array":
        return _rows(method, param, kind.removesuffix("[]"), depth)
    if listed and kind != "object":
        return int(listed[0]) if kind == "integer" and listed[0].isdecimal() else listed[0]
    if kind == "object":
        return _object(method, param, depth)
    if kind == "boolean":
        return True if method.version == 3 else "Y"
    return _SCALARS.get(kind, 1 if kind.lower().endswith(".id") else _text(param.name))


def _text(name: str) -> str:
    folded = name.lower()
    return next((text for sign, text in _TEXTS if sign in folded), "текст")


def _object(method: Method, param: Param, depth: int) -> dict[str, Any]:
    """Return an object with its required fields, or with its first one where none is required."""
    known = [field for field in fields_of(method, param) if not field.pattern]
    needed = [field for field in known if field.required] or known[:1]
    if param.name in ("filter", "FILTER", "order", "ORDER") and not known:
        return {}
    if depth == _DEEPEST:
        return {}
    return {field.name: value(method, field, depth + 1) for field in needed} or {"NAME": "текст"}


def _rows(method: Method, param: Param, kind: str, depth: int) -> list[Any]:
    if param.name.lower() == "select":
        return ["id" if method.version == 3 else "*"]
    listed = [word for word in param.enum if "<" not in word]
    if listed:
        return [listed[0]]
    if kind not in ("array", "object"):
        return [_SCALARS.get(kind, _text(param.name))]
    return [_object(method, param, depth)] if fields_of(method, param) else [1]
