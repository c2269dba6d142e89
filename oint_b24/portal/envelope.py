"""What a portal answers: the envelope of versions 2 and 3, and how it says no.

Shapes: platform pages general-principles.md, rest-v3.md, batch.md. `error` may be a text, a
number, an empty text or (version 3) an object; its presence is the sign, whatever the status.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from oint_b24.errors import AccessProblem, LimitProblem, PortalProblem, Problem, UnknownProblem
from oint_b24.portal import codes

if TYPE_CHECKING:
    from oint_b24.portal.request import Request


_BLIND = "portal.lost.remedy"  # what to do after any lost answer
_DEEPEST = 100  # levels of an error; documented ones have four


class Envelope(NamedTuple):
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
        return self._count("next")

    @property
    def total(self) -> int | None:
        """Return how many rows there are in all, where the portal counted."""
        return self._count("total")

    @property
    def time(self) -> dict[str, Any]:
        """Return the portal's own timing; empty where it gave none."""
        given = self.body.get("time") if self._is_enveloped else None
        return given if isinstance(given, dict) else {}

    def part(self, name: str) -> dict[str, Any]:
        """Return a map of a batch's answer (batch.md), e.g. `result_error`, by command.

        Where it is empty or the commands had no names the portal sends a list; here it is a map.
        """
        result = self.result
        return dict(as_items(result.get(name))) if isinstance(result, dict) else {}

    def _count(self, name: str) -> int | None:
        """Return a number of the envelope; some methods send it as text, im.recent.list as -1."""
        value = self.body.get(name) if self._is_enveloped else None
        if isinstance(value, str) and value.isdecimal():
            return int(value)
        is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return value if is_count else None

    @property
    def _is_enveloped(self) -> bool:
        return isinstance(self.body, dict) and "result" in self.body


class Answer(NamedTuple):
    """Raw answer of the transport. `spilled` counts the bytes that went to a file instead."""

    status: int
    raw: bytes
    content_type: str = ""
    seconds: float = 0.0
    spilled: int = 0
    retry_after: float | None = None
    is_replay: bool = False


def as_items(value: Any) -> list[tuple[str, Any]]:
    """Return the pairs of an object, or of a list by place: PHP knows one kind of both."""
    if isinstance(value, dict):
        return [(str(key), inner) for key, inner in value.items()]
    return [(str(i), inner) for i, inner in enumerate(value)] if isinstance(value, list) else []


def read(answer: Answer, request: Request, portal: str) -> Envelope:
    """Turn a raw answer into an envelope. Raises the problem it tells of."""
    where: dict[str, Any] = {"method": request.method, "portal": portal, "status": answer.status}
    if answer.retry_after is not None:
        where["retry_after"] = answer.retry_after
    if answer.status == 204:
        return Envelope(None, answer.status, answer.seconds)
    if not answer.raw.strip() and answer.status < 300:
        raise _empty(request, where)
    body = _decoded(answer.raw)
    if isinstance(body, dict) and "error" in body and not _is_nothing(body):
        if _is_deep(body):
            raise _unreadable(answer, request, where)
        raise refusal(Envelope(body, answer.status, answer.seconds), request, where)
    # A portal answers with an object, or the empty list that stands for one, and below 400.
    if answer.status >= 400 or not isinstance(body, (dict, list)):
        raise _unreadable(answer, request, where)
    return Envelope(body, answer.status, answer.seconds)


def _decoded(raw: bytes) -> Any:
    """Return the JSON value of an answer, or None where it is none."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _is_nothing(body: dict[str, Any]) -> bool:
    """Say whether `error` only says that there was none: empty beside a result."""
    return "result" in body and body["error"] in (None, False, [], {})


def _is_deep(value: Any) -> bool:
    """Say whether an error is nested as no portal's is: too deep to be masked and told."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def refusal(envelope: Envelope, request: Request, where: dict[str, Any]) -> Problem:
    """Return the problem an error envelope tells of."""
    code, description, validation = _error(envelope.body)
    folded = codes.fold(code)
    details: dict[str, Any] = {**where, "code": code, "description": description}
    if validation:
        details["validation"] = validation
    if isinstance(envelope.body.get("argument"), str):
        details["argument"] = envelope.body["argument"]
    if codes.is_fault(folded, envelope.status) and not request.is_read:
        return UnknownProblem(
            "portal.lost_fault", remedy=_BLIND, **{**details, "code": code or "?"}
        )
    kind = PortalProblem
    if folded in codes.LIMIT or envelope.status == 429:
        kind = LimitProblem
    elif folded in codes.ACCESS or envelope.status in (401, 402, 403):
        kind = AccessProblem
    key = "portal.refused" if code else "portal.refused_without_code"
    return kind(key, envelope=envelope.body, remedy=f"code.{folded}.remedy", **details)


def _error(body: dict[str, Any]) -> tuple[str, str, list[Any]]:
    error = body["error"]
    if isinstance(error, dict):
        validation = error.get("validation")
        return (
            _text(error.get("code")),
            _words(error.get("message") or error.get("error_description")),
            validation if isinstance(validation, list) else [],
        )
    return _text(error), _words(body.get("error_description")), []


def _text(code: Any) -> str:
    """Return a code as text: it may be a number; PHP's empty array stands for «nothing said»."""
    return "" if code is None or isinstance(code, (bool, list, dict)) else str(code)


def _words(described: Any) -> str:
    """Return a description, localised and for people, without the markup of the portal's pages."""
    if not isinstance(described, str):
        return ""
    plain = re.sub(r"(?i)<br\s*/?>", "\n", described)
    if "&" in plain:
        from html import unescape

        plain = unescape(plain)
    return plain.strip()


def _empty(request: Request, where: dict[str, Any]) -> Problem:
    if request.is_read:
        return PortalProblem("portal.empty", code="empty_answer", **where)
    return UnknownProblem("portal.lost_empty", remedy=_BLIND, **where)


def _unreadable(answer: Answer, request: Request, where: dict[str, Any]) -> Problem:
    """Return the problem of an answer that is not the platform's: a proxy's page, cut-off JSON."""
    shown = answer.content_type.partition(";")[0].strip() or "?"
    told: dict[str, Any] = {"kind": shown, "code": f"http_{answer.status}", **where}
    if answer.status in (401, 402, 403):
        return AccessProblem("portal.not_json", **told)
    if answer.status == 429:
        return LimitProblem("portal.not_json", **told)
    if 400 <= answer.status < 500 or request.is_read:
        return PortalProblem("portal.not_json", **told)
    return UnknownProblem("portal.lost_unreadable", remedy=_BLIND, kind=shown, **where)
