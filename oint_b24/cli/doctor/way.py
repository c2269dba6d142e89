"""The first half of `oint doctor`: our own files, then the way to the portal."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from oint_b24.cli.connect import resolve
from oint_b24.cli.perform import source_of
from oint_b24.errors import Exit, Problem
from oint_b24.portal import route
from oint_b24.profiles import SANDBOX, Profiles

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from oint_b24.cli.doctor.diagnosis import Findings
    from oint_b24.cli.target import Target
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.address import Address
    from oint_b24.portal.request import Settings

# X509_V_ERR_CERT_NOT_YET_VALID, _CERT_HAS_EXPIRED, _HOSTNAME_MISMATCH, _IP_ADDRESS_MISMATCH
_CERTIFICATE_FAULTS = {9: "tls_expired", 10: "tls_expired", 62: "tls_name", 64: "tls_name"}
_NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL"})
_SOON = 14 * 86400.0  # seconds before its end that a certificate is worth a word


def target_of(invocation: Invocation, found: Findings) -> Target | None:
    """Look at our own files and settings; return the target, or None where there is none."""
    profiles = Profiles(invocation.world)
    try:
        count = len(profiles.names()) - 1
        if profiles.path.exists():
            _private("settings", [profiles.path], found, count=count, path=profiles.path)
        else:
            found.ok("settings", "no_settings", path=profiles.path)
    except Problem as problem:
        found.broken("settings", problem)
        return None
    kept = [profiles.secrets_path, *sorted(profiles.logins.glob("*.toml"))]
    there = [path for path in kept if path.exists()]
    try:
        target = resolve(invocation.common, invocation.world, source_of(invocation))
    except Problem as problem:
        _private("secrets", there, found, count=len(there), path=profiles.secrets_path)
        found.broken("target", problem)
        return None
    _private("secrets", there, found, count=len(there), path=profiles.secrets_path)
    place = target.address.root if target.address else SANDBOX
    found.ok("target", "target", portal=place, origin=_origin(target))
    return target


def _origin(target: Target) -> str:
    """Return where the address was taken from, and what named the profile."""
    address = target.origins.get("address", "")
    named_by = target.origins.get("profile")
    return f"{address} ({named_by})" if named_by else address


def _private(step: str, paths: list[Path], found: Findings, *, count: int, path: Path) -> None:
    """Warn of files that others on the machine may read."""
    open_ones = [p for p in (*paths, *{p.parent for p in paths}) if _is_open(p)]
    if open_ones:
        shown = " ".join(map(str, open_ones))
        found.warn(step, "open_files", paths=shown)
    else:
        found.ok(step, step, count=count, path=path)


def _is_open(path: Path) -> bool:
    if os.name == "nt":
        return False  # there the user's own directory is what protects
    others = stat.S_IRWXG | stat.S_IRWXO
    return bool(path.stat().st_mode & others)


def walk(address: Address, settings: Settings, found: Findings, now: float) -> bool:
    """Go the way to the portal step by step; say whether it leads there."""
    proxy = route.proxy_of(address, settings)
    place = route.place_of(address.root)
    first = route.place_of(proxy) if proxy else place
    try:
        found.ok("name", "name", host=first.host, addresses=", ".join(route.addresses(first)))
    except OSError as error:
        key = "proxy_name" if proxy else "no_name"
        found.fail("name", key, Exit.UNREACHABLE, host=first.host, reason=_words(error))
        return False
    try:
        connection = route.connect(first, settings)
    except OSError as error:
        key = "proxy_tcp" if proxy else "no_tcp"
        found.fail("tcp", key, Exit.UNREACHABLE, place=first, reason=_words(error))
        return False
    found.ok("tcp", "tcp", place=first)
    with connection:
        return _tunnelled(connection, proxy, place, address, found) and _secured(
            connection, place, address, settings, found, now
        )


def _tunnelled(
    connection: socket.socket,
    proxy: str | None,
    place: route.Place,
    address: Address,
    found: Findings,
) -> bool:
    if proxy is None:
        found.ok("proxy", "no_proxy")
        return True
    shown = str(route.place_of(proxy))
    if address.scheme != "https" or not proxy.startswith("http://"):
        found.ok("proxy", "proxy_untried", proxy=shown)
        return True
    try:
        route.tunnel(connection, proxy, place)
    except OSError as error:
        reason = str(error) if isinstance(error, route.ProxyRefusal) else _words(error)
        found.fail("proxy", "proxy_refused", Exit.UNREACHABLE, proxy=shown, reason=reason)
        return False
    found.ok("proxy", "proxy", proxy=shown)
    return True


def _secured(
    connection: socket.socket,
    place: route.Place,
    address: Address,
    settings: Settings,
    found: Findings,
    now: float,
) -> bool:
    if address.scheme != "https":
        found.skip("tls", "plain")
        return True
    trusted = settings.ca_bundle or "certifi"
    try:
        shown = route.shake(connection, place, settings)
    except OSError as error:
        reason = getattr(error, "verify_message", "") or _words(error)
        found.fail("tls", _broken_tls(error), Exit.UNREACHABLE, reason=reason, trusted=trusted)
        return False
    days = int((shown.expires - now) // 86400)
    told = {"protocol": shown.protocol, "issuer": shown.issuer, "days": days}
    if shown.expires - now < _SOON:
        found.warn("tls", "tls_soon", **told)
    else:
        found.ok("tls", "tls", **told)
    return True


def _broken_tls(error: OSError) -> str:
    """Return the message for a failed handshake, by the codes of OpenSSL."""
    if getattr(error, "reason", "") in _NOT_TLS:
        return "tls_none"
    return _CERTIFICATE_FAULTS.get(getattr(error, "verify_code", 0), "no_tls")


def _words(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
