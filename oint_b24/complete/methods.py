"""What may stand in a REST call: methods, keys, nested fields and documented values.

Reads the catalogue's files as they are: `rest.catalogue` builds values that completion does not
need, out of modules that cost more than the answer.
"""

from __future__ import annotations

from oint_b24.names import fold
from oint_b24.packaged import data, records

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from oint_b24.complete.known import Row

_DATA = ("rest", "data")
_FEW = 30  # more methods than these are shown by the next part of their names


def names(current: str, version: int, lang: str) -> list[Row]:
    """Return the methods that begin as typed; many are shown as groups that end with a dot."""
    wanted, ending = fold(current), f"@{version}"
    index: dict[str, list[Any]] = data(*_DATA, "index.json")["methods"]
    found = {
        place[2] if len(place) > 2 else key.removesuffix(ending): place
        for key, place in index.items()
        if key.endswith(ending) and fold(key).startswith(wanted)
    }
    if len(found) > _FEW:
        return _grouped(list(found), current.count("."), lang)
    rows = records(list(found.values()), *_DATA, "methods.ndjson")
    return [(name, row["title"].get(lang, "")) for name, row in zip(found, rows, strict=True)]


def _grouped(found: list[str], depth: int, lang: str) -> list[Row]:
    """Return names cut after the next dot, deeper where that would be one group only."""
    from oint_b24.text import text

    groups: dict[str, list[str]] = {}
    while len(groups) < 2:
        groups.clear()
        for name in found:
            parts = name.split(".")
            cut = ".".join(parts[: depth + 1])
            groups.setdefault(f"{cut}." if len(parts) > depth + 1 else cut, []).append(name)
        depth += 1
    return [
        (members[0], "") if len(members) == 1
        else (group, text("completion.methods", lang, count=len(members)))
        for group, members in groups.items()
    ]  # fmt: skip


def scopes(lang: str) -> list[Row]:
    """Return the permissions a credential can hold."""
    found: dict[str, dict[str, str]] = data(*_DATA, "scopes.json")
    return [(code, title.get(lang, "")) for code, title in found.items()]


def find(name: str, version: int) -> Method | None:
    """Return the method `name`, or None where the documentation has none."""
    index = data(*_DATA, "index.json")
    place = index["methods"].get(f"{name.casefold()}@{version}")
    return Method(records([place], *_DATA, "methods.ndjson")[0], index["types"]) if place else None


class Method:
    """One documented method, as its row tells."""

    def __init__(self, row: dict[str, Any], types: dict[str, list[Any]]) -> None:
        self._row = row
        self._types = types
        self.params: list[dict[str, Any]] = row.get("params", [])

    def options(self, own: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return the options of a command with those that the method's parameters are.

        The shorthands of lists (kind `many`) stand for the parameters of the same name, and are
        left out where the method has none.
        """
        params = {f"--{p['name']}".casefold(): p for p in self.params}
        kept = {n: o for n, o in own.items() if o.get("kind") != "many" or self._sorts(n, params)}
        shown = {f"--{p['name']}": self._option(p) for n, p in params.items() if n not in kept}
        return kept | shown

    def _sorts(self, name: str, params: dict[str, Any]) -> bool:
        return name in params or (name == "--order" and "--sort" in params)

    def _option(self, param: dict[str, Any]) -> dict[str, Any]:
        """Return a parameter as an option of the command."""
        about = param.get("type") or ""
        return {
            "kind": "value",
            "help": {"ru": about, "en": about},
            "values": _values(param),
            "required": param.get("required", False),
        }

    def values(self, path: str) -> list[Row]:
        """Return the documented values of a parameter (`TYPE`, `fields.COLOR`)."""
        parent, _, name = path.rpartition(".")
        param = _named(name, self._fields(parent)) or {}
        above = self._param(parent) if parent else {}
        found = _values(param) or above.get("directions", [])
        if not found and param.get("type") == "boolean":
            found = ["true", "false"]
        # What is selected are the fields that can be.
        return [(v, "") for v in found or [f["name"] for f in self._selectable(param, path)]]

    def answered(self) -> list[Row]:
        """Return the fields of the answer."""
        fields: dict[str, str | None] = {}
        for group in self._row.get("result_fields", {}).values():
            fields |= group
        return [(name, kind or "") for name, kind in fields.items()]

    def listed(self, name: str) -> list[Row]:
        """Return the fields that `filter`, `select` or `order` may name, as far as is known."""
        for one in (name, "sort" if name == "order" else name, "select"):
            param = _named(one, self.params)
            fields = self._fields(param["name"]) if param else []
            found = [field for field in fields if field["name"][0].isalpha()]
            if found:
                return [(field["name"], field.get("type") or "") for field in found]
        return self.answered()

    def taken(self) -> list[Row]:
        """Return the fields of a record that the method writes."""
        fields = self._fields("fields") or self.params
        return [(field["name"], field.get("type") or "") for field in fields]

    def pair(self, current: str, words: list[str], lang: str) -> tuple[list[Row], str | None]:
        """Return what fits `KEY=value` at the cursor: rows, or the words before a file's name."""
        at = _sign(current)
        if at is None:
            given = {word[: sign[0]] for word in words if (sign := _sign(word))}
            return self._keys(current, given, lang), None
        name, before, value = current[: at[0]], current[: at[1]], current[at[1] :]
        if before.endswith("@"):
            return [], before
        if before.endswith(":=") and value.startswith("@"):
            return [], before + "@"
        return [(before + found, about) for found, about in self.values(_path(name))], None

    def _keys(self, current: str, given: set[str], lang: str) -> list[Row]:
        """Return the keys at the level of the last bracket, the required ones first."""
        head, bracket, begun = current.rpartition("[")
        operator = begun[: len(begun) - len(begun.lstrip("<>=!@%"))] if bracket else ""
        rows = []
        for field in sorted(self._fields(_path(head)), key=lambda f: not f.get("required")):
            name = f"{head}[{operator}{field['name']}]" if bracket else field["name"]
            path = ".".join(filter(None, (_path(head), field["name"])))
            key = name + self._joint(field, path)
            if key.rstrip("=") not in given:
                rows.append((key, _about(field, lang)))
        return rows

    def _joint(self, field: dict[str, Any], path: str) -> str:
        """Return what follows a key: a bracket where it has fields of its own."""
        kind = str(field.get("type") or "")
        if kind == "array" or kind.endswith("[]"):
            has_keys = self._fields(path) and not self._selectable(field, path)
            return "[" if has_keys else "[]="
        return "[" if kind == "object" or self._fields(path) else "="

    def _selectable(self, param: dict[str, Any], path: str) -> list[dict[str, Any]]:
        is_list = str(param.get("name", "")).casefold() == "select"
        return self._fields(path) if is_list else []

    def _param(self, path: str) -> dict[str, Any]:
        parent, _, name = path.rpartition(".")
        return _named(name, self._fields(parent)) or {}

    def _fields(self, path: str) -> list[dict[str, Any]]:
        """Return the fields of the object at `path`; of the method itself where it is empty."""
        if not path:
            return self.params
        own: list[dict[str, Any]] | None = self._row.get("nested", {}).get(path)
        if own:
            return own
        param = self._param(path)
        place = self._types.get(param.get("ref", ""))
        if place:
            fields: list[dict[str, Any]] = records([place], *_DATA, "types.ndjson")[0]["fields"]
            return fields
        keys = [{"name": key} for key in param.get("keys", ()) if "*" not in key]
        return keys or _fields_of_entity(param.get("fields_from"))


def _fields_of_entity(fields_from: str | None) -> list[dict[str, Any]]:
    """Return the fields that `crm.deal.fields` would tell: those `crm.deal.add` takes."""
    maker = find(f"{fields_from.rpartition('.')[0]}.add", 2) if fields_from else None
    return maker._fields("fields") if maker else []


def _values(param: dict[str, Any]) -> list[str]:
    """Return the documented values that can be typed: `U<id>` only shows a form."""
    return [value for value in param.get("enum", ()) if "<" not in value]


def _named(name: str, fields: list[dict[str, Any]]) -> dict[str, Any] | None:
    wanted = name.casefold().lstrip("<>=!@%")
    return next((f for f in fields if f["name"].casefold() == wanted), None)


def _about(field: dict[str, Any], lang: str) -> str:
    kind = field.get("type") or ""
    if not field.get("required"):
        return kind
    from oint_b24.text import text

    return text("completion.required", lang, type=kind).strip()


def _path(name: str) -> str:
    """Return `fields.PHONE` for `fields[PHONE][0]`: numbers and empty brackets are no names."""
    parts = name.replace("]", "").split("[")
    return ".".join(part for part in parts if part and not part.isdecimal())


def _sign(word: str) -> tuple[int, int] | None:
    """Return where the sign between key and value is: the first one outside brackets."""
    depth = 0
    for place, char in enumerate(word):
        depth += (char == "[") - (char == "]")
        if depth == 0 and place > 0:
            if word.startswith(":=", place):
                return place, place + 2
            if char in "=@":
                return place, place + 1
    return None
