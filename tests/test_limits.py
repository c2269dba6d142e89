"""The request limit kept by all processes together, and the operating time of methods."""

from __future__ import annotations

import functools
import json
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.errors import Exit, LimitProblem
from oint_b24.portal.client import Portal
from oint_b24.portal.envelope import Envelope
from oint_b24.portal.limits import bucket as limits
from oint_b24.portal.limits.bucket import Bucket, Level, place
from oint_b24.portal.limits.operating import Operating, Spent
from oint_b24.portal.lock import locked
from oint_b24.portal.request import Request, Settings
from tests.faults.server import FaultServer
from tests.faults.stopped import Stopped

if TYPE_CHECKING:
    from pathlib import Path

READ = Request("crm.deal.list", effect="read")


class Clocks:
    """Both clocks of a machine, set by hand."""

    def __init__(self) -> None:
        self.clock = 1000.0
        self.now = 1_800_000_000.0

    def pass_(self, seconds: float) -> None:
        self.clock += seconds
        self.now += seconds

    def bucket(self, path: Path | None, rate: float = 2.0, burst: float = 10.0) -> Bucket:
        return Bucket(path, rate, burst, now=lambda: self.now, clock=lambda: self.clock)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = place(tmp_path, "portal.example", "bucket")
    assert found is not None
    return found


def test_burst_goes_at_once_and_the_rest_at_the_rate(file: Path) -> None:
    bucket = Clocks().bucket(file)

    assert [bucket.reserve().wait for _ in range(12)] == [0.0] * 9 + [0.5, 1.0, 1.5]


def test_bucket_drains(file: Path) -> None:
    clocks = Clocks()
    bucket = clocks.bucket(file)
    for _ in range(10):
        bucket.reserve()
    clocks.pass_(2.0)

    assert bucket.used() == 6.0
    assert bucket.reserve().wait == 0.0


def test_who_comes_first_goes_first(file: Path) -> None:
    clocks = Clocks()
    several = [clocks.bucket(file) for _ in range(3)]
    for _ in range(9):
        several[0].reserve()
    waits = [several[i % 3].reserve().wait for i in range(6)]

    assert waits == [0.5, 1.0, 1.5, 2.0, 2.5, 3.0]


def test_turn_that_is_too_far_is_not_taken(file: Path) -> None:
    bucket = Clocks().bucket(file)
    for _ in range(12):
        bucket.reserve()
    turn = bucket.reserve(longest=1.0)

    assert (turn.wait, turn.is_taken) == (2.0, False)
    assert bucket.used() == 12.0


@pytest.mark.parametrize("step", [-3600.0, 3600.0, -5.0, 5.0])
def test_who_sets_the_time_of_day_changes_no_wait(file: Path, step: float) -> None:
    clocks = Clocks()
    bucket = clocks.bucket(file)
    for _ in range(10):
        bucket.reserve()
    clocks.now += step
    clocks.pass_(1.0)

    assert bucket.used() == 8.0


def test_restart_of_the_machine_is_survived(file: Path) -> None:
    clocks = Clocks()
    bucket = clocks.bucket(file)
    for _ in range(10):
        bucket.reserve()
    clocks.clock = 3.0
    clocks.now += 2.0

    assert bucket.used() == 6.0


def test_refusal_by_the_portal_fills_the_bucket(file: Path) -> None:
    bucket = Clocks().bucket(file)
    bucket.overflowed()

    assert bucket.reserve().wait == 0.5


def test_bucket_that_is_off_never_waits(file: Path) -> None:
    bucket = Clocks().bucket(file, rate=0.0)

    assert {bucket.reserve().wait for _ in range(500)} == {0.0}
    assert not file.exists()


@pytest.mark.parametrize("content", [b"", b"x", b"\xff" * 24, b"\x00" * 999])
def test_damaged_file_is_an_empty_bucket(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    bucket = Clocks().bucket(file)

    assert bucket.used() == 0.0
    assert Level.unpack(file.read_bytes()) == Level(0.0, 1000.0, 1_800_000_000.0)


def test_directory_that_cannot_be_written_leaves_a_count_of_our_own(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    bucket = Clocks().bucket(place(blocked, "portal.example", "bucket"))

    assert [bucket.reserve().wait for _ in range(11)] == [0.0] * 9 + [0.5, 1.0]


def test_file_is_only_for_its_owner(file: Path) -> None:
    Clocks().bucket(file).reserve()

    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_threads_take_different_places(file: Path) -> None:
    clocks = Clocks()
    bucket = clocks.bucket(file, burst=1.0)
    waits: list[float] = []
    threads = [
        threading.Thread(target=lambda: waits.append(bucket.reserve().wait)) for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(waits) == [i * 0.5 for i in range(20)]


_RESERVE = """
import sys
from pathlib import Path
from oint_b24.portal.limits.bucket import Bucket
bucket = Bucket(Path(sys.argv[1]), 2.0, 10.0, now=lambda: 0.0, clock=lambda: 0.0)
print(*(bucket.reserve().wait for _ in range(50)))
"""


def test_processes_share_one_count(file: Path) -> None:
    command = [sys.executable, "-c", _RESERVE, str(file)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    waits = [float(word) for process in running for word in process.communicate()[0].split()]

    assert sorted(waits) == [max(0.0, (i + 1 - 9) / 2) for i in range(200)]


_HOLD = """
import sys
from pathlib import Path
from oint_b24.portal.lock import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def _holder(stack: ExitStack, file: Path) -> subprocess.Popen[str]:
    process = stack.enter_context(
        subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_killed_holder_holds_nobody_up(file: Path) -> None:
    with ExitStack() as stack:
        holder = _holder(stack, file)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        Clocks().bucket(file).reserve()

    assert Clocks().bucket(file).used() == 1.0


def test_holder_that_hangs_holds_nobody_up(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "locked", functools.partial(locked, patience=0.01))
    with ExitStack() as stack:
        holder = _holder(stack, file)
        bucket = Clocks().bucket(file)

        assert [bucket.reserve().wait for _ in range(10)] == [0.0] * 9 + [0.5]
        holder.kill()


class LeakyPortal(ThreadingHTTPServer):
    """Refuses what overflows its bucket, as a portal does (limits.md)."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, rate: float, burst: float) -> None:
        self.bucket = Bucket(None, rate, burst)
        self.answers: list[int] = []
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Leaky)

    def status(self, burst: float) -> int:
        with self.lock:
            is_full = self.bucket.used() + 1 > burst
            if not is_full:
                self.bucket.reserve()
            self.answers.append(503 if is_full else 200)
            return self.answers[-1]


class _Leaky(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LeakyPortal

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.status(30.0)
        known = {"result": []} if status == 200 else {"error": "QUERY_LIMIT_EXCEEDED"}
        body = json.dumps(known).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


_CALL = """
import sys
from pathlib import Path
from oint_b24.portal.client import Portal
from oint_b24.portal.request import Request, Settings
import oint_b24.portal.transport
address, shared = sys.argv[1:]
settings = Settings(rate=20.0, burst=20.0, retries=0, shared=Path(shared))
print("ready", flush=True)
sys.stdin.readline()
with Portal(address, settings=settings) as portal:
    for _ in range(5):
        portal.send(Request("crm.deal.list", effect="read"))
"""


def test_eight_processes_never_overflow_the_portal(tmp_path: Path) -> None:
    # The portal takes 30 at once, the processes are told 20: what they send in a burst may
    # arrive half a second late without a refusal. Together they send 40.
    portal = LeakyPortal(rate=20.0, burst=30.0)
    thread = threading.Thread(target=portal.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{portal.server_port}/rest/1/secretcode/"
    command = [sys.executable, "-c", _CALL, address, str(tmp_path)]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(8)]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ends = [process.communicate()[0] or process.returncode for process in running]
    portal.shutdown()
    portal.server_close()

    assert ends == [0] * 8
    assert portal.answers == [200] * 40


def test_client_waits_for_its_turn_and_tells(tmp_path: Path) -> None:
    clock = Stopped()
    settings = Settings(rate=1.0, burst=2.0, shared=tmp_path)
    with (
        FaultServer(forever="keep") as server,
        Portal(server.address, settings=settings, waiting=clock.waiting()) as portal,
    ):
        portal.send(READ)
        # Somebody else on this machine takes the places in front of ours.
        for _ in range(4):
            portal.pace.bucket.reserve()
        portal.send(READ)

    assert clock.slept == [5.0]
    assert [key for key, _ in clock.told] == ["wait.turn"]


def test_turn_beyond_the_longest_wait_is_told_and_nothing_sent() -> None:
    clock = Stopped()
    settings = Settings(rate=1.0, burst=2.0, wait_max=3.0)
    with (
        FaultServer() as server,
        Portal(server.address, settings=settings, waiting=clock.waiting()) as portal,
    ):
        for _ in range(9):
            portal.pace.bucket.reserve()
        with pytest.raises(LimitProblem) as caught:
            portal.send(READ)

        assert server.requests == 0
    assert caught.value.exit is Exit.LIMIT
    assert caught.value.params["seconds"] == 9


def test_refusal_slows_all_calls_to_the_portal_down(tmp_path: Path) -> None:
    clock = Stopped(chance=0.0)
    settings = Settings(shared=tmp_path)
    with (
        FaultServer(("503_rate",)) as server,
        Portal(server.address, settings=settings, waiting=clock.waiting()) as portal,
    ):
        portal.send(READ)

        assert clock.slept == [0.5]
        assert server.requests == 2


def _timed(operating: float, reset: float, finish: float = 5000.0) -> dict[str, Any]:
    return {"operating": operating, "operating_reset_at": reset, "finish": finish}


def test_operating_time_is_remembered_by_method_on_our_own_clock(tmp_path: Path) -> None:
    path = tmp_path / "limits" / "x.operating"
    Operating(path, lambda: 100.0).note(
        READ, Envelope({"result": [], "time": _timed(481.5, 5480.0)})
    )
    other = Operating(path, lambda: 130.0)

    assert other.spent("CRM.DEAL.LIST") == Spent(481.5, 580.0, 100.0)
    assert other.resets_at("crm.deal.list") == 580.0
    assert other.resets_at("crm.lead.list") is None


@pytest.mark.parametrize("names", [("a", "b"), (0, 1)])
def test_operating_time_inside_a_batch_is_remembered(names: tuple[Any, Any]) -> None:
    commands = {str(names[0]): "crm.deal.list?start=-1", str(names[1]): "crm.lead.list"}
    times = {str(names[0]): _timed(30.0, 5300.0), str(names[1]): _timed(60.0, 5600.0)}
    as_list = names == (0, 1)
    cmd: Any = list(commands.values()) if as_list else commands
    told: Any = list(times.values()) if as_list else times
    operating = Operating(None, lambda: 100.0)
    operating.note(
        Request("batch", {"cmd": cmd}), Envelope({"result": {"result": [], "result_time": told}})
    )

    assert {name: spent.seconds for name, spent in operating.all().items()} == {
        "crm.deal.list": 30.0,
        "crm.lead.list": 60.0,
    }
    assert operating.resets_at("batch") == 700.0


@pytest.mark.parametrize(
    "body",
    [
        {"result": []},
        {"result": [], "time": []},
        {"result": [], "time": {"operating": None, "operating_reset_at": "soon"}},
        {"result": [], "time": _timed(0.2, 5600.0)},
        [],
    ],
)
def test_answer_without_notable_time_leaves_nothing(tmp_path: Path, body: Any) -> None:
    path = tmp_path / "x.operating"
    operating = Operating(path, lambda: 100.0)
    operating.note(READ, Envelope(body))

    assert operating.all() == {}
    assert not path.exists()


@pytest.mark.parametrize("now", [99.0, 700.0])
def test_what_is_older_than_the_window_or_from_the_future_is_void(
    tmp_path: Path, now: float
) -> None:
    path = tmp_path / "x.operating"
    told = Envelope({"result": [], "time": _timed(300.0, 5600.0)})
    Operating(path, lambda: 100.0).note(READ, told)

    assert Operating(path, lambda: now).all() == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": [1, 2]}', b"\xff"])
def test_damaged_memory_is_no_memory(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.operating"
    path.write_bytes(content)

    assert Operating(path).all() == {}


def test_used_up_method_is_called_again_when_its_time_returns(tmp_path: Path) -> None:
    clock = Stopped(chance=0.0)
    settings = Settings(shared=tmp_path)
    with (
        FaultServer(("429_time",)) as server,
        Portal(server.address, settings=settings, waiting=clock.waiting()) as portal,
    ):
        portal.pace.operating.note(READ, Envelope({"result": [], "time": _timed(479.0, 5333.0)}))
        portal.send(READ)

        assert clock.slept == [333.0]
        assert server.requests == 2


def test_credentials_of_a_portal_have_memories_of_their_own(tmp_path: Path) -> None:
    one, other = (place(tmp_path, "portal.example", "operating", code) for code in "ab")

    assert one != other
    assert place(tmp_path, "Portal.Example", "bucket") == place(
        tmp_path, "portal.example", "bucket"
    )
    assert "portal" not in str(one).removeprefix(str(tmp_path))
