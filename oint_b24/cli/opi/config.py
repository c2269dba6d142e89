"""OPI's `--config`: settings of one call as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem
from oint_b24.names import nearest
from oint_b24.values.read import entity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.values.source import Source

_KNOWN = ("timeout", "retries", "adv_response", "proxy")


def configured(common: Mapping[str, str], source: Source) -> dict[str, Any]:
    """Return what `--config` says; empty where it is not given.

    Raises UsageProblem for unreadable JSON and for a name that is none of OPI's.
    """
    if "--config" not in common:
        return {}
    found = entity(common["--config"], source, "--config")
    for name in found:
        if name not in _KNOWN:
            near = ", ".join(nearest(name, _KNOWN)) or ", ".join(_KNOWN)
            raise UsageProblem("usage.config", name=name, near=near)
    return found
