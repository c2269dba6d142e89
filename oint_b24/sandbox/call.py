"""One call as a method of the portal sees it, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

_LARGEST = 2**63  # of a number in SQLite
YES = ("Y", "1", "TRUE")


class Refusal(Exception):  # noqa: N818 - the portal's answer, not a failure of this program
    """A portal's refusal: `{"error": code, "error_description": description}` with a status."""

    def __init__(self, code: str, description: str = "", status: int = 400, **extra: Any) -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.status = status
        self.extra = extra


@dataclass(frozen=True, slots=True)
class Page:
    """A list answer: rows plus the `total` and `next` that stand beside `result`."""

    result: Any
    total: int | None = None
    next: int | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """As whom a call runs. `kind` is webhook or token; `scopes` None means all of them."""

    kind: str
    user: int
    scopes: frozenset[str] | None = None
    client_id: str = ""

    def allows(self, scope: str) -> bool:
        """Say whether `scope` is granted; methods of the empty scope are open to everyone."""
        return not scope or self.scopes is None or scope in self.scopes


class Portal(Protocol):
    """The portal as its methods see it."""

    store: Store
    base: str

    def now(self) -> float:
        """Return the time, unix seconds."""

    def moment(self) -> str:
        """Return the time in the portal's own zone, ISO 8601."""

    @property
    def scopes(self) -> frozenset[str] | None:
        """Return the permissions its credentials have; None is all of them."""

    def timing(self, who: str, method: str, start: float) -> dict[str, Any]:
        """Return the `time` block of an answer."""

    def envelope(self, answer: Any, who: str, method: str, start: float) -> dict[str, Any]:
        """Put an answer into its envelope."""

    def run(self, method: str, given: Any, caller: Caller, version: int = 2) -> Any:
        """Run a method with all checks and return its answer. Raises Refusal."""


@dataclass(slots=True)
class Call:
    """Parameters and surroundings of one method call."""

    method: str
    params: dict[str, Any]
    caller: Caller
    portal: Portal
    positional: list[Any] | None = None  # the body was a bare array: values in documented order
    seen: set[str] = field(default_factory=set)

    @property
    def store(self) -> Store:
        """Return the portal's state."""
        return self.portal.store

    @property
    def user(self) -> int:
        """Return the id of the acting user."""
        return self.caller.user

    def get(self, name: str, default: Any = None) -> Any:
        """Return parameter `name` as it was sent (names are case-sensitive)."""
        self.seen.add(name)
        return self.params.get(name, default)

    def text(self, name: str, default: str = "") -> str:
        """Return parameter `name` as text; a missing or structured value gives `default`."""
        value = self.get(name)
        if isinstance(value, bool):
            return "Y" if value else "N"
        return str(value) if isinstance(value, (str, int, float)) else default

    def integer(self, name: str, default: int | None = None) -> int | None:
        """Return parameter `name` as a whole number, or `default` where it is none."""
        return whole(self.get(name), default)

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a Y/N parameter; true, 1 and "Y" are yes."""
        value = self.get(name)
        if value is None or value == "":
            return default
        return str(value).upper() in YES

    def list(self, name: str) -> list[Any]:
        """Return parameter `name` as a list; an object with numeric keys is one (PHP arrays)."""
        value = self.get(name)
        if isinstance(value, dict):
            return list(value.values())
        if value is None or value == "":
            return []
        return value if isinstance(value, list) else [value]

    def object(self, name: str) -> dict[str, Any]:
        """Return parameter `name` as an object; PHP's empty array counts as the empty object."""
        value = self.get(name)
        if isinstance(value, list):
            return {str(i): v for i, v in enumerate(value)}
        return value if isinstance(value, dict) else {}

    def refuse(self, code: str, description: str = "", status: int = 400) -> NoReturn:
        """Answer with an error."""
        raise Refusal(code, description, status)


def whole(value: Any, default: int | None = None) -> int | None:
    """Read a whole number the way PHP's forms carry it: 5, "5", " 5 "."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if abs(value) < _LARGEST else default
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return whole(int(value), default)
    return default
