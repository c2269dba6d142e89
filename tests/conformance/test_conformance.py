"""Every command of the OPI mirror sends exactly the request its row says, or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import oint_b24
from tests.conformance import rows_files, rows_local, rows_refused
from tests.conformance.case import HOOK, Case, Described, Local, Refused, Upload
from tests.conformance.files import FILES
from tests.conformance.names import PAIRS
from tests.conformance.recorder import WEBHOOK, listening
from tests.conformance.rows import CASES
from tests.conformance.runner import Ended, Places, execute

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(oint_b24.__file__).parents[1]
# Commands with a request to the authorisation server, tested by what a dry run shows.
OAUTH = {"ПолучитьТокен", "GetToken", "ОбновитьТокен", "RefreshToken"}
STARTED = [
    ["ОтправитьСообщение", *HOOK, "--chat", "chat872", "--text", "раз\\nдва — 😀"],
    ["СоздатьЗадачу", *HOOK, "--fields", "-"],
    ["ПолучитьСтруктуруЛида", "--url", "{portal}", "--token", "tok-1a2b3c4d5e6f"],
]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    directory = tmp_path_factory.mktemp("files")
    for name, content in FILES.items():
        (directory / name).write_bytes(content)
    with listening() as portal, listening(FILES) as shop:
        yield Places(portal, shop, directory)


@pytest.fixture
def places(standing: Places, monkeypatch: pytest.MonkeyPatch) -> Places:
    standing.portal.requests.clear()
    monkeypatch.chdir(standing.directory)
    return standing


def told(row: Case | Upload | Local | Described | Refused) -> str:
    """Return a short name for a row; pytest shows ASCII only, so Cyrillic is left out of it."""
    words = " ".join(row.argv).encode("ascii", "ignore").decode()
    return f"{row.method} {words}" if isinstance(row, Case) else words


def ordered(value: Any) -> Any:
    """Return `value` as json.loads reads it with `object_pairs_hook=tuple`: {} is no []."""
    if isinstance(value, dict):
        return tuple((key, ordered(item)) for key, item in value.items())
    if isinstance(value, list):
        return [ordered(item) for item in value]
    return value


def filled(value: Any, places: Places) -> Any:
    """Return `value` with the placeholders in its texts replaced."""
    if isinstance(value, dict):
        return {key: filled(item, places) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, places) for item in value]
    return places.fill(value) if isinstance(value, str) else value


def place_of(argv: list[str], method: str) -> str:
    """Return the path of `method`: through the webhook, or bare where a token is given."""
    by_token = any(word.startswith("{portal}") for word in argv)
    return f"/rest/{method}" if by_token else WEBHOOK + method


def same_type(expected: Any, actual: Any) -> bool:
    """Say whether equal values are of one type too: `1 == True` is no agreement."""
    if type(expected) is not type(actual):
        return False
    if isinstance(expected, (list, tuple)):
        return all(same_type(e, a) for e, a in zip(expected, actual, strict=True))
    return True


@pytest.mark.parametrize("case", CASES, ids=told)
def test_a_command_sends_exactly_this_request(case: Case, places: Places, tmp_path: Path) -> None:
    ended = execute(places.argv(case.argv), tmp_path, case.stdin)

    assert ended.code == 0, ended.stderr
    (sent,) = places.portal.requests
    assert (sent.verb, sent.path) == (case.verb, place_of(case.argv, case.method))
    expected = ordered(filled(case.params, places))
    if case.verb == "GET":
        assert sent.query == list(expected)
        assert sent.body == b""
        return
    actual = sent.pairs()
    assert sent.query == []
    assert sent.headers["content-type"].partition(";")[0] == "application/json"
    if case.any_order:
        expected, actual = sorted(expected), sorted(actual)
    assert actual == expected
    assert same_type(expected, actual)


@pytest.mark.parametrize("row", rows_files.UPLOADS, ids=told)
def test_a_file_goes_to_the_address_the_portal_gives(
    row: Upload, places: Places, tmp_path: Path
) -> None:
    ended = execute(places.argv(row.argv), tmp_path)

    assert ended.code == 0, ended.stderr
    asked, sent = places.portal.requests
    method = place_of(row.argv, "disk.folder.uploadFile")
    assert (asked.verb, asked.path, asked.query) == ("GET", method, list(row.query.items()))
    assert (sent.verb, sent.path, sent.query) == ("POST", "/upload/x", [("token", "t")])
    assert sent.part() == ("file", row.filename, row.content)
    assert json.loads(ended.stdout)["result"] is True


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["ПолучитьСтруктуруФильтраКаталога", *HOOK], {"ID": "integer", "NAME": "string"}),
        (["ПолучитьСтруктуруФильтраКаталога", *HOOK, "--empty"], {"ID": "", "NAME": ""}),
        (["GetFolderFilterStructure", "-u", "{hook}", "-e", "true"], {"ID": "", "NAME": ""}),
    ],
)
def test_the_filter_of_a_folder_is_made_of_the_answer(
    argv: list[str], expected: dict[str, str], places: Places, tmp_path: Path
) -> None:
    ended = execute(places.argv(argv), tmp_path)

    assert ended.code == 0, ended.stderr
    assert json.loads(ended.stdout, object_pairs_hook=tuple) == ordered(expected)


@pytest.mark.parametrize("row", rows_local.ROWS, ids=told)
def test_a_local_command_prints_and_sends_nothing(
    row: Local, places: Places, tmp_path: Path
) -> None:
    ended = execute(places.argv(row.argv), tmp_path)

    assert ended.code == 0, ended.stderr
    assert json.loads(ended.stdout, object_pairs_hook=tuple) == ordered(row.stdout)
    assert places.portal.requests == []


@pytest.mark.parametrize("row", rows_local.DESCRIBED, ids=told)
def test_a_structure_describes_each_field(row: Described, places: Places, tmp_path: Path) -> None:
    ended = execute(places.argv(row.argv), tmp_path)

    assert ended.code == 0, ended.stderr
    found = json.loads(ended.stdout, object_pairs_hook=tuple)
    assert [name for name, _ in found] == row.fields
    assert all(about.startswith("<") and about.endswith(">") for _, about in found)
    assert places.portal.requests == []


@pytest.mark.parametrize("row", rows_local.LINKS, ids=told)
def test_a_link_is_printed_as_it_is(row: Local, places: Places, tmp_path: Path) -> None:
    ended = execute(places.argv(row.argv), tmp_path)

    assert (ended.code, ended.stdout) == (0, f"{row.stdout}\n"), ended.stderr


@pytest.mark.parametrize("row", rows_refused.ROWS, ids=told)
def test_bad_input_is_stopped_before_sending(row: Refused, places: Places, tmp_path: Path) -> None:
    ended = execute(places.argv(row.argv), tmp_path, row.stdin)

    assert ended.code == row.code, ended.stderr
    assert row.told in ended.stderr
    assert ended.stdout == ""
    assert places.portal.requests == []


@pytest.mark.parametrize(
    ("argv", "keys", "grant"),
    [
        (
            ["ПолучитьТокен", "--clientid", "local.1", "--clientsecret", "s", "--code", "c"],
            ["grant_type", "client_id", "client_secret", "code"],
            "authorization_code",
        ),
        (
            ["GetToken", "-c", "local.1", "-l", "s", "-d", "c"],
            ["grant_type", "client_id", "client_secret", "code"],
            "authorization_code",
        ),
        (
            ["ОбновитьТокен", "--clientid", "local.1", "--clientsecret", "s", "--refresh", "r"],
            ["grant_type", "client_id", "client_secret", "refresh_token"],
            "refresh_token",
        ),
        (
            ["RefreshToken", "-c", "local.1", "-l", "s", "-r", "r"],
            ["grant_type", "client_id", "client_secret", "refresh_token"],
            "refresh_token",
        ),
    ],
)
def test_tokens_are_asked_of_the_authorisation_server(
    argv: list[str], keys: list[str], grant: str, places: Places, tmp_path: Path
) -> None:
    ended = execute([*places.argv(argv), "--dry-run"], tmp_path)

    assert ended.code == 0, ended.stderr
    shown = json.loads(ended.stdout)
    assert shown["verb"] == "GET"
    assert shown["url"] == "https://oauth.bitrix.info/oauth/token/"
    assert list(shown["params"]) == keys
    assert (shown["params"]["grant_type"], shown["params"]["client_id"]) == (grant, "local.1")


def started(argv: list[str], home: Path, stdin: str) -> Ended:
    done = subprocess.run(
        [sys.executable, "-m", "oint_b24", *argv],
        input=stdin.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "OINT_B24_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("argv", STARTED, ids=lambda argv: argv[0])
def test_a_started_program_sends_what_the_command_line_in_the_test_sends(
    argv: list[str], places: Places, tmp_path: Path
) -> None:
    stdin = '{"TITLE": "Со входа"}'
    outside = started(places.argv(argv), tmp_path, stdin)
    inside = execute(places.argv(argv), tmp_path, stdin)

    assert (outside.code, outside.stdout) == (inside.code, inside.stdout)
    assert outside.code == 0
    first, second = places.portal.requests
    assert (first.verb, first.path, first.query, first.body) == (
        second.verb,
        second.path,
        second.query,
        second.body,
    )


def test_the_rows_name_every_command_in_both_languages() -> None:
    every = [
        *CASES,
        *rows_files.UPLOADS,
        *rows_local.ROWS,
        *rows_local.DESCRIBED,
        *rows_local.LINKS,
    ]
    named = {row.argv[0] for row in every} | OAUTH

    assert len(PAIRS) == 179
    assert {name for pair in PAIRS for name in pair} - named == set()
