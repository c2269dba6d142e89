"""One path for every call: check, advise, show or send, write, exit code."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from oint_b24.cli.advising import say
from oint_b24.cli.common import Wish, is_on, output_format
from oint_b24.cli.connect import connect, resolve
from oint_b24.cli.opi.config import configured
from oint_b24.cli.target import Target
from oint_b24.errors import Exit, PortalProblem, UnknownProblem, UsageProblem
from oint_b24.output.format import check
from oint_b24.portal.address import parse, require_credential
from oint_b24.text import text
from oint_b24.values.source import Source
from oint_b24.world import World, is_terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.cli.tree import Invocation
    from oint_b24.output.format import Format
    from oint_b24.portal.client import Portal, Wire
    from oint_b24.portal.envelope import Answer, Envelope
    from oint_b24.portal.request import Effect, Request

# Shown by a dry run where no portal is configured: nothing is sent there.
_NOWHERE = "https://portal.example/rest/1/code/"
_SANDBOX = "http://127.0.0.1/rest/1/code/"  # its port is known once it runs


def source_of(invocation: Invocation) -> Source:
    """Return where the invocation's values come from."""

    def download(url: str) -> bytes:
        from oint_b24.portal.transfer.address import fetch

        return fetch(url)

    return Source(invocation.world, download, invocation.lang)


def target_of(invocation: Invocation, source: Source) -> Target:
    """Return the portal to talk to; a dry run needs none."""
    try:
        return resolve(invocation.common, invocation.world, source)
    except UsageProblem as problem:
        wish = Wish.of(invocation)
        if problem.key == "credential.none" and (wish.dry_run or wish.curl):
            return Target(parse(_NOWHERE))
        raise


def perform(
    request: Request,
    invocation: Invocation,
    source: Source,
    *,
    hints: tuple[str, ...] = (),
    after: Callable[[Envelope, Portal], Any] | None = None,
    effect: Effect | None = None,
    is_advised: bool = True,
) -> int:
    """Do what the invocation wants with `request` and return the exit code.

    `is_advised` is off for a request of our own making. `hints` are said before sending,
    `after` turns the envelope into what is written. `effect` is that of everything done, where
    `after` does more than `request`. Raises Problem.
    """
    wish = Wish.of(invocation)
    target = target_of(invocation, source)
    fmt = output_format(invocation, target.settings)
    check(fmt)
    is_advanced = bool(configured(invocation.common, source).get("adv_response"))
    world = invocation.world
    if is_advised:
        say(request, invocation, wish, target, hints)
    if wish.dry_run or wish.curl:
        return _show(request, invocation, target, wish)
    policy = target.policy.asked(request, effect, world, invocation.lang)
    policy.check(request, effect)
    target = target._replace(policy=policy)
    watch = watcher(invocation, wish) if wish.verbose else None
    try:
        with connect(target, world, watch, teller(invocation, wish)) as portal:
            is_whole = after is None and not is_advanced and _takes_whole(fmt)
            got = _saved(portal, request, str(fmt.file)) if is_whole else portal.send(request)
            if isinstance(got, int):
                return _told_saved(got, fmt, world)
            envelope = got
            body = after(envelope, portal) if after else envelope.body
    except PortalProblem as problem:
        _answer_of(problem, fmt, invocation)
        raise
    except UnknownProblem as problem:
        if target.profile and "check" in problem.params:
            problem.params["check"] += f" --profile {shlex.quote(target.profile)}"
        raise
    if is_advanced:
        body = {"status": envelope.status, "body": body}
    _write(body, fmt, world, envelope.seconds)
    return Exit.OK


def _write(body: Any, fmt: Format, world: World, seconds: float | None = None) -> None:
    from oint_b24.output.render import write

    write(body, fmt, world, seconds)


def _takes_whole(fmt: Format) -> bool:
    """Say whether `--out` wants the portal's JSON as it is, so that it need not be in memory."""
    changed = fmt.result or fmt.query or fmt.columns or fmt.ascii
    if fmt.file is None or fmt.output not in ("auto", "json") or changed:
        return False
    from oint_b24.output.sink import is_stream

    return not is_stream(fmt.file)


def _saved(portal: Portal, request: Request, out: str) -> Envelope | int:
    """Send; a large answer goes straight to the file, and how many bytes it has is returned."""
    from oint_b24.output.sink import draft_of

    with draft_of(out) as (file, keep):
        got = portal.save(request, file)
        if isinstance(got, int):
            keep()
        return got


def _told_saved(size: int, fmt: Format, world: World) -> int:
    if not fmt.quiet:
        world.note(f"oint: {text('output.saved_whole', fmt.lang, path=fmt.out, size=size)}")
    return Exit.OK


def _answer_of(problem: PortalProblem, fmt: Format, invocation: Invocation) -> None:
    """Write the portal's error envelope where scripts read it today: stdout, when no terminal."""
    world = invocation.world
    is_json = fmt.output == "json" or (fmt.output == "auto" and not is_terminal(world.stdout))
    plain = not (fmt.result or fmt.query or fmt.out)
    if problem.envelope is not None and is_json and plain and not is_terminal(world.stdout):
        # An error may quote the address it was called by, and with it the secret.
        _write(world.redactor.mask(problem.envelope), fmt, world)


def _show(request: Request, invocation: Invocation, target: Target, wish: Wish) -> int:
    """Print the request instead of sending it."""
    from oint_b24.portal.curl import Known, command_line, described
    from oint_b24.portal.encode import check_text

    portal = Known(target.address or parse(_SANDBOX), target.token)
    require_credential(*portal)
    check_text(request.params)
    world = invocation.world
    if wish.curl:
        world.write(world.redactor.clean(command_line(portal, request)) + "\n")
        return Exit.OK
    shown = world.redactor.mask(described(portal, request))
    ascii_only = is_on(invocation.common, "ascii")
    world.write(json.dumps(shown, ensure_ascii=ascii_only, indent=1) + "\n")
    return Exit.OK


def teller(invocation: Invocation, wish: Wish) -> Callable[[str, dict[str, Any]], None]:
    """Return what tells of waits on stderr."""

    def tell(key: str, params: dict[str, Any]) -> None:
        if not wish.quiet:
            invocation.world.note(f"oint: {text(key, invocation.lang, **params)}")

    return tell


def watcher(invocation: Invocation, wish: Wish) -> Callable[[Wire, Answer], None]:
    """Return what tells of each exchange on stderr: `-v` one line, `-vv` the bodies too."""
    world = invocation.world

    def tell(wire: Wire, answer: Answer) -> None:
        size = len(answer.raw)
        world.note(f"> {wire.verb} {wire.url}")
        if wish.verbose > 1 and wire.body is not None:
            world.note("> " + wire.body.decode("utf-8", "replace"))
        world.note(f"< {answer.status} {answer.content_type}, {size} B, {answer.seconds:.3f} s")
        if wish.verbose > 1:
            world.note("< " + answer.raw[:20000].decode("utf-8", "replace"))

    return tell
