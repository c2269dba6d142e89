"""Make the Debian package: `python -m tools.deb [FOLDER]`, into dist by default.

Who packages it is named by DEBFULLNAME and DEBEMAIL, as for Debian's own tools.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from oint_b24 import __version__
from tools import system_tree
from tools.written import ROOT

_PARTS = ROOT / "packaging" / "deb"
_SCRIPTS = ("postinst", "prerm")


def build(folder: Path, installed: Path | None = None) -> Path:
    """Build the package into `folder` and return it; `installed` as in `system_tree.make`."""
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / "root"
        root.mkdir(mode=0o755)
        system_tree.make(root, "vendor-completions", installed)
        _control(root)
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"oint-b24_{__version__}_all.deb"
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def _control(root: Path) -> None:
    """Write what dpkg reads: the description, the sums of the files, the scripts."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files) // 1024
    sums = "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{path.relative_to(root).as_posix()}\n"
        for path in files
    )
    control = root / "DEBIAN"
    control.mkdir(mode=0o755)
    about = system_tree.filled(_PARTS / "control", size=str(size), maintainer=_maintainer())
    (control / "control").write_text(about, encoding="utf-8")
    (control / "md5sums").write_text(sums, encoding="utf-8")
    (control / "triggers").write_bytes((_PARTS / "triggers").read_bytes())
    for name in _SCRIPTS:
        (control / name).write_bytes((_PARTS / name).read_bytes())
        (control / name).chmod(0o755)


def _maintainer() -> str:
    name = os.environ.get("DEBFULLNAME", "The authors of oint-b24")
    address = os.environ.get("DEBEMAIL")
    return f"{name} <{address}>" if address else name


if __name__ == "__main__":
    print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))
