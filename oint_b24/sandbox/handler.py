"""One method of the portal: who may call it, and what answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call, Caller

    Answer = Callable[[Call], Any]


@dataclass(frozen=True, slots=True)
class Handler:
    """A method of the portal. `positional` lists parameter names of order-sensitive methods.

    One of `scope` and `other_scopes` opens it; `app_code` is how it refuses webhooks.
    """

    name: str
    scope: str
    answer: Answer
    app_only: bool = False
    positional: tuple[str, ...] = ()
    other_scopes: tuple[str, ...] = ()
    app_code: str = "ACCESS_DENIED"
    is_generated: bool = False  # no family keeps its state: the answer is made of the request

    def open_to(self, caller: Caller) -> bool:
        """Say whether the caller holds a permission that opens the method."""
        return any(caller.allows(scope) for scope in (self.scope, *self.other_scopes))
