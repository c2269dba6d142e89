"""Where secrets are kept: a file of their own, a file each, or the system's keyring.

All three take and give small tables of texts by name. The keyring is asked with a time-out: one
that waits for a password nobody can type must not hang a script.
"""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any, Protocol

from oint_b24 import private
from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Secrets = dict[str, str]

SERVICE = "oint-b24"  # the name under which a keyring shows our secrets
PATIENCE = 3.0  # seconds a keyring has to answer


class Vault(Protocol):
    """A place that keeps secrets by name."""

    def read(self, name: str) -> Secrets:
        """Return what is kept under `name`; empty where nothing is."""

    def write(self, name: str, kept: Secrets) -> None:
        """Replace what is kept under `name`."""

    def forget(self, name: str) -> None:
        """Keep nothing under `name` any more."""


class SecretsFile:
    """Many names in one file. Who writes holds the lock of the settings."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> Secrets:
        """Return a table; raises UsageProblem where the file cannot be read."""
        return _texts(private.read(self.path).get(name))

    def write(self, name: str, kept: Secrets) -> None:
        """Replace a table. Raises UsageProblem."""
        private.write(self.path, {**private.read(self.path), name: kept})

    def forget(self, name: str) -> None:
        """Drop a table. Raises UsageProblem."""
        everything = private.read(self.path)
        if everything.pop(name, None) is not None:
            private.write(self.path, everything)

    def keep_only(self, names: set[str]) -> None:
        """Drop what no profile refers to, such as what a killed command had not yet used."""
        everything = private.read(self.path)
        wanted = {name: kept for name, kept in everything.items() if name in names}
        if wanted != everything:
            private.write(self.path, wanted)


class SecretFiles:
    """A file for each name. Who writes one holds the lock of that name."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, name: str) -> Path:
        """Return the file of `name`."""
        return self._directory / f"{name}.toml"

    def read(self, name: str) -> Secrets:
        """Return the content of a file; raises UsageProblem where it cannot be read."""
        return _texts(private.read(self.path(name)))

    def write(self, name: str, kept: Secrets) -> None:
        """Replace a file. Raises UsageProblem."""
        private.write(self.path(name), dict(kept))

    def forget(self, name: str) -> None:
        """Remove a file and what killed writers left of it. Raises UsageProblem."""
        path = self.path(name)
        try:
            private.sweep(path)
            path.unlink(missing_ok=True)
        except OSError as error:
            raise UsageProblem("profile.not_written", path=path, reason=error.strerror) from error


class Keyring:
    """The keyring of the desktop; the extra `oint-b24[keyring]` brings the library."""

    def read(self, name: str) -> Secrets:
        """Return an entry. Raises UsageProblem where there is no keyring, or it is silent."""
        found = _asked(lambda ring: ring.get_password(SERVICE, name))
        try:
            return _texts(json.loads(found or "{}"))
        except ValueError:
            raise UsageProblem("secret.bad_entry", name=name) from None

    def write(self, name: str, kept: Secrets) -> None:
        """Replace an entry and read it back. Raises as `read`."""
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        _asked(lambda ring: ring.set_password(SERVICE, name, text))
        # Some keyrings shorten what is too long for them and say nothing.
        if self.read(name) != kept:
            raise UsageProblem("secret.bad_entry", name=name)

    def forget(self, name: str) -> None:
        """Drop an entry. Raises as `read`."""
        if self.read(name):
            _asked(lambda ring: ring.delete_password(SERVICE, name))


def place(name: str, table: dict[str, Any]) -> str | None:
    """Return in which store and under which name the secret of a profile's table is.

    None where it is in the file of all secrets, which needs no list of names, or is not kept.
    """
    store = table.get("store", "file")
    if table.get("kind") == "oauth":
        return f"{store}/{table['login']}" if table.get("login") else None
    return f"keyring/{secret_name(name, table)}" if store == "keyring" else None


def secret_name(name: str, table: dict[str, Any]) -> str:
    """Return under which name the secret of a profile's table is kept."""
    return str(table.get("secret", name))


def _texts(table: Any) -> Secrets:
    """Return the texts of a table written by us or by hand."""
    given = table if isinstance(table, dict) else {}
    return {key: value for key, value in given.items() if isinstance(value, str)}


def _asked(question: Callable[[Any], Any]) -> Any:
    """Ask the keyring in a thread that is left behind where it does not answer."""
    ring = _library()
    answers: list[Any] = []
    failures: list[Exception] = []

    def ask() -> None:
        try:
            answers.append(question(ring))
        except Exception as error:  # noqa: BLE001 - each keyring fails with errors of its own
            failures.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if failures:
        raise UsageProblem("secret.no_keyring", reason=_reason(failures[0])) from None
    if not answers:
        raise UsageProblem("secret.silent", seconds=int(PATIENCE))
    return answers[0]


def _library() -> Any:
    from importlib import import_module

    try:
        return import_module("keyring")
    except ImportError:
        raise UsageProblem("secret.no_extra") from None


def _reason(error: Exception) -> str:
    """Return the first line of a keyring's complaint, or its kind where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
