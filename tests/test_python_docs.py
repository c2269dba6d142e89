"""The page on Python: its blocks run in order against a served sandbox and print what it says."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from oint_b24.errors import Problem

if TYPE_CHECKING:
    import pytest

    from tests.rest_client import RestClient

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(\w+Problem)`.*?\| (\d+) \|", re.MULTILINE)


def test_each_block_prints_what_the_page_shows(
    rest: RestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OINT_B24_URL", f"{rest.base}/rest/{rest.user}/{rest.code}/")
    names: dict[str, object] = {}
    blocks = BLOCK.findall(PAGE)

    assert blocks
    for code, shown in blocks:
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(code, "docs/python.md", "exec"), names)  # noqa: S102 - the page under test
        assert printed.getvalue() == shown, code


def test_the_russian_page_shows_the_same_blocks() -> None:
    russian = (ROOT / "docs" / "python.ru.md").read_text(encoding="utf-8")

    assert BLOCK.findall(russian) == BLOCK.findall(PAGE)
    assert ROW.findall(russian) == ROW.findall(PAGE)


def test_the_table_of_problems_is_complete_and_right() -> None:
    assert {name: int(code) for name, code in ROW.findall(PAGE)} == {
        kind.__name__: int(kind.exit) for kind in _kinds(Problem)
    }


def _kinds(base: type[Problem]) -> list[type[Problem]]:
    return [kind for each in base.__subclasses__() for kind in (each, *_kinds(each))]
