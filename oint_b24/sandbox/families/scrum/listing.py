"""Lists of Scrum: filters in capitals (`GROUP_ID`), rows in camel case (`groupId`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.groups import members
from oint_b24.sandbox.families.lists import rows
from oint_b24.sandbox.families.people.directory import is_admin

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

    Row = dict[str, Any]


def snake(name: str) -> str:
    """Turn `groupId` into `GROUP_ID`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def answer(call: Call, found: list[tuple[int, Row]], names: tuple[str, ...]) -> Page:
    """Answer the rows of groups the caller is in, filtered, sorted and selected."""
    everything = is_admin(call.store, call.user)
    own = {group for group, _ in members.groups_of(call.store, call.user)}
    known = ["ID", *(snake(name) for name in names)]
    open_rows = [
        {"ID": number, **{snake(name): row[name] for name in names}}
        for number, row in found
        if everything or row["groupId"] in own
    ]
    fits = rows.select(open_rows, call.object("filter"), known)
    ordered = rows.sort(fits, call.get("order"), known, {"ID": "ASC"})
    select = {str(name).upper() for name in call.list("select")} - {"*"}
    wanted = {snake(name): name for name in ("id", *names)}
    shown = {key: name for key, name in wanted.items() if not select or key in select}
    return rows.page(call, ordered, lambda row: {n: row[key] for key, n in shown.items()})
