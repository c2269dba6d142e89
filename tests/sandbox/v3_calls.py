"""Calls of REST 3.0 for tests of the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient

REQUEST = "VALIDATION_REQUESTVALIDATION"
DTO = "VALIDATION_DTOVALIDATION"
DENIED = (403, "ACCESSDENIED")


def call(client: RestClient, method: str, **params: Any) -> Any:
    """Call and return the result; a refusal fails the test with its body."""
    status, body = client.raw(method, params, api="api/")
    assert status == 200, f"{method}: {status} {body}"
    return body["result"]


def item(client: RestClient, method: str, **params: Any) -> dict[str, Any]:
    """Return the object a method answers."""
    found: dict[str, Any] = call(client, method, **params)["item"]
    return found


def items(client: RestClient, method: str, **params: Any) -> list[dict[str, Any]]:
    """Return the rows a method answers."""
    found: list[dict[str, Any]] = call(client, method, **params)["items"]
    return found


def ids(client: RestClient, method: str, **params: Any) -> list[int]:
    """Return the ids of the rows a method answers."""
    return [row["id"] for row in items(client, method, **params)]


def refused(client: RestClient, method: str, **params: Any) -> tuple[int, str]:
    """Call what must be refused and return the status and the middle of the code."""
    status, body = client.raw(method, params, api="api/")
    assert "error" in body, f"{method} was not refused: {body}"
    return status, short(body["error"]["code"])


def problems(client: RestClient, method: str, **params: Any) -> tuple[str, list[Any]]:
    """Call what must be refused and return the code and the fields that are wrong."""
    status, body = client.raw(method, params, api="api/")
    assert status == 400, f"{method}: {status} {body}"
    rows = body["error"]["validation"]
    return short(body["error"]["code"]), [row.get("field") for row in rows]


def short(code: str) -> str:
    """Return a code without what all of them have in common."""
    return code.removeprefix("BITRIX_REST_V3_EXCEPTION_").removesuffix("EXCEPTION")
