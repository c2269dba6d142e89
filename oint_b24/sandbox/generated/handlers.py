"""Methods without a family of their own: checked as a portal would, answered from the request.

An answer is made of nothing but the method, the request and the documentation: the same call
gets the same answer, and no call changes anything.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import facts
from oint_b24.sandbox.handler import Handler

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.facts import Fact


@cache
def handler(name: str, version: int) -> Handler | None:
    """Return who answers the documented method `name`, None where it is not documented."""
    fact = facts.find(name, version)
    return _handler(fact) if fact else None


def handlers(version: int) -> list[Handler]:
    """Return who would answer each documented method of `version`."""
    return [_handler(fact) for fact in facts.everything(version)]


def _handler(fact: Fact) -> Handler:
    def answer(call: Call) -> Any:
        from oint_b24.sandbox.generated.answer import answer as made
        from oint_b24.sandbox.generated.checks import check

        check(fact, call)
        return made(fact, call)

    return Handler(
        name=fact.name,
        scope=fact.scopes[0] if fact.scopes else "",
        answer=answer,
        app_only=fact.app_only,
        positional=tuple(p.name for p in fact.params) if fact.positional else (),
        other_scopes=fact.scopes[1:],
        app_code=_app_code(fact),
        is_generated=True,
    )


def _app_code(fact: Fact) -> str:
    """Return how the method refuses webhooks where it wants an application."""
    named = "WRONG_AUTH_TYPE" in fact.errors and "ACCESS_DENIED" not in fact.errors
    return "WRONG_AUTH_TYPE" if named else "ACCESS_DENIED"
