"""Documents: every `sh` block of README and docs is run, in order, on a sandbox of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from oint_b24.cli import box
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from oint_b24.world import World

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.ru.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_commands_of_a_page_work(page: Path, tmp_path: Path) -> None:
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    bin_dir = tmp_path / "bin"
    bin_dir.mkdir()
    program = bin_dir / "oint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m oint_b24 "$@"\n')
    program.chmod(0o755)
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4 report")
    # A portal that serves spares each command the time to start one of its own.
    home = tmp_path / "home"
    world = World(env={"OINT_B24_HOME": str(home)})
    portal = open_portal(
        box.directory(world), webhooks={(1, "documents1"): None}, tokens={box.APP_TOKEN: Token(1)}
    )
    env = {
        "PATH": f"{bin_dir}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "OINT_B24_HOME": str(home),
        "LANG": "C.UTF-8",
    }
    with run(portal) as running:
        box.announce(world, f"{running.base}/rest/1/documents1/", running.server.server_port)
        for block in blocks:
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", block],
                env=env, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
            )  # fmt: skip
            assert done.returncode == 0, f"{block}\n{done.stderr}{done.stdout}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"
