"""Connections by urllib3: kept open, verified, through a proxy or not, and watched.

A watched connection knows whether anything of a request has left this machine. An error before
that is no loss: nothing was executed. What kind of error it is does not tell: a reset may come
from a handshake or from a portal at work.
"""

from __future__ import annotations

import base64
import os
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import unquote, urlsplit, urlunsplit

from urllib3 import PoolManager, ProxyManager, Retry, Timeout
from urllib3.connection import HTTPConnection

from oint_b24.portal.proxy import proxy_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3 import BaseHTTPResponse

    from oint_b24.portal.outgoing import Outgoing
    from oint_b24.portal.request import Settings

# Balancers close idle connections after 15 s and more, sometimes without a word that arrives.
_STALE = 12.0
_MOST = 32  # connections to a host that are kept
_HOPS = 30
# What other programs on the machine follow, too: a file or a directory of authorities.
_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


class Phase(threading.local):
    """Whether the request of the current thread has begun to leave."""

    is_sent = False


class _Watched(HTTPConnection):
    phase: ClassVar[Phase]
    patience: ClassVar[float | None]  # seconds without progress, when sending too
    _used = 0.0

    def connect(self) -> None:
        """Connect; what a proxy is told on the way is no part of the request."""
        try:
            super().connect()
            if self.sock is not None:
                self.sock.settimeout(self.patience)
        finally:
            self.phase.is_sent = False

    @property
    def is_connected(self) -> bool:
        """Say whether a request may go out here: never after the connection was idle for long."""
        return super().is_connected and time.monotonic() - self._used <= _STALE

    def send(self, data: Any) -> None:
        """Send bytes."""
        if self.sock is None:
            self.connect()
        self._used = time.monotonic()
        self.phase.is_sent = True
        super().send(data)


class Connections:
    """The connections of one client, usable by several threads."""

    def __init__(self, settings: Settings, phase: Phase) -> None:
        self._settings = settings
        self._phase = phase
        self._managers: dict[tuple[str, str | None], PoolManager] = {}
        self._lock = threading.Lock()

    def open(
        self, verb: str, url: str, body: bytes | Outgoing | None, headers: Mapping[str, str]
    ) -> BaseHTTPResponse:
        """Send one request, repeat nothing, follow nothing; return the answer, its body to come.

        Raises what urllib3 raises, and OSError for a file of certificates that is not there.
        """
        address = _in_ascii(url)
        manager = self._manager(urlsplit(address).scheme, proxy_for(address, self._settings.proxy))
        self._watch(manager.connection_from_url(address))
        return manager.urlopen(
            verb,
            address,
            body=body,
            headers=headers,
            timeout=Timeout(connect=self._settings.connect_timeout, read=self._settings.timeout),
            retries=False,
            redirect=False,
            preload_content=False,
            decode_content=False,
        )

    def close(self) -> None:
        """Close all of them."""
        for manager in self._managers.values():
            manager.clear()

    def _manager(self, scheme: str, proxy: str | None) -> PoolManager:
        with self._lock:
            key = (scheme, proxy)
            if key not in self._managers:
                is_open = key == ("http", None)
                self._managers[key] = _manager(proxy, {} if is_open else _trust(self._settings))
            return self._managers[key]

    def _watch(self, pool: Any) -> None:
        """Let the connections of a pool tell when a request leaves."""
        kind = pool.ConnectionCls
        if not issubclass(kind, _Watched):
            pool.ConnectionCls = type(
                "Watched",
                (_Watched, kind),
                {"phase": self._phase, "patience": self._settings.timeout},
            )


def fetch(url: str, headers: Mapping[str, str]) -> BaseHTTPResponse:
    """Get what is public at an address, redirects followed. Raises as `Connections.open`."""
    address = _in_ascii(url)
    return _manager(proxy_for(address, None), _trust()).request(
        "GET",
        address,
        headers=headers,
        timeout=Timeout(connect=10, read=60),
        retries=Retry(None, connect=0, read=0, other=0, redirect=_HOPS, status=0),
    )


def _manager(proxy: str | None, trusted: dict[str, Any]) -> PoolManager:
    """Return what makes connections through `proxy`, or directly."""
    if proxy is None:
        return PoolManager(maxsize=_MOST, **trusted)
    if proxy.startswith("socks"):
        import_module("socks")  # of PySocks; urllib3 alone would warn before it fails
        from urllib3.contrib.socks import SOCKSProxyManager

        return SOCKSProxyManager(proxy, maxsize=_MOST, **trusted)
    return ProxyManager(proxy, maxsize=_MOST, proxy_headers=_password(proxy), **trusted)


def _password(proxy: str) -> dict[str, str]:
    """Return the header that names us to a proxy, where its address holds a password."""
    parts = urlsplit(proxy)
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair).decode()}"}


def _trust(settings: Settings | None = None) -> dict[str, Any]:
    """Return whom to trust and as whom to come. Raises OSError for a file that is not there."""
    known = [settings.ca_bundle if settings else None, *map(os.environ.get, _AUTHORITIES)]
    bundle = next(filter(None, known), None)
    if bundle is None:
        from certifi import where

        bundle = where()
    own = settings.client_cert if settings else None
    certificate, key = (own, None) if own is None or isinstance(own, str) else own
    for path in filter(None, (bundle, certificate, key)):
        Path(path).stat()
    kind = "ca_cert_dir" if Path(bundle).is_dir() else "ca_certs"
    return {"cert_reqs": "CERT_REQUIRED", kind: bundle, "cert_file": certificate, "key_file": key}


def _in_ascii(url: str) -> str:
    """Return an address with its host as the network knows it: `.рф` is `.xn--p1ai`."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.isascii():
        return url
    user, at, _ = parts.netloc.rpartition("@")
    port = f":{parts.port}" if parts.port else ""
    place = f"{user}{at}{host.encode('idna').decode()}{port}"
    return urlunsplit(parts._replace(netloc=place))
