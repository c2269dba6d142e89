"""Rows out of a file: NDJSON, CSV, TSV, JSON or a list of ids, read as often as need be.

A file is surveyed first: all of it is read once, so that its rows are counted, its encoding is
known, its fingerprint is taken, and what is no row is told before anything is sent.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from oint_b24.errors import UsageProblem
from oint_b24.output.rows import result_of, rows_of
from oint_b24.values.relaxed import NotJson, loads

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["ndjson", "csv", "tsv", "json", "ids"]

FORMS: tuple[Form, ...] = ("ndjson", "csv", "tsv", "json", "ids")
ID = "id"  # the column of a list of ids
NOTE = "_oint"  # what we add to a refused row, and do not read
_ENDINGS: dict[str, Form] = {
    ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv", ".tsv": "tsv", ".json": "json",
}  # fmt: skip
_ENCODINGS = ("utf-8-sig", "cp1251")  # the second is what Russian Windows writes
_DELIMITERS = ",;\t|"
_ESCAPE = re.compile(r"\\([\\tnr])")
_ESCAPED = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
_LONGEST_CELL = 1 << 28  # a file's content in base64 may stand in a cell
_CHUNK = 1 << 20
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx, .ods and .xls begin


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number from 1, the line it ends on, its values by column."""

    number: int
    line: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowFile:
    """A surveyed file. `digest` tells its content from any other's, `names` are its columns."""

    path: Path
    name: str
    form: Form
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    digest: str = ""
    count: int = 0
    names: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row]:
        """Yield the rows in order. Raises UsageProblem with the line of what is none."""
        for number, (line, values) in enumerate(self._read(), 1):
            yield Row(number, line, values)

    def _read(self) -> Iterator[tuple[int, dict[str, Any]]]:
        if self.form == "json":
            return self._document()
        if self.form == "ndjson":
            return self._objects()
        if self.form == "ids":
            return self._ids()
        return self._table()

    def _lines(self) -> Iterator[tuple[int, str]]:
        with self.path.open(encoding=self.encoding) as lines:
            yield from enumerate(lines, 1)

    def _objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for number, line in self._lines():
            if line.strip():
                yield number, self._object(number, self._json(line, number))

    def _document(self) -> Iterator[tuple[int, dict[str, Any]]]:
        text = self.path.read_text(encoding=self.encoding)
        for number, value in enumerate(rows_of(result_of(self._json(text, 1))).items, 1):
            yield number, self._object(number, value)

    def _json(self, text: str, line: int) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
        try:
            return loads(text.strip())
        except NotJson as error:
            raise UsageProblem(
                "import.bad_json", file=self.name, line=line + error.line - 1, why=error.why
            ) from None

    def _object(self, line: int, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return {name: inner for name, inner in value.items() if name != NOTE}
        if isinstance(value, (int, str)) and not isinstance(value, bool):
            return {ID: value}
        raise self._bad(line, "{…}")

    def _ids(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for number, line in self._lines():
            bare = line.strip()
            if bare and not bare.startswith("#"):
                yield number, {ID: bare}

    def _table(self) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.path.open(encoding=self.encoding, newline="") as stream:
            lines = self._records(stream)
            _, header = next(lines, (1, []))
            columns = [name.strip() for name in header]
            twice = next((name for name in columns if name and columns.count(name) > 1), None)
            if twice is not None:
                raise UsageProblem("import.column_twice", file=self.name, name=twice)
            for line, cells in lines:
                if any(cell.strip() for cell in cells):
                    yield line, self._cells(line, columns, cells)

    def _records(self, stream: Any) -> Iterator[tuple[int, list[str]]]:
        if self.form == "tsv":
            for number, line in enumerate(stream, 1):
                yield number, [_unescaped(cell) for cell in line.rstrip("\r\n").split("\t")]
            return
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
        begins = 1
        try:
            for cells in reader:
                yield reader.line_num, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            raise self._misquoted(begins, reader.line_num, str(error)) from None

    def _cells(self, line: int, columns: list[str], cells: list[str]) -> dict[str, Any]:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            raise UsageProblem(
                "import.cells", file=self.name, line=line, count=len(cells), all=len(columns)
            )
        pairs = zip(columns, cells, strict=False)
        return {name: cell for name, cell in pairs if name and name != NOTE}

    def _misquoted(self, begins: int, line: int, detail: str) -> UsageProblem:
        """Tell of quotes that do not fit; an open one reads on to the end of the file."""
        if detail == "unexpected end of data":
            return UsageProblem("import.open_quote", file=self.name, line=begins)
        if "expected after" in detail:
            return UsageProblem("import.stray_quote", file=self.name, line=line)
        return self._bad(line, detail)

    def _bad(self, line: int, detail: str) -> UsageProblem:
        return UsageProblem("import.bad_row", file=self.name, line=line, detail=detail)


def survey(path: Path, name: str, form: Form | None = None) -> RowFile:
    """Read a file through and return what it is.

    `name` is what messages call it. Raises UsageProblem for a file that cannot be read, or whose
    rows cannot.
    """
    try:
        digest, encoding = _fingerprint(path)
        head = _head(path, encoding)
    except OSError as error:
        told = {"option": "FILE", "path": name, "reason": error.strerror}
        raise UsageProblem("value.no_file", remedy="value.path.remedy", **told) from None
    if _is_book(path):
        raise UsageProblem("import.spreadsheet", file=name)
    chosen = form or _ENDINGS.get(Path(name).suffix.lower()) or _form(head)
    found = RowFile(path, name, chosen, encoding, _delimiter(head), digest)
    names: dict[str, None] = {}
    count = 0
    for row in found.rows():
        count += 1
        names.update(dict.fromkeys(row.values))
    return replace(found, count=count, names=tuple(names))


def _is_book(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) in _BOOKS


def _fingerprint(path: Path) -> tuple[str, str]:
    """Return a digest of the content, and the encoding that reads all of it."""
    from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
    from hashlib import sha256

    digest = sha256()
    decoder = getincrementaldecoder("utf-8")()
    encoding = _ENCODINGS[0]
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if file.tell() == len(chunk) and chunk[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
                encoding = "utf-16"
            digest.update(chunk)
            if encoding == _ENCODINGS[0]:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    encoding = _ENCODINGS[1]
    return digest.hexdigest(), encoding


def _head(path: Path, encoding: str) -> str:
    """Return the first line that is not empty."""
    with path.open(encoding=encoding, errors="replace") as lines:
        return next((line for line in lines if line.strip()), "")


def _form(head: str) -> Form:
    """Guess the form of a file by its first line."""
    start = head.lstrip()[:1]
    if start == "{":
        return "ndjson"
    if start == "[":
        return "json"
    bare = head.strip()
    is_table = any(mark in bare for mark in _DELIMITERS) or not bare.isdecimal()
    return "csv" if is_table and not bare.startswith("#") else "ids"


def _delimiter(head: str) -> str:
    """Return what stands between the columns of a header, outside quotes."""
    bare = re.sub(r'"[^"]*"', "", head)
    return max(_DELIMITERS, key=bare.count)


def _unescaped(cell: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], cell) if "\\" in cell else cell
