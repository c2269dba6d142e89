"""Bytes over HTTP for tests: a GET with headers and a multipart POST, on the standard library."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

BOUNDARY = "----test-boundary"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def fetch(url: str, data: bytes | None = None, verb: str | None = None, **headers: str) -> Answer:
    """Send a request; names of headers are written with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(
        url, data=data, headers={"User-Agent": "test", **named}, method=verb
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.status, _lower(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _lower(error.headers), error.read())


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def form(field: str, name: str, content: bytes) -> bytes:
    """Return a multipart body with one file part."""
    head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
    lines = [f"--{BOUNDARY}", head, "Content-Type: application/octet-stream", "", ""]
    return "\r\n".join(lines).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def send_file(url: str, name: str, content: bytes, field: str = "file") -> Answer:
    """Post a file the way the second step of an upload does."""
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return fetch(url, form(field, name, content), Content_Type=kind)
