"""Which methods and paths the sandbox serves: families register themselves here."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from oint_b24.sandbox.families import FAMILIES, PREFIXES
from oint_b24.sandbox.handler import Handler

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.exchange import Exchange, Reply
    from oint_b24.sandbox.handler import Answer
    from oint_b24.sandbox.store import Store

    Seed = Callable[[Store], None]
    Route = Callable[[Exchange, "Any"], Reply]

Made = TypeVar("Made", bound="Answer")


# Files come and go under these; every other path below /rest/ is a method.
_RAW = ("/rest/upload", "/rest/download", "/rest/crm.controller.item.getFile")
_METHODS: dict[tuple[str, int], Handler] = {}
_SEEDS: dict[str, Seed] = {}
_ROUTES: dict[str, Route] = {}


def method(
    name: str,
    *,
    scope: str,
    version: int = 2,
    app_only: bool = False,
    positional: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
) -> Callable[[Made], Made]:
    """Register the decorated function as the method `name` (documented spelling).

    `also` names further scopes that open it.
    """

    def register(answer: Made) -> Made:
        handler = Handler(name, scope, answer, app_only, positional, also)
        _METHODS[name.lower(), version] = handler
        return answer

    return register


def seed(family: str) -> Callable[[Seed], Seed]:
    """Register the decorated function as what fills a fresh portal for `family`."""

    def register(fill: Seed) -> Seed:
        _SEEDS[family] = fill
        return fill

    return register


def route(prefix: str) -> Callable[[Route], Route]:
    """Register the decorated function for raw requests to paths that start with `prefix`."""

    def register(serve: Route) -> Route:
        _ROUTES[prefix] = serve
        return serve

    return register


def find(name: str, version: int = 2) -> Handler | None:
    """Return the handler of `name` in any case, importing no more families than needed.

    A documented method that no family serves gets a generated answer.
    """
    wanted = name.lower()
    for prefix, family in PREFIXES:
        if wanted.startswith(prefix):
            import_module(f"oint_b24.sandbox.families.{family}")
            if (wanted, version) in _METHODS:
                return _METHODS[wanted, version]
    from oint_b24.sandbox.generated.handlers import handler

    return handler(wanted, version)


@cache
def load_all() -> None:
    """Import every family."""
    for family in FAMILIES:
        import_module(f"oint_b24.sandbox.families.{family}")


def methods(version: int = 2) -> list[Handler]:
    """Return all methods of `version`, stateful and generated, by name."""
    from oint_b24.sandbox.generated.handlers import handlers

    load_all()
    found = {handler.name.lower(): handler for handler in handlers(version)}
    found |= {name: handler for (name, v), handler in _METHODS.items() if v == version}
    return sorted(found.values(), key=lambda handler: handler.name)


def seeds() -> list[Seed]:
    """Return the seeds in the order of `FAMILIES`."""
    load_all()
    return [_SEEDS[family] for family in FAMILIES if family in _SEEDS]


def find_route(path: str) -> Route | None:
    """Return who serves the raw `path`, or None."""
    if not path.startswith("/rest/") or path.startswith(_RAW):
        load_all()
    for prefix, serve in _ROUTES.items():
        if path.startswith(prefix):
            return serve
    return None
