"""Advice before sending: what the documentation knows about a request and its author may not.

It never refuses anything: lists and formats in documentation are hints, portals differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.rest.advice.finding import Advice, Context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.portal.request import Request

__all__ = ["Advice", "Context", "advise"]

_CHATS = ("im.chat.add", "imbot.chat.add", "im.chat.updateAvatar")


def advise(request: Request, context: Context | None = None) -> list[Advice]:
    """Return what looks wrong in `request`, in the order of its parameters, each thing once.

    `context` tells what is known of the credential and the portal. Empty for a method that the
    documentation does not have.
    """
    known = context or Context()

    def judge(method: str, params: Any, version: int) -> list[Advice]:
        return list(_judge(method, params, version, known))

    found = judge(request.method, request.params, request.version)
    if request.method.casefold() == "batch":
        from oint_b24.rest.advice.batch import batch_advice

        found += batch_advice(request, judge)
    return [advice for at, advice in enumerate(found) if advice not in found[:at]]


def _judge(name: str, params: Any, version: int, context: Context) -> Iterator[Advice]:
    from oint_b24.rest.catalogue import find

    method = find(name, version)
    if method is None:
        return
    from oint_b24.rest.advice.body import body_advice
    from oint_b24.rest.advice.method import method_advice
    from oint_b24.rest.advice.order import by_place, order_advice

    yield from method_advice(method, context)
    if method.name == "batch" or not isinstance(params, (dict, list)):
        return
    yield from order_advice(method, params)
    if isinstance(params, list):
        if params and not method.positional:
            return
        params = by_place(method, params)
    yield from body_advice(method, params, context)
    if version == 3:
        from oint_b24.rest.advice.v3 import v3_advice

        yield from v3_advice(method, params, context)
    if method.name in _CHATS:
        from oint_b24.rest.advice.chat import advise_chat

        yield from advise_chat(params)
