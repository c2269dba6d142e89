"""Every documented method through the command line: address, verb, body, answer, exit code."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import pytest

from oint_b24.cli import box
from oint_b24.errors import Exit
from oint_b24.rest.catalogue import Method, all_methods
from oint_b24.sandbox import registry
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from oint_b24.world import World
from tests.cli.console import Console, Ended
from tests.payloads import payload
from tests.shapes import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "everymethod1"
REFUSED = (Exit.PORTAL, Exit.ACCESS)
SCOPES = sorted({method.scope or "" for method in all_methods()})


@dataclass(slots=True)
class Bench:
    """A console whose portal is one sandbox, and what that sandbox was asked."""

    oint: Console
    log: IO[str]

    def call(self, method: Method) -> tuple[Ended, list[dict[str, Any]]]:
        """Run `oint call` for `method`; return how it ended and what reached the portal."""
        words = ["call", method.name, "--fields", "-"]
        if method.version == 3:
            words.append("--v3")
        if method.app_only:
            words += ["--token", box.APP_TOKEN]
        body = payload(method, is_webhook=not method.app_only)
        ended = self.oint(*words, stdin=json.dumps(body))
        return ended, [json.loads(line) for line in self.log.readlines()]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Serve one sandbox for all methods, as `oint sandbox serve` would."""
    home = tmp_path_factory.mktemp("home")
    oint = Console(home, {"OINT_B24_PROFILE": "sandbox"})
    portal = open_portal(
        home / "portal", webhooks={(1, CODE): None}, tokens={box.APP_TOKEN: Token(1)}
    )
    (home / "log").touch()
    with run(portal, log=home / "log") as running, (home / "log").open(encoding="utf-8") as log:
        address = f"{running.base}/rest/1/{CODE}/"
        box.announce(World(env=oint.environment()), address, running.server.server_port)
        yield Bench(oint, log)


def address_of(method: Method) -> str:
    """Return the path a call of `method` must go to (general-principles.md, rest-v3.md)."""
    api = "api/" if method.version == 3 else ""
    return f"/rest/{api}{'' if method.app_only else '1/***/'}{method.name}"


def wrong(bench: Bench, method: Method) -> list[str]:
    """Return what is wrong with the call of one method."""
    ended, asked = bench.call(method)
    told = f"{method.name}@{method.version}: exit {ended.code}"
    sent = [(line["verb"], line["path"]) for line in asked]
    if sent != [("POST", address_of(method))]:
        return [f"{told}, sent {sent} {ended.err[-200:]}"]
    if "Traceback" in ended.err:
        return [f"{told} {ended.err[-400:]}"]
    handler = registry.find(method.name, method.version)
    if handler is not None and not handler.is_generated and ended.code in REFUSED:
        return [] if "error" in ended.json else [f"{told} without an error envelope"]
    if ended.code != Exit.OK:
        return [f"{told} {ended.err[-200:]}"]
    if handler is not None and handler.is_generated:
        return [f"{told} {text}" for text in problems(method, ended.json)]
    return []


@pytest.mark.parametrize("scope", SCOPES)
def test_methods_of_a_scope(bench: Bench, scope: str) -> None:
    of_scope = [method for method in all_methods() if (method.scope or "") == scope]
    assert of_scope
    assert [text for method in of_scope for text in wrong(bench, method)] == []


def test_the_catalogue_is_covered() -> None:
    versions = Counter(method.version for method in all_methods())
    assert versions == {2: 1568, 3: 110}
