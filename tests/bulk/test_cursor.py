from __future__ import annotations

from typing import Any

import pytest

from oint_b24 import Portal
from oint_b24.bulk.api import rows
from oint_b24.errors import PartialProblem
from oint_b24.portal.request import Settings
from tests.bulk.small_portal import SmallPortal, number

MESSAGES = [{"id": n, "text": f"№ {n}"} for n in range(1, 131)]
NEWEST_FIRST = MESSAGES[::-1]


def read(method: Any, name: str, version: int = 2, **wishes: Any) -> list[Any]:
    with (
        SmallPortal({name: method}) as small,
        Portal(small.url, settings=Settings(rate=0)) as portal,
    ):
        return list(rows(portal, name, version=version, **wishes))


def older(params: dict[str, Any], key: str = "messages") -> dict[str, Any]:
    last = number(params.get("LAST_ID"), 10**9)
    found = [message for message in NEWEST_FIRST if message["id"] < last]
    return {key: found[: number(params["LIMIT"])], "users": [{"id": 1}], "files": []}


def test_a_dialog_is_read_back_to_its_first_message() -> None:
    assert read(older, "im.dialog.messages.get") == NEWEST_FIRST


def test_a_limit_is_kept() -> None:
    assert read(older, "im.dialog.messages.get", limit=70) == NEWEST_FIRST[:70]


def test_notifications_go_on_by_id_and_kind() -> None:
    kinds = [{**row, "notify_type": 1 if row["id"] > 120 else 2} for row in NEWEST_FIRST]
    asked: list[tuple[int, int]] = []

    def method(params: dict[str, Any]) -> dict[str, Any]:
        if "LAST_ID" not in params:
            return {"notifications": kinds[:5]}
        asked.append((params["LAST_ID"], params["LAST_TYPE"]))
        return {"notifications": [row for row in kinds if row["id"] < params["LAST_ID"]][:50]}

    assert read(method, "im.notify.get") == kinds
    assert asked[:2] == [(126, 1), (76, 3)]


def test_a_cursor_given_by_the_answer_is_given_back() -> None:
    def method(params: dict[str, Any]) -> dict[str, Any]:
        first = (params["pagination"].get("afterCursor") or {"at": 0})["at"]
        after = first + 50
        cursor = {"at": after} if after < len(MESSAGES) else None
        return {"items": MESSAGES[first:after], "nextCursor": cursor}

    assert read(method, "note.collection.list", 3) == MESSAGES


def test_a_cursor_ends_where_the_answer_says_so() -> None:
    def method(params: dict[str, Any]) -> dict[str, Any]:
        first = (params["pagination"].get("afterCursor") or {"id": 0})["id"]
        has_more = first + 100 < len(MESSAGES)
        page = MESSAGES[first : first + 100]
        return {"items": page, "afterCursor": {"id": first + 100}, "hasMore": has_more}

    assert read(method, "call.followup.list", 3) == MESSAGES


def test_a_log_is_read_from_an_id_on() -> None:
    def method(params: dict[str, Any]) -> dict[str, Any]:
        found = [row for row in MESSAGES if row["id"] > params["cursor"]["value"]]
        return {"items": found[: params["cursor"]["limit"]]}

    assert read(method, "main.eventlog.tail", 3) == MESSAGES
    assert read(method, "main.eventlog.tail", 3, since_id=100) == MESSAGES[100:]


def test_a_cursor_that_is_ignored_is_noticed() -> None:
    with pytest.raises(PartialProblem) as caught:
        read(lambda _params: {"messages": MESSAGES[:50]}, "im.dialog.messages.get")

    assert caught.value.key == "bulk.repeated"
