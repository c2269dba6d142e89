"""List parameters of version 2: filter, order, select, start (list-methods-pecularities.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oint_b24.sandbox.call import Call

PAGE = 50
# Longest first: "!=%" is not "!=" of a field called "%…".
_PREFIXES = (
    ("!=%", "not like"), ("!%=", "not like"), ("!=", "!="), ("!@", "not in"), ("!%", "not like"),
    (">=", ">="), ("<=", "<="), ("=%", "prefix"), ("%=", "suffix"), (">", ">"), ("<", "<"),
    ("=", "="), ("@", "in"), ("%", "like"), ("!", "!="),
)  # fmt: skip


def conditions(given: dict[str, Any], known: Iterable[str] | None = None) -> list[Where]:
    """Turn a filter object into conditions; names outside `known` are ignored, as portals do.

    Names are matched in any case and taken in the spelling of `known`.
    """
    spelled = {name.upper(): name for name in known} if known is not None else None
    found = []
    for key, value in given.items():
        name, op = split_prefix(key)
        if spelled is not None:
            if name.upper() not in spelled:
                continue
            name = spelled[name.upper()]
        if isinstance(value, list) and op in ("=", "!="):
            op = "in" if op == "=" else "not in"
        found.append(Where(name, op, value))
    return found


def split_prefix(key: str) -> tuple[str, str]:
    """Split `>=ID` into `ID` and `>=`; no prefix is `=`."""
    for prefix, op in _PREFIXES:
        if key.startswith(prefix):
            return key[len(prefix) :], op
    return key, "="


def ordering(given: Any, default: str = "ID") -> list[tuple[str, bool]]:
    """Turn an order object into pairs of a name and «descending»; `default` breaks ties."""
    wanted = given if isinstance(given, dict) else {}
    pairs = [(name, str(way).upper().startswith("DESC")) for name, way in wanted.items()]
    if not any(name.upper() == default.upper() for name, _ in pairs):
        pairs.append((default, False))
    return pairs


def picked(
    row: dict[str, Any], select: list[Any], always: tuple[str, ...] = ("ID",)
) -> dict[str, Any]:
    """Return the selected fields of `row`: all of them without a select or with `*`."""
    names = {str(name).upper() for name in select}
    if not names or "*" in names:
        return row
    names |= {name.upper() for name in always}
    wide = "UF_*" in names
    return {k: v for k, v in row.items() if k.upper() in names or (wide and k.startswith("UF_"))}


def page(
    call: Call,
    kind: str,
    show: Callable[[int, dict[str, Any]], dict[str, Any]],
    *,
    known: Iterable[str] | None = None,
    extra: Iterable[Where] = (),
    names: tuple[str, str, str, str] = ("filter", "order", "select", "start"),
) -> Page:
    """Answer a list method: rows of `kind`, each through `show`, 50 at a time.

    `start` -1 means «do not count» (performance/huge-data.md): no total, no next.
    """
    filter_name, order_name, select_name, start_name = names
    where = [*conditions(call.object(filter_name), known), *extra]
    start = whole(call.get(start_name), 0) or 0
    rows = call.store.select(kind, where, ordering(call.get(order_name)), PAGE, max(start, 0))
    select = call.list(select_name)
    shown = [picked(show(number, data), select) for number, data in rows]
    if start < 0:
        return Page(shown)
    total = call.store.count(kind, where)
    after = start + PAGE
    return Page(shown, total=total, next=after if after < total else None)
