"""One answer in each of the formats: an Answer goes in, a Page ready to be sent comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from oint_b24.output import encode, layout, paint, rows
from oint_b24.output.format import TABULAR
from oint_b24.text import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.output.format import Format
    from oint_b24.output.printable import Screen

_NAMED = 4  # columns named in a note about those left out


class Answer(NamedTuple):
    """What is shown: the whole of it, the part that has rows, and the terminal that shows it."""

    shown: object
    subject: object
    fmt: Format
    screen: Screen | None


class Page(NamedTuple):
    """What goes out, and the notes about it.

    `kind` says what may be done to a character that cannot be shown: nothing any more in what
    is `drawn` for a screen.
    """

    text: str
    kind: Literal["text", "json", "drawn"] = "text"
    notes: tuple[str, ...] = ()


def page(answer: Answer, kind: str) -> Page:
    """Return `answer` in the format `kind`: one of FORMATS but `auto`, or `view`."""
    return _PAGES[kind](answer)


def _json(answer: Answer) -> Page:
    written = encode.pretty(answer.shown, answer.fmt.ascii)
    return Page(f"{written}\n", "json", _columns_unused(answer))


def _ndjson(answer: Answer) -> Page:
    items = rows.rows_of(answer.subject).items
    notes: tuple[str, ...] = ()
    if answer.fmt.columns:
        grid = rows.grid(items, answer.fmt.columns)
        notes = _unknown(items, grid, answer)
        items = [dict(zip(grid.columns, row, strict=True)) for row in grid.cells]
    return Page(encode.ndjson(items, answer.fmt.ascii), "json", notes)


def _value(answer: Answer) -> Page:
    written = encode.values(answer.subject, answer.fmt.ascii)
    return Page(written, notes=_columns_unused(answer))


def _nothing(answer: Answer) -> Page:
    del answer
    return Page("")


def _csv(answer: Answer) -> Page:
    return _tabular(answer, encode.comma_separated)


def _tsv(answer: Answer) -> Page:
    return _tabular(answer, encode.tab_separated)


def _table(answer: Answer) -> Page:
    if answer.screen is None:
        return _tabular(answer, layout.aligned)
    found = rows.rows_of(answer.subject)
    if found.many or answer.fmt.columns or not isinstance(found.items[0], dict):
        return _drawn(found.items, answer, answer.screen)
    return _view(answer)


def _view(answer: Answer) -> Page:
    """Show a list of objects as a table, an object as names and values, the rest as it is."""
    if answer.screen is None:
        return _json(answer)
    found = rows.rows_of(answer.subject)
    if not any(isinstance(item, dict) and item for item in found.items):
        return Page(_bare(found, answer.screen), "drawn", _columns_unused(answer))
    only = found.items[0]
    if found.many or answer.fmt.columns or not isinstance(only, dict):
        return _drawn(found.items, answer, answer.screen)
    from oint_b24.output import terminal

    return Page(terminal.record(only, answer.screen), "drawn")


def _tabular(answer: Answer, encoder: Callable[[rows.Grid, bool], str]) -> Page:
    items = rows.rows_of(answer.subject).items
    grid = rows.grid(items, answer.fmt.columns)
    return Page(encoder(grid, answer.fmt.ascii), notes=_unknown(items, grid, answer))


def _drawn(items: list[object], answer: Answer, screen: Screen) -> Page:
    grid = rows.grid(items, answer.fmt.columns)
    if not items or not grid.columns:
        return Page(_bare(rows.Rows(items, many=True), screen), "drawn")
    from oint_b24.output import terminal

    drawn, hidden = terminal.table(grid, screen, wanted=bool(answer.fmt.columns))
    return Page(drawn, "drawn", _unknown(items, grid, answer) + _hidden(hidden, answer.fmt))


def _bare(found: rows.Rows, screen: Screen) -> str:
    if found.many and found.items:
        return "".join(f"{screen.text(encode.cell(item))}\n" for item in found.items)
    only = [] if found.many else found.items[0]
    shown = only if isinstance(only, str) and only else encode.compact(only)
    return paint.bold(screen.text(shown), screen.colour) + "\n"


def _columns_unused(answer: Answer) -> tuple[str, ...]:
    fmt = answer.fmt
    if not fmt.columns or fmt.output in TABULAR:
        return ()
    return (text("output.columns_unused", fmt.lang, name=fmt.output),)


def _hidden(names: list[str], fmt: Format) -> tuple[str, ...]:
    if not names or fmt.quiet:
        return ()
    listed = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    return (text("output.columns_hidden", fmt.lang, count=len(names), names=listed),)


def _unknown(items: list[object], grid: rows.Grid, answer: Answer) -> tuple[str, ...]:
    return tuple(_unknown_column(items, name, answer.fmt.lang) for name in grid.unknown)


def _unknown_column(items: list[object], name: str, lang: str) -> str:
    near = rows.near(items, name)
    if not near:
        return text("output.unknown_column", lang, name=name)
    return text("output.unknown_column_near", lang, name=name, near=", ".join(near))


_PAGES: dict[str, Callable[[Answer], Page]] = {
    "view": _view,
    "json": _json,
    "ndjson": _ndjson,
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "value": _value,
    "none": _nothing,
}
