"""Judge the commands of a batch, each as the request it is (how-to-call-rest-api/batch.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.rest.advice.finding import Advice, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.portal.request import Request

    Judge = Callable[[str, Any, int], list[Advice]]

_MOST = 50


def batch_advice(request: Request, judge: Judge) -> Iterator[Advice]:
    """Yield what looks wrong with a batch and, told by its place, with each command.

    `judge` takes the name of a method, its parameters and the version.
    """
    commands = list(_v3(request.params) if request.version == 3 else _v2(request.params))
    if len(commands) > _MOST:
        yield Advice("advice.batch_length", {"name": request.method, "count": len(commands)})
    for place, method, params in commands:
        if method.casefold() == "batch":
            yield Advice("advice.batch_nested", {"name": place})
        for found in judge(method, params, request.version):
            name = f"{place}: {found.params.get('name', method)}"
            yield Advice(found.key, {**found.params, "name": name}, found.is_hint)


def _v3(params: Any) -> Iterator[tuple[str, str, Any]]:
    for at, command in enumerate(params if isinstance(params, list) else ()):
        if isinstance(command, dict) and isinstance(command.get("method"), str):
            yield str(at), command["method"], command.get("query", {})


def _v2(params: Any) -> Iterator[tuple[str, str, Any]]:
    commands = params.get("cmd") if isinstance(params, dict) else None
    if isinstance(commands, list):
        commands = {str(at): command for at, command in enumerate(commands)}
    for key, command in (commands if isinstance(commands, dict) else {}).items():
        if isinstance(command, str) and command:
            method, _, query = command.partition("?")
            yield spelled(("cmd", key)), method, query_params(query)


def query_params(query: str) -> dict[str, Any]:
    """Return the parameters of a query as PHP reads it: `a[b][]=1` is a list in an object."""
    from urllib.parse import parse_qsl

    params: dict[str, Any] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        head, *rest = key.replace("]", "").split("[")
        _put(params, [head, *rest], value)
    return params


def _put(into: dict[str, Any], steps: list[str], value: str) -> None:
    for step in steps[:-1]:
        inner = into.setdefault(step or str(len(into)), {})
        if not isinstance(inner, dict):
            return
        into = inner
    into[steps[-1] or str(len(into))] = value
