"""One call of each kind, on a sandbox of its own, and how often the portal did what it says."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.portal.request import Request
from oint_b24.portal.transfer.files import upload_address, upload_to
from oint_b24.portal.upload import Upload
from oint_b24.sandbox.faults_rules import read
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oint_b24.portal.client import Portal
    from oint_b24.sandbox.server import Running

FOLDER = "14"
CODE, TOKEN, FRESH = "secretcode", "secrettoken", "freshsecret"
_MARK = "Релиз №{}"  # what tells the things of one call from those of all others


@dataclass
class Scene:
    """A sandbox that serves, and its log. Each `call` begins with another mark."""

    running: Running
    log: Path
    mark: str = ""
    deal: int = 0
    number: int = 0
    rest: RestClient = field(init=False)

    def __post_init__(self) -> None:
        self.rest = RestClient(self.running.base, 1, CODE)

    def begin(self, call: str, rule: str = "") -> Callable[[Portal], object]:
        """Put the fault in place and return what makes the call."""
        self.number += 1
        self.mark = _MARK.format(self.number)
        if call == "delete":
            self.deal = self.rest.call("crm.deal.add", fields={"TITLE": self.mark})
        self.log.write_text("")
        self.running.server.faults = read([f"{self.method(call)}:{rule}"] if rule else [])
        if call == "upload":
            return self._upload
        request = self.request(call)
        return lambda portal: portal.send(request)

    def method(self, call: str) -> str:
        """Return the method whose requests count."""
        return "upload" if call == "upload" else self.request(call).method

    def request(self, call: str) -> Request:
        """Return the request of a kind of call."""
        add = f"crm.deal.add?fields[TITLE]={self.mark}"
        task = {"title": self.mark, "creatorId": 1, "responsibleId": 1}
        return {
            "read": Request("crm.deal.list", {"select": ["ID"]}, effect="read"),
            "write": Request("crm.deal.add", {"fields": {"TITLE": self.mark}}),
            "delete": Request("crm.deal.delete", {"id": self.deal}, effect="delete"),
            "batch": Request("batch", {"cmd": ["crm.deal.list?select[0]=ID", add]}),
            "read batch": Request("batch", {"cmd": ["crm.deal.list"]}, effect="read"),
            "v3 write": Request("tasks.task.add", {"fields": task}, version=3),
        }[call]

    def _upload(self, portal: Portal) -> object:
        asked = upload_address(FOLDER)
        place, content = portal.send(asked), self.mark.encode()
        upload = Upload(self.mark, io.BytesIO(content), len(content))
        return upload_to(place, asked, portal, upload)

    def requests(self, call: str) -> int:
        """Return how many requests the portal read whole."""
        return sum(line.get("fault") != "reset" for line in self._lines(call))

    def applied(self, call: str) -> int:
        """Return how often the portal did it: what is there now, and what it says of deleting."""
        if call.startswith("read"):
            return 0
        self.running.server.faults = read([])
        if call == "delete":
            done = [line for line in self._lines(call) if self._is_executed(line)]
            status, _ = self.rest.raw("crm.deal.get", {"id": self.deal})
            assert status == (400 if done else 200)
            return len(done)
        if call == "upload":
            there = self.rest.call("disk.folder.getchildren", id=FOLDER, filter={"NAME": self.mark})
            return len(there)
        if call == "v3 write":
            found = self.rest.call("tasks.task.list", filter={"TITLE": self.mark})
            return len(found["tasks"])
        return len(self.rest.call("crm.deal.list", filter={"TITLE": self.mark}))

    @staticmethod
    def _is_executed(line: dict[str, Any]) -> bool:
        return bool(line.get("executed", True)) and line["error"] is None

    def _lines(self, call: str) -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        name = self.method(call)
        return [line for line in lines if line["path"].removesuffix(".json").endswith(f"/{name}")]
