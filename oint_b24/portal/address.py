"""A portal's address in every form people paste it.

Forms: settings/how-to-call-rest-api/general-principles.md (webhook and token, version 2) and
api-reference/rest-v3.md (version 3 stands under `/rest/api/`).
"""

from __future__ import annotations

from ipaddress import ip_address
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from oint_b24.errors import UsageProblem

_LONGEST = 18  # digits of a user's number
_AROUND = " \t\r\n\xa0\u200b\ufeff\"'`<>«»“”„,;"  # what a pasted address is wrapped in
_CLOUD = ".bitrix24."
# First words of the pages of a portal: people paste what the browser shows.
_PAGES = frozenset(
    {
        "bizproc", "calendar", "company", "contact_center", "crm", "desktop_app", "devops", "docs",
        "extranet", "hr", "index.php", "knowledge", "mail", "market", "marketing", "marketplace",
        "mobile", "online", "settings", "shop", "sites", "stream", "tasks", "telephony", "timeman",
        "workgroups",
    }
)  # fmt: skip


class Address(NamedTuple):
    """Where a portal is and, in a webhook address, as whom to call it. `code` is a secret."""

    scheme: str
    host: str  # with the port, where one was given
    prefix: str = ""  # on-premise portals may live below a path
    user: int | None = None
    code: str | None = None

    @property
    def portal(self) -> str:
        """Return the address without secrets, for messages."""
        return f"{self.host}{self.prefix}"

    @property
    def root(self) -> str:
        """Return the portal's own address, e.g. `https://portal.example`."""
        return f"{self.scheme}://{self.host}{self.prefix}"

    def url(self, method: str, version: int = 2) -> str:
        """Return the full address of `method`; it holds the webhook code."""
        api = "api/" if version == 3 else ""
        webhook = f"{self.user}/{quote(self.code, safe='')}/" if self.code else ""
        return f"{self.root}/rest/{api}{webhook}{quote(method, safe='.')}"


def parse(text: str) -> Address:
    """Read an address: with or without scheme, slash, webhook, method or `.json`.

    https is used always; plain http only towards this machine. Raises UsageProblem.
    """
    pasted = text.strip(_AROUND)
    if not pasted:
        raise UsageProblem("address.empty")
    if len(pasted.split()) > 1:
        raise UsageProblem("address.several")
    scheme, _, rest = pasted.partition(":")
    scheme, rest = (scheme, rest.lstrip("/")) if rest.startswith("/") else ("", pasted)
    try:
        parts = urlsplit("//" + rest)
        port = parts.port
    except ValueError as error:
        raise UsageProblem("address.bad") from error
    name = (parts.hostname or "").removeprefix("www.")
    if scheme.lower() not in ("", "http", "https") or not _is_host(name) or parts.username:
        raise UsageProblem("address.bad")
    secure = not (is_loopback(name) and scheme.lower() in ("", "http"))
    shown = f"[{name}]" if ":" in name else name
    host = f"{shown}:{port}" if port else shown
    prefix, user, code = _path(parts.path)
    if code is not None and not code.strip("*…."):
        raise UsageProblem("address.masked")
    if code is None and _CLOUD in host:  # never below a path: what stands there is a page
        prefix = ""
    return Address("https" if secure else "http", host, prefix, user, code)


def require_credential(address: Address, token: str | None) -> None:
    """Raise UsageProblem where neither a webhook nor a token would open the portal."""
    if not token and address.code is None:
        raise UsageProblem("credential.missing", portal=address.portal)


def is_loopback(name: str) -> bool:
    """Say whether `name` is this machine."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _is_host(name: str) -> bool:
    return bool(name) and not any(c.isspace() or c in "/\\{}'\"" for c in name)


def _path(path: str) -> tuple[str, int | None, str | None]:
    """Return prefix, user and code; a method at the end is dropped."""
    pieces = [unquote(p) for p in path.split("/") if p]
    if "rest" not in pieces:
        site = list(takewhile(lambda piece: piece not in _PAGES, pieces))
        return ("/" + "/".join(site) if site else ""), None, None
    at = pieces.index("rest")
    prefix = "/" + "/".join(pieces[:at]) if at else ""
    tail = pieces[at + 1 :]
    if tail[:1] == ["api"]:
        tail = tail[1:]
    if len(tail) >= 2 and tail[0].isascii() and tail[0].isdecimal() and len(tail[0]) <= _LONGEST:
        return prefix, int(tail[0]), tail[1]
    return prefix, None, None
