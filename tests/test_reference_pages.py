"""The reference by scope: made from the catalogue, always the same, and fresh."""

from __future__ import annotations

import re

from oint_b24.rest.catalogue import all_methods
from tools import reference_pages


def test_the_pages_are_fresh_and_made_alike_each_time() -> None:
    made = reference_pages.pages()

    assert made == reference_pages.pages()
    kept = {p.name: p.read_text(encoding="utf-8") for p in reference_pages.DIRECTORY.glob("*.md")}
    assert made == kept


def test_every_method_stands_on_one_page() -> None:
    made = reference_pages.pages()
    headings = [
        heading
        for name, page in made.items()
        if name != "index.md"
        for heading in re.findall(r"^## (.*)$", page, re.MULTILINE)
    ]
    expected = [m.name + (" (REST 3.0)" if m.version == 3 else "") for m in all_methods()]

    assert sorted(headings) == sorted(expected)
    assert made["index.md"].count("](") == len(made) - 1


def test_a_section_tells_effect_parameters_values_and_replacement() -> None:
    page = reference_pages.pages()["crm.md"]
    section = page.partition("## crm.deal.list\n")[2].partition("\n## ")[0]

    assert "reads" in section
    assert "use instead: `crm.item.list`" in section
    assert "| `filter` |" in section
    assert "https://apidocs.bitrix24.com/api-reference/crm/deals/crm-deal-list.html" in section
    assert "· `TITLE`" in page


def test_the_reference_stays_small() -> None:
    assert sum(len(page.encode()) for page in reference_pages.pages().values()) < 1_500_000


def test_cells_hold_nothing_that_breaks_a_table() -> None:
    for name, page in reference_pages.pages().items():
        for line in page.splitlines():
            if line.startswith("| `"):
                assert len(re.findall(r"(?<!\\)\|", line)) == 3, f"{name}: {line}"
