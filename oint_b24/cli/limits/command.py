"""`oint limits`: how much of a portal's limits is used, as this machine or several know it.

The portal is asked only with `--ask`; a Redis server is, where one keeps the count.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish, output_format
from oint_b24.cli.connect import connect, resolve
from oint_b24.cli.limits import page as limits_page
from oint_b24.cli.perform import source_of, teller
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import Exit
from oint_b24.output.colour import wants_colour
from oint_b24.output.render import check, write
from oint_b24.portal.request import Request
from oint_b24.profiles import SANDBOX
from oint_b24.text import text, texts
from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from oint_b24.cli.target import Target
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.client import Portal
    from oint_b24.portal.limits.budget import Budget, MethodTime


def command() -> Command:
    """Return the command `limits`."""
    return Command(
        name="limits",
        about=texts("limits.about"),
        run=_run,
        options=(Option("--ask", texts("limits.option.ask"), kind="flag"),),
        examples=tuple(texts(f"limits.example{i}") for i in (1, 2)),
        details=(texts("limits.details"),),
    )


def _run(invocation: Invocation) -> int:
    world = invocation.world
    target = resolve(invocation.common, world, source_of(invocation))
    fmt = output_format(invocation, target.settings)
    check(fmt)
    told = _told(target, invocation)
    if fmt.output == "auto" and is_terminal(world.stdout) and not (fmt.query or fmt.out):
        colour = wants_colour(world.stdout, world.env, fmt.colour)
        page = limits_page.page(told, invocation.lang, world.width(), colour)
        world.write(world.redactor.clean(page))
    else:
        write(told, fmt, world)
    return Exit.OK


def _told(target: Target, invocation: Invocation) -> dict[str, Any]:
    """Return what is known as data. Raises Problem where the portal is asked."""
    if target.is_sandbox:  # it has no limits: not started for the sake of saying so
        return {"portal": SANDBOX, "kept_by": "off", "requests": None, "methods": []}
    wish = Wish.of(invocation)
    with connect(target, invocation.world, tell=teller(invocation, wish)) as portal:
        if "--ask" in invocation.given:
            _ask(portal, invocation, wish)
        budget = portal.pace.budget()
        about = {"portal": portal.address.portal, **_whom(target, portal)}
    return {**about, **_limits(budget, invocation.world.now())}


def _ask(portal: Portal, invocation: Invocation, wish: Wish) -> None:
    """Ask for the plan; the answer is remembered on its way (common/system/app-info.md)."""
    if portal.address.code is None:
        portal.send(Request("app.info", effect="read"))
    elif not wish.quiet:
        invocation.world.note(f"oint: {text('limits.webhook_cannot_ask', invocation.lang)}")


def _whom(target: Target, portal: Portal) -> dict[str, Any]:
    kind = "webhook" if portal.address.code else "application" if target.login else "token"
    user = portal.address.user if portal.address.code else target.login and target.login.user
    return {"profile": target.profile, "credential": kind, "user": user}


def _limits(budget: Budget, now: float) -> dict[str, Any]:
    is_counted = budget.rate > 0
    return {
        "kept_by": budget.keeper.by,
        "kept_in": budget.keeper.where or None,
        "requests": _requests(budget, now) if is_counted else None,
        "methods": [_method(row, now) for row in budget.methods],
    }


def _requests(budget: Budget, now: float) -> dict[str, Any]:
    return {
        "used": round(budget.used, 2),
        "limit": budget.burst,
        "waits_from": budget.capacity,
        "rate": budget.rate,
        "rate_from": budget.origin,
        "empty_in": round(budget.empty_in, 2),
        "empty_at": _moment(now + budget.empty_in),
        "next_in": round(budget.wait, 2),
    }


def _method(row: MethodTime, now: float) -> dict[str, Any]:
    return {
        "method": row.method,
        "used": round(row.used, 2),
        "limit": row.limit,
        "resets_in": round(row.resets_in, 2),
        "resets_at": _moment(now + row.resets_in),
    }


def _moment(unix: float) -> str:
    return datetime.fromtimestamp(unix).astimezone().isoformat(timespec="seconds")
