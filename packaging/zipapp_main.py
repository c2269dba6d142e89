"""The door of the single-file program: unpacks itself once, then runs from there.

The package reads its data as files, and Python compiles what lies in a directory but not what
lies in an archive: the second run starts as fast as an installed program.
"""

import os
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

BUILD = "@BUILD@"


def main() -> None:
    """Run the program. Any Python 3 can read this, so that an old one is told what is missing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this is who checks it
        here = sys.version.split(" ")[0]
        sys.exit("oint: Python 3.11 or newer is needed, this is " + here)
    sys.path[0] = _unpacked()
    from oint_b24.__main__ import main as run

    sys.exit(run())


def _unpacked() -> str:
    """Return the directory of this build, unpacked now if it is not there."""
    for parent in _places():
        place = os.path.join(parent, "app-" + BUILD)
        if os.path.isdir(place):
            if _is_ours(parent) and _is_ours(place):
                return place
            continue
        try:
            os.makedirs(parent, mode=0o700, exist_ok=True)
            if _is_ours(parent):
                return _unpack(parent, place)
        except OSError:
            continue
    import atexit
    import shutil
    import tempfile

    parent = tempfile.mkdtemp(prefix="oint-b24-")
    atexit.register(shutil.rmtree, parent, ignore_errors=True)
    return _unpack(parent, os.path.join(parent, "app"))


def _places() -> "Iterator[str]":
    """Return the cache directories that may do, the best first."""
    home = os.environ.get("OINT_B24_HOME")
    if home:
        yield os.path.join(home, "cache")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    if base and os.path.isabs(base):
        yield os.path.join(base, "oint-b24")


def _is_ours(path: str) -> bool:
    """Say whether nobody else can put code into a directory.

    What we unpack is closed to the group too (mkdtemp makes it so); its parent need not be.
    """
    if not hasattr(os, "getuid"):
        return True
    about = os.lstat(path)
    is_open = about.st_mode & stat.S_IWOTH
    return stat.S_ISDIR(about.st_mode) and about.st_uid in (0, os.getuid()) and not is_open


def _unpack(parent: str, place: str) -> str:
    """Unpack beside `place` and move it there whole: two first runs may meet."""
    import shutil
    import tempfile
    import zipfile

    made = tempfile.mkdtemp(prefix=".app-", dir=parent)
    try:
        whole = zipfile.ZipFile(os.path.dirname(os.path.abspath(__file__)))
        with whole, whole.open("app.zip") as inner, zipfile.ZipFile(inner) as app:
            app.extractall(made)
        try:
            os.rename(made, place)
        except OSError:
            if not os.path.isdir(place):
                raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return place


main()
