"""Currencies a portal knows: which there are, and what a fresh one has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

KIND = "crm_currency"
# Code, rate to the base currency, format and name.
_SEEDS = (
    ("RUB", 1.0, "# ₽", "Российский рубль"),
    ("USD", 80.0, "$#", "Доллар США"),
    ("EUR", 90.0, "# €", "Евро"),
    ("BYN", 27.0, "# Br", "Белорусский рубль"),
    ("KZT", 0.16, "# ₸", "Казахстанский тенге"),
    ("UAH", 1.9, "# ₴", "Гривна"),
    ("CNY", 11.0, "¥#", "Китайский юань"),
)
LOCALE: dict[str, Any] = {
    "FORMAT_STRING": "#",
    "FULL_NAME": "",
    "DEC_POINT": ".",
    "THOUSANDS_SEP": "&nbsp;",
    "DECIMALS": "2",
    "THOUSANDS_VARIANT": "B",
    "HIDE_ZERO": "Y",
}


def find(store: Store, code: str) -> tuple[int, dict[str, Any]] | None:
    """Return a currency and its place by its code, or None."""
    return next(iter(store.all(KIND, CURRENCY=code)), None)


def fill(store: Store) -> None:
    """Put in the currencies of a fresh portal."""
    for place, (code, rate, form, name) in enumerate(_SEEDS, 1):
        document = {
            "CURRENCY": code,
            "AMOUNT_CNT": 1,
            "AMOUNT": rate,
            "SORT": 100 * place,
            "BASE": "Y" if place == 1 else "N",
            "DATE_UPDATE": "2026-01-12T10:00:00+03:00",
            "LANG": {"ru": {**LOCALE, "FORMAT_STRING": form, "FULL_NAME": name}},
        }
        store.add(KIND, document, id=place)
