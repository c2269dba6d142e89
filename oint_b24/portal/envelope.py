"""What a portal answers: the envelope of versions 2 and 3, and how it says no.

Shapes: platform pages general-principles.md, rest-v3.md, batch.md. `error` may be a text, a
number, an empty text or (version 3) an object; its presence is the sign, whatever the status.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oint_b24.errors import AccessProblem, LimitProblem, PortalProblem, Problem, UnknownProblem

if TYPE_CHECKING:
    from oint_b24.portal.request import Request

# System errors that speak of the credential, its scopes, rights or the plan. Lower case:
# codes are compared in any case.
_ACCESS = frozenset(
    {
        "expired_token", "invalid_token", "no_auth_found", "invalid_credentials",
        "insufficient_scope", "access_denied", "access_error", "payment_required",
        "user_access_error", "method_confirm_waiting", "method_confirm_denied",
        "wrong_auth_type", "allowed_only_intranet_user", "authorization_error",
        "application_not_found", "error_oauth", "invalid_grant", "invalid_client",
        "wrong_client", "not_installed", "insufficientscope", "accessdenied",
    }
)  # fmt: skip
_LIMIT = frozenset({"query_limit_exceeded", "operation_time_limit", "overload_limit"})
# The portal gave up in the middle: whether the method ran is not known.
_FAULTS = frozenset({"internal_server_error", "error_unexpected_answer"})
_V3_PREFIX, _V3_SUFFIX = "bitrix_rest_v3_exception_", "exception"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A portal's answer. `body` is all of it as decoded; `seconds` is the wall time here."""

    body: Any
    status: int = 200
    seconds: float = 0.0

    @property
    def result(self) -> Any:
        """Return the `result`; an answer without an envelope is its own result."""
        return self.body.get("result") if self._is_enveloped else self.body

    @property
    def next(self) -> int | None:
        """Return the `start` of the next page, or None on the last one."""
        return self.body.get("next") if self._is_enveloped else None

    @property
    def total(self) -> int | None:
        """Return how many rows there are in all, where the portal counted."""
        return self.body.get("total") if self._is_enveloped else None

    @property
    def time(self) -> dict[str, Any]:
        """Return the portal's own timing; empty where it gave none."""
        given = self.body.get("time") if self._is_enveloped else None
        return given if isinstance(given, dict) else {}

    @property
    def _is_enveloped(self) -> bool:
        return isinstance(self.body, dict) and "result" in self.body


@dataclass(frozen=True, slots=True)
class Answer:
    """Raw answer of the transport."""

    status: int
    raw: bytes
    content_type: str = ""
    location: str | None = None
    seconds: float = 0.0


def read(answer: Answer, request: Request, portal: str) -> Envelope:
    """Turn a raw answer into an envelope. Raises the problem it tells of."""
    where = {"method": request.method, "portal": portal, "status": answer.status}
    if answer.status == 204 or (not answer.raw.strip() and answer.status < 300):
        return _empty(answer, request, where)
    try:
        body = json.loads(answer.raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _unreadable(answer, request, where) from None
    envelope = Envelope(body, answer.status, answer.seconds)
    if isinstance(body, dict) and "error" in body:
        raise refusal(envelope, request, where)
    if answer.status >= 400:
        raise _unreadable(answer, request, where)
    return envelope


def refusal(envelope: Envelope, request: Request, where: dict[str, Any]) -> Problem:
    """Return the problem an error envelope tells of."""
    code, description, validation = _error(envelope.body)
    kind = PortalProblem
    folded = code.lower().removeprefix(_V3_PREFIX).removesuffix(_V3_SUFFIX)
    if folded in _LIMIT or envelope.status == 429:
        kind = LimitProblem
    elif folded in _ACCESS or envelope.status in (401, 402, 403):
        kind = AccessProblem
    elif envelope.status >= 500 and (folded in _FAULTS or not code) and not request.is_read:
        return UnknownProblem("portal.lost", reason=code or envelope.status, **where)
    details: dict[str, Any] = {**where, "code": code, "description": description}
    if validation:
        details["validation"] = validation
    key = "portal.refused" if code else "portal.refused_without_code"
    return kind(key, envelope=envelope.body, remedy=f"code.{folded}.remedy", **details)


def _error(body: dict[str, Any]) -> tuple[str, str, list[Any]]:
    error = body["error"]
    if isinstance(error, dict):
        validation = error.get("validation")
        return (
            str(error.get("code") or ""),
            str(error.get("message") or error.get("error_description") or ""),
            validation if isinstance(validation, list) else [],
        )
    described = body.get("error_description")
    # PHP's empty array stands for «nothing said».
    code = "" if error in (None, [], False) else str(error)
    return code, described if isinstance(described, str) else "", []


def _empty(answer: Answer, request: Request, where: dict[str, Any]) -> Envelope:
    if answer.status == 204 or request.is_read:
        return Envelope(None, answer.status, answer.seconds)
    raise UnknownProblem("portal.lost", reason="empty answer", **where)


def _unreadable(answer: Answer, request: Request, where: dict[str, Any]) -> Problem:
    """Return the problem of an answer that is not the platform's: a proxy's page, cut-off JSON."""
    shown = answer.content_type.partition(";")[0] or "?"
    if answer.status in (401, 402, 403):
        return AccessProblem("portal.not_json", kind=shown, code=f"http_{answer.status}", **where)
    if answer.status == 429:
        return LimitProblem("portal.not_json", kind=shown, code="http_429", **where)
    if 400 <= answer.status < 500 or request.is_read:
        code = f"http_{answer.status}"
        return PortalProblem("portal.not_json", kind=shown, code=code, **where)
    return UnknownProblem("portal.lost", reason=f"HTTP {answer.status}, {shown}", **where)
