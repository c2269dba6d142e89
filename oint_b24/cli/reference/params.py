"""The parameters of a method: as a tree to read, and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.rest.catalogue import Param, fields_of
from oint_b24.text import text

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method

# Parameters whose fields are only names to choose from: told in a row, not as a tree.
_CHOOSING = frozenset({"select", "filter", "order", "sort"})
_UNSAID = ("name", "path", "ref", "nested")


class Tree:
    """The rows of a tree: name with its indent, and what is told of it.

    `deepest` is the number of levels there are, `depth` of them are shown.
    """

    def __init__(self, method: Method, lang: str, depth: int, rows: list[tuple[str, str]]) -> None:
        self.method = method
        self.lang = lang
        self.depth = depth
        self.rows = rows
        self.deepest = 0
        self.has_required = False

    @classmethod
    def of(cls, method: Method, lang: str, depth: int) -> Tree:
        """Lay out the parameters of `method`, `depth` levels of them."""
        tree = cls(method, lang, depth, [])
        told: dict[tuple[str, ...], str] = {}
        for param in method.params:
            tree._add(param, 1, told, ())
        return tree

    def _add(
        self, param: Param, level: int, told: dict[tuple[str, ...], str], above: tuple[str, ...]
    ) -> None:
        self.deepest = max(self.deepest, level)
        inner = _below(self.method, param, above)
        words = described(param, self.lang)
        is_choice = param.name.casefold() in _CHOOSING
        if inner and is_choice:
            words.append(self._choice(param, inner, told))
        elif inner and level >= self.depth:
            words.append(self._say("inner", count=len(inner)))
        if level <= self.depth:
            mark = " *" if param.required else ""
            self.has_required |= param.required
            self.rows.append(("  " * (level - 1) + param.name + mark, "; ".join(words)))
        if not is_choice:
            for child in inner:
                self._add(child, level + 1, told, (*above, _origin(param)))

    def _choice(
        self, param: Param, inner: tuple[Param, ...], told: dict[tuple[str, ...], str]
    ) -> str:
        """Return the fields to choose from, or whose they are the same as."""
        names = tuple(field.name for field in inner)
        same = told.setdefault(names, param.name)
        if same != param.name:
            return self._say("same_fields", name=same)
        listed = ", ".join(f"{f.name} {f.type}" if f.type else f.name for f in inner)
        return self._say("fields", list=listed)

    def _say(self, key: str, **params: Any) -> str:
        return text(f"reference.param.{key}", self.lang, **params)


def described(param: Param, lang: str) -> list[str]:
    """Return what the documentation tells of one parameter, piece by piece."""

    def say(key: str, **params: Any) -> str:
        return text(f"reference.param.{key}", lang, **params)

    def listed(key: str, values: tuple[str, ...], joint: str = ", ") -> list[str]:
        return [say(key, list=joint.join(values))] if values else []

    pieces = [param.type.replace("|", " | ")] if param.type else []
    if param.required_for:
        pieces.append(say("required_for", name=param.required_for))
    pieces += listed("required_if", param.required_if)
    pieces += listed("required_unless", param.required_unless)
    if param.required_in_variant:
        pieces.append(say("required_in_variant"))
    pieces += listed("values", param.enum)
    pieces += listed("formats", param.formats)
    pieces += listed("keys", param.keys if param.keys != param.operators else ())
    pieces += listed("operators", param.operators, " ")
    pieces += listed("directions", param.directions)
    pieces += listed("variants", param.variants)
    if param.default is not None:
        pieces.append(say("default", value=param.default or "''"))
    pieces += _limits(param, lang)
    if param.fields_from:
        pieces.append(say("fields_from", method=param.fields_from))
    return pieces


def _limits(param: Param, lang: str) -> list[str]:
    told = []
    for name in ("min", "max", "min_len", "max_len", "max_px", "max_size"):
        value = getattr(param, name)
        if value is not None:
            told.append(text(f"reference.param.{name}", lang, value=value))
    return told


def as_data(method: Method, depth: int | None = None) -> list[dict[str, Any]]:
    """Return the parameters as data, `depth` levels of them or all."""
    return [_data(method, param, depth, ()) for param in method.params]


def _data(
    method: Method, param: Param, depth: int | None, above: tuple[str, ...]
) -> dict[str, Any]:
    row: dict[str, Any] = {"name": param.name}
    for part, value in zip(param._fields, param, strict=True):
        if part not in _UNSAID and value not in (None, (), False):
            row[part] = list(value) if isinstance(value, tuple) else value
    if depth is None or depth > 1:
        below = None if depth is None else depth - 1
        inner = _below(method, param, above)
        if inner:
            trail = (*above, _origin(param))
            row["fields"] = [_data(method, child, below, trail) for child in inner]
    return row


def _below(method: Method, param: Param, above: tuple[str, ...]) -> tuple[Param, ...]:
    """Return the fields of `param`; none where a type stands inside itself (a task's parent)."""
    if not param.nested or (param.ref and param.ref in above):
        return ()
    return fields_of(method, param)


def _origin(param: Param) -> str:
    return param.ref or param.path
