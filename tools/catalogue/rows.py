"""Read a parameter table's rows: names, stars, types."""

from __future__ import annotations

import re

from tools.catalogue.facts import facts
from tools.catalogue.markdown import plain
from tools.catalogue.parameter import Parameter
from tools.catalogue.values import own_text
from tools.catalogue.wording import PARAMETER_TABLE

_HEADLESS = re.compile(r"\*\*[A-Za-z_][A-Za-z0-9_.\[\]]*\*\*(\*|\^\*\^)?\s*\n?\s*\[?`")
_TYPE_COLUMN = re.compile(r"type|тип")
_REQUIRED_COLUMN = re.compile(r"required|mandatory|обязател")
_YES = re.compile(r"(yes|да|\+|required)", re.IGNORECASE)
_PATTERN = re.compile(r"\.\.\.$|<.*>|\{.*\}|\*$|#|_$|_[xnN]+$|^\d+$")
_ALIAS = re.compile(r"^([A-Za-z0-9_.]+)\s*\(([A-Za-z0-9_.]+)\)$")
_REQUIRED_TEXT = re.compile(
    r"^\s*(required parameter\b(?!s)|required\.|обязательный параметр)",
    re.IGNORECASE | re.MULTILINE,
)
_CONDITIONAL_TEXT = re.compile(r"not required|optional|required (if|when|for|only)", re.IGNORECASE)

# The ways a name is written, the first that fits wins: **A**, **A***, **A**^*^, **A\***, `A`*.
_BOLD = re.compile(
    r"\*\*(?P<name>[^*\n]*(?:\\\*)?[^*\n]*?)(?P<inside>\^\\?\*\^|\\?\*)?\*\*"
    r"(?P<outside>\^\\?\*\^|\*{1,2})?(?=[\s,`\[\\|<(]|$)"
)
_BOLD_STAR = re.compile(r"\*\*(?P<name>[^*\n]+)\*\*\*")
_CODE = re.compile(r"`(?P<name>[^`]+)`(?P<star>\*|\^\*\^|\\\*)?")
_ANY_BOLD = re.compile(r"\*\*(?P<name>[^\n]+?)\*\*")
_SEVERAL_BOLD = re.compile(
    r"\*\*([A-Za-z0-9_.\[\]]+)\*\*(\*?)\s*(?:\\\||,|/|or\b|или\b)\s*(?=\*\*)"
)
_EITHER_BOLD = re.compile(r"\*\*\*?\s*(?:\\\||/|or\b|или\b)\s*\*\*")
_EACH_BOLD = re.compile(r"\*\*([A-Za-z0-9_.\[\]]+)\*\*(\*?)")
_SEVERAL_CODE = re.compile(r"((?:`[A-Za-z0-9_.]+`\s*,\s*)+`[A-Za-z0-9_.]+`)\s*(.*)", re.DOTALL)
_CODE_MARK = re.compile(r"`+([^`]+)`+")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_PLAIN_TYPE = re.compile(r"[A-Za-z_.\[\]|/ ]{3,40}")
_BAR = re.compile(r"\s*\|\s*")


def parameters(rows: list[list[str]]) -> list[Parameter]:
    """Return the parameters of a table, header row included; none for any other table."""
    if not rows or not rows[0]:
        return []
    head = [plain(cell).lower() for cell in rows[0]]
    if not PARAMETER_TABLE.match(head[0]):
        if len(head) != 2 or not _HEADLESS.match(rows[0][0]):
            return []
        head, rows = ["name", "description"], [["", ""], *rows]
    types, required = _column(head, _TYPE_COLUMN), _column(head, _REQUIRED_COLUMN)
    return [one for row in rows[1:] if row and row[0] for one in _row(row, types, required)]


def _column(head: list[str], wanted: re.Pattern[str]) -> int | None:
    return next((at for at, cell in enumerate(head) if at and wanted.match(cell)), None)


def _row(row: list[str], types: int | None, required: int | None) -> list[Parameter]:
    named, rest = _names(row[0], has_type_column=types is not None)
    if types is not None and types < len(row):
        kind = _type(row[types]) or plain(row[types]) or None
    else:
        kind = _type(rest)
    told = required is not None and required < len(row) and _YES.match(plain(row[required]))
    found = [
        _parameter(name, kind, row, required=star or bool(told))
        for name, star in ((_clean(name), star) for name, star in named)
        if _is_name(name, kind)
    ]
    if len(found) > 1 and _EITHER_BOLD.search(row[0]):
        _tell_alternatives(found)
    return found


def _tell_alternatives(found: list[Parameter]) -> None:
    """Mark required parameters that share a row («A or B») as standing for one another."""
    for one in found:
        others = [other.name for other in found if other is not one]
        if one.required:
            one.facts.setdefault("required_unless", list(others))


def _parameter(name: str, kind: str | None, row: list[str], *, required: bool) -> Parameter:
    description = row[-1] if len(row) > 1 else ""
    alias = _ALIAS.match(name)
    name = alias[1] if alias else name
    return Parameter(
        name=name,
        type=kind,
        required=required or (len(row) > 1 and _says_required(description)),
        text=f"{row[0]}\n{description}",
        facts={
            **({"pattern": True} if _PATTERN.search(name) else {}),
            **facts(name, kind, description),
        },
    )


def _says_required(description: str) -> bool:
    told = _REQUIRED_TEXT.search(own_text(description)[:200])
    return bool(told) and not _CONDITIONAL_TEXT.search(description[:200])


def _is_name(name: str, kind: str | None) -> bool:
    if not name or name in ("-", "—"):
        return False
    return " " not in name or bool(kind) or "<" in name or "(" in name


def _names(cell: str, *, has_type_column: bool) -> tuple[list[tuple[str, bool]], str]:
    """Return the names of a cell, each with its star, and the rest of the cell (the type)."""
    line = cell.split("\n", maxsplit=1)[0]
    if _SEVERAL_BOLD.search(line):
        names = [(name, bool(star)) for name, star in _EACH_BOLD.findall(line)]
        return names, cell[cell.rfind("**") + 2 :]
    several = _SEVERAL_CODE.match(cell) if has_type_column else None
    if several:
        return [(name, False) for name in re.findall(r"`([^`]+)`", several[1])], several[2]
    return _name(cell)


def _name(cell: str) -> tuple[list[tuple[str, bool]], str]:
    if bold := _BOLD.match(cell):
        outside = bold["outside"] or ""
        stars = (bold["inside"] or "") + outside
        if bold["name"].endswith("\\"):  # the asterisk of `UF_\*` belongs to the name
            return [(bold["name"][:-1] + "*", False)], cell[bold.end() :]
        return [(bold["name"], "*" in stars and outside != "**")], cell[bold.end() :]
    for form, star in ((_BOLD_STAR, True), (_CODE, None), (_ANY_BOLD, False)):
        if found := form.match(cell):
            required = bool(found["star"]) if star is None else star
            return [(found["name"], required)], cell[found.end() :]
    return [], cell


def _clean(name: str) -> str:
    return " ".join(name.replace("\\", "").replace("`", "").split()).strip(" ,:")


def _type(text: str) -> str | None:
    text = text.replace("\\|", "|")
    told = [kind.strip() for kind in _CODE_MARK.findall(text)]
    if not told:
        link, bare = _LINK.search(text), plain(text)
        told = [link[1]] if link else [bare] if _PLAIN_TYPE.fullmatch(bare) else []
    return "|".join(_BAR.sub("|", kind) for kind in told) or None
