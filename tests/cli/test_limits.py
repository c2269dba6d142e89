"""`oint limits`, the settings about limits, and what survives a renewed token."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.cli.app import run as run_line
from oint_b24.portal.address import parse
from oint_b24.portal.envelope import Envelope
from oint_b24.portal.limits.pace import Pace
from oint_b24.portal.request import Request, Settings
from oint_b24.portal.retry import Waiting
from oint_b24.sandbox.box import open_portal, run
from oint_b24.world import World
from tests.cli.browser import CLIENT, SECRET, code_of, expire, register
from tests.cli.console import ROOT
from tests.conftest import TOKENS, WEBHOOKS
from tests.redis_box import PASSWORD, any_redis, free_port, needs_server, server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.sandbox.server import Running
    from tests.cli.console import Console, Ended

NOWHERE = "https://portal.example/rest/1/secretcode1/"  # a name without an address: never asked


def pace(oint: Console, url: str = NOWHERE, **settings: Any) -> Pace:
    """Return the limits as other commands of the same machine see them."""
    known = Settings(shared=oint.home / "cache", **settings)
    return Pace(parse(url), None, known, Waiting())


def use(limits: Pace, requests: int, **methods: tuple[float, float]) -> None:
    """Have requests sent and methods run for so many seconds, to be forgotten in so many."""
    for _ in range(requests):
        limits.bucket.reserve()
    for name, (seconds, ahead) in methods.items():
        told = {"operating": seconds, "operating_reset_at": 5000 + ahead, "finish": 5000}
        answer = Envelope({"result": [], "time": told})
        limits.answered(Request(name.replace("_", "."), effect="read"), answer)


@pytest.fixture
def running(tmp_path: Any, oint: Console) -> Iterator[Running]:
    """Serve a portal that knows an application."""
    portal = open_portal(tmp_path / "portal", webhooks=dict(WEBHOOKS), tokens=dict(TOKENS))
    register(portal)
    with run(portal) as served:
        oint.env["OINT_B24_CLIENT_SECRET"] = SECRET
        yield served


def logged_in(oint: Console, running: Running) -> None:
    login = ["login", running.base, "--client-id", CLIENT, "--paste", "--profile", "acme"]
    assert oint(*login, stdin=code_of(running.base) + "\n").code == 0


def test_on_a_terminal_it_is_one_table_of_both_limits(oint: Console) -> None:
    use(pace(oint), 20, crm_deal_list=(402.2, 180.0), tasks_task_list=(31.0, 12.0))
    done = oint("limits", "--url", NOWHERE, "--color", "never", tty=True, columns=60)
    shown = re.sub(r"\d\d:\d\d:\d\d", "10:15:30", done.out)

    assert shown == (
        "портал    portal.example, вебхук пользователя 1\n"
        "предел    2/с, 50 сразу — если не Enterprise\n"
        "считает   этот компьютер, все команды вместе\n"
        "\n"
        "                    занято     предел   вернётся\n"
        "запросы                 20         50   10:15:30\n"
        "crm.deal.list        402 с      480 с   10:15:30\n"
        "tasks.task.list       31 с      480 с   10:15:30\n"
        "\n"
        "следующий запрос пойдёт сразу\n"
    )
    assert (done.code, done.err) == (0, "")


def test_long_names_keep_to_narrow_terminals(oint: Console) -> None:
    use(pace(oint), 47, crm_documentgenerator_document_getfields=(5.0, 50.0))
    done = oint("limits", "--url", NOWHERE, "--lang", "en", tty=True, columns=60)
    plain = re.sub(r"\x1b\[\d+m", "", done.out)

    assert max(map(len, plain.splitlines())) <= 60
    assert "crm.documentgenerator.document.getfields\n" in plain
    assert re.search(r"the next request goes in [0-9.]+ s\n", plain)


def test_in_a_pipe_it_is_json(oint: Console) -> None:
    use(pace(oint), 20, crm_deal_list=(402.2, 180.0))
    done = oint("limits", "--url", NOWHERE)
    told = done.json
    requests = told["requests"]
    method = told["methods"][0]

    assert (told["portal"], told["credential"], told["user"]) == ("portal.example", "webhook", 1)
    assert told["kept_by"] == "machine"
    assert 18 < requests["used"] <= 20
    assert (requests["limit"], requests["waits_from"], requests["rate"]) == (50, 45, 2)
    assert requests["next_in"] == 0
    assert 9 < requests["empty_in"] <= 10
    assert (method["method"], method["used"], method["limit"]) == ("crm.deal.list", 402.2, 480)
    assert 170 < method["resets_in"] <= 180
    assert "secretcode1" not in done.out


def test_a_value_can_be_cut_out_for_a_script(oint: Console) -> None:
    use(pace(oint), 48)
    done = oint("limits", "--url", NOWHERE, "--query", "requests.next_in", "--output", "value")

    assert 0 < float(done.out) <= 2.0


def test_a_credential_sees_its_own_methods_and_everybodys_requests(oint: Console) -> None:
    use(pace(oint), 20, crm_deal_list=(402.2, 180.0))
    told = oint("limits", "--url", "https://portal.example/rest/7/othercode/").json

    assert told["methods"] == []
    assert told["requests"]["used"] > 18


def test_the_portal_in_a_box_has_no_limits_and_is_not_started(oint: Console) -> None:
    done = oint("limits", "--profile", "sandbox")

    assert done.json == {"portal": "sandbox", "kept_by": "off", "requests": None, "methods": []}
    assert "в коробке" in oint("limits", "--profile", "sandbox", tty=True).out
    assert not (oint.home / "data").exists()


def test_counting_that_is_off_is_said(oint: Console) -> None:
    oint("profile", "add", "prod", "--url", NOWHERE, "--rate", "0")
    shown = oint("limits", "--profile", "prod", tty=True)

    assert oint("limits", "--profile", "prod").json["requests"] is None
    assert "счёт выключен" in shown.out


# Plans


def test_the_plan_is_a_setting_of_the_profile(oint: Console) -> None:
    oint("profile", "add", "prod", "--url", NOWHERE, "--plan", "enterprise")
    requests = oint("limits", "--profile", "prod").json["requests"]

    assert (requests["rate"], requests["limit"], requests["rate_from"]) == (5, 250, "settings")


def test_the_plan_may_come_from_the_environment(oint: Console) -> None:
    oint.env["OINT_B24_PLAN"] = "enterprise"
    told = oint("limits", "--url", NOWHERE).json
    oint.env["OINT_B24_PLAN"] = "gold"
    refused = oint("limits", "--url", NOWHERE)

    assert told["requests"]["limit"] == 250
    assert refused.code == 2


def test_rate_and_burst_beat_the_plan(oint: Console) -> None:
    given = ["--plan", "enterprise", "--burst", "100"]
    oint("profile", "add", "prod", "--url", NOWHERE, *given)
    requests = oint("limits", "--profile", "prod").json["requests"]

    assert (requests["rate"], requests["limit"]) == (5, 100)


@pytest.mark.parametrize("command", [["doctor"], ["profile", "check"], ["call", "app.info"]])
def test_a_plan_the_portal_tells_an_application_counts_for_its_webhooks(
    oint: Console, running: Running, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    logged_in(oint, running)
    monkeypatch.setattr(
        "oint_b24.portal.limits.plan._ENTERPRISE_FAMILY", "pro"
    )  # the sandbox's own
    webhook = ["--url", f"{running.base}/rest/1/sandboxcode1/"]
    before = oint("limits", *webhook).json["requests"]
    done = oint(*command, "--profile", "acme")
    after = oint("limits", *webhook).json["requests"]

    assert done.code == 0, done.err
    assert (before["rate"], before["limit"], before["rate_from"]) == (2, 50, "default")
    assert (after["rate"], after["limit"], after["rate_from"]) == (5, 250, "portal")


def test_limits_asks_for_the_plan_only_when_told(oint: Console, running: Running) -> None:
    logged_in(oint, running)
    unasked = oint("limits", "--profile", "acme").json
    asked = oint("limits", "--profile", "acme", "--ask").json
    webhook = oint("limits", "--url", f"{running.base}/rest/1/sandboxcode1/", "--ask")

    assert unasked["credential"] == "application"
    assert unasked["requests"]["rate_from"] == "default"
    assert (asked["requests"]["rate_from"], asked["requests"]["rate"]) == ("portal", 2)
    assert webhook.code == 0
    assert "--plan enterprise" in webhook.err


# Renewed tokens


def test_operating_time_survives_a_renewed_token(oint: Console, running: Running) -> None:
    logged_in(oint, running)
    whom = tomllib.loads((oint.home / "config" / "config.toml").read_text())
    application = whom["profile"]["acme"]["client_id"]
    waiting = Waiting()
    known = Settings(shared=oint.home / "cache")
    limits = Pace(parse(running.base), "any-token", known, waiting, application)
    use(limits, 1, crm_deal_list=(402.0, 300.0))
    before = oint("limits", "--profile", "acme").json["methods"]
    expire(running.server.portal)
    assert oint("call", "profile", "--profile", "acme").code == 0
    after = oint("limits", "--profile", "acme").json["methods"]

    assert [(row["method"], row["used"]) for row in before] == [("crm.deal.list", 402.0)]
    assert [(row["method"], row["used"]) for row in after] == [("crm.deal.list", 402.0)]


def test_a_token_that_is_replaced_in_its_profile_keeps_its_memory(oint: Console) -> None:
    base = "https://portal.example"
    oint("profile", "add", "prod", "--url", base, "--token", "first-token")
    limits = Pace(parse(base), "x", Settings(shared=oint.home / "cache"), Waiting(), "profile prod")
    use(limits, 1, crm_deal_list=(402.0, 300.0))
    oint("profile", "add", "prod", "--url", base, "--token", "other-token", "--replace")

    assert oint("limits", "--profile", "prod").json["methods"][0]["used"] == 402.0
    assert oint("limits", "--profile", "prod", "--token", "third").json["methods"] == []


# Settings


def config(oint: Console) -> dict[str, Any]:
    text = (oint.home / "config" / "config.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["profile"]["prod"]
    return found


def test_profile_set_changes_settings_and_nothing_else(oint: Console, running: Running) -> None:
    webhook = f"{running.base}/rest/1/sandboxcode1/"
    oint("profile", "add", "prod", "--url", webhook, "--timeout", "30", "--access", "read-only")
    done = oint("profile", "set", "prod", "--plan", "enterprise", "--wait-max", "60")
    table = config(oint)
    unset = oint("profile", "set", "prod", "--unset", "plan,--wait-max")

    assert (done.code, unset.code) == (0, 0), done.err + unset.err
    assert (table["plan"], table["wait_max"], table["timeout"]) == ("enterprise", 60.0, 30.0)
    assert table["access"] == "read-only"
    assert not {"plan", "wait_max"} & set(config(oint))
    assert oint("call", "profile", "--profile", "prod").code == 0


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ([], "не сказано"),
        (["--plan", "gold"], "gold"),
        (["--rate", "-1"], "--rate"),
        (["--unset", "colour"], "colour"),
        (["--limits", "redis.example"], "redis://"),
    ],
)
def test_profile_set_refuses_what_is_no_setting(oint: Console, argv: list[str], told: str) -> None:
    oint("profile", "add", "prod", "--url", NOWHERE)
    before = config(oint)
    done = oint("profile", "set", "prod", *argv)

    assert done.code == 2
    assert told in done.err
    assert config(oint) == before


def test_the_password_of_redis_is_a_secret(oint: Console) -> None:
    pytest.importorskip("redis")
    address = f"127.0.0.1:{free_port()}/0"
    oint("profile", "add", "prod", "--url", NOWHERE)
    oint("profile", "set", "prod", "--limits", f"redis://:{PASSWORD}@{address}")
    secrets = (oint.home / "config" / "secrets.toml").read_text(encoding="utf-8")
    runs = [
        oint(*argv, "--profile", "prod")
        for argv in (
            ["profile", "show"], ["profile", "show", "--origin"], ["limits"], ["limits", "-vv"],
            ["call", "profile", "--wait-max", "0", "--retries", "0", "--debug"],
        )
    ]  # fmt: skip

    assert config(oint)["limits"] == f"redis://{address}"
    assert PASSWORD in secrets
    assert [run for run in runs if PASSWORD in run.out + run.err] == []
    assert f"redis://{address}" in runs[0].out


def test_a_profile_that_keeps_no_secrets_keeps_no_password_either(oint: Console) -> None:
    oint("profile", "add", "prod", "--url", "https://portal.example", "--store", "env")
    done = oint("profile", "set", "prod", "--limits", f"redis://:{PASSWORD}@127.0.0.1")

    assert done.code == 2
    assert "OINT_B24_LIMITS_PASSWORD" in done.err
    assert PASSWORD not in done.err


@needs_server
@pytest.mark.parametrize("where", ["profile", "url", "variable"])
def test_the_password_is_used_wherever_it_comes_from(oint: Console, where: str) -> None:
    with server(PASSWORD) as box:
        bare = f"redis://127.0.0.1:{box.port}/0"
        oint("profile", "add", "prod", "--url", NOWHERE)
        if where == "profile":
            oint("profile", "set", "prod", "--limits", box.url)
        elif where == "url":
            oint.env["OINT_B24_LIMITS_URL"] = box.url
        else:
            oint("profile", "set", "prod", "--limits", bare)
            oint.env["OINT_B24_LIMITS_PASSWORD"] = PASSWORD
        done = oint("limits", "--profile", "prod")

    assert (done.json["kept_by"], done.json["kept_in"]) == ("redis", bare)
    assert PASSWORD not in done.out + done.err


def test_machines_that_share_a_redis_see_one_count(oint: Console) -> None:
    with any_redis() as box:
        other = type(oint)(oint.home / "elsewhere", {"OINT_B24_LIMITS_URL": box.url})
        limits = pace(oint, limits=box.url)
        use(limits, 20, crm_deal_list=(402.2, 180.0))
        limits.close()
        told = other("limits", "--url", NOWHERE).json
        shown = other("limits", "--url", NOWHERE, tty=True).out

    assert told["requests"]["used"] > 18
    assert told["methods"][0]["used"] == 402.2
    assert "все компьютеры вместе" in shown


def test_a_redis_that_does_not_answer_is_told_of_and_done_without(
    oint: Console, running: Running
) -> None:
    pytest.importorskip("redis")
    oint.env["OINT_B24_LIMITS_URL"] = f"redis://127.0.0.1:{free_port()}"
    oint.env["OINT_B24_URL"] = f"{running.base}/rest/1/sandboxcode1/"
    called = oint("call", "profile")
    told = oint("limits")

    assert called.code == told.code == 0
    assert called.err.count("считаю запросы только на этом компьютере") == 1
    assert (told.json["kept_by"], told.json["requests"]["used"] > 0) == ("machine", True)


# The doctor


def found(done: Ended) -> list[dict[str, str]]:
    return [row for row in done.json if row["step"] == "budget"]


@pytest.fixture
def sick(oint: Console, running: Running) -> Pace:
    """Give the limits of the portal the doctor is sent to."""
    oint.env["OINT_B24_URL"] = f"{running.base}/rest/1/sandboxcode1/"
    return pace(oint, oint.env["OINT_B24_URL"])


def test_the_doctor_tells_of_limits_that_are_free(oint: Console, sick: Pace) -> None:
    row = found(oint("doctor"))

    assert [r["verdict"] for r in row] == ["ok"]
    assert "из 50 запросов" in row[0]["detail"]


def test_the_doctor_warns_of_methods_near_the_end(oint: Console, sick: Pace) -> None:
    use(sick, 1, crm_deal_list=(402.2, 180.0), tasks_task_list=(31.0, 100.0))
    done = oint("doctor")
    rows = found(done)

    assert done.code == 0
    assert [r["verdict"] for r in rows] == ["ok", "warn"]
    assert "crm.deal.list: 402 из 480 с" in rows[1]["detail"]
    assert re.search(r"до \d\d:\d\d:\d\d", rows[1]["remedy"])


def test_the_doctor_names_a_full_bucket_where_it_cannot_even_ask(oint: Console, sick: Pace) -> None:
    use(sick, 60)
    waits = oint("doctor")
    hopeless = oint("doctor", "--wait-max", "1")

    assert found(waits)[0]["verdict"] == "warn"
    assert (hopeless.code, found(hopeless)[0]["verdict"]) == (7, "fail")
    assert "--wait-max" in found(hopeless)[0]["remedy"]


def test_what_our_own_limits_keep_back_is_not_told_as_the_portals_refusal(
    oint: Console, sick: Pace
) -> None:
    use(sick, 60)
    done = oint("call", "profile", "--wait-max", "1", "--error-format", "json")

    assert done.code == 7
    assert "meaning" not in json.loads(done.err)["error"]
    assert "портал отказал" not in oint("call", "profile", "--wait-max", "1").err


def test_the_doctor_warns_of_a_redis_that_does_not_answer(oint: Console, sick: Pace) -> None:
    oint.env["OINT_B24_LIMITS_URL"] = f"redis://:{PASSWORD}@127.0.0.1:{free_port()}"
    done = oint("doctor")

    assert [r["verdict"] for r in found(done)] == ["ok", "warn"]
    assert "не отвечает" in found(done)[1]["detail"]
    assert PASSWORD not in done.out + done.err


def test_profile_check_tells_of_its_waits(oint: Console, sick: Pace) -> None:
    use(sick, 49)
    err, slept = io.StringIO(), list[float]()
    world = World(oint.environment(), stdout=io.StringIO(), stderr=err, sleep=slept.append)
    code = run_line(["profile", "check"], world)

    assert code == 0, err.getvalue()
    assert slept
    assert re.search(r"моя очередь в \d\d:\d\d:\d\d", err.getvalue())


def test_redis_is_imported_only_where_an_address_is_set(oint: Console, running: Running) -> None:
    program = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('redis' in sys.modules, file=sys.stderr))\n"
        "from oint_b24.__main__ import main\n"
        "sys.argv[1:] = ['call', 'profile']\n"
        "sys.exit(main())\n"
    )
    oint.env["OINT_B24_URL"] = f"{running.base}/rest/1/sandboxcode1/"
    env = {"PYTHONPATH": str(ROOT), **oint.environment()}
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr.split()) == (0, ["False"])
