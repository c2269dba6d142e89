"""Which portal a command talks to, as whom: flag, environment, profile, default profile."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from oint_b24.cli.opi.config import configured
from oint_b24.cli.policy import Policy
from oint_b24.cli.target import Target, with_settings
from oint_b24.errors import UsageProblem
from oint_b24.portal.address import Address, parse
from oint_b24.profile import KEPT, SANDBOX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from oint_b24.portal.client import Portal, Wire
    from oint_b24.portal.credential import Credential
    from oint_b24.portal.envelope import Answer
    from oint_b24.portal.request import Settings
    from oint_b24.profile import Profile
    from oint_b24.profiles import Profiles
    from oint_b24.values.source import Source
    from oint_b24.world import World


def resolve(common: Mapping[str, str], world: World, source: Source) -> Target:
    """Decide the target. Raises UsageProblem where none is named."""
    target = _base(common, world, source)
    token = common.get("--token")
    if token is not None:
        found = source.text(token, "--token").strip()
        origins = {**target.origins, "token": "--token"}
        target = target._replace(token=found or None, origins=origins, login=None, whom="")
    for secret in (target.token, target.address.code if target.address else None):
        world.redactor.add(secret)
    config = configured(common, source)
    return with_settings(target, common, world, config)


def _base(common: Mapping[str, str], world: World, source: Source) -> Target:
    env = world.env
    given = common.get("--url")
    for option in ("--url", "--profile"):
        # A script whose variable is unset must not talk to another portal than it meant.
        if not common.get(option, "-").strip():
            raise UsageProblem("usage.empty", option=option)
    if given is not None:
        address = _parsed(source.text(given, "--url"), world)
        token = env.get("OINT_B24_TOKEN") if _may_use_token(address, env) else None
        origins = {"address": "--url", **({"token": "OINT_B24_TOKEN"} if token else {})}
        return Target(address, token, origins=origins)
    if common.get("--profile"):
        return _from_profile(common["--profile"], "--profile", world, source)
    if env.get("OINT_B24_URL"):
        address = _parsed(env["OINT_B24_URL"], world)
        token = env.get("OINT_B24_TOKEN") or None
        origins = {"address": "OINT_B24_URL", **({"token": "OINT_B24_TOKEN"} if token else {})}
        return Target(address, token, origins=origins)
    if env.get("OINT_B24_PROFILE"):
        return _from_profile(env["OINT_B24_PROFILE"], "OINT_B24_PROFILE", world, source)
    default = _profiles(world).default()
    if default:
        return _from_profile(default, "default", world, source)
    raise nowhere(_profiles(world))


def nowhere(profiles: Profiles) -> UsageProblem:
    """Return the problem that no portal is named; the remedy tells of the profiles there are."""
    names = [name for name in profiles.names() if name != SANDBOX]
    if not names:
        return UsageProblem("credential.none")
    told = {"names": ", ".join(names), "first": names[0]}
    return UsageProblem("credential.none", remedy="credential.choose.remedy", **told)


def _profiles(world: World) -> Profiles:
    from oint_b24.profiles import Profiles

    return Profiles(world)


def _may_use_token(address: Address, env: Mapping[str, str]) -> bool:
    """Say whether the token of the environment belongs to `address`: it must not leak elsewhere."""
    if address.code or not env.get("OINT_B24_TOKEN"):
        return False
    other = env.get("OINT_B24_URL")
    return not other or parse(other).host == address.host


def _parsed(text: str, world: World) -> Address:
    address = parse(text)
    world.redactor.add(address.code)
    return address


def _from_profile(name: str, origin: str, world: World, source: Source) -> Target:
    profile = _profiles(world).get(name)
    origins = {"profile": origin, "address": f"profile {name}"}
    origins |= dict.fromkeys(profile.settings, f"profile {name}")
    if name == SANDBOX:
        return Target(None, None, name, dict(profile.settings), origins)
    if profile.store not in KEPT:
        profile = profile.with_secret(_secret(profile, world, source))
    target = Target(
        profile.full_address(), profile.token, name, dict(profile.settings), origins,
        policy=Policy(name, profile.access, profile.protect), whom=profile.whom,
        limits_password=profile.limits_password if "limits" in profile.settings else None,
    )  # fmt: skip
    if profile.kind != "oauth":
        return target
    token = credential(profile, world, target.transport()).token()
    return target._replace(token=token, login=profile)


def _secret(profile: Profile, world: World, source: Source) -> str:
    """Return the secret of a profile that keeps none: from the environment, stdin or a person."""
    if profile.store == "env":
        found = world.env.get(profile.variable, "")
    elif world.is_interactive():
        from oint_b24.cli.ask import secret

        found = secret("secret.ask", world, source.lang, name=profile.name)
    else:
        found = source.text("-", f"profile {profile.name}")
    if not found.strip():
        key = "secret.no_variable" if profile.store == "env" else "secret.no_stdin"
        raise UsageProblem(key, name=profile.name, variable=profile.variable)
    world.redactor.add(found.strip())
    return found.strip()


def credential(profile: Profile, world: World, settings: Settings) -> Credential:
    """Return the tokens of a profile's login."""
    from oint_b24.portal.credential import Credential

    profiles = _profiles(world)
    return Credential(
        profiles.vault(profile), profile.login, profiles.logins / f"{profile.login}.lock",
        settings, world.now, world.redactor.add, profile.name,
    )  # fmt: skip


@contextmanager
def connect(
    target: Target,
    world: World,
    watch: Callable[[Wire, Answer], None] | None = None,
    tell: Callable[[str, dict[str, Any]], None] | None = None,
) -> Iterator[Portal]:
    """Open the portal; the sandbox is started for the time of the block where none runs.

    `watch` sees every exchange, `tell` hears of waits: the key of a message and its parameters.
    """
    from oint_b24.cli.guarded import GuardedPortal
    from oint_b24.portal.retry import Waiting

    waiting = Waiting(world.now, world.clock, world.sleep)
    if tell is not None:
        waiting = waiting._replace(tell=tell)
    if target.is_sandbox:
        from oint_b24.cli.box import running

        with running(world) as address:
            token = target.token
            opened = parse(address)._replace(user=None, code=None) if token else parse(address)
            world.redactor.add(opened.code)
            settings = target.transport()
            with GuardedPortal(
                opened, token, settings=settings, watch=watch, waiting=waiting
            ) as portal:
                yield portal
        return
    if target.address is None:
        raise UsageProblem("credential.none")
    settings = target.transport(world.cache_dir())
    renew = credential(target.login, world, settings).renew if target.login else None
    with GuardedPortal(
        target.address, target.token, settings=settings, watch=watch, waiting=waiting, renew=renew,
        whom=target.whom,
    ) as portal:  # fmt: skip
        portal.policy = target.policy
        yield portal
