"""Real shells at a pseudo-terminal: a line is typed, and what the program got is read back."""

from __future__ import annotations

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tests.cli.console import ROOT

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_PATIENCE = 30.0
_PROMPT = "READY>"
# Answers TAB as the program does; any other command line it tells as it got it.
_PROGRAM = f"""#!{sys.executable}
import json, sys
sys.path.insert(0, {str(ROOT)!r})
if sys.argv[1:2] == ["__complete"]:
    from oint_b24.__main__ import main
    sys.exit(main())
print("GOT" + json.dumps(sys.argv[1:]) + "END")
"""
_SETTINGS = {
    "bash": f"PS1='{_PROMPT}'; bind 'set bell-style none'; . {ROOT}/completions/oint.bash\n",
    "zsh": f"PROMPT='{_PROMPT}'; unsetopt beep; fpath=({ROOT}/completions $fpath)\n"
    "autoload -Uz compinit; compinit -u -D\n",
    "fish": f"function fish_prompt; echo -n '{_PROMPT}'; end\nset fish_greeting\n"
    f"source {ROOT}/completions/oint.fish\n",
}
_COMMANDS = {
    "bash": ["bash", "--noprofile", "--rcfile", "settings", "-i"],
    "zsh": ["zsh", "-d", "-i"],
    "fish": ["fish", "--no-config", "-i", "-C", "source settings"],
}


def is_here(shell: str) -> bool:
    """Say whether the shell is installed."""
    return shutil.which(shell) is not None


@dataclass(slots=True)
class Shell:
    """A shell in a directory of its own, where `oint` answers TAB."""

    name: str
    directory: Path
    _main: int = -1
    _process: subprocess.Popen[bytes] | None = None
    _seen: bytes = field(default=b"")

    def __enter__(self) -> Self:
        program = self.directory / "bin" / "oint"
        program.parent.mkdir(parents=True)
        program.write_text(_PROGRAM, encoding="utf-8")
        program.chmod(0o755)
        program.with_name("oint-b24").symlink_to(program)
        for name in ("settings", ".zshrc"):
            (self.directory / name).write_text(_SETTINGS[self.name], encoding="utf-8")
        self._main, side = pty.openpty()
        # The first terminal that the leader of a session opens becomes its own.
        opened = 'exec "$@" <"$0" >"$0" 2>&1'
        self._process = subprocess.Popen(
            ["sh", "-c", opened, os.ttyname(side), *_COMMANDS[self.name]],
            env=self._env(), cwd=self.directory, start_new_session=True,
        )  # fmt: skip
        self.until(_PROMPT)
        os.close(side)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        os.close(self._main)
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def _env(self) -> dict[str, str]:
        return {
            "PATH": f"{self.directory}/bin:{os.environ['PATH']}",
            "HOME": str(self.directory),
            "ZDOTDIR": str(self.directory),
            "XDG_CONFIG_HOME": str(self.directory / "settings.d"),
            "OINT_B24_HOME": str(self.directory / "home"),
            "OINT_LANG": "ru",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
            "INPUTRC": "/dev/null",
        }

    def type(self, keys: str) -> None:
        """Press keys; `\\t` is TAB."""
        os.write(self._main, keys.encode())

    def until(self, text: str) -> str:
        """Return what the terminal got up to `text`; fails when it does not come."""
        wanted, end = text.encode(), time.monotonic() + _PATIENCE
        while wanted not in self._seen:
            ready, _, _ = select.select([self._main], [], [], max(0, end - time.monotonic()))
            assert ready, f"{self.name}: no {text!r} in {self._seen.decode(errors='replace')!r}"
            piece = os.read(self._main, 65536)
            if b"\x1b[c" in piece or b"\x1b[0c" in piece:
                os.write(self._main, b"\x1b[?62c")  # some shells ask what the terminal can do
            self._seen += piece
        before, _, self._seen = self._seen.partition(wanted)
        return before.decode(errors="replace") + text

    def argv(self, keys: str) -> list[str]:
        """Type a line and Enter; return the arguments the program was started with."""
        self.type(keys + "\r")
        self.until("GOT[")
        got = self.until("END")
        self.until(_PROMPT)
        return [str(word) for word in json.loads("[" + got.removesuffix("END"))]
