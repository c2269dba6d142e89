"""Where a command goes and how: a portal, a credential and the settings, by who gave them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from oint_b24.cli.common import is_on
from oint_b24.cli.opi.config import configured
from oint_b24.cli.policy import Policy
from oint_b24.errors import UsageProblem
from oint_b24.portal.request import Settings
from oint_b24.profile import SANDBOX, SETTINGS, checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.portal.address import Address
    from oint_b24.profile import Profile
    from oint_b24.values.source import Source
    from oint_b24.world import World

_ENVIRONMENT = {
    "timeout": "OINT_B24_TIMEOUT",
    "proxy": "OINT_B24_PROXY",
    "output": "OINT_B24_OUTPUT",
    "retries": "OINT_B24_RETRIES",
    "wait_max": "OINT_B24_WAIT_MAX",
    "plan": "OINT_B24_PLAN",
    "limits": "OINT_B24_LIMITS_URL",
}
# What other programs on the machine follow, too; requests knows the first of them by itself.
_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
_FILES = ("ca_bundle", "client_cert", "client_key")


class Target(NamedTuple):
    """A portal and a credential, and where each setting came from.

    `address` None stands for the sandbox, whose address is known once it runs. `login` is the
    profile whose tokens are renewed when they expire, `whom` names who is behind them, `policy` is
    what the profile allows.
    """

    address: Address | None
    token: str | None = None
    profile: str | None = None
    settings: Mapping[str, Any] = {}
    origins: Mapping[str, str] = {}
    login: Profile | None = None
    policy: Policy = Policy()
    whom: str = ""
    limits_password: str | None = None

    @property
    def is_sandbox(self) -> bool:
        """Say whether this is the portal in a box."""
        return self.profile == SANDBOX and self.address is None

    def transport(self, shared: Path | None = None) -> Settings:
        """Return how to reach the portal; `shared` is where all processes keep its limits.

        The portal in a box has no limits to keep.
        """
        given: dict[str, Any] = {
            name: checked(name, str(self.settings[name]))
            for name in ("timeout", "connect_timeout", "retries", "wait_max", "rate", "burst")
            if name in self.settings
        }
        if self.settings.get("plan"):
            from oint_b24.portal.limits.plan import PLANS

            plan = PLANS[checked("plan", self.settings["plan"])]
            given = {"rate": plan.rate, "burst": plan.burst, **given}
        if self.is_sandbox:
            given["rate"] = 0.0
        elif self.settings.get("limits"):
            given["limits"] = self.settings["limits"]
        if self.settings.get("client_cert"):
            given["client_cert"] = self._client_cert()
        return Settings(
            proxy=self.settings.get("proxy"),
            ca_bundle=self.settings.get("ca_bundle"),
            idempotency_key=self.settings.get("idempotency_key"),
            shared=shared,
            **given,
        )

    def _client_cert(self) -> str | tuple[str, str]:
        """Return the client's certificate, with its key where that is a file of its own."""
        certificate, key = self.settings["client_cert"], self.settings.get("client_key")
        return (certificate, key) if key else certificate


def settings_of(
    profile: Profile, address: Address, common: Mapping[str, str], world: World, source: Source
) -> Target:
    """Return how to reach the portal of a profile that has no credential yet."""
    target = Target(address, None, profile.name, dict(profile.settings))
    return with_settings(target, common, world, configured(common, source))


def settings_given(common: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that options name and a profile keeps. Raises UsageProblem."""
    flags = {s: f"--{s.replace('_', '-')}" for s in SETTINGS if s != "output"}
    return {s: checked(s, common[flag]) for s, flag in flags.items() if flag in common}


def with_settings(
    target: Target, common: Mapping[str, str], world: World, config: Mapping[str, Any]
) -> Target:
    """Return the target with every setting that is given. Raises UsageProblem."""
    settings, origins = dict(target.settings), dict(target.origins)
    for name in SETTINGS:
        flag, variable = f"--{name.replace('_', '-')}", _ENVIRONMENT.get(name)
        if flag in common:
            settings[name], origins[name] = checked(name, common[flag]), flag
        elif name in config:
            settings[name], origins[name] = checked(name, str(config[name])), "--config"
        elif variable and world.env.get(variable):
            settings[name], origins[name] = checked(name, world.env[variable], variable), variable
    _default_authority(settings, origins, world)
    for name in _FILES:
        _check_file(name, settings.get(name), origins.get(name, ""))
    if settings.get("limits"):
        from oint_b24.cli.limits.server import whole

        settings["limits"] = whole(settings["limits"], target.limits_password, world)
    policy = target.policy._replace(is_confirmed=is_on(common, "yes"))
    if "--idempotency-key" in common:  # of this one call: no setting of a profile
        settings["idempotency_key"] = common["--idempotency-key"]
    return target._replace(settings=settings, origins=origins, policy=policy)


def _default_authority(settings: dict[str, Any], origins: dict[str, str], world: World) -> None:
    """Follow the environment where nothing of ours says which authorities to trust."""
    for variable in _AUTHORITIES:
        if not settings.get("ca_bundle") and world.env.get(variable):
            settings["ca_bundle"], origins["ca_bundle"] = world.env[variable], variable


def _check_file(name: str, path: str | None, origin: str) -> None:
    """Raise UsageProblem where a certificate file is not there to be read."""
    if not path or (name == "ca_bundle" and Path(path).is_dir()):
        return
    try:
        Path(path).open("rb").close()
    except OSError as error:
        option = f"--{name.replace('_', '-')} ({origin})"
        raise UsageProblem(
            "value.no_file", option=option, path=path, reason=error.strerror
        ) from None
