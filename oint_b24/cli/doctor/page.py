"""What a person sees of `oint doctor`: one finding laid out to the width of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.cli.help import wrap
from oint_b24.output.paint import dim, red, yellow
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.cli.doctor.diagnosis import Finding

_VERDICT = 5  # columns of a verdict
_TITLE = 22  # columns of a step's name
_BESIDE = 40  # columns that details need to stand beside the name on each of their lines
_WIDEST = 100  # long lines are hard to read, however wide the window
_INKS = {"fail": red, "warn": yellow, "skip": dim}


def lines(finding: Finding, lang: str, width: int, *, colour: bool) -> list[str]:
    """Return verdict, step, detail and remedy; what goes on is indented below the detail.

    On a narrow screen it goes on below the step's name, where there is more room.
    """
    width = min(width, _WIDEST)
    column = _VERDICT + _TITLE + 1
    indent = column if width - column >= _BESIDE else _VERDICT
    mark = text(f"doctor.verdict.{finding.verdict}", lang)
    title = text(f"doctor.step.{finding.step}", lang)
    head = f"{mark:<{_VERDICT}}{title:<{_TITLE}} "
    told = _laid(finding.detail, head, indent, width)
    ink = _INKS.get(finding.verdict)
    shown = [ink(line, colour) for line in told] if ink else told
    if finding.remedy:
        cure = f"{text('report.do', lang)}: {finding.remedy}"
        shown += _laid(cure, " " * indent, indent, width)
    return shown


def _laid(words: str, head: str, indent: int, width: int) -> list[str]:
    """Return `head` with as many words as fit beside it, the others below each other."""
    first, *_ = wrap(words, width - len(head)) or [""]
    if len(head) + len(first) > width:  # one word that is wider than the room beside the head
        return [head.rstrip(), *_below(words, indent, width)]
    rest = words[len(first) :].lstrip()
    return [(head + first).rstrip(), *_below(rest, indent, width)]


def _below(words: str, indent: int, width: int) -> list[str]:
    return [" " * indent + line for line in wrap(words, width - indent)]
