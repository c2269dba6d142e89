"""The commands of `oint bitrix24`, read from `commands.json`: one row each.

The same rows drive parsing, help, completion, the compatibility page and the tests.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from oint_b24.names import fold
from oint_b24.packaged import data

if TYPE_CHECKING:
    from collections.abc import Mapping

Texts = dict[str, str]


class Option(NamedTuple):
    """An option of a command.

    `as_` names how its text becomes a value (see `payload`), `key` where that value goes
    (dots nest). `always` sends the default too, `unless` names an option that silences it,
    `blank` allows an empty text, `ours` marks what OPI does not have.
    """

    name: str
    as_: str
    short: str | None = None
    key: str | None = None
    required: bool = False
    switch: bool = False
    flag: bool = False
    default: str | None = None
    always: bool = False
    unless: str | None = None
    blank: bool = False
    ours: bool = False
    help: Mapping[str, str] = {}


class Row(NamedTuple):
    """A command. `rest` None means that nothing is sent: the answer is made here."""

    ru: str
    en: str
    region: str
    about: Texts
    rest: str | None
    verb: Literal["POST", "GET", "local"]
    effect: Literal["read", "write", "delete", "local"]
    options: tuple[Option, ...]
    examples: tuple[dict[str, Any], ...]
    aliases: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    constants: Mapping[str, str] = {}
    skeleton: Mapping[str, Texts] = {}
    local: Any = None
    steps: str | None = None
    after: str | None = None
    confirm: str | None = None
    any_of: tuple[str, ...] = ()

    def name(self, lang: str) -> str:
        """Return the command's name in `lang`."""
        return self.ru if lang == "ru" else self.en

    def option(self, name: str) -> Option | None:
        """Return the option called `name` (with its dashes), or None."""
        return next((o for o in self.options if o.name == name), None)


class Region(NamedTuple):
    """A group of commands, as OPI's documentation divides them."""

    id: str
    title: Texts


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = data("opi", "commands.json")
    return loaded


@cache
def _index() -> dict[str, int]:
    """Return the folded names of both languages, and old names, as places in the table."""
    places: dict[str, int] = {}
    for place, row in enumerate(_data()["commands"]):
        for name in (row["ru"], row["en"], *row.get("aliases", ())):
            places.setdefault(fold(name), place)
    return places


def find(name: str) -> Row | None:
    """Return the row called `name`: either language, any case, ё = е, names of OPI 1.x too."""
    place = _index().get(fold(name))
    return None if place is None else _row(_data()["commands"][place])


def all_rows() -> list[Row]:
    """Return every row, in OPI's order."""
    return [_row(data) for data in _data()["commands"]]


def names() -> list[str]:
    """Return all current names, Russian and English."""
    return [name for row in _data()["commands"] for name in (row["ru"], row["en"])]


def regions() -> list[Region]:
    """Return the regions in OPI's order."""
    return [Region(r["id"], {"ru": r["ru"], "en": r["en"]}) for r in _data()["regions"]]


def _row(data: dict[str, Any]) -> Row:
    given = dict(data)
    given["options"] = tuple(_option(o) for o in data["options"])
    for name in ("examples", "aliases", "order", "any_of"):
        given[name] = tuple(data.get(name, ()))
    return Row(**given)


def _option(data: dict[str, Any]) -> Option:
    given = dict(data)
    given["as_"] = given.pop("as")
    return Option(**given)
