"""Calls of version 3 that run once: their answers are kept under the key of the client."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import facts
from oint_b24.sandbox.v3.errors import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Caller
    from oint_b24.sandbox.store import Store

_KEPT = 24 * 3600  # seconds an answer is kept for its repetition (rest-v3.md)
_LONGEST_KEY = 255


def writes(method: str) -> bool:
    """Say whether a method changes anything: those that only read pay no heed to a key."""
    fact = facts.find(method, 3)
    return fact is None or fact.effect != "read"


@dataclass(frozen=True, slots=True)
class Once:
    """A call that must not run twice."""

    key: str
    place: str
    request: str
    store: Store
    now: float

    @classmethod
    def of(
        cls, key: str, caller: Caller, method: str, given: Any, store: Store, now: float
    ) -> Once:
        """Return the call. A key belongs to one credential, user and method.

        Raises Refusal for a key that is not 1 to 255 printable characters of ASCII.
        """
        if not 1 <= len(key) <= _LONGEST_KEY or not all(" " <= c <= "~" for c in key):
            text = "Idempotency-Key must be 1 to 255 printable ASCII characters"
            raise refusal("INVALIDIDEMPOTENCYKEY", text)
        owner = (caller.kind, caller.user, caller.client_id, method.lower(), key)
        bare = {k: v for k, v in given.items() if k != "auth"} if isinstance(given, dict) else given
        request = _digest(json.dumps(bare, sort_keys=True))
        return cls(key, f"idempotency {_digest(repr(owner))}", request, store, now)

    def answer(self, run: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the envelope and headers: the kept ones, or those of `run`, kept from now on.

        Raises Refusal where the key served another request. What `run` refuses is not kept.
        """
        headers = {"Idempotency-Key": self.key}
        with self.store.transaction():
            kept = json.loads(self.store.meta(self.place) or "{}")
            if kept and kept["at"] > self.now - _KEPT:
                if kept["request"] != self.request:
                    text = "The key was used with another request body"
                    raise refusal("IDEMPOTENCYKEYREUSED", text, 422)
                return kept["answer"], {**headers, "Idempotent-Replayed": "true"}
            answer = run()
            row = {"at": self.now, "request": self.request, "answer": answer}
            self.store.set_meta(self.place, json.dumps(row, ensure_ascii=False))
            return answer, headers


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()
