"""How a person or a script wants an answer shown."""

from __future__ import annotations

from dataclasses import dataclass

FORMATS: tuple[str, ...] = ("auto", "json", "ndjson", "table", "csv", "tsv", "value", "none")
# The formats made of rows and columns: `columns` speaks to these and to the view on a terminal.
TABULAR = frozenset({"ndjson", "table", "csv", "tsv"})


@dataclass(frozen=True, slots=True)
class Format:
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
