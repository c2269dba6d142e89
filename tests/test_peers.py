"""Independent clients agree with the sandbox: it is the portal they were written for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.families.crm.seed import more_deals
from oint_b24.sandbox.families.im.chat_seed import more_chats
from oint_b24.sandbox.families.tasks.seed import more_tasks
from tests.conftest import WEBHOOKS
from tests.rest_client import RestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTS = Path(__file__).parent / "peers"
BULK = 5000
needs = {
    name: pytest.mark.skipif(
        find_spec(name) is None,
        reason=f"{name} is not installed (pip install --group peers)",
    )
    for name in ("b24pysdk", "fast_bitrix24")
}


@dataclass(frozen=True, slots=True)
class Served:
    """A portal over http and over https, and the authority of its certificate."""

    rest: RestClient
    secure: str
    authority: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a portal with 5,000 more deals, tasks and chats."""
    directory = tmp_path_factory.mktemp("peers")
    portal = open_portal(directory / "portal", webhooks=dict(WEBHOOKS))
    more_deals(portal.store, BULK)
    more_tasks(portal.store, BULK)
    more_chats(portal.store, BULK)
    certificate, key, authority = _certificate(directory)
    with run(portal, certificate=(certificate, key)) as secure, run(portal) as plain:
        host = f"localhost:{secure.server.server_port}"
        yield Served(RestClient(plain.base), host, authority)


def _certificate(directory: Path) -> tuple[Path, Path, Path]:
    authority = trustme.CA()
    issued = authority.issue_cert("localhost", "127.0.0.1")
    paths = tuple(directory / name for name in ("cert.pem", "key.pem", "ca.pem"))
    issued.cert_chain_pems[0].write_to_path(str(paths[0]))
    issued.private_key_pem.write_to_path(str(paths[1]))
    authority.cert_pem.write_to_path(str(paths[2]))
    return paths[0], paths[1], paths[2]


def told_by(script: str, served: Served, *arguments: str) -> Any:
    """Run a peer in a process of its own and return what it tells."""
    trusted = {name: str(served.authority) for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")}
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / script), *arguments],
        env={**os.environ, **trusted, "NO_PROXY": "localhost,127.0.0.1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def counts(rest: RestClient) -> tuple[int, int]:
    """Return how many deals and tasks the portal holds."""
    deals = rest.raw("crm.deal.list", {"select": ["ID"]})[1]["total"]
    tasks = rest.raw("tasks.task.list", {"select": ["ID"]})[1]["total"]
    return deals, tasks


@needs["b24pysdk"]
def test_b24pysdk_creates_lists_and_deletes(served: Served) -> None:
    before = counts(served.rest)

    told = told_by("sdk.py", served, served.secure, "1/sandboxcode1")

    deals, tasks, chats, many = (told[name] for name in ("deals", "tasks", "chats", "many"))
    assert (deals["read"]["TITLE"], deals["read"]["STAGE_ID"]) == ("Сделка «SDK»", "PREPARATION")
    assert deals["read"]["OPPORTUNITY"] == "150.50"
    assert len(deals["listed"]) == len(set(deals["listed"])) == before[0] + 1 > BULK
    assert sorted(deals["fast"], key=int) == sorted(deals["listed"], key=int)
    assert tasks["read"]["title"] == "Задача «SDK»"
    assert len(tasks["listed"]) == len(set(tasks["listed"])) == before[1] + 1 > BULK
    assert sorted(tasks["fast"], key=int) == sorted(tasks["listed"], key=int)
    assert len(chats["listed"]) == len(set(chats["listed"])) > BULK
    assert chats["titles"] == ["Чат «SDK»"]
    assert [part["deleted"] for part in (deals, tasks, chats)] == [True, {"task": True}, True]
    assert (len(set(many["made"])), set(many["gone"])) == (60, {True})
    assert counts(served.rest) == before
    gone = served.rest.refused("crm.deal.get", id=deals["number"])
    assert gone[0] in (400, 404)


@needs["fast_bitrix24"]
def test_fast_bitrix24_creates_lists_and_deletes(served: Served) -> None:
    before = counts(served.rest)

    told = told_by("fast.py", served, f"{served.rest.base}/rest/1/sandboxcode1/")

    deals, tasks, chats = (told[name] for name in ("deals", "tasks", "chats"))
    assert len(set(deals["listed"])) == before[0] + 60 > BULK
    # Its batches run side by side, so numbers and titles need not go together.
    assert set(deals["read"].values()) == {f"Быстро {i}" for i in range(60)}
    assert len(set(tasks["listed"])) == before[1] + 60 > BULK
    assert len(set(chats["listed"])) > BULK
    assert set(chats["made"]) <= set(chats["listed"])
    assert set(deals["deleted"] + chats["deleted"]) == {True}
    assert len(tasks["deleted"]) == 60
    assert counts(served.rest) == before
