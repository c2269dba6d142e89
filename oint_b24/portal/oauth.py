"""Tokens of an application: consent, exchange, renewal (settings/oauth/index.md, auto-renewal.md).

The authorisation server is the one that the portal or a person names.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from oint_b24.errors import (
    AccessProblem,
    PortalProblem,
    RefusedProblem,
    UnknownProblem,
    UnreachableProblem,
)
from oint_b24.portal.address import Address, is_loopback, parse
from oint_b24.portal.encode import query
from oint_b24.portal.envelope import Envelope, read
from oint_b24.portal.request import Request, Settings

SERVER = "oauth.bitrix.info"
EASTERN = "oauth.bitrix24.tech"
# Only where neither the portal nor the person names the server: it goes by the licence's region,
# which the portal's domain hints at.
_EASTERN_ZONES = (".ru", ".by", ".kz")
# An application's secret goes to these, or to the portal itself, without asking.
_TRUSTED = (".bitrix.info", ".bitrix24.tech")
_METHOD = "oauth/token/"  # how messages call it
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LONGEST = 30.0  # seconds a renewal may take: others wait for it
# What the server says where only a new consent helps, and of the application (error-codes.md).
_SPENT = frozenset({"invalid_grant", "not_installed"})
_NO_APP = frozenset({"invalid_client", "wrong_client"})


def described(params: dict[str, Any]) -> dict[str, Any]:
    """Return OPI's request as data, for a dry run."""
    return {"dry_run": True, "verb": "GET", "url": _token_address(SERVER), "params": params}


def exchange(params: dict[str, Any]) -> Envelope:
    """Send a token request in OPI's shape. Raises the problems of `errors`."""
    from oint_b24.portal.transport import Transport

    # A code or refresh token is spent by the request: after a lost answer nobody knows.
    request = Request(_METHOD, params, effect="write", verb="GET")
    transport = Transport(Settings())
    try:
        answer = transport.send(request, f"{_token_address(SERVER)}?{query(params)}", None, SERVER)
    finally:
        transport.close()
    return read(answer, request, SERVER)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person's consent gave an application. All of it is kept secret.

    `server` is the authorisation server's address, `portal` the host the tokens are for; `expires`
    is unix time as text.
    """

    client_id: str
    client_secret: str
    access_token: str
    refresh_token: str
    server: str
    member_id: str = ""
    portal: str = ""
    user: str = ""
    scope: str = ""
    expires: str = ""

    @classmethod
    def of(cls, kept: dict[str, str]) -> Grant | None:
        """Return a grant from its kept form, or None where that is not whole."""
        names = cls.__dataclass_fields__
        needed = ("client_id", "client_secret", "access_token", "refresh_token", "server")
        if not all(kept.get(name) for name in needed):
            return None
        return cls(**{name: kept[name] for name in names if name in kept})

    def kept(self) -> dict[str, str]:
        """Return the form that is kept."""
        return asdict(self)


def consent_address(portal: Address, client_id: str, state: str) -> str:
    """Return the page where a person allows the application to act for them."""
    asked = query({"client_id": client_id, "state": state})
    return f"{portal.root}/oauth/authorize/?{asked}"


def server_of(portal: Address, named: str | None, chosen: str | None) -> str:
    """Return the authorisation server: the chosen one, the one the portal named, or a guess.

    Raises RefusedProblem where a portal names one that is neither Bitrix24's nor itself: the
    application's secret is not the portal's to ask for.
    """
    if chosen:
        return parse(chosen).root
    if not named:
        return _guessed(portal)
    host = parse(named).host
    if host == portal.host:
        return f"{portal.scheme}://{host}"
    if f".{host}".endswith(_TRUSTED):
        return f"https://{host}"
    raise RefusedProblem("login.strange_server", server=host, portal=portal.portal)


def _guessed(portal: Address) -> str:
    name = urlsplit(portal.root).hostname or ""
    if is_loopback(name):
        return portal.root  # a sandbox is its own server
    return f"https://{EASTERN if name.endswith(_EASTERN_ZONES) else SERVER}"


def obtain(
    portal: Address, server: str, app: tuple[str, str], code: str, settings: Settings, now: float
) -> Grant:
    """Exchange a code for tokens. `app` is the application's id and secret.

    Raises AccessProblem where the code or the application is refused or the code is another
    portal's, and the problems of `errors`.
    """
    client_id, client_secret = app
    params = {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "client_secret": client_secret,
        "code": code,
    }
    try:
        body = _asked(server, params, settings)
    except UnknownProblem as problem:
        raise UnreachableProblem("login.lost", **problem.params) from None
    given = body.get("client_endpoint")
    host = parse(given).host if isinstance(given, str) and given else portal.host
    if host != portal.host:
        # A code from elsewhere would sign a person in to a portal they did not choose.
        raise AccessProblem("login.other_portal", portal=portal.portal, other=host)
    empty = Grant(client_id, client_secret, "", "", server, portal=portal.host)
    return _with_pair(empty, body, now)


def renewed(grant: Grant, settings: Settings, now: float) -> Grant:
    """Return the grant with a new pair of tokens; the old refresh token is spent from now on.

    Raises AccessProblem `login.ended` where only a new consent helps, and UnreachableProblem.
    """
    params = {
        "grant_type": "refresh_token",
        "client_id": grant.client_id,
        "client_secret": grant.client_secret,
        "refresh_token": grant.refresh_token,
    }
    where = {"portal": grant.portal, "server": parse(grant.server).host}
    try:
        body = _asked(grant.server, params, settings)
    except UnknownProblem as problem:
        raise UnreachableProblem("login.renewal_lost", **{**problem.params, **where}) from None
    except AccessProblem as problem:
        code = problem.code.lower()
        if code not in _SPENT | _NO_APP:
            raise
        key = "login.ended" if code in _SPENT else "login.app_refused"
        raise AccessProblem(key, **{**problem.params, **where}) from None
    return _with_pair(grant, body, now)


def _with_pair(grant: Grant, body: dict[str, Any], now: float) -> Grant:
    """Return the grant with what a token answer tells; keys it lacks stay as they were."""
    said = {
        name: str(body[key])
        for name, key in (
            ("access_token", "access_token"),
            ("refresh_token", "refresh_token"),
            ("member_id", "member_id"),
            ("user", "user_id"),
            ("scope", "scope"),
        )
        if isinstance(body.get(key), (str, int)) and body[key]
    }
    if not {"access_token", "refresh_token"} <= said.keys():
        raise PortalProblem("login.bad_answer", server=parse(grant.server).host, code="bad_answer")
    lives = body.get("expires_in")
    ends = now + (lives if isinstance(lives, int) else 3600)
    return replace(grant, **said, expires=str(int(ends)))


def _asked(server: str, params: dict[str, str], settings: Settings) -> dict[str, Any]:
    """Post a token request: a form, so that no secret stands in an address (or in its logs)."""
    from oint_b24.portal.transport import Transport

    request = Request(_METHOD, dict(params), effect="write")
    name = parse(server).host
    transport = Transport(settings._replace(timeout=min(settings.timeout, LONGEST)))
    try:
        body = query(params).encode()
        answer = transport.send(request, _token_address(server), body, name, headers=_FORM)
    finally:
        transport.close()
    told = read(answer, request, name).body
    return told if isinstance(told, dict) else {}


def _token_address(server: str) -> str:
    return f"{parse(server).root}/oauth/token/"
