"""Properties of values on the command line: never a crash, never a silent change of data."""

from __future__ import annotations

import base64
import json
import re
import string
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, strategies as st

from oint_b24.errors import UsageProblem
from oint_b24.values import read
from oint_b24.values.relaxed import NotJson, loads
from oint_b24.values.source import decoded
from tests.properties import JSON, PROPERTY, TEXTS, WORDS, refused, same, single, source


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
        if problem.key == "value.empty_json":
            assert not text.strip()
            return
        placed(text, problem.params["line"], problem.params["column"])
        return
    try:
        strict = json.loads(text, parse_float=str, parse_constant=str)
    except ValueError:
        assert "'" in text or re.search(r"[\0-\x1f]", text)
        return
    if "." not in text and "e" not in text.lower():
        assert same(found, strict)


def placed(text: str, line: int, column: int) -> None:
    """Make sure that a place is one of the text, or just behind it."""
    lines = text.split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1


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
