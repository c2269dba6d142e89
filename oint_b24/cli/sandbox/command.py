"""`oint sandbox`: the portal in a box, served, filled and forgotten."""

from __future__ import annotations

import secrets
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.cli import box, help as help_page
from oint_b24.cli.common import Wish, output_format
from oint_b24.cli.sandbox.faults import details, faults_of, option, teller
from oint_b24.cli.tree import Command, Group, Option, Section
from oint_b24.errors import Exit, UsageProblem
from oint_b24.output.render import check, write
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation


_SERVE = (
    ("port", "N"), ("certificate", "FILE"), ("key", "FILE"), ("webhook", "USER/CODE"),
    ("scope", "A,B"), ("log", "FILE"), ("fault-seed", "N"),
)  # fmt: skip


def _commands() -> dict[str, Command]:
    runs = {"status": _status, "reset": _reset, "seed": _seed}
    others = {
        name: Command(
            name=name,
            about=texts(f"sandbox.{name}"),
            run=run,
            examples=(texts(f"sandbox.{name}.example"),),
        )
        for name, run in runs.items()
    }
    return {"serve": _server(), **others}


def _server() -> Command:
    options = (
        Option(f"--{name}", texts(f"sandbox.option.{name}"), metavar=metavar)
        for name, metavar in _SERVE
    )
    return Command(
        name="serve",
        about=texts("sandbox.serve"),
        run=_serve,
        options=(*options, option()),
        examples=tuple(texts(f"sandbox.serve.example{n}") for n in ("", 2, 3)),
        details=details(),
        takes=(0, -1),
        is_open=True,  # the rules of --fault come in `arguments`
    )


def family() -> Group:
    """Return the group `sandbox`."""
    commands = _commands()

    def listing(lang: str) -> list[Section]:
        entries = [(c.name, c.about[lang]) for c in commands.values()]
        return [Section(text("start.commands", lang), entries)]

    return Group(
        name="sandbox",
        about=texts("sandbox.about"),
        find=lambda name: commands.get(name.lower()),
        names=lambda: list(commands),
        alone=help_page.show,
        listing=listing,
        examples=(texts("sandbox.serve.example"),),
    )


def _serve(invocation: Invocation) -> int:
    """Serve until interrupted; the addresses go to stdout, one fact a line."""
    from oint_b24.sandbox.box import open_portal
    from oint_b24.sandbox.credentials import Token
    from oint_b24.sandbox.server import SandboxServer, start

    world, given = invocation.world, invocation.given
    faults = faults_of(invocation)
    user, code = _webhook(given.get("--webhook"), invocation)
    scopes = _scopes(given.get("--scope"))
    token = secrets.token_hex(16)
    tokens = {token: Token(user), box.APP_TOKEN: Token(1)}
    log = Path(given["--log"]) if "--log" in given else None
    portal = open_portal(
        box.directory(world), webhooks={(user, code): scopes}, tokens=tokens, scopes=scopes
    )
    try:
        server = SandboxServer(
            portal,
            port=_port(given),
            certificate=_certificate(given),
            log=log,
            faults=faults,
            tell=teller(invocation),
        )
    except OSError as error:
        raise UsageProblem("sandbox.no_port", reason=error.strerror or str(error)) from None
    with start(server) as running:
        address = f"{running.base}/rest/{user}/{code}/"
        noted = box.announce(world, address, running.server.server_port)
        try:
            for key, value in (("webhook", address), ("portal", running.base), ("token", token)):
                world.write(f"{key}: {value}\n")
            world.stdout.flush()
            if not Wish.of(invocation).quiet:
                world.note(f"oint: {text('sandbox.serving', invocation.lang)}")
            _wait_for_ever()
        finally:
            noted.unlink(missing_ok=True)
    return Exit.OK


def _wait_for_ever() -> None:
    """Wait for Ctrl-C.

    A signal between Python's last look at signals and the wait of the system would not end that
    wait: Python only notes it. What it then writes to a socket does, whenever it comes.
    """
    ours, its = socket.socketpair()
    with ours, its:
        its.setblocking(False)
        signal.set_wakeup_fd(its.fileno(), warn_on_full_buffer=False)
        try:
            while ours.recv(1):
                pass
        finally:
            signal.set_wakeup_fd(-1)


def _port(given: Any) -> int:
    text_ = given.get("--port", "0")
    if not text_.isdecimal() or int(text_) > 65535:
        raise UsageProblem("value.bad_number", option="--port", value=text_)
    return int(text_)


def _certificate(given: Any) -> tuple[Path, Path] | None:
    names = [n for n in ("--certificate", "--key") if n in given]
    if len(names) == 1:
        raise UsageProblem("sandbox.half_certificate", option=names[0])
    if not names:
        return None
    for name in names:
        if not Path(given[name]).is_file():
            raise UsageProblem("value.no_file", option=name, path=given[name], reason="—")
    return Path(given["--certificate"]), Path(given["--key"])


def _webhook(given: str | None, invocation: Invocation) -> tuple[int, str]:
    """Return user and code: the given ones, or user 1 with a code kept between runs."""
    if given:
        user, slash, code = given.partition("/")
        if not user.isdecimal() or not slash or not code.isalnum():
            raise UsageProblem("sandbox.bad_webhook", value=given)
        return int(user), code
    kept = box.directory(invocation.world) / "webhook"
    try:
        return 1, kept.read_text(encoding="ascii").strip()
    except OSError:
        from oint_b24.profiles import replace_private

        code = secrets.token_hex(8)
        replace_private(kept, code)
        return 1, code


def _scopes(given: str | None) -> frozenset[str] | None:
    return frozenset(s.strip() for s in given.split(",") if s.strip()) if given else None


def _status(invocation: Invocation) -> int:
    directory = box.directory(invocation.world)
    known = box.serving(invocation.world)
    serves = bool(known) and box.is_alive(int(known["port"])) if known else False
    body = {
        "directory": str(directory),
        "filled": (directory / "portal.sqlite").exists(),
        "serving": serves,
        "port": known["port"] if known and serves else None,
    }
    fmt = output_format(invocation, {})
    check(fmt)
    write(body, fmt, invocation.world)
    return Exit.OK


def _reset(invocation: Invocation) -> int:
    """Forget everything that was made and fill the portal again."""
    _fill(invocation, clear=True)
    return Exit.OK


def _seed(invocation: Invocation) -> int:
    """Fill the portal where it is empty."""
    _fill(invocation, clear=False)
    return Exit.OK


def _fill(invocation: Invocation, *, clear: bool) -> None:
    from oint_b24.sandbox.box import open_portal

    world = invocation.world
    portal = open_portal(box.directory(world), webhooks={})
    try:
        if clear:
            portal.reset()
    finally:
        portal.store.close()
    if not Wish.of(invocation).quiet:
        key = "sandbox.was_reset" if clear else "sandbox.was_seeded"
        world.note(f"oint: {text(key, invocation.lang)}")
