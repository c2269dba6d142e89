"""How a person or a script wants an answer shown."""

from __future__ import annotations

from typing import NamedTuple

from oint_b24.errors import UsageProblem

FORMATS: tuple[str, ...] = ("auto", "json", "ndjson", "table", "csv", "tsv", "value", "none")
# The formats made of rows and columns: `columns` speaks to these and to the view on a terminal.
TABULAR = frozenset({"ndjson", "table", "csv", "tsv"})


class Format(NamedTuple):
    """The wishes of one call about its output.

    `output` is one of FORMATS. `query` is a JMESPath expression, applied to the envelope or,
    with `result`, to its result. `columns` are dotted paths. `out` names a file that is written
    atomically in place of stdout (`-` is stdout itself). `lang` is the language of notes.
    """

    output: str = "auto"
    result: bool = False
    query: str | None = None
    columns: tuple[str, ...] = ()
    out: str | None = None
    ascii: bool = False
    quiet: bool = False
    verbose: int = 0
    colour: str = "auto"
    lang: str = "ru"

    @property
    def file(self) -> str | None:
        """Return the file to write, or None where the answer goes to stdout."""
        return None if self.out == "-" else self.out


def check(fmt: Format) -> None:
    """Refuse a format that cannot work, before anything is sent.

    Raises UsageProblem for an unknown `output`, a wrong `query` and an `out` that cannot be
    written.
    """
    if fmt.output not in FORMATS:
        raise UsageProblem("output.unknown_format", name=fmt.output, known=", ".join(FORMATS))
    if fmt.query is not None:
        from oint_b24.output import query

        query.parse(fmt.query)
    if fmt.file is not None:
        from oint_b24.output import sink

        sink.check_file(fmt.file)
