"""Put the table of faults into docs/reliability.md: `python -m tools.fault_table [--check]`.

It is the table that tests/faults/test_table.py proves on the sandbox, cell by cell.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.faults.table import FOREVER, TABLE
from tools.written import ROOT, write_or_check

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.table import Outcome, Row

_PAGES = {"en": ROOT / "docs" / "reliability.md", "ru": ROOT / "docs" / "reliability.ru.md"}
_BEGIN, _END = "<!-- {name}: made by make docs -->", "<!-- end of {name} -->"
_HEADS = {
    "en": ("fault", "read", "write, deletion, batch, upload", "version 3 write"),
    "ru": ("сбой", "чтение", "запись, удаление, пакет, файл", "запись версии 3"),
}
_RENEWED = {"en": "with a login", "ru": "при входе"}


def made() -> dict[Path, str]:
    """Return the pages with their tables as they are now."""
    return {path: _filled(path.read_text("utf-8"), lang) for lang, path in _PAGES.items()}


def _filled(page: str, lang: str) -> str:
    for name, rows in (("first", TABLE), ("all", FOREVER)):
        begin, end = _BEGIN.format(name=name), _END.format(name=name)
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = f"{before}{begin}\n{_table(rows, lang)}{end}{after}"
    return page


def _table(rows: tuple[Row, ...], lang: str) -> str:
    head = f"| {' | '.join(_HEADS[lang])} |\n|---|---|---|---|\n"
    lines = [_line(row.fault, row.read, row.write, row.keyed) for row in rows]
    lines += [_line(f"{row.fault} {_RENEWED[lang]}", *row.renewed) for row in rows if row.renewed]
    return head + "".join(lines)


def _line(fault: str, *outcomes: Outcome) -> str:
    kind, _, more = fault.partition(" ")
    cells = (" · ".join(map(str, outcome)) for outcome in outcomes)
    return f"| `{kind}`{' ' if more else ''}{more} | {' | '.join(cells)} |\n"


if __name__ == "__main__":
    sys.exit(write_or_check(made(), "fault table"))
