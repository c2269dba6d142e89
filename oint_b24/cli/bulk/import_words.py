"""The words of `oint import`: method, file, and the options that may be given many times."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.cli.call.body import pair
from oint_b24.errors import UsageProblem
from oint_b24.names import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.cli.tree import Invocation
    from oint_b24.values.source import Source

_MANY = ("--map", "--set")


@dataclass(frozen=True, slots=True)
class Words:
    """What argv said of an import."""

    method: str
    file: str
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: tuple[tuple[tuple[str, ...], Any], ...] = ()


def read(invocation: Invocation, source: Source) -> Words:
    """Return the words of an import. Raises UsageProblem."""
    names: list[str] = []
    columns: dict[str, str] = {}
    fixed: list[tuple[tuple[str, ...], Any]] = []
    rest = list(invocation.arguments)
    while rest:
        word = rest.pop(0)
        option, has_value, value = word.partition("=")
        if not word.startswith("--"):
            names.append(word)
            continue
        if option not in _MANY:
            raise _unknown(option, invocation)
        if not has_value:
            if not rest:
                raise UsageProblem("usage.no_value", option=option)
            value = rest.pop(0)
        if option == "--map":
            columns |= _mapped(value)
        else:
            fixed.append(pair(value, source))
    if len(names) < 2:
        raise UsageProblem("usage.argument", arguments="METHOD FILE")
    if len(names) > 2:
        raise UsageProblem("usage.extra", value=names[2])
    return Words(names[0], names[1], columns, tuple(fixed))


def _mapped(value: str) -> dict[str, str]:
    """Read `COLUMN=FIELD`; the last sign counts, for a column's name may hold one."""
    column, sign, name = value.rpartition("=")
    if not sign or not column:
        raise UsageProblem("import.bad_map", value=value)
    return {column.strip(): name.strip()}


def _unknown(option: str, invocation: Invocation) -> UsageProblem:
    known = [o.name for o in getattr(invocation.node, "options", ())]
    near = nearest(option, known)
    key = "usage.no_option_near" if near else "usage.no_option"
    told = {"option": option, "near": ", ".join(near), "command": "oint import"}
    return UsageProblem(key, remedy="usage.no_option.remedy", **told)
