"""The family `requisites`: of whom and to whom is sold, on paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from oint_b24.sandbox.families.crm import userfields
from oint_b24.sandbox.families.requisites import addresses, base, links, presets, tables
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.store import Store

# Modules that register what they serve by being imported.
SERVED_BY = (addresses, links)

for _table in (*base.TABLES, presets.TABLE):
    tables.register(_table)
for _verb, _answer in (
    ("add", userfields.add),
    ("get", userfields.get),
    ("list", userfields.listed),
    ("update", userfields.update),
    ("delete", userfields.delete),
):
    method(f"crm.requisite.userfield.{_verb}", scope="crm")(partial(_answer, base.USER_FIELDS))


@seed("requisites.family")
def fill(store: Store) -> None:
    """Put in the templates."""
    presets.fill(store)
