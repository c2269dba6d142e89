"""Make the RPM package: `python -m tools.rpm [FOLDER]`, into dist by default."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import system_tree
from tools.written import ROOT

_SPEC = ROOT / "packaging" / "rpm" / "oint-b24.spec"


def build(folder: Path, installed: Path | None = None) -> Path:
    """Build the package into `folder` and return it; `installed` as in `system_tree.make`."""
    with tempfile.TemporaryDirectory() as work:
        tree, top = Path(work) / "tree", Path(work) / "top"
        tree.mkdir()
        system_tree.make(tree, "site-functions", installed)
        spec = Path(work) / "oint-b24.spec"
        spec.write_text(system_tree.filled(_SPEC, tree=str(tree)), encoding="utf-8")
        command = ["rpmbuild", "-bb", "--quiet", "--define", f"_topdir {top}", str(spec)]
        subprocess.run(command, check=True)
        made = next((top / "RPMS").rglob("*.rpm"))
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(made, folder))


if __name__ == "__main__":
    if not shutil.which("rpmbuild"):
        sys.exit("rpmbuild is missing; on Debian and Ubuntu: apt install rpm")
    print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "dist"))
