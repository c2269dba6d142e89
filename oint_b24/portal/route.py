"""The way to a portal, looked at step by step without calling it: name, connection, proxy, TLS."""

from __future__ import annotations

import base64
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from oint_b24.portal.proxy import proxy_for

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
    """Return the proxy a call goes through, or None."""
    return proxy_for(address.root, settings.proxy)


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
