"""The Idempotency-Key of version 3 (rest-v3.md): a repeated call does not run again."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Send = Callable[..., tuple[int, Any, Any]]

V3 = "BITRIX_REST_V3_EXCEPTION_"
DAY = 24 * 3600
TASK = {"fields": {"title": "Отчёт", "creatorId": 1, "responsibleId": 1}}


class Clock:
    """The portal's time."""

    time = 1_768_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def send(tmp_path: Path, clock: Clock) -> Iterator[Send]:
    """Call a method of version 3 and return status, body and headers."""
    portal = open_portal(
        tmp_path, webhooks={(1, "code"): None, (10, "other"): None}, tokens={"token": Token(1)}
    )
    portal.now = clock
    with run(portal) as running:

        def called(
            method: str, params: Any, key: str | None = None, who: str = "1/code/"
        ) -> tuple[int, Any, Any]:
            headers = {"Content-Type": "application/json"}
            request = urllib.request.Request(
                f"{running.base}/rest/api/{who}{method}",
                data=json.dumps(params).encode(),
                headers={**headers, **({"Idempotency-Key": key} if key is not None else {})},
            )
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.status, json.loads(answer.read()), answer.headers
            except urllib.error.HTTPError as error:
                with error:
                    return error.code, json.loads(error.read()), error.headers

        yield called


def tasks(send: Send) -> int:
    return len(send("tasks.task.list", {"select": ["id"]})[1]["result"]["items"])


def test_a_repeated_call_gets_the_kept_answer(send: Send) -> None:
    before = tasks(send)
    first = send("tasks.task.add", TASK, "key-1")
    again = send("tasks.task.add", TASK, "key-1")
    assert first[0] == again[0] == 200
    assert again[1] == first[1]
    assert tasks(send) == before + 1
    assert first[2]["Idempotency-Key"] == again[2]["Idempotency-Key"] == "key-1"
    assert first[2]["Idempotent-Replayed"] is None
    assert again[2]["Idempotent-Replayed"] == "true"


def test_generated_methods_keep_answers_too(send: Send) -> None:
    letter = {
        "from": "user1@sandbox.example",
        "to": ["user10@sandbox.example"],
        "subject": "Отчёт",
        "body": "Привет",
    }
    first = send("mail.message.send", letter, "key-1")
    again = send("mail.message.send", letter, "key-1")
    assert first[0] == 200, first[1]
    assert first[2]["X-Sandbox"] == again[2]["X-Sandbox"] == "generated"
    assert again[2]["Idempotent-Replayed"] == "true"


def test_a_key_with_another_body_is_refused(send: Send) -> None:
    send("tasks.task.add", TASK, "key-1")
    other = {"fields": {**TASK["fields"], "title": "Другая"}}
    status, body, _ = send("tasks.task.add", other, "key-1")
    assert (status, body["error"]["code"]) == (422, f"{V3}IDEMPOTENCYKEYREUSEDEXCEPTION")


def test_a_key_belongs_to_a_method_and_a_caller(send: Send) -> None:
    before = tasks(send)
    send("tasks.task.add", TASK, "key-1")
    assert send("tasks.task.delete", {"id": 2}, "key-1")[2]["Idempotent-Replayed"] is None
    other = send(
        "tasks.task.add", {"fields": {**TASK["fields"], "creatorId": 10}}, "key-1", "10/other/"
    )
    assert other[2]["Idempotent-Replayed"] is None
    by_token = send("tasks.task.add", {**TASK, "auth": "token"}, "key-1", "")
    assert by_token[2]["Idempotent-Replayed"] is None
    assert tasks(send) == before + 2


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there"])
def test_a_wrong_key_is_refused(send: Send, key: str) -> None:
    status, body, _ = send("tasks.task.add", TASK, key)
    assert (status, body["error"]["code"]) == (400, f"{V3}INVALIDIDEMPOTENCYKEYEXCEPTION")


def test_a_refused_call_runs_again(send: Send) -> None:
    assert send("tasks.task.delete", {"id": 999}, "key-1")[0] == 403
    status, _, headers = send("tasks.task.delete", {"id": 2}, "key-1")
    assert status == 200
    assert headers["Idempotent-Replayed"] is None


def test_an_answer_is_kept_for_a_day(send: Send, clock: Clock) -> None:
    before = tasks(send)
    send("tasks.task.add", TASK, "key-1")
    clock.time += DAY - 1
    assert send("tasks.task.add", TASK, "key-1")[2]["Idempotent-Replayed"] == "true"
    clock.time += 2
    assert send("tasks.task.add", TASK, "key-1")[2]["Idempotent-Replayed"] is None
    assert tasks(send) == before + 2


def test_readers_pay_no_heed(send: Send) -> None:
    status, _, headers = send("tasks.task.list", {}, "x" * 300)
    assert status == 200
    assert headers["Idempotency-Key"] is None
