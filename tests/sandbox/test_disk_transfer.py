"""Bytes up and down: two-step uploads, ranges, signed and public links, attachments."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.families.disk import attached
from tests.conftest import WEBHOOKS
from tests.rest_client import RestClient
from tests.sandbox.disk_samples import PLAN, PLAN_TEXT, REPORTS, ROOT, TOTALS, b64
from tests.sandbox.transfer import fetch, send_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from oint_b24.sandbox.portal import SandboxPortal


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[SandboxPortal, RestClient]]:
    """Serve a portal whose inside the test may touch."""
    portal = open_portal(tmp_path / "own", webhooks=dict(WEBHOOKS))
    with run(portal) as running:
        yield portal, RestClient(running.base)


def test_upload_in_two_steps_as_opi_does_it(rest: RestClient) -> None:
    query = urlencode({"auth": "token-of-user-1", "id": REPORTS})
    first = fetch(f"{rest.base}/rest/disk.folder.uploadFile?{query}").json["result"]
    assert first["field"] == "file"
    assert re.search(r"/rest/upload\.json\?auth=[0-9a-f]{70}&token=disk%7C", first["uploadUrl"])

    answer = send_file(first["uploadUrl"], "отчёт за май.txt", b"\x00\r\n--" * 9, first["field"])

    made = answer.json["result"]
    assert answer.status == 200
    assert {"result", "time"} <= answer.json.keys()
    assert (made["NAME"], made["SIZE"], made["PARENT_ID"]) == ("отчёт за май.txt", "45", "14")
    assert made["ID"] in [int(r["ID"]) for r in rest.call("disk.folder.getChildren", id=REPORTS)]
    assert fetch(made["DOWNLOAD_URL"]).body == b"\x00\r\n--" * 9


def test_options_of_the_first_step_hold_in_the_second(
    rest: RestClient, manager: RestClient
) -> None:
    rights = [{"TASK_ID": 71, "ACCESS_CODE": "U10"}]
    first = rest.call("disk.storage.uploadFile", id=1, generateUniqueName=1, rights=rights)

    made = send_file(first["uploadUrl"], "план.txt", b"x").json["result"]

    assert made["NAME"] == "план (1).txt"
    assert manager.call("disk.file.get", id=made["ID"])["NAME"] == "план (1).txt"


def test_a_name_taken_refuses_the_upload_and_leaves_nothing(
    rest: RestClient, tmp_path: Path
) -> None:
    first = rest.call("disk.folder.uploadFile", id=ROOT)
    before = set((tmp_path / "portal" / "files").iterdir())

    answer = send_file(first["uploadUrl"], "план.txt", b"x")

    assert (answer.status, answer.json["error"]) == (400, "DISK_OBJ_22000")
    assert set((tmp_path / "portal" / "files").iterdir()) == before


def test_a_new_version_in_two_steps(rest: RestClient) -> None:
    first = rest.call("disk.file.uploadVersion", id=PLAN)

    made = send_file(first["uploadUrl"], "any name.txt", b"new").json["result"]

    assert (made["ID"], made["NAME"], made["GLOBAL_CONTENT_VERSION"]) == ("21", "план.txt", 2)
    assert fetch(made["DOWNLOAD_URL"]).body == b"new"


def test_upload_refusals(rest: RestClient) -> None:
    folder = rest.call("disk.storage.addFolder", id=1, data={"NAME": "Временная"})["ID"]
    url = rest.call("disk.folder.uploadFile", id=folder)["uploadUrl"]

    def refused(answer: Any) -> tuple[int, str]:
        return answer.status, answer.json["error"]

    assert refused(send_file(url, "a.txt", b"x", "photo")) == (400, "DISK_BASE_SERVICE_22001")
    assert refused(send_file(url, "", b"x")) == (400, "DISK_BASE_SERVICE_22001")
    assert refused(fetch(url, b"raw")) == (400, "DISK_BASE_SERVICE_22001")
    assert refused(fetch(url)) == (400, "DISK_BASE_SERVICE_22001")
    kind = "multipart/form-data; boundary=x"
    assert refused(fetch(url, b"--x\r\n\r\ncut", Content_Type=kind)) == (
        400, "ERROR_COULD_NOT_SAVE_FILE",
    )  # fmt: skip
    assert refused(send_file(url.replace("auth=", "auth=0"), "a", b"x")) == (403, "ACCESS_DENIED")
    assert refused(send_file(f"{rest.base}/rest/upload.json", "a", b"x")) == (403, "ACCESS_DENIED")
    rest.call("disk.folder.markDeleted", id=folder)
    assert refused(send_file(url, "a.txt", b"x")) == (400, "ERROR_NOT_FOUND")


def test_a_ticket_for_downloads_is_none_for_uploads(rest: RestClient) -> None:
    down = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    answer = send_file(down.replace("/download.json", "/upload.json"), "a.txt", b"x")

    assert (answer.status, answer.json["error"]) == (403, "ACCESS_DENIED")


def test_a_download_has_the_headers_clients_need(rest: RestClient) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    whole = fetch(url)

    assert (whole.status, whole.body) == (200, PLAN_TEXT)
    assert whole.headers["content-type"] == "text/plain"
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-disposition"] == (
        "attachment; filename=\"____.txt\"; filename*=utf-8''%D0%BF%D0%BB%D0%B0%D0%BD.txt"
    )
    head = fetch(url, verb="HEAD")
    assert (head.headers["content-length"], head.body) == (str(len(PLAN_TEXT)), b"")


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=5-", 5, 65),
        ("bytes=0-0", 0, 0),
        ("bytes=3-9", 3, 9),
        ("bytes=-4", 62, 65),
        ("bytes=2-99999", 2, 65),
        ("bytes=-99999", 0, 65),
    ],
)
def test_a_part_of_a_file(rest: RestClient, wanted: str, first: int, last: int) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    part = fetch(url, Range=wanted)

    assert (part.status, part.body) == (206, PLAN_TEXT[first : last + 1])
    assert part.headers["content-range"] == f"bytes {first}-{last}/66"
    assert part.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("wanted", ["bytes=99999-", "bytes=-0"])
def test_a_part_beyond_the_end(rest: RestClient, wanted: str) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    answer = fetch(url, Range=wanted)

    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(PLAN_TEXT)}")


@pytest.mark.parametrize("wanted", ["bytes=0-1,3-4", "lines=1-2", "bytes=-"])
def test_ranges_of_other_kinds_give_the_whole_file(rest: RestClient, wanted: str) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    assert fetch(url, Range=wanted).body == PLAN_TEXT


def test_a_resumed_download_notices_a_new_version(rest: RestClient) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]
    etag = fetch(url).headers["etag"]
    assert fetch(url, Range="bytes=5-", If_Range=etag).status == 206

    rest.call("disk.file.uploadVersion", id=PLAN, fileContent=["x", b64(b"another text")])

    answer = fetch(url, Range="bytes=5-", If_Range=etag)
    assert (answer.status, answer.body) == (200, b"another text")
    assert answer.headers["etag"] != etag


def test_an_edited_link_is_refused(rest: RestClient) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]
    token = parse_qs(urlsplit(url).query)["token"][0]
    scope, packed, rest_of_it = token.split("|")
    other = base64.b64encode(base64.b64decode(packed).replace(b"id=21", b"id=23")).decode()
    address = f"{rest.base}/rest/download.json"
    auth = parse_qs(urlsplit(url).query)["auth"][0]

    for query in (
        {"auth": auth, "token": f"{scope}|{other}|{rest_of_it}"},
        {"auth": "0" * 70, "token": token},
        {"auth": auth, "token": token[:-6] + "AAAAA="},
        {"auth": auth, "token": "disk"},
        {"auth": auth},
    ):
        answer = fetch(f"{address}?{urlencode(query)}")
        assert (answer.status, answer.json["error"]) == (403, "ACCESS_DENIED")


def test_a_client_without_a_name_is_turned_away(rest: RestClient) -> None:
    url = rest.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]

    answer = fetch(url, User_Agent="")

    assert answer.status == 404
    assert b"404 Not Found" in answer.body
    assert "filename" in answer.headers["content-disposition"]


def test_a_link_dies_with_the_right_to_read(rest: RestClient, manager: RestClient) -> None:
    given = {"id": REPORTS, "userId": 10, "taskName": "disk_access_read"}
    rest.call("disk.folder.shareToUser", **given)
    url = manager.call("disk.file.get", id=TOTALS)["DOWNLOAD_URL"]
    assert fetch(url).status == 200

    rest.call("disk.file.moveTo", id=TOTALS, targetFolderId=ROOT)

    answer = fetch(url)
    assert (answer.status, answer.json["error"]) == (403, "ACCESS_DENIED")


def test_a_link_dies_of_age(served: tuple[SandboxPortal, RestClient]) -> None:
    portal, client = served
    url = client.call("disk.file.get", id=PLAN)["DOWNLOAD_URL"]
    issued = portal.now()

    portal.now = lambda: issued + 3500
    assert fetch(url).status == 200
    portal.now = lambda: issued + 3700

    answer = fetch(url)
    assert (answer.status, answer.json["error"]) == (401, "expired_token")


def test_a_public_link_serves_whoever_knows_it(rest: RestClient, manager: RestClient) -> None:
    link = rest.call("disk.file.getExternalLink", id=PLAN)
    assert re.fullmatch(re.escape(rest.base) + r"/~[A-Za-z0-9]{8}", link)
    assert rest.call("disk.file.getExternalLink", id=PLAN) == link
    assert fetch(link).body == PLAN_TEXT

    folder = rest.call("disk.folder.getExternalLink", id=REPORTS)
    assert "итоги.csv" in fetch(folder).body.decode()

    rest.call("disk.file.markDeleted", id=PLAN)
    assert fetch(link).status == 404
    assert fetch(f"{rest.base}/~unknown").status == 404
    assert manager.refused("disk.folder.getExternalLink", id=REPORTS) == (400, "ACCESS_DENIED")
    assert rest.refused("disk.file.getExternalLink", id=PLAN) == (400, "ERROR_NOT_FOUND")


def test_an_attachment_names_its_file(served: tuple[SandboxPortal, RestClient]) -> None:
    portal, client = served
    task = ("tasks_task", 1)
    record = attached.attach(portal.store, PLAN, "tasks", task, 1, "2026-01-14T10:00:00+03:00")

    shown = client.call("disk.attachedObject.get", id=record)

    url = shown.pop("DOWNLOAD_URL")
    assert shown == {
        "ID": "1", "OBJECT_ID": "21", "MODULE_ID": "tasks", "ENTITY_TYPE": "tasks_task",
        "ENTITY_ID": "1", "CREATE_TIME": "2026-01-14T10:00:00+03:00", "CREATED_BY": "1",
        "NAME": "план.txt", "SIZE": "66",
    }  # fmt: skip
    assert fetch(url).body == PLAN_TEXT
    assert fetch(url.replace("attachedId=1", "attachedId=2")).status == 401
    assert attached.attached_to(portal.store, "tasks_task", 1) == [(1, PLAN)]
    assert attached.attach(portal.store, PLAN, "tasks", task, 1, "") == record

    stranger = RestClient(client.base, 10, "sandboxcode10")
    assert stranger.refused("disk.attachedObject.get", id=record) == (400, "ACCESS_DENIED")
    assert attached.detach(portal.store, record) is True
    assert client.refused("disk.attachedObject.get", id=record) == (400, "ERROR_NOT_FOUND")
    assert client.refused("disk.attachedObject.get") == (400, "ERROR_ARGUMENT")
