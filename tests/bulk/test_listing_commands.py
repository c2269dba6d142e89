from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.bulk.state import part_of
from oint_b24.output.counter import Counter, Progress, duration, fitting, spaced
from oint_b24.world import World
from tests.bulk.small_portal import SmallPortal, deals, table
from tests.cli.console import ROOT, Console, Terminal

if TYPE_CHECKING:
    from pathlib import Path

METHODS = {"crm.deal.list": table(deals(range(1, 451)))}


@pytest.fixture
def console(tmp_path: Path) -> Console:
    return Console(tmp_path / "home")


def test_rows_go_to_stdout_one_a_line(console: Console) -> None:
    with SmallPortal(METHODS) as small:
        done = console("list", "crm.deal.list", "--url", small.url, "--no-check")

    assert [int(json.loads(line)["ID"]) for line in done.out.splitlines()] == list(range(1, 451))
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", "ID\r\n1\r\n2\r\n"), ("tsv", "ID\n1\n2\n"), ("value", "1\n2\n"), ("none", ""),
        ("json", '[\n {"ID":"1"},\n {"ID":"2"}\n]\n'), ("ndjson", '{"ID":"1"}\n{"ID":"2"}\n'),
    ],
)  # fmt: skip
def test_formats_of_stdout(console: Console, form: str, text: str) -> None:
    words = ("--columns", "ID") if form != "value" else ()
    rows: Any = deals([1, 2])
    if form == "value":
        rows = [{"ID": "1"}, {"ID": "2"}]
    with SmallPortal({"crm.deal.list": table(rows)}) as small:
        done = console("list", "crm.deal.list", "--url", small.url, "--output", form, *words)

    expected = '{"ID":"1"}\n{"ID":"2"}\n' if form == "value" else text
    assert done.out == expected


def test_a_terminal_gets_tables(console: Console) -> None:
    with SmallPortal(METHODS) as small:
        done = console("list", "crm.deal.list", "--url", small.url, "--no-check", tty=True)

    assert done.out.count("TITLE") == 3
    assert "Сделка 450" in done.out


def test_columns_that_do_not_fit_are_told_once(console: Console) -> None:
    wide = {f"UF_CRM_{n}": "x" * 30 for n in range(9)}
    with SmallPortal({"crm.deal.list": table(deals(range(1, 451), **wide))}) as small:
        argv = ("list", "crm.deal.list", "--url", small.url, "--no-check")
        narrow = console(*argv, tty=True)
        silent = console(*argv, "--quiet", tty=True)

    assert narrow.err.count("не поместил") == 1
    assert silent.err == ""


def test_a_list_can_go_to_a_file(console: Console, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with SmallPortal(METHODS) as small:
        done = console("list", "crm.deal.list", "--url", small.url, "--out", str(path))

    assert (done.code, done.out) == (0, "")
    assert path.read_text().startswith("ID,TITLE")


def test_an_export_can_go_to_stdout(console: Console) -> None:
    with SmallPortal(METHODS) as small:
        done = console("export", "crm.deal.list", "-", "--url", small.url, "--output", "csv")

    assert done.out.count("\r\n") == 451


def test_conditions_fields_and_order_are_asked_of_the_portal(console: Console) -> None:
    with SmallPortal(METHODS) as small:
        console(
            "list", "crm.deal.list", "--url", small.url, "--filter", "STAGE_ID=WON",
            "--filter", "OPPORTUNITY>=1000", "--select", "TITLE", "--order", "TITLE:desc",
        )  # fmt: skip

    assert small.requests[0] == (
        "crm.deal.list",
        {
            "filter": {"STAGE_ID": "WON", ">=OPPORTUNITY": "1000"},
            "order": {"TITLE": "DESC"},
            "select": ["TITLE"],
        },
    )


def test_counting(console: Console) -> None:
    with SmallPortal(METHODS) as small:
        done = console("count", "crm.deal.list", "--url", small.url, "--no-check")

    assert (done.out, done.err, len(small.requests)) == ("450\n", "", 1)
    assert small.requests[0][1] == {"select": ["ID"]}


def test_a_dry_run_shows_the_first_request_and_sends_nothing(console: Console) -> None:
    for words in (("list", "crm.deal.list"), ("export", "crm.deal.list", "x.csv")):
        done = console(*words, "--dry-run", "--since-id", "7")

        assert done.code == 0, done.err
        command = done.json["requests"][0]["params"]["cmd"]["p0"]
        assert command == "crm.deal.list?filter[%3EID]=7&order[ID]=ASC&start=-1"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list", "crm.deal.add"), 2),
        (("list", "event.offline.get"), 2),
        (("list", "crm.deal.list", "--limit", "много"), 2),
        (("list", "crm.deal.list", "--parallel", "0"), 2),
        (("list", "crm.deal.list", "--shard", "5/4"), 2),
        (("list", "crm.deal.list", "--query", "result"), 2),
        (("list", "crm.deal.list", "start=50"), 2),
        (("list", "crm.deal.list", "--output", "sqlite"), 2),
        (("list", "user.get", "--shard", "1/2"), 2),
        (("export", "crm.deal.list"), 2),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    console: Console, words: tuple[str, ...], code: int
) -> None:
    with SmallPortal(METHODS) as small:
        done = console(*words, "--url", small.url)

    assert done.code == code
    assert small.requests == []


def test_problems_keep_their_exit_codes(console: Console) -> None:
    with SmallPortal(METHODS) as small:
        done = console("list", "crm.lead.list", "--url", small.url, "--no-check")

    assert done.code == 1
    assert "ERROR_METHOD_NOT_FOUND" in done.err


def test_a_method_the_catalogue_lacks_is_read_with_a_hint(console: Console) -> None:
    with SmallPortal({"my.own.list": lambda _params: [{"ID": 1}]}) as small:
        done = console("list", "my.own.list", "--url", small.url)

    assert done.out == '{"ID":1}\n'
    assert "каталог не знает" in done.err


def test_the_secret_is_not_told(console: Console, tmp_path: Path) -> None:
    with SmallPortal(METHODS) as small:
        done = console(
            "export", "crm.deal.list", str(tmp_path / "x.csv"), "--url", small.url, "-vv"
        )

    assert "secretcode" not in done.err


def start(console: Console, *words: str) -> subprocess.Popen[bytes]:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **console.environment()}
    return subprocess.Popen(
        [sys.executable, "-m", "oint_b24", *words],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGKILL"])
def test_an_export_that_is_ended_goes_on(console: Console, tmp_path: Path, sent: str) -> None:
    reached, released = threading.Event(), threading.Event()
    asked = iter(range(1, 1000))

    def before_request(_method: str, _params: dict[str, Any]) -> None:
        if next(asked) > 4:
            reached.set()
            released.wait(30)

    target = tmp_path / "deals.ndjson"
    many = {"crm.deal.list": table(deals(range(1, 9001)))}
    with SmallPortal(many, before_request) as small:
        words = ("export", "crm.deal.list", str(target), "--url", small.url, "--parallel", "1")
        process = start(console, *words)
        assert reached.wait(30)
        process.send_signal(getattr(signal, sent))
        _, err = process.communicate(timeout=30)
        released.set()
        small.before_request = lambda _method, _params: None
        assert part_of(target).exists()
        if sent == "SIGINT":
            assert process.returncode == 130, err.decode()
            told = err.decode().strip().splitlines()[-1]
            assert re.match(
                r"oint: прервано; \d+ строк\w* записан\w*, продолжить: .*--resume", told
            )
        done = console(*words, "--resume")

    assert done.code == 0, done.err
    lines = target.read_text(encoding="utf-8").splitlines()
    assert [int(json.loads(line)["ID"]) for line in lines] == list(range(1, 9001))


def test_shards_of_four_processes_cover_a_list_of_two_portals(
    console: Console, tmp_path: Path
) -> None:
    first = {"crm.deal.list": table(deals(range(1, 12_001)))}
    second = {"crm.deal.list": table(deals(range(3, 9_000, 3)))}
    with SmallPortal(first) as one, SmallPortal(second) as other:
        running = [
            (number, start(
                console, "export", "crm.deal.list", str(tmp_path / f"{number}-{k}.ndjson"),
                "--url", portal.url, "--shard", f"{k}/4",
            ))
            for number, portal in ((1, one), (2, other))
            for k in (1, 2, 3, 4)
        ]  # fmt: skip
        for _, process in running:
            _, err = process.communicate(timeout=60)
            assert process.returncode == 0, err.decode()

    def found(number: int) -> list[int]:
        files = tmp_path.glob(f"{number}-*.ndjson")
        lines = [line for file in files for line in file.read_text().splitlines()]
        return sorted(int(json.loads(line)["ID"]) for line in lines)

    assert found(1) == list(range(1, 12_001))
    assert found(2) == list(range(3, 9_000, 3))


_MEMORY = """
import json, sys
sys.argv = ["oint", *json.loads(sys.argv[1])]
from oint_b24.__main__ import main
code = main()
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(status["VmHWM"].split()[0], file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")
def test_memory_does_not_grow_with_the_rows(console: Console, tmp_path: Path) -> None:
    used = []
    for count in (10_000, 40_000):
        rows = deals(range(1, count + 1), TEXT="x" * 300)
        with SmallPortal({"crm.deal.list": table(rows)}) as small:
            words = ["export", "crm.deal.list", str(tmp_path / "x.ndjson"), "--url", small.url]
            done = subprocess.run(
                [sys.executable, "-c", _MEMORY, json.dumps(words)],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **console.environment()},
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
        assert done.returncode == 0, done.stderr
        used.append(int(done.stderr.splitlines()[-1]) / 1024)

    assert used[1] - used[0] < 8
    assert used[1] < 80


class Ticking:
    """A clock that moves by half a second each time it is looked at."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        self.time += 0.5
        return self.time


def test_progress_tells_rows_rate_requests_budget_and_what_is_left() -> None:
    numbers = iter([Progress(0, None, 1), Progress(31_400, 52_000, 14, 36.2, 50)])
    counter = Counter(World(clock=Ticking()), "ru", lambda: next(numbers))
    counter.line(next(numbers))

    line = counter.line(next(numbers))

    assert line == (
        "31 400 из ~52 000 строк · 31 400 строк/с · запросов: 14 · бюджет 36/50 · осталось 1 с"
    )


def test_on_a_terminal_the_line_makes_room_for_what_is_said() -> None:
    stream = Terminal()
    world = World(stderr=stream, clock=Ticking(), env={"COLUMNS": "80"})
    counter = Counter(world, "en", lambda: Progress(7, 9, 1))
    counter.tell()
    counter.beside().note("oint: a word")
    counter.tell()
    counter.end()
    counter.tell()

    shown = stream.getvalue()
    assert shown.startswith("\r7 of ~9 rows · requests: 1\r")
    assert "\roint: a word\n" in shown
    assert shown.endswith(" \r")


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (80, "31 400 из ~52 000 строк · 620 строк/с · запросов: 14 · осталось 33 с"),
        (60, "31 400 из ~52 000 строк · 620 строк/с · осталось 33 с"),
        (40, "31 400 из ~52 000 строк · осталось 33 с"),
        (30, "31 400 из ~52 000 строк"),
    ],
)
def test_a_narrow_terminal_gets_whole_words(width: int, shown: str) -> None:
    line = "31 400 из ~52 000 строк · 620 строк/с · запросов: 14 · осталось 33 с"

    assert fitting(line, width) == shown


def test_in_a_log_progress_is_a_line() -> None:
    import io

    stream = io.StringIO()
    world = World(stderr=stream, clock=Ticking(), env={})
    Counter(world, "en", lambda: Progress(7, None, 1)).tell()

    assert stream.getvalue() == "oint: 7 rows · requests: 1\n"


def test_numbers_as_people_read_them() -> None:
    assert [spaced(n) for n in (7, 1000, 1_234_567)] == ["7", "1 000", "1 234 567"]
    assert [duration(n) for n in (9, 125, 3600)] == ["9", "2:05", "1:00:00"]


def test_talk_does_not_command_a_terminal() -> None:
    screen = Terminal()
    world = World(env={"COLUMNS": "200"}, stderr=screen)
    world.note("\x1b[31mred\x1b[0m a\x1b]0;title\x07b \x1b[2Jc\rd \x9be \u202ef\r\nnext")

    assert screen.getvalue() == (
        "\x1b[31mred\x1b[0m a\\x1b]0;title\\x07b \\x1b[2Jc\\rd \\x9be \\u202ef\nnext\n"
    )
