"""Help of every command: in both languages, in narrow and wide windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from oint_b24.opi import rows
from oint_b24.rest.catalogue import find

if TYPE_CHECKING:
    from tests.cli.console import Console

ROWS = rows.all_rows()


def test_there_are_179_commands_in_20_regions() -> None:
    assert (len(ROWS), len(rows.regions())) == (179, 20)
    assert len({row.ru for row in ROWS}) == len({row.en for row in ROWS}) == 179


@pytest.mark.parametrize("columns", [40, 60, 200])
def test_no_line_of_any_help_is_broken(oint: Console, columns: int) -> None:
    for row in ROWS:
        for lang in ("ru", "en"):
            page = oint("--lang", lang, "bitrix24", row.name(lang), "--help", columns=columns).out
            for line in page.splitlines():
                # What cannot be broken (an address, a long name, a quoted value) stands alone.
                words = line.strip().removesuffix(" \\").split(" ")
                whole = len(words) == 1 or any(c in line for c in "'\"")
                assert len(line) <= min(columns, 100) or whole, (row.ru, line)


def test_help_tells_options_example_method_and_page(oint: Console) -> None:
    for row in ROWS:
        page = oint("bitrix24", row.ru, "--help", columns=200).out
        for option in row.options:
            assert option.name in page, (row.ru, option.name)
            assert option.short is None or option.short in page
        assert row.examples[0]["ru"].split()[2] in page
        if row.rest:
            assert f"Метод REST: {row.rest}" in page
            assert "https://apidocs.bitrix24.ru/" in page


def test_deprecated_methods_name_their_replacement(oint: Console) -> None:
    deprecated = [r for r in ROWS if r.rest and (m := find(r.rest)) is not None and m.deprecated]

    assert len(deprecated) >= 19
    page = oint("bitrix24", "СоздатьСделку", "--help").out
    assert "crm.deal.add: метод устарел, вместо него — crm.item.add" in page


def test_the_hint_about_a_deprecated_method_can_be_silenced(portal: Console) -> None:
    loud = portal("bitrix24", "ПолучитьСделку", "--deal", "1")
    quiet = portal("bitrix24", "ПолучитьСделку", "--deal", "1", "--quiet")

    assert "метод устарел" in loud.err
    assert (quiet.code, quiet.err) == (0, "")


def test_a_command_without_options_shows_help_only_when_it_needs_some(portal: Console) -> None:
    needs = portal("bitrix24", "СоздатьЧат")
    plain = portal("bitrix24", "СерверноеВремя")

    assert needs.code == 0
    assert "Параметры" in needs.out
    assert "result" in plain.json


@pytest.mark.parametrize("argv", [["--help"], ["-h"], []])
def test_the_root_shows_what_there_is(oint: Console, argv: list[str]) -> None:
    page = oint(*argv)

    assert page.code == 0
    assert "oint bitrix24" in page.out
    assert ("--ca-bundle" in page.out) == bool(argv)


def test_the_list_of_commands_has_all_of_them_with_a_line_each(oint: Console) -> None:
    russian = oint("bitrix24", columns=200).out
    english = oint("bitrix24", "--lang", "en", columns=200).out

    for row in ROWS:
        assert row.ru in russian
        assert row.about["ru"] in russian
        assert row.about["en"] in english


def test_common_options_work_before_and_after_the_command(oint: Console) -> None:
    after = oint("bitrix24", "СоздатьЧат", "--title", "x", "--dry-run", "--lang", "en")
    before = oint("--dry-run", "--lang=en", "bitrix24", "СоздатьЧат", "--title", "x")
    between = oint("bitrix24", "--dry-run", "СоздатьЧат", "--title", "x")
    as_opi = oint("bitrix24", "СоздатьЧат", "--title", "x", "--test")

    assert after.json == before.json == between.json == as_opi.json


def test_where_opi_has_the_same_name_its_own_wins(oint: Console) -> None:
    done = oint(
        "--color", "never", "bitrix24", "ИзменитьЦветЧата", "--chat", "1", "--color", "RED",
        "--dry-run",
    )  # fmt: skip

    assert done.json["params"] == {"CHAT_ID": "1", "COLOR": "RED"}
