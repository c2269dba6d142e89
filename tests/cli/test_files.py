"""Uploads and downloads by the command line, against the portal in a box: real bytes."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.errors import UsageProblem
from oint_b24.portal.client import Portal
from oint_b24.portal.transfer.files import put
from oint_b24.portal.upload import Upload
from tests.cli.peak import peak
from tests.stories.bytes import download

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.console import Console
    from tests.rest_client import RestClient

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, modes, links of POSIX")
LARGE = os.urandom(600_011)
TREE = {
    "Отчёты/план.txt": "план\n".encode(),
    "Отчёты/2026/май/итоги «черновик».csv": b"a;b\n",
    "Отчёты/2026/большой.bin": LARGE,
    "Отчёты/пусто.txt": b"",
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a directory of one's own."""
    path = tmp_path / "here"
    path.mkdir()
    monkeypatch.chdir(path)
    return path


def fill(here: Path, tree: dict[str, bytes]) -> None:
    for name, content in tree.items():
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def tree_of(path: Path) -> dict[str, bytes]:
    files = (p for p in path.rglob("*") if p.is_file())
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in files}


def content(rest: RestClient, number: Any) -> bytes:
    return download(rest.call("disk.file.get", id=number)["DOWNLOAD_URL"])


@pytest.mark.parametrize("size", [0, 1, 70_000, 600_011])
def test_a_file_arrives_byte_by_byte(
    portal: Console, rest: RestClient, here: Path, size: int
) -> None:
    (here / "смета май.bin").write_bytes(LARGE[:size])

    done = portal("upload", "смета май.bin", "disk:folder/14", "--checksum", "sha256")

    (row,) = done.json["result"]
    assert (done.code, done.err, row["state"], row["size"]) == (0, "", "done", size)
    assert row["sha256"] == hashlib.sha256(LARGE[:size]).hexdigest()
    kept = rest.call("disk.file.get", id=row["id"])
    assert (kept["NAME"], kept["PARENT_ID"]) == ("смета май.bin", "14")
    assert content(rest, row["id"]) == LARGE[:size]


def test_a_taken_name_stops_before_the_bytes_are_sent(
    portal: Console, rest: RestClient, here: Path
) -> None:
    (here / "план.txt").write_bytes(LARGE)

    done = portal("upload", "план.txt", "disk:storage/1", "--error-format", "json")

    told = json.loads(done.err)["error"]
    assert (done.code, done.out, told["code"]) == (1, "", "DISK_OBJ_22000")
    assert "--skip-existing" in told["remedy"]
    assert content(rest, 21).startswith("План релиза".encode())


def test_what_happens_to_a_taken_name_is_chosen(
    portal: Console, rest: RestClient, here: Path
) -> None:
    (here / "план.txt").write_bytes(b"new")

    def upload(*argv: str) -> dict[str, Any]:
        done = portal("upload", "план.txt", "disk:folder/11", *argv)
        assert done.code == 0, done.err
        (row,) = done.json["result"]
        return {name: row[name] for name in ("state", "id", "name")}

    skipped = upload("--skip-existing")
    renamed = upload("--rename")
    replaced = upload("--overwrite")

    assert skipped == {"state": "skipped", "id": "21", "name": "план.txt"}
    assert (renamed["state"], renamed["name"]) == ("done", "план (1).txt")
    assert replaced == {"state": "done", "id": "21", "name": "план.txt"}
    assert content(rest, 21) == b"new"
    assert len(rest.call("disk.file.getVersions", id=21)) == 2


def test_two_wishes_about_a_taken_name_are_one_too_many(portal: Console, here: Path) -> None:
    (here / "a").write_bytes(b"a")

    assert portal("upload", "a", "disk:folder/11", "--rename", "--overwrite").code == 2


def test_a_file_of_the_disk_gets_a_new_version(
    portal: Console, rest: RestClient, here: Path
) -> None:
    (here / "новый.txt").write_bytes(LARGE)

    done = portal("upload", "новый.txt", "disk:file/21")

    assert (done.code, done.json["result"][0]["name"]) == (0, "план.txt")
    assert content(rest, 21) == LARGE


def test_folders_of_a_path_are_found_by_name_or_made(
    portal: Console, rest: RestClient, here: Path
) -> None:
    (here / "a.txt").write_bytes(b"a")

    missing = portal("upload", "a.txt", "disk:storage/1/Отчёты/2026/май")
    made = portal("upload", "a.txt", "disk:storage/1/Отчёты/2026/май", "--mkdir")
    found = portal("upload", "a.txt", "disk:folder/14/2026/май", "--name", "b.txt")

    assert missing.code == 1
    assert "2026" in missing.err
    assert (made.code, found.code) == (0, 0)
    parents = {
        rest.call("disk.file.get", id=d.json["result"][0]["id"])["PARENT_ID"] for d in (made, found)
    }
    assert len(parents) == 1


def test_files_for_a_chat_come_in_one_message(
    portal: Console, rest: RestClient, here: Path
) -> None:
    fill(here, {"a.txt": b"a", "b.txt": LARGE})

    first = portal("upload", "a.txt", "b.txt", "chat42", "--message", "Отчёт готов")
    again = portal("upload", "a.txt", "chat42")

    assert (first.code, again.code) == (0, 0)
    answer = rest.call("im.dialog.messages.get", DIALOG_ID="chat42")
    told = {message["id"]: message for message in answer["messages"]}
    message = told[first.json["message"]]
    assert message["text"] == "Отчёт готов"
    names = {file["id"]: file["name"] for file in answer["files"]}
    assert [names[n] for n in message["params"]["FILE_ID"]] == ["a.txt", "b.txt"]
    assert again.json["result"][0]["name"] == "a (1).txt"
    assert content(rest, first.json["result"][1]["id"]) == LARGE


def test_stdin_is_sent_under_a_name(portal: Console, rest: RestClient) -> None:
    done = portal.spawn("upload", "-", "disk:folder/14", "--name", "дамп.sql", stdin=LARGE)

    (row,) = json.loads(done.stdout)["result"]
    assert (done.returncode, row["name"], row["size"]) == (0, "дамп.sql", len(LARGE))
    assert content(rest, row["id"]) == LARGE


@pytest.mark.parametrize(
    "argv",
    [
        ("нет.txt", "disk:folder/11"),
        ("a.txt", "папка"),
        ("a.txt", "disk:files/1"),
        ("a.txt", "disk:file/1/x"),
        ("a.txt", "crm:nothing/1/F"),
        ("a.txt", "https://portal.example/rest/download.json?auth=1"),
        ("dir", "disk:folder/11"),
        ("a.txt", "b.txt", "disk:file/21"),
        ("-r", "dir", "chat42"),
        ("a.txt", "disk:folder/11", "--message", "x"),
        ("a.txt", "b.txt", "disk:folder/11", "--name", "c"),
        ("-", "disk:folder/11"),
        ("a.txt", "disk:folder/11", "--checksum", "crc"),
        ("a.txt", "disk:folder/11", "--curl"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    oint: Console, here: Path, argv: tuple[str, ...]
) -> None:
    fill(here, {"a.txt": b"a", "b.txt": b"b", "dir/c.txt": b"c"})
    oint.env["OINT_B24_URL"] = "http://127.0.0.1:9/rest/1/codeofnobody/"

    done = oint("upload", *argv)

    assert (done.code, done.out) == (2, "")


def test_a_tree_goes_up_and_comes_back_the_same(
    portal: Console, rest: RestClient, here: Path
) -> None:
    fill(here, TREE)
    (here / "Отчёты" / "пустая папка").mkdir()

    up = portal("upload", "-r", "Отчёты", "disk:storage/2/Архив", "--mkdir")
    down = portal("download", "-r", "disk:storage/2/Архив/Отчёты", "Копия")

    assert (up.code, down.code) == (0, 0)
    assert "4 файла, 4 папки, 586,0 КБ" in up.err
    assert (up.json["done"], up.json["bytes"]) == (4, sum(map(len, TREE.values())))
    assert tree_of(here / "Копия") == tree_of(here / "Отчёты")
    assert (here / "Копия" / "пустая папка").is_dir()


def test_the_content_of_a_folder_goes_up_without_it(
    portal: Console, rest: RestClient, here: Path
) -> None:
    fill(here, TREE)

    done = portal("upload", "-r", "Отчёты/.", "disk:folder/14")

    assert done.code == 0
    names = {row["NAME"] for row in rest.call("disk.folder.getchildren", id=14)}
    assert names == {"итоги.csv", "план.txt", "2026", "пусто.txt"}


def test_a_second_run_sends_what_is_missing(portal: Console, here: Path) -> None:
    fill(here, TREE)
    assert portal("upload", "-r", "Отчёты", "disk:folder/11").code == 0
    (here / "Отчёты" / "2026" / "ещё.txt").write_bytes(b"more")

    again = portal("upload", "-r", "Отчёты", "disk:folder/11", "--skip-existing")

    assert (again.code, again.json["done"], again.json["skipped"]) == (0, 1, 4)


def test_some_failing_is_told_by_name_and_exit_3(portal: Console, here: Path) -> None:
    fill(here, {"план.txt": b"x", "новый.txt": b"y"})

    up = portal("upload", "план.txt", "новый.txt", "disk:folder/11")
    down = portal("download", "-r", "disk:folder/11", ".")

    states = {row["name"]: row["state"] for row in up.json["result"]}
    assert (up.code, states) == (3, {"план.txt": "failed", "новый.txt": "done"})
    assert "не передано: 1 из 2" in up.err
    assert "план.txt: такое имя" in up.err
    assert "--skip-existing" in up.err
    assert down.code == 3
    failed = [row for row in down.json["result"] if row["state"] == "failed"]
    assert [row["error"]["code"] for row in failed] == ["files.exists", "files.exists"]


def test_a_folder_in_the_way_fails_what_is_below_it(
    portal: Console, rest: RestClient, here: Path
) -> None:
    fill(here, {"t/план.txt/a": b"a", "t/план.txt/b": b"b", "t/c": b"c"})

    done = portal("upload", "-r", "t/.", "disk:folder/11")

    states = [(row["name"], row["state"]) for row in done.json["result"]]
    assert (done.code, sorted(states)) == (3, [("a", "failed"), ("b", "failed"), ("c", "done")])


def test_a_dead_portal_is_not_tried_for_every_file(oint: Console, here: Path) -> None:
    fill(here, {"a": b"a", "b": b"b"})
    oint.env["OINT_B24_URL"] = "http://127.0.0.1:9/rest/1/codeofnobody/"

    done = oint("upload", "a", "b", "disk:folder/11", "--retries", "0", "-q")

    assert (done.code, done.out) == (6, "")


def test_the_plan_is_shown_without_a_portal(oint: Console, here: Path) -> None:
    fill(here, TREE)

    done = oint("upload", "-r", "Отчёты", "disk:folder/11", "--dry-run")

    plan = done.json
    assert (done.code, plan["files"], plan["folders"]) == (0, 4, 3)
    assert plan["bytes"] == sum(map(len, TREE.values()))
    assert {item["place"] for item in plan["items"]} == {
        "disk:folder/11/Отчёты",
        "disk:folder/11/Отчёты/2026",
        "disk:folder/11/Отчёты/2026/май",
    }


def test_the_plan_of_a_download_reads_and_writes_nothing(portal: Console, here: Path) -> None:
    done = portal("download", "-r", "disk:folder/11", "--dry-run")

    assert (done.code, done.json["files"], done.json["bytes"]) == (0, 2, 66 + 63)
    assert [item["size"] for item in done.json["items"]] == [66, 63]
    assert list(here.iterdir()) == []


def test_links_and_odd_files_are_left_out_aloud(portal: Console, here: Path) -> None:
    fill(here, {"t/a": b"a"})
    (here / "t" / "circle").symlink_to(here / "t")
    os.mkfifo(here / "t" / "pipe")

    done = portal("upload", "-r", "t", "disk:folder/11")

    assert (done.code, done.json["done"]) == (0, 1)
    assert done.err.count("пропущено") == 2


def test_a_download_goes_where_it_is_told(portal: Console, rest: RestClient, here: Path) -> None:
    plan = content(rest, 21)
    (here / "d").mkdir()

    for argv in (("disk:file/21",), ("disk:folder/11/план.txt", "d"), ("disk:file/21", "x.txt")):
        done = portal("download", *argv)
        assert (done.code, done.json["result"][0]["state"]) == (0, "done"), done.err

    assert tree_of(here) == {"план.txt": plan, "d/план.txt": plan, "x.txt": plan}
    assert portal("download", "disk:file/21", "no/such/x.txt").code == 2
    assert portal("download", "disk:file/21", "new/x.txt", "--mkdir").code == 0
    assert portal("download", "disk:folder/11").code == 2
    assert portal("download", "disk:folder/11/нет.txt").code == 1


def test_an_existing_file_is_replaced_only_when_told(
    portal: Console, rest: RestClient, here: Path
) -> None:
    (here / "план.txt").write_bytes(b"mine")

    refused = portal("download", "disk:file/21")
    skipped = portal("download", "disk:file/21", "--skip-existing")
    renamed = portal("download", "disk:file/21", "--rename")

    assert (refused.code, skipped.code, renamed.code) == (4, 0, 0)
    assert skipped.json["skipped"] == 1
    assert tree_of(here) == {"план.txt": b"mine", "план (1).txt": content(rest, 21)}
    (here / "план.txt").chmod(0o640)
    assert portal("download", "disk:file/21", "--overwrite").code == 0
    assert (here / "план.txt").read_bytes() == content(rest, 21)
    assert (here / "план.txt").stat().st_mode & 0o777 == 0o640


def test_stdout_carries_the_bytes_and_nothing_else(portal: Console, rest: RestClient) -> None:
    done = portal.spawn("download", "disk:file/21", "-", "--checksum", "sha256")

    plan = content(rest, 21)
    assert (done.returncode, done.stdout) == (0, plan)
    assert hashlib.sha256(plan).hexdigest() in done.stderr.decode()


def test_a_chat_s_files_come_down_as_a_folder(portal: Console, here: Path) -> None:
    (here / "a.txt").write_bytes(b"a")
    assert portal("upload", "a.txt", "chat42").code == 0

    done = portal("download", "-r", "chat42", "chat")

    assert (done.code, tree_of(here / "chat")["a.txt"]) == (0, b"a")


HOSTILE = {
    "../../evil.txt": b"1",
    "..": b"2",
    "CON.txt": b"3",
    "a:b?.txt": b"4",
    "a*b|.txt": b"5",
    "/etc/passwd": b"6",
    "точка.": b"7",
    "invoice\u202egpj.exe": b"8",
    "й" * 200 + ".txt": b"9",
    "x.bin": b"10",
    "x.bin.part": b"11",
}


def test_names_of_the_portal_cannot_lead_out_or_hurt(
    portal: Console, rest: RestClient, here: Path
) -> None:
    made = rest.call("disk.folder.addsubfolder", id=11, data={"NAME": "чужое"})["ID"]
    inner = rest.call("disk.folder.addsubfolder", id=made, data={"NAME": "../.."})["ID"]
    for folder, name in ((made, n) for n in HOSTILE):
        encoded = base64.b64encode(HOSTILE[name]).decode()
        rest.call(
            "disk.folder.uploadfile", id=folder, data={"NAME": name}, fileContent=[name, encoded]
        )
    rest.call(
        "disk.folder.uploadfile", id=inner, data={"NAME": "in.txt"}, fileContent=["in.txt", "MQ=="]
    )

    done = portal("download", "-r", f"disk:folder/{made}", "сюда")

    assert done.code == 0, done.err
    found = tree_of(here)
    assert all(name.startswith("сюда/") for name in found)
    assert sorted(found.values()) == sorted([*HOSTILE.values(), b"1"])
    names = {content: name.removeprefix("сюда/") for name, content in found.items()}
    assert names[b"3"] == "_CON.txt"
    assert (names[b"4"], names[b"5"]) == ("a_b_.txt", "a_b_ (1).txt")
    assert (names[b"7"], names[b"8"]) == ("точка", "invoicegpj.exe")
    assert len(names[b"9"].encode()) <= 200
    assert (names[b"10"], names[b"11"]) == ("x.bin", "x.bin (1).part")


def test_a_read_only_profile_sends_nothing(oint: Console, rest: RestClient, here: Path) -> None:
    (here / "a").write_bytes(b"a")
    address = f"{rest.base}/rest/1/{rest.code}/"
    assert oint("profile", "add", "look", "--url", address, "--access", "read-only").code == 0

    up = oint("upload", "a", "disk:folder/11", "--profile", "look")
    down = oint("download", "disk:file/21", "--profile", "look")

    assert (up.code, down.code) == (4, 0)


def test_signed_addresses_never_reach_a_text(portal: Console, here: Path) -> None:
    (here / "a.bin").write_bytes(LARGE)

    up = portal("upload", "a.bin", "disk:folder/11", "-vv")
    down = portal("download", "disk:folder/11/a.bin", "b.bin", "-vv")

    assert (up.code, down.code) == (0, 0)
    assert "upload.json?auth=***" in up.err
    for text in (up.err, up.out, down.err, down.out):
        assert "disk%7C" not in text


@pytest.mark.parametrize("size", [7, 600_011])
def test_a_file_that_shrinks_while_it_is_sent_is_refused(rest: RestClient, size: int) -> None:
    upload = Upload("a.bin", io.BytesIO(LARGE[: size - 3]), size)

    with Portal(f"{rest.base}/rest/1/{rest.code}/") as client, pytest.raises(UsageProblem) as told:
        put(client, "14", upload)

    assert told.value.key == "files.shrunk"
    assert len(rest.call("disk.folder.getchildren", id=14)) == 1


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_progress_is_for_terminals(portal: Console, here: Path, quiet: tuple[str, ...]) -> None:
    (here / "a.bin").write_bytes(bytes(5_000_000))

    piped = portal("upload", "a.bin", "disk:folder/11")
    shown = portal("upload", "a.bin", "disk:folder/11", "--overwrite", *quiet, tty=True)

    assert (piped.code, piped.err) == (0, "")
    assert ("MB" in shown.err) == (not quiet)


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_memory_does_not_grow_with_the_file(portal: Console, here: Path) -> None:
    with (here / "large.bin").open("wb") as file:
        file.truncate(64 << 20)
    (here / "small.bin").write_bytes(LARGE)

    small = peak(portal, "upload", "small.bin", "disk:folder/14")
    large = peak(portal, "upload", "large.bin", "disk:folder/14")
    back = peak(portal, "download", "disk:folder/14/large.bin", "back.bin", "--checksum", "sha256")

    assert large - small < 12_000
    assert back - small < 12_000
    assert (here / "back.bin").stat().st_size == 64 << 20
