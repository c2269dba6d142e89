"""The tree of a system package: the program below /usr/lib, completions, man pages, licences."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from pathlib import Path

from oint_b24 import __version__
from tools.vendored import lay_out
from tools.written import ROOT

_PACKAGING = ROOT / "packaging"
_COMPLETIONS = {
    "oint.bash": "share/bash-completion/completions/oint",
    "oint-b24.bash": "share/bash-completion/completions/oint-b24",
    "oint.fish": "share/fish/vendor_completions.d/oint.fish",
    "oint-b24.fish": "share/fish/vendor_completions.d/oint-b24.fish",
}


def make(root: Path, zsh: str, installed: Path | None = None) -> None:
    """Lay the package's files out below `root`.

    `zsh` is where zsh looks for functions (`vendor-completions` on Debian, `site-functions`
    elsewhere); `installed` a tree of the program and its dependencies, made here where there is
    none.
    """
    usr = root / "usr"
    _program(usr / "lib" / "oint-b24", installed)
    _write(usr / "bin" / "oint-b24", (_PACKAGING / "launcher").read_bytes(), 0o755)
    for name, place in _COMPLETIONS.items():
        _write(usr / place, (ROOT / "completions" / name).read_bytes())
    _write(usr / "share" / "zsh" / zsh / "_oint", (ROOT / "completions" / "_oint").read_bytes())
    for page in (ROOT / "man").rglob("*.1"):
        packed = gzip.compress(page.read_bytes(), 9, mtime=0)
        _write(usr / "share" / page.relative_to(ROOT).with_suffix(".1.gz"), packed)
    about = usr / "share" / "doc" / "oint-b24"
    _write(about / "copyright", (ROOT / "LICENSE").read_bytes() + b"\n" + _notice())
    changes = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), 9, mtime=0)
    _write(about / "changelog.gz", changes)
    for path in root.rglob("*"):
        is_open = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if is_open else 0o644)


def filled(template: Path, **places: str) -> str:
    """Return a template of a package with its places and the version filled in."""
    text = template.read_text(encoding="utf-8")
    for name, value in {"version": __version__, **places}.items():
        text = text.replace(f"@{name.upper()}@", value)
    return text


def _program(target: Path, installed: Path | None) -> None:
    if installed is not None:
        shutil.copytree(installed, target, ignore=shutil.ignore_patterns("__pycache__"))
        return
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as wheels:
        lay_out(target, Path(wheels))


def _notice() -> bytes:
    return (ROOT / "NOTICE").read_bytes() + (
        b"\nThe licences of the libraries that come along are below /usr/lib/oint-b24, in the\n"
        b"directories *.dist-info.\n"
    )


def _write(path: Path, content: bytes, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
