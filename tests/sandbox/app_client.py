"""A client of an application: it calls with an access token, shared by tests of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.rest_client import RestClient


@dataclass(frozen=True, slots=True)
class AppClient:
    """Calls methods of the portal at `base` with an access token."""

    base: str
    token: str

    def raw(self, method: str, params: dict[str, Any]) -> tuple[int, Any]:
        """Call and return (HTTP status, decoded body)."""
        body = {**params, "auth": self.token}
        return RestClient(self.base).post(f"{self.base}/rest/{method}", body)

    def call(self, method: str, **params: Any) -> Any:
        """Call and return the result; a refusal fails the test with its body."""
        status, body = self.raw(method, params)
        assert status == 200, f"{method}: {status} {body}"
        return body["result"]

    def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Call what must be refused and return (HTTP status, error code)."""
        status, body = self.raw(method, params)
        assert "error" in body, f"{method} was not refused: {body}"
        return status, body["error"]
