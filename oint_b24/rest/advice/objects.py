"""Walk an object of a request with the catalogue beside it: names, what is missing, values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.names import fold
from oint_b24.rest.advice.family import fields_around
from oint_b24.rest.advice.finding import Advice, spelled
from oint_b24.rest.advice.listing import listing_advice, role_of
from oint_b24.rest.advice.names import Names
from oint_b24.rest.advice.required import missing
from oint_b24.rest.advice.types import fields_of_type, is_of_languages
from oint_b24.rest.advice.v3 import is_strict
from oint_b24.rest.advice.values import value_advice
from oint_b24.rest.catalogue import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.rest.advice.finding import Context, Path
    from oint_b24.rest.advice.names import Judgement
    from oint_b24.rest.catalogue import Method, Param


class Read:
    """The names of an object, read: by key, what was found and which parameter stands behind."""

    def __init__(self) -> None:
        self.found: dict[str, Advice] = {}
        self.behind: dict[str, Param] = {}

    @property
    def named(self) -> set[str]:
        """Return the documented names that are given, misspelt ones included."""
        return {param.name for param in self.behind.values()}


def nested_advice(
    method: Method, param: Param, value: Any, path: Path, context: Context
) -> Iterator[Advice]:
    """Yield what looks wrong with `value` of `param`, which stands at `path`, and inside it."""
    found = value_advice(param, value, path)
    yield from found
    if found or not isinstance(value, (dict, list)):
        return
    table = fields_of(method, param) or fields_of_type(param)
    role = role_of(param, table)
    if method.version == 3 and is_strict(param):
        return
    if role is not None and method.version != 3:
        yield from listing_advice(method, param, role, value, path, context)
    elif table and not is_of_languages(table):
        yield from _inside(method, param, table, value, path, context)


def _inside(
    method: Method,
    param: Param,
    table: Sequence[Param],
    value: Any,
    path: Path,
    context: Context,
) -> Iterator[Advice]:
    """Read one object, the objects of a list, or those under names of the user's choice."""
    if isinstance(value, list):
        children = [((*path, str(at)), one) for at, one in enumerate(value)]
    elif isinstance(value, dict) and _is_map(table, value):
        children = [((*path, key), one) for key, one in value.items()]
    elif isinstance(value, dict):
        yield from _object(method, param, table, value, path, context)
        return
    else:
        return
    for at, child in children:
        if isinstance(child, (dict, list)):
            yield from _inside(method, param, table, child, at, context)


def _is_map(table: Sequence[Param], value: dict[str, Any]) -> bool:
    """Say whether the names of `value` are the user's and `table` tells of each value under them.

    So are parameters of a robot, phrases by language, rows numbered `n0`, `n1`.
    """
    documented = {param.name for param in table}
    if not value or documented & value.keys():
        return False
    if all(key.isdigit() for key in value):
        return True
    inner = [one[0] if isinstance(one, list) and one else one for one in value.values()]
    return all(isinstance(one, dict) and documented & one.keys() for one in inner)


def _object(
    method: Method,
    param: Param,
    table: Sequence[Param],
    given: dict[str, Any],
    path: Path,
    context: Context,
) -> Iterator[Advice]:
    names = Names.of(table, {*param.keys, *context.fields})
    read = read_names(names, given, path)
    if not _tells_the_least(param, table):
        read.found |= read_far(names, given, path)
    yield from _doubted(method, read, is_own=param.ref is None)
    yield from missing(table, given, read.named, context, path)
    for key, one in read.behind.items():
        yield from nested_advice(method, one, given[key], (*path, key), context)


def read_names(names: Names, given: dict[str, Any], path: Path) -> Read:
    """Read the names of `given` that are documented, or nearly so."""
    read = Read()
    for key in given:
        judged = names.judge(key, given.keys())
        if judged.kind in ("case", "near"):
            read.found[key] = _misnamed(judged, (*path, key))
        if judged.meant in names.params:
            read.behind[key] = names.params[judged.meant]
    return read


def read_far(names: Names, given: dict[str, Any], path: Path) -> dict[str, Advice]:
    """Return advice on the names of `given` that are like no documented one."""
    return {
        key: Advice("advice.unknown", {"name": spelled((*path, key))})
        for key in given
        if names.judge(key, given.keys()).kind == "far"
    }


def _doubted(method: Method, read: Read, *, is_own: bool) -> list[Advice]:
    """Return what was found, an unknown name as a hint where it may be right all the same.

    So it is where a method beside this one has the field, spelled in the way of requests or of
    answers, and where the table is not the method's own but tells a data type (tasks/fields.md
    lacks TAGS, which tasks.task.add takes).
    """
    unknown = [key for key, advice in read.found.items() if advice.key == "advice.unknown"]
    around = {fold(name) for name in fields_around(method)} if unknown and is_own else set()
    doubted = {key for key in unknown if not is_own or fold(key) in around}
    return [advice._replace(is_hint=key in doubted) for key, advice in read.found.items()]


def _misnamed(judged: Judgement, path: Path) -> Advice:
    key = "advice.case" if judged.kind == "case" else "advice.unknown_near"
    return Advice(key, {"name": spelled(path), "near": judged.meant})


def _tells_the_least(param: Param, table: Sequence[Param]) -> bool:
    """Say whether the table lists only what must be given, or leaves the rest to another method."""
    return bool(param.fields_from) or all(one.required for one in table)
