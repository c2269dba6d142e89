"""One exchange over HTTP: request out, raw answer or problem in. Imported late, by who sends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from urllib3 import exceptions as low

from oint_b24 import __version__
from oint_b24.portal.body import receive
from oint_b24.portal.connection import Connections, Phase, fetch
from oint_b24.portal.envelope import Answer
from oint_b24.portal.failure import failure, moved, reason
from oint_b24.portal.idempotency import REPLAYED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from urllib3 import BaseHTTPResponse

    from oint_b24.portal.body import Spill
    from oint_b24.portal.incoming import Incoming
    from oint_b24.portal.outgoing import Multipart, Outgoing
    from oint_b24.portal.request import Request, Settings

USER_AGENT = f"oint-b24/{__version__}"
_PIECE = 1 << 18
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"}
# ImportError: a proxy may need a package that is not installed.
_FAILURES = (low.HTTPError, OSError, ValueError, ImportError)


class Transport:
    """Exchanges with a portal: connections are kept open, redirects are never followed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._phase = Phase()
        self._connections = Connections(settings, self._phase)

    def close(self) -> None:
        """Close the connections."""
        self._connections.close()

    def send(
        self,
        request: Request,
        url: str,
        body: bytes | Outgoing | None,
        portal: str,
        *,
        headers: Mapping[str, str] | None = None,
        spill: Spill | None = None,
    ) -> Answer:
        """Send and return the whole raw answer, or let a large good one go to `spill`.

        Raises UnreachableProblem where nothing was executed or a read got no answer,
        UnknownProblem where a write may have been executed.
        """
        kind = {"Content-Type": "application/json"} if body is not None else {}
        return self._exchange(request, url, body, {**kind, **(headers or {})}, portal, spill=spill)

    def _exchange(
        self,
        request: Request,
        url: str,
        body: bytes | Outgoing | None,
        headers: dict[str, str],
        portal: str,
        *,
        spill: Spill | None = None,
    ) -> Answer:
        started = time.monotonic()
        response = self._response(request, url, body, headers, portal)
        with response:
            return self._received(response, request, url, portal, started, spill)

    def _response(
        self,
        request: Request,
        url: str,
        body: bytes | Outgoing | None,
        headers: Mapping[str, str],
        portal: str,
    ) -> BaseHTTPResponse:
        """Send and return the open response."""
        self._phase.is_sent = False
        try:
            return self._connections.open(request.verb, url, body, _complete(headers, body))
        except _FAILURES as error:
            raise failure(error, request, portal, is_sent=self._phase.is_sent) from None

    def _received(
        self,
        response: BaseHTTPResponse,
        request: Request,
        url: str,
        portal: str,
        started: float,
        spill: Spill | None,
    ) -> Answer:
        given = response.headers
        if response.status in _REDIRECTS:
            raise moved(given.get("Location", ""), url, request, portal)
        try:
            body = receive(
                response,
                given.get("Content-Encoding", ""),
                self._settings.timeout,
                spill if response.status < 400 else None,
            )
        except _FAILURES as error:
            raise failure(error, request, portal, is_sent=True) from None
        return Answer(
            response.status,
            body.raw,
            given.get("Content-Type", ""),
            seconds=time.monotonic() - started,
            spilled=body.spilled,
            retry_after=_seconds(given.get("Retry-After", "")),
            is_replay=given.get(REPLAYED, "").lower() == "true",
        )

    def upload(self, request: Request, url: str, body: Multipart, portal: str) -> Answer:
        """Post a multipart body to a signed address and return the raw answer.

        Raises as `send`: once the first bytes have gone, a lost answer is an unknown outcome.
        """
        return self._exchange(request, url, body, {"Content-Type": body.content_type}, portal)

    def open(self, request: Request, url: str, headers: Mapping[str, str], portal: str) -> Incoming:
        """Ask for a file and return the answer with its bytes still to come.

        Raises as `send`, also while they come; an answer that sends us elsewhere is a problem.
        """
        from oint_b24.portal.incoming import Head, Incoming

        response = self._response(request, url, None, headers, portal)
        given = response.headers
        if response.status in _REDIRECTS:
            response.close()
            raise moved(given.get("Location", ""), url, request, portal)
        head = Head(response.status, {name.lower(): given[name] for name in given})

        def pieces() -> Iterator[bytes]:
            try:
                while piece := response.read1(_PIECE, decode_content=True):
                    yield piece
            except _FAILURES as error:
                raise failure(error, request, portal, is_sent=True) from None

        return Incoming(head, pieces, response.close)


def _complete(headers: Mapping[str, str], body: bytes | Outgoing | None) -> dict[str, str]:
    """Return the headers of a request; a length keeps its body from going out in chunks."""
    length = {} if body is None else {"Content-Length": str(len(body))}
    return {**_HEADERS, **length, **headers}


def _seconds(given: str) -> float | None:
    """Return the seconds of a Retry-After header; a date is not worth trusting two clocks."""
    return float(given) if given.strip().isdecimal() else None


def get(url: str) -> tuple[bytes | None, str]:
    """Fetch a public address; return its bytes, or None and why not."""
    try:
        response = fetch(url, {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"})
    except _FAILURES as error:
        return None, reason(error)
    if response.status >= 400:
        return None, f"HTTP {response.status}"
    return response.data, ""
