"""Profiles: which portal, as whom, with which settings; on disk, secrets apart.

`config.toml` holds settings, `secrets.toml` webhook codes and tokens. Both are created with
mode 0600 and replaced atomically, so that no reader ever sees half a file.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from oint_b24.errors import UsageProblem
from oint_b24.names import nearest
from oint_b24.portal.address import Address, parse

if TYPE_CHECKING:
    from pathlib import Path

    from oint_b24.world import World

SANDBOX = "sandbox"  # built in: needs no setting up and cannot be changed
SETTINGS = ("lang", "output", "timeout", "connect_timeout", "proxy", "ca_bundle")
_NUMBERS = ("timeout", "connect_timeout")


@dataclass(frozen=True, slots=True)
class Profile:
    """A named portal. `address` has no secret in it; `code` or `token` is one."""

    name: str
    address: str = ""
    user: int | None = None
    code: str | None = None
    token: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return how the profile authorises: sandbox, webhook or token."""
        if self.name == SANDBOX:
            return SANDBOX
        return "webhook" if self.code else "token"

    def full_address(self) -> Address:
        """Return the address with the webhook, where there is one."""
        return replace(parse(self.address), user=self.user, code=self.code)


class Profiles:
    """The profiles of one user on one machine."""

    def __init__(self, world: World) -> None:
        self._directory = world.config_dir()
        self._redactor = world.redactor

    @property
    def path(self) -> Path:
        """Return the settings file."""
        return self._directory / "config.toml"

    @property
    def secrets_path(self) -> Path:
        """Return the secrets file."""
        return self._directory / "secrets.toml"

    def default(self) -> str | None:
        """Return the name of the default profile."""
        name = self._settings().get("default")
        return name if isinstance(name, str) else None

    def names(self) -> list[str]:
        """Return the names of all profiles, the built-in one last."""
        return [*self._settings().get("profile", {}), SANDBOX]

    def get(self, name: str) -> Profile:
        """Return a profile. Raises UsageProblem with the nearest names."""
        if name == SANDBOX:
            return Profile(SANDBOX, settings=self._settings().get("profile", {}).get(name, {}))
        found = self._settings().get("profile", {}).get(name)
        if found is None:
            near = ", ".join(nearest(name, self.names()))
            key = "profile.unknown_near" if near else "profile.unknown"
            raise UsageProblem(key, name=name, near=near, remedy="profile.unknown.remedy")
        kept = self._secrets().get(name, {})
        for secret in kept.values():
            self._redactor.add(secret)
        return Profile(
            name,
            address=found.get("address", ""),
            user=found.get("user"),
            code=kept.get("code"),
            token=kept.get("token"),
            settings={key: found[key] for key in SETTINGS if key in found},
        )

    def put(self, profile: Profile, *, default: bool = False) -> None:
        """Keep a profile; the first one becomes the default."""
        if profile.name == SANDBOX:
            raise UsageProblem("profile.built_in", name=SANDBOX)
        settings, kept = self._settings(), self._secrets()
        table: dict[str, Any] = {"address": profile.address, "kind": profile.kind}
        if profile.user is not None:
            table["user"] = profile.user
        settings.setdefault("profile", {})[profile.name] = {**table, **profile.settings}
        if default or not settings.get("default"):
            settings["default"] = profile.name
        pairs = {"code": profile.code, "token": profile.token}
        kept[profile.name] = {key: value for key, value in pairs.items() if value}
        self._write(self.secrets_path, kept)
        self._write(self.path, settings)

    def use(self, name: str) -> None:
        """Make `name` the default profile. Raises UsageProblem where there is none."""
        self.get(name)
        self._write(self.path, {**self._settings(), "default": name})

    def remove(self, name: str) -> None:
        """Forget a profile and its secrets. Raises UsageProblem where there is none."""
        if name == SANDBOX:
            raise UsageProblem("profile.built_in", name=SANDBOX)
        self.get(name)
        settings, kept = self._settings(), self._secrets()
        del settings["profile"][name]
        kept.pop(name, None)
        if settings.get("default") == name:
            del settings["default"]
        self._write(self.path, settings)
        self._write(self.secrets_path, kept)

    def _settings(self) -> dict[str, Any]:
        return self._read(self.path)

    def _secrets(self) -> dict[str, dict[str, str]]:
        return self._read(self.secrets_path)

    def _read(self, path: Path) -> dict[str, Any]:
        import tomllib

        try:
            with path.open("rb") as file:
                return tomllib.load(file)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "TOML"
            raise UsageProblem("profile.bad_file", path=path, reason=reason) from None

    def _write(self, path: Path, data: dict[str, Any]) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_private(path, toml(data))
        except OSError as error:
            raise UsageProblem("profile.not_written", path=path, reason=error.strerror) from error


def replace_private(path: Path, content: str) -> None:
    """Write a file that only its owner may read; readers see the old one or the new one."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def toml(data: dict[str, Any]) -> str:
    """Return TOML of plain values and (nested) tables."""
    return "".join(_table(data, ())).lstrip("\n")


def _table(data: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {k: v for k, v in data.items() if not isinstance(v, dict)}
    lines = [f"\n[{'.'.join(map(_quoted, path))}]\n"] if path and (plain or not data) else []
    lines += [f"{_quoted(key)} = {_quoted(value)}\n" for key, value in plain.items()]
    for key, inner in data.items():
        if isinstance(inner, dict):
            lines += _table(inner, (*path, key))
    return lines


def _quoted(value: Any) -> str:
    # A JSON text is a TOML basic string, a JSON number or boolean is TOML's own.
    return json.dumps(value, ensure_ascii=False)


def checked(name: str, value: str) -> Any:
    """Return a setting's value from its text. Raises UsageProblem."""
    if name in _NUMBERS:
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 < number < 1e6:
            raise UsageProblem(
                "value.bad_number", option=f"--{name.replace('_', '-')}", value=value
            )
        return number
    return value
