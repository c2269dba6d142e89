"""Parameters to bytes: JSON bodies and query strings the way the platform reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from oint_b24.errors import UsageProblem
from oint_b24.portal.outgoing import Inserts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.portal.outgoing import Outgoing
    from oint_b24.portal.request import Request


def with_auth(request: Request, token: str | None) -> dict[str, Any] | list[Any]:
    """Return the parameters with the access token, where one is used, in front.

    Version 3 takes the token in the body too (rest-v3.md). A positional list becomes an object
    with numbered keys, which portals read alike (data-encoding.md).
    """
    if not token:
        return request.params
    params = request.params
    if isinstance(params, list):
        params = {str(i): value for i, value in enumerate(params)}
    return {"auth": token, **params}


def body(params: dict[str, Any] | list[Any]) -> bytes | Outgoing:
    """Return the JSON body in UTF-8; files inside (`Upload` values) are streamed as base64.

    Raises UsageProblem where a text holds bytes that are no UTF-8, or a number is no number.
    """
    inserts = Inserts()
    try:
        text = json.dumps(params, ensure_ascii=False, allow_nan=False, default=inserts.mark)
        return inserts.into(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise alien(error) from error
    except ValueError as error:
        raise UsageProblem("value.not_json", detail=str(error)) from error


def check_text(params: dict[str, Any] | list[Any]) -> None:
    """Raise UsageProblem for a text that could not be sent."""
    try:
        json.dumps(params, ensure_ascii=False, default=str).encode("utf-8")
    except UnicodeEncodeError as error:
        raise alien(error) from error


def alien(error: UnicodeEncodeError) -> UsageProblem:
    """Return the problem of a text that holds bytes of another encoding, which are shown."""
    spoilt = error.object[error.start : error.end]
    try:
        raw = spoilt.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = spoilt.encode("utf-8", "surrogatepass")
    return UsageProblem("value.not_text", detail=raw.decode("utf-8", "backslashreplace"))


def query(params: dict[str, Any] | list[Any]) -> str:
    """Return the query string; nested values get brackets (data-encoding.md)."""
    items = params.items() if isinstance(params, dict) else enumerate(params)
    pairs = (pair for key, value in items for pair in _pairs(str(key), value))
    try:
        return "&".join(f"{quote_plus(k, safe='[]')}={quote_plus(v)}" for k, v in pairs)
    except UnicodeEncodeError as error:
        raise alien(error) from error


def _pairs(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _pairs(f"{name}[{key}]", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _pairs(f"{name}[{index}]", inner)
    elif isinstance(value, bool):
        # PHP reads any text but "" and "0" as true, so words would not do.
        yield name, "1" if value else "0"
    else:
        yield name, "" if value is None else str(value)
