"""Find what a request lacks: required parameters and fields, and those required on a condition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.rest.advice.finding import Advice, spelled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from oint_b24.rest.advice.finding import Context, Path
    from oint_b24.rest.catalogue import Param

_IDENTIFIER = re.compile(r"\w+\Z")
_ID = re.compile(r"(?<=[_a-z])(?:ID|Id)\Z")
_NO = (None, "", False, 0, "0", "N", "n", "false")


def missing(
    params: Sequence[Param],
    given: Mapping[str, Any],
    named: Collection[str],
    context: Context,
    path: Path,
) -> Iterator[Advice]:
    """Yield what the object at `path` lacks.

    `named` are the documented names that `given` holds, those it holds misspelt included.
    """
    chosen = _variants(params, named)
    if chosen is None:
        yield _any_of([_first(params, one) for one in _all_variants(params)], path)
    for param in params:
        if param.name in named or not _IDENTIFIER.match(param.name) or param.pattern:
            continue
        if param.required_unless:
            yield from _unless(param, params, named, path)
        elif param.required_for or param.required_if:
            yield from _conditional(param, given, context, path)
        elif _is_needed(param, chosen):
            yield from _plain(param, params, named, path)


def _is_needed(param: Param, chosen: frozenset[str] | None) -> bool:
    """Say whether all variants the request may be require `param`; unlabelled ones always do."""
    if not param.variants:
        return param.required
    needed = param.required or param.required_in_variant
    return needed and bool(chosen) and set(param.variants) >= set(chosen or ())


def _variants(params: Sequence[Param], named: Collection[str]) -> frozenset[str] | None:
    """Return the variants of the request that the names given allow.

    None where there is a choice to make and nothing given makes it.
    """
    possible = _all_variants(params)
    left = set(possible)
    for param in params:
        if param.name in named and param.variants:
            left &= set(param.variants)
    must_choose = any(param.required_in_variant for param in params)
    if must_choose and len(left) == len(possible) > 1:
        return None
    return frozenset(left)


def _all_variants(params: Sequence[Param]) -> list[str]:
    return list(dict.fromkeys(variant for param in params for variant in param.variants))


def _first(params: Sequence[Param], variant: str) -> list[str]:
    return [p.name for p in params if p.required_in_variant and variant in p.variants]


def _unless(
    param: Param, params: Sequence[Param], named: Collection[str], path: Path
) -> Iterator[Advice]:
    """Tell of `A or B` once, at the first of them."""
    if any(other in named for other in param.required_unless):
        return
    order = [other.name for other in params]
    partners = [p.name for p in params if p.required_unless and param.name in p.required_unless]
    if all(order.index(partner) > order.index(param.name) for partner in partners):
        yield _any_of([[param.name], *([other] for other in param.required_unless)], path)


def _conditional(
    param: Param, given: Mapping[str, Any], context: Context, path: Path
) -> Iterator[Advice]:
    """Tell of a parameter required by webhooks, or beside another one, or by both at once."""
    name = spelled((*path, param.name))
    by = next((other for other in param.required_if if given.get(other) not in _NO), None)
    if param.required_if and by is None:
        return
    if param.required_for == "webhook":
        if context.access == "webhook":
            yield Advice("advice.missing_webhook", {"name": name})
    elif by is not None:
        is_sure = given[by] in ("Y", "y", True, 1, "1")
        yield Advice("advice.missing_with", {"name": name, "other": by}, is_hint=not is_sure)


def _plain(
    param: Param, params: Sequence[Param], named: Collection[str], path: Path
) -> Iterator[Advice]:
    """Tell of a required parameter that no documented alternative stands for.

    Where the documentation requires both an id and a code of one thing, or both a file and the id
    of a file, it means either (lists/elements/lists-element-get.md).
    """
    twins = [p.name for p in params if p.required and _are_twins(param, p)]
    if not twins:
        yield Advice("advice.missing", {"name": spelled((*path, param.name))})
    elif not any(twin in named for twin in twins) and param.name < min(twins):
        found = _any_of([[param.name], *([twin] for twin in twins)], path)
        yield found._replace(is_hint=bool(path))  # of a nested object there may be a third way


def _are_twins(one: Param, other: Param) -> bool:
    return _is_pair(one, other) or _is_pair(other, one)


def _is_pair(one: Param, other: Param) -> bool:
    """Say whether `one` is an id and `other` the code or the file it stands for."""
    stem = _ID.split(one.name)[0]
    if stem == one.name:
        return False
    is_file = other.type == "file" and other.name == stem.rstrip("_")
    return is_file or other.name in (stem + "CODE", stem + "Code")


def _any_of(choices: Iterable[list[str]], path: Path) -> Advice:
    told = [" + ".join(spelled((*path, name)) for name in choice) for choice in choices if choice]
    return Advice("advice.missing_any", {"name": told[0], "names": ", ".join(told)})
