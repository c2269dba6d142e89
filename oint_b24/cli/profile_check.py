"""`oint profile check`: who we are on a portal and what we may do; `--update` follows a move."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish
from oint_b24.cli.connect import Target, connect, resolve
from oint_b24.cli.perform import source_of
from oint_b24.errors import UnreachableProblem, UsageProblem
from oint_b24.portal.address import Address, parse
from oint_b24.portal.request import Request
from oint_b24.profiles import SANDBOX, Profiles
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation


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
    told = _asked(replace(target, address=moved), invocation)
    Profiles(invocation.world).change(str(target.profile), address=moved.root)
    if not Wish.of(invocation).quiet:
        shown = text("secret.updated", invocation.lang, name=target.profile, address=moved.root)
        invocation.world.note(f"oint: {shown}")
    return told


def _moved(old: Address, new: str) -> Address:
    """Return the new address: https, and the same path, for that holds the webhook."""
    return replace(parse(new), prefix=old.prefix, user=old.user, code=old.code)


def _asked(target: Target, invocation: Invocation) -> dict[str, Any]:
    with connect(target, invocation.world) as portal:
        # `profile` needs no scope and no right: the best ping there is.
        me = portal.send(Request("profile", effect="read")).result
        scopes = portal.send(Request("scope", effect="read")).result
        shown = {"profile": target.profile, "portal": portal.address.portal}
    person = me if isinstance(me, dict) else {}
    name = " ".join(str(person[k]) for k in ("NAME", "LAST_NAME") if person.get(k))
    return {
        **shown,
        "user": person.get("ID"),
        "name": name,
        "admin": person.get("ADMIN"),
        "scopes": scopes,
    }
