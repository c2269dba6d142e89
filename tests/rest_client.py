"""A client of a few lines for tests of the sandbox: it shares nothing with the product."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RestClient:
    """Calls methods of the portal at `base` with the webhook `user`/`code`."""

    base: str
    user: int = 1
    code: str = "sandboxcode1"

    def raw(self, method: str, params: Any = None, *, api: str = "") -> tuple[int, Any]:
        """Call and return (HTTP status, decoded body)."""
        return self.post(f"{self.base}/rest/{api}{self.user}/{self.code}/{method}", params or {})

    def post(self, url: str, params: Any) -> tuple[int, Any]:
        """Post JSON to `url` and return (HTTP status, decoded body)."""
        request = urllib.request.Request(
            url,
            data=json.dumps(params).encode(),
            headers={"Content-Type": "application/json", "User-Agent": "test"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

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
