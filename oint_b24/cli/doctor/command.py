"""`oint doctor`: what stands between a command and its answer, step by step. Changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.common import output_format
from oint_b24.cli.connect import connect
from oint_b24.cli.doctor.budget import look
from oint_b24.cli.doctor.diagnosis import Finding, Findings
from oint_b24.cli.doctor.page import lines
from oint_b24.cli.doctor.portal import Examination, Wanted, examine
from oint_b24.cli.doctor.way import target_of, walk
from oint_b24.cli.tree import Command, Option
from oint_b24.output.colour import wants_colour
from oint_b24.output.render import check, write
from oint_b24.rest.catalogue import find
from oint_b24.text import texts
from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.cli.target import Target
    from oint_b24.cli.tree import Invocation


def command() -> Command:
    """Return the command `doctor`."""
    return Command(
        name="doctor",
        about=texts("doctor.about"),
        run=_run,
        options=(
            Option("--method", texts("doctor.option.method"), metavar="METHOD"),
            Option("--v3", texts("doctor.option.v3"), kind="flag"),
            Option("--renew", texts("doctor.option.renew"), kind="flag"),
        ),
        examples=tuple(texts(f"doctor.example{i}") for i in (1, 2)),
        details=(texts("doctor.details"),),
    )


def _run(invocation: Invocation) -> int:
    world = invocation.world
    fmt = output_format(invocation, {})
    check(fmt)
    is_live = fmt.output == "auto" and is_terminal(world.stdout) and not (fmt.query or fmt.out)
    tell = _teller(invocation) if is_live else _silent
    found = Findings(invocation.lang, world.redactor.clean, tell)
    target = target_of(invocation, found)
    if target is None:
        found.skip_rest("not_reached")
    else:
        _portal(target, invocation, found)
    if not is_live:
        write([finding.row() for finding in found.all], fmt, world)
    return found.exit()


def _portal(target: Target, invocation: Invocation, found: Findings) -> None:
    world = invocation.world
    calm = {**target.settings, "retries": 0, "wait_max": 0}
    asked = target._replace(settings=calm)
    if "--renew" not in invocation.given:
        asked = asked._replace(login=None)
    if target.address is None:
        for step in ("name", "tcp", "proxy", "tls"):
            found.skip(step, "in_a_box")
    elif not walk(target.address, asked.transport(), found, world.now()):
        found.skip_rest("not_reached")
        return
    wanted = _wanted(invocation)
    with connect(asked, world) as portal:
        examine(Examination(portal, target, found, world), wanted)
        if not found.has("budget"):  # it may be why the portal was not asked at all
            look(portal, target, found, world.now())
    found.skip_rest("not_reached" if found.exit() or wanted is not None else "not_asked")


def _wanted(invocation: Invocation) -> Wanted | None:
    name = invocation.given.get("--method")
    if not name:
        return None
    is_third = "--v3" in invocation.given or (find(name) is None and find(name, 3) is not None)
    return Wanted(name, 3 if is_third else 2)


def _silent(_finding: Finding) -> None:
    """Tell nobody."""


def _teller(invocation: Invocation) -> Callable[[Finding], None]:
    """Return what writes a finding on the screen as soon as it is made."""
    world, lang = invocation.world, invocation.lang
    colour = wants_colour(world.stdout, world.env, invocation.common.get("--color", "auto"))

    def tell(finding: Finding) -> None:
        shown = lines(finding, lang, world.width(), colour=colour)
        world.write("".join(f"{line}\n" for line in shown))
        world.stdout.flush()

    return tell
