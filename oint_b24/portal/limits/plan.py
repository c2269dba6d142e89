"""What a portal's plan allows, as the portal itself has told it (limits.md).

Only an application may ask for the plan (common/system/app-info.md). What it was told is kept for
the webhooks of the same machine, which may not.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from oint_b24.portal.envelope import Envelope
    from oint_b24.portal.request import Request

_LASTS = 90 * 86400.0  # seconds; a plan that nobody has asked for in so long may have changed
_ENTERPRISE_FAMILY = "ent"


class Plan(NamedTuple):
    """How many requests a plan takes: `rate` a second, `burst` at once."""

    name: str
    rate: float
    burst: float


STANDARD = Plan("standard", 2.0, 50.0)
ENTERPRISE = Plan("enterprise", 5.0, 250.0)
PLANS = {plan.name: plan for plan in (STANDARD, ENTERPRISE)}


class PlanMemory:
    """The plan of one portal as it was told last, in a small file."""

    def __init__(self, path: Path | None, now: Callable[[], float]) -> None:
        self._path = path
        self._now = now
        self._told: Plan | None = None

    def note(self, request: Request, envelope: Envelope) -> Plan | None:
        """Remember the plan an answer tells of, and return it; None where it tells of none."""
        plans = [plan for info in _told(request, envelope) if (plan := _plan(info)) is not None]
        if not plans:
            return None
        self._told = plans[-1]
        self._keep(plans[-1])
        return plans[-1]

    def plan(self) -> Plan | None:
        """Return the plan, or None where nobody was told of it lately."""
        return self._told or self._kept()

    def _keep(self, plan: Plan) -> None:
        if self._path is None:
            return
        from oint_b24.private import replace_private

        row = json.dumps({"plan": plan.name, "told": self._now()})
        with suppress(OSError):  # it will be told again
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_private(self._path, row)

    def _kept(self) -> Plan | None:
        if self._path is None:
            return None
        try:
            row = json.loads(self._path.read_bytes())
            is_fresh = abs(self._now() - float(row["told"])) < _LASTS
            return PLANS[row["plan"]] if is_fresh else None
        except (OSError, ValueError, TypeError, KeyError):
            return None


def _told(request: Request, envelope: Envelope) -> Iterator[Any]:
    """Yield the answers of app.info, alone or inside a batch."""
    method = request.method.lower()
    if method == "app.info":
        yield envelope.result
    elif method == "batch" and isinstance(request.params, dict):
        from oint_b24.portal.envelope import as_items

        results = envelope.part("result")
        for key, command in as_items(request.params.get("cmd")):
            if str(command).partition("?")[0].lower() == "app.info":
                yield results.get(key)


def _plan(info: Any) -> Plan | None:
    family = info.get("LICENSE_FAMILY") if isinstance(info, dict) else None
    if not isinstance(family, str) or not family:
        return None
    return ENTERPRISE if family.lower() == _ENTERPRISE_FAMILY else STANDARD
