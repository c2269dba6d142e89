"""Messages: complete in both languages, the same places in both, and every key used exists."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from oint_b24.text import plural, text

PACKAGE = Path(__file__).parents[1] / "oint_b24"
TABLES = sorted((PACKAGE / "messages").glob("*.json"))
PLACE = re.compile(r"\{(\w+)(?:\|[^}]*)?\}")


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_a_table_is_complete_in_both_languages(path: Path) -> None:
    for key, words in json.loads(path.read_text(encoding="utf-8")).items():
        assert key.startswith(f"{path.stem}."), key
        assert set(words) == {"ru", "en"}, key
        assert set(PLACE.findall(words["ru"])) == set(PLACE.findall(words["en"])), key
        assert all(words.values()), key
        assert not re.search("[а-яё]", words["en"]), key


def test_every_key_in_the_code_exists() -> None:
    known = {k for p in TABLES for k in json.loads(p.read_text(encoding="utf-8"))}
    areas = "|".join(p.stem for p in TABLES)
    used = re.compile(rf'"((?:{areas})\.(?!sqlite|json|py)[a-z_0-9.]+)"')
    for path in PACKAGE.rglob("*.py"):
        if "sandbox" in path.parts and path.parent.name != "cli":
            continue
        for key in used.findall(path.read_text(encoding="utf-8")):
            assert key in known, (path.name, key)


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "строка"), (2, "строки"), (5, "строк"), (11, "строк"), (21, "строка"), (112, "строк")],
)
def test_russian_plurals(count: int, form: str) -> None:
    assert plural(count, ["строка", "строки", "строк"], "ru") == form


def test_places_are_filled_and_unknown_braces_left_alone() -> None:
    told = text("value.not_object", "en", option="--fields", kind="array")

    assert told.startswith('--fields: a JSON object {"FIELD": value}')
