"""Judge one name of an object against the documented ones: known, free, miscased, misspelt, far."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from oint_b24.rest.advice.alike import closest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from oint_b24.rest.catalogue import Param

Kind = Literal["known", "free", "case", "near", "far"]

# Names a portal makes: indexes, user fields, links to smart processes, properties of information
# blocks (crm/crm-objects/deals, crm/universal, catalog, lists), and references in a batch.
_MADE = re.compile(
    r"~?(?:\d+|n\d+|uf[A-Z]\w*|UF_\w*|PARENT_ID_\d+|parentId\d+|PROPERTY_\w+|property\d+)\Z|.*\$"
)
_USER_FIELD = re.compile(r"~?(?:UF_|uf[A-Z]|PROPERTY_)")
_NAME = re.compile(r"[\w.]+\Z")
_NUMBERED = re.compile(r"(?<=[a-z_])N\Z")  # propertyN, PROPERTY_N


class Judgement(NamedTuple):
    """What a given name is; `meant` is the documented name it stands for, if any."""

    kind: Kind
    meant: str | None = None


class Names(NamedTuple):
    """The documented names of one object, and the forms of those that a portal or a user makes."""

    params: dict[str, Param]
    forms: tuple[re.Pattern[str], ...] = ()
    extra: frozenset[str] = frozenset()

    @classmethod
    def of(cls, params: Iterable[Param], extra: Iterable[str] = ()) -> Names:
        """Return the names of `params`; of a dotted one (`fields.TITLE`) the first part."""
        known: dict[str, Param] = {}
        heads = set(extra)
        forms = []
        for param in params:
            form = _form(param)
            if form is not None:
                forms.append(form)
            if "." in param.name:
                heads.add(param.name.partition(".")[0])
            elif _NAME.match(param.name):
                known.setdefault(param.name, param)
        return cls(known, tuple(forms), frozenset(heads))

    def judge(self, name: str, given: Collection[str]) -> Judgement:
        """Say what `name` is in an object that holds the names `given`."""
        if name in self.params or name in self.extra:
            return Judgement("known", name)
        absent = [known for known in (*self.params, *self.extra) if known not in given]
        if _MADE.match(name) or any(form.match(name) for form in self.forms):
            return self._made(name, absent)
        if not _NAME.match(name):
            return Judgement("free")
        folded = name.casefold()
        for known in absent:
            if known.casefold() == folded:
                return Judgement("case", known)
        near = closest(name, absent)
        return Judgement("near", near) if near else Judgement("far")

    def _made(self, name: str, absent: list[str]) -> Judgement:
        """Take a name of a portal's form for its own, but for a slip in a documented one."""
        alike = [known for known in absent if _USER_FIELD.match(known)]
        near = closest(name, alike) if _USER_FIELD.match(name) and alike else None
        return Judgement("near", near) if near else Judgement("free")


def _form(param: Param) -> re.Pattern[str] | None:
    """Return the form of the names `param` stands for, or None where it is one name."""
    name = param.name
    if name == "*" or "<" in name:
        return re.compile(r".*", re.DOTALL)
    head = re.split(r"\.\.\.|\*|XXX", name)[0]
    if head != name:
        return re.compile(re.escape(head))
    if _NUMBERED.search(name):
        return re.compile(re.escape(name[:-1]) + r"\d+\Z")
    if param.pattern and name.endswith("_"):
        return re.compile(re.escape(name))
    return None
