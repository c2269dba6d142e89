"""What `oint list`, `export` and `count` are asked for: read from argv, and let by the policy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oint_b24.cli.advising import say
from oint_b24.cli.argv import split
from oint_b24.cli.call.body import assignments, catalogued
from oint_b24.errors import UsageProblem
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.bulk.api import Listing
    from oint_b24.bulk.plan import Plan
    from oint_b24.bulk.wishes import Wishes
    from oint_b24.cli.bulk.many import Errand

_MOST_PARALLEL = 32
_MOST = 10**15


@dataclass(frozen=True, slots=True)
class Asked:
    """What argv asks for: a list, from which portal, as whom."""

    errand: Errand
    plan: Plan
    params: dict[str, Any]
    wishes: Wishes

    def listing(self) -> Listing:
        """Return the list. Raises UsageProblem where the method cannot do what is wished."""
        from oint_b24.bulk.api import Listing

        return Listing.of(self.plan, self.params, self.wishes)


def read(errand: Errand, arguments: tuple[str, ...]) -> Asked:
    """Return what argv asks for. Raises UsageProblem."""
    from oint_b24.bulk.plan import plan_of
    from oint_b24.bulk.wishes import POLITE, Shard, Wishes
    from oint_b24.rest.catalogue import find

    invocation = errand.invocation
    given = invocation.given
    names, words = split(arguments, 1)
    if not names or names[0].startswith("-"):
        raise UsageProblem("usage.argument", arguments="METHOD")
    name = names[0]
    if "--query" in invocation.common:
        raise UsageProblem("bulk.no_query", option="--query")
    version = 3 if "--v3" in given else 2
    method = find(name, version)
    if method is not None and method.effect != "read":
        raise UsageProblem("bulk.not_read", method=method.name)
    params = assignments({}, catalogued(words, method, errand.source))
    wishes = Wishes(
        limit=_number(given, "--limit", 0, _MOST),
        since_id=_number(given, "--since-id", 0, _MOST),
        parallel=_number(given, "--parallel", 1, _MOST_PARALLEL) or POLITE,
        shard=Shard.read(given["--shard"]) if "--shard" in given else Shard(),
    )
    return Asked(errand, plan_of(name, version), params, wishes)


def _number(given: Any, option: str, low: int, high: int) -> int | None:
    value = given.get(option)
    if value is None:
        return None
    if not value.strip().isdecimal() or not low <= int(value) <= high:
        raise UsageProblem("bulk.number", option=option, value=value, low=low, high=high)
    return int(value)


def prepared(asked: Asked) -> Asked:
    """Say what looks wrong and ask the profile's policy. Raises UsageProblem, RefusedProblem."""
    from oint_b24.portal.request import Request

    errand, plan = asked.errand, asked.plan
    request = Request(plan.method, asked.params, plan.version, "read")
    hints: tuple[str, ...] = ()
    lang = errand.invocation.lang
    if not plan.is_known:
        hints = (text("call.unknown", lang, name=plan.method),)
    say(request, errand.invocation, errand.wish, errand.target, hints)
    asked.listing()
    return replace(asked, errand=errand.allowed(request, "read"))
