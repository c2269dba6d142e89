"""`oint token` and `oint logout`: the tokens of a login, given out and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.common import Wish
from oint_b24.cli.connect import connect, nowhere, resolve
from oint_b24.cli.perform import source_of
from oint_b24.cli.tree import Command
from oint_b24.errors import AccessProblem, Exit, RefusedProblem, UsageProblem
from oint_b24.portal.request import Request
from oint_b24.profiles import Profile, Profiles
from oint_b24.text import text, texts
from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation


def command() -> Command:
    """Return the command `token`."""
    return Command(
        name="token",
        about=texts("login.token"),
        run=_token,
        examples=(texts("login.token_example"),),
        details=(texts("login.token_details"),),
    )


def logout() -> Command:
    """Return the command `logout`."""
    return Command(
        name="logout",
        about=texts("login.logout"),
        run=_logout,
        examples=(texts("login.logout_example"),),
        details=(texts("login.logout_details"),),
    )


def _token(invocation: Invocation) -> int:
    """Print an access token that works; the portal is asked, its word on expiry is what counts."""
    world = invocation.world
    if is_terminal(world.stdout):
        raise RefusedProblem("login.token_on_screen")
    target = resolve(invocation.common, world, source_of(invocation))
    if target.login is None:
        raise UsageProblem("login.not_oauth", name=target.profile or "")
    with connect(target, world) as portal:
        portal.send(Request("profile", effect="read"))
        world.write(f"{portal.token}\n")
    return Exit.OK


def _logout(invocation: Invocation) -> int:
    """Forget the tokens; the profile stays and knows where to log in again."""
    world, lang = invocation.world, invocation.lang
    profiles = Profiles(world)
    profile = _named(invocation, profiles)
    if profile.kind != "oauth":
        raise UsageProblem("login.not_oauth", name=profile.name)
    with profiles.turn(profile):
        was = bool(profiles.vault(profile).read(profile.login))
        profiles.vault(profile).forget(profile.login)
    if not was:
        raise AccessProblem("login.none", profile=profile.name, code="not_logged_in")
    if not Wish.of(invocation).quiet:
        names = ", ".join(profiles.sharing(profile))
        world.note(f"oint: {text('login.forgotten', lang, names=names)}")
    return Exit.OK


def _named(invocation: Invocation, profiles: Profiles) -> Profile:
    """Return the profile meant. Raises UsageProblem where none is."""
    name = (
        invocation.common.get("--profile")
        or invocation.world.env.get("OINT_B24_PROFILE")
        or profiles.default()
    )
    if not name:
        raise nowhere(profiles)
    return profiles.look(name)
