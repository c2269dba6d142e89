"""How much memory a command takes at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.console import Console

# The peak of this very program: what getrusage tells is that of the test runner before it.
_MEASURE = """
import sys
from oint_b24.__main__ import main
del sys.argv[1:4]
code = main()
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], file=sys.stderr)
sys.exit(code)
"""


def peak(console: Console, *argv: str) -> int:
    """Run a command that must succeed in a process of its own and return its peak in KiB."""
    done = console.spawn(*argv, python=("-c", _MEASURE, "--"))
    assert done.returncode == 0, done.stderr
    return int(done.stderr.split()[-1])
