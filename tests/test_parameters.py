"""Properties of requests made from options and words: all of them arrive, or none is sent."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from oint_b24.cli.call.body import assignments, catalogued, pair
from oint_b24.errors import UsageProblem
from oint_b24.opi import rows
from oint_b24.opi.payload import build
from oint_b24.portal.encode import body, query
from oint_b24.rest.catalogue import find
from tests.properties import JSON, PROPERTY, TEXTS, WORDS, refused, same, single, source

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
