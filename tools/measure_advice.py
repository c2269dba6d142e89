"""Measure the advice before sending: `python -m tools.measure_advice FILE`.

FILE holds requests as the documentation prints them, one JSON object a line: `method`,
`rest_version` (`v2`, `v3`) and `payload`. Right requests should raise no warning; of the mistakes
seeded into them, one at a time and the same in every run, as many as possible should be noticed.
The mistakes know the catalogue but nothing of the rules of the advice.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oint_b24.portal.request import Request
from oint_b24.rest.advice.advise import Context, advise
from oint_b24.rest.catalogue import fields_of, find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from oint_b24.rest.advice.advise import Advice
    from oint_b24.rest.catalogue import Method, Param

_OPERATORS = "!<>=@%"


@dataclass(frozen=True, slots=True)
class Example:
    """A request of the documentation, and the method it calls."""

    method: Method
    payload: dict[str, Any]

    def warnings(self, payload: Any, context: Context) -> list[Advice]:
        """Return the advice on `payload` that a strict call is refused for."""
        request = Request(self.method.name, payload, self.method.version)
        return [advice for advice in advise(request, context) if not advice.is_hint]


@dataclass(frozen=True, slots=True)
class Slot:
    """A documented name in a payload: where it stands, and what the catalogue tells of it."""

    path: tuple[str | int, ...]
    param: Param

    @property
    def name(self) -> str:
        """Return the key as the payload spells it, operator included."""
        return str(self.path[-1])


@dataclass(slots=True)
class Figures:
    """What was measured: right requests by outcome, mistakes by kind, and the cases to read."""

    right: Counter[str] = field(default_factory=Counter)
    seeded: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    cases: list[str] = field(default_factory=list)


def examples(path: Path) -> list[Example]:
    """Return the examples of current methods whose body is an object."""
    with path.open(encoding="utf-8") as source:
        rows = [json.loads(line) for line in source]
    found = [
        Example(method, row["payload"])
        for row in rows
        if (method := find(row["method"], int(row["rest_version"][1:]))) is not None
        and isinstance(row["payload"], dict)
    ]
    return [example for example in found if not example.method.deprecated]


def measure(found: Sequence[Example], context: Context) -> Figures:
    """Return the figures over `found`, with every mistake in every place it can be made in."""
    figures = Figures()
    for example in found:
        before = example.warnings(example.payload, context)
        figures.right["warned" if before else "silent"] += 1
        figures.keys.update({advice.key for advice in before})
        figures.cases += [f"right: {example.method.name}: {_told(one)}" for one in before]
        for kind, slot, payload in mistakes(example):
            figures.seeded[kind] += 1
            if any(advice not in before for advice in example.warnings(payload, context)):
                figures.noticed[kind] += 1
            else:
                figures.cases.append(f"{kind}: {example.method.name}: {slot.path}")
    return figures


def mistakes(example: Example) -> Iterator[tuple[str, Slot, dict[str, Any]]]:
    """Yield copies of the payload with one mistake each: its kind, its place, the payload."""
    for slot in slots(example.method, example.payload):
        level = "top" if len(slot.path) == 1 else "nested"
        for kind, name in (("misspelt", misspelt(slot.name)), ("case", recased(slot.name))):
            if name != slot.name:
                yield f"{kind} name, {level}", slot, _renamed(example.payload, slot, name)
        if slot.param.required:
            yield f"dropped required, {level}", slot, _renamed(example.payload, slot, None)
        value = _at(example.payload, slot.path)
        if isinstance(value, str) and value in slot.param.enum and value:
            for kind, wrong in (("wrong", "no_such_value"), ("case", recased(value))):
                if wrong not in slot.param.enum:
                    yield f"{kind} value of a list", slot, _changed(example.payload, slot, wrong)


def slots(method: Method, payload: dict[str, Any]) -> list[Slot]:
    """Return the documented names of `payload` on every level the catalogue knows."""
    return list(_slots(method, method.params, payload, ()))


def misspelt(name: str) -> str:
    """Return `name` with one slip of the hand, always the same for one name."""
    operator, word = _split(name)
    at = zlib.crc32(word.encode()) % max(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        word[: at + 1] + word[at:],
    )
    wrong = slips[zlib.crc32(name[::-1].encode()) % len(slips)]
    return operator + (wrong if wrong not in ("", word) else slips[2])


def recased(name: str) -> str:
    """Return `name` in the other case: lower where it is upper, upper where it is lower."""
    return name.lower() if name.isupper() else name.upper()


def _slots(
    method: Method, table: Sequence[Param], value: Any, path: tuple[str | int, ...]
) -> Iterator[Slot]:
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from _slots(method, table, one, (*path, at))
    elif isinstance(value, dict):
        known = {param.name: param for param in table}
        for key, one in value.items():
            param = known.get(key) or known.get(_split(key)[1])
            if param is not None:
                yield Slot((*path, key), param)
                yield from _slots(method, fields_of(method, param), one, (*path, key))


def _split(name: str) -> tuple[str, str]:
    word = name.lstrip(_OPERATORS)
    return name[: len(name) - len(word)], word


def _at(payload: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        payload = payload[step]
    return payload


def _renamed(payload: dict[str, Any], slot: Slot, name: str | None) -> dict[str, Any]:
    changed = deepcopy(payload)
    holder = _at(changed, slot.path[:-1])
    pairs = [(name if key == slot.name else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update((key, value) for key, value in pairs if key is not None)
    return changed


def _changed(payload: dict[str, Any], slot: Slot, value: str) -> dict[str, Any]:
    changed = deepcopy(payload)
    _at(changed, slot.path[:-1])[slot.name] = value
    return changed


def _told(advice: Advice) -> str:
    return f"{advice.key} {json.dumps(advice.params, ensure_ascii=False)}"


def table(figures: Figures) -> str:
    """Return the figures as a Markdown table."""
    silent, total = figures.right["silent"], figures.right.total()
    rows = [("right request, no warning", silent, total)]
    rows += [(f"seeded: {k}", figures.noticed[k], n) for k, n in sorted(figures.seeded.items())]
    rows.append(("seeded: all", figures.noticed.total(), figures.seeded.total()))
    lines = ["| what | good | of | share |", "|---|--:|--:|--:|"]
    lines += [f"| {name} | {good} | {of} | {good / max(1, of):.1%} |" for name, good, of in rows]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of a file of examples; 0 unless argv is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tools.measure_advice", description=__doc__)
    parser.add_argument("file", type=Path, help="requests, NDJSON")
    parser.add_argument("--webhook", action="store_true", help="as if all were called by a webhook")
    parser.add_argument("--keys", action="store_true", help="count the warnings on right requests")
    parser.add_argument("--cases", action="store_true", help="print each case that is not good")
    wish = parser.parse_args(argv)
    figures = measure(examples(wish.file), Context("webhook" if wish.webhook else None))
    print(table(figures))
    if wish.keys:
        print(*(f"{count} {key}" for key, count in figures.keys.most_common()), sep="\n")
    if wish.cases:
        print(*figures.cases, sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
