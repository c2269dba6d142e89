"""Every page of a list command, joined into one envelope (list-methods-pecularities.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.errors import PartialProblem
from oint_b24.rest.catalogue import find

if TYPE_CHECKING:
    from oint_b24.portal.client import Portal
    from oint_b24.portal.envelope import Envelope
    from oint_b24.portal.request import Request


def collect(envelope: Envelope, portal: Portal, request: Request) -> Any:
    """Return the first envelope with the rows of all later pages added, and without `next`.

    Raises PartialProblem where the portal repeats a page: following it would never end.
    """
    method = find(request.method)
    param = method.param("start") if method else None
    start = param.name if param else "start"
    path = method.list_path if method else None
    body, params = dict(envelope.body), request.params
    rows = _rows(body, path)
    seen: set[int] = set()
    while envelope.next is not None and isinstance(params, dict):
        if envelope.next in seen:
            raise PartialProblem("pages.repeated", method=request.method, count=len(rows))
        seen.add(envelope.next)
        envelope = portal.send(request._replace(params={**params, start: envelope.next}))
        rows += _rows(envelope.body, path)
    body.pop("next", None)
    body["time"] = envelope.body.get("time", body.get("time"))
    return body


def _rows(body: Any, path: str | None) -> list[Any]:
    """Return the list of rows inside an envelope, the list itself and no copy of it."""
    found = body
    for part in (path or "result").split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, list) else []
