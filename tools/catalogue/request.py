"""Read what a method takes: its parameters, and the fields of those that are objects."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.catalogue.markdown import Section, plain
from tools.catalogue.parameter import Parameter, merge
from tools.catalogue.rows import parameters
from tools.catalogue.tables import tables

if TYPE_CHECKING:
    from tools.catalogue.wording import Wording

_NUMBERED = re.compile(r"^\d+\.")
_LINKED = re.compile(r"\(#([^)]+)\)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{2,}")

Labelled = list[tuple[str | None, list[Parameter]]]


@dataclass(slots=True)
class Request:
    """A method's parameters, and by path (`fields.PHONE`) the fields of the nested ones.

    A table whose heading names no parameter is kept under its heading, marked with `§`.
    """

    params: list[Parameter] = field(default_factory=list)
    nested: dict[str, list[Parameter]] = field(default_factory=dict)

    def levels(self) -> list[tuple[str, list[Parameter]]]:
        """Return all lists of parameters with their paths, the method's own first."""
        return [("", self.params), *self.nested.items()]


def request(sections: list[Section], wording: Wording) -> Request:
    """Read the request of a page; old pages have it in the lead, without a heading."""
    region = _region(sections, wording)
    reader = _Reader(wording)
    if region:
        reader.read(region, headed=True)
    else:
        reader.read(_lead(sections, wording), headed=False)
    return reader.request


def _region(sections: list[Section], wording: Wording) -> list[Section]:
    region: list[Section] = []
    for section in sections:
        if section.level == 2 and not region:
            region = [section] if wording.request.match(section.title) else []
        elif section.level == 2 and wording.request_end.match(section.title):
            break
        elif region:
            region.append(section)
    return region


def _lead(sections: list[Section], wording: Wording) -> list[Section]:
    region: list[Section] = []
    for section in sections:
        if section.level >= 2 and wording.request_end.match(section.title):
            break
        region.append(section)
    return region


class _Reader:
    """Read the tables of a request in order, knowing the parameters met so far."""

    def __init__(self, wording: Wording) -> None:
        self.request = Request()
        self._wording = wording
        self._known: dict[str, list[tuple[str, Parameter]]] = {}
        self._by_variant = False

    def read(self, region: list[Section], *, headed: bool) -> None:
        is_top = True
        for at, section in enumerate(region):
            told = _told(section)
            if not told:
                continue
            first = not headed or at == 0
            if is_top and self._opens(section, first=first):
                self._by_variant = not first
                self._add(told, None if first else section.title)
                is_top = not first and _goes_on(region, at)
            elif is_top and self._by_variant:
                self._add([(section.title, one) for _, one in told], None)
                is_top = _goes_on(region, at)
            elif self._wording.more.match(section.title):
                self._add(told, None)
            else:
                self._nest(section, told)
        if self._by_variant:
            self._require_in_all()

    def _opens(self, section: Section, *, first: bool) -> bool:
        """Say whether the method's own parameters begin here."""
        nothing_yet = not self.request.params and not self.request.nested
        return first or (nothing_yet and self._path(section) is None)

    def _add(self, told: Labelled, variant: str | None) -> None:
        for label, found in told:
            merge(self.request.params, found, label or variant)
        self._register("", self.request.params)

    def _nest(self, section: Section, told: Labelled) -> None:
        path = self._path(section) or f"§ {section.title}"
        for label, found in told:
            self._add_nested(path, found, label)

    def _add_nested(self, path: str, found: list[Parameter], variant: str | None = None) -> None:
        merge(self.request.nested.setdefault(path, []), found, variant)
        self._register(path, found)

    def _register(self, path: str, found: list[Parameter]) -> None:
        for one in found:
            full = f"{path}.{one.name}" if path else one.name
            for name in dict.fromkeys((one.name, full)):
                self._known.setdefault(_folded(name), []).append((full, one))
            for table in tables(one.text):
                inner = parameters(table.rows)
                if inner:
                    self._add_nested(full, inner)

    def _require_in_all(self) -> None:
        """Among variants, keep as required only what each of them requires."""
        params = self.request.params
        count = len({variant for one in params for variant in one.variants})
        for one in params:
            if len(set(one.variants)) < count:
                one.required_in_variant, one.required = one.required, False

    def _path(self, section: Section) -> str | None:
        """Return the path of the parameter that a heading speaks of: by name, link or word."""
        title = plain(section.title)
        return (
            self._named(title)
            or self._linked(section.anchors)
            or self._linked((re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-"),))
            or self._worded(title)
        )

    def _named(self, title: str) -> str | None:
        for form in self._wording.described:
            found = form.match(title)
            known = self._known.get(_folded(found["name"])) if found else None
            if known:
                return min((full for full, _ in known), key=lambda full: full.count("."))
        return None

    def _linked(self, anchors: tuple[str, ...]) -> str | None:
        wanted = {anchor.lower() for anchor in anchors}
        for known in self._known.values():
            for full, one in known:
                if any(link.lower() in wanted for link in _LINKED.findall(one.text)):
                    return full
        return None

    def _worded(self, title: str) -> str | None:
        if self._wording.filter.search(title) and "filter" in self._known:
            return self._known["filter"][0][0]
        for word in _WORD.findall(title):
            looks_named = word.isupper() or "_" in word or word != word.capitalize()
            if looks_named and _folded(word) in self._known:
                return self._known[_folded(word)][0][0]
        return None


def _told(section: Section) -> Labelled:
    found = [(table.tab, parameters(table.rows)) for table in tables(section.body)]
    return [(label, params) for label, params in found if params]


def _goes_on(region: list[Section], at: int) -> bool:
    """Say whether the next heading is another numbered variant («2. By code»)."""
    return at + 1 < len(region) and bool(_NUMBERED.match(region[at + 1].title))


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9_.]", "", name.lower().replace("[]", ""))
