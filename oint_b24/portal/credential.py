"""The tokens of a login, shared by all processes of a machine.

The access token lives an hour. It is renewed only when the portal has called it expired, and each
renewal replaces the refresh token (auto-renewal.md): one process at a time may renew, and the new
pair is kept before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from oint_b24.errors import AccessProblem, UnreachableProblem, UsageProblem
from oint_b24.portal.lock import locked
from oint_b24.portal.oauth import LONGEST, Grant, renewed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oint_b24.portal.request import Settings


class Store(Protocol):
    """Where a grant is kept."""

    def read(self, name: str) -> dict[str, str]:
        """Return what is kept under `name`; empty where nothing is."""

    def write(self, name: str, kept: dict[str, str]) -> None:
        """Replace what is kept under `name`, all of it or nothing."""


@dataclass(frozen=True, slots=True)
class Credential:
    """An application's tokens as they are kept under a name, shared by all processes.

    `lock` is a file to take turns by. `secret` is told every secret read or received, `profile`
    is named where a person has to log in again.
    """

    store: Store
    name: str
    lock: Path
    settings: Settings
    now: Callable[[], float]
    secret: Callable[[str], None]
    profile: str = ""

    def token(self) -> str:
        """Return the access token, expired or not. Raises AccessProblem where none is kept."""
        return self._grant().access_token

    def grant(self) -> Grant | None:
        """Return what is kept, or None after a log-out."""
        grant = Grant.of(self.store.read(self.name))
        if grant is not None:
            for secret in (grant.access_token, grant.refresh_token, grant.client_secret):
                self.secret(secret)
        return grant

    def renew(self, expired: str) -> str:
        """Return a token to use in place of `expired`.

        Whoever comes first renews, the others find the new pair. Raises AccessProblem where a
        person has to log in again, UnreachableProblem where the server gave no answer.
        """
        patience = self.settings.connect_timeout + LONGEST + 5
        try:
            with locked(self.lock, patience):
                return self._renewed(expired).access_token
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UsageProblem("login.not_locked", path=self.lock, reason=reason) from None

    def _renewed(self, expired: str) -> Grant:
        grant = self._grant()
        if grant.access_token != expired:
            return grant
        # A rehearsal: a full or read-only disk shows while the old pair is still good.
        self.store.write(self.name, grant.kept())
        try:
            fresh = renewed(grant, self.settings, self.now())
        except (AccessProblem, UnreachableProblem) as problem:
            problem.params["profile"] = self.profile
            raise
        for secret in (fresh.access_token, fresh.refresh_token):
            self.secret(secret)
        self.store.write(self.name, fresh.kept())
        return fresh

    def _grant(self) -> Grant:
        grant = self.grant()
        if grant is None:
            raise AccessProblem("login.none", profile=self.profile, code="not_logged_in")
        return grant
