"""What went wrong below HTTP, as a problem: nothing was sent, no answer came, or it moved."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from urllib3 import exceptions as low

from oint_b24.errors import Problem, UnknownProblem, UnreachableProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.portal.request import Request

_TIMEOUTS = (low.TimeoutError, TimeoutError)


def failure(error: Exception, request: Request, portal: str, *, is_sent: bool) -> Problem:
    """Return the problem behind a transport error; `is_sent` says if the request had left."""
    where = {"method": request.method, "portal": portal}
    detail = reason(error)
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


def reason(error: Exception) -> str:
    """Return the innermost words: the outer ones quote the address, which holds the secret."""
    deepest = [link for link in chain(error) if isinstance(link, OSError) and link.strerror]
    if deepest:
        return str(deepest[-1].strerror)
    return type(list(chain(error))[-1]).__name__


def moved(location: str, url: str, request: Request, portal: str) -> UnreachableProblem:
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
