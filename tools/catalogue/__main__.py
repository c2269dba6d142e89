"""The command line of the maker: `python -m tools.catalogue --en DIR --ru DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tools.catalogue.check import agreement, read_facts
from tools.catalogue.diff import read, report
from tools.catalogue.effect import is_sure
from tools.catalogue.methods import methods
from tools.catalogue.surroundings import events, permissions
from tools.catalogue.writing import write

if TYPE_CHECKING:
    from collections.abc import Sequence

DATA = Path("oint_b24") / "rest" / "data"


def main(argv: Sequence[str] | None = None) -> int:
    """Make the data and say on stdout what was made; 0 unless argv is wrong."""
    wish = _parser().parse_args(argv)
    old = read(wish.diff) if wish.diff else None  # before it is overwritten
    rows, types = methods(wish.en, wish.ru)
    about = {
        "events.json": events(wish.en, wish.ru),
        "scopes.json": permissions(wish.en, wish.ru),
    }
    write(wish.out, rows, types, about)
    print(f"{len(rows)} methods, {len(types)} data types, {len(about['events.json'])} events")
    for row in rows:
        if not is_sure(row["name"]):
            print(f"effect unknown, taken for a write: {row['name']} ({row['title']['en']})")
    if old is not None:
        print(report(old, rows))
    if wish.check_against:
        share, differing = agreement(rows, read_facts(wish.check_against))
        print(f"parameters agree on {share:.2%} of the rows", *differing, sep="\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.catalogue", description=__doc__)
    parser.add_argument("--en", type=Path, required=True, help="the English documentation")
    parser.add_argument("--ru", type=Path, required=True, help="the Russian documentation")
    parser.add_argument("--out", type=Path, default=DATA, help="where the data goes")
    parser.add_argument("--check-against", type=Path, metavar="FILE", help="a fact sheet, NDJSON")
    parser.add_argument("--diff", type=Path, metavar="DIR", help="the data to compare with")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
