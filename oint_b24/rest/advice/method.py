"""Judge the choice of a method: outdated ones, those for applications only, missing permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.rest.advice.finding import Advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.advice.finding import Context
    from oint_b24.rest.catalogue import Method

_ALWAYS = {"basic"}  # every credential holds it (scopes/permissions.md)
# The documentation writes these both ways: pages of methods, and the table of permissions.
_SAME = ({"task", "tasks"}, {"sonet", "sonet_group"})


def method_advice(method: Method, context: Context) -> Iterator[Advice]:
    """Yield what there is to say on calling `method` at all."""
    if method.deprecated:
        yield _deprecated(method)
    if method.app_only and context.access == "webhook":
        yield Advice("advice.app_only", {"name": method.name})
    if context.scopes is not None and method.scope:
        yield from _scope(method, context.scopes)


def _deprecated(method: Method) -> Advice:
    if not method.replaced_by:
        return Advice("advice.deprecated", {"name": method.name}, is_hint=True)
    told = {"name": method.name, "near": ", ".join(method.replaced_by)}
    return Advice("advice.deprecated_near", told, is_hint=True)


def _scope(method: Method, held: frozenset[str]) -> Iterator[Advice]:
    from oint_b24.rest.catalogue import scopes

    wanted = {method.scope or "", *method.scopes}
    for same in _SAME:
        wanted |= same if same & wanted else set()
    if wanted & (held | _ALWAYS):
        return
    is_listed = bool(wanted & scopes().keys())  # some of version 3 are in no table yet
    told = {"name": method.name, "scope": method.scope}
    yield Advice("advice.scope", told, is_hint=not is_listed)
