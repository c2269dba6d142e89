"""Documents: the commands of README and docs are run, in order, on a sandbox of their own.

Every `sh` block is; of a `console` block, which shows a session with a portal of the reader's own,
each line that calls `oint`. What installs the program is tested by `test_packaging`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import certifi
import pytest

from oint_b24.cli import box
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from oint_b24.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.ru.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"^\$ ((?:\w+=\S+ )*oint .*)$", re.MULTILINE)
PROFILE = re.compile(r"(?:--profile|profile (?:add|check|set|use)) (\w+)")
ADDED = re.compile(r"profile add (\w+)")
# Does not end by itself; has a story of its own in tests/cli/test_sandbox.py.
SERVES = re.compile(r"oint sandbox serve")
FENCE = re.compile(r"^```(\w+)$", re.MULTILINE)
HEADING = re.compile(r"^##+(?= )", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@dataclass(frozen=True, slots=True)
class Shell:
    """Runs what a page tells, with a portal that already serves."""

    work: Path
    env: dict[str, str]
    webhook: str

    def __call__(self, lines: str, stdin: str = "") -> None:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", lines],
            env=self.env, cwd=self.work, input=stdin, capture_output=True, text=True, check=False,
            timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{lines}\n{done.stderr}{done.stdout}"


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """Return a shell; a portal that serves spares each command the time to start one of its own."""
    program = tmp_path / "bin" / "oint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oint_b24 "$@"\n')
    program.chmod(0o755)
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4 report")
    (tmp_path / "company.pem").write_bytes(Path(certifi.where()).read_bytes())
    home = tmp_path / "home"
    world = World(env={"OINT_B24_HOME": str(home)})
    portal = open_portal(
        box.directory(world), webhooks={(1, "documents1"): None}, tokens={box.APP_TOKEN: Token(1)}
    )
    with run(portal) as running:
        webhook = f"{running.base}/rest/1/documents1/"
        box.announce(world, webhook, running.server.server_port)
        env = {
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "OINT_B24_HOME": str(home),
            "LANG": "C.UTF-8",
            "WEBHOOK": webhook,
        }
        yield Shell(tmp_path, env, webhook)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_commands_of_a_page_work(page: Path, shell: Shell) -> None:
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        shell(block)


def calls(page: Path) -> list[str]:
    """Return the lines of console blocks that call the program and come to an end."""
    blocks = CONSOLE.findall(page.read_text(encoding="utf-8"))
    return [line for block in blocks for line in CALL.findall(block) if not SERVES.search(line)]


@pytest.mark.parametrize("page", [p for p in PAGES if calls(p)], ids=lambda p: p.name)
def test_the_calls_of_a_page_work_on_a_portal_of_the_readers_own(page: Path, shell: Shell) -> None:
    lines = calls(page)
    made = {name for line in lines if "--replace" not in line for name in ADDED.findall(line)}
    for name in sorted(set(PROFILE.findall("\n".join(lines))) - made - {"sandbox"}):
        shell(f"oint profile add {name} --url -", shell.webhook)
    for line in lines:
        shell(line, shell.webhook)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_page_is_in_the_navigation_of_the_site() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    assert [p.name for p in (ROOT / "docs").glob("*.md") if f": {p.name}\n" not in navigation] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda p: p.name)
def test_the_site_needs_nothing_beside_its_pages(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text("utf-8")) if link.startswith("..")] == []


def is_russian(page: Path) -> bool:
    """Say whether a page is the Russian one of two."""
    return page.name.endswith(".ru.md")


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.ru.md")), ids=lambda p: p.name)
def test_a_translation_tells_as_much_as_its_page(page: Path) -> None:
    other = page.with_name(page.name.replace(".ru.md", ".md"))
    russian, english = page.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")

    assert FENCE.findall(russian) == FENCE.findall(english)
    assert HEADING.findall(russian) == HEADING.findall(english)
    assert f"[In English]({other.name})" in russian
    assert f"[По-русски]({page.name})" in english


def test_every_page_is_there_in_both_languages() -> None:
    names = {p.name.removesuffix(".md").removesuffix(".ru") for p in (ROOT / "docs").glob("*.md")}
    pages = [ROOT / "docs" / f"{name}{end}" for name in sorted(names) for end in (".md", ".ru.md")]

    assert [page.name for page in pages if not page.exists()] == []


@pytest.mark.parametrize("page", [p for p in PAGES if is_russian(p)], ids=lambda p: p.name)
def test_a_russian_page_leads_to_russian_pages(page: Path) -> None:
    own = page.name.replace(".ru.md", ".md")
    targets = {link.partition("#")[0] for link in LINK.findall(page.read_text("utf-8"))} - {own}
    english = [t for t in targets if t.endswith(".md") and not t.endswith(".ru.md")]

    assert [t for t in english if (page.parent / t.replace(".md", ".ru.md")).exists()] == []
