"""Which proxy leads to an address: the one that is set, else the system's; never for this machine.

The system's rules are those of other programs: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, and NO_PROXY
with endings of hosts and with networks; on Windows and macOS the settings of the system, too.
"""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from oint_b24.portal.address import is_loopback


def proxy_for(url: str, chosen: str | None) -> str | None:
    """Return the proxy a call of `url` goes through, or None; `chosen` is that of the settings."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host):
        return None
    return _whole(chosen or _of_system(parts.scheme, host, parts.port))


def _of_system(scheme: str, host: str, port: int | None) -> str | None:
    if not _may_have_proxies():
        return None
    from urllib.request import getproxies, proxy_bypass

    known = getproxies()
    chosen = known.get(scheme) or known.get("all")
    if not chosen or _is_spared(host, port, known.get("no", "")) or proxy_bypass(host):
        return None
    return chosen


def _may_have_proxies() -> bool:
    """Say whether it is worth asking: where only variables can name a proxy, some must be set."""
    asks_system = sys.platform in ("win32", "darwin")
    return asks_system or any(name.lower().endswith("_proxy") for name in os.environ)


def _whole(proxy: str | None) -> str | None:
    """Return a proxy with its scheme."""
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _is_spared(host: str, port: int | None, listed: str) -> bool:
    """Say whether NO_PROXY names the host."""
    names = [name for name in listed.replace(" ", "").split(",") if name]
    try:
        own = ip_address(host)
    except ValueError:
        ends = (host, f"{host}:{port}")
        return any(end.endswith(name) for name in names for end in ends)
    return any(_holds(name, own) for name in names)


def _holds(network: str, own: Any) -> bool:
    try:
        return own in ip_network(network, strict=False)
    except ValueError:
        return False
