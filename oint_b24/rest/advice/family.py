"""Ask the methods beside one: `catalog.measure.get` for `catalog.measure.update`, `user.*`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from oint_b24.rest import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.rest.catalogue import Method, Param

_NAMES_A_FIELD = re.compile(r"sort|order|select|field|name|key|column|by\Z", re.IGNORECASE)


def spellings_beside(method: Method) -> set[str]:
    """Return the names of the parameters of the methods beside `method`."""
    return {param.name for other in _beside(method) for param in other.params}


def fields_around(method: Method) -> set[str]:
    """Return all names of fields that `method` and those beside it take or answer with."""
    return {
        name
        for other in (method, *_beside(method))
        for name in (*_taken(other), *(field.name for field in other.result_fields))
    }


def fields_named(param: Param) -> tuple[Param, ...]:
    """Return the fields `param` may name where a page refers to a method that tells them.

    Such a method (`crm.deal.fields`) tells them at run time; those of `crm.deal.add` are known.
    """
    adding = (param.fields_from or "").rpartition(".")[0] + ".add"
    method = catalogue.find(adding)
    return catalogue.fields_of(method, "fields") if method else ()


def lists_fields(method: Method, param: Param) -> bool:
    """Say whether the documented list of `param`, part of a filter, holds names of fields.

    The text of a page may name at one parameter others that depend on it: a language, and the
    captions that are told in it (crm-deal-userfield-list.md).
    """
    if _NAMES_A_FIELD.search(param.name):
        return False
    names = {name for other in (method, *_beside(method)) for name in _taken(other)}
    return names >= set(param.enum)


def _taken(method: Method) -> Iterator[str]:
    for rows in method.nested.values():
        yield from (row["name"] for row in rows)


def _beside(method: Method) -> Iterator[Method]:
    words = method.name.casefold().split(".")
    family = ".".join(words[: 1 if len(words) == 2 else 2]) + "."
    for name in catalogue.names(method.version):
        if name.casefold().startswith(family) and name != method.name:
            other = catalogue.find(name, method.version)
            if other:
                yield other
