"""The step of `oint doctor` about limits: what is left of the bucket and of the methods' time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from oint_b24.errors import Exit
from oint_b24.portal.limits.redis_server import without_password

if TYPE_CHECKING:
    from oint_b24.cli.doctor.diagnosis import Findings
    from oint_b24.cli.target import Target
    from oint_b24.portal.client import Portal
    from oint_b24.portal.limits.budget import Budget, MethodTime

_NEAR = 0.8  # of a limit


def look(portal: Portal, target: Target, found: Findings, now: float) -> None:
    """Note how much of both limits is used, as far as this machine knows. Sends nothing."""
    budget = portal.pace.budget()
    told = {"used": round(budget.used), "limit": f"{budget.burst:g}", "rate": f"{budget.rate:g}"}
    if budget.rate <= 0:
        found.ok("budget", "budget_off")
    elif budget.wait > target.transport().wait_max:
        until = _time_of_day(now + budget.wait)
        found.fail("budget", "budget_full", Exit.LIMIT, **told, until=until)
    elif budget.used >= _NEAR * budget.capacity:
        found.warn("budget", "budget_low", **told, until=_time_of_day(now + budget.empty_in))
    else:
        found.ok("budget", "budget", **told)
    _methods(budget, found, now)
    address = target.settings.get("limits")
    if address and budget.keeper.by in ("machine", "process"):
        found.warn("budget", "budget_alone", where=without_password(address))


def _methods(budget: Budget, found: Findings, now: float) -> None:
    """Warn of the methods that are near the end of their time."""
    for row in budget.methods:
        if row.share >= _NEAR and row.resets_in > 0:
            found.warn("budget", "budget_method", **_told(row, now))


def _told(row: MethodTime, now: float) -> dict[str, str]:
    used, limit = f"{row.used:.0f}", f"{row.limit:.0f}"
    until = _time_of_day(now + row.resets_in)
    return {"name": row.method, "used": used, "limit": limit, "until": until}


def _time_of_day(moment: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(moment))
