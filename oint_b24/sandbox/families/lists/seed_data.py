"""The list of a fresh portal: requests with a sum and a status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.lists import elements_store, field_types, properties
from oint_b24.sandbox.families.lists.access import KIND

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

_BLOCK = 30
_SUM, _STATUS = 101, 102
_NEW, _DONE = 1001, 1002
_MOMENT = "2026-01-12T10:00:00+03:00"


def fill(store: Store) -> None:
    """Put in the list «Заявки» with two fields and two elements."""
    name = {**field_types.blank("NAME", "Название"), "IS_REQUIRED": "Y"}
    block = {
        "IBLOCK_TYPE_ID": "lists",
        "CODE": "requests",
        "NAME": "Заявки",
        "SORT": 500,
        "DESCRIPTION": "Заявки на оплату",
        "BIZPROC": "N",
        "PICTURE": None,
        "SOCNET_GROUP_ID": None,
        "MESSAGES": {"ELEMENTS_NAME": "Заявки", "ELEMENT_NAME": "Заявка"},
        "RIGHTS": {"U1": "X", "*": "R", "D2": "W", "D3": "E"},
        "SYSTEM": {"NAME": name},
        "TIMESTAMP_X": _MOMENT,
    }
    store.add(KIND, block, id=_BLOCK)
    _fill_properties(store)
    _fill_elements(store)


def _fill_properties(store: Store) -> None:
    statuses = [
        {"ID": _NEW, "VALUE": "Новая", "SORT": 10, "DEF": "Y"},
        {"ID": _DONE, "VALUE": "Оплачена", "SORT": 20, "DEF": "N"},
    ]
    for number, kind, name, code, rows in (
        (_SUM, "N", "Сумма", "SUM", []),
        (_STATUS, "L", "Статус", "STATUS", statuses),
    ):
        field = {**field_types.blank(kind, name), "CODE": code, "LIST": rows}
        field |= {"IBLOCK_ID": _BLOCK, "SORT": number - 81}
        store.add(properties.KIND, field, id=number)
    properties.reserve_values(store, _DONE)


def _fill_elements(store: Store) -> None:
    rows: tuple[tuple[int, str, str, int, str, int], ...] = (
        (501, "Заявка на канцтовары", "request-1", 1, "15000", _NEW),
        (502, "Заявка на лицензии", "request-2", 10, "42000.50", _DONE),
    )
    for place, (number, name, code, author, money, status) in enumerate(rows):
        held: dict[str, Any] = {
            str(_SUM): {str(9001 + 2 * place): money},
            str(_STATUS): {str(9002 + 2 * place): str(status)},
        }
        element = {
            "IBLOCK_ID": _BLOCK,
            "CODE": code,
            "NAME": name,
            "SECTION_ID": None,
            "SORT": 500,
            "CREATED_BY": author,
            "MODIFIED_BY": author,
            "DATE_CREATE": _MOMENT,
            "TIMESTAMP_X": _MOMENT,
            "BP_PUBLISHED": "Y",
            "VALUES": held,
        }
        store.add(elements_store.KIND, element, id=number)
    store.reserve(elements_store.VALUE, 9004)
