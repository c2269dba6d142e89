"""Units of measurement, their ratios, VAT rates and markups of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.sandbox.families.catalog.entity import Change, Codes, Entity
from oint_b24.sandbox.families.catalog.fields import table
from oint_b24.sandbox.families.catalog.records import register
from oint_b24.sandbox.families.catalog.refusals import refuse

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

READ_ONLY = ("getFields", "get", "list")


def _check_measure(call: Call, change: Change) -> None:
    """Keep codes unique and the default one single (catalog-measure-add.md)."""
    new = change.new
    same = call.store.all(MEASURE.kind, code=new["code"])
    if any(number != change.number for number, _ in same):
        refuse(200600000000, f"A measure with the code {new['code']} already exists")
    default = default_measure(call.store)
    if new["isDefault"] == "Y" and default not in (None, change.number):
        refuse(200600000010, "There is a default measure already")


def default_measure(store: Store) -> int | None:
    """Return the unit that new products get."""
    return next((number for number, _ in store.all("catalog_measure", isDefault="Y")), None)


MEASURE = Entity(
    "catalog.measure",
    "catalog_measure",
    "measure",
    "measures",
    table(
        """
        code integer *
        id integer r
        isDefault char - N
        measureTitle string *
        symbol string
        symbolIntl string
        symbolLetterIntl string
        """
    ),
    Codes((200600000020, "Measure does not exist")),
    check=_check_measure,
)
VAT = Entity(
    "catalog.vat",
    "catalog_vat",
    "vat",
    "vats",
    table(
        """
        active char - Y
        id integer r
        name string *
        rate double *
        sort integer - 100
        timestampX datetime
        """
    ),
    Codes((200800000000, "VAT rate does not exist")),
    needed=("name", "rate"),
)
EXTRA = Entity(
    "catalog.extra",
    "catalog_extra",
    "extra",
    "extras",
    table(
        """
        id integer r
        name string *
        percentage double *
        """
    ),
    Codes((202000000000, "Extra does not exist")),
)
RATIO = Entity(
    "catalog.ratio",
    "catalog_ratio",
    "ratio",
    "ratios",
    table(
        """
        id integer r
        isDefault char
        productId integer *
        ratio double *
        """
    ),
    Codes(("0", "Ratio does not exist")),
)

register(MEASURE)
register(VAT)
register(EXTRA, READ_ONLY)
register(RATIO, READ_ONLY)
