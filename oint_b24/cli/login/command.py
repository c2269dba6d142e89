"""`oint login`: consent of a person, tokens of an application, a profile that uses them."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish, is_on, output_format
from oint_b24.cli.connect import connect, credential
from oint_b24.cli.login.consent import Asking, obtain
from oint_b24.cli.perform import source_of
from oint_b24.cli.policy import ACCESS, chosen
from oint_b24.cli.target import settings_given, settings_of
from oint_b24.cli.tree import Command, Option
from oint_b24.errors import Exit, Problem, UsageProblem
from oint_b24.output.render import check, write
from oint_b24.portal import oauth
from oint_b24.portal.address import Address, parse
from oint_b24.portal.request import Request
from oint_b24.profiles import KEPT, SANDBOX, Profile, Profiles
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.target import Target
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.oauth import Grant

PORT = 24024  # where the portal sends the browser back, unless --port says otherwise
_WAIT = 300.0
_OPTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("client-id", "ID", ()),
    ("client-secret", "-|@FILE", ()),
    ("server", "HOST", ()),
    ("port", "N", ()),
    ("wait", "SECONDS", ()),
    ("store", "|".join(KEPT), KEPT),
    ("access", "|".join(ACCESS), ACCESS),
)
_FLAGS = ("protect", "default", "replace", "paste", "no-browser")


def command() -> Command:
    """Return the command `login`."""
    valued = tuple(
        Option(f"--{name}", texts(f"login.option.{name}"), metavar=metavar, values=values)
        for name, metavar, values in _OPTIONS
    )
    flags = tuple(Option(f"--{n}", texts(f"login.option.{n}"), kind="flag") for n in _FLAGS)
    return Command(
        name="login",
        about=texts("login.about"),
        run=_run,
        options=(*valued, *flags),
        arguments="[PORTAL]",
        takes=(0, 1),
        examples=tuple(texts(f"login.example{i}") for i in (1, 2, 3)),
        details=(texts("login.details"), texts("login.card")),
        help_when_bare=True,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """A login to be: the portal, the application and the profile, which may be there already."""

    address: Address
    app: tuple[str, str]
    profile: Profile


def _run(invocation: Invocation) -> int:
    given, world, lang = invocation.given, invocation.world, invocation.lang
    fmt = output_format(invocation, {})
    check(fmt)
    plan = _plan(invocation)
    target = settings_of(
        plan.profile, plan.address, invocation.common, world, source_of(invocation)
    )
    state = secrets.token_urlsafe(24)
    asking = Asking(
        page=oauth.consent_address(plan.address, plan.app[0], state),
        state=state,
        port=_port(given.get("--port", str(PORT))),
        wait=_seconds(given.get("--wait", str(_WAIT))),
        opens_browser="--no-browser" not in given,
        listens="--paste" not in given,
        reads_stdin=given.get("--client-secret") != "-",
    )
    consent = obtain(asking, world, lang)
    server = oauth.server_of(plan.address, consent.server, given.get("--server"))
    grant = oauth.obtain(
        plan.address, server, plan.app, consent.code, target.transport(), world.now()
    )
    for secret in (grant.access_token, grant.refresh_token):
        world.redactor.add(secret)
    person = _person(target, grant, invocation)
    profile = _kept(plan.profile, grant, person, invocation)
    if not Wish.of(invocation).quiet:
        world.note(f"oint: {text('login.done', lang, profile=profile.name)}")
    write(_shown(profile, grant, person), fmt, world)
    return Exit.OK


def _plan(invocation: Invocation) -> _Plan:
    """Decide what to log in to, from argv, the environment and the profile. Raises UsageProblem."""
    given, world = invocation.given, invocation.world
    profiles = Profiles(world)
    named = invocation.common.get("--profile") or world.env.get("OINT_B24_PROFILE")
    portal = parse(invocation.arguments[0]) if invocation.arguments else None
    name = named or (_name(portal) if portal else profiles.default() or "")
    known = _known(profiles, name, portal, may_replace=is_on(given, "replace"))
    if portal is None and known is None:
        raise UsageProblem("login.no_portal")
    if name == SANDBOX:
        raise UsageProblem("profile.built_in", name=SANDBOX)
    if not name.replace("-", "").replace("_", "").isalnum():
        raise UsageProblem("profile.bad_name", name=name)
    address = portal or parse(known.address if known else "")
    app = _app(invocation, known)
    profile = known or Profile(name, kind="oauth")
    return _Plan(
        address._replace(user=None, code=None),
        app,
        profile._replace(
            address=address.root,
            client_id=app[0],
            settings={**profile.settings, **settings_given(invocation.common)},
            store=chosen(given, "--store", KEPT, profile.store),
            access=chosen(given, "--access", ACCESS, profile.access),
            protect=profile.protect or "--protect" in given,
        ),
    )


def _known(
    profiles: Profiles, name: str, portal: Address | None, *, may_replace: bool
) -> Profile | None:
    """Return the profile to log in again, or None for a new one. Raises UsageProblem."""
    if name not in profiles.names():
        return None
    profile = profiles.look(name)
    is_login = profile.kind == "oauth"
    is_same = portal is None or parse(profile.address or "?").host == portal.host
    if portal is not None and not may_replace and not (is_login and is_same):
        raise UsageProblem("profile.exists", name=name)
    return profile if is_login else None


def _name(portal: Address) -> str:
    """Return a profile's name for a portal: the first part of its host, or an address as a word."""
    host = portal.host.partition(":")[0]
    first = host if host.replace(".", "").isdecimal() else host.partition(".")[0]
    return re.sub(r"[^\w-]", "-", first.strip("[]")) or "portal"


def _app(invocation: Invocation, known: Profile | None) -> tuple[str, str]:
    """Return the application's id and secret. Raises UsageProblem where one is missing."""
    given, world = invocation.given, invocation.world
    client_id = (
        given.get("--client-id")
        or world.env.get("OINT_B24_CLIENT_ID")
        or (known.client_id if known else "")
    )
    if not client_id:
        raise UsageProblem("login.no_client")
    secret = _client_secret(invocation, known, client_id)
    world.redactor.add(secret)
    return client_id, secret


def _client_secret(invocation: Invocation, known: Profile | None, client_id: str) -> str:
    given, world = invocation.given, invocation.world
    option = given.get("--client-secret")
    if option is not None:
        if option != "-" and not option.startswith("@"):
            # Anybody on the machine can read the command lines of others.
            raise UsageProblem("login.secret_in_argv")
        found = source_of(invocation).text(option, "--client-secret").strip()
    else:
        found = world.env.get("OINT_B24_CLIENT_SECRET") or _secret_kept(
            known, client_id, invocation
        )
    if not found and option is None and world.is_interactive():
        from oint_b24.cli.ask import secret

        found = secret("login.ask_secret", world, invocation.lang, client_id=client_id)
    if not found:
        raise UsageProblem("login.no_secret")
    return found


def _secret_kept(known: Profile | None, client_id: str, invocation: Invocation) -> str:
    """Return the secret of the same application from the last login."""
    if known is None or known.client_id != client_id or not known.login:
        return ""
    settings = settings_of(
        known, parse(known.address), {}, invocation.world, source_of(invocation)
    ).transport()
    grant = credential(known, invocation.world, settings).grant()
    return grant.client_secret if grant else ""


def _port(given: str) -> int:
    if not given.isdecimal() or int(given) > 65535:
        raise UsageProblem("value.bad_number", option="--port", value=given)
    return int(given)


def _seconds(given: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 86400:
        raise UsageProblem("value.bad_number", option="--wait", value=given)
    return seconds


def _person(target: Target, grant: Grant, invocation: Invocation) -> dict[str, Any]:
    """Ask the portal whose tokens these are; where it does not tell, the login still counts."""
    try:
        with connect(target._replace(token=grant.access_token), invocation.world) as portal:
            told = portal.send(Request("profile", effect="read")).result
    except Problem as problem:
        from oint_b24.errors import tell

        invocation.world.note(f"oint: {tell(problem, invocation.lang)}")
        return {}
    return told if isinstance(told, dict) else {}


def _kept(
    profile: Profile, grant: Grant, person: dict[str, Any], invocation: Invocation
) -> Profile:
    """Keep the tokens, then the profile that names them."""
    world = invocation.world
    user = str(grant.user or person.get("ID") or "")
    grant = replace(grant, user=user)
    profile = profile._replace(
        user=int(user) if user.isdecimal() else None,
        member_id=grant.member_id,
        login=login_name(grant),
    )
    Profiles(world).log_in(profile, grant.kept(), default="--default" in invocation.given)
    return profile


def login_name(grant: Grant) -> str:
    """Return under which name tokens are kept: the portal's own id, then application and user.

    The id of a portal outlives its address (oauth/index.md).
    """
    portal = re.sub(r"[^0-9A-Za-z]", "", grant.member_id)[:64] or "portal"
    who = hashlib.sha256(f"{grant.portal}\n{grant.client_id}\n{grant.user}".encode()).hexdigest()
    if grant.member_id:
        who = hashlib.sha256(f"{grant.client_id}\n{grant.user}".encode()).hexdigest()
    return f"{portal}-{who[:12]}"


def _shown(profile: Profile, grant: Grant, person: dict[str, Any]) -> dict[str, Any]:
    name = " ".join(str(person[k]) for k in ("NAME", "LAST_NAME") if person.get(k))
    return {
        "profile": profile.name,
        "portal": profile.address,
        "member_id": profile.member_id,
        "user": profile.user,
        "name": name,
        "scopes": [s for s in grant.scope.split(",") if s],
        "store": profile.store,
    }
