"""One call as a plain value: everything between argv and the wire agrees on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pathlib import Path

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
    """How to reach a portal. Times in seconds; `proxy` and `ca_bundle` None follow the system.

    An Enterprise plan has `rate` 5 and `burst` 250.
    """

    timeout: float = 75.0  # a portal ends a request after 60 s (limits.md); the rest is transfer
    connect_timeout: float = 10.0
    proxy: str | None = None
    ca_bundle: str | None = None
    client_cert: str | tuple[str, str] | None = None  # a PEM file, or certificate and key
    retries: int = 4  # how often a call is repeated, where it may be
    wait_max: float = 660.0  # what one call may wait in all; operating time returns in 600 s
    idempotency_key: str | None = None  # of one version 3 write, to continue after a crash
    rate: float = 2.0  # requests a second a portal forgets (limits.md); 0 switches our count off
    burst: float = 50.0  # requests above which it refuses
    shared: Path | None = None  # where processes of this machine share what they know of limits
