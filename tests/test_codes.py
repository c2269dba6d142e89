"""The error reference: every code explained, by an entry of its own or by its form."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oint_b24.rest.catalogue import all_methods, find
from oint_b24.rest.codes import (
    SIGN_IN,
    SYSTEM,
    VERSION_3,
    documented,
    explain,
    folded,
    nearest,
    raised_by,
    shortened,
)
from tests.cli.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKAGE = Path(__file__).parents[1] / "oint_b24"
TEXTS = json.loads((PACKAGE / "messages" / "code.json").read_text(encoding="utf-8"))


@pytest.fixture
def oint(tmp_path: Path) -> Console:
    """Run command lines in an empty home."""
    return Console(tmp_path / "home")


def unexplained(codes: Iterable[str]) -> list[str]:
    """Return the codes that lack a meaning or a remedy in some language."""
    found = ((code, explain(code)) for code in codes)
    return [
        code
        for code, known in found
        if known is None
        or not all(known.meaning(lang) and known.remedy(lang) for lang in ("ru", "en"))
    ]


def test_every_documented_code_is_explained() -> None:
    assert len(documented()) > 600
    assert unexplained(documented()) == []


def test_codes_of_the_system_have_entries_of_their_own() -> None:
    codes = [*SYSTEM, *SIGN_IN, *VERSION_3]

    assert unexplained(codes) == []
    assert not any(explain(code).by_rule for code in codes)  # type: ignore[union-attr]


def test_frequent_codes_have_entries_of_their_own() -> None:
    frequent = [code for code, methods in documented().items() if methods > 2]
    by_form = {code for code in frequent if (e := explain(code)) is None or e.by_rule}

    assert len(frequent) > 150
    # «Invalid» is the first word of a sentence, not a code.
    assert by_form <= {
        "Invalid", "ERROR_HANDLER_ADD", "ERROR_HANDLER_DELETE", "ERROR_HANDLER_UPDATE",
        "REQUEST_ID_NOT_SPECIFIED", "REQUEST_NOT_FOUND", "DELIVERY_ID_NOT_SPECIFIED",
    }  # fmt: skip


def test_every_entry_says_what_to_do() -> None:
    entries = {k.removesuffix(".remedy").removesuffix(".cause") for k in TEXTS}

    assert all(key in TEXTS and f"{key}.remedy" in TEXTS for key in entries)


def test_remedies_speak_of_methods_there_are() -> None:
    for key, words in TEXTS.items():
        for lang in ("ru", "en"):
            for name in re.findall(r"oint (?:call|method) ([a-zA-Z][\w.]+\w)", words[lang]):
                assert name == "METHOD" or find(name) or find(name, 3), (key, name)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("FOO_BAR_EMPTY", "FOO_BAR: missing or empty"),
        ("EMPTY_FOO", "FOO: missing or empty"),
        ("ERROR_FOO_NOT_FOUND", "not found: FOO"),
        ("FOO_ALREADY_EXISTS", "there is one already: FOO"),
        ("FOO_ACCESS_DENIED", "no right: FOO"),
        ("FOO_TOO_LARGE", "over the limit: FOO"),
        ("INVALID_FOO", "FOO: the value does not fit"),
        ("FOO_FORMAT", "FOO: the value does not fit"),
        ("MODULE_FOO_NOT_INSTALLED", "the module is not installed: MODULE_FOO"),
        ("ERROR_ADD_FOO", "it did not work out: ADD_FOO"),
        ("209940300001", "no right (catalogue and shop write 403 inside the code)"),
        ("BITRIX_REST_V3_EXCEPTION_ODDEXCEPTION", "version 3 refused: ODD"),
    ],
)
def test_the_form_of_a_code_explains_it(code: str, meaning: str) -> None:
    known = explain(code)

    assert known is not None
    assert (known.meaning("en"), known.by_rule) == (meaning, True)


def test_codes_are_one_in_any_case_and_without_the_frame_of_version_3() -> None:
    full = "BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION"

    assert folded(full) == folded("EntityNotFound") == "entitynotfound"
    assert explain("entitynotfound") == explain(full)
    assert shortened(full) == "ENTITYNOTFOUND"
    assert explain("no_auth_found").code == "NO_AUTH_FOUND"  # type: ignore[union-attr]


@pytest.mark.parametrize("code", ["CHAT_ID_EMPTY", "100", "", "NOT_FOUND", "access_denied"])
def test_the_methods_that_raise_a_code_are_those_that_document_it(code: str) -> None:
    expected = [(m.name, m.version) for m in all_methods() if folded(code) in map(folded, m.errors)]

    assert [(r.name, r.version) for r in raised_by(code)] == expected


def test_the_nearest_codes_are_known_ones() -> None:
    assert nearest("quary_limit_exceeded")[0] == "QUERY_LIMIT_EXCEEDED"
    assert nearest("BITRIX_REST_V3_EXCEPTION_ENTITYNOTFUNDEXCEPTION")[0] == "ENTITYNOTFOUND"


def test_a_code_is_told_with_cause_remedy_and_statuses(oint: Console) -> None:
    page = oint("explain", "query_limit_exceeded", "--lang", "en")

    assert page.code == 0
    assert page.out.startswith("QUERY_LIMIT_EXCEEDED\ntoo many requests")
    assert re.search(r"^  cause +the counter is shared", page.out, re.MULTILINE)
    assert re.search(r"^  what to do +wait a few seconds", page.out, re.MULTILINE)
    assert re.search(r"^  HTTP +503, 429$", page.out, re.MULTILINE)


def test_the_page_names_a_few_methods_and_data_all(oint: Console) -> None:
    page = oint("explain", "CHAT_ID_EMPTY")
    row = oint("explain", "CHAT_ID_EMPTY", "--output", "json").json

    assert "и другие: 29 методов" in page.out.replace("\n", " ").replace("  ", "")
    assert row["count"] == len(row["methods"]) == 29
    assert row["statuses"] == [400]
    assert {"code", "meaning", "remedy", "reach", "by_form"} <= row.keys()


def test_a_code_told_by_its_form_says_so(oint: Console) -> None:
    told = oint("explain", "WIDGET_ID_EMPTY")

    assert told.code == 0
    assert "WIDGET_ID: не указано" in told.out
    assert "в документации такого кода нет" in told.err


@pytest.mark.parametrize("code", ["QUERY_LIMIT_EXCEDED", "CHAT_ID_EMTY"])
def test_a_misspelt_code_is_wrong_usage(oint: Console, code: str) -> None:
    ended = oint("explain", code)

    assert (ended.code, ended.out) == (2, "")
    assert re.search("похожие: (QUERY_LIMIT_EXCEEDED|CHAT_ID_EMPTY)", ended.err)


def test_an_unknown_code_is_wrong_usage(oint: Console) -> None:
    assert oint("explain", "qqq").code == 2
    assert "поле error" in oint("explain", "qqq").err


def test_the_empty_code_is_explained_too(oint: Console) -> None:
    assert "не назвав кода" in oint("explain", "").out
    assert "не назвав кода" in oint("explain", "''").out


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_of_an_explanation_is_broken(oint: Console, columns: int) -> None:
    for code in list(documented())[::25]:
        for line in oint("explain", code, columns=columns).out.splitlines():
            assert len(line) <= columns or " " not in line.strip()


def test_a_status_is_told_with_the_codes_that_come_with_it(oint: Console) -> None:
    done = oint("explain", "503")

    assert done.code == 2
    assert "статус HTTP" in done.err
    assert {"QUERY_LIMIT_EXCEEDED", "OVERLOAD_LIMIT"} <= set(re.findall(r"[A-Z_]{5,}", done.err))
