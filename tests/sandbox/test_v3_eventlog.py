"""The event log of REST 3.0 over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.sandbox.v3_calls import DENIED, REQUEST, ids, item, items, problems, refused

if TYPE_CHECKING:
    from tests.rest_client import RestClient

LIST, TAIL, GET = "main.eventlog.list", "main.eventlog.tail", "main.eventlog.get"


def test_entry_is_answered_as_documented(rest: RestClient) -> None:
    found = item(rest, GET, id=3)

    assert (found["auditTypeId"], found["severity"]) == ("USER_AUTHORIZE", "SECURITY")
    assert (found["itemId"], found["userId"], found["guestId"]) == ("1", 1, 0)
    assert found["timestampX"] == "2026-01-12T09:00:00+03:00"
    assert json.loads(found["description"])["userId"] == 1
    assert len(found) == 13
    assert item(rest, GET, id=3, select=["id", "moduleId"]) == {"id": 3, "moduleId": "main"}


def test_list_is_filtered_ordered_and_cut(rest: RestClient) -> None:
    assert ids(rest, LIST) == [1, 2, 3, 4, 5, 6]
    assert ids(rest, LIST, filter=[["auditTypeId", "USER_REGISTER"]]) == [1, 2]
    since = ["timestampX", ">=", "2026-01-13T09:00:00+02:00"]
    assert ids(rest, LIST, filter=[since], order={"timestampX": "DESC"}) == [6, 5]
    day = ["timestampX", "between", ["2026-01-12T00:00:00+03:00", "2026-01-12T09:00:00+03:00"]]
    assert ids(rest, LIST, filter=[day]) == [1, 2, 3]
    either = {"logic": "or", "conditions": [["userId", 11], day]}
    assert ids(rest, LIST, filter=[either, ["userId", "!=", 10]]) == [2, 3, 6]
    assert ids(rest, LIST, pagination={"limit": 2, "page": 2}) == [3, 4]


def test_only_marked_fields_can_be_filtered_by(rest: RestClient) -> None:
    assert problems(rest, LIST, filter=[["moduleId", "main"]]) == (REQUEST, ["moduleId"])
    assert problems(rest, LIST, filter=[["timestampX", ">", "вчера"]]) == (REQUEST, ["timestampX"])
    assert refused(rest, LIST, order={"severity": "ASC"}) == (400, "INVALIDORDER")


def test_tail_goes_on_from_its_cursor(rest: RestClient) -> None:
    first = items(rest, TAIL, select=["id", "userId"], cursor={"limit": 4})
    point = first[-1]["id"]

    assert [row["id"] for row in first] == [1, 2, 3, 4]
    assert ids(rest, TAIL, cursor={"field": "id", "value": point, "order": "ASC"}) == [5, 6]
    assert ids(rest, TAIL, cursor={"value": 6}) == []
    assert ids(rest, TAIL, cursor={"value": 3, "order": "DESC"}) == [2, 1]
    assert ids(rest, TAIL, filter=[["userId", 1]], cursor={"value": 3}) == [5]
    either = {"logic": "or", "conditions": [["userId", 11], ["userId", 10]]}
    assert ids(rest, TAIL, filter=either, cursor={"value": 2}) == [4, 6]


def test_tail_follows_other_fields(rest: RestClient) -> None:
    moment = {"field": "timestampX", "value": "2026-01-13T10:00:00+03:00"}

    assert ids(rest, TAIL, cursor=moment) == [6]
    assert ids(rest, TAIL, cursor={"field": "timestampX"}) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"filter": [["id", ">", 1]]}, "INVALIDFILTER"),
        ({"filter": [{"logic": "or", "conditions": [["id", 1]]}]}, "INVALIDFILTER"),
        ({"cursor": {"limit": 0}}, "INVALIDPAGINATION"),
        ({"cursor": {"limit": "x"}}, "INVALIDPAGINATION"),
        ({"cursor": {"field": "nothing"}}, "UNKNOWNDTOPROPERTY"),
        ({"cursor": {"field": "severity"}}, "INVALIDORDER"),
        ({"cursor": {"order": "UP"}}, "INVALIDORDER"),
        ({"cursor": {"value": "x"}}, REQUEST),
        ({"cursor": 5}, REQUEST),
    ],
)
def test_wrong_tail_is_refused(rest: RestClient, params: dict[str, Any], code: str) -> None:
    assert refused(rest, TAIL, **params) == (400, code)


def test_log_is_for_administrators(rest: RestClient, manager: RestClient) -> None:
    for method in (LIST, TAIL, "main.eventlog.field.list"):
        assert refused(manager, method) == DENIED
    assert refused(manager, GET, id=1) == DENIED
    assert refused(rest, GET, id=99) == (400, "ENTITYNOTFOUND")
