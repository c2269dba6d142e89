"""Follow links from parameters to the tables of fields on the pages of data types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tools.catalogue import pages
from tools.catalogue.markdown import plain
from tools.catalogue.parameter import Parameter, merge
from tools.catalogue.rows import parameters
from tools.catalogue.tables import tables

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from pathlib import Path

    from tools.catalogue.markdown import Section

_TYPE_PAGE = re.compile(
    r"(data-types|fields|fields-rest-v3|entities|object-fields|main-entities-fields|base-fields"
    r"|additional-fields)\.md$"
)
_COMMON = "api-reference/data-types.md"  # strings and numbers, linked from everywhere
# The one page that spells fields as answers do (`responsibleId`), while requests are to be sent
# with `RESPONSIBLE_ID` (tasks/tasks-task-add.md).
_ANSWERED = "api-reference/tasks/fields.md"
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_COMPOUND = re.compile(r"object|array|any|[^.]*\[\]$")  # an `….id[]` is a list of numbers
_FIELD_LISTS = frozenset({"fields", "select", "filter", "order"})
# crm.item.* takes `typeId`, `valueType`, `value`, not the VALUE_TYPE of the type its page links to
# (tutorials/crm/how-to-edit-crm-objects/how-to-change-email-or-phone.md).
_MISLED = frozenset({"fm"})
_ANOTHER = re.compile(r"\bobject|\bparameters\b", re.IGNORECASE)


class DataTypes:
    """The data types met so far; `found` maps a reference (`page#anchor`) to its fields' row.

    A link to a page of a method such as crm.deal.fields becomes the name of that method, in the
    column `fields_from`: such fields differ from portal to portal, so the portal has to be asked.
    """

    def __init__(self, root: Path, methods: Mapping[str, str]) -> None:
        self._root = root
        self._methods = methods
        self._absent: set[str] = set()
        self.found: dict[str, dict[str, Any]] = {}

    def rows(
        self, params: list[Parameter], page: str, tabled: Container[str] = ()
    ) -> list[dict[str, Any]]:
        """Return the catalogue's rows of `params`, their references resolved.

        `tabled` names those whose fields the page itself tells: they need no data type.
        """
        return [
            {**one.row(), **self._reference(one, page, is_tabled=one.name in tabled)}
            for one in params
        ]

    def _reference(self, one: Parameter, page: str, *, is_tabled: bool) -> dict[str, str]:
        kind = one.type or ""
        has_fields = _COMPOUND.match(kind) or one.name.lower() in _FIELD_LISTS
        if one.name in _MISLED or not (has_fields or kind.startswith("string")):
            return {}
        for ref in self._links(one.text, page):
            path = ref.partition("#")[0]
            if path in self._methods:
                return {"fields_from": self._methods[path]}
            if has_fields and not is_tabled and self._knows(ref):
                return {"ref": ref}
        return {}

    def _links(self, text: str, page: str) -> list[str]:
        found = []
        for target in _LINK.findall(text):
            path, mark, anchor = target.partition("#")
            full = pages.relative(page, path) if path else page
            within = not path and page in self._methods  # told in the method's own tables
            if full != _COMMON and _TYPE_PAGE.search(full) and not within:
                found.append(full + mark + anchor)
        return found

    def _knows(self, ref: str) -> bool:
        if ref not in self.found and ref not in self._absent:
            self._load(ref)
        return ref in self.found

    def _load(self, ref: str) -> None:
        path, _, anchor = ref.partition("#")
        fields: list[Parameter] = []
        if (self._root / path).is_file():
            fields = _fields(pages.load(self._root, path).sections, anchor)
        if path == _ANSWERED:
            fields = [_asked(one) for one in fields]
        if fields and (anchor or not path.endswith("data-types.md")):
            row = self.found[ref] = {"ref": ref}  # before its fields: they may lead back here
            row["fields"] = self.rows(fields, path)
        else:
            self._absent.add(ref)


def _fields(sections: list[Section], anchor: str) -> list[Parameter]:
    """Return the fields under `anchor`; without one, those of the object the page is about."""
    fields: list[Parameter] = []
    for section in sections:
        title = plain(section.title)
        names = {*section.anchors, _slug(title)}
        if anchor in names if anchor else not (fields and _ANOTHER.search(title)):
            for table in tables(section.body):
                merge(fields, parameters(table.rows), table.tab)
    return fields


def _asked(answered: Parameter) -> Parameter:
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", answered.name).upper()
    return Parameter(name, answered.type, required=False, facts=answered.facts)


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", title.lower()).strip("-")
