"""Profiles: which portal, as whom, with which settings; on disk, secrets apart.

`config.toml` holds settings; secrets are where the profile's `store` says (see `vault`). Both are
replaced atomically under one lock. A replaced secret gets a new name in its store, so that the
settings file alone decides which address and which secret belong together, whenever we are killed.
Where a store cannot be searched for what nobody uses, `unsettled` in the settings names the places
that are about to be written or left; once the settings hold, the unused ones are emptied.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any

from oint_b24 import private
from oint_b24.errors import UsageProblem
from oint_b24.names import nearest
from oint_b24.portal.lock import locked
from oint_b24.private import replace_private
from oint_b24.profile import ABOUT, KEPT, SANDBOX, SETTINGS, STORES, Profile, checked
from oint_b24.vault import Keyring, SecretFiles, SecretsFile, place, secret_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from oint_b24.vault import Vault
    from oint_b24.world import World

__all__ = [
    "KEPT", "SANDBOX", "SETTINGS", "STORES", "Profile", "Profiles", "checked", "replace_private",
]  # fmt: skip

_PATIENCE = 15.0  # seconds to wait for other commands that change settings
_RENEWAL = 60.0  # seconds to wait for a renewal that is under way


class Profiles:
    """The profiles of one user on one machine."""

    def __init__(self, world: World) -> None:
        self._directory = world.config_dir()
        self._redactor = world.redactor
        self._file = SecretsFile(self.secrets_path)
        self._held: set[str] = set()  # logins whose turn is ours

    @property
    def path(self) -> Path:
        """Return the settings file."""
        return self._directory / "config.toml"

    @property
    def secrets_path(self) -> Path:
        """Return the secrets file."""
        return self._directory / "secrets.toml"

    @property
    def logins(self) -> Path:
        """Return the directory of tokens; each login also has its lock there."""
        return self._directory / "logins"

    def vault(self, profile: Profile) -> Vault:
        """Return where a profile's secrets are kept."""
        if profile.store == "keyring":
            return Keyring()
        return SecretFiles(self.logins) if profile.kind == "oauth" else self._file

    def default(self) -> str | None:
        """Return the name of the default profile."""
        name = self._settings().get("default")
        return name if isinstance(name, str) else None

    def names(self) -> list[str]:
        """Return the names of all profiles, the built-in one last."""
        return [*_tables(self._settings()), SANDBOX]

    def get(self, name: str) -> Profile:
        """Return a profile with its secret, as far as we keep it.

        Raises UsageProblem with the nearest names, and where the store cannot be read.
        """
        profile = self.look(name)
        if profile.kind in (SANDBOX, "oauth") or profile.store not in KEPT:
            return profile
        kept = self._kept(name)
        if not kept:
            # Another command may have replaced both files between our two reads.
            with suppress(UsageProblem), self._changing():
                profile, kept = self.look(name), self._kept(name)
        for secret in kept.values():
            self._redactor.add(secret)
        return profile._replace(
            code=kept.get("code"),
            token=kept.get("token"),
            limits_password=kept.get("limits_password"),
        )

    def look(self, name: str) -> Profile:
        """Return a profile without its secrets. Raises UsageProblem with the nearest names."""
        tables = _tables(self._settings())
        if name == SANDBOX:
            return Profile(SANDBOX, settings=tables.get(name, {}), kind=SANDBOX)
        found = tables.get(name)
        if found is None:
            near = ", ".join(nearest(name, self.names()))
            key = "profile.unknown_near" if near else "profile.unknown"
            raise UsageProblem(key, name=name, near=near, remedy="profile.unknown.remedy")
        if not isinstance(found.get("address"), str):
            raise UsageProblem("profile.incomplete", name=name, path=self.path)
        return Profile(
            name,
            address=found["address"],
            user=found.get("user"),
            settings={key: found[key] for key in SETTINGS if key in found},
            kind=found.get("kind", "webhook"),
            **{key: found[key] for key in ABOUT if key in found},
        )

    def put(
        self, profile: Profile, tokens: dict[str, str] | None = None, *, default: bool = False
    ) -> None:
        """Keep a profile, and the `tokens` of its login, whose turn is held then.

        The first profile becomes the default. Raises UsageProblem.
        """
        if profile.name == SANDBOX:
            raise UsageProblem("profile.built_in", name=SANDBOX)
        with self._changing():
            settings = self._settings()
            tables = settings.setdefault("profile", {})
            table, secret, kept = profile.table(), profile.login, tokens or profile.kept()
            if kept and not tokens:
                is_new = profile.name not in tables
                secret = profile.name if is_new else f"{profile.name}~{os.urandom(3).hex()}"
                table |= {} if is_new else {"secret": secret}
            tables[profile.name] = table
            for name in self.sharing(profile) if tokens else ():
                tables[name]["store"] = profile.store
            if default or not settings.get("default"):
                settings["default"] = profile.name
            vault = self.vault(profile)
            self._commit(settings, lambda: vault.write(secret, kept) if kept else None)

    def use(self, name: str) -> None:
        """Make `name` the default profile. Raises UsageProblem where there is none."""
        self.look(name)
        with self._changing():
            self._commit({**self._settings(), "default": name})

    def remove(self, name: str) -> None:
        """Forget a profile and its secrets. Raises UsageProblem where there is none."""
        if name == SANDBOX:
            raise UsageProblem("profile.built_in", name=SANDBOX)
        profile = self.look(name)
        with self.turn(profile) if profile.login else nullcontext(), self._changing():
            settings = self._settings()
            _tables(settings).pop(name, None)
            if settings.get("default") == name:
                del settings["default"]
            self._commit(settings)

    def change(self, name: str, **values: Any) -> None:
        """Change settings of a profile, and nothing else of it. Raises UsageProblem."""
        self.look(name)
        with self._changing():
            settings = self._settings()
            _tables(settings)[name] |= values
            self._commit(settings)

    def log_in(self, profile: Profile, tokens: dict[str, str], *, default: bool = False) -> None:
        """Keep a profile and its tokens, and in no other store. Raises UsageProblem."""
        with self.turn(profile):
            self.put(profile, tokens, default=default)

    def move(self, name: str, store: str) -> None:
        """Move a profile's secrets to another store. Raises UsageProblem; nothing is lost."""
        profile = self.get(name)
        if profile.kind != "oauth":
            self.put(profile._replace(store=store))
            return
        with self.turn(profile):
            tokens = self.vault(profile).read(profile.login)
            self.put(profile._replace(store=store), tokens)

    @contextmanager
    def turn(self, profile: Profile) -> Iterator[None]:
        """Hold off renewals of a login's tokens. Raises UsageProblem."""
        path = self.logins / f"{profile.login}.lock"
        try:
            with locked(path, _RENEWAL):
                self._held.add(profile.login)
                yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageProblem("login.not_locked", path=path, reason=reason) from None
        finally:
            self._held.discard(profile.login)

    def sharing(self, profile: Profile) -> list[str]:
        """Return the names of the profiles that use the same login."""
        tables = _tables(self._settings())
        return [n for n, t in tables.items() if profile.login and t.get("login") == profile.login]

    def _kept(self, name: str) -> dict[str, str]:
        table = _tables(self._settings()).get(name, {})
        vault: Vault = Keyring() if table.get("store") == "keyring" else self._file
        return vault.read(secret_name(name, table))

    def _commit(self, settings: dict[str, Any], keep: Callable[[], None] = lambda: None) -> None:
        """Write the settings: from now on they hold. Then drop secrets nothing refers to.

        `keep` writes a secret that the settings are to refer to. Raises UsageProblem, also where
        a secret that this very change leaves cannot be dropped.
        """
        held = self._settings()
        before, after = _places(held), _places(settings)
        unsettled = _unsettled(held) | (before ^ after)
        if after - before:
            for one in after - before:
                self._store(one).read(_name(one))  # one that is not there says so before any note
            private.write(self.path, {**held, "unsettled": sorted(unsettled)})
        keep()
        self._write(settings, unsettled - after)
        self._file.keep_only(
            {
                secret_name(name, table)
                for name, table in _tables(settings).items()
                if table.get("store", "file") == "file" and table.get("kind") != "oauth"
            }
        )
        if unsettled - after:
            left = {one for one in unsettled - after if not self._emptied(one, one in before)}
            self._write(settings, left)

    def _write(self, settings: dict[str, Any], unsettled: set[str]) -> None:
        noted = {"unsettled": sorted(unsettled)} if unsettled else {}
        said = {key: value for key, value in settings.items() if key != "unsettled"}
        private.write(self.path, {**noted, **said})

    def _emptied(self, one: str, is_own: bool) -> bool:
        """Empty a place that nothing refers to; say if that is done, or left to a later change.

        Raises UsageProblem where it fails and `is_own`.
        """
        lock = self.logins / f"{_name(one)}.lock"
        must_lock = _name(one) not in self._held and lock.exists()
        try:
            with locked(lock, 0.0) if must_lock else nullcontext():
                self._store(one).forget(_name(one))
        except OSError:  # somebody logs in or renews
            return False
        except UsageProblem:
            if is_own:
                raise
            return False
        return True

    def _store(self, one: str) -> Vault:
        return Keyring() if one.startswith("keyring/") else SecretFiles(self.logins)

    def _settings(self) -> dict[str, Any]:
        return private.read(self.path)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold off other commands that change settings. Raises UsageProblem."""
        path = self._directory / ".lock"
        try:
            with locked(path, _PATIENCE):
                yield
        except OSError as error:
            raise UsageProblem("profile.not_written", path=path, reason=error.strerror) from error


def _tables(settings: dict[str, Any]) -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = settings.get("profile", {})
    return tables


def _places(settings: dict[str, Any]) -> set[str]:
    """Return where the profiles' secrets are, but for the file of all."""
    found = (place(name, table) for name, table in _tables(settings).items())
    return {one for one in found if one}


def _unsettled(settings: dict[str, Any]) -> set[str]:
    noted = settings.get("unsettled")
    return {one for one in noted if isinstance(one, str)} if isinstance(noted, list) else set()


def _name(one: str) -> str:
    return one.partition("/")[2]
