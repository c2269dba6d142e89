"""Which request suffers which fault: rules `METHOD:WHEN:KIND=VALUE`, counted as requests come.

METHOD is a name or a pattern (`crm.*`), `upload` and `download` for files; without it any method.
WHEN is the number among the requests that fit (`2`, `2-4`, `3+`), every n-th of them (`/5`) or a
chance (`5%`); without it each one. Number 0 is the time before the first, known to `refuse` alone.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from random import Random
from typing import TYPE_CHECKING

from oint_b24.sandbox.faults import KINDS, Fault, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

_WHEN = re.compile(
    r"(?P<first>\d+)(?:(?P<open>\+)|-(?P<last>\d+))?|/(?P<every>\d+)|(?P<percent>\d+(?:\.\d+)?)%"
)
_ONCE = "once"
_PATTERN = re.compile(r"[\w.*?]+")
_CODE = re.compile(r"\w*")


class BadRuleError(ValueError):
    """A rule that cannot be read: `key` says why, `params` what about it."""

    def __init__(self, key: str, rule: str, **params: str) -> None:
        super().__init__(key)
        self.key = key
        self.params = {"rule": rule, **params}


@dataclass(frozen=True, slots=True)
class When:
    """Which of the requests that fit: from `first` to `last`, every n-th, or by chance."""

    first: int = 1
    last: int | None = None
    every: int = 1
    chance: float = 1.0

    def strikes(self, number: int, random: Random) -> bool:
        """Say whether the request of this number is one of them."""
        is_within = self.first <= number and (self.last is None or number <= self.last)
        return is_within and number % self.every == 0 and self._is_due(random)

    def _is_due(self, random: Random) -> bool:
        return self.chance >= 1.0 or random.random() < self.chance


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it was written, and what it says."""

    text: str
    method: str
    when: When
    fault: Fault


@dataclass(frozen=True, slots=True)
class Strike:
    """What a request suffers: its number among those of the rule, and how long it waits before."""

    method: str
    number: int = 0
    fault: Fault | None = None
    rule: str = ""
    delay: float = 0.0


@dataclass(slots=True)
class Faults:
    """The rules of a portal and how often each one was met; safe to use by several threads.

    Each rule counts the requests that fit it; of those that strike the first one decides. Latency
    is added to it.
    """

    rules: tuple[Rule, ...] = ()
    seed: int = 0
    _random: Random = field(init=False)
    _counts: dict[int, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - it chooses faults, it guards nothing

    @property
    def is_random(self) -> bool:
        """Say whether chance has a part in it."""
        return any(rule.when.chance < 1.0 for rule in self.rules)

    def at_start(self) -> float:
        """Return for how many seconds nobody listens at first."""
        return sum(rule.fault.seconds for rule in self.rules if rule.when.first == 0)

    def strike(self, method: str) -> Strike:
        """Count a request and return what it suffers."""
        delay, chosen = 0.0, Strike(method)
        for rule, number in self._met(method.lower()):
            if rule.fault.name == "latency":
                delay += rule.fault.seconds
            elif chosen.fault is None:
                chosen = Strike(method, number, rule.fault, rule.text)
        return replace(chosen, delay=delay)

    def _met(self, method: str) -> list[tuple[Rule, int]]:
        """Count the request for each rule that fits it, and return those that strike."""
        met = []
        with self._lock:
            for place, rule in enumerate(self.rules):
                if fnmatchcase(method, rule.method):
                    number = self._counts[place] = self._counts.get(place, 0) + 1
                    if rule.when.strikes(number, self._random):
                        met.append((rule, number))
        return met


def read(texts: Iterable[str], seed: int = 0) -> Faults:
    """Return the faults that rules tell of. Raises BadRuleError."""
    return Faults(tuple(_rule(text.strip()) for text in texts if text.strip()), seed)


def _rule(text: str) -> Rule:
    method, when, rest = _parts(text)
    fault = _fault(rest, text)
    chosen = _when(when, text) if when else When()
    if not _PATTERN.fullmatch(method):
        raise BadRuleError("fault.bad_method", text, method=method)
    if chosen.first == 0 and fault.name != "refuse":
        raise BadRuleError("fault.bad_when", text, when=when)
    return Rule(text, method.lower(), chosen, fault)


def _parts(text: str) -> tuple[str, str, str]:
    """Return method, when and the rest; a value after `=` may hold any sign."""
    before, sign, value = text.partition("=")
    parts = before.split(":")
    if len(parts) > 3:
        raise BadRuleError("fault.bad_rule", text)
    kind = f"{parts.pop()}{sign}{value}"
    if len(parts) == 1 and (parts[0] == _ONCE or _WHEN.fullmatch(parts[0])):
        parts.insert(0, "*")
    method, when = (*parts, "", "")[:2]
    return method or "*", when, kind


def _when(when: str, text: str) -> When:
    found = _WHEN.fullmatch(when)
    if when == _ONCE:
        return When(1, 1)
    if found is None:
        raise BadRuleError("fault.bad_when", text, when=when)
    if found["every"]:
        return _sound(When(every=int(found["every"]) or -1), when, text)
    if found["percent"]:
        return _sound(When(chance=float(found["percent"]) / 100), when, text)
    first = int(found["first"])
    last = None if found["open"] else int(found["last"] or first)
    return _sound(When(first, last), when, text)


def _sound(when: When, said: str, text: str) -> When:
    is_empty = when.last is not None and when.last < when.first
    if is_empty or when.every < 1 or when.chance > 1:
        raise BadRuleError("fault.bad_when", text, when=said)
    return when


def _fault(said: str, text: str) -> Fault:
    name, sign, value = said.partition("=")
    kind = KINDS.get(name.lower())
    if kind is None:
        raise BadRuleError("fault.no_kind", text, kind=name)
    if sign and not _fits(kind, value):
        raise BadRuleError("fault.bad_value", text, kind=name, value=value, takes=kind.takes or "—")
    return Fault(kind, value if sign else kind.default)


def _fits(kind: Kind, value: str) -> bool:
    if kind.takes == "SECONDS":
        return re.fullmatch(r"\d+(\.\d+)?", value) is not None
    if kind.takes == "BYTES":
        return value.isdecimal()
    if kind.takes == "STATUS":
        return re.fullmatch(r"[2-5]\d\d", value) is not None
    if kind.takes == "ADDRESS":
        return value.startswith(("/", "http://", "https://")) and value.isprintable()
    return kind.takes == "CODE" and _CODE.fullmatch(value) is not None
