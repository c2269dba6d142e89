"""Many calls in one: values arrive as in a JSON call, each command has an outcome of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from oint_b24.errors import AccessProblem, UsageProblem
from oint_b24.portal.batches.batch import Command, commands_of, run, split
from oint_b24.portal.batches.command import carried, normal
from oint_b24.portal.client import Portal
from tests.bulk.portals import ECHO, webhook

if TYPE_CHECKING:
    from tests.bulk.portals import TrickyPortal
    from tests.faults.stopped import Stopped

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | st.sampled_from(["$result[a][0]", "", "Да"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def php(value: Any) -> Any:
    """Return the one form of values that PHP does not tell apart.

    A number is its digits, true and false are 1 and 0 (data-types.md has all three spellings of
    a yes); a list and an object with the keys 0, 1, 2 … are one array. Null, the empty text, the
    empty array, words and everything inside stay what they are.
    """
    if isinstance(value, (list, dict)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return {str(key): php(inner) for key, inner in items}
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value) if isinstance(value, int) else value


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(params=st.dictionaries(TEXTS, VALUES, max_size=5))
def test_every_json_value_arrives_as_in_a_single_call(
    sly: TrickyPortal, client: Portal, params: dict[str, Any]
) -> None:
    sly.calls.clear()
    client.call(ECHO, params)
    made = run(client, [Command("a", "profile"), Command("b", ECHO, params, is_literal=True)])

    alone, together = (given for method, given in sly.calls if method == ECHO)
    assert php(together) == php(alone)
    assert [outcome.state for outcome in made.outcomes] == ["done", "done"]


@pytest.mark.parametrize(
    ("params", "query"),
    [
        ({"a": False, "b": True, "c": 0, "d": ""}, "a=0&b=1&c=0&d="),
        ({"n": 5, "f": 5.0, "x": 0.1, "m": -2}, "n=5&f=5&x=0.1&m=-2"),
        ({"f": {">ID": 10, "@ID": [1, 2]}}, "f[%3EID]=10&f[%40ID][0]=1&f[%40ID][1]=2"),
        ({"t": "a&b=c+d %\n«ё»"}, "t=a%26b%3Dc%2Bd+%25%0A%C2%AB%D1%91%C2%BB"),
        ([5, {"TEXT": "x"}], "0=5&1[TEXT]=x"),
        ({}, ""),
    ],
)  # fmt: skip
def test_what_a_query_carries(params: Any, query: str) -> None:
    assert carried(params) == query


@pytest.mark.parametrize(
    "params",
    [
        {"a": None}, {"a": []}, {"a": {}}, {"a": {"b": [1, None]}}, {"a": 1e-9}, {"a": 2**63},
        {"a b": 1}, {"a.b": 1}, {"": 1}, {"a[b": 1}, {"x": {"": 1}}, {"x": {" ": 1}},
        {"x": {"a]b": 1}}, {"x": list(range(1001))},
    ],
)  # fmt: skip
def test_what_no_query_carries_is_a_call_of_its_own(params: Any) -> None:
    parts = split([Command("a", "profile"), Command("b", ECHO, params), Command("c", "profile")])

    assert carried(params) is None
    assert [len(part.texts) for part in parts] == [1, 0, 1]


def test_a_text_that_only_looks_like_a_reference_arrives_as_it_is(
    sly: TrickyPortal, client: Portal
) -> None:
    run(client, [Command("a", "profile"), Command("b", ECHO, {"t": "$result[a]"}, is_literal=True)])

    assert sly.calls[-1] == (ECHO, {"t": "$result[a]"})
    assert sly.requests == ["batch", ECHO]


def test_a_query_typed_by_hand_is_encoded_once() -> None:
    assert normal("a[>X]=Ё б&b=1%202&c") == "a[%3EX]=%D0%81+%D0%B1&b=1+2&c"


def test_120_commands_are_three_requests_in_order(sly: TrickyPortal, client: Portal) -> None:
    made = run(client, commands_of([(ECHO, {"n": n}) for n in range(120)]))

    assert [int(given["n"]) for _, given in sly.calls] == list(range(120))
    assert (sly.requests, made.requests) == (["batch"] * 3, 3)
    assert [outcome.key for outcome in made.outcomes] == [str(n) for n in range(120)]


def test_a_command_of_its_own_keeps_its_place(sly: TrickyPortal, client: Portal) -> None:
    run(client, commands_of([(ECHO, {"n": None if n == 1 else n}) for n in range(3)]))

    assert sly.requests == ["batch", ECHO, "batch"]
    assert [given["n"] for _, given in sly.calls] == ["0", None, "2"]


def test_a_reference_stays_with_what_it_refers_to(sly: TrickyPortal, client: Portal) -> None:
    commands = {f"c{n}": (ECHO, {"n": n}) for n in range(48)}
    linked = {"deal": ("crm.deal.get", {"id": 1}), "x": ("profile", {}),
        "echo": (ECHO, {"name": "«$result[deal][TITLE]»"})}  # fmt: skip
    made = run(client, commands_of({**commands, **linked}))

    assert sly.calls[-1] == (ECHO, {"name": "«Поставка»"})
    assert [outcome.state for outcome in made.outcomes] == ["done"] * 51
    assert len([m for m in sly.requests if m == "batch"]) == 2


@pytest.mark.parametrize(
    ("commands", "key"),
    [
        ({"a": ("profile", {}), "b": (ECHO, {"x": "$result[c]"})}, "batch.no_reference"),
        ({"a": (ECHO, {"x": "$result[b]"}), "b": ("profile", {})}, "batch.no_reference"),
        ({"a": "profile", "b": f"{ECHO}?x=%24result[zz]"}, "batch.no_reference"),
        (
            {"a": ("profile", {}), "b": (ECHO, {"x": "$result[a]", "y": None})},
            "batch.alone_linked",
        ),
        (
            {
                "a": "profile",
                **{f"c{n}": "profile" for n in range(49)},
                "b": (ECHO, {"x": "$result[a]"}),
            },
            "batch.too_far",
        ),
    ],
)
def test_references_that_cannot_hold_are_refused_before_sending(
    sly: TrickyPortal, client: Portal, commands: Any, key: str
) -> None:
    with pytest.raises(UsageProblem) as refused:
        run(client, commands_of(commands))

    assert refused.value.key == key
    assert sly.requests == []


def test_each_command_has_its_own_outcome(client: Portal) -> None:
    made = run(
        client,
        commands_of({"deal": "crm.deal.get?id=1", "no": "crm.deal.get?id=99",
            "all": "crm.lead.list", "own": ("crm.deal.get", {"id": 99, "x": None})}),
    )  # fmt: skip

    assert made["deal"].result["TITLE"] == "Поставка"
    assert (made["all"].total, made["all"].next, made["all"].state) == (3, None, "done")
    assert made["all"].time["finish"] >= made["all"].time["start"]
    assert made["no"].error == {"error": "", "error_description": "Not found"}
    assert made["own"].error == made["no"].error
    assert [o.state for o in made.outcomes] == ["done", "failed", "done", "failed"]
    assert made.time["duration"] >= 0


@pytest.mark.parametrize("bad", ["crm.deal.get?id=99", ("crm.deal.get", {"id": 99, "x": []})])
def test_halt_stops_at_the_first_failure_in_this_request_and_later_ones(
    sly: TrickyPortal, client: Portal, bad: Any
) -> None:
    commands = {"a": "profile", "bad": bad, **{f"c{n}": (ECHO, {"n": n}) for n in range(60)}}
    made = run(client, commands_of(commands), halt=True)

    assert [o.state for o in made.outcomes] == ["done", "failed", *["skipped"] * 60]
    assert all(method != ECHO for method, _ in sly.calls)


def test_a_lost_answer_leaves_its_commands_unknown_and_the_others_run(
    sly: TrickyPortal, client: Portal
) -> None:
    sly.fate = lambda n: "after" if n == 1 else ""
    adds = commands_of([("crm.deal.add", {"fields": {"TITLE": f"D{n}"}}) for n in range(60)])
    made = run(client, adds)

    assert [o.state for o in made.outcomes] == ["unknown"] * 50 + ["done"] * 10
    assert [method for method, _ in sly.calls] == ["crm.deal.add"] * 60
    sly.writes = 0
    assert [o.state for o in run(client, adds, halt=True).outcomes][49:51] == ["unknown", "skipped"]


def test_what_limits_refused_goes_again_once_the_portal_allows(
    sly: TrickyPortal, client: Portal, clock: Stopped
) -> None:
    sly.limits = {2, 3}
    made = run(client, commands_of([(ECHO, {"n": n}) for n in range(4)]), waiting=clock.waiting())

    assert [o.state for o in made.outcomes] == ["done"] * 4
    assert [int(given["n"]) for _, given in sly.calls] == [0, 1, 2, 3, 1, 2]
    assert clock.slept == [10.0]


def test_halt_goes_on_from_the_command_that_limits_refused(
    sly: TrickyPortal, client: Portal, clock: Stopped
) -> None:
    sly.limits = {2}
    commands = commands_of([(ECHO, {"n": n}) for n in range(4)])
    made = run(client, commands, halt=True, waiting=clock.waiting())

    assert [o.state for o in made.outcomes] == ["done"] * 4
    assert [int(given["n"]) for _, given in sly.calls] == [0, 1, 1, 2, 3]


def test_limits_do_not_part_what_references_tie(
    sly: TrickyPortal, client: Portal, clock: Stopped
) -> None:
    sly.limits = {1}
    commands = commands_of({"a": "profile", "b": (ECHO, {"x": "$result[a][ID]"})})
    made = run(client, commands, waiting=clock.waiting())

    assert made["a"].code == "operation_time_limit"
    assert clock.slept == []


def test_a_wrong_credential_is_a_problem_and_no_outcome(sly: TrickyPortal) -> None:
    with (
        Portal(webhook(sly).replace("code1", "wrong")) as stranger,
        pytest.raises(AccessProblem),
    ):
        run(stranger, commands_of(["profile"]))
