"""Getting a person's consent: the page to open, then the code by a redirect or by hand."""

from __future__ import annotations

import os
import select
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oint_b24.errors import RefusedProblem, UsageProblem, remedy, tell
from oint_b24.text import text

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from oint_b24.cli.login.redirect import Consent, Redirect
    from oint_b24.world import World

_LOOK = 0.1  # seconds between looks at what has come


@dataclass(frozen=True, slots=True)
class Asking:
    """How to ask: the page, the secret word that answers carry, and the ways they may come."""

    page: str
    state: str
    port: int
    wait: float
    opens_browser: bool
    listens: bool
    reads_stdin: bool


def obtain(asking: Asking, world: World, lang: str) -> Consent:
    """Show the page and wait for the code. Raises RefusedProblem where none comes in time."""
    with _listening(asking, world, lang) as redirect:
        world.note(f"oint: {text('login.open', lang)}\n{asking.page}")
        if redirect is not None:
            world.note(f"  {text('login.listening', lang, address=redirect.address)}")
        if asking.reads_stdin:
            world.note(f"  {text('login.paste', lang)}")
        if asking.opens_browser and has_browser(world):
            _open(asking.page)
        found = _wait(asking, redirect, world, lang)
    if found is None:
        raise RefusedProblem("login.no_code")
    world.redactor.add(found.code)
    return found


def _open(page: str) -> None:
    """Open the page aside: some browsers come back only when they are closed."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()


def has_browser(world: World) -> bool:
    """Say whether a window can be opened: a text browser would take the terminal over."""
    if not world.is_interactive():
        return False
    if sys.platform in ("win32", "darwin"):
        return "SSH_CONNECTION" not in world.env
    return any(world.env.get(n) for n in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))


def _listening(asking: Asking, world: World, lang: str) -> AbstractContextManager[Redirect | None]:
    if not asking.listens:
        return nullcontext()
    from oint_b24.cli.login.redirect import Redirect

    try:
        return Redirect(asking.port, asking.state)
    except OSError as error:
        problem = UsageProblem("login.no_port", port=asking.port, reason=error.strerror)
        if not asking.reads_stdin:
            raise problem from None
        world.note(f"oint: {tell(problem, lang)}")
        return nullcontext()


def _wait(asking: Asking, redirect: Redirect | None, world: World, lang: str) -> Consent | None:
    deadline = world.clock() + asking.wait
    stdin = _Lines(world) if asking.reads_stdin else None
    if redirect is not None and stdin is not None and not stdin.can_wait:
        stdin = None  # waiting for both at once is not to be had here
    while world.clock() < deadline:
        if redirect is not None and redirect.consent is not None:
            return redirect.consent
        if redirect is None and stdin is None:
            return None
        sources = [s for s in (redirect, stdin) if s is not None]
        ready = sources if stdin and stdin.is_plain else select.select(sources, [], [], _LOOK)[0]
        if redirect in ready and redirect is not None:
            redirect.timeout = 0
            redirect.handle_request()
        if stdin in ready and stdin is not None:
            line = stdin.next()
            found = _pasted(line, asking.state, world, lang) if line.strip() else None
            if found is not None:
                return found
            stdin = stdin if line else None
    return redirect.consent if redirect is not None else None


class _Lines:
    """Standard input, line by line."""

    def __init__(self, world: World) -> None:
        self._stream = world.stdin
        try:
            self._handle = world.stdin.fileno()
        except (OSError, ValueError):
            self._handle = -1
        self.is_plain = self._handle < 0 or os.name == "nt"
        self.can_wait = self._handle < 0 or os.name != "nt"

    def fileno(self) -> int:
        return self._handle

    def next(self) -> str:
        """Return the next line; empty at the end."""
        return self._stream.readline()


def _pasted(line: str, state: str, world: World, lang: str) -> Consent | None:
    from oint_b24.cli.login.redirect import read

    try:
        return read(line, state)
    except (UsageProblem, ValueError) as error:
        problem = error if isinstance(error, UsageProblem) else UsageProblem("login.wrong_state")
        world.note(f"oint: {tell(problem, lang)}")
        cure = remedy(problem, lang)
        if cure:
            world.note(f"  {cure}")
        return None
