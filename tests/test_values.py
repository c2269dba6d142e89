"""Properties of values on the command line: never a crash, never a silent change of data."""

from __future__ import annotations

import base64
import json
import os
import re
import string
import tempfile
from datetime import datetime, timedelta, timezone
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from oint_b24.cli.body import assignments, catalogued, pair
from oint_b24.errors import UsageProblem
from oint_b24.opi import rows
from oint_b24.opi.payload import build
from oint_b24.portal.address import parse
from oint_b24.portal.encode import body, query
from oint_b24.redact import MASK, Redactor
from oint_b24.rest.catalogue import find
from oint_b24.text import LANGUAGES, tell
from oint_b24.values import read
from oint_b24.values.relaxed import NotJson, loads
from oint_b24.values.source import Source, decoded
from oint_b24.world import World

pytestmark = pytest.mark.filterwarnings("default")
PROPERTY = settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# Characters that have a meaning somewhere on the way: quotes, escapes, brackets, paths, controls.
TRICKY = "'\"\\/{}[]():,;=@-~#%&?*+.<>|«»—ё№ \t\n\r\f\v\b\0abnrtuvxЖя0123456789😀\u2028\u00a0"
WORDS = st.one_of(
    st.text(max_size=12),
    st.text(TRICKY, max_size=24),
    st.sampled_from(
        [
            "C:\\new\\report.txt", "\\\\server\\share\\т", "O'Brien", "ООО \"Ромашка\"", "\\n", "-",
            "@", "@@x", "@нет", "~нет/x", "@~нет/x", "null", "[", "{}", "10", "-5", "--text", "a=b",
            "http://", "https://[", "\ud800", "'", '"', "\\u0041", "\\ud83d\\ude00", "=", "data:,x",
        ]
    ),
)  # fmt: skip
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.text(TRICKY, max_size=24),
)
NUMBERS = st.one_of(
    st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-9, 9)
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def same(left: Any, right: Any) -> bool:
    """Compare with types: 1, 1.0 and true are three things."""
    return json.dumps(left) == json.dumps(right)


def single(value: Any) -> str:
    """Render JSON with single quotes, as people do in a shell."""
    if isinstance(value, str):
        inner = json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"')
        return "'" + inner.replace("'", "\\'") + "'"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{single(k)}: {single(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(single, value)) + "]"
    return json.dumps(value)


def source(stdin: bytes = b"") -> Source:
    """Return a source with no files in particular; nothing is downloaded."""

    def download(url: str) -> bytes:
        raise UsageProblem("value.no_download", option="URL", url=url, reason="test")

    world = World(
        env={}, stdin=TextIOWrapper(BytesIO(stdin)), stdout=StringIO(), stderr=StringIO()
    )
    return Source(world, download)


def refused(problem: UsageProblem) -> None:
    """Say the problem in both languages: that must not fail either."""
    for lang in LANGUAGES:
        assert tell(problem, lang)


# JSON as it is typed


@PROPERTY
@given(JSON, st.booleans(), st.sampled_from([None, 1, 4]))
def test_strict_json_reads_back_as_it_was(value: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)

    assert same(loads(text), value)


@PROPERTY
@given(JSON)
def test_single_quotes_read_back_as_it_was(value: Any) -> None:
    assert same(loads(single(value)), value)


@PROPERTY
@given(JSON, st.randoms(use_true_random=False))
def test_quotes_of_both_kinds_may_be_mixed(value: Any, random: Any) -> None:
    def mixed(node: Any) -> str:
        if isinstance(node, dict):
            return "{" + ",".join(f"{mixed(k)}:{mixed(v)}" for k, v in node.items()) + "}"
        if isinstance(node, list):
            return "[" + ",".join(map(mixed, node)) + "]"
        return random.choice([single, json.dumps])(node)

    assert same(loads(mixed(value)), value)


@PROPERTY
@given(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=3), max_size=3))
def test_what_python_prints_is_read_or_refused_but_never_changed(value: Any) -> None:
    try:
        found = loads(repr(value))
    except NotJson:
        return
    assert same(found, value)


@PROPERTY
@given(TEXTS)
def test_windows_paths_survive_when_escaped_and_are_refused_when_not(name: str) -> None:
    path = f"C:\\{name}"
    assert loads(json.dumps({"p": path}))["p"] == path
    assert loads(single({"p": path}))["p"] == path
    with pytest.raises(NotJson):
        loads('{"p":"C:\\Program Files\\App"}')


@PROPERTY
@given(st.one_of(WORDS, st.text("{}[]'\":,\\ntrue01.eE+- \t\n", max_size=30)))
@example("[" * 5000)
@example('{"a":' * 5000)
@example("[" * 5000 + "]" * 5000)
@example("1" * 5000)
@example("-" + "9" * 4400)
@example("1e999")
@example("[1.00000000000000000001]")
@example("NaN")
@example("{'a':1,'a':2}")
@example('{"a":1,"a":2}')
@example("'\ud800'")
@example('"\\ud800"')
def test_any_text_is_read_exactly_or_refused_with_its_place(text: str) -> None:
    try:
        found = read.parsed(text, "--fields")
    except UsageProblem as problem:
        refused(problem)
        assert problem.params["line"] >= 1
        assert problem.params["column"] >= 1
        return
    try:
        strict = json.loads(text, parse_float=str, parse_constant=str)
    except ValueError:
        assert "'" in text or re.search(r"[\0-\x1f]", text)
        return
    if "." not in text and "e" not in text.lower():
        assert same(found, strict)


@pytest.mark.parametrize(
    "text", ["1e999", "-1e400", "0.10000000000000000000001", "123456789012345678901.5"]
)
def test_a_number_that_would_lose_digits_is_refused(text: str) -> None:
    for whole in (text, f'{{"a":[{text}]}}', f"{{'a':{text}}}"):
        with pytest.raises(NotJson) as caught:
            loads(whole)
        assert caught.value.why == "json.number"


@pytest.mark.parametrize("text", ["1.10", "-0.5e1", "1E2", "0.1", "150000.00", "1e-7"])
def test_other_spellings_of_a_number_are_that_number(text: str) -> None:
    assert loads(text) == float(text)


@PROPERTY
@given(JSON, st.integers(0, 400))
def test_cut_off_json_is_refused_or_whole(value: Any, place: int) -> None:
    text = single({"поле": value})

    cut = text[: min(place, len(text) - 1)]
    with pytest.raises(NotJson):
        loads(cut)


@pytest.mark.parametrize("depth", [201, 990, 100_000])
def test_deep_nesting_is_refused_with_its_place(depth: int) -> None:
    for text in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
        with pytest.raises(NotJson) as caught:
            loads(text)
        assert caught.value.why == "json.deep"
    assert loads("[" * 150 + "]" * 150)


def test_the_place_of_an_error_is_the_line_that_is_shown() -> None:
    with pytest.raises(UsageProblem) as caught:
        read.parsed("{'a': 'x\u2028y\x0b',\n 'b' 1}", "--fields")

    assert (caught.value.params["line"], caught.value.params["column"]) == (2, 6)
    assert caught.value.params["excerpt"] == " 'b' 1}"


# Where values come from


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a directory whose files are called like values."""
    monkeypatch.chdir(tmp_path)
    for name in ("10", "ID", "UA", "{}", "[1]", "true", "plan.txt", "0JDQ", "-5", "chat42", "'x'"):
        (tmp_path / name).write_text("[666]", encoding="utf-8")
    return tmp_path


def test_a_value_called_like_a_file_stays_that_value(here: Path) -> None:
    assert here.exists()
    assert read.plain("plan.txt", source(), "--text") == "plan.txt"
    assert read.plain("10", source(), "--chat") == "10"
    assert read.listed("10", source(), "--users") == ["10"]
    assert read.listed("ID", source(), "--select") == ["ID"]
    assert read.listed("UA", source(), "--vision") == ["UA"]
    assert read.listed("-5", source(), "--users") == ["-5"]
    assert read.listed("[1]", source(), "--users") == [1]
    assert read.structure("{}", source(), "--fields") == {}
    assert read.structure("'x'", source(), "--fields") == "x"
    assert read.switch("true", "--important") is True


def test_a_file_is_read_where_a_path_is_meant(here: Path) -> None:
    (here / "users.json").write_text("[10, 1]", encoding="utf-8")
    for value in ("users.json", "./users.json", str(here / "users.json"), "@users.json", "./10"):
        expected = [666] if value == "./10" else [10, 1]
        assert read.listed(value, source(), "--users") == expected
    assert read.listed("@10", source(), "--users") == [666]
    assert read.plain("@plan.txt", source(), "--text") == "[666]"
    with pytest.raises(UsageProblem, match=r"нет\.json"):
        read.listed("нет.json", source(), "--users")


@PROPERTY
@given(WORDS)
@example("~нет-такого/файл")
@example("@~нет-такого/файл")
@example("@" + "x" * 5000)
@example("x" * 5000 + ".json")
@example("\0.json")
@example("@\0")
def test_every_reader_reads_any_text_or_refuses_it(text: str) -> None:
    for reader in (read.plain, read.structure, read.entity, read.listed, read.binary):
        try:
            reader(text, source(), "--x")
        except UsageProblem as problem:
            refused(problem)
    for reading in (read.switch, read.moment):
        try:
            reading(text, "--x")
        except UsageProblem as problem:
            refused(problem)


@PROPERTY
@given(WORDS)
def test_a_plain_text_changes_only_where_opi_changes_it(text: str) -> None:
    assume(not text.startswith("@") and text != "-")
    expected = text
    for escape, char in (("\\n", "\n"), ("\\r", "\r"), ("\\f", "\f"), ("\\v", "\v")):
        expected = expected.replace(escape, char)

    assert read.plain(text, source(), "--text") == expected
    assert read.plain(f"@{text}", source(), "--text") == f"@{text[1:]}" if text == "@" else True


@PROPERTY
@given(st.lists(st.text(string.ascii_letters + string.digits + "_я", min_size=1), min_size=1))
def test_words_between_commas_stay_words(words: list[str]) -> None:
    assume(not any("." in word for word in words))
    assert read.listed(",".join(words), source(), "--select") == words
    assert read.listed(" , ".join(words) + " ,", source(), "--select") == words
    assert read.listed(json.dumps(words), source(), "--select") == words
    assert read.listed(single(words), source(), "--select") == words


@PROPERTY
@given(TEXTS)
def test_stdin_and_files_bring_a_text_as_it_is(text: str) -> None:
    assume(not text.startswith("\ufeff"))
    assert read.plain("-", source(text.encode()), "--text") == text
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "т.txt"
        path.write_bytes(text.encode())
        assert read.plain(f"@{path}", source(), "--text") == text


@PROPERTY
@given(st.binary(min_size=1, max_size=400))
def test_bytes_arrive_from_base64_stdin_and_files(raw: bytes) -> None:
    encoded = base64.b64encode(raw).decode()
    assume(not Path(encoded).exists())
    assert read.binary(encoded, source(), "--file") == raw
    assert read.binary(f"data:image/png;base64,{encoded}", source(), "--file") == raw
    assert read.binary("-", source(raw), "--file") == raw
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "имя с пробелом.bin"
        path.write_bytes(raw)
        assert read.binary(str(path), source(), "--file") == raw
        assert read.binary(f"@{path}", source(), "--file") == raw


@PROPERTY
@given(st.binary(max_size=40))
@example(b"\xff\xfea")
@example(b"\xfe\xff\xd8")
@example(b"\x98")
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        found = decoded(raw, "--text")
    except UsageProblem as problem:
        refused(problem)
        return
    assert found.encode("utf-8", "surrogatepass") is not None
    if found.encode("utf-8", "replace") == raw:
        assert found == raw.decode()


@PROPERTY
@given(st.text(string.ascii_letters + "ёЁабвЯ №—«»\n", max_size=40))
def test_files_of_other_windows_are_read(text: str) -> None:
    assume(text.encode("cp1251").decode("utf-8", "ignore").encode() != text.encode("cp1251"))

    assert decoded(text.encode("cp1251"), "--text") == text
    assert decoded(text.encode("utf-16"), "--text") == text
    assert decoded(text.encode("utf-8-sig"), "--text") == text


@PROPERTY
@given(st.datetimes(timezones=st.none() | st.just(timezone(timedelta(hours=5)))))
def test_a_date_loses_its_zone_and_nothing_else(moment: datetime) -> None:
    expected = moment.replace(tzinfo=None, microsecond=0).isoformat()

    assert read.moment(moment.isoformat(), "--date") == expected
    assert read.moment(f" {moment.isoformat()} ", "--date") == expected


# Options to parameters


SENDING = [row for row in rows.all_rows() if row.rest]


def given_options(row: rows.Row) -> st.SearchStrategy[dict[str, str]]:
    """Return texts for the options of a command: the required ones and some others."""
    taken = [o for o in row.options if o.as_ not in ("url", "token")]
    return st.fixed_dictionaries(
        {o.name: WORDS for o in taken if o.required},
        optional={o.name: WORDS for o in taken if not o.required},
    )


@settings(PROPERTY, max_examples=200)
@given(st.data())
def test_any_options_of_any_command_make_a_request_or_are_refused(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(SENDING))
    options = data.draw(given_options(row))
    try:
        params = build(row, options, source())
        body(params)
        query(params)
    except UsageProblem as problem:
        refused(problem)


PLAIN = [
    (row, option)
    for row in SENDING
    for option in row.options
    if option.as_ == "text" and option.key and option.required and not row.steps
]


@PROPERTY
@given(st.sampled_from(PLAIN), TEXTS.filter(lambda t: t.strip() and "\\" not in t))
def test_a_text_reaches_its_parameter_unchanged(place: tuple[Any, Any], text: str) -> None:
    row, option = place
    assume(not text.startswith("@") and text != "-")
    others = {o.name: "{'type':'user'}" for o in row.options if o.required and o.as_ != "text"}
    others |= {o.name: "[1]" for o in row.options if o.required and o.as_ in ("list", "ids")}
    others |= {o.name: "0JDQ" for o in row.options if o.required and "64" in o.as_}
    given_ = {**others, **{o.name: "1" for o in row.options if o.required and o.as_ == "text"}}

    node: Any = build(row, {**given_, option.name: text}, source())

    for part in str(option.key).split("."):
        node = node[part]
    assert node == text


@PROPERTY
@given(st.dictionaries(TEXTS.filter(bool), JSON, min_size=1, max_size=4))
def test_fields_reach_the_body_unchanged(fields: dict[str, Any]) -> None:
    row = rows.find("СоздатьСделку")
    assert row is not None
    for text in (json.dumps(fields), json.dumps(fields, ensure_ascii=False), single(fields)):
        sent = json.loads(body(build(row, {"--fields": text}, source())))
        assert same(sent, {"fields": fields})


@pytest.mark.parametrize("name", ["ОтправитьСообщение", "ИзменитьЗаголовокЧата"])
def test_a_required_text_that_comes_empty_from_stdin_is_refused(name: str) -> None:
    row = rows.find(name)
    assert row is not None
    text = "--text" if row.option("--text") else "--title"
    is_blank = getattr(row.option(text), "blank", False)
    if is_blank:
        assert build(row, {"--chat": "42", text: "-"}, source())["MESSAGE"] == ""
        return
    with pytest.raises(UsageProblem, match="empty"):
        build(row, {"--chat": "42", text: "-"}, source())


# Words of `oint call`


@PROPERTY
@given(
    st.lists(
        st.one_of(
            WORDS,
            st.builds("{}={}".format, WORDS, WORDS),
            st.builds("{}:={}".format, WORDS, WORDS),
            st.builds("fields[{}]={}".format, WORDS, WORDS),
            st.builds("--{}={}".format, st.sampled_from(["CHAT_ID", "TITLE", "NOPE"]), WORDS),
        ),
        max_size=4,
    )
)
@example(["--CHAT_ID=--5"])
@example(["a[99999999999999999999999999]=1", "a[" + "9" * 5000 + "]=1"])
@example(["a=1", "a[b]=2"])
@example(["--CHAT_ID=" + "9" * 5000])
def test_any_words_of_a_call_make_a_body_or_are_refused(words: list[str]) -> None:
    try:
        made = catalogued(words, find("im.chat.updateTitle"), source())
        body(assignments({}, made))
    except UsageProblem as problem:
        refused(problem)


NAMES = st.text(string.ascii_letters + string.digits + "_>!@%", min_size=1, max_size=8)


@PROPERTY
@given(NAMES, st.lists(NAMES, max_size=2), TEXTS)
def test_a_pair_lands_where_its_brackets_say(name: str, inner: list[str], text: str) -> None:
    assume("@" not in name and not name.startswith("-"))
    key = name + "".join(f"[{part}]" for part in inner)

    node: Any = assignments({}, [pair(f"{key}={text}", source())])

    for part in (name, *inner):
        if isinstance(node, list):
            return
        node = node[part]
    assert node == text


@PROPERTY
@given(NAMES, JSON)
def test_a_pair_of_json_brings_its_value(name: str, value: Any) -> None:
    assume("@" not in name and not name.startswith("-"))

    made = assignments({}, [pair(f"{name}:={json.dumps(value)}", source())])

    assert same(made, {name: value})


# Addresses as they are pasted


LABELS = st.from_regex(r"[a-z][a-z0-9-]{0,8}[a-z0-9]", fullmatch=True)
HOSTS = st.builds(
    "{}.{}{}".format, LABELS, st.sampled_from(["example", "bitrix24.ru"]),
    st.sampled_from(["", ":8443"]),
)  # fmt: skip
CODES = st.text(string.ascii_letters + string.digits, min_size=4, max_size=20)


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
    host: str, user: int, code: str, scheme: str, www: str, prefix: str, api: str, tail: str,
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


# Secrets


SECRETS = st.one_of(CODES, TEXTS.filter(lambda t: len(t.strip()) >= 6))


@PROPERTY
@given(SECRETS, TEXTS, TEXTS)
def test_a_known_secret_never_survives(secret: str, before: str, after: str) -> None:
    assume(secret not in MASK * 3)
    redactor = Redactor()
    redactor.add(secret)
    forms = {
        secret, quote(secret, safe=""), json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }  # fmt: skip

    for form in forms:
        cleaned = redactor.clean(f"{before} {form} {after}")
        assert cleaned.count(form) <= f"{before} {after}".count(form), form
    nested = {"a": [{"b": f"x{secret}y"}], f"k{secret}": 1}
    assert secret not in json.dumps(redactor.mask(nested), ensure_ascii=False)


@PROPERTY
@given(CODES, st.sampled_from(sorted({
    "auth", "access_token", "refresh_token", "client_secret", "BOT_TOKEN", "application_token",
    "AUTH_ID", "password", "sessid", "token",
})))  # fmt: skip
def test_shapes_of_secrets_are_known_without_being_told(canary: str, name: str) -> None:
    secret = f"s3cr3t{canary}"
    shapes = (
        f"https://portal.example/rest/1/{secret}/im.chat.add",
        f"https://portal.example/rest/api/1/{secret}/tasks.task.get?x=1",
        f"https://portal.example/upload?a=1&{name}={secret}&b=2",
        f'{{"{name}": "{secret}", "b": 1}}',
        f"{{'{name}':'{secret}'}}",
        f"{name}:={secret}",
        f"Authorization: Bearer {secret}",
        f"could not open /rest/1/{secret}",
    )
    for shape in shapes:
        assert secret not in Redactor().clean(shape), shape
    for value in (secret, [secret], {"x": secret}):
        assert secret not in str(Redactor().mask({name: value}))


ORDINARY = (
    "Сборка 2.4 готова, проверьте задачу 17",
    "https://portal.example/company/personal/user/1/tasks/",
    "https://docs.example/rest/index.html",
    '{"result": 1417, "time": {"start": 1768201200.5}}',
    "Передайте параметр auth или token методу",
    "author=1&authority=2",
    "пароль: задаёт администратор",
    "crm.deal.list: filter[>ID]=10",
    "C:\\Users\\rest\\1\\file.txt",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_texts_are_left_alone(text: str) -> None:
    redactor = Redactor()
    redactor.add("abc")  # too short to be masked everywhere
    redactor.add("s3cr3tcode")

    assert redactor.clean(text) == text
    assert redactor.mask({"TITLE": text, "N": [text, 1, None]}) == {
        "TITLE": text, "N": [text, 1, None],
    }  # fmt: skip


@PROPERTY
@given(st.lists(st.text("абвгдежзийклмнопрстуфхцчшщыьэюяё ,.!?—«»0123456789\n"), max_size=4))
def test_prose_is_left_alone(sentences: list[str]) -> None:
    text = " ".join(sentences)
    redactor = Redactor()
    redactor.add("s3cr3tcode")

    assert redactor.clean(text) == text


def test_the_environment_of_these_properties_is_clean() -> None:
    assert "OINT_B24_URL" not in os.environ
