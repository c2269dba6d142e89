"""`oint profile check`: who we are on a portal and what we may do; `--update` follows a move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish
from oint_b24.cli.connect import connect, resolve
from oint_b24.cli.perform import source_of, teller
from oint_b24.errors import PortalProblem, UnreachableProblem, UsageProblem
from oint_b24.portal.address import Address, parse
from oint_b24.portal.request import Request
from oint_b24.profiles import SANDBOX, Profiles
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.cli.target import Target
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.client import Portal


def checked(invocation: Invocation) -> dict[str, Any]:
    """Ask the portal and return what it says. Raises Problem.

    A portal that has moved is asked at its new address where `--update` allows it; once it has
    answered there, the profile gets that address (change-domen.md).
    """
    common = dict(invocation.common)
    if invocation.arguments:
        common["--profile"] = invocation.arguments[0]
    target = resolve(common, invocation.world, source_of(invocation))
    is_update = "--update" in invocation.given
    if is_update and target.profile in (None, SANDBOX):
        raise UsageProblem("secret.no_profile")
    try:
        return _asked(target, invocation)
    except UnreachableProblem as problem:
        if problem.key != "portal.moved" or not is_update or target.address is None:
            raise
        moved = _moved(target.address, str(problem.params["new"]))
    told = _asked(target._replace(address=moved), invocation)
    Profiles(invocation.world).change(str(target.profile), address=moved.root)
    if not Wish.of(invocation).quiet:
        shown = text("secret.updated", invocation.lang, name=target.profile, address=moved.root)
        invocation.world.note(f"oint: {shown}")
    return told


def _moved(old: Address, new: str) -> Address:
    """Return the new address: https, and the same path, for that holds the webhook."""
    return parse(new)._replace(prefix=old.prefix, user=old.user, code=old.code)


def _asked(target: Target, invocation: Invocation) -> dict[str, Any]:
    tell = teller(invocation, Wish.of(invocation))
    with connect(target, invocation.world, tell=tell) as portal:
        # `profile` needs no scope and no right: the best ping there is.
        me = portal.send(Request("profile", effect="read")).result
        scopes = portal.send(Request("scope", effect="read")).result
        shown = {"profile": target.profile, "portal": portal.address.portal}
        plan = _plan(portal)
    person = me if isinstance(me, dict) else {}
    name = " ".join(str(person[k]) for k in ("NAME", "LAST_NAME") if person.get(k))
    return {
        **shown,
        "user": person.get("ID"),
        "name": name,
        "admin": person.get("ADMIN"),
        "scopes": scopes,
        **plan,
    }


def _plan(portal: Portal) -> dict[str, Any]:
    """Return the portal's plan, which only an application is told (common/system/app-info.md).

    It is remembered: the limits of an Enterprise plan are higher.
    """
    if portal.address.code is not None:
        return {}
    try:
        told = portal.send(Request("app.info", effect="read")).result
    except PortalProblem:
        return {}
    return {"plan": told.get("LICENSE")} if isinstance(told, dict) else {}
