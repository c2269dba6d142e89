"""What commands of many requests share: the portal opened, or the requests shown instead."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish, is_on, output_format
from oint_b24.cli.connect import connect
from oint_b24.cli.perform import source_of, target_of, teller, watcher
from oint_b24.errors import Exit
from oint_b24.output.render import check
from oint_b24.portal.address import parse
from oint_b24.portal.retry import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from oint_b24.cli.target import Target
    from oint_b24.cli.tree import Invocation
    from oint_b24.output.format import Format
    from oint_b24.portal.client import Portal
    from oint_b24.portal.request import Effect, Request
    from oint_b24.values.source import Source

_SANDBOX = "http://127.0.0.1/rest/1/code/"  # its port is known once it runs
MOST_TOLD = 10  # lines of a list on stderr


@dataclass(frozen=True, slots=True)
class Errand:
    """An invocation, read: its wishes, where its values come from, the portal, the output."""

    invocation: Invocation
    source: Source
    wish: Wish
    target: Target
    format: Format

    @classmethod
    def of(cls, invocation: Invocation) -> Errand:
        """Read an invocation. Raises UsageProblem."""
        source = source_of(invocation)
        target = target_of(invocation, source)
        fmt = output_format(invocation, target.settings)
        check(fmt)
        return cls(invocation, source, Wish.of(invocation), target, fmt)

    @property
    def is_shown(self) -> bool:
        """Say whether requests are printed and not sent."""
        return self.wish.dry_run or self.wish.curl

    def allowed(self, request: Request, effect: Effect) -> Errand:
        """Return the same after the profile's policy, and perhaps a person, have agreed.

        Raises RefusedProblem.
        """
        world, lang = self.invocation.world, self.invocation.lang
        policy = self.target.policy.asked(request, effect, world, lang)
        policy.check(request, effect)
        return replace(self, target=self.target._replace(policy=policy))

    def waiting(self) -> Waiting:
        """Return how to wait, and to tell of it."""
        world = self.invocation.world
        tell = teller(self.invocation, self.wish)
        return Waiting(world.now, world.clock, world.sleep, tell=tell)

    @contextmanager
    def opened(self) -> Iterator[Portal]:
        """Open the portal."""
        watch = watcher(self.invocation, self.wish) if self.wish.verbose else None
        tell = teller(self.invocation, self.wish)
        with connect(self.target, self.invocation.world, watch, tell) as portal:
            yield portal

    def note(self, line: str) -> None:
        """Say a line on stderr, unless quiet is wanted."""
        if not self.wish.quiet:
            self.invocation.world.note(f"oint: {line}")


def show(requests: Iterable[Request], errand: Errand, about: dict[str, Any] | None = None) -> int:
    """Print requests instead of sending them: a JSON document, or curl commands."""
    from oint_b24.portal.client import Portal
    from oint_b24.portal.curl import command_line, described

    world = errand.invocation.world
    target = errand.target
    with Portal(target.address or parse(_SANDBOX), target.token) as portal:
        if errand.wish.curl:
            world.write("".join(command_line(portal, request) + "\n" for request in requests))
            return Exit.OK
        shown = [described(portal, request) for request in requests]
    document = {"dry_run": True, **(about or {}), "requests": shown}
    ascii_only = is_on(errand.invocation.common, "ascii")
    masked = world.redactor.mask(document)
    world.write(json.dumps(masked, ensure_ascii=ascii_only, indent=1) + "\n")
    return Exit.OK


def few(lines: list[str], more: str) -> str:
    """Return the first lines of a list for stderr, `more` for the rest."""
    told = [f"  {line}" for line in lines[:MOST_TOLD]]
    return "\n".join([*told, *([f"  {more}"] if len(lines) > MOST_TOLD else [])])
