"""Judge the parameters of a request: the first level, where documented tables can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.rest import catalogue
from oint_b24.rest.advice_finding import Advice, spelled
from oint_b24.rest.advice_names import Names
from oint_b24.rest.advice_objects import nested_advice, read_names
from oint_b24.rest.advice_required import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.advice_finding import Context
    from oint_b24.rest.advice_objects import Read
    from oint_b24.rest.catalogue import Method

_LISTING = {"filter", "order", "select", "sort"}


def body_advice(method: Method, given: dict[str, Any], context: Context) -> Iterator[Advice]:
    """Yield what looks wrong with the parameters `given` to `method`."""
    names = Names.of(method.params, _unwritten(method))
    given = {key: value for key, value in given.items() if key != "auth"}
    if not method.params:
        if method.no_params and any(key not in names.extra for key in given):
            yield Advice("advice.no_params", {"name": next(iter(given))}, is_hint=True)
        return
    read = read_names(names, given, ())
    read.found = _doubted(method, read.found, given)
    wrapped = _wrapped(method, given, read)
    yield from read.found
    yield from _far(names, given, wrapped)
    yield from missing(method.params, given, {*read.named, *wrapped.values()}, context, ())
    for key, param in read.behind.items():
        yield from nested_advice(method, param, given[key], (key,), context)


def _unwritten(method: Method) -> set[str]:
    """Return what a list takes without saying: the row it starts at (performance/huge-data.md)."""
    is_list = bool(method.pagination or method.list_path or method.has_total)
    return {"start"} if is_list and method.version != 3 else set()


def _far(names: Names, given: dict[str, Any], wrapped: dict[str, str]) -> Iterator[Advice]:
    for key in given:
        if names.judge(key, given.keys()).kind != "far":
            continue
        told = {"name": spelled((key,))}
        if key in wrapped:
            yield Advice("advice.wrapped", {**told, "inner": wrapped[key]}, is_hint=True)
        else:
            yield Advice("advice.unknown", told)


def _wrapped(method: Method, given: dict[str, Any], read: Read) -> dict[str, str]:
    """Return the undocumented objects that hold documented parameters, each with one of those.

    Old pages list the fields of such an object as if they were parameters.
    """
    documented = {param.name for param in method.params}
    return {
        key: min(documented & value.keys())
        for key, value in given.items()
        if key not in read.behind and isinstance(value, dict) and documented & value.keys()
    }


def _doubted(method: Method, found: list[Advice], given: dict[str, Any]) -> list[Advice]:
    """Turn wrong cases into hints where the documentation itself is not of one mind."""
    miscased = [advice.params["name"] for advice in found if advice.key == "advice.case"]
    if not miscased or not (_is_mixed(method) or _in_family(method, set(miscased))):
        return found
    return [
        Advice("advice.case", one.params, is_hint=True) if one.key == "advice.case" else one
        for one in found
    ]


def _is_mixed(method: Method) -> bool:
    """Say whether the page spells `FILTER` and `order` side by side."""
    listing = [param.name for param in method.params if param.name.casefold() in _LISTING]
    return any(name.isupper() for name in listing) and any(name.islower() for name in listing)


def _in_family(method: Method, spellings: set[str]) -> bool:
    """Say whether a method beside this one (`catalog.measure.*`) documents such a spelling."""
    family = ".".join(method.name.casefold().split(".")[:2]) + "."
    for name in catalogue.names(method.version):
        if name.casefold().startswith(family) and name != method.name:
            other = catalogue.find(name, method.version)
            if other and spellings & {param.name for param in other.params}:
                return True
    return False
