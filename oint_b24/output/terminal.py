"""The view for a person at a terminal. The one module that is Rich, imported only for it.

Texts of the portal enter as `Text`, never as markup, and calm (see `printable`).
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from oint_b24.output import paint
from oint_b24.output.encode import airy, cell, compact
from oint_b24.output.layout import GAP, Need, fit
from oint_b24.output.printable import calm_json, fitted, fitted_json
from oint_b24.output.ranking import leading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from oint_b24.output.printable import Screen
    from oint_b24.output.rows import Grid
    from oint_b24.world import World

_MEASURED = 400  # characters of a cell looked at; more never fit in a line
_PADDING = (0, GAP, 0, 0)


def table(grid: Grid, screen: Screen, wanted: bool = False) -> tuple[str, list[str]]:
    """Return rows as a table no wider than the screen, and the names of columns left out.

    With `wanted` the columns were asked for: all are shown in their order, as far as they fit.
    """
    order = list(range(len(grid.columns))) if wanted else leading(grid)
    headings = {place: Text(screen.line(grid.columns[place]), "bold") for place in order}
    columns = {place: [_short(row[place], screen) for row in grid.cells] for place in order}
    needs = [Need(_widest(columns[p]), _widest([headings[p]])) for p in order]
    chosen = [(order[n], width) for n, width in fit(needs, screen.width, wanted)]
    view = Table(box=None, padding=_PADDING, pad_edge=False, show_header=False)
    for place, width in chosen:
        view.add_column(
            width=width,
            no_wrap=True,
            overflow="ellipsis",
            justify="right" if _is_numeric(grid, place) else "left",
        )
    view.add_row(*(headings[place] for place, _ in chosen))
    view.add_row(*(Text("─" * width, "dim") for _, width in chosen))
    for number in range(len(grid.cells)):
        view.add_row(*(columns[place][number] for place, _ in chosen))
    shown = {place for place, _ in chosen}
    return _drawn(view, screen), [grid.columns[p] for p in order if p not in shown]


def record(item: dict[str, object], screen: Screen) -> str:
    """Return one object as names and values; long values go on in their own column."""
    names = [Text(screen.line(name), "cyan") for name in item]
    left = min(_widest(names), screen.width * 2 // 5)
    view = Table(box=None, padding=_PADDING, pad_edge=False, show_header=False)
    view.add_column(width=left, no_wrap=True, overflow="ellipsis")
    view.add_column(width=screen.width - left - GAP, overflow="fold")
    for name, value in zip(names, item.values(), strict=True):
        view.add_row(name, _whole(value, screen))
    return _drawn(view, screen)


def _short(value: object, screen: Screen) -> Text:
    if isinstance(value, (dict, list)):
        return _json(compact(value), screen)
    return Text(screen.line(cell(value)[:_MEASURED]))


def _whole(value: object, screen: Screen) -> Text:
    if isinstance(value, str):
        return Text(screen.text(value))
    return _json(airy(value), screen)


def _json(encoded: str, screen: Screen) -> Text:
    written = fitted_json(calm_json(encoded), screen.encoding)
    text = Text(written)
    for start, end, kind in paint.tokens(written):
        text.stylize(paint.INKS[kind], start, end)
    return text


def _is_numeric(grid: Grid, place: int) -> bool:
    filled = [row[place] for row in grid.cells if row[place] is not None]
    return bool(filled) and all(
        isinstance(v, (int, float)) and not isinstance(v, bool) for v in filled
    )


def _widest(texts: list[Text]) -> int:
    return max((cell_len(text.plain[:_MEASURED]) for text in texts), default=0)


def _drawn(view: Table, screen: Screen) -> str:
    console = Console(
        file=io.StringIO(),
        width=screen.width,
        height=25,  # given, so that Rich asks neither the terminal nor TERM for a size
        color_system="standard" if screen.colour else None,
        force_terminal=screen.colour,
        no_color=not screen.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as drawn:
        console.print(view)
    lines = (line.rstrip(" ") for line in drawn.get().split("\n"))
    return fitted("\n".join(lines), screen.encoding)


@contextmanager
def transfer(world: World, name: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show the progress of a file on stderr: a bar, the rate, the time left."""
    from rich import progress

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    console = Console(file=world.stderr, width=world.width())
    with progress.Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(name, total=size)
        yield lambda gone: shown.update(task, completed=min(gone, size))
