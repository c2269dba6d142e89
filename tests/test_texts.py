"""Messages: complete in both languages, the same places in both, and every key used exists."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from oint_b24.text import plural, text

PACKAGE = Path(__file__).parents[1] / "oint_b24"
TABLES = sorted((PACKAGE / "messages").glob("*.json"))
# Of these areas the whole table is shown, or searched by what a portal or the system says.
LOOKED_UP = {"code", "system", "topics"}
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
    used = re.compile(rf'"((?:{areas})\.(?!sqlite|json|py|mp3)[a-z_0-9.]+)"')
    for path in PACKAGE.rglob("*.py"):
        if "sandbox" in path.parts and path.parent.name != "cli":
            continue
        for key in used.findall(path.read_text(encoding="utf-8")):
            assert key in known, (path.name, key)


def told_by_code() -> tuple[set[str], set[str]]:
    """Return every text in the code, and patterns of the keys that are put together."""
    texts, forms = set(), set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = (p.value if isinstance(p, ast.Constant) else None for p in node.values)
                forms.add("".join(".+" if p is None else re.escape(str(p)) for p in parts))
    return texts, forms


def test_every_message_is_told_by_some_code() -> None:
    texts, forms = told_by_code()
    # `area.{name}` alone would say nothing: the name must be a text of the code then.
    wide = re.compile(r"[a-z]+\\\.\.\+")
    built = [f for f in forms if re.match("[a-z]{3}", f) and not wide.fullmatch(f)]
    exact = [re.compile(form) for form in built]
    for key in (k for p in TABLES for k in json.loads(p.read_text(encoding="utf-8"))):
        bare = key.removesuffix(".remedy").removesuffix("_near")
        area, _, name = bare.partition(".")
        is_named = area in LOOKED_UP or not texts.isdisjoint((key, bare, name))
        assert is_named or any(f.fullmatch(one) for f in exact for one in (bare, name)), key


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "строка"), (2, "строки"), (5, "строк"), (11, "строк"), (21, "строка"), (112, "строк")],
)
def test_russian_plurals(count: int, form: str) -> None:
    assert plural(count, ["строка", "строки", "строк"], "ru") == form


def test_places_are_filled_and_unknown_braces_left_alone() -> None:
    told = text("value.not_object", "en", option="--fields", kind="array")

    assert told.startswith('--fields: a JSON object {"FIELD": value}')
