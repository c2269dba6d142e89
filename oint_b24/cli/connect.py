"""Which portal a command talks to, as whom: flag, environment, profile, default profile."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.opi_config import configured
from oint_b24.errors import UsageProblem
from oint_b24.portal.address import Address, parse
from oint_b24.portal.request import Settings
from oint_b24.profiles import SANDBOX, SETTINGS, Profiles, checked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from oint_b24.portal.client import Portal, Wire
    from oint_b24.portal.envelope import Answer
    from oint_b24.values.source import Source
    from oint_b24.world import World

_ENVIRONMENT = {
    "timeout": "OINT_B24_TIMEOUT",
    "proxy": "OINT_B24_PROXY",
    "output": "OINT_B24_OUTPUT",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A portal and a credential, and where each setting came from.

    `address` None stands for the sandbox, whose address is known once it runs.
    """

    address: Address | None
    token: str | None = None
    profile: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)

    @property
    def is_sandbox(self) -> bool:
        """Say whether this is the portal in a box."""
        return self.profile == SANDBOX and self.address is None

    def transport(self) -> Settings:
        """Return how to reach the portal."""
        defaults = Settings()
        return Settings(
            timeout=float(self.settings.get("timeout", defaults.timeout)),
            connect_timeout=float(self.settings.get("connect_timeout", defaults.connect_timeout)),
            proxy=self.settings.get("proxy"),
            ca_bundle=self.settings.get("ca_bundle"),
        )


def resolve(common: Mapping[str, str], world: World, source: Source) -> Target:
    """Decide the target. Raises UsageProblem where none is named."""
    target = _base(common, world, source)
    token = common.get("--token")
    if token is not None:
        found = source.text(token, "--token").strip()
        origins = {**target.origins, "token": "--token"}
        target = replace(target, token=found or None, origins=origins)
    for secret in (target.token, target.address.code if target.address else None):
        world.redactor.add(secret)
    config = configured(common, source)
    return _with_settings(target, common, world, config)


def _base(common: Mapping[str, str], world: World, source: Source) -> Target:
    env = world.env
    given = common.get("--url")
    if given is not None and given.strip():
        address = _parsed(source.text(given, "--url"), world)
        token = env.get("OINT_B24_TOKEN") if _may_use_token(address, env) else None
        origins = {"address": "--url", **({"token": "OINT_B24_TOKEN"} if token else {})}
        return Target(address, token, origins=origins)
    if common.get("--profile"):
        return _from_profile(common["--profile"], "--profile", world)
    if env.get("OINT_B24_URL"):
        address = _parsed(env["OINT_B24_URL"], world)
        token = env.get("OINT_B24_TOKEN") or None
        origins = {"address": "OINT_B24_URL", **({"token": "OINT_B24_TOKEN"} if token else {})}
        return Target(address, token, origins=origins)
    if env.get("OINT_B24_PROFILE"):
        return _from_profile(env["OINT_B24_PROFILE"], "OINT_B24_PROFILE", world)
    default = Profiles(world).default()
    if default:
        return _from_profile(default, "default", world)
    raise UsageProblem("credential.none")


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


def _from_profile(name: str, origin: str, world: World) -> Target:
    profile = Profiles(world).get(name)
    origins = {"profile": origin, "address": f"profile {name}"}
    origins |= dict.fromkeys(profile.settings, f"profile {name}")
    if name == SANDBOX:
        return Target(None, None, name, dict(profile.settings), origins)
    address = profile.full_address()
    return Target(address, profile.token, name, dict(profile.settings), origins)


def _with_settings(
    target: Target, common: Mapping[str, str], world: World, config: Mapping[str, Any]
) -> Target:
    settings, origins = dict(target.settings), dict(target.origins)
    for name in SETTINGS:
        flag, variable = f"--{name.replace('_', '-')}", _ENVIRONMENT.get(name)
        if flag in common:
            settings[name], origins[name] = checked(name, common[flag]), flag
        elif name in config:
            settings[name], origins[name] = checked(name, str(config[name])), "--config"
        elif variable and world.env.get(variable):
            settings[name], origins[name] = checked(name, world.env[variable]), variable
    return replace(target, settings=settings, origins=origins)


@contextmanager
def connect(
    target: Target, world: World, watch: Callable[[Wire, Answer], None] | None = None
) -> Iterator[Portal]:
    """Open the portal; the sandbox is started for the time of the block where none runs."""
    from oint_b24.portal.client import Portal

    if target.is_sandbox:
        from oint_b24.cli.box import running

        with running(world) as address:
            token = target.token
            opened = replace(parse(address), user=None, code=None) if token else parse(address)
            world.redactor.add(opened.code)
            with Portal(opened, token, settings=target.transport(), watch=watch) as portal:
                yield portal
        return
    if target.address is None:
        raise UsageProblem("credential.none")
    with Portal(target.address, target.token, settings=target.transport(), watch=watch) as portal:
        yield portal
