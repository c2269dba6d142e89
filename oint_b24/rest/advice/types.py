"""Data types the catalogue refers to by name only, and objects whose keys are languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oint_b24.rest.catalogue import Param

if TYPE_CHECKING:
    from collections.abc import Sequence

# crm/data-types.md; DELETE removes a row (sdk/b24gosdk/index.md)
_TYPES = {"crm_multifield": ("ID", "TYPE_ID", "VALUE", "VALUE_TYPE", "DELETE")}


def fields_of_type(param: Param) -> tuple[Param, ...]:
    """Return the fields of the object, or of the objects in a list, that the type of `param` is."""
    names = _TYPES.get((param.type or "").removesuffix("[]"), ())
    return tuple(Param(name, f"{param.path}.{name}") for name in names)


def is_of_languages(table: Sequence[Param]) -> bool:
    """Say whether `table` names two languages or more, as captions do: any other will do too."""
    return len(table) > 1 and all(len(one.name) == 2 and one.name.islower() for one in table)
