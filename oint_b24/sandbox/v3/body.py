"""What a request of REST 3.0 carries: one JSON body and nothing else (rest-v3.md)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.v3.errors import refusal

if TYPE_CHECKING:
    from oint_b24.sandbox.exchange import Exchange

_LARGEST = 256 * 1024 * 1024  # files come in Base64, the longest of them 25 MiB


class Bare(dict[str, Any]):
    """An answer that goes out as it is, without `result` and `time` around it."""


def parameters(exchange: Exchange) -> dict[str, Any] | list[Any]:
    """Return the body; the query string is not read, an empty body is no parameters.

    Raises Refusal INVALIDJSON for a body of another kind than JSON, or one that is not readable.
    """
    if exchange.verb == "GET" or not exchange.length:
        return {}
    kind = exchange.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise refusal("INVALIDJSON", f"The body is `{kind}`, not JSON")
    if exchange.length > _LARGEST:
        raise refusal("INVALIDJSON", "The body is too large", 413)
    return _decoded(exchange.body.read(exchange.length))


def _decoded(raw: bytes) -> dict[str, Any] | list[Any]:
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise refusal("INVALIDJSON", f"The body is not valid JSON: {error}") from error
    if not isinstance(body, (dict, list)):
        raise refusal("INVALIDJSON", "The body is neither an object nor an array")
    return body
