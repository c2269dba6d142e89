"""Sections as they are kept, and the tree they make: margins, depth, global activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

    Section = dict[str, Any]

KIND = "iblock_section"


def get(store: Store, block: int, number: int | None) -> Section | None:
    """Return a section of a list."""
    section = store.get(KIND, number)
    return section if section and section["IBLOCK_ID"] == block else None


def of(store: Store, block: int) -> dict[int, Section]:
    """Return the sections of a list by id."""
    return dict(store.select(KIND, [Where("IBLOCK_ID", "=", block)]))


def below(sections: dict[int, Section], number: int) -> list[int]:
    """Return a section and all that lie under it."""
    found = [number]
    for child, section in sections.items():
        if section["SECTION_ID"] == number:
            found += below(sections, child)
    return found


def tree(sections: dict[int, Section]) -> list[Section]:
    """Return rows with ID, margins, depth and global activity, in the order of the tree."""
    rows: list[Section] = []
    _grow(sections, None, (1, "Y"), 1, rows)
    return rows


def _grow(
    sections: dict[int, Section],
    parent: int | None,
    level: tuple[int, str],
    left: int,
    rows: list[Section],
) -> int:
    """Add the children of `parent` to `rows`; return the next free margin."""
    depth, active = level
    children = [(n, s) for n, s in sections.items() if s["SECTION_ID"] == parent]
    for number, section in sorted(children, key=lambda pair: (pair[1]["SORT"], pair[0])):
        is_active = "Y" if active == section["ACTIVE"] == "Y" else "N"
        row = {"ID": number, **section, "DEPTH_LEVEL": depth, "GLOBAL_ACTIVE": is_active}
        rows.append(row)
        right = _grow(sections, number, (depth + 1, is_active), left + 1, rows)
        row |= {"LEFT_MARGIN": left, "RIGHT_MARGIN": right}
        left = right + 1
    return left
