"""The envelope of a refusal, in each version of REST."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.v3.errors import system_code

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Refusal


def failure(refusal: Refusal, version: int = 2) -> dict[str, Any]:
    """Return the error envelope: flat in version 2, an object in version 3 (rest-v3.md)."""
    if version == 3:
        code = system_code(refusal.code)
        body: dict[str, Any] = {"code": code, "message": refusal.description}
        return {"error": {**body, **refusal.extra}}
    return {
        "error": refusal.code,
        "error_description": refusal.description,
        **refusal.extra,
    }
