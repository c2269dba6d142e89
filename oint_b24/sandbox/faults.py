"""What may go wrong with a request: the kinds of faults, and where on its way each one strikes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# unread: the request is not read. unexecuted: it is read and not executed. executed: it is
# executed, and its answer is lost or spoiled. served: all is well but for the fault's own effect.
Phase = Literal["unread", "unexecuted", "executed", "served"]
Takes = Literal["", "SECONDS", "BYTES", "STATUS", "CODE", "ADDRESS"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: its name, where it strikes, what may stand after `=`, and the default."""

    name: str
    phase: Phase
    takes: Takes = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault with its value."""

    kind: Kind
    value: str = ""

    @property
    def name(self) -> str:
        """Return the name of the kind."""
        return self.kind.name

    @property
    def phase(self) -> Phase:
        """Say where the fault strikes.

        A balancer's page says nothing about the portal behind it, and a portal's own fault may
        come after the work was done; all other refusals come before.
        """
        if self.kind.takes == "STATUS":
            return "executed" if self.status < 300 or self.status >= 500 else "unexecuted"
        if self.kind.takes != "CODE":
            return self.kind.phase
        is_refusal = self.status < 500 or self.value.upper() in _REFUSALS
        return "unexecuted" if is_refusal else "executed"

    @property
    def status(self) -> int:
        """Return the HTTP status of an answer that the fault makes up."""
        return int(self.value if self.kind.takes == "STATUS" else self.name)

    @property
    def seconds(self) -> float:
        """Return how long the fault takes."""
        return float(self.value)


# A server fault by its status, but refused before the work (platform: system errors, limits).
_REFUSALS = frozenset(
    {"QUERY_LIMIT_EXCEEDED", "OVERLOAD_LIMIT", "OPERATION_TIME_LIMIT", "PORTAL_DELETED"}
)
# A status and the code a portal gives with it (platform: system errors).
CODES = {
    "200": "ERROR_CORE",
    "400": "ERROR_ARGUMENT",
    "401": "expired_token",
    "402": "PAYMENT_REQUIRED",
    "403": "insufficient_scope",
    "404": "ERROR_METHOD_NOT_FOUND",
    "429": "OPERATION_TIME_LIMIT",
    "500": "INTERNAL_SERVER_ERROR",
    "503": "QUERY_LIMIT_EXCEEDED",
}
_FOREVER = "3600"
_BROKEN = (
    Kind("refuse", "served", "SECONDS", "1"),
    Kind("close", "unexecuted"),
    Kind("reset", "unread"),
    Kind("reset-after-read", "unexecuted"),
    Kind("cut-after-write", "executed"),
    Kind("reset-after-write", "executed"),
    Kind("stall", "executed", "SECONDS", _FOREVER),
    Kind("stall-body", "executed", "SECONDS", _FOREVER),
    Kind("drip", "executed", "SECONDS", "0.1"),
    Kind("cut", "executed", "BYTES"),
    Kind("cut-chunked", "executed"),
    Kind("garbage", "executed"),
    Kind("empty", "executed", "STATUS", "200"),
    Kind("html", "executed", "STATUS", "502"),
    Kind("half-json", "executed"),
    Kind("no-envelope", "executed"),
    Kind("gzip-cut", "executed"),
    Kind("gzip-bad", "executed"),
)
_HARMLESS = (
    Kind("latency", "served", "SECONDS", "1"),
    Kind("gzip", "served"),
    Kind("bom", "served"),
    Kind("wrong-type", "served"),
    Kind("204", "served"),
)
KINDS = {
    kind.name: kind
    for kind in (
        *_BROKEN,
        Kind("302", "unexecuted", "ADDRESS", "https://new.example"),
        *(Kind(status, "unexecuted", "CODE", code) for status, code in CODES.items()),
        *_HARMLESS,
    )
}
