"""The ready command line of every method, sent as it is: no parameter is missing or mistyped."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.cli import box
from oint_b24.errors import Exit
from oint_b24.rest.catalogue import Method, all_methods
from oint_b24.rest.sample import command_line
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from oint_b24.world import World
from tests.cli.console import Console, Ended

if TYPE_CHECKING:
    from collections.abc import Iterator

CODE = "readylines1"
# How the platform says that a parameter is missing or of the wrong form.
MISSING = re.compile(
    r"required|must be|must have|must contain|null or empty|could not find value|invalid value"
    r"|incorrect (?:field|value|entities|target|custom)|wrong [\w ]*(?:code|url|format|document_id)"
    r"|is not defined|not specified|is empty|too short|can't be less|is not supported|base64"
    r"|unsupported|wrong format|is not an ip|no_extranet|no fields|INVALIDFILTER|INVALIDSELECT",
    re.IGNORECASE,
)
# A thing that is not there is reported in the same words.
ABSENT = re.compile(r"not found|application context|deal id is empty|_id is not defined")
# What only the user can supply, or the page of the method does not tell.
OWN = {
    "batch": "the commands",
    "crm.activity.add": "a subject, which the page does not require",
    "crm.activity.configurable.add": "a layout",
    "crm.product.property.add": "a type; the fields are told by another method",
    "crm.status.delete": "FORCED, for statuses of the system only",
    "crm.timeline.icon.add": "a picture of 24 by 24 points",
    "crm.timeline.logo.add": "a picture of 60 by 60 points",
    "im.message.like": "a message that is there",
    "im.message.share": "a message that is there",
    "imbot.chat.setOwner": "CLIENT_ID, which its page does not require",
    "task.checklistitem.update": "an item that is there",
}


@pytest.fixture(scope="module")
def oint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    """Serve one sandbox for all lines."""
    home = tmp_path_factory.mktemp("home")
    oint = Console(home, {"OINT_B24_PROFILE": "sandbox"})
    portal = open_portal(
        home / "portal", webhooks={(1, CODE): None}, tokens={box.APP_TOKEN: Token(1)}
    )
    with run(portal) as running:
        address = f"{running.base}/rest/1/{CODE}/"
        box.announce(World(env=oint.environment()), address, running.server.server_port)
        yield oint


def told(ended: Ended) -> str:
    """Return what a refusal says, in words and codes."""
    answer: dict[str, Any] = ended.json
    error = answer["error"]
    return f"{error} {answer.get('error_description', '')}"


def wrong(oint: Console, method: Method) -> str | None:
    """Return what is wrong with the ready line of one method."""
    line = command_line(method, "ru")
    token = ["--token", box.APP_TOKEN] if method.app_only else []
    ended = oint(*shlex.split(line)[1:], *token)
    if ended.code == Exit.OK:
        return None
    if ended.code not in (Exit.PORTAL, Exit.ACCESS):
        return f"{line}: exit {ended.code} {ended.err[-200:]}"
    refusal = told(ended)
    is_missing = MISSING.search(refusal) and not ABSENT.search(refusal.lower())
    return f"{line}: {refusal}" if is_missing and method.name not in OWN else None


@pytest.mark.parametrize("part", range(4))
def test_a_ready_line_lacks_nothing(oint: Console, part: int) -> None:
    methods = list(all_methods())[part::4]

    found = [text for method in methods if (text := wrong(oint, method))]

    assert found == [], "\n".join(found)
