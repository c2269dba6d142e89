"""The authorisation server: a consent page, and tokens for codes (settings/oauth/index.md).

Codes live 30 seconds and serve once. Each renewal replaces the refresh token. What is kept of codes
and tokens are digests, so that the state of a sandbox opens nothing.
"""

from __future__ import annotations

import secrets
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.credentials import TOKEN, digest
from oint_b24.sandbox.decode import parameters
from oint_b24.sandbox.exchange import Reply
from oint_b24.sandbox.families.portal.info import SCOPES
from oint_b24.sandbox.registry import route

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Portal
    from oint_b24.sandbox.exchange import Exchange
    from oint_b24.sandbox.store import Store

APP, CODE = "oauth_app", "oauth_code"
CODE_LIFE, ACCESS_LIFE, REFRESH_LIFE = 30, 3600, 180 * 86400
# The application a fresh sandbox knows; its redirect is where `oint login` listens.
LOCAL_APP = {
    "CLIENT_ID": "local.sandbox",
    "CLIENT_SECRET": "sandbox-secret",
    "REDIRECT": "http://127.0.0.1:24024/",
}
_PAGE = """<!doctype html><html lang="ru"><meta charset="utf-8"><title>Песочница</title>
<body>{}</body></html>"""
_FORM = """<h1>Доступ для приложения {client_id}</h1>
<form method="post" action="/oauth/authorize/">
<input type="hidden" name="client_id" value="{client_id}">
<input type="hidden" name="state" value="{state}">
<label>От имени пользователя <input name="user" value="1" size="4"></label>
<button name="decision" value="allow">Разрешить</button>
<button name="decision" value="deny">Запретить</button></form>"""


def member_id(store: Store) -> str:
    """Return the portal's own id, the same for its whole life."""
    kept = store.meta("member_id")
    if kept is None:
        kept = secrets.token_hex(16)
        store.set_meta("member_id", kept)
    return kept


def app_of(store: Store, client_id: str) -> dict[str, Any] | None:
    """Return an application the portal knows, or None."""
    for _, app in store.all(APP, CLIENT_ID=client_id):
        return app
    return dict(LOCAL_APP) if client_id == LOCAL_APP["CLIENT_ID"] else None


@route("/oauth/authorize")
def authorize(exchange: Exchange, portal: Portal) -> Reply:
    """Ask for consent; sent as a form, send the browser back with a code or show it."""
    given = _given(exchange)
    with portal.store.transaction():
        app = app_of(portal.store, given.get("client_id", ""))
        if app is None:
            return _page("<h1>Приложение не найдено</h1>", 400)
        if exchange.verb != "POST":
            return _page(_FORM.format(**{k: escape(given.get(k, "")) for k in _ASKED}))
        if given.get("decision") != "allow":
            # A portal never sends an error back: the person just stays there.
            return _page("<h1>Доступ не выдан</h1>")
        code = _new_code(portal, app, given.get("user", "1"))
        back = _answer(exchange, portal, code, given.get("state", ""))
    if not app.get("REDIRECT"):
        return _page(f"<h1>Код для приложения</h1><p><code>{escape(code)}</code></p>")
    sign = "&" if urlsplit(app["REDIRECT"]).query else "?"
    return Reply(302, raw=b"", headers={"Location": f"{app['REDIRECT']}{sign}{urlencode(back)}"})


_ASKED = ("client_id", "state")


def _answer(exchange: Exchange, portal: Portal, code: str, state: str) -> dict[str, str]:
    """Return what the portal adds to the application's address."""
    host = urlsplit(exchange.base).netloc
    return {
        "code": code,
        "state": state,
        "domain": host,
        "member_id": member_id(portal.store),
        "scope": _scope(portal),
        "server_domain": host,
    }


def _new_code(portal: Portal, app: dict[str, Any], user: str) -> str:
    code = secrets.token_hex(35)
    kept = {
        "DIGEST": digest(code),
        "CLIENT_ID": app["CLIENT_ID"],
        "USER": int(user) if user.isdecimal() else 1,
        "EXPIRES": portal.now() + CODE_LIFE,
    }
    portal.store.add(CODE, kept)
    return code


@route("/oauth/token")
def token(exchange: Exchange, portal: Portal) -> Reply:
    """Give tokens for a code or a refresh token, by GET or as a form."""
    try:
        given = _given(exchange)
        with portal.store.transaction():
            return Reply(200, _granted(exchange, portal, given))
    except Refusal as refusal:
        body = {"error": refusal.code, "error_description": refusal.description}
        return Reply(refusal.status, body)


def _granted(exchange: Exchange, portal: Portal, given: dict[str, str]) -> dict[str, Any]:
    app = app_of(portal.store, given.get("client_id", ""))
    if app is None or not secrets.compare_digest(
        app["CLIENT_SECRET"].encode(), given.get("client_secret", "").encode()
    ):
        raise Refusal("invalid_client", "Client id or secret is wrong", 401)
    kind = given.get("grant_type")
    if kind == "authorization_code":
        user = _spent(portal, CODE, "DIGEST", "EXPIRES", app, given.get("code", ""))
    elif kind == "refresh_token":
        refresh = given.get("refresh_token", "")
        user = _spent(portal, TOKEN, "REFRESH", "REFRESH_EXPIRES", app, refresh)
    else:
        raise Refusal("invalid_request", "Unsupported grant type", 400)
    return _tokens(exchange, portal, app, user)


def _spent(
    portal: Portal, kind: str, name: str, life: str, app: dict[str, Any], secret: str
) -> int:
    """Use up a code or refresh token and return whose it is. Raises Refusal."""
    for number, kept in portal.store.all(kind, **{name: digest(secret)}):
        if kept["CLIENT_ID"] != app["CLIENT_ID"] or kept[life] <= portal.now():
            continue
        if kind == CODE:
            portal.store.delete(kind, number)
        else:
            # The access token that came with it holds until its own hour is over.
            portal.store.put(kind, number, {**kept, name: ""})
        return int(kept["USER"])
    raise Refusal("invalid_grant", "The code or refresh token is wrong, used or expired", 400)


def _tokens(exchange: Exchange, portal: Portal, app: dict[str, Any], user: int) -> dict[str, Any]:
    access, refresh = secrets.token_hex(35), secrets.token_hex(35)
    now = portal.now()
    kept = {
        "ACCESS": digest(access),
        "REFRESH": digest(refresh),
        "CLIENT_ID": app["CLIENT_ID"],
        "USER": user,
        "EXPIRES": now + ACCESS_LIFE,
        "REFRESH_EXPIRES": now + REFRESH_LIFE,
    }
    portal.store.add(TOKEN, kept)
    return {
        "access_token": access,
        "refresh_token": refresh,
        "expires_in": ACCESS_LIFE,
        "expires": int(now) + ACCESS_LIFE,
        "client_endpoint": f"{exchange.base}/rest/",
        "server_endpoint": f"{exchange.base}/rest/",
        "domain": urlsplit(exchange.base).netloc,
        "member_id": member_id(portal.store),
        "scope": _scope(portal),
        "status": "L",
        "user_id": user,
    }


def _scope(portal: Portal) -> str:
    return ",".join(sorted(portal.scopes or SCOPES))


def _given(exchange: Exchange) -> dict[str, str]:
    """Return the texts a request carries."""
    given = parameters(exchange)
    pairs = given.items() if isinstance(given, dict) else ()
    return {key: value for key, value in pairs if isinstance(value, str)}


def _page(body: str, status: int = 200) -> Reply:
    raw = _PAGE.format(body).encode()
    return Reply(status, raw=raw, headers={"Content-Type": "text/html; charset=utf-8"})
