"""The door: encoding, Ctrl-C, lost stdout, `--version`. Nothing heavy is imported here."""

from __future__ import annotations

import errno
import gc
import os
import sys
from contextlib import suppress

from oint_b24 import __version__

# Loading makes many objects and hardly any garbage: searching it as often as Python does by
# default would take a tenth of a short command's time.
_RARELY = 50_000


def main() -> int:
    """Run the program on the process's own argv and streams; return the exit code."""
    gc.set_threshold(_RARELY)
    try:
        _speak_utf8()
        code = _run(_readable(sys.argv[1:]))
        _flush()
        gc.disable()  # what is left goes with the process
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        return _closed_pipe()
    except OSError as error:
        return _closed_pipe() if _is_closed(error) else _unwritten(error)
    return code


def _run(argv: list[str]) -> int:
    if argv[:1] in (["--version"], ["-V"], ["version"]):
        sys.stdout.write(f"oint-b24 {__version__}\n")
        return 0
    if argv[:1] == ["__complete"]:
        from oint_b24.complete import answer

        sys.stdout.write("".join(f"{line}\n" for line in answer(argv[1:], os.environ)))
        return 0
    from oint_b24.cli.app import run
    from oint_b24.world import StdoutError, World

    world = World()
    try:
        return run(argv, world)
    except (BrokenPipeError, StdoutError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 - the last net: no traceback, for it may hold secrets
        from oint_b24.cli.crash import crashed

        return crashed(error, argv, world)


def _speak_utf8() -> None:
    """Make all streams UTF-8: a Windows code page or a C locale cannot carry Cyrillic.

    A stream that was closed before we started is replaced by nowhere.
    """
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Kept open for the life of the process, like the stream it stands for.
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - see above
        elif hasattr(stream, "reconfigure"):
            errors = "surrogateescape" if name == "stdin" else "backslashreplace"
            # newline="": JSON ends lines with \n and CSV with \r\n on every system.
            stream.reconfigure(encoding="utf-8", errors=errors, newline="")


def _readable(argv: list[str]) -> list[str]:
    """Undo what a C locale does to argv: bytes of UTF-8 that Python kept as surrogates."""
    repaired = []
    for word in argv:
        try:
            repaired.append(os.fsencode(word).decode("utf-8"))
        except UnicodeError:
            repaired.append(word)
    return repaired


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()


def _interrupted() -> int:
    with suppress(OSError):
        sys.stderr.write("\noint: прервано / interrupted\n")
        sys.stderr.flush()
    return 130


def _closed_pipe() -> int:
    """End quietly: who closed the pipe has what he wanted."""
    _give_stdout_up()
    return 141


def _is_closed(error: OSError) -> bool:
    """Say whether the reader of stdout is gone: Windows calls that a bad argument, too."""
    return sys.platform == "win32" and error.errno == errno.EINVAL


def _unwritten(error: OSError) -> int:
    """Say why stdout is not whole; return the exit code of work that is done in part."""
    from oint_b24.errors import Exit
    from oint_b24.text import language, text

    _give_stdout_up()
    told = text("output.stdout_failed", language(None, os.environ), reason=error.strerror or error)
    with suppress(OSError):
        sys.stderr.write(f"oint: {told}\n")
        sys.stderr.flush()
    return Exit.PARTIAL


def _give_stdout_up() -> None:
    """Let what is still to be written go nowhere: Python itself would complain at the end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    sys.exit(main())
