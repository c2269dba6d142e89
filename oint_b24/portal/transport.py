"""HTTP by requests: the only module that knows it. Imported late, by the client, when it sends."""

from __future__ import annotations

import ssl
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import exceptions as low

from oint_b24 import __version__
from oint_b24.errors import Problem, UnknownProblem, UnreachableProblem
from oint_b24.portal.address import is_loopback
from oint_b24.portal.envelope import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.portal.files import Multipart
    from oint_b24.portal.request import Request, Settings

USER_AGENT = f"oint-b24/{__version__}"
# A TLS connection that ends early may have carried the request; a refused handshake has not.
_TLS_CUT = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionResetError)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Transport:
    """A session with a portal: connections are kept open, redirects are never followed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept": "application/json"})
        # Retrying is the client's business: it knows which calls are safe to repeat.
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=0, pool_maxsize=32))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _proxies(self, url: str) -> dict[str, str] | None:
        host = urlsplit(url).hostname or ""
        if is_loopback(host):
            return {"no_proxy": host}
        proxy = self._settings.proxy
        return {"http": proxy, "https": proxy} if proxy else None

    def send(self, request: Request, url: str, body: bytes | None, portal: str) -> Answer:
        """Send and return the whole raw answer.

        Raises UnreachableProblem where nothing was executed, UnknownProblem where a write may
        have been.
        """
        started = time.monotonic()
        try:
            response = self._session.request(
                request.verb,
                url,
                data=body,
                headers={"Content-Type": "application/json"} if body is not None else None,
                timeout=(self._settings.connect_timeout, self._settings.timeout),
                allow_redirects=False,
                # On the request, not the session: there REQUESTS_CA_BUNDLE would win over it.
                verify=self._settings.ca_bundle,
                proxies=self._proxies(url),
            )
        except (requests.RequestException, low.HTTPError, OSError, ValueError) as error:
            raise failure(error, request, portal) from None
        if response.status_code in _REDIRECTS:
            raise _moved(response.headers.get("Location", ""), request, portal)
        return Answer(
            response.status_code,
            response.content,
            response.headers.get("Content-Type", ""),
            seconds=time.monotonic() - started,
        )

    def upload(self, request: Request, url: str, body: Multipart, portal: str) -> Answer:
        """Post a multipart body to a signed address and return the raw answer.

        Raises as `send`: once the first bytes have gone, a lost answer is an unknown outcome.
        """
        started = time.monotonic()
        try:
            response = self._session.post(
                url,
                data=body,
                headers={"Content-Type": body.content_type},
                timeout=(self._settings.connect_timeout, self._settings.timeout),
                allow_redirects=False,
                verify=self._settings.ca_bundle,
                proxies=self._proxies(url),
            )
        except (requests.RequestException, low.HTTPError, OSError, ValueError) as error:
            raise failure(error, request, portal) from None
        if response.status_code in _REDIRECTS:
            raise _moved(response.headers.get("Location", ""), request, portal)
        return Answer(
            response.status_code,
            response.content,
            response.headers.get("Content-Type", ""),
            seconds=time.monotonic() - started,
        )


def failure(error: Exception, request: Request, portal: str) -> Problem:
    """Return the problem behind a transport error, judged by where it happened."""
    where = {"method": request.method, "portal": portal}
    key = _before_sending(error)
    if key:
        return UnreachableProblem(key, detail=_reason(error), **where)
    lost = "network.timeout" if _is(error, requests.Timeout, low.TimeoutError) else "network.cut"
    if request.is_read:
        return UnreachableProblem(lost, detail=_reason(error), **where)
    return UnknownProblem("portal.lost", reason=_reason(error), **where)


def _before_sending(error: Exception) -> str | None:
    """Return the message key where the request cannot have been executed, else None."""
    if _is(error, low.NameResolutionError):
        return "network.name"
    if _is(error, requests.exceptions.ProxyError, low.ProxyError):
        return "network.proxy"
    if _is(error, requests.exceptions.SSLError, low.SSLError) and not _is(error, *_TLS_CUT):
        return "network.tls"
    if _is(error, low.NewConnectionError):  # before its parent, ConnectTimeoutError
        return "network.refused"
    if _is(error, requests.ConnectTimeout, low.ConnectTimeoutError):
        return "network.connect_timeout"
    if isinstance(error, (requests.exceptions.InvalidURL, ValueError)) and not isinstance(
        error, (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)
    ):
        return "network.bad_address"
    return "network.file" if type(error) is OSError else None


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


def _moved(location: str, request: Request, portal: str) -> UnreachableProblem:
    """Return the problem of a renamed portal (change-domen.md): a body is lost on the way."""
    try:
        new = urlsplit(location).netloc.rpartition("@")[2] or "?"
    except ValueError:
        new = "?"
    return UnreachableProblem("portal.moved", method=request.method, portal=portal, new=new)


def get(url: str) -> tuple[bytes | None, str]:
    """Fetch a public address; return its bytes, or None and why not."""
    try:
        response = requests.get(url, timeout=(10, 60), headers={"User-Agent": USER_AGENT})
    except (requests.RequestException, OSError, ValueError) as error:
        return None, _reason(error)
    if not response.ok:
        return None, f"HTTP {response.status_code}"
    return response.content, ""
