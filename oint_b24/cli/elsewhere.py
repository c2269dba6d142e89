"""A command nobody knows: which one was meant, or where it really is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.errors import UsageProblem
from oint_b24.names import fold, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.cli.tree import Group


def no_command(
    name: str, path: tuple[str, ...], known: Iterable[str], root: Group | None = None
) -> UsageProblem:
    """Return the problem of `name`, which is none of the `known` commands of the group `path`.

    It may be a command elsewhere in the tree of `root`; without one its help was wanted.
    """
    place = _place(name, path, root) if root else _help_of(name)
    if place:
        return UsageProblem("usage.no_command_here", name=name, near=place)
    near = nearest(name, known)
    return UsageProblem(
        "usage.no_command_near" if near else "usage.no_command",
        name=name,
        near=", ".join(near),
        group=" ".join(path),
        remedy="usage.no_command.remedy",
    )


def _place(name: str, path: tuple[str, ...], root: Group) -> str | None:
    """Return the command line that `name` should have begun."""
    if fold(name) == "help":
        return f"{' '.join(path)} --help"
    if _is_opi(name):
        return f"oint bitrix24 {name}"
    if _is_method(name):
        return f"oint call {name}"
    return f"oint {name}" if root.find(name) is not None else None


def _help_of(name: str) -> str | None:
    if _is_opi(name):
        return f"oint bitrix24 {name} --help"
    return f"oint method {name}" if _is_method(name) else None


def _is_opi(name: str) -> bool:
    from oint_b24.opi import rows

    return rows.find(name) is not None


def _is_method(name: str) -> bool:
    from oint_b24.rest.catalogue import find

    return find(name) is not None
