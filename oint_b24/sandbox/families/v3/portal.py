"""What a portal tells about its REST 3.0: methods by module, and an OpenAPI document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import facts
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.v3 import openapi as v3_openapi, params
from oint_b24.sandbox.v3.body import Bare

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call


@method("rest.scope.list", scope="", version=3)
def scope_list(call: Call) -> dict[str, Any]:
    """Return the methods by module, controller and action (rest-v3.md).

    The module is the scope a method needs. Optional filters name one of the three each.
    """
    names = ("filterModule", "filterController", "filterMethod")
    wanted = [params.optional(call, name, "string", "") for name in names]
    found: dict[str, Any] = {}
    for name in v3_openapi.served():
        parts = _parts(name)
        if parts and all(
            not want or want == part for want, part in zip(wanted, parts, strict=True)
        ):
            module, controller, action = parts
            shelf = found.setdefault(module, {}).setdefault(controller, {})
            shelf[action] = _leaf(name)
    return found


def _parts(name: str) -> tuple[str, str, str] | None:
    """Split `tasks.task.chat.message.send` into module, controller and action."""
    module, _, rest = name.partition(".")
    controller, _, action = rest.rpartition(".")
    return (module, controller, action) if controller else None


def _leaf(name: str) -> dict[str, Any]:
    known = facts.find(name, 3)
    title = known.title if known else ""
    return {"scope": name, "title": title, "description": "", "fields": None}


@method("rest.documentation.openapi", scope="", version=3)
def openapi(_call: Call) -> Bare:
    """Return the OpenAPI document, which is the whole answer: no `result` around it."""
    return Bare(v3_openapi.document())


@method("documentation", scope="", version=3)
def documentation(call: Call) -> Bare:
    """Return the OpenAPI document under its short name."""
    return openapi(call)
