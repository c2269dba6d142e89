"""Pasted curl commands: quoting, forms of data, places to fill in, and our own output read back."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given, strategies as st

from oint_b24.cli.call.form import nested
from oint_b24.cli.call.from_curl import read
from oint_b24.cli.call.shell_words import split
from oint_b24.errors import UsageProblem
from oint_b24.portal.client import Portal
from oint_b24.portal.curl import command_line, described
from oint_b24.portal.encode import query
from oint_b24.portal.request import Request
from tests.properties import JSON, PROPERTY, TEXTS, refused

METHODS = st.sampled_from(["im.chat.add", "crm.item.list", "tasks.task.get", "user.userfield.list"])
NAMES = st.text(string.ascii_letters + string.digits + "_>=!%@", min_size=1, max_size=8)
PARAMS = st.dictionaries(NAMES.filter(lambda n: n != "auth"), JSON, max_size=4)
PLACES = (
    "https://**put_your_bitrix24_address**/rest/**put_your_user_id_here**/**put_your_webhook_here**"
)


def no_file(path: str) -> str:
    raise AssertionError(path)


def bare(request: Request) -> dict[str, Any]:
    """Return what a request is, whatever portal it goes to."""
    with Portal("https://portal.example/rest/1/secretcode1/") as portal:
        return described(portal, request)


def read_back(command: str) -> Request:
    pasted = read(command, no_file)
    return Request(pasted.method, pasted.params, pasted.version, verb=pasted.verb)


@PROPERTY
@given(METHODS, PARAMS, st.sampled_from([2, 3]), st.booleans())
def test_our_own_curl_command_makes_the_same_request(
    method: str, params: dict[str, Any], version: int, has_token: bool
) -> None:
    request = Request(method, params, version)
    address = "https://portal.example/" if has_token else "https://portal.example/rest/1/code12345/"
    with Portal(address, "token123456" if has_token else None) as portal:
        command = command_line(portal, request)

    assert bare(read_back(command)) == bare(request)


@PROPERTY
@given(METHODS, st.lists(JSON, max_size=4))
def test_a_positional_body_comes_back_in_its_order(method: str, params: list[Any]) -> None:
    request = Request(method, params)
    with Portal("https://portal.example/rest/1/code12345/") as portal:
        command = command_line(portal, request)

    assert bare(read_back(command))["params"] == params


@PROPERTY
@given(METHODS, st.dictionaries(NAMES.filter(lambda n: n != "auth"), TEXTS, max_size=4))
def test_our_own_get_command_asks_for_the_same(method: str, params: dict[str, str]) -> None:
    request = Request(method, params, verb="GET")
    with Portal("https://portal.example/rest/1/code12345/") as portal:
        again = read_back(command_line(portal, request))

    assert query(again.params) == query(params)


@PROPERTY
@given(st.lists(st.text(max_size=12), max_size=5))
def test_words_quoted_for_a_shell_come_back(words: list[str]) -> None:
    import shlex

    assert split(shlex.join(words)) == words


@PROPERTY
@given(st.text("curl -dHX'\"\\$\n{}[]=&/:.rest@#|", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read("curl " + text, lambda _: "{}")
    except UsageProblem as problem:
        refused(problem)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("curl \\\n  -X POST \\\r\n  u", ["curl", "-X", "POST", "u"]),
        ("a\\ b 'c d' \"e\\\"f\" $'g\\nh\\u0416'", ["a b", "c d", 'e"f', "g\nhЖ"]),
        ("'it'\"'\"'s'", ["it's"]),
        ("curl u | jq .", ["curl", "u"]),
        ("curl 'a|b' > file", ["curl", "a|b"]),
        ("# remark\ncurl u \\ # why\n v", ["curl", "u", "v"]),
        ('-d \'{"a": "x\\\n y"}\'', ["-d", '{"a": "x\\\n y"}']),
    ],
)
def test_a_shell_would_read_it_so(text: str, words: list[str]) -> None:
    assert split(text) == words


@pytest.mark.parametrize(
    "command",
    [
        f"""curl -X POST -H "Content-Type: application/json" -d '{{"A": 1}}' {PLACES}/x.add""",
        f"""curl -XPOST -sSL --data='{{"A": 1}}' --url "{PLACES}/x.add.json" """,
        f"""$ curl {PLACES}/x.add --json '{{"A": 1, "auth": "**put_access_token_here**"}}'""",
        f"""id=$(prompt "id")\ncurl {PLACES}/x.add --data-raw $'{{"A": 1}}'""",
        f"""curl -X POST /\n -d '{{"A": 1}}' -d 'auth=YOUR_ACCESS_TOKEN' /\n {PLACES}/x.add""",
        f"""/usr/bin/curl -d @body.json --compressed -o out.json {PLACES}/x.add | jq .""",
    ],
)
def test_ways_to_write_one_call(command: str) -> None:
    pasted = read(command, lambda path: {"body.json": '{"A": 1}'}[path])

    assert (pasted.method, pasted.params, pasted.version) == ("x.add", {"A": 1}, 2)
    assert (pasted.url, pasted.token, pasted.host) == (None, None, None)


@pytest.mark.parametrize(
    ("data", "params"),
    [
        ("-d 'fields[TITLE]=a+b%26c' -d 'fields[OPENED]=Y'",
         {"fields": {"TITLE": "a b&c", "OPENED": "Y"}}),
        ("-d 'USERS[]=1&USERS[]=10'", {"USERS": ["1", "10"]}),
        ("-d 'filter[>ID]=5'", {"filter": {">ID": "5"}}),
        ("-F title=x -F 'fields[PHONE][0][VALUE]=+7'",
         {"title": "x", "fields": {"PHONE": [{"VALUE": "+7"}]}}),
        ("--data-urlencode 'text=a&b=c'", {"text": "a&b=c"}),
        ("-G -d a=1", {"a": "1"}),
        ("", {}),
    ],
)  # fmt: skip
def test_forms_are_read_as_the_platform_reads_them(data: str, params: Any) -> None:
    assert read(f"curl {data} {PLACES}/x.add", no_file).params == params


def test_a_place_to_fill_in_may_stand_without_quotes() -> None:
    data = """{"attachId":**put_attach_id**, "id": $id, "note": "keeps **bold** and $sign"}"""

    assert read(f"curl -d '{data}' {PLACES}/x.add", no_file).params == {
        "attachId": "**put_attach_id**",
        "id": "$id",
        "note": "keeps **bold** and $sign",
    }


def test_parameters_in_the_address_and_in_the_body_come_together() -> None:
    pasted = read(f"curl '{PLACES}/x.add?a=1&b[]=2&auth=x' -d '{{\"c\": 3}}'", no_file)

    assert pasted.params == {"a": "1", "b": ["2"], "c": 3}
    assert pasted.verb == "POST"


def test_numbered_names_with_gaps_stay_an_object() -> None:
    assert nested([("a[1]", "x"), ("a[5]", "y"), ("b[x", "z")]) == {
        "a": {"1": "x", "5": "y"}, "b[x": "z",
    }  # fmt: skip


def test_the_address_tells_the_version_and_a_real_credential_is_kept() -> None:
    webhook = read("curl https://one.bitrix24.ru/rest/api/7/abcdefgh1234/tasks.task.get", no_file)
    token = read("curl https://one.ru/b24/rest/x.get -d auth=0123456789abcdef", no_file)
    place = read("curl https://one.bitrix24.ru/rest/x.get -d auth='$TOKEN'", no_file)

    assert (webhook.version, webhook.url) == (3, "https://one.bitrix24.ru/rest/7/abcdefgh1234/")
    assert (token.url, token.token) == ("https://one.ru/b24/rest/", "0123456789abcdef")
    assert (place.url, place.token, place.host) == (None, None, "one.bitrix24.ru")


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("wget https://a/rest/x.get", "call.curl_none"),
        ("", "call.curl_none"),
        ("curl https://a/x ; curl https://b/rest/y", "call.curl_method"),
        ("curl https://a/rest/x.get\ncurl https://a/rest/y.get", "call.curl_two"),
        ("curl -d a=1", "call.curl_address"),
        ("curl https://a/rest/x https://b/rest/y", "call.curl_address"),
        ("curl https://a/b/c", "call.curl_method"),
        ("curl https://a/rest/1/abcdef0123456789/", "call.curl_method"),
        ("curl https://a/rest/x -d '{", "call.curl_quote"),
        ("curl https://a/rest/x -d '{\"a\":}'", "value.bad_json"),
        ("curl https://a/rest/x -F file=@a.pdf", "call.curl_file"),
        ("curl https://a/rest/x -d", "usage.no_value"),
    ],
)
def test_what_is_no_call_is_refused(command: str, key: str) -> None:
    with pytest.raises(UsageProblem) as refusal:
        read(command, no_file)

    assert refusal.value.key == key
    refused(refusal.value)


def test_a_refusal_does_not_quote_a_secret() -> None:
    with pytest.raises(UsageProblem) as refusal:
        read("curl https://one.ru/rest/1/verysecretcode/x -H 'A: verysecretcode", no_file)

    assert "verysecretcode" not in str(refusal.value.params)
