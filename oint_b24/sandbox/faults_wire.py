"""Faults on the wire: what is sent of an answer, how slowly, and how the connection ends."""

from __future__ import annotations

import re
import socket
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading

    from oint_b24.sandbox.faults import Fault

_GARBAGE = b"\x00\xff this is no HTTP\r\n\r\n"
_LENGTH = re.compile(rb"Content-Length: *\d+\r\n", re.IGNORECASE)
RESETS = frozenset({"reset", "reset-after-read", "reset-after-write"})


def will_reset(connection: socket.socket) -> None:
    """Let the connection, once closed, end with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def spoil(fault: Fault, connection: socket.socket, whole: bytes, over: threading.Event) -> None:
    """Send what the fault lets through of an answer; the connection is of no use afterwards.

    Ends early when the portal is `over`. Raises OSError where the client has gone.
    """
    head, _, body = whole.partition(b"\r\n\r\n")
    head += b"\r\n\r\n"
    if fault.name == "garbage":
        connection.sendall(_GARBAGE)
    elif fault.name == "stall":
        connection.sendall(whole[:9])
        over.wait(fault.seconds)
    elif fault.name == "stall-body":
        connection.sendall(head + body[: len(body) // 2])
        over.wait(fault.seconds)
    elif fault.name == "drip":
        connection.sendall(head)
        _drip(connection, body, fault.seconds, over)
    elif fault.name == "cut":
        connection.sendall(head + body[: int(fault.value or len(body) // 2)])
    elif fault.name == "cut-chunked":
        chunked = _LENGTH.sub(b"Transfer-Encoding: chunked\r\n", head)
        connection.sendall(chunked + b"%x\r\n%s\r\n" % (len(body), body))


def _drip(connection: socket.socket, body: bytes, pace: float, over: threading.Event) -> None:
    for place in range(len(body)):
        if over.wait(pace):
            return
        connection.sendall(body[place : place + 1])
