"""Make docs/opi-compatibility.md and .ru.md from the rows: `python -m tools.opi_page [--check]`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from oint_b24.opi import rows
from tools.opi_words import COLUMNS, DIFFERENCES, HEADS
from tools.written import ROOT, write_or_check

if TYPE_CHECKING:
    from pathlib import Path

_PAGES = {
    "en": ROOT / "docs" / "opi-compatibility.md",
    "ru": ROOT / "docs" / "opi-compatibility.ru.md",
}


def made() -> dict[Path, str]:
    """Return the text of each page by its path."""
    return {path: _page(lang) for lang, path in _PAGES.items()}


def _page(lang: str) -> str:
    all_rows = rows.all_rows()
    lines = [HEADS[lang].format(count=len(all_rows)).rstrip("\n")]
    by_region = {region.id: region for region in rows.regions()}
    current = ""
    for row in all_rows:
        if row.region != current:
            current = row.region
            lines += _table_head(by_region[current], lang)
        lines.append(_row(row, lang))
    return "\n".join(lines) + "\n"


def _table_head(region: rows.Region, lang: str) -> list[str]:
    title = f"### {' · '.join(_own_first(region.title['ru'], region.title['en'], lang))}"
    return ["", title, "", COLUMNS[lang], "|---|---|---|---|"]


def _row(row: rows.Row, lang: str) -> str:
    names = f"{row.ru} · {row.en}"
    options = ", ".join(_option(o) for o in row.options)
    method = f"`{row.rest}`" if row.rest else "—"
    if row.verb == "GET":
        method += " (GET)"
    difference = DIFFERENCES[row.ru][lang] if row.ru in DIFFERENCES else "="
    return f"| {names} | {method} | {options or '—'} | {difference} |"


def _own_first(russian: str, english: str, lang: str) -> tuple[str, str]:
    return (russian, english) if lang == "ru" else (english, russian)


def _option(option: rows.Option) -> str:
    name = f"`{option.name}`" if option.short is None else f"`{option.short}` `{option.name}`"
    return f"*{name}*" if option.ours else name


if __name__ == "__main__":
    sys.exit(write_or_check(made(), "opi pages"))
