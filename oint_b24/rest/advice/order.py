"""Judge the order of parameters: some methods read them by place (data-encoding.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.rest.advice.finding import Advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.catalogue import Method


def by_place(method: Method, given: list[Any]) -> dict[str, Any]:
    """Return the values of a list under the names of the places they stand in."""
    return dict(zip(_documented(method), given, strict=False))


def order_advice(method: Method, given: dict[str, Any] | list[Any]) -> Iterator[Advice]:
    """Yield advice where a method that reads by place would read something else."""
    documented = _documented(method)
    told = {"name": method.name, "order": ", ".join(documented)}
    if isinstance(given, list):
        if not given:
            return  # an empty object, as PHP writes it
        if not method.positional:
            yield Advice("advice.list_body", {"name": method.name})
        elif len(given) > len(documented):
            yield Advice("advice.too_many", {**told, "count": len(given)})
    elif method.positional:
        places = [documented.index(name) for name in given if name in documented]
        if places != sorted(places):
            yield Advice("advice.order", told)


def _documented(method: Method) -> list[str]:
    return [param.name for param in method.params if param.name != "auth"]
