"""Tables of requisites: add, get, list, update, delete and fields, alike for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import userfields, values
from oint_b24.sandbox.families.crm.lists import order_of, where_of
from oint_b24.sandbox.families.crm.records import admit, array, object_id
from oint_b24.sandbox.listing import PAGE, picked
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.crm.fields import Field


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its methods, its documents, and what is checked and done besides.

    `check` looks at a new document and may fill it; `may_delete` may refuse; `gone` cleans up.
    """

    prefix: str
    kind: str
    title: str  # «The Requisite with ID '5' is not found»
    fields: dict[str, Field]
    check: Callable[[Call, dict[str, Any]], None]
    defaults: dict[str, Any] = field(default_factory=dict)
    may_delete: Callable[[Call, int], None] = lambda _, __: None
    gone: Callable[[Call, int], None] = lambda _, __: None
    custom: str = ""  # whose user fields the documents have

    def types(self, call: Call) -> dict[str, str]:
        """Return the type of every field."""
        known = {name: about.type for name, about in self.fields.items()}
        custom = self.user_fields(call)
        return known | {name: about["USER_TYPE_ID"] for name, about in custom.items()}

    def user_fields(self, call: Call) -> dict[str, dict[str, Any]]:
        """Return the custom fields."""
        return userfields.known(call.store, self.custom) if self.custom else {}


def register(table: Table) -> None:
    """Register the methods of a table."""
    for verb, answer in (
        ("fields", describe),
        ("add", add),
        ("get", get),
        ("list", listed),
        ("update", update),
        ("delete", delete),
    ):
        method(f"{table.prefix}.{verb}", scope="crm")(partial(answer, table))


def describe(table: Table, call: Call) -> dict[str, Any]:
    """Describe the fields, custom ones last."""
    own = {name: about.shown() for name, about in table.fields.items()}
    custom = table.user_fields(call)
    return own | {name: userfields.described(about) for name, about in custom.items()}


def found(table: Table, call: Call, number: int) -> dict[str, Any]:
    """Return a document. Refuses where there is none."""
    document = call.store.get(table.kind, number)
    if document is None:
        call.refuse("", f"The {table.title} with ID '{number}' is not found")
    return document


def add(table: Table, call: Call) -> int:
    """Keep a new document and return its id."""
    admit(call)
    sent = array(call, "fields", required=True)
    document: dict[str, Any] = dict(table.defaults)
    _fill(table, call, document, sent, creating=True)
    table.check(call, document)
    document |= {"DATE_CREATE": call.portal.moment(), "CREATED_BY_ID": call.user}
    return call.store.add(table.kind, document)


def _fill(
    table: Table, call: Call, document: dict[str, Any], sent: dict[str, Any], *, creating: bool
) -> None:
    custom = table.user_fields(call)
    for name, value in sent.items():
        about = table.fields.get(name)
        if about is not None and not about.is_read_only and (creating or "i" not in about.flags):
            document[name] = values.kept(about.type, value)
        elif name in custom:
            document[name] = userfields.kept(custom[name], value)


def shown(table: Table, call: Call, number: int, document: dict[str, Any]) -> dict[str, Any]:
    """Return a document the way answers carry it."""
    row: dict[str, Any] = {"ID": str(number)}
    for name, about in table.fields.items():
        if name != "ID":
            value = values.shown(name, about.type, document.get(name))
            row[name] = "" if value is None and about.type == "datetime" else value
    for name, definition in table.user_fields(call).items():
        row[name] = userfields.shown(definition, document.get(name))
    return row


def get(table: Table, call: Call) -> dict[str, Any]:
    """Return one document."""
    admit(call)
    number = object_id(call)
    return shown(table, call, number, found(table, call, number))


def listed(table: Table, call: Call) -> Page:
    """Return the documents that match the filter, 50 at a time."""
    admit(call)
    known = table.types(call)
    where = where_of(call.store, table.kind, array(call, "filter"), known)
    order = order_of(call, known)
    start = whole(call.get("start"), 0) or 0
    select = call.list("select")
    rows = [
        picked(shown(table, call, number, document), select)
        for number, document in call.store.select(table.kind, where, order, PAGE, max(start, 0))
    ]
    if start < 0:
        return Page(rows)
    total, after = call.store.count(table.kind, where), start + PAGE
    return Page(rows, total=total, next=after if after < total else None)


def update(table: Table, call: Call) -> bool:
    """Change the sent fields of a document."""
    admit(call)
    number = object_id(call)
    document = found(table, call, number)
    _fill(table, call, document, array(call, "fields", required=True), creating=False)
    document |= {"DATE_MODIFY": call.portal.moment(), "MODIFY_BY_ID": call.user}
    call.store.put(table.kind, number, document)
    return True


def delete(table: Table, call: Call) -> bool:
    """Delete a document and what belongs to it."""
    admit(call)
    number = object_id(call)
    found(table, call, number)
    table.may_delete(call, number)
    call.store.delete(table.kind, number)
    table.gone(call, number)
    return True
