"""Read the error codes a page lists, and the HTTP statuses they come with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.catalogue.markdown import code_blocks, plain
from tools.catalogue.tables import tables
from tools.catalogue.wording import ERRORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.catalogue.markdown import Section
    from tools.catalogue.pages import Page

_CODE_COLUMN = re.compile(r"(error )?code|код")
_STATUS_COLUMN = re.compile(r"(http[- ]?)?status|статус|http")
_CODE = re.compile(r"^[A-Za-z0-9_.:\\-]{1,90}$")
# How tables write that a method answers with an empty code, as crm.* and calendar.* do.
_EMPTY = frozenset(
    {"", "—", "-", "–", "empty", "empty value", "empty string", "without code", "no code"}
)
_V3_CODE = re.compile(r"BITRIX_REST_V3_EXCEPTION_[A-Z_]+")
# Some pages show a sentence in the place of the code: only what is a code to its end is one.
_SAMPLE_CODE = re.compile(r"\"error\"\s*:\s*(\"?)(?P<code>[A-Za-z0-9_.]+)\1(?![^,\s}])")
_SAMPLE_V3_CODE = re.compile(r"\"code\"\s*:\s*\"(BITRIX_REST_V3[A-Z_0-9]+)\"")
_ONLY_SYSTEM = re.compile(r"no error codes of its own|only system REST API errors", re.IGNORECASE)


def errors(page: Page) -> tuple[list[str], dict[str, list[int]]]:
    """Return the codes in order of their telling, and the statuses of those that have one."""
    statuses: dict[str, set[int]] = {}
    codes: dict[str, None] = {}
    for section in _error_sections(page.sections):
        for code, status in _tabled(section):
            codes.setdefault(code)
            if status:
                statuses.setdefault(code, set()).add(status)
        codes |= dict.fromkeys(_told(section))
    if _ONLY_SYSTEM.search(page.text):
        codes = {}  # the sample shows a system error
    return list(codes), {code: sorted(found) for code, found in statuses.items() if code in codes}


def error_text(page: Page) -> str:
    """Return the text under all headings of errors."""
    return "\n".join(one.body for one in page.sections if ERRORS.match(one.title))


def _error_sections(sections: list[Section]) -> Iterator[Section]:
    on = False
    for section in sections:
        is_error = bool(ERRORS.match(section.title))
        if 1 <= section.level <= 2:
            on = is_error
        elif section.level > 2:
            on = on or is_error
        if on:
            yield section


def _tabled(section: Section) -> Iterator[tuple[str, int | None]]:
    for table in tables(section.body):
        head = [plain(cell).lower() for cell in table.rows[0]] if table.rows else []
        code_at = next((at for at, cell in enumerate(head) if _CODE_COLUMN.match(cell)), None)
        status_at = next((at for at, cell in enumerate(head) if _STATUS_COLUMN.match(cell)), None)
        for row in table.rows[1:]:
            if code_at is not None and code_at < len(row):
                for code in _codes(row[code_at]):
                    yield code, _status(row, status_at)


def _codes(cell: str) -> Iterator[str]:
    for told in re.findall(r"`([^`\n]+)`", cell) or [plain(cell.split("\n", maxsplit=1)[0])]:
        code = told.strip().strip("\"'")
        if code.lower() in _EMPTY:
            yield ""
        elif _CODE.match(code):
            yield code


def _status(row: list[str], at: int | None) -> int | None:
    found = re.search(r"\d{3}", plain(row[at])) if at is not None and at < len(row) else None
    return int(found[0]) if found else None


def _told(section: Section) -> Iterator[str]:
    """Yield the codes told in sentences and shown in samples."""
    yield from _V3_CODE.findall(section.body)
    for _, code in code_blocks(section.body):
        shown = _SAMPLE_CODE.search(code)
        if shown and shown["code"] != "ERROR_CODE":
            yield shown["code"]
        if new := _SAMPLE_V3_CODE.search(code):
            yield new[1]
