"""The way of an answer to stdout: choose what is wanted of it, send it as wanted, say the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.output import paint, printable, query, rows, sink, timing
from oint_b24.output.colour import wants_colour
from oint_b24.output.format import check
from oint_b24.output.pages import Answer, page
from oint_b24.text import text
from oint_b24.world import is_terminal

if TYPE_CHECKING:
    from typing import TextIO

    from oint_b24.output.format import Format
    from oint_b24.output.pages import Page
    from oint_b24.output.printable import Screen
    from oint_b24.world import World

__all__ = ["check", "write"]

_NARROWEST = 20  # columns; below it there is nothing sensible to lay out


def write(body: object, fmt: Format, world: World, seconds: float | None = None) -> None:
    """Write the answer `body` (decoded JSON, usually an envelope) as `fmt` wants it.

    Data goes to stdout or to the file, notes to stderr. `seconds` is how long the call took.
    Raises UsageProblem as `check` does, and PartialProblem where the answer is there but does
    not suit the query or cannot be written.
    """
    check(fmt)
    answer = _answer(body, fmt, world)
    is_view = fmt.output == "auto" and answer.screen is not None
    kind = "view" if is_view else "json" if fmt.output == "auto" else fmt.output
    made = page(answer, kind)
    _send(made, answer, world)
    for note in made.notes:
        _note(note, fmt, world)
    line = timing.line(body, seconds, fmt.lang, fmt.verbose)
    if line and not fmt.quiet and (is_view or fmt.verbose):
        _note(line, fmt, world, dim=True)


def _answer(body: object, fmt: Format, world: World) -> Answer:
    shown = rows.result_of(body) if fmt.result else body
    if fmt.query is not None:
        shown = query.apply(fmt.query, shown)
        return Answer(shown, shown, fmt, _screen(fmt, world))
    return Answer(shown, rows.result_of(body), fmt, _screen(fmt, world))


def _screen(fmt: Format, world: World) -> Screen | None:
    if fmt.file is not None or not is_terminal(world.stdout):
        return None
    return printable.Screen(
        width=max(world.width(world.stdout), _NARROWEST),
        encoding=_encoding(world.stdout),
        colour=wants_colour(world.stdout, world.env, fmt.colour),
    )


def _send(made: Page, answer: Answer, world: World) -> None:
    fmt = answer.fmt
    if fmt.file is None:
        world.write(_ready(made, answer, world))
        return
    fitted = printable.fitted_json if made.kind == "json" else printable.fitted
    sink.write_file(fmt.file, fitted(made.text, "utf-8"))
    if not fmt.quiet:
        _note(text("output.written", fmt.lang, path=fmt.file), fmt, world)


def _ready(made: Page, answer: Answer, world: World) -> str:
    encoding = _encoding(world.stdout)
    if made.kind == "drawn":
        return made.text
    if made.kind == "text":
        calm = printable.calm(made.text) if answer.screen else made.text
        return printable.fitted(calm, encoding)
    calm = printable.calm_json(made.text) if answer.screen else made.text
    fitted = printable.fitted_json(calm, encoding)
    return paint.paint_json(fitted) if _paints(answer, world) else fitted


def _paints(answer: Answer, world: World) -> bool:
    """Say whether JSON is coloured: in a pipe only where JSON or colours were named.

    What scripts read without a word about output stays readable for them, even where
    FORCE_COLOR is set for another program's sake.
    """
    fmt = answer.fmt
    if answer.screen is None and fmt.output != "json":
        return fmt.colour == "always"
    return wants_colour(world.stdout, world.env, fmt.colour)


def _note(line: str, fmt: Format, world: World, *, dim: bool = False) -> None:
    """Say one line on stderr; what it quotes of the portal cannot command a terminal."""
    shown = printable.fitted(printable.one_line(line), _encoding(world.stderr))
    world.note(paint.dim(shown, dim and wants_colour(world.stderr, world.env, fmt.colour)))


def _encoding(stream: TextIO) -> str:
    return getattr(stream, "encoding", None) or "utf-8"
