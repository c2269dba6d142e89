"""Advice before sending: what the documentation knows about a request and its author may not.

It never refuses anything: lists and formats in documentation are hints, portals differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.names import nearest

if TYPE_CHECKING:
    from oint_b24.portal.request import Request
    from oint_b24.rest.catalogue import Param


@dataclass(frozen=True, slots=True)
class Advice:
    """A finding: the key of a message and its parameters."""

    key: str
    params: dict[str, Any] = field(default_factory=dict)


def advise(request: Request) -> list[Advice]:
    """Return what looks wrong in `request`."""
    from oint_b24.rest.catalogue import find

    method = find(request.method, request.version)
    if method is None or not isinstance(request.params, dict):
        return []
    found = [
        advice
        for param in method.params
        if (advice := _listed(param, request.params.get(param.name))) is not None
    ]
    if method.name in ("im.chat.add", "imbot.chat.add", "im.chat.updateAvatar"):
        from oint_b24.rest.advice_chat import advise_chat

        found += advise_chat(request.params)
    return found


def _listed(param: Param, value: Any) -> Advice | None:
    """Return advice where a text is outside the documented list of `param`."""
    if not param.enum or not isinstance(value, str) or not value or value in param.enum:
        return None
    near = nearest(value, param.enum, 1)
    if near:
        return Advice("advice.value_near", {"name": param.name, "value": value, "near": near[0]})
    listed = ", ".join(map(str, param.enum))
    return Advice("advice.value", {"name": param.name, "value": value, "list": listed})
