"""HTTP by requests: the only module that knows it. Imported late, by the client, when it sends."""

from __future__ import annotations

import ssl
import time
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as low

from oint_b24 import __version__
from oint_b24.errors import Problem, UnknownProblem, UnreachableProblem
from oint_b24.portal.address import is_loopback
from oint_b24.portal.body import receive
from oint_b24.portal.connection import Phase, watch
from oint_b24.portal.envelope import Answer
from oint_b24.portal.idempotency import REPLAYED
from oint_b24.portal.incoming import Head, Incoming

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from oint_b24.portal.body import Spill
    from oint_b24.portal.outgoing import Multipart, Outgoing
    from oint_b24.portal.request import Request, Settings

USER_AGENT = f"oint-b24/{__version__}"
_PIECE = 1 << 18
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FAILURES = (requests.RequestException, low.HTTPError, OSError, ValueError)


class Transport:
    """A session with a portal: connections are kept open, redirects are never followed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._phase = Phase()
        self._session = _Session()
        # Retrying is the client's business: it knows which calls are safe to repeat.
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, _Adapter(self._phase))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _proxies(self, url: str) -> dict[str, str] | None:
        host = urlsplit(url).hostname or ""
        if is_loopback(host):
            return {"no_proxy": host}
        proxy = self._settings.proxy
        return {"http": proxy, "https": proxy} if proxy else None

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
            return self._received(response, request, portal, started, spill)

    def _response(
        self,
        request: Request,
        url: str,
        body: bytes | Outgoing | None,
        headers: Mapping[str, str],
        portal: str,
    ) -> requests.Response:
        """Send and return the open response."""
        self._phase.is_sent = False
        try:
            return self._session.request(
                request.verb,
                url,
                data=body,
                headers=headers,
                timeout=(self._settings.connect_timeout, self._settings.timeout),
                allow_redirects=False,
                stream=True,
                # On the request, not the session: there REQUESTS_CA_BUNDLE would win over it.
                verify=self._settings.ca_bundle,
                cert=self._settings.client_cert,
                proxies=self._proxies(url),
            )
        except _FAILURES as error:
            raise failure(error, request, portal, is_sent=self._phase.is_sent) from None

    def _received(
        self,
        response: requests.Response,
        request: Request,
        portal: str,
        started: float,
        spill: Spill | None,
    ) -> Answer:
        given = response.headers
        if response.status_code in _REDIRECTS:
            raise _moved(given.get("Location", ""), response.url, request, portal)
        try:
            body = receive(
                response.raw,
                given.get("Content-Encoding", ""),
                self._settings.timeout,
                spill if response.ok else None,
            )
        except _FAILURES as error:
            raise failure(error, request, portal, is_sent=True) from None
        return Answer(
            response.status_code,
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
        response = self._response(request, url, None, headers, portal)
        if response.status_code in _REDIRECTS:
            response.close()
            raise _moved(response.headers.get("Location", ""), response.url, request, portal)
        head = Head(response.status_code, {name.lower(): v for name, v in response.headers.items()})

        def pieces() -> Iterator[bytes]:
            try:
                while piece := response.raw.read1(_PIECE, decode_content=True):
                    yield piece
            except _FAILURES as error:
                raise failure(error, request, portal, is_sent=True) from None

        return Incoming(head, pieces, response.close)


class _Session(requests.Session):
    """A session without memory: no cookies, no passwords of ~/.netrc, no redirects."""

    def __init__(self) -> None:
        super().__init__()
        self.headers.update(
            {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "gzip"}
        )
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.auth = _unchanged

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return nothing: even looking at a redirect may fail on what stands there."""


class _Adapter(HTTPAdapter):
    """An adapter that repeats nothing and knows when a request leaves."""

    def __init__(self, phase: Phase) -> None:
        self._phase = phase
        super().__init__(max_retries=0, pool_maxsize=32)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """Return the pool for a request, its connections watched."""
        pool = super().get_connection_with_tls_context(*args, **kwargs)
        watch(pool, self._phase)
        return pool


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _seconds(given: str) -> float | None:
    """Return the seconds of a Retry-After header; a date is not worth trusting two clocks."""
    return float(given) if given.strip().isdecimal() else None


def failure(error: Exception, request: Request, portal: str, *, is_sent: bool) -> Problem:
    """Return the problem behind a transport error; `is_sent` says if the request had left."""
    where = {"method": request.method, "portal": portal}
    detail = _reason(error)
    if not is_sent:
        return UnreachableProblem(_before_sending(error), detail=detail, **where)
    is_late = _is(error, requests.Timeout, low.TimeoutError, TimeoutError)
    if request.is_read:
        lost = "network.timeout" if is_late else "network.cut"
        return UnreachableProblem(lost, detail=detail, **where)
    lost = "portal.lost_timeout" if is_late else "portal.lost"
    return UnknownProblem(lost, remedy="portal.lost.remedy", reason=detail, **where)


def _before_sending(error: Exception) -> str:
    """Return the message key of an error that came before anything was sent."""
    if _is(error, low.NameResolutionError):
        return "network.name"
    if _is(error, requests.exceptions.ProxyError, low.ProxyError):
        return "network.proxy"
    if _is(error, ssl.SSLCertVerificationError):
        return "network.certificate"
    if _is(error, requests.exceptions.SSLError, low.SSLError, ssl.SSLError):
        return "network.tls"
    if _is(error, low.NewConnectionError):  # before its parent, ConnectTimeoutError
        return "network.refused"
    if _is(error, requests.Timeout, low.TimeoutError, TimeoutError):
        return "network.connect_timeout"
    if isinstance(error, requests.ConnectionError):
        return "network.refused"
    return "network.file" if type(error) is OSError else "network.bad_address"


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
        response = requests.get(url, timeout=(10, 60), headers={"User-Agent": USER_AGENT})
    except (requests.RequestException, OSError, ValueError) as error:
        return None, _reason(error)
    if not response.ok:
        return None, f"HTTP {response.status_code}"
    return response.content, ""
