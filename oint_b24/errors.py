"""Problems and exit codes: what can go wrong, told once.

Problem
├── UsageProblem        2  wrong usage or bad input; nothing was sent
├── RefusedProblem      4  refused here by policy; nothing was sent
├── PortalProblem       1  the portal answered with an error
│   ├── AccessProblem   5  credential, scope, right or plan
│   └── LimitProblem    7  still refused after the waiting the user allowed
├── PartialProblem      3  some of several items failed
├── UnreachableProblem  6  the portal could not be reached; nothing was executed
└── UnknownProblem      8  a write was sent and its answer was lost

A problem carries the key of a message (see `text`) and its parameters, so that one fact can be
told in Russian or English, to a person or as JSON.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, ClassVar

from oint_b24.text import has, text


class Exit(IntEnum):
    """The exit codes scripts rely on (README, «Exit codes»)."""

    OK = 0
    PORTAL = 1
    USAGE = 2
    PARTIAL = 3
    REFUSED = 4
    ACCESS = 5
    UNREACHABLE = 6
    LIMIT = 7
    UNKNOWN = 8
    INTERRUPTED = 130  # 128 + SIGINT
    PIPE = 141  # 128 + SIGPIPE


class Problem(Exception):  # noqa: N818 - the domain's word; a refusal by a portal is no programming error
    """Base of all; raise one of the subclasses.

    `key` names the message in `messages/*.json`, `params` fills its places. `remedy` is the key
    of a second message that says what to do (default: `<key>.remedy`, where there is one).
    """

    exit: ClassVar[Exit] = Exit.PORTAL

    def __init__(self, key: str, /, *, remedy: str | None = None, **params: Any) -> None:
        super().__init__(key)
        self.key = key
        self.remedy = remedy
        self.params = params

    @property
    def code(self) -> str:
        """Return the stable code for programs: the portal's own, or our key."""
        return str(self.params.get("code") or self.key)

    def __str__(self) -> str:
        return tell(self, "en")


class UsageProblem(Problem):
    """Wrong usage or bad input; nothing was sent."""

    exit = Exit.USAGE


class RefusedProblem(Problem):
    """Refused here by policy (read-only profile, confirmation not given); nothing was sent."""

    exit = Exit.REFUSED


class PortalProblem(Problem):
    """The portal answered with an error. `envelope` holds its answer where it was JSON."""

    exit = Exit.PORTAL

    def __init__(self, key: str, /, *, envelope: Any = None, **params: Any) -> None:
        super().__init__(key, **params)
        self.envelope = envelope


class AccessProblem(PortalProblem):
    """The credential, a scope, a right or the plan does not allow the call."""

    exit = Exit.ACCESS


class LimitProblem(PortalProblem):
    """The portal's limits refused the call."""

    exit = Exit.LIMIT


class PartialProblem(Problem):
    """Some of several items failed or are missing."""

    exit = Exit.PARTIAL


class UnreachableProblem(Problem):
    """The portal could not be reached; nothing was executed."""

    exit = Exit.UNREACHABLE


class UnknownProblem(Problem):
    """A write was sent and its answer was lost."""

    exit = Exit.UNKNOWN


def tell(problem: Problem, lang: str) -> str:
    """Return what happened, as one text in `lang`."""
    return text(problem.key, lang, **_told(problem, lang))


def remedy(problem: Problem, lang: str) -> str | None:
    """Return what to do about `problem`, or None where we know nothing better than its text."""
    key = problem.remedy or f"{problem.key}.remedy"
    return text(key, lang, **_told(problem, lang)) if has(key) else None


def _told(problem: Problem, lang: str) -> dict[str, Any]:
    """Return the parameters with `why`, itself the key of a message, told in `lang`."""
    why = problem.params.get("why")
    return {**problem.params, "why": text(why, lang)} if why else problem.params
