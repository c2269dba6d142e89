"""What becomes of a call whose first request suffers a fault and whose later ones would not.

Per fault and kind of call: the exit code, how many requests reached the portal whole, and how
often the write was executed, which is never more than once.
"""

from __future__ import annotations

from dataclasses import dataclass

from oint_b24.portal.request import Request

Outcome = tuple[int, int, int]  # exit code, requests, executed
DEAL = {"fields": {"TITLE": "Релиз"}}


@dataclass(frozen=True)
class Row:
    """A fault, its outcomes, and the message key of the problem where there is one."""

    fault: str
    read: Outcome
    write: Outcome
    keyed: Outcome  # a version 3 write
    key: str = ""


CALLS = {
    "read": Request("crm.deal.list", {}, effect="read"),
    "write": Request("crm.deal.add", DEAL),
    "delete": Request("crm.deal.delete", {"id": 5}, effect="delete"),
    "batch": Request("batch", {"cmd": ["crm.deal.list", "crm.deal.add?fields[TITLE]=x"]}),
    "read_batch": Request("batch", {"cmd": ["crm.deal.list"]}, effect="read"),
    "v3": Request("tasks.task.add", {"fields": {"title": "Релиз"}}, version=3),
}
# One row for one way to fail: nothing arrived, it arrived, it was executed, it was refused.
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
    Row("close", *_UNREAD, "portal.lost"),
    Row("reset_before", *_UNREAD, "portal.lost"),
    Row("reset_after", *_DROPPED, "portal.lost"),
    Row("apply_cut", *_LOST, "portal.lost"),
    Row("apply_reset", *_LOST, "portal.lost"),
    Row("garbage", *_LOST, "portal.lost"),
    Row("stall_headers", *_LOST, "portal.lost_timeout"),
    Row("stall_body", *_LOST, "portal.lost_timeout"),
    Row("drip", *_LOST, "portal.lost_timeout"),
    Row("cut", *_LOST, "portal.lost"),
    Row("cut_chunked", *_LOST, "portal.lost"),
    Row("gzip_cut", *_LOST, "portal.lost"),
    Row("gzip_bad", *_LOST, "portal.lost"),
    Row("empty", *_LOST, "portal.lost_empty"),
    Row("html", *_LOST, "portal.lost_unreadable"),
    Row("half", *_LOST, "portal.lost_unreadable"),
    Row("number", *_LOST, "portal.lost_unreadable"),
    Row("500", *_LOST, "portal.lost_fault"),
    Row("500_unnamed", *_LOST, "portal.lost_fault"),
    Row("500_odd", *_LOST, "portal.lost_fault"),
    Row("502", *_LOST, "portal.lost_unreadable"),
    Row("503_html", *_LOST, "portal.lost_unreadable"),
    Row("504", *_LOST, "portal.lost_unreadable"),
    Row("503_rate", *_LATER),
    Row("429_rate", *_LATER),
    Row("429_time", *_LATER),
    Row("429_html", *_LATER),
    Row("503_overload", *_no(7), "portal.refused"),
    Row("401_expired", *_no(5), "portal.refused"),
    Row("401_unknown", *_no(5), "portal.refused"),
    Row("401_html", *_no(5), "portal.not_json"),
    Row("402", *_no(5), "portal.refused"),
    Row("403", *_no(5), "portal.refused"),
    Row("404_html", *_no(1), "portal.not_json"),
    Row("400", *_no(1), "portal.refused"),
    Row("400_number", *_no(1), "portal.refused"),
    Row("200_refused", *_no(1), "portal.refused_without_code"),
    Row("500_deleted", *_no(1), "portal.refused"),
    Row("302", *_no(6), "portal.moved"),
    Row("302_login", *_no(6), "portal.redirected"),
    Row("204", *_DONE),
    Row("bom", *_DONE),
    Row("gzip", *_DONE),
)
# What becomes of a call all of whose requests suffer the fault, with two repetitions allowed.
FOREVER = (
    Row("refuse", (6, 0, 0), (6, 0, 0), (6, 0, 0)),
    Row("reset_after", (6, 3, 0), (8, 1, 0), (8, 3, 0)),
    Row("apply_cut", (6, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("stall_headers", (6, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("html", (1, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("500", (1, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("502", (1, 3, 0), (8, 1, 1), (8, 3, 1)),
    Row("503_rate", (7, 3, 0), (7, 3, 0), (7, 3, 0)),
    Row("429_time", (7, 3, 0), (7, 3, 0), (7, 3, 0)),
    Row("503_overload", (7, 1, 0), (7, 1, 0), (7, 1, 0)),
)
