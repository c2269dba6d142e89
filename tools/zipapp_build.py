"""Make the single-file program: `python -m tools.zipapp_build [FILE]`, dist/oint.pyz by default.

It needs nothing but Python. Inside are its door (`packaging/zipapp_main.py`) and one archive with
the program and its dependencies: a long table of contents would be read at every start.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.vendored import lay_out
from tools.written import ROOT

_DOOR = ROOT / "packaging" / "zipapp_main.py"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same tree makes the same file


def build(tree: Path, target: Path) -> None:
    """Pack the installed `tree` into the program `target`."""
    contents = {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in tree.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    app = archive(contents, zipfile.ZIP_DEFLATED)
    build_id = hashlib.sha256(app).hexdigest()[:16]
    door = _DOOR.read_text(encoding="utf-8").replace("@BUILD@", build_id)
    whole = archive({"__main__.py": door.encode(), "app.zip": app}, zipfile.ZIP_STORED)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"#!/usr/bin/env python3\n" + whole)
    target.chmod(0o755)


def archive(contents: dict[str, bytes], method: int) -> bytes:
    """Return a ZIP archive of `contents` (name -> bytes), in order and without times."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        for name in sorted(contents):
            packed.writestr(zipfile.ZipInfo(name, _STAMP), contents[name], method)
    return made.getvalue()


def main(argv: list[str]) -> int:
    """Build the program and tell where it is."""
    target = Path(argv[0]) if argv else ROOT / "dist" / "oint.pyz"
    with tempfile.TemporaryDirectory() as folder:
        tree, wheels = Path(folder) / "tree", Path(folder) / "wheels"
        lay_out(tree, wheels)
        build(tree, target)
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
