"""Parameters out of a request: JSON, forms and query strings the way PHP reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from oint_b24.sandbox.call import Refusal

if TYPE_CHECKING:
    from oint_b24.sandbox.exchange import Exchange

# Forms carry small things; files come through an upload address, which streams.
_FORM_LIMIT = 256 * 1024 * 1024


def parameters(exchange: Exchange) -> dict[str, Any] | list[Any]:
    """Return what the request carries; a JSON body that is an array stays one.

    Raises Refusal where the body is not readable.
    """
    given = form(exchange.query)
    if exchange.verb == "GET" or not exchange.length:
        return given
    if exchange.length > _FORM_LIMIT:
        raise Refusal("ERROR_CORE", "Request entity too large", 413)
    raw = exchange.body.read(exchange.length)
    kind = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        body = _json(raw)
        if isinstance(body, list):
            return body
        return {**given, **body}
    if kind == "multipart/form-data":
        from oint_b24.sandbox.multipart import fields

        return {**given, **nested(fields(exchange.headers["content-type"], raw))}
    return {**given, **form(raw.decode("utf-8", "replace"))}


def _json(raw: bytes) -> dict[str, Any] | list[Any]:
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise Refusal("INVALID_REQUEST", f"Invalid JSON: {error}") from error
    return body if isinstance(body, (dict, list)) else {}


def form(text: str) -> dict[str, Any]:
    """Read `a=1&b[c][]=2` into `{"a": "1", "b": {"c": ["2"]}}`."""
    return nested(parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="replace"))


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Fold bracketed names into objects and lists (data-encoding.md)."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        head, *rest = _parts(name)
        _place(root, [head, *rest], value)
    return {key: _lists(value) for key, value in root.items()}


def _parts(name: str) -> list[str]:
    head, bracket, tail = name.partition("[")
    if not bracket or not tail.endswith("]"):
        return [name]
    return [head, *tail[:-1].split("][")]


def _place(node: dict[str, Any], parts: list[str], value: str) -> None:
    key = parts[0]
    if key == "":
        key = str(sum(1 for k in node if k.isdecimal()))
    if len(parts) == 1:
        node[key] = value
        return
    if not isinstance(node.get(key), dict):
        node[key] = {}
    _place(node[key], parts[1:], value)


def _lists(value: Any) -> Any:
    """Turn objects whose keys count 0, 1, 2 … into lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(v) for key, v in value.items()}
    if inner and list(inner) == [str(i) for i in range(len(inner))]:
        return list(inner.values())
    return inner
