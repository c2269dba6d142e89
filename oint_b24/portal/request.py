"""One call as a plain value: everything between argv and the wire agrees on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

Effect = Literal["read", "write", "delete"]

_NOTHING: dict[str, Any] = {}  # nobody changes the parameters of a request in place


class Request(NamedTuple):
    """A REST call.

    `params` is an object, or a list for methods that take their parameters by position (and
    for the version 3 batch). `verb` GET puts them into the query string. An unknown `effect`
    is a write.
    """

    method: str
    params: dict[str, Any] | list[Any] = _NOTHING
    version: int = 2
    effect: Effect = "write"
    verb: Literal["POST", "GET"] = "POST"

    @property
    def is_read(self) -> bool:
        """Say whether repeating the call cannot change anything."""
        return self.effect == "read"


class Settings(NamedTuple):
    """How to reach a portal. Times in seconds; `proxy` and `ca_bundle` None follow the system.

    `rate` and `burst` None follow the portal's plan, as far as it is known: an Enterprise plan
    has 5 and 250, the others 2 and 50.
    """

    timeout: float = 75.0  # a portal ends a request after 60 s (limits.md); the rest is transfer
    connect_timeout: float = 10.0
    proxy: str | None = None
    ca_bundle: str | None = None
    client_cert: str | tuple[str, str] | None = None  # a PEM file, or certificate and key
    retries: int = 4  # how often a call is repeated, where it may be
    wait_max: float = 660.0  # what one call may wait in all; operating time returns in 600 s
    idempotency_key: str | None = None  # of one version 3 write, to continue after a crash
    rate: float | None = None  # requests a second a portal forgets; 0 switches our count off
    burst: float | None = None  # requests above which it refuses (limits.md)
    shared: Path | None = None  # where processes of this machine share what they know of limits
    limits: str | None = None  # address of a Redis through which machines share it
