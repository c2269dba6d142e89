"""Who may call the sandbox: webhooks and access tokens, and how they are refused."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Caller, Refusal

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

TOKEN = "oauth_token"  # noqa: S105 - the kind of document the authorisation server keeps them in


@dataclass(frozen=True, slots=True)
class Token:
    """An access token: whose it is and until when (unix seconds) it holds."""

    user: int
    expires: float = float("inf")
    client_id: str = "local.sandbox"


def digest(secret: str) -> str:
    """Return what is kept of a code or token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(slots=True)
class Credentials:
    """Webhook codes and tokens of a portal. `scopes` None grants everything.

    `store` holds the tokens that the authorisation server has given out.
    """

    webhooks: dict[tuple[int, str], frozenset[str] | None] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    scopes: frozenset[str] | None = None
    store: Store | None = None

    def identify(self, user: int, code: str, given: Any, now: float) -> Caller:
        """Return as whom a request runs.

        Raises Refusal with the platform's codes (platform: system errors, local-webhooks.md).
        """
        if code:
            for (owner, secret), scopes in self.webhooks.items():
                if owner == user and hmac.compare_digest(secret.encode(), code.encode()):
                    return Caller("webhook", user, scopes if scopes is not None else self.scopes)
            raise Refusal("INVALID_CREDENTIALS", "Invalid request credentials", 401)
        return self._by_token(given, now)

    def _by_token(self, given: Any, now: float) -> Caller:
        value = given.get("auth") if isinstance(given, dict) else None
        if not value:
            raise Refusal("NO_AUTH_FOUND", "Wrong authorization data", 401)
        token = self.tokens.get(str(value)) or self._granted(str(value))
        if token is None:
            raise Refusal("NO_AUTH_FOUND", "Wrong authorization data", 401)
        if token.expires <= now:
            raise Refusal("expired_token", "The access token provided has expired.", 401)
        return Caller("token", token.user, self.scopes, token.client_id)

    def _granted(self, value: str) -> Token | None:
        """Return a token of the authorisation server."""
        for _, kept in self.store.all(TOKEN, ACCESS=digest(value)) if self.store else ():
            return Token(int(kept["USER"]), float(kept["EXPIRES"]), kept["CLIENT_ID"])
        return None
