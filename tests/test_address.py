"""Properties of addresses as they are pasted."""

from __future__ import annotations

import pytest
from hypothesis import example, given, strategies as st

from oint_b24.errors import UsageProblem
from oint_b24.portal.address import parse
from tests.properties import CODES, PROPERTY, WORDS, refused

LABELS = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9]", fullmatch=True)
HOSTS = st.builds(
    "{}.{}{}".format, LABELS, st.sampled_from(["example", "bitrix24.ru"]),
    st.sampled_from(["", ":8443"]),
)  # fmt: skip


@PROPERTY
@given(
    host=HOSTS.filter(lambda h: not h.startswith("www.")),
    user=st.integers(1, 10**9),
    code=CODES,
    scheme=st.sampled_from(["", "https://", "http://", "HTTPS://"]),
    www=st.sampled_from(["", "www."]),
    prefix=st.sampled_from(["", "/portal", "/a/b"]),
    api=st.sampled_from(["", "api/"]),
    tail=st.sampled_from(
        ["", "/", "/im.chat.add", "/im.chat.add.json", "/crm.deal.list.json?start=50#x", "/?a=1"]
    ),
    around=st.sampled_from(["{}", " {}\n", '"{}"', "'{}'", "<{}>"]),
)
def test_every_pasted_form_of_a_webhook_is_the_same_webhook(
    *, host: str, user: int, code: str, scheme: str, www: str, prefix: str, api: str, tail: str,
    around: str,
) -> None:  # fmt: skip
    pasted = around.format(f"{scheme}{www}{host}{prefix}/rest/{api}{user}/{code}{tail}")

    address = parse(pasted)

    assert (address.scheme, address.host, address.prefix) == ("https", host, prefix)
    assert (address.user, address.code) == (user, code)
    assert address.url("im.chat.add") == f"https://{host}{prefix}/rest/{user}/{code}/im.chat.add"
    v3 = f"https://{host}{prefix}/rest/api/{user}/{code}/tasks.task.get"
    assert address.url("tasks.task.get", 3) == v3
    assert code not in f"{address.portal} {address.root}" or code in f"{host}{prefix}"
    assert parse(address.url("x")) == address


@PROPERTY
@given(HOSTS, st.sampled_from(["", "https://", "http://"]), st.sampled_from(["", "/", "/rest/"]))
def test_an_address_without_a_webhook_has_none(host: str, scheme: str, tail: str) -> None:
    address = parse(f"{scheme}{host}{tail}")

    assert (address.root, address.user, address.code) == (f"https://{host}", None, None)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8080", "[::1]:99", "box.localhost"])
def test_plain_http_is_for_this_machine_only(host: str) -> None:
    assert parse(f"http://{host}").scheme == "http"
    assert parse(host).scheme == "http"
    assert parse(f"https://{host}").scheme == "https"


@PROPERTY
@given(st.one_of(WORDS, st.builds("https://{}/rest/{}/{}".format, WORDS, WORDS, WORDS)))
@example("https://portal.example/rest/" + "9" * 5000 + "/code/")
@example("https://portal.example/rest/²/code/")
@example("https://portal.example:99999/")
@example("https://user:pass@portal.example/rest/1/code/")
@example("https://[::1/rest/1/code")
@example("https://℀.example/")
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        address = parse(text)
    except UsageProblem as problem:
        refused(problem)
        return
    assert address.scheme == "https" or "localhost" in text or "127." in text or "::1" in text
    assert address.host


@pytest.mark.parametrize(
    "pasted",
    [
        "https:/portal.example/rest/1/abc/",
        "«https://portal.example/rest/1/abc/»",
        "\u200bhttps://portal.example/rest/1/abc/\ufeff",
        "`portal.example/rest/1/abc/`,",
    ],
)
def test_what_editors_and_chats_do_to_an_address_is_forgiven(pasted: str) -> None:
    assert parse(pasted) == parse("https://portal.example/rest/1/abc/")


@pytest.mark.parametrize(
    ("page", "root"),
    [
        ("https://portal.bitrix24.ru/stream/", "https://portal.bitrix24.ru"),
        ("https://portal.bitrix24.ru/any/page/", "https://portal.bitrix24.ru"),
        ("https://portal.example/company/personal/user/1/", "https://portal.example"),
        ("https://portal.example/devops/edit/in-hook/1/", "https://portal.example"),
        ("https://portal.example/b24/crm/deal/list/", "https://portal.example/b24"),
        ("https://portal.example/b24/", "https://portal.example/b24"),
    ],
)
def test_a_page_from_the_browser_is_the_portal(page: str, root: str) -> None:
    assert parse(page).root == root


@pytest.mark.parametrize(
    ("pasted", "key"),
    [
        ("https://portal.example/rest/1/***/", "address.masked"),
        ("https://portal.example/rest/1/…/profile", "address.masked"),
        ("https://portal.example/rest/1/a/ https://other.example/rest/1/b/", "address.several"),
        ("вебхук https://portal.example/rest/1/abc/", "address.several"),
    ],
)
def test_what_holds_no_single_secret_is_refused(pasted: str, key: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        parse(pasted)

    assert refused.value.key == key
