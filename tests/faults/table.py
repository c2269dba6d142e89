"""What becomes of a call whose first request suffers a fault and whose later ones do not.

Per fault and kind of call: the exit code, how many requests reached the portal whole, and how
often the portal did what it was asked, which is never more than once. docs/reliability.md shows
this table: `python -m tools.fault_table`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = tuple[int, int, int]  # exit code, requests, executed
Way = Literal["webhook", "token"]
CALLS = ("read", "write", "delete", "batch", "read batch", "v3 write", "upload")
WAYS: tuple[Way, ...] = ("webhook", "token")


@dataclass(frozen=True, slots=True)
class Row:
    """A fault in the sandbox's words, its outcomes, the message of the problem where there is one.

    `renewed` are the outcomes where an expired token is renewed; a signed upload address needs no
    token.
    """

    fault: str
    read: Outcome
    write: Outcome
    keyed: Outcome  # a version 3 write, under an idempotency key
    key: str = ""
    renewed: tuple[Outcome, Outcome, Outcome] | None = None

    def outcome(self, call: str, way: Way = "webhook") -> Outcome:
        """Return what becomes of a kind of call."""
        given = (self.read, self.write, self.keyed)
        if way == "token" and self.renewed and call != "upload":
            given = self.renewed
        return given[0 if call.startswith("read") else 2 if call.startswith("v3") else 1]


# One for one way to fail: nothing arrived, it arrived, it was executed, it was refused.
_UNSENT = ((0, 1, 0), (0, 1, 1), (0, 1, 1))
_UNREAD = ((0, 1, 0), (8, 0, 0), (0, 1, 1))
_DROPPED = ((0, 2, 0), (8, 1, 0), (0, 2, 1))
_LOST = ((0, 2, 0), (8, 1, 1), (0, 2, 1))
_LATER = ((0, 2, 0), (0, 2, 1), (0, 2, 1))
_DONE = ((0, 1, 0), (0, 1, 1), (0, 1, 1))


def _no(code: int) -> tuple[Outcome, Outcome, Outcome]:
    return ((code, 1, 0),) * 3


TABLE = (
    Row("refuse", *_UNSENT),
    Row("close", *_DROPPED, "portal.lost"),
    Row("reset", *_UNREAD, "portal.lost"),
    Row("reset-after-read", *_DROPPED, "portal.lost"),
    Row("cut-after-write", *_LOST, "portal.lost"),
    Row("reset-after-write", *_LOST, "portal.lost"),
    Row("stall", *_LOST, "portal.lost_timeout"),
    Row("stall-body", *_LOST, "portal.lost_timeout"),
    Row("drip", *_LOST, "portal.lost_timeout"),
    Row("cut", *_LOST, "portal.lost"),
    Row("cut-chunked", *_LOST, "portal.lost"),
    Row("garbage", *_LOST, "portal.lost"),
    Row("gzip-cut", *_LOST, "portal.lost"),
    Row("gzip-bad", *_LOST, "portal.lost"),
    Row("empty", *_LOST, "portal.lost_empty"),
    Row("empty=504", *_LOST, "portal.lost_unreadable"),
    Row("html=200", *_LOST, "portal.lost_unreadable"),
    Row("html=502", *_LOST, "portal.lost_unreadable"),
    Row("html=503", *_LOST, "portal.lost_unreadable"),
    Row("half-json", *_LOST, "portal.lost_unreadable"),
    Row("no-envelope", *_LOST, "portal.lost_unreadable"),
    Row("500", *_LOST, "portal.lost_fault"),
    Row("500=", *_LOST, "portal.lost_fault"),
    Row("500=SOMETHING_ELSE", *_LOST, "portal.lost_fault"),
    Row("503", *_LATER),
    Row("429", *_LATER),
    Row("429=QUERY_LIMIT_EXCEEDED", *_LATER),
    Row("html=429", *_LATER),
    Row("503=OVERLOAD_LIMIT", *_no(7), "portal.refused"),
    Row("401", *_no(5), "portal.refused", renewed=_LATER),
    Row("401=NO_AUTH_FOUND", *_no(5), "portal.refused"),
    Row("401=INVALID_CREDENTIALS", *_no(5), "portal.refused"),
    Row("401=METHOD_CONFIRM_WAITING", *_no(5), "portal.refused"),
    Row("html=401", *_no(5), "portal.not_json"),
    Row("402", *_no(5), "portal.refused"),
    Row("403", *_no(5), "portal.refused"),
    Row("html=404", *_no(1), "portal.not_json"),
    Row("404", *_no(1), "portal.refused"),
    Row("400", *_no(1), "portal.refused"),
    Row("400=200040300010", *_no(1), "portal.refused"),
    Row("200", *_no(1), "portal.refused"),
    Row("200=", *_no(1), "portal.refused_without_code"),
    Row("500=PORTAL_DELETED", *_no(1), "portal.refused"),
    Row("302", *_no(6), "portal.moved"),
    Row("302=/auth/", *_no(6), "portal.redirected"),
    Row("204", *_DONE),
    Row("bom", *_DONE),
    Row("gzip", *_DONE),
    Row("wrong-type", *_DONE),
    Row("latency=0.01", *_DONE),
)
# What becomes of a call all of whose requests suffer the fault, with two repetitions allowed.
FOREVER = (
    Row("refuse", (6, 0, 0), (6, 0, 0), (6, 0, 0)),
    Row("reset", (6, 0, 0), (8, 0, 0), (8, 0, 0)),
    Row("reset-after-read", (6, 3, 0), (8, 1, 0), (8, 3, 0)),
    Row("cut-after-write", (6, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("stall", (6, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("html=200", (1, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("500", (1, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("html=502", (1, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("503", (7, 3, 0), (7, 3, 0), (7, 3, 0)),
    Row("429", (7, 3, 0), (7, 3, 0), (7, 3, 0)),
    Row("503=OVERLOAD_LIMIT", (7, 1, 0), (7, 1, 0), (7, 1, 0)),
)
