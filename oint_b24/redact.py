"""The one place where secrets are taken out of texts.

Two nets: the secrets in use (added as they are read) and the shapes a secret has on this
platform (webhook path, `auth=` and `token=` parameters, signed download links).
"""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MASK = "***"
# Compiled when the first text is cleaned: most commands say nothing that could hold a secret.
_SHAPES = (
    # /rest/1/code/ and /rest/api/1/code/ (REST documentation: general-principles.md, rest-v3.md)
    r"(/rest/(?:api/)?\d+/)[^/\s\"'?#\\*]+",
    (
        r"(?i)([\"']?(?:\b|(?<=u0026))(?:auth|access_token|refresh_token|client_secret|clientsecret"
        r"|bot_?token|application_token|password|token|auth_id|refresh_id|sessid|_esd)"
        r"(?:\[auth\]|%5Bauth%5D)?[\"']?\s*(?:=|:=|:|%3D)\s*"
        r"[\"']?)[^\s\"'&,;}\]\\*]+"
    ),
    r"(?i)(\bauthorization:\s*(?:basic|bearer)\s+)\S+",
)
# An answer may be cut in the middle of a secret; as many characters as these are still told.
_STUMP = 8
# Below this many characters a "secret" would mask parts of ordinary words.
_SHORTEST = 4
SECRET_KEYS = frozenset(
    {
        "auth", "access_token", "refresh_token", "client_secret", "bottoken", "bot_token",
        "application_token", "password", "token", "auth_id", "refresh_id", "sessid",
    }
)  # fmt: skip


class Redactor:
    """Replaces secrets by `***`."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def add(self, secret: str | None) -> None:
        """Remember `secret` as one to mask: as it is, percent-encoded and inside JSON."""
        if secret and len(secret) >= _SHORTEST:
            from urllib.parse import quote, quote_plus

            inner = {json.dumps(secret, ensure_ascii=way)[1:-1] for way in (True, False)}
            # argv may hold bytes that are no UTF-8; such a secret is masked all the same.
            coded = {
                way(secret, safe=safe, errors="replace")
                for way in (quote, quote_plus)
                for safe in ("", "/")
            }
            self._known |= {secret, *inner, *coded}

    def clean(self, text: str) -> str:
        """Return `text` without secrets."""
        for secret in sorted(self._known, key=len, reverse=True):
            text = _without_stump(text.replace(secret, MASK), secret)
        for shape in _SHAPES:
            text = re.sub(shape, rf"\1{MASK}", text)
        return text

    def mask(self, value: Any) -> Any:
        """Return a copy of a JSON value in which secrets are masked, by key and by text."""
        if isinstance(value, dict):
            return {
                self.clean(k): _hidden(v) if k.lower() in SECRET_KEYS else self.mask(v)
                for k, v in value.items()
            }
        if isinstance(value, list):
            return [self.mask(v) for v in value]
        return self.clean(value) if isinstance(value, str) else value


def _without_stump(text: str, secret: str) -> str:
    """Return `text` without the beginning of `secret` where it ends in one."""
    for size in range(len(secret) - 1, _STUMP - 1, -1):
        if text.endswith(secret[:size]):
            return text[:-size] + MASK
    return text


def _hidden(value: Any) -> Any:
    """Return a value of a secret's name: its texts and numbers masked, its structure kept."""
    if isinstance(value, dict):
        return {key: _hidden(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_hidden(inner) for inner in value]
    is_told = isinstance(value, bool) or value in (None, "")
    return value if is_told else MASK
