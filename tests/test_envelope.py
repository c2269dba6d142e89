"""Answers as they come in the wild: what they become."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oint_b24.errors import (
    AccessProblem,
    Exit,
    LimitProblem,
    PortalProblem,
    Problem,
    UnknownProblem,
    tell,
)
from oint_b24.portal.codes import fold
from oint_b24.portal.effect import effect_of
from oint_b24.portal.envelope import Answer, Envelope, read
from oint_b24.portal.request import Request
from oint_b24.text import has

READ = Request("crm.deal.list", effect="read")
WRITE = Request("crm.deal.add")


def envelope(body: Any, status: int = 200, request: Request = READ) -> Envelope:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read(Answer(status, raw, "application/json"), request, "portal.example")


def problem(
    body: Any, status: int = 200, request: Request = READ, kind: str = "text/html; charset=utf-8"
) -> Problem:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(Problem) as caught:
        read(Answer(status, raw, kind, retry_after=3.0), request, "portal.example")
    return caught.value


def test_result_next_total_and_time() -> None:
    found = envelope({"result": [1], "next": 50, "total": 51, "time": {"operating": 0.1}})

    assert (found.result, found.next, found.total) == ([1], 50, 51)
    assert found.time == {"operating": 0.1}


@pytest.mark.parametrize("result", [True, 7, "3711", [], {}, None, {"task": {"id": "1"}}])
def test_result_of_any_kind(result: Any) -> None:
    assert envelope({"result": result, "time": []}).result == result
    assert envelope({"result": result, "time": []}).time == {}


@pytest.mark.parametrize(
    ("given", "count"), [(0, 0), ("50", 50), (-1, None), (None, None), (True, None), ([], None)]
)
def test_counts_in_any_spelling(given: Any, count: int | None) -> None:
    found = envelope({"result": [], "next": given, "total": given})

    assert (found.next, found.total) == (count, count)


def test_last_page_has_no_next() -> None:
    assert envelope({"result": []}).next is None


def test_answer_without_envelope_is_its_own_result() -> None:
    assert envelope({"openapi": "3.0.0"}).result == {"openapi": "3.0.0"}


def test_empty_list_stands_for_an_empty_object() -> None:
    found = envelope({"result": {"result": [], "result_error": [], "result_time": []}})

    assert found.part("result_error") == {}
    assert envelope([]).result == []


def test_parts_of_a_batch_by_command() -> None:
    error = {"error": "ERROR_CORE", "error_description": "нет"}
    found = envelope({"result": {"result": [7, 8], "result_error": {"2": error}}})

    assert found.part("result") == {"0": 7, "1": 8}
    assert found.part("result_error") == {"2": error}
    assert envelope({"result": 5}).part("result_error") == {}


def test_byte_order_mark_and_wrong_content_type_do_not_matter() -> None:
    raw = b'\xef\xbb\xbf{"result": "\xd0\xb4\xd0\xb0"}'

    assert read(Answer(200, raw, "text/html"), WRITE, "p").result == "да"


@pytest.mark.parametrize("request_", [READ, WRITE])
def test_no_content_is_success(request_: Request) -> None:
    assert envelope(b"", 204, request_).result is None


@pytest.mark.parametrize("nothing", [None, False, [], {}])
def test_error_that_says_nothing_beside_a_result_is_none(nothing: Any) -> None:
    assert envelope({"result": 5, "error": nothing}).result == 5


@pytest.mark.parametrize(
    ("error", "code", "key"),
    [
        ("", "portal.refused_without_code", "portal.refused_without_code"),
        (None, "portal.refused_without_code", "portal.refused_without_code"),
        ([], "portal.refused_without_code", "portal.refused_without_code"),
        (0, "0", "portal.refused"),
        (100, "100", "portal.refused"),
        (200040300010, "200040300010", "portal.refused"),
        ("ERROR_CORE", "ERROR_CORE", "portal.refused"),
    ],
)
@pytest.mark.parametrize("status", [200, 400])
def test_error_of_any_kind_is_one_whatever_the_status(
    error: Any, code: str, key: str, status: int
) -> None:
    found = problem({"error": error, "error_description": "Нет прав"}, status, WRITE)

    assert type(found) is PortalProblem
    assert (found.code, found.key) == (code, key)
    assert found.params["description"] == "Нет прав"
    assert found.envelope == {"error": error, "error_description": "Нет прав"}


def test_empty_error_beside_a_result_is_still_one() -> None:
    assert problem({"result": [], "error": ""}).exit is Exit.PORTAL


def test_argument_of_an_error_is_kept() -> None:
    found = problem({"error": "ERROR_ARGUMENT", "argument": "CHAT_ID"}, 400)

    assert found.params["argument"] == "CHAT_ID"


def test_markup_in_a_description_is_taken_out_of_what_people_read() -> None:
    said = "Не указано &quot;Название&quot;<br>Не указан тип<BR />"
    found = problem({"error": "ERROR_CORE", "error_description": said}, 400)

    assert found.params["description"] == 'Не указано "Название"\nНе указан тип'


def test_description_that_is_no_text_is_none() -> None:
    assert problem({"error": "X", "error_description": ["a"]}).params["description"] == ""


def test_version_3_error_with_validation() -> None:
    failed = [{"field": "title", "message": "Обязательное поле"}]
    error = {
        "code": "BITRIX_REST_V3_EXCEPTION_VALIDATION_DTOVALIDATIONEXCEPTION",
        "message": "Проверка не пройдена",
        "validation": failed,
    }
    found = problem({"error": error}, 400)

    assert found.params["validation"] == failed
    assert found.params["description"] == "Проверка не пройдена"
    assert found.code == error["code"]


def test_version_3_error_without_anything() -> None:
    found = problem({"error": {}}, 400)

    assert (found.key, found.params.get("validation")) == ("portal.refused_without_code", None)


@pytest.mark.parametrize(
    ("code", "folded"),
    [
        ("QUERY_LIMIT_EXCEEDED", "query_limit_exceeded"),
        ("Expired_Token", "expired_token"),
        ("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", "access_denied"),
        ("BITRIX_REST_V3_EXCEPTION_INSUFFICIENTSCOPEEXCEPTION", "insufficient_scope"),
        ("BITRIX_REST_V3_EXCEPTION_INVALIDJSONEXCEPTION", "invalidjson"),
        ("SOME_EXCEPTION", "some_exception"),
    ],
)
def test_codes_are_compared_in_one_spelling(code: str, folded: str) -> None:
    assert fold(code) == folded


@pytest.mark.parametrize(
    ("code", "status", "exit_"),
    [
        ("QUERY_LIMIT_EXCEEDED", 503, Exit.LIMIT),
        ("QUERY_LIMIT_EXCEEDED", 429, Exit.LIMIT),
        ("OPERATION_TIME_LIMIT", 429, Exit.LIMIT),
        ("OVERLOAD_LIMIT", 503, Exit.LIMIT),
        ("ANYTHING", 429, Exit.LIMIT),
        ("expired_token", 401, Exit.ACCESS),
        ("invalid_token", 401, Exit.ACCESS),
        ("NO_AUTH_FOUND", 401, Exit.ACCESS),
        ("INVALID_CREDENTIALS", 401, Exit.ACCESS),
        ("INVALID_CREDENTIALS", 403, Exit.ACCESS),
        ("insufficient_scope", 403, Exit.ACCESS),
        ("ACCESS_DENIED", 400, Exit.ACCESS),
        ("PAYMENT_REQUIRED", 402, Exit.ACCESS),
        ("user_access_error", 403, Exit.ACCESS),
        ("METHOD_CONFIRM_WAITING", 401, Exit.ACCESS),
        ("METHOD_CONFIRM_DENIED", 403, Exit.ACCESS),
        ("WRONG_AUTH_TYPE", 403, Exit.ACCESS),
        ("allowed_only_intranet_user", 403, Exit.ACCESS),
        ("APPLICATION_NOT_FOUND", 401, Exit.ACCESS),
        ("ERROR_OAUTH", 401, Exit.ACCESS),
        ("wrong_client", 200, Exit.ACCESS),
        ("INVALID_REQUEST", 400, Exit.PORTAL),
        ("ERROR_METHOD_NOT_FOUND", 404, Exit.PORTAL),
        ("ERROR_METHOD_NOT_FOUND", 400, Exit.PORTAL),
        ("ERROR_MANIFEST_IS_NOT_AVAILABLE", 404, Exit.PORTAL),
        ("ERROR_BATCH_METHOD_NOT_ALLOWED", 405, Exit.PORTAL),
        ("ERROR_BATCH_LENGTH_EXCEEDED", 400, Exit.PORTAL),
        ("PORTAL_DELETED", 500, Exit.PORTAL),
        ("PORTAL_DELETED", 410, Exit.PORTAL),
        ("INTERNAL_SERVER_ERROR", 500, Exit.UNKNOWN),
        ("ERROR_UNEXPECTED_ANSWER", 500, Exit.UNKNOWN),
        ("SOMETHING_ELSE", 500, Exit.UNKNOWN),
        ("", 503, Exit.UNKNOWN),
        ("BITRIX_REST_V3_EXCEPTION_IDEMPOTENCYKEYREUSEDEXCEPTION", 422, Exit.PORTAL),
    ],
)
def test_exit_code_of_every_system_error_to_a_write(code: str, status: int, exit_: Exit) -> None:
    found = problem({"error": code, "error_description": ""}, status, WRITE)

    assert found.exit is exit_


def test_fault_inside_the_portal_is_no_unknown_outcome_for_a_read() -> None:
    assert problem({"error": "INTERNAL_SERVER_ERROR"}, 500, READ).exit is Exit.PORTAL


@pytest.mark.parametrize(
    ("status", "read_kind", "write_kind"),
    [
        (200, PortalProblem, UnknownProblem),
        (401, AccessProblem, AccessProblem),
        (402, AccessProblem, AccessProblem),
        (403, AccessProblem, AccessProblem),
        (404, PortalProblem, PortalProblem),
        (413, PortalProblem, PortalProblem),
        (429, LimitProblem, LimitProblem),
        (500, PortalProblem, UnknownProblem),
        (502, PortalProblem, UnknownProblem),
        (503, PortalProblem, UnknownProblem),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        b"<html>Sign in</html>",
        b'{"result": {"item"',
        b"null",
        b"42",
        b'"ok"',
        b"\xff\xfe",
        b"[" * 9999,
    ],
)
def test_answer_that_is_none_of_a_portal(
    body: bytes, status: int, read_kind: type[Problem], write_kind: type[Problem]
) -> None:
    assert type(problem(body, status, READ)) is read_kind
    assert type(problem(body, status, WRITE)) is write_kind
    assert problem(body, status, READ).params["kind"] == "text/html"


def test_json_that_is_no_envelope_does_not_excuse_a_status() -> None:
    assert problem({"message": "blocked"}, 403).exit is Exit.ACCESS
    assert problem({"message": "blocked"}, 500, WRITE).exit is Exit.UNKNOWN


def test_empty_answer() -> None:
    assert problem(b"", 200, READ).key == "portal.empty"
    assert problem(b" \n", 200, WRITE).key == "portal.lost_empty"
    assert problem(b"", 502, WRITE).key == "portal.lost_unreadable"


def test_seconds_to_wait_are_kept() -> None:
    assert problem(b"", 429).params["retry_after"] == 3.0


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_problem_has_words(lang: str) -> None:
    for body in (b"", b"x", b'{"error": ""}', b'{"error": "A"}'):
        for status in (200, 400, 500):
            for request in (READ, WRITE):
                found = problem(body, status, request)

                assert has(found.key)
                assert "{" not in tell(found, lang)


@pytest.mark.parametrize(
    ("method", "params", "version", "effect"),
    [
        ("crm.deal.list", {}, 2, "read"),
        ("crm.deal.add", {}, 2, "write"),
        ("crm.deal.delete", {}, 2, "delete"),
        ("my.own.method", {}, 2, "write"),
        ("batch", {"cmd": ["crm.deal.list?start=-1", "user.get"]}, 2, "read"),
        ("batch", {"cmd": {"a": "user.get", "b": "crm.deal.add"}}, 2, "write"),
        ("BATCH", {"cmd": {"a": "crm.deal.delete?id=1", "b": "crm.deal.add"}}, 2, "delete"),
        ("batch", {"cmd": ["batch?cmd[0]=user.get"]}, 2, "write"),
        ("batch", {"cmd": ["my.own.method"]}, 2, "write"),
        ("batch", {}, 2, "write"),
        ("batch", [{"method": "tasks.task.list", "query": {}}], 3, "read"),
        ("batch", [{"method": "tasks.task.list"}, {"method": "tasks.task.add"}], 3, "write"),
    ],
)
def test_effect_of_a_call(method: str, params: Any, version: int, effect: str) -> None:
    assert effect_of(method, params, version) == effect


def test_error_nested_without_end_is_no_portals() -> None:
    deep = b'{"error": ' + b"[" * 700 + b"]" * 700 + b"}"

    assert problem(deep, 400, READ).key == "portal.not_json"
    assert problem(deep, 200, WRITE).key == "portal.lost_unreadable"
