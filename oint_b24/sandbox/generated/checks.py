"""What a portal checks before a method runs: order, required parameters, types."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from oint_b24.sandbox.generated import checks_v3
from oint_b24.sandbox.generated.codes import malformed, missing
from oint_b24.sandbox.generated.kinds import fits, wanted
from oint_b24.sandbox.generated.required import required

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.facts import Fact


def check(fact: Fact, call: Call) -> None:
    """Refuse what a portal would refuse before it does anything. Raises Refusal."""
    if fact.version == 3:
        checks_v3.check(fact, call)
        return
    if fact.positional and call.positional is None:
        _place(fact, call)
    for param, path in required(fact, call.params, call.caller.kind):
        raise missing(fact, param, path)
    for param in fact.params:
        if not fits(call.params.get(param.name), param.type):
            raise malformed(fact, param, wanted(param.type))


def _place(fact: Fact, call: Call) -> None:
    """Name the arguments by their places (data-encoding.md): what comes first is the first.

    Raises Refusal where documented names come in another order.
    """
    names = [param.name for param in fact.params]
    sent = list(call.params.items())
    known = [names.index(key) for key, _ in sent if key in names]
    if known != sorted(known):
        late = next(names[b] for a, b in pairwise(known) if a > b)
        raise missing(fact, next(p for p in fact.params if p.name == late), late)
    places = {
        (key if key in names else names[i]): value
        for i, (key, value) in enumerate(sent)
        if key in names or i < len(names)
    }
    call.params = {**places}
