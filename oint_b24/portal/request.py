"""One call as a plain value: everything between argv and the wire agrees on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Effect = Literal["read", "write", "delete"]


@dataclass(frozen=True, slots=True)
class Request:
    """A REST call.

    `params` is an object, or a list for methods that take their parameters by position (and
    for the version 3 batch). `verb` GET puts them into the query string. An unknown `effect`
    is a write.
    """

    method: str
    params: dict[str, Any] | list[Any] = field(default_factory=dict)
    version: int = 2
    effect: Effect = "write"
    verb: Literal["POST", "GET"] = "POST"

    @property
    def is_read(self) -> bool:
        """Say whether repeating the call cannot change anything."""
        return self.effect == "read"


@dataclass(frozen=True, slots=True)
class Settings:
    """How to reach a portal. Times in seconds; `proxy` and `ca_bundle` None follow the system."""

    timeout: float = 75.0  # a portal ends a request after 60 s (limits.md); the rest is transfer
    connect_timeout: float = 10.0
    proxy: str | None = None
    ca_bundle: str | None = None
