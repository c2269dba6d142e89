"""`oint sandbox serve --fault RULE`: the rules of argv, and what is told when one strikes."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from oint_b24.cli.common import Wish
from oint_b24.cli.tree import Option
from oint_b24.errors import UsageProblem
from oint_b24.names import nearest
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.cli.tree import Invocation, Texts
    from oint_b24.sandbox.faults_rules import Faults, Strike

# The kinds in the order help shows them; a test compares them with the sandbox's own table, which
# help must not import: it would start slower.
KINDS = (
    "refuse", "close", "reset", "reset-after-read", "cut-after-write", "reset-after-write",
    "stall", "stall-body", "drip", "cut", "cut-chunked", "garbage", "empty", "html", "half-json",
    "no-envelope", "gzip-cut", "gzip-bad", "302", "200", "400", "401", "402", "403", "404", "429",
    "500", "503", "latency", "gzip", "bom", "wrong-type", "204",
)  # fmt: skip
_TOLD = (
    "rule", "refuse", "unexecuted", "executed", "slow", "answers", "refusals", "harmless", "seen",
)  # fmt: skip
_NAME = "--fault"


def option() -> Option:
    """Return the option `--fault`, which may be repeated."""
    return Option(_NAME, texts("fault.option"), "many", metavar="RULE", values=KINDS)


def details() -> tuple[Texts, ...]:
    """Return what help says about rules and kinds."""
    return tuple(texts(f"fault.help.{name}") for name in _TOLD)


def faults_of(invocation: Invocation) -> Faults:
    """Return the faults of argv. Raises UsageProblem."""
    from oint_b24.sandbox.faults_rules import BadRuleError, read

    rules = _rules(invocation)
    seed = invocation.given.get("--fault-seed")
    if seed is not None and not seed.isdecimal():
        raise UsageProblem("value.bad_number", option="--fault-seed", value=seed)
    try:
        faults = read(rules, int(seed) if seed else secrets.randbelow(10**6))
    except BadRuleError as bad:
        raise _problem(bad) from None
    if faults.is_random and seed is None and not Wish.of(invocation).quiet:
        invocation.world.note(f"oint: {text('fault.seed', invocation.lang, seed=faults.seed)}")
    return faults


def _rules(invocation: Invocation) -> list[str]:
    """Return the rules among the words that the parser left. Raises UsageProblem for others."""
    rules: list[str] = []
    rest = list(invocation.arguments)
    while rest:
        name, sign, value = rest.pop(0).partition("=")
        if name != _NAME:
            raise _unknown(name, invocation)
        if not sign and not rest:
            raise UsageProblem("usage.no_value", option=_NAME)
        rules.append(value if sign else rest.pop(0))
    return rules


def _unknown(word: str, invocation: Invocation) -> UsageProblem:
    if not word.startswith("-"):
        return UsageProblem("usage.extra", value=word)
    known = [o.name for o in getattr(invocation.node, "options", ())]
    near = nearest(word, known)
    told = {"option": word, "near": ", ".join(near), "command": "oint sandbox serve"}
    key = "usage.no_option_near" if near else "usage.no_option"
    return UsageProblem(key, remedy="usage.no_option.remedy", **told)


def _problem(bad: Exception) -> UsageProblem:
    from oint_b24.sandbox.faults_rules import BadRuleError

    key, params = bad.args[0], bad.params if isinstance(bad, BadRuleError) else {}
    near = nearest(params["kind"], KINDS) if key == "fault.no_kind" else []
    if near:
        key = "fault.no_kind_near"
    return UsageProblem(key, option=_NAME, near=", ".join(near), remedy="fault.remedy", **params)


def teller(invocation: Invocation) -> Callable[[Strike], None] | None:
    """Return who tells on stderr what a request suffers, or None where it is to be quiet."""
    if Wish.of(invocation).quiet:
        return None

    def tell(strike: Strike) -> None:
        said = {"method": strike.method, "number": strike.number, "rule": strike.rule}
        key = "fault.struck" if strike.fault else "fault.delayed"
        told = text(key, invocation.lang, seconds=strike.delay, **said)
        invocation.world.note(f"oint: {told}")

    return tell
