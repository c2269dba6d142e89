"""Judge the parameters of a request: the first level, where documented tables can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.rest.advice.family import spellings_beside
from oint_b24.rest.advice.finding import Advice
from oint_b24.rest.advice.names import Names
from oint_b24.rest.advice.objects import nested_advice, read_far, read_names
from oint_b24.rest.advice.required import missing
from oint_b24.rest.catalogue import fields_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from oint_b24.rest.advice.finding import Context
    from oint_b24.rest.advice.objects import Read
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
    wrapped = _wrapped(method, given, read)
    yield from _doubted(method, read)
    yield from _far(method, names, given, wrapped)
    inside = _inside_others(method, given, read)
    for advice in missing(method.params, given, {*read.named, *wrapped.values()}, context, ()):
        yield advice._replace(is_hint=advice.is_hint or advice.params["name"] in inside)
    for key, param in read.behind.items():
        yield from nested_advice(method, param, given[key], (key,), context)


def _unwritten(method: Method) -> set[str]:
    """Return what a list takes without saying: the row it starts at (performance/huge-data.md)."""
    is_list = bool(method.pagination or method.list_path or method.has_total)
    return {"start"} if is_list and method.version != 3 else set()


def _far(
    method: Method, names: Names, given: dict[str, Any], wrapped: dict[str, str]
) -> Iterator[Advice]:
    """Yield advice on the names like no documented one.

    What a list answers, and what is written beside it, may filter it (user/user-get.md).
    """
    found = read_far(names, given, ())
    stored = set()
    if found and method.effect == "read":
        stored = {field.name for field in method.result_fields} | spellings_beside(method)
    for key, advice in found.items():
        if key in wrapped:
            told = {**advice.params, "inner": wrapped[key]}
            yield Advice("advice.wrapped", told, is_hint=True)
        else:
            yield advice._replace(is_hint=key in stored)


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


def _inside_others(method: Method, given: dict[str, Any], read: Read) -> set[str]:
    """Return the names in given objects that have no table: a page may list them beside these."""
    return {
        name
        for key, param in read.behind.items()
        if isinstance(given[key], dict) and not fields_of(method, param)
        for name in given[key]
    }


def _doubted(method: Method, read: Read) -> list[Advice]:
    """Return what was found, wrong cases as hints where the documentation is not of one mind."""
    miscased = {key for key, advice in read.found.items() if advice.key == "advice.case"}
    doubted = miscased
    if miscased and not (_is_other_convention(miscased, read.behind.keys()) or _is_mixed(method)):
        doubted = miscased & spellings_beside(method)
    return [advice._replace(is_hint=key in doubted) for key, advice in read.found.items()]


def _is_other_convention(miscased: set[str], given: Collection[str]) -> bool:
    """Say whether several parameters, all of them or those of a list, are in the other case.

    The documentation's own requests are so where the platform reads both (bizproc, booking).
    """
    of_a_list = {name for name in given if name.casefold() in _LISTING}
    return len(miscased) > 1 and (miscased >= set(given) or miscased >= of_a_list > set())


def _is_mixed(method: Method) -> bool:
    """Say whether the page spells `FILTER` and `order` side by side."""
    listing = [param.name for param in method.params if param.name.casefold() in _LISTING]
    return any(name.isupper() for name in listing) and any(name.islower() for name in listing)
