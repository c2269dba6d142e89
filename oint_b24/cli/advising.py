"""What is said before a call is sent: hints, and advice from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from oint_b24.errors import UsageProblem
from oint_b24.rest.advice.advise import advise
from oint_b24.rest.advice.finding import Context
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.cli.common import Wish
    from oint_b24.cli.target import Target
    from oint_b24.cli.tree import Invocation
    from oint_b24.portal.request import Request
    from oint_b24.world import World

# About who sends, not about the request: where nothing is sent, worth a word but no refusal.
_OF_SENDER = ("advice.app_only", "advice.scope")


def say(
    request: Request,
    invocation: Invocation,
    wish: Wish,
    target: Target,
    hints: tuple[str, ...],
    fields: frozenset[str] = frozenset(),
) -> None:
    """Say what looks wrong. `--strict` makes mistakes (not hints) a refusal: UsageProblem.

    `fields` are names the portal is known to have beyond the documentation.
    """
    lang, world = invocation.lang, invocation.world
    found = advise(request, _context(request, target, world, fields)) if wish.check else []
    of_sender = _OF_SENDER if wish.dry_run or wish.curl else ()
    remarks: list[str] = []
    mistakes: list[str] = []
    for advice in found:
        told = remarks if advice.is_hint or advice.key in of_sender else mistakes
        told.append(text(advice.key, lang, **advice.params))
    if mistakes and wish.strict:
        raise UsageProblem("advice.strict", list="\n  ".join(mistakes))
    if wish.quiet:
        return
    for line in (*hints, *remarks):
        world.note(f"oint: {line}")
    for line in mistakes:
        world.note(f"oint: {line} ({text('advice.sent', lang)})")


def _context(request: Request, target: Target, world: World, fields: frozenset[str]) -> Context:
    """Return what is known of the credential and, where a portal was ever asked, of it."""
    access = _access(target)
    if not (world.cache_dir() / "portals").is_dir():
        return Context(access, None, fields)
    from oint_b24.cli.portal_memory import Memory

    memory = Memory.of_target(target, world)
    return Context(access, memory.scopes(), fields | memory.field_names(request.method))


def _access(target: Target) -> Literal["webhook", "token"] | None:
    """Return how the call authorises; a dry run may name no portal, and be sent by nobody."""
    if not target.origins:
        return None
    return "token" if target.token else "webhook"
