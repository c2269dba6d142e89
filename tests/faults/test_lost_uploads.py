"""An upload whose answer is lost tells what was sent, and the command that looks for it."""

from __future__ import annotations

import io
import json
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.portal.outcome import command, file_sent
from oint_b24.portal.request import Request
from oint_b24.portal.transfer.files import AT_ONCE, upload_address
from oint_b24.portal.upload import Upload
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.faults_rules import read
from tests.cli.console import Console

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oint_b24.sandbox.server import Running

FOLDER, NAME = "14", "план № 1.pdf"
COMMANDS = {
    "upload": ["upload", "{file}", f"disk:folder/{FOLDER}"],
    "row": ["bitrix24", "ЗагрузитьФайлВКаталог", "--folderid", FOLDER, "--title", NAME,
            "--file", "{file}"],
    "chat": ["bitrix24", "ОтправитьФайл", "--chat", "42", "--file", "{file}"],
}  # fmt: skip


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Serve a portal."""
    with run(open_portal(tmp_path / "portal", webhooks={(1, "sandboxcode1"): None})) as served:
        yield served


def lost(running: Running, home: Path, name: str, fault: str) -> tuple[Console, Any]:
    """Run a command whose bytes go out and get no answer; return what JSON says of it."""
    file = home.parent / NAME
    file.write_bytes(b"a" * (AT_ONCE + 1))
    oint = Console(home, {"OINT_B24_URL": f"{running.base}/rest/1/sandboxcode1/"})
    running.server.faults = read([f"upload:1:{fault}"])
    words = [word.format(file=file) for word in COMMANDS[name]]
    done = oint(*words, "--error-format", "json", "--retries", "0")
    assert done.code == 8, done.err
    return oint, json.loads(done.err.splitlines()[-1])["error"]


@pytest.mark.parametrize("name", ["row", "chat"])
@pytest.mark.parametrize(("fault", "there"), [("close", []), ("cut-after-write", [NAME])])
def test_the_command_told_shows_if_the_file_is_there(
    running: Running, tmp_path: Path, name: str, fault: str, there: list[str]
) -> None:
    oint, problem = lost(running, tmp_path / "home", name, fault)
    program, *words = shlex.split(problem["check"])
    looked = oint(*words)

    assert program == "oint"
    assert [found["NAME"] for found in looked.json["result"]] == there
    assert NAME in problem["sent"]
    assert str(AT_ONCE + 1) in problem["sent"]
    assert problem["check"] in problem["remedy"]


def test_many_files_tell_it_of_the_one_that_was_lost(running: Running, tmp_path: Path) -> None:
    _, problem = lost(running, tmp_path / "home", "upload", "close")

    assert problem["check"] == (
        f"oint call disk.folder.getChildren id={FOLDER} 'filter[=NAME]={NAME}'"
    )


def test_a_file_whose_name_the_portal_chooses_is_looked_for_in_its_folder() -> None:
    asked = upload_address(FOLDER)
    renamed = asked._replace(params={**dict(asked.params), "generateUniqueName": True})
    upload = Upload(NAME, io.BytesIO(b"abc"), 3)

    assert command(file_sent(upload, renamed)) == (
        f"oint call disk.folder.getChildren id={FOLDER} 'order[ID]=DESC'"
    )


def test_a_new_version_is_looked_at_by_the_id_of_its_file() -> None:
    request = Request("disk.file.uploadVersion", {"id": "77", "data": {"NAME": NAME}})

    assert command(request) == "oint call disk.file.get id=77"


def test_a_small_file_is_looked_for_by_its_name_too() -> None:
    request = Request("disk.folder.uploadFile", {"id": FOLDER, "data": {"NAME": "a.txt"}})

    assert command(request) == "oint call disk.folder.getChildren id=14 'filter[=NAME]=a.txt'"
