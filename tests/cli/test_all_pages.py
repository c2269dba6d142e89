"""`--all` on list commands: every page, where OPI stops at 50 rows."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.families.crm.seed import more_deals
from tests.conftest import WEBHOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console


@pytest.fixture
def deals(oint: Console, tmp_path: Path) -> Iterator[Console]:
    """Run command lines against a portal with 130 deals."""
    portal = open_portal(tmp_path / "portal", webhooks=dict(WEBHOOKS))
    with portal.store.transaction():
        more_deals(portal.store, 125)
    with run(portal) as running:
        oint.env["OINT_B24_URL"] = f"{running.base}/rest/1/sandboxcode1/"
        yield oint


def test_without_all_a_list_is_one_page_as_in_opi(deals: Console) -> None:
    done = deals("bitrix24", "ПолучитьСписокСделок", "--quiet")

    assert (len(done.json["result"]), done.json["next"], done.json["total"]) == (50, 50, 130)


def test_all_joins_the_pages_into_one_envelope(deals: Console) -> None:
    done = deals("bitrix24", "GetDealsList", "--all", "--select", "ID,TITLE", "--quiet")

    numbers = [int(row["ID"]) for row in done.json["result"]]
    assert numbers == sorted(numbers)
    assert (len(set(numbers)), done.json["total"]) == (130, 130)
    assert "next" not in done.json
    assert set(done.json["result"][0]) == {"ID", "TITLE"}


def test_all_goes_on_from_the_offset_that_was_given(deals: Console) -> None:
    done = deals("bitrix24", "ПолучитьСписокСделок", "--offset", "100", "--all", "--quiet")

    assert len(done.json["result"]) == 30


def test_a_portal_that_repeats_its_page_is_left_with_3(oint: Console) -> None:
    class Repeating(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"result": [{"ID": "1"}], "next": 50, "time": {}}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Repeating)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/rest/1/repeatingcode/"
        done = oint("bitrix24", "ПолучитьСписокСделок", "--url", address, "--all", "--verbose")
    finally:
        server.shutdown()
        server.server_close()

    assert done.code == 3
    assert "повторяет" in done.err
