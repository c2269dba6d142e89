"""What `oint limits` shows on a terminal: who counts, then one table of both limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.output.paint import dim, red, yellow
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE = 10  # columns of the words on the left
_CELL = 9  # columns of a number
_GAP = "  "
_NEAR = 0.8  # of a limit, from which it deserves a colour


def page(told: dict[str, Any], lang: str, width: int, colour: bool) -> str:
    """Return the page for what `limits` knows, as lines."""
    return "".join(f"{line}\n" for line in _lines(told, lang, width, colour))


def _lines(told: dict[str, Any], lang: str, width: int, colour: bool) -> Iterator[str]:
    for name, words in _about(told, lang):
        yield f"{dim(f'{text(name, lang):<{_TITLE}}', colour)}{words}"
    rows = list(_rows(told, lang))
    if not rows:
        return
    yield ""
    room = max(width - 3 * (_CELL + len(_GAP)), 1)
    names = max(len(name) for name, *_ in rows)
    column = min(names, room)
    head = [text(f"limits.column.{name}", lang) for name in ("used", "limit", "back")]
    yield dim(f"{'':<{column}}{_cells(head)}", colour)
    for name, share, *cells in rows:
        ink = red if share >= 1 else yellow
        row = _cells(cells)
        if len(name) > column:  # a long name has a line of its own
            yield ink(name, colour and share >= _NEAR)
            yield ink(f"{'':<{column}}{row}", colour and share >= _NEAR)
        else:
            yield ink(f"{name:<{column}}{row}", colour and share >= _NEAR)
    if told["requests"]:
        yield ""
        yield _next(told["requests"], lang)


def _cells(cells: list[str]) -> str:
    return "".join(f"{_GAP}{cell:>{_CELL}}" for cell in cells)


def _about(told: dict[str, Any], lang: str) -> Iterator[tuple[str, str]]:
    if "credential" not in told:
        yield "limits.title.portal", text("limits.in_a_box", lang)
        return
    key = f"limits.whom.{told['credential']}" + ("" if told["user"] else ".unknown")
    whom = text(key, lang, user=told["user"])
    yield "limits.title.portal", f"{told['portal']}, {whom}"
    requests = told["requests"]
    if requests is None:
        yield "limits.title.counts", text("limits.kept.off", lang)
        return
    rate = {"rate": _number(requests["rate"]), "limit": _number(requests["limit"])}
    yield "limits.title.limit", text(f"limits.rate.{requests['rate_from']}", lang, **rate)
    kept = text(f"limits.kept.{told['kept_by']}", lang, where=told["kept_in"])
    yield "limits.title.counts", kept


def _rows(told: dict[str, Any], lang: str) -> Iterator[tuple[Any, ...]]:
    requests = told["requests"]
    if requests:
        cells = (_number(round(requests["used"])), _number(requests["limit"]))
        share = requests["used"] / requests["waits_from"]
        back = _time(requests["empty_at"], requests["empty_in"])
        yield text("limits.requests", lang), share, *cells, back
    for row in told["methods"]:
        used, limit = (text("limits.seconds", lang, n=round(row[k])) for k in ("used", "limit"))
        back = _time(row["resets_at"], row["resets_in"])
        yield row["method"], row["used"] / row["limit"], used, limit, back


def _time(moment: str, seconds: float) -> str:
    return moment[11:19] if seconds > 0 else "—"


def _number(value: float) -> str:
    return f"{value:g}"


def _next(requests: dict[str, Any], lang: str) -> str:
    if requests["next_in"] <= 0:
        return text("limits.next_now", lang)
    return text("limits.next_in", lang, seconds=f"{requests['next_in']:.1f}")
