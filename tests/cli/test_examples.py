"""Every example of help is run, as it stands there, against a freshly filled sandbox."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from oint_b24.opi import rows
from oint_b24.sandbox.box import open_portal
from tests.cli.console import Console

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = [
    pytest.param(example[lang], id=f"{row.en}-{lang}-{place}")
    for row in rows.all_rows()
    for place, example in enumerate(row.examples)
    for lang in ("ru", "en")
    if example.get("run", True)
]
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xfc"
    b"\xcf\xc0P\x0f\0\4\x85\1\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a sandbox once."""
    directory = tmp_path_factory.mktemp("filled")
    open_portal(directory / "sandbox", webhooks={}).store.close()
    return directory


@pytest.fixture
def oint(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Console:
    """Run in a directory with the files examples speak of, on a copy of the filled sandbox."""
    shutil.copytree(filled / "sandbox", tmp_path / "home" / "data" / "sandbox")
    work = tmp_path / "work"
    work.mkdir()
    (work / "report.pdf").write_bytes(b"%PDF-1.4 report")
    (work / "avatar.png").write_bytes(PNG)
    (work / "task.json").write_text('{"TITLE": "Из файла", "RESPONSIBLE_ID": 1}', encoding="utf-8")
    monkeypatch.chdir(work)
    return Console(tmp_path / "home")


def run_line(oint: Console, line: str) -> None:
    """Run one example; of a pipeline, each part with the output of the one before."""
    text = ""
    for part in split_pipe(line):
        words = shlex.split(part)
        if words[0] == "jq":
            if not shutil.which("jq"):
                pytest.skip("jq is not installed")
            import subprocess

            text = subprocess.run(
                words, input=text, capture_output=True, text=True, check=True
            ).stdout
            continue
        assert words[0] == "oint", part
        done = oint(*words[1:], stdin=text)
        assert done.code == 0, f"{part}\n{done.err}{done.out}"
        text = done.out
    assert text


def split_pipe(line: str) -> list[str]:
    """Split a pipeline at the bars that stand outside quotes."""
    parts, quote = [""], ""
    for char in line:
        if char in "'\"" and quote in ("", char):
            quote = "" if quote else char
        if char == "|" and not quote:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts]


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_example_works_as_written(oint: Console, line: str) -> None:
    run_line(oint, line)


def test_every_command_has_an_example_and_says_why_where_it_is_not_run() -> None:
    for row in rows.all_rows():
        assert row.examples, row.ru
        for example in row.examples:
            assert example.get("run", True) or example["why"]["en"], row.ru
