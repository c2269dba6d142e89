"""The door: encodings, closed streams, interrupts, what each path imports."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.console import ROOT

if TYPE_CHECKING:
    from tests.cli.console import Console
    from tests.rest_client import RestClient

# What only sends, draws or reads odd command lines, and what takes long to load besides.
HEAVY = ("pydantic", "urllib3", "rich", "dataclasses", "email", "ssl")


def modules(oint: Console, *argv: str) -> tuple[int, set[str]]:
    """Run `argv` and return its exit code and the top-level modules it loaded."""
    program = (
        "import sys, atexit\n"
        "from oint_b24.__main__ import main\n"
        f"sys.argv = ['oint', *{list(argv)!r}]\n"
        "code = main()\n"
        "print(' '.join({m.partition('.')[0] for m in sys.modules}), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=env, check=False, timeout=60
    )
    return done.returncode, set(done.stderr.decode().splitlines()[-1].split())


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--help"],
        ["bitrix24"],
        ["bitrix24", "СоздатьЧат", "--help"],
        ["--lang", "en", "bitrix24", "createchat", "-h"],
        ["call", "--help"],
        ["call", "crm.deal.add", "--help"],
        ["bitrix24", "СоздатьЧат", "--title", "x", "--dry-run"],
        [
            "bitrix24",
            "createtask",
            "--fields",
            '{"TITLE": "x"}',
            "--dry-run=true",
            "--profile",
            "sandbox",
        ],
        ["call", "im.chat.add", "TITLE=x", "--curl"],
    ],
)
def test_what_sends_nothing_loads_nothing_heavy(oint: Console, argv: list[str]) -> None:
    ended, loaded = modules(oint, *argv)

    assert ended == 0
    assert loaded.isdisjoint({*HEAVY, "typer", "inspect", "shutil", "secrets"})


@pytest.mark.parametrize(
    "argv", [["profile", "list"], ["methods", "чат"], ["explain", "NOT_FOUND"]]
)
def test_what_is_read_from_disk_needs_no_network(oint: Console, argv: list[str]) -> None:
    ended, loaded = modules(oint, *argv)

    assert ended == 0
    assert loaded.isdisjoint({"pydantic", "urllib3", "rich", "typer"})


def test_wrong_usage_is_told_by_way_of_typer_and_nothing_else(oint: Console) -> None:
    ended, loaded = modules(oint, "bitrix24", "СоздатьЧат", "--nope")

    assert ended == 2
    assert "typer" in loaded
    assert loaded.isdisjoint({"pydantic", "urllib3", "rich"})


@pytest.mark.parametrize("argv", [["--version"], ["__complete", "bitrix24", "Созд"]])
def test_version_and_tab_load_next_to_nothing(oint: Console, argv: list[str]) -> None:
    ended, loaded = modules(oint, *argv)

    assert ended == 0
    assert loaded.isdisjoint({*HEAVY, "typer", "typing", "pathlib", "urllib", "tomllib"})


@pytest.mark.parametrize(
    "argv", [("bitrix24", "СоздатьЧат", "--title", "x"), ("call", "im.chat.add", "TITLE=x")]
)
def test_a_call_into_a_pipe_loads_what_sends_and_not_much_else(
    portal: Console, argv: tuple[str, ...]
) -> None:
    ended, loaded = modules(portal, *argv)

    assert ended == 0
    assert "urllib3" in loaded
    assert loaded.isdisjoint({"typer", "rich", "pydantic", "jmespath", "certifi", "requests"})
    # Python 3.14's own logging, which urllib3 loads, brings dataclasses along.
    assert sys.version_info >= (3, 14) or "dataclasses" not in loaded


@pytest.mark.parametrize(
    "env",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LANG": "C", "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"TERM": "dumb", "COLUMNS": "40"},
        {"PYTHONIOENCODING": "cp866"},
        {"PYTHONIOENCODING": "cp1251", "LANG": "ru_RU.CP1251"},
    ],
)
def test_cyrillic_is_intact_whatever_the_environment_says(
    oint: Console, env: dict[str, str]
) -> None:
    done = oint.spawn(
        "bitrix24", "СоздатьЧат", "--profile", "sandbox", "--title", "Чат ёлка №1", "--dry-run",
        env=env,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["params"] == {"TITLE": "Чат ёлка №1"}


def test_without_a_home_or_any_variable_the_sandbox_still_works(tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(ROOT), "OINT_B24_HOME": "/proc/nowhere", "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "oint_b24", "bitrix24", "СоздатьЧат", "--profile", "sandbox",
         "--title", "x"],
        capture_output=True, env=env, check=False, timeout=60, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr.decode()
    assert isinstance(json.loads(done.stdout)["result"], int)


def test_a_closed_stdout_is_no_traceback(oint: Console) -> None:
    command = f"exec {sys.executable} -m oint_b24 bitrix24 >&-"
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()}
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=env, check=False)

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_a_pipe_that_is_closed_ends_quietly_with_141(oint: Console) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()}
    done = subprocess.run(
        [sys.executable, "-m", "oint_b24", "bitrix24"],
        stdout=writing, stderr=subprocess.PIPE, env=env, check=False,
    )  # fmt: skip
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "argv", [["--version"], ["help"], ["bitrix24", "ServerTime", "--profile", "sandbox"]]
)
def test_a_full_disk_behind_stdout_is_told(oint: Console, argv: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "oint_b24", *argv], stdout=full, stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), **oint.environment()}, check=False,
            timeout=60,
        )  # fmt: skip

    assert done.returncode == 3
    assert done.stderr.decode() == (
        "oint: вывод записан не весь: нет места на диске; вызов портала, если он был, выполнен\n"
    )


def test_ctrl_c_is_130_and_one_line(oint: Console) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **oint.environment()}
    serving = subprocess.Popen(
        [sys.executable, "-m", "oint_b24", "sandbox", "serve"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env,
    )  # fmt: skip
    assert serving.stdout is not None
    assert serving.stdout.readline().startswith(b"webhook: http://127.0.0.1:")
    serving.send_signal(signal.SIGINT)
    _, err = serving.communicate(timeout=20)

    assert serving.returncode == 130
    assert b"Traceback" not in err


def test_a_terminal_gets_a_view_in_colour_and_timing_on_stderr(rest: RestClient) -> None:
    done = on_terminal(rest, {"TERM": "xterm-256color"})

    assert "\x1b[" in done
    assert "Релизы" in done
    assert "с · " in done


def test_a_dumb_terminal_gets_no_escapes(rest: RestClient) -> None:
    assert "\x1b" not in on_terminal(rest, {"TERM": "dumb", "COLUMNS": "40"})


def on_terminal(rest: RestClient, env: dict[str, str]) -> str:
    """Run a read on a pseudo-terminal and return the screen's bytes as text."""
    main, side = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "oint_b24", "bitrix24", "ПолучитьДиалог", "--chat", "chat42"],
        stdin=side, stdout=side, stderr=side,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "ru_RU.UTF-8",
             "OINT_B24_URL": f"{rest.base}/rest/1/{rest.code}/", **env},
    )  # fmt: skip
    os.close(side)
    seen = b""
    while True:
        try:
            piece = os.read(main, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(main)
    assert child.wait(timeout=30) == 0
    return seen.decode()
