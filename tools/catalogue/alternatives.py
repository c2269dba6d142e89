"""Find required parameters of which one is enough: the stars mark both, a sentence says «or»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.catalogue.parameter import Parameter

_EITHER = re.compile(
    r"(?:at least one of|one of the (?:two )?(?:required )?parameters|either)\b[^.|\n`]{0,60}"
    r"`(?P<one>\w+)`[,\s]+or (?:the )?`(?P<other>\w+)`",
    re.IGNORECASE,
)


def tell_alternatives(level: list[Parameter]) -> None:
    """Mark those of a table that stand for one another, where both are marked as required."""
    required = {one.name: one for one in level if one.required}
    for one in list(required.values()):
        for found in _EITHER.finditer(one.text):
            pair = {found["one"], found["other"]}
            if one.name in pair and pair <= required.keys() and len(pair) == 2:
                for name in pair:
                    required[name].facts.setdefault("required_unless", sorted(pair - {name}))
