"""The Redis server through which machines share what they know of limits. Optional, never fatal.

The library comes with the extra `oint-b24[redis]` and is imported for who has set an address only.
A server that cannot be asked is told of once, left alone for a while, and done without.
"""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from oint_b24.errors import UsageProblem

if TYPE_CHECKING:
    from oint_b24.portal.retry import Waiting

SCHEMES = ("redis", "rediss", "unix")
_PATIENCE = 1.0  # seconds to connect, and to answer: a call must not wait for its own accounts
_AWAY = 30.0  # seconds in which a server that failed is not asked again


class RedisServer:
    """A server that runs scripts, each as one step. Used by several threads."""

    def __init__(self, address: str, waiting: Waiting) -> None:
        self.where = without_password(address)
        self._address = address
        self._waiting = waiting
        self._lock = threading.Lock()
        self._scripts: dict[str, Any] = {}
        self._client: Any = None
        self._away_until = 0.0
        self._is_told = False

    @property
    def is_away(self) -> bool:
        """Say whether it failed a while ago."""
        return self._waiting.clock() < self._away_until

    def run(self, script: str, key: str, *given: float | str) -> list[str] | None:
        """Return what `script` says of `key`, or None where the server cannot be asked now."""
        if self.is_away:
            return None
        try:
            return list(self._script(script)(keys=[key], args=given))
        except Exception as error:  # noqa: BLE001 - whatever it is, a call to a portal goes on
            self._lost(error)
            return None

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client, self._scripts = None, {}

    def _script(self, text: str) -> Any:
        with self._lock:
            if self._client is None:
                self._client = _client(self._address)
            if text not in self._scripts:
                self._scripts[text] = self._client.register_script(text)
            return self._scripts[text]

    def _lost(self, error: Exception) -> None:
        self._away_until = self._waiting.clock() + _AWAY
        if not self._is_told:
            self._is_told = True
            told = {"where": self.where, "reason": _reason(error)}
            missing = isinstance(error, ImportError)
            self._waiting.tell("limits.no_library" if missing else "limits.unreachable", told)


def _client(address: str) -> Any:
    """Return a client that connects anew, once, where a connection was cut: a server restarted."""
    library = import_module("redis")
    no_pause = import_module("redis.backoff").NoBackoff()
    again = import_module("redis.retry").Retry(no_pause, 1, (library.ConnectionError,))
    return library.Redis.from_url(
        address,
        decode_responses=True,
        socket_connect_timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
        retry=again,
    )


def _reason(error: Exception) -> str:
    """Return the first line of what the library says, or the kind of error."""
    return next(iter(str(error).strip().splitlines()), "") or type(error).__name__


def check(address: str) -> str:
    """Return the address of a Redis server. Raises UsageProblem for what is none."""
    try:
        parts = urlsplit(address.strip())
        is_whole = bool(parts.path if parts.scheme == "unix" else parts.hostname)
        _ = parts.port
    except ValueError:
        is_whole, parts = False, urlsplit("")
    if parts.scheme not in SCHEMES or not is_whole:
        raise UsageProblem("limits.bad_address", schemes=", ".join(f"{s}://" for s in SCHEMES))
    return address.strip()


def password_of(address: str) -> str | None:
    """Return the password in an address."""
    return split(address)[1]


def without_password(address: str) -> str:
    """Return an address without user and password: fit to be shown."""
    bare = split(address)[0]
    netloc = urlsplit(bare).netloc
    return bare.replace(netloc, netloc.rpartition("@")[2], 1) if netloc else bare


def split(address: str) -> tuple[str, str | None]:
    """Return an address without its password, and the password; a query may hold it, too."""
    parts = urlsplit(address)
    fields = [field for field in parts.query.split("&") if field]
    asked = [field for field in fields if field.startswith("password=")]
    rest = "&".join(field for field in fields if field not in asked)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{parts.username}@{host}" if parts.username else host
    # Not put together by urllib: it loses the slashes of an address without a host.
    bare = f"{parts.scheme}://{netloc}{parts.path}" + (f"?{rest}" if rest else "")
    password = parts.password or (asked[0].partition("=")[2] if asked else "")
    return bare, unquote(password) or None


def with_password(address: str, password: str | None) -> str:
    """Return an address with `password`, unless it has one."""
    bare, own = split(address)
    if not password or own:
        return address
    parts = urlsplit(bare)
    whole = f"{parts.username or ''}:{quote(password, safe='')}@{parts.netloc.rpartition('@')[2]}"
    return bare.replace(f"://{parts.netloc}", f"://{whole}", 1)
