"""The stories leave no command out, in either language."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from oint_b24.opi import rows

HERE = Path(__file__).parent


def first_words(module: Path) -> set[str]:
    """Return the first words of all texts in a module: what command lines begin with."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    return {text.split()[0] for text in texts if isinstance(text, str) and text.split()}


def test_there_are_179_commands() -> None:
    assert len(rows.all_rows()) == 179


@pytest.mark.parametrize("region", [region.id for region in rows.regions()])
def test_every_command_of_a_region_is_in_its_story(region: str) -> None:
    told = first_words(HERE / f"test_{region}.py")
    for row in rows.all_rows():
        if row.region == region:
            assert row.ru in told, row.ru
            assert row.en in told, row.en
