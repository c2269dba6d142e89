"""The way to a portal, looked at step by step without calling it: name, connection, proxy, TLS."""

from __future__ import annotations

import base64
import socket
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from oint_b24.portal.address import is_loopback

if TYPE_CHECKING:
    from oint_b24.portal.address import Address
    from oint_b24.portal.request import Settings

_PORTS = {"http": 80, "https": 443}
_HEAD_LIMIT = 1 << 16  # bytes of a proxy's answer to read


class ProxyRefusal(OSError):  # noqa: N818 - a proxy's answer, not a failure of this program
    """A proxy did not open the way; the text is its status line."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a handshake showed. `expires` is unix time."""

    subject: str
    issuer: str
    expires: float
    protocol: str


@dataclass(frozen=True, slots=True)
class Place:
    """A host and a port to connect to."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def place_of(url: str) -> Place:
    """Return where the address `url` leads."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    return Place(parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 80))


def proxy_of(address: Address, settings: Settings) -> str | None:
    """Return the proxy a call goes through: the set one, else the system's, else None.

    The rules are those of requests, which sends the call: HTTPS_PROXY, ALL_PROXY and NO_PROXY
    with host endings and networks; never for this machine.
    """
    place = place_of(address.root)
    if is_loopback(place.host):
        return None
    if settings.proxy:
        return settings.proxy
    from urllib.request import getproxies, proxy_bypass

    known = getproxies()
    chosen = known.get(address.scheme) or known.get("all")
    if not chosen or _is_spared(place, known.get("no", "")) or proxy_bypass(place.host):
        return None
    return chosen


def _is_spared(place: Place, listed: str) -> bool:
    """Say whether NO_PROXY names the place."""
    names = [name for name in listed.replace(" ", "").split(",") if name]
    try:
        own = ip_address(place.host)
    except ValueError:
        ends = (place.host, f"{place.host}:{place.port}")
        return any(end.endswith(name) for name in names for end in ends)
    return any(_holds(name, own) for name in names)


def _holds(network: str, own: Any) -> bool:
    try:
        return own in ip_network(network, strict=False)
    except ValueError:
        return False


def addresses(place: Place) -> list[str]:
    """Return the addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(place: Place, settings: Settings) -> socket.socket:
    """Return a connection. Raises OSError."""
    return socket.create_connection((place.host, place.port), settings.connect_timeout)


def tunnel(connection: socket.socket, proxy: str, place: Place) -> None:
    """Have a proxy open a way to `place`. Raises ProxyRefusal and OSError."""
    parts = urlsplit(proxy)
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(pair).decode()}")
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    head = b""
    while b"\r\n\r\n" not in head and len(head) < _HEAD_LIMIT:
        piece = connection.recv(4096)
        if not piece:
            break
        head += piece
    first = head.partition(b"\r\n")[0].decode("latin-1").strip()
    if first.split(" ")[1:2] != ["200"]:
        raise ProxyRefusal(first[:200] or "—")


def shake(connection: socket.socket, place: Place, settings: Settings) -> Certificate:
    """Make the connection a TLS one, as a call would, and tell of the certificate.

    Raises ssl.SSLError and OSError.
    """
    import ssl

    import certifi

    context = ssl.create_default_context()
    trusted = settings.ca_bundle or certifi.where()
    _trust(context, trusted)
    given = settings.client_cert
    if given:
        context.load_cert_chain(*([given] if isinstance(given, str) else given))
    with context.wrap_socket(connection, server_hostname=place.host) as secured:
        shown: dict[str, Any] = secured.getpeercert() or {}
        return Certificate(
            _name(shown.get("subject", ())),
            _name(shown.get("issuer", ())),
            float(ssl.cert_time_to_seconds(shown["notAfter"])),
            secured.version() or "",
        )


def _trust(context: Any, trusted: str) -> None:
    from pathlib import Path

    if Path(trusted).is_dir():
        context.load_verify_locations(capath=trusted)
    else:
        context.load_verify_locations(cafile=trusted)


def _name(pairs: Any) -> str:
    """Return the telling part of a distinguished name."""
    known = {key: value for group in pairs for key, value in group}
    return str(known.get("commonName") or known.get("organizationName") or "?")
