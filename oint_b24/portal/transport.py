"""One exchange over HTTP: request out, raw answer or problem in. Imported late, by who sends."""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from urllib3 import exceptions as low

from oint_b24 import __version__
from oint_b24.errors import Problem, UnknownProblem, UnreachableProblem
from oint_b24.portal.body import receive
from oint_b24.portal.connection import Connections, Phase, fetch
from oint_b24.portal.envelope import Answer
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
_TIMEOUTS = (low.TimeoutError, TimeoutError)


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
            raise _moved(given.get("Location", ""), url, request, portal)
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
            raise _moved(given.get("Location", ""), url, request, portal)
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


def failure(error: Exception, request: Request, portal: str, *, is_sent: bool) -> Problem:
    """Return the problem behind a transport error; `is_sent` says if the request had left."""
    where = {"method": request.method, "portal": portal}
    detail = _reason(error)
    if not is_sent:
        return UnreachableProblem(_before_sending(error), detail=detail, **where)
    is_late = _is(error, *_TIMEOUTS)
    if request.is_read:
        lost = "network.timeout" if is_late else "network.cut"
        return UnreachableProblem(lost, detail=detail, **where)
    lost = "portal.lost_timeout" if is_late else "portal.lost"
    return UnknownProblem(lost, remedy="portal.lost.remedy", reason=detail, **where)


def _before_sending(error: Exception) -> str:
    """Return the message key of an error that came before anything was sent."""
    if _is(error, low.NameResolutionError):
        return "network.name"
    if _is(error, low.ProxyError):
        return "network.proxy"
    if _is(error, ssl.SSLCertVerificationError):
        return "network.certificate"
    if _is(error, low.SSLError, ssl.SSLError):
        return "network.tls"
    if _is(error, low.NewConnectionError):  # before its parent, ConnectTimeoutError
        return "network.refused"
    if _is(error, *_TIMEOUTS):
        return "network.connect_timeout"
    if isinstance(error, OSError):  # those of the network come wrapped
        return "network.file"
    is_connecting = isinstance(error, low.HTTPError) and not isinstance(error, ValueError)
    return "network.refused" if is_connecting else "network.bad_address"


def _is(error: BaseException, *kinds: type[BaseException]) -> bool:
    return any(isinstance(link, kinds) for link in chain(error))


def chain(error: BaseException) -> Iterator[BaseException]:
    """Walk an error, what it wraps and what caused it."""
    queue, seen = [error], set[int]()
    while queue:
        link = queue.pop()
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        queue += [a for a in (*link.args, getattr(link, "reason", None)) if _is_error(a)]
        queue += [a for a in (link.__cause__, link.__context__) if a is not None]


def _is_error(value: object) -> bool:
    return isinstance(value, BaseException)


def _reason(error: Exception) -> str:
    """Return the innermost words: the outer ones quote the address, which holds the secret."""
    deepest = [link for link in chain(error) if isinstance(link, OSError) and link.strerror]
    if deepest:
        return str(deepest[-1].strerror)
    return type(list(chain(error))[-1]).__name__


def _moved(location: str, url: str, request: Request, portal: str) -> UnreachableProblem:
    """Return the problem of a redirect; to another host it tells of a renamed portal.

    A body is lost on the way (change-domen.md), and the way may lead anywhere.
    """
    where = {"method": request.method, "portal": portal}
    try:
        new = urlsplit(urljoin(url, location)).netloc.rpartition("@")[2]
    except ValueError:
        new = ""
    if new in ("", urlsplit(url).netloc.rpartition("@")[2]):
        return UnreachableProblem("portal.redirected", **where)
    return UnreachableProblem("portal.moved", new=new, **where)


def get(url: str) -> tuple[bytes | None, str]:
    """Fetch a public address; return its bytes, or None and why not."""
    try:
        response = fetch(url, {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"})
    except _FAILURES as error:
        return None, _reason(error)
    if response.status >= 400:
        return None, f"HTTP {response.status}"
    return response.data, ""
