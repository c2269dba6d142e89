"""A machine with profiles, a login and a sandbox, on which commands are killed at any moment.

After each kill everything is looked at: files are whole, no lock hangs, every profile still has
the secret of its own address, and a login works or says how to log in again.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import sqlite3
import tomllib
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oint_b24.profiles import Profiles
from oint_b24.sandbox.credentials import TOKEN
from oint_b24.vault import place
from oint_b24.world import World
from tests.cli.browser import CLIENT, code_of, expire

if TYPE_CHECKING:
    from random import Random

    from oint_b24.sandbox.server import Running
    from tests.cli.console import Console
    from tests.stress.forker import Fate, Forker

KEPT = "keptcode"


@dataclass
class Household:
    """The machine. `seen` counts what became of the commands."""

    oint: Console
    forker: Forker
    portal: Running
    chance: Random
    seen: Counter[str] = field(default_factory=Counter)
    lasted: dict[str, float] = field(default_factory=dict)
    turn: int = 0

    def set_up(self) -> None:
        """Make the profile that must survive, a login, and a sandbox with something in it."""
        address = f"{self.portal.base}/rest/1/{KEPT}/"
        self._well("profile", "add", "kept", "--url", address)
        self._well("call", "im.chat.add", "TITLE=T0", "--profile", "sandbox")
        self.log_in()

    def actions(self) -> dict[str, tuple[str, ...]]:
        """Return the command lines that change something, as they are now."""
        turn = self.turn
        add = ("profile", "add", "p", "--url", f"n{turn}.example/rest/7/code{turn}x/")
        return {
            "login": self._login(),
            "renewal": ("call", "profile", "--profile", "acme"),
            "add": (*add, "--replace"),
            "add to keyring": (*add, "--replace", "--store", "keyring"),
            "use": ("profile", "use", self.chance.choice(("kept", "acme"))),
            "remove": ("profile", "remove", "p"),
            "move": ("profile", "move-secrets", "kept", "--to", self._elsewhere("kept")),
            "move login": ("profile", "move-secrets", "acme", "--to", self._elsewhere("acme")),
            "sandbox write": ("call", "im.chat.add", f"TITLE=T{turn}", "--profile", "sandbox"),
            "sandbox batch": (
                "call", "batch", f"cmd[a]=im.chat.add?TITLE=T{turn}a",
                f"cmd[b]=im.chat.add?TITLE=T{turn}b", "--profile", "sandbox",
            ),
            "sandbox reset": ("sandbox", "reset"),
        }  # fmt: skip

    def round(self, *, step: int = 0, name: str = "") -> bool:
        """Run one command, kill it at `step` or at a random moment, and look; say if it died."""
        self.turn += 1
        name = name or self.chance.choice(list(self.actions()))
        self._before(name)
        issued = self._issued()
        argv = self.actions()[name]
        stdin = code_of(self.portal.base) + "\n" if name == "login" else ""
        after = self.chance.uniform(0.0, 1.1 * self.lasted.get(name, 0.2)) if not step else 60.0
        fate = self.forker(*argv, stdin=stdin, after=after, step=step)
        self._count(name, fate)
        self._look(name, issued)
        return fate.is_killed

    def _before(self, name: str) -> None:
        """Bring about what the command needs."""
        if name == "renewal":
            expire(self.portal.server.portal)
        if name == "remove" and "p" not in self.profiles().names():
            self._well(*self.actions()["add"])

    def _count(self, name: str, fate: Fate) -> None:
        self.seen[f"{name}: {'killed' if fate.is_killed else fate.code}"] += 1
        if not fate.is_killed:
            assert fate.code == 0, (name, fate)
            # The longest run so far, forgotten slowly: one slow run must not move all moments.
            self.lasted[name] = max(fate.seconds, 0.8 * self.lasted.get(name, 0.0))

    def _look(self, name: str, issued: int) -> None:
        # What the machine remembers of the portal's limits would make so many calls wait.
        shutil.rmtree(self.oint.home / "cache", ignore_errors=True)
        self._assert_files()
        self._assert_no_lock_hangs()
        self._assert_secrets_fit()
        self._assert_login(name, issued)
        self._assert_sandbox(name)
        self._well("profile", "use", "kept")
        self._assert_no_litter()
        self._assert_no_secret_is_left()

    def profiles(self) -> Profiles:
        """Return the profiles as a command would read them."""
        return Profiles(World(env=self.oint.environment()))

    def _elsewhere(self, name: str) -> str:
        return "file" if self.profiles().look(name).store == "keyring" else "keyring"

    def _issued(self) -> int:
        return self.portal.server.portal.store.count(TOKEN)

    def _well(self, *argv: str, stdin: str = "") -> None:
        done = self.oint(*argv, stdin=stdin)
        assert done.code == 0, (argv, done.err)

    def _assert_files(self) -> None:
        for path in (self.oint.home / "config").rglob("*"):
            assert path.stat().st_mode & 0o077 == 0, path
            if path.suffix == ".toml" and not path.name.startswith("."):
                tomllib.loads(path.read_text("utf-8"))

    def _assert_no_lock_hangs(self) -> None:
        """Take every lock at once: the kernel has given back those of the dead."""
        for path in self.oint.home.rglob("*.lock"):
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _assert_secrets_fit(self) -> None:
        """Each address goes with its own code, in whichever store it is."""
        profiles = self.profiles()
        kept = profiles.get("kept")
        assert kept.code == KEPT, (kept.store, self.seen)
        if "p" in profiles.names():
            other = profiles.get("p")
            number = re.findall(r"n(\d+)\.example", other.address)
            assert [other.code] == [f"code{n}x" for n in number], other.address

    def _assert_login(self, name: str, issued: int) -> None:
        done = self.oint("call", "profile", "--profile", "acme")
        if done.code == 0:
            return
        # Only a pair whose answer was on its way when the command died may be lost.
        assert done.code == 5, (name, done.code, done.err)
        assert "oint login --profile acme" in done.err
        assert name == "renewal", (name, done.err)
        assert self._issued() == issued + 1, done.err  # counted now: the server may have been at it
        self.seen["a pair lost on its way"] += 1
        self.log_in()

    def log_in(self) -> None:
        """Log in, and see that it works."""
        self._well(*self._login(), stdin=code_of(self.portal.base) + "\n")
        self._well("call", "profile", "--profile", "acme")

    def _login(self) -> tuple[str, ...]:
        return ("login", self.portal.base, "--client-id", CLIENT, "--paste", "--profile", "acme")

    def _assert_sandbox(self, name: str) -> None:
        """The state is whole, and what one command made is there once or not at all."""
        file = self.oint.home / "data" / "sandbox" / "portal.sqlite"
        with closing(sqlite3.connect(file)) as state:
            assert state.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not name.startswith("sandbox"):
            return
        done = self.oint("call", "im.recent.list", "LIMIT=200", "--profile", "sandbox")
        assert done.code == 0, done.err
        titles = Counter(re.findall(r'"title": "(T\d+[ab]?)"', done.out))
        assert not titles or max(titles.values()) == 1, titles
        if f"T{self.turn}b" in titles:
            assert f"T{self.turn}a" in titles

    def _assert_no_litter(self) -> None:
        """After the next change nothing half-written is left beside the settings."""
        left = [p.name for p in (self.oint.home / "config").glob(".config.toml.*")]
        assert left == []

    def _assert_no_secret_is_left(self) -> None:
        """After the next change each store keeps what some profile uses, and nothing else."""
        tables = tomllib.loads(self.profiles().path.read_text("utf-8"))["profile"]
        used = {place(name, table) for name, table in tables.items()} - {None}
        ring = [json.loads(p.read_text("utf-8")) for p in (self.oint.home / "ring").glob("?" * 64)]
        kept = {f"keyring/{entry['name']}" for entry in ring}
        kept |= {f"file/{path.stem}" for path in self.profiles().logins.glob("*.toml")}
        assert kept == used, (kept, used)
