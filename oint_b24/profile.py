"""A profile as a value: a portal, a way to authorise, settings, and what it allows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from oint_b24.errors import UsageProblem
from oint_b24.portal.address import Address, parse

SANDBOX = "sandbox"  # built in: needs no setting up and cannot be changed
SETTINGS = (
    "lang", "output", "timeout", "connect_timeout", "proxy", "ca_bundle", "client_cert",
    "client_key", "retries", "wait_max", "rate", "burst",
)  # fmt: skip
KEPT = ("file", "keyring")  # stores that we write to
STORES = (*KEPT, "env", "stdin")  # the others are read at each call
_NUMBERS = ("timeout", "connect_timeout", "burst")
_FROM_ZERO = ("wait_max", "rate")  # 0 is a wish: no waiting, no count
_WHOLE = ("retries",)
ABOUT = ("access", "protect", "store", "variable", "login", "member_id", "client_id")


@dataclass(frozen=True, slots=True)
class Profile:
    """A named portal. `address` has no secret in it; `code` or `token` is one.

    `login` is the name under which an application's tokens are kept (`kind` oauth); `variable`
    the environment variable of the store `env`.
    """

    name: str
    address: str = ""
    user: int | None = None
    code: str | None = None
    token: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    kind: str = "webhook"
    access: str = "full"
    protect: bool = False
    store: str = "file"
    variable: str = ""
    login: str = ""
    member_id: str = ""
    client_id: str = ""

    def full_address(self) -> Address:
        """Return the address with the webhook, where there is one."""
        return replace(parse(self.address), user=self.user, code=self.code)

    def with_secret(self, text: str) -> Profile:
        """Return the profile with a secret read elsewhere: a code, a token, or a whole webhook.

        Raises UsageProblem for a webhook of another portal.
        """
        if "/rest/" in text:
            given = parse(text)
            if given.host != parse(self.address).host:
                raise UsageProblem("secret.other_portal", name=self.name, portal=self.address)
            return replace(self, code=given.code, user=given.user, kind="webhook")
        if self.kind == "webhook":
            return replace(self, code=text)
        return replace(self, token=text)

    def kept(self) -> dict[str, str]:
        """Return what goes to the store of secrets."""
        pairs = {"code": self.code, "token": self.token}
        return {key: value for key, value in pairs.items() if value and self.store in KEPT}

    def table(self) -> dict[str, Any]:
        """Return what goes into the settings file."""
        about = {name: getattr(self, name) for name in ABOUT}
        unsaid = {"access": "full", "store": "file"}
        told = {name: v for name, v in about.items() if v and v != unsaid.get(name)}
        user = {"user": self.user} if self.user is not None else {}
        return {"address": self.address, "kind": self.kind, **user, **told, **self.settings}


def checked(name: str, value: str) -> Any:
    """Return a setting's value from its text. Raises UsageProblem."""
    if name not in _NUMBERS + _FROM_ZERO + _WHOLE:
        return value
    try:
        number = int(value) if name in _WHOLE else float(value)
    except ValueError:
        number = -1
    if not (0 < number < 1e6 or (number == 0 and name not in _NUMBERS)):
        raise UsageProblem("value.bad_number", option=f"--{name.replace('_', '-')}", value=value)
    return number
