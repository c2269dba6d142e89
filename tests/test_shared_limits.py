"""Limits that several machines keep together on a Redis server."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.errors import LimitProblem, UsageProblem
from oint_b24.portal.client import Portal
from oint_b24.portal.envelope import Envelope
from oint_b24.portal.limits import redis_server
from oint_b24.portal.limits.bucket import Keeper
from oint_b24.portal.limits.redis_server import (
    RedisServer,
    check,
    split,
    with_password,
    without_password,
)
from oint_b24.portal.limits.shared import SharedBucket, SharedOperating
from oint_b24.portal.request import Request, Settings
from oint_b24.portal.retry import Waiting
from tests.bulk.small_portal import SmallPortal
from tests.faults.server import FaultServer
from tests.faults.stopped import Stopped
from tests.leaky import Leak
from tests.redis_box import RedisBox, any_redis, free_port, needs_server, server, stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

READ = Request("crm.deal.list", effect="read")
SLOW = 0.001  # a second: while a test runs, nothing that counts leaks out
KEY = "oint-b24:test:bucket"


class Machine:
    """A machine with its own files and clocks that are `off` by so many seconds."""

    def __init__(self, url: str, home: Path, off: float = 0.0) -> None:
        self.told: list[tuple[str, dict[str, Any]]] = []
        self.home, self.off, self.ahead = home, off, 0.0
        waiting = Waiting(
            now=self.now, clock=self.clock, tell=lambda key, params: self.told.append((key, params))
        )
        self.server = RedisServer(url, waiting)

    def now(self) -> float:
        return time.time() + self.off + self.ahead

    def clock(self) -> float:
        return time.monotonic() + self.off + self.ahead

    def bucket(self, rate: float = SLOW, burst: float = 10.0) -> SharedBucket:
        path = self.home / "limits" / "x.bucket"
        return SharedBucket(self.server, path, rate, burst, now=self.now, clock=self.clock, key=KEY)

    def operating(self) -> SharedOperating:
        path = self.home / "limits" / "x.operating"
        return SharedOperating(self.server, path, self.now, key="oint-b24:test:operating")


@pytest.fixture(params=["server", "stand-in"])
def redis(request: pytest.FixtureRequest) -> Iterator[RedisBox]:
    """Serve an empty Redis."""
    with server() if request.param == "server" else stand_in() as box:
        yield box


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    """Give machines, their connections closed in the end."""
    made: list[Machine] = []

    def make(box: RedisBox, off: float = 0.0) -> Machine:
        made.append(Machine(box.url, tmp_path / str(len(made)), off))
        return made[-1]

    yield make
    for one in made:
        one.server.close()


def places(waits: list[float], rate: float = SLOW) -> list[int]:
    """Return waits as places in the queue."""
    return [round(wait * rate) for wait in waits]


def test_burst_goes_at_once_and_the_rest_at_the_rate(
    redis: RedisBox, machine: Callable[..., Machine]
) -> None:
    bucket = machine(redis).bucket()

    assert places([bucket.reserve().wait for _ in range(12)]) == [0] * 9 + [1, 2, 3]
    assert round(bucket.used(), 1) == 12.0
    assert bucket.keeper == Keeper("redis", redis.url)


@pytest.mark.parametrize("off", [-3600.0, 3600.0])
def test_machines_with_other_clocks_share_one_queue(
    redis: RedisBox, machine: Callable[..., Machine], off: float
) -> None:
    several = [machine(redis).bucket(), machine(redis, off).bucket()]
    waits = [several[i % 2].reserve().wait for i in range(12)]

    assert places(waits) == [0] * 9 + [1, 2, 3]


def test_a_clock_that_is_set_moves_nobody_in_the_queue(
    redis: RedisBox, machine: Callable[..., Machine]
) -> None:
    one = machine(redis)
    bucket = one.bucket()
    for _ in range(10):
        bucket.reserve()
    one.ahead = -7200.0

    assert places([bucket.reserve().wait]) == [2]


def test_turn_that_is_too_far_is_not_taken(
    redis: RedisBox, machine: Callable[..., Machine]
) -> None:
    bucket = machine(redis).bucket()
    for _ in range(9):
        bucket.reserve()
    turn = bucket.reserve(longest=10.0)

    assert not turn.is_taken
    assert places([turn.wait, bucket.reserve().wait]) == [1, 1]


def test_refusal_by_the_portal_slows_every_machine_down(
    redis: RedisBox, machine: Callable[..., Machine]
) -> None:
    one, other = machine(redis).bucket(), machine(redis).bucket()
    one.overflowed()

    assert places([other.reserve().wait]) == [1]


def test_what_nobody_needs_any_more_expires(
    redis: RedisBox, machine: Callable[..., Machine]
) -> None:
    library = pytest.importorskip("redis")
    one = machine(redis)
    one.bucket(rate=2.0).reserve()
    one.operating().note(READ, _told(30.0, 300.0))
    with library.Redis.from_url(redis.url) as client:
        lives = [client.pttl(key) for key in (KEY, "oint-b24:test:operating")]
        keys = client.keys("*")

    assert 0 < lives[0] <= 61_000
    assert 0 < lives[1] <= 600_000
    assert len(keys) == 2


def _told(seconds: float, ahead: float) -> Envelope:
    told = {"operating": seconds, "operating_reset_at": 5000.0 + ahead, "finish": 5000.0}
    return Envelope({"result": [], "time": told})


@pytest.mark.parametrize("off", [0.0, -3600.0, 3600.0])
def test_operating_time_told_to_one_machine_is_known_to_the_other(
    redis: RedisBox, machine: Callable[..., Machine], off: float
) -> None:
    one, other = machine(redis), machine(redis, off)
    one.operating().note(READ, _told(402.5, 300.0))
    spent = other.operating().spent("crm.deal.list")

    assert spent is not None
    assert spent.seconds == 402.5
    assert round(spent.resets_at - other.now()) == 300
    assert other.operating().resets_at("crm.lead.list") is None


_RESERVE = """
import sys, time
from pathlib import Path
from oint_b24.portal.limits.redis_server import RedisServer
from oint_b24.portal.retry import Waiting
from oint_b24.portal.limits.shared import SharedBucket
url, home, rate, count = sys.argv[1:]
bucket = SharedBucket(RedisServer(url, Waiting()), Path(home) / "limits" / "x.bucket", float(rate),
                      10.0, now=time.time, clock=time.monotonic, key="oint-b24:test:bucket")
print(*(bucket.reserve().wait for _ in range(int(count))), flush=True)
sys.stdin.read()
"""


def _reserver(box: RedisBox, home: Path, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _RESERVE, box.url, str(home), str(SLOW), str(count)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)


def test_processes_of_two_machines_share_one_count(tmp_path: Path) -> None:
    with any_redis() as box:
        running = [_reserver(box, tmp_path / str(i % 2), 10) for i in range(4)]
        said = [process.communicate()[0] for process in running]
    waits = [float(word) for words in said for word in words.split()]

    assert sorted(places(waits)) == [max(0, i + 1 - 9) for i in range(40)]


def test_killed_process_costs_one_place_and_holds_nobody_up(
    tmp_path: Path, machine: Callable[..., Machine]
) -> None:
    with any_redis() as box, _reserver(box, tmp_path / "dead", 9) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()

        assert places([machine(box).bucket().reserve().wait]) == [1]


@needs_server
def test_server_that_restarts_empty_learns_what_this_machine_has_sent(
    machine: Callable[..., Machine],
) -> None:
    with server() as box:
        one = machine(box)
        bucket = one.bucket()
        for _ in range(12):
            bucket.reserve()
        box.stop()
        box.start()

        assert places([bucket.reserve().wait]) == [4]
        assert one.told == []
        assert bucket.keeper.by == "redis"


@needs_server
def test_server_that_comes_back_is_asked_again(machine: Callable[..., Machine]) -> None:
    with server() as box:
        one = machine(box)
        bucket = one.bucket()
        bucket.reserve()
        box.stop()
        bucket.reserve()
        without = bucket.keeper.by
        box.start()
        one.ahead += 31.0
        bucket.reserve()

        assert (without, bucket.keeper.by) == ("machine", "redis")
        assert [key for key, _ in one.told] == ["limits.unreachable"]


def test_without_the_server_the_machine_counts_for_itself_and_says_so_once(
    machine: Callable[..., Machine],
) -> None:
    pytest.importorskip("redis")
    one = machine(RedisBox(free_port(), "canary"))
    waits = [one.bucket().reserve().wait for _ in range(12)]
    one.operating().note(READ, _told(30.0, 300.0))

    assert places(waits) == [0] * 9 + [1, 2, 3]
    assert one.operating().spent("crm.deal.list") is not None
    assert [key for key, _ in one.told] == ["limits.unreachable"]
    assert "canary" not in str(one.told)


def test_without_the_library_the_machine_counts_for_itself_and_names_the_extra(
    machine: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(redis_server, "import_module", absent)
    one = machine(RedisBox(1))

    assert one.bucket().reserve().wait == 0.0
    assert [key for key, _ in one.told] == ["limits.no_library"]


@needs_server
def test_server_that_hangs_is_given_up_and_left_alone(
    machine: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_server, "_PATIENCE", 0.05)
    with server() as box:
        one = machine(box)
        bucket = one.bucket()
        bucket.reserve()
        assert box.process is not None
        box.process.send_signal(signal.SIGSTOP)
        waits = [bucket.reserve().wait for _ in range(9)]

    assert places(waits) == [0] * 8 + [1]
    assert [key for key, _ in one.told] == ["limits.unreachable"]


@needs_server
def test_wrong_password_is_told_without_it(machine: Callable[..., Machine]) -> None:
    with server("right-canary") as box:
        one = machine(RedisBox(box.port, "wrong-canary"))
        one.bucket().reserve()

    assert [key for key, _ in one.told] == ["limits.unreachable"]
    assert "canary" not in str(one.told)


_CALL = """
import sys
from pathlib import Path
from oint_b24.portal.client import Portal
from oint_b24.portal.request import Request, Settings
import oint_b24.portal.transport
address, url, shared = sys.argv[1:]
settings = Settings(rate=20.0, burst=12.0, retries=0, shared=Path(shared), limits=url)
with Portal(address, settings=settings) as portal:
    portal.pace.bucket.used()
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(6):
        portal.send(Request("crm.deal.list", effect="read"))
"""


def test_four_machines_never_overflow_the_portal(tmp_path: Path) -> None:
    # The portal takes 20 at once, the machines are told 12: what they send in a burst may arrive
    # half a second late without a refusal. Together they send 24.
    leak = Leak(rate=20.0, burst=20.0)
    methods = {"crm.deal.list": lambda _params: []}
    with any_redis() as box, SmallPortal(methods, before_request=leak) as small:
        pipe = subprocess.PIPE
        running = [
            subprocess.Popen(
                [sys.executable, "-c", _CALL, small.url, box.url, str(tmp_path / str(i))],
                stdin=pipe, stdout=pipe, text=True,
            )
            for i in range(4)
        ]  # fmt: skip
        for process in running:
            assert process.stdout is not None
            process.stdout.readline()
        ends = [process.communicate("go\n")[0] or process.returncode for process in running]

    assert ends == [0] * 4
    assert (leak.taken, leak.refused) == (24, 0)


def test_client_counts_on_the_server_and_waits(tmp_path: Path) -> None:
    clock = Stopped()
    with (
        any_redis() as box,
        FaultServer(forever="keep") as portal,
        Portal(
            portal.address,
            settings=Settings(rate=SLOW, burst=2.0, wait_max=0, shared=tmp_path, limits=box.url),
            waiting=clock.waiting(),
        ) as client,
    ):
        client.send(READ)
        with pytest.raises(LimitProblem):
            client.send(READ)

        assert portal.requests == 1
        assert client.pace.budget().keeper == Keeper("redis", box.url)


@pytest.mark.parametrize(
    "given", ["", "http://redis.example", "redis://", "redis.example:6379", "redis://host:port"]
)
def test_what_is_no_address_of_a_redis_is_refused(given: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        check(given)

    assert caught.value.key == "limits.bad_address"


@pytest.mark.parametrize(
    ("given", "bare", "password", "shown"),
    [
        ("redis://h:1/0", "redis://h:1/0", None, "redis://h:1/0"),
        ("redis://:p%40w@h:1/0", "redis://h:1/0", "p@w", "redis://h:1/0"),
        ("rediss://me:pw@h/2", "rediss://me@h/2", "pw", "rediss://h/2"),
        ("unix:///a.sock?db=1", "unix:///a.sock?db=1", None, "unix:///a.sock?db=1"),
        ("unix://:pw@/a.sock", "unix:///a.sock", "pw", "unix:///a.sock"),
    ],
)
def test_password_is_taken_out_of_an_address_and_put_back(
    given: str, bare: str, password: str | None, shown: str
) -> None:
    assert split(given) == (bare, password)
    assert with_password(bare, password) == given
    assert without_password(given) == shown


def test_password_in_the_query_is_found_as_well() -> None:
    assert split("unix:///a.sock?db=1&password=p%40w") == ("unix:///a.sock?db=1", "p@w")
