"""Cells as people and spreadsheets write them, fitted to the portal's fields or refused."""

from __future__ import annotations

from typing import Any

import pytest

from oint_b24.bulk.importing.kinds import Kind
from oint_b24.bulk.importing.values import Unfit, fitted

STAGES = {"новая": "NEW", "в работе": "WORK"}


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Kind("A", "double"), "1 234,50", "1234.50"),
        (Kind("A", "double"), "1.234,5", "1234.5"),
        (Kind("A", "double"), "1,234.5", "1234.5"),
        (Kind("A", "double"), 10.5, 10.5),
        (Kind("A", "integer"), " 5.0 ", "5"),
        (Kind("A", "integer"), "-12", "-12"),
        (Kind("A", "date"), "1.2.2026", "2026-02-01"),
        (Kind("A", "date"), "31.12.2026 10:30", "2026-12-31"),
        (Kind("A", "datetime"), "31.12.2026 9:05", "2026-12-31T09:05:00"),
        (Kind("A", "datetime"), "2026-12-31T10:00:00+03:00", "2026-12-31T10:00:00+03:00"),
        (Kind("A", "char"), "Да", "Y"),
        (Kind("A", "char"), "S", "S"),
        (Kind("A", "boolean"), False, "N"),
        (Kind("A", "crm_status", choices=STAGES), "В работе", "WORK"),
        (Kind("A", "crm_status", choices=STAGES), "NEW", "NEW"),
        (Kind("A", "string"), "  как есть ", "  как есть "),
        (Kind("A", "integer", is_multiple=True), "1, 2;3", ["1", "2", "3"]),
        (Kind("A", "string", is_multiple=True), "a, b; c", ["a, b", "c"]),
        (Kind("A", "string", is_multiple=True), '["x;y"]', ["x;y"]),
        (
            Kind("EMAIL", "crm_multifield"),
            '[{"ID": "7", "VALUE": "a@sandbox.example", "VALUE_TYPE": "HOME", "TYPE_ID": "EMAIL"}]',
            [{"VALUE": "a@sandbox.example", "VALUE_TYPE": "HOME"}],
        ),
        (
            Kind("WEB", "crm_multifield"),
            "https://sandbox.example/a,b",
            [{"VALUE": "https://sandbox.example/a,b", "VALUE_TYPE": "WORK"}],
        ),
    ],
)
def test_a_cell_becomes_what_the_field_takes(kind: Kind, cell: Any, value: Any) -> None:
    assert fitted(cell, kind, is_new=True) == value


def test_rows_of_phones_keep_their_ids_on_update() -> None:
    rows = [{"ID": "7", "VALUE": "+7900"}]

    assert fitted(rows, Kind("PHONE", "crm_multifield"), is_new=False) == rows


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("double", "много"), ("double", "1.2.3"), ("integer", "1,5"), ("integer", "1,234"),
        ("date", "12/31/2026"), ("date", "31.02.2026"), ("datetime", "завтра"),
        ("boolean", "может быть"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_not_guessed(kind: str, cell: str) -> None:
    with pytest.raises(Unfit) as refused:
        fitted(cell, Kind("A", kind), is_new=True)

    assert refused.value.params["value"] == cell
