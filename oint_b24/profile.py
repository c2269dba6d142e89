"""A profile as a value: a portal, a way to authorise, settings, and what it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from oint_b24.errors import UsageProblem
from oint_b24.portal.address import Address, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

SANDBOX = "sandbox"  # built in: needs no setting up and cannot be changed
SETTINGS = (
    "lang", "output", "timeout", "connect_timeout", "proxy", "ca_bundle", "client_cert",
    "client_key", "retries", "wait_max", "plan", "rate", "burst", "limits",
)  # fmt: skip
KEPT = ("file", "keyring")  # stores that we write to
STORES = (*KEPT, "env", "stdin")  # the others are read at each call
_NUMBERS = ("timeout", "connect_timeout", "burst")
_FROM_ZERO = ("wait_max", "rate")  # 0 is a wish: no waiting, no count
_WHOLE = ("retries",)
ABOUT = ("access", "protect", "store", "variable", "login", "member_id", "client_id")


class Profile(NamedTuple):
    """A named portal. `address` has no secret in it; `code` or `token` is one.

    `login` is the name under which an application's tokens are kept (`kind` oauth); `variable`
    the environment variable of the store `env`; `limits_password` belongs to the Redis server of
    the setting `limits`.
    """

    name: str
    address: str = ""
    user: int | None = None
    code: str | None = None
    token: str | None = None
    settings: Mapping[str, Any] = {}
    kind: str = "webhook"
    access: str = "full"
    protect: bool = False
    store: str = "file"
    variable: str = ""
    login: str = ""
    member_id: str = ""
    client_id: str = ""
    limits_password: str | None = None

    @property
    def whom(self) -> str:
        """Return who is behind tokens that change: a portal's limits count for an application."""
        if self.kind == "token":
            return f"profile {self.name}"
        return self.client_id or self.login

    def full_address(self) -> Address:
        """Return the address with the webhook, where there is one."""
        return parse(self.address)._replace(user=self.user, code=self.code)

    def with_secret(self, text: str) -> Profile:
        """Return the profile with a secret read elsewhere: a code, a token, or a whole webhook.

        Raises UsageProblem for a webhook of another portal.
        """
        if "/rest/" in text:
            given = parse(text)
            if given.host != parse(self.address).host:
                raise UsageProblem("secret.other_portal", name=self.name, portal=self.address)
            return self._replace(code=given.code, user=given.user, kind="webhook")
        if self.kind == "webhook":
            return self._replace(code=text)
        return self._replace(token=text)

    def kept(self) -> dict[str, str]:
        """Return what goes to the store of secrets."""
        pairs = {
            "code": self.code, "token": self.token, "limits_password": self.limits_password,
        }  # fmt: skip
        return {key: value for key, value in pairs.items() if value and self.store in KEPT}

    def table(self) -> dict[str, Any]:
        """Return what goes into the settings file."""
        about = {name: getattr(self, name) for name in ABOUT}
        unsaid = {"access": "full", "store": "file"}
        told = {name: v for name, v in about.items() if v and v != unsaid.get(name)}
        user = {"user": self.user} if self.user is not None else {}
        return {"address": self.address, "kind": self.kind, **user, **told, **self.settings}


def checked(name: str, value: str, origin: str = "") -> Any:
    """Return a setting's value from its text. Raises UsageProblem, with where it came from."""
    if name == "limits":
        from oint_b24.portal.limits.redis_server import check

        return check(value)
    if name == "plan":
        return _plan(value)
    if name not in _NUMBERS + _FROM_ZERO + _WHOLE:
        return value
    try:
        number = int(value) if name in _WHOLE else float(value)
    except ValueError:
        number = -1
    if not (0 < number < 1e6 or (number == 0 and name not in _NUMBERS)):
        option = origin or f"--{name.replace('_', '-')}"
        raise UsageProblem("value.bad_number", option=option, value=value)
    return number


def _plan(value: str) -> str:
    from oint_b24.portal.limits.plan import PLANS

    if value not in PLANS:
        raise UsageProblem("usage.choice", option="--plan", value=value, choices=", ".join(PLANS))
    return value
