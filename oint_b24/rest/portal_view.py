"""What one portal offers one credential, beside what the documentation says.

Portals differ: modules of on-premise installations, methods of applications, modules that are not
there. The portal itself tells by `methods` and `scope` (common/system/methods.md), `method.get`
(common/system/method-get.md) and version 3 by its OpenAPI document (rest-v3.md).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from oint_b24.rest.catalogue import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    # Method, parameters, version -> what the portal answered; None where it refused.
    Ask = Callable[[str, dict[str, Any], int], Any]

# missing: the portal has no such method; closed: it has, this credential may not call it;
# extra: the documentation has no such method.
State = Literal["missing", "closed", "extra"]
_BATCH = 50  # commands of one batch (batch.md)


class Difference(NamedTuple):
    """A method on which the portal and the documentation differ."""

    name: str
    version: int
    state: State


@dataclass(frozen=True, slots=True)
class View:
    """What a portal answered, and when (seconds of the epoch).

    `open` are the methods of version 2 the credential may call, `every` those the portal has,
    `third` the methods of version 3, `scopes` what the credential holds; None where the portal
    did not tell.
    """

    portal: str
    asked: float
    open: tuple[str, ...] | None = None
    every: tuple[str, ...] | None = None
    third: tuple[str, ...] | None = None
    scopes: tuple[str, ...] | None = None

    def offers(self, name: str, version: int) -> bool:
        """Say whether the portal is known to have the method `name`."""
        known = self.third if version == 3 else (*(self.open or ()), *(self.every or ()))
        return name.casefold() in {one.casefold() for one in known or ()}

    def as_data(self) -> dict[str, Any]:
        """Return the view as plain data."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: Any) -> View | None:
        """Return the view kept as `data`; None where it is none."""
        if not isinstance(data, dict) or not {"portal", "asked"} <= data.keys() <= _FIELDS:
            return None
        known: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
        }
        return cls(**known)


_FIELDS = set(View.__dataclass_fields__)


def ask(portal: str, now: float, answer: Ask) -> View:
    """Ask a portal what it offers. What it refuses to tell stays None."""
    scopes = _listed(answer("scope", {}, 2))
    open_ = _listed(answer("methods", {}, 2))
    every = _listed(answer("methods", {"full": True}, 2))
    doubtful = _without(names(2), (*(open_ or ()), *(every or ())))
    told = dict(_checked(doubtful, answer))
    if told:
        every = (*(every or ()), *(name for name, (exists, _) in told.items() if exists))
        may = [name for name, (exists, is_open) in told.items() if exists and is_open]
        open_ = (*(open_ or ()), *may)
    third = _described(answer("rest.documentation.openapi", {}, 3))
    if third is None:
        third = _scoped(answer("rest.scope.list", {}, 3))
    return View(portal, now, open_, every, third, scopes)


def differences(view: View) -> list[Difference]:
    """Return where `view` differs from the documentation, the documented methods first."""
    return [*_absent(view), *_extra(view)]


def _absent(view: View) -> Iterator[Difference]:
    if view.every is not None or view.open is not None:
        may, has = _folded(view.open), _folded(view.every)
        for name in names(2):
            if name.casefold() not in may:
                is_closed = name.casefold() in has
                yield Difference(name, 2, "closed" if is_closed else "missing")
    if view.third is not None:
        for name in _without(names(3), view.third):
            yield Difference(name, 3, "missing")


def _extra(view: View) -> Iterator[Difference]:
    known = {2: (*(view.open or ()), *(view.every or ())), 3: view.third or ()}
    for version, offered in known.items():
        for name in sorted(set(_without(offered, names(version)))):
            yield Difference(name, version, "extra")


def _without(these: Iterable[str], those: Iterable[str]) -> list[str]:
    """Return the names of `these` that are not among `those`, in any case."""
    other = _folded(those)
    return [name for name in these if name.casefold() not in other]


def _folded(some: Iterable[str] | None) -> set[str]:
    return {name.casefold() for name in some or ()}


def _checked(doubtful: list[str], answer: Ask) -> Iterator[tuple[str, tuple[bool, bool]]]:
    """Yield for each name whether it exists and may be called, as far as the portal tells."""
    for start in range(0, len(doubtful), _BATCH):
        part = doubtful[start : start + _BATCH]
        commands = {f"m{at}": f"method.get?name={name.lower()}" for at, name in enumerate(part)}
        got = answer("batch", {"halt": 0, "cmd": commands}, 2)
        inner = got.get("result") if isinstance(got, dict) else None
        if not isinstance(inner, dict):
            return
        for at, name in enumerate(part):
            one = inner.get(f"m{at}")
            if isinstance(one, dict):
                yield name, (bool(one.get("isExisting")), bool(one.get("isAvailable")))


def _listed(result: Any) -> tuple[str, ...] | None:
    if isinstance(result, dict):
        result = list(result.values())
    if not isinstance(result, list):
        return None
    return tuple(dict.fromkeys(one for one in result if isinstance(one, str)))


def _described(document: Any) -> tuple[str, ...] | None:
    """Return the methods of an OpenAPI document: its paths."""
    paths = document.get("paths") if isinstance(document, dict) else None
    return tuple(path.strip("/") for path in paths) if isinstance(paths, dict) else None


def _scoped(result: Any) -> tuple[str, ...] | None:
    """Return the methods of `rest.scope.list`: module, then entity, then action."""
    if not isinstance(result, dict):
        return None
    return tuple(_leaves(result, ()))


def _leaves(node: Any, path: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    if isinstance(node.get("scope"), str):
        yield ".".join(path)
        return
    for name, below in node.items():
        yield from _leaves(below, (*path, str(name)))
