"""Make docs/opi-compatibility.md from the rows: `python -m tools.opi_page [--check]`."""

from __future__ import annotations

import sys
from pathlib import Path

from oint_b24.opi import rows

PAGE = Path(__file__).parents[1] / "docs" / "opi-compatibility.md"
# Where we do otherwise than OPI, command by command: the reason in one sentence.
DIFFERENCES = {
    "ПолучитьСсылкуАвторизацииПриложения": "A domain pasted with `https://` works (OPI breaks).",
    "ИзменитьНовость": "DEST goes out only with `--vision`: OPI resets the audience to everyone.",
    "ИзменитьСтатусПользователя": "Without `--fire` it asks, and exits 4 where nobody can answer:"
    " OPI dismisses the employee.",
    "ЗагрузитьФайлВКаталог": "The file is streamed, so its size does not matter.",
    "ОтправитьФайл": "`--file` does all three steps: chat folder, upload, commit.",
    "СоздатьЧат": "Each parameter of im.chat.add is an option too; `--fields` may be left out.",
    "ИзменитьСообщение": '`--text ""` empties the message: OPI cannot send an empty text.',
    "СкопироватьКаталог": "OPI's spelling `--tagetid` is kept.",
    "ПереместитьКаталог": "OPI's spelling `--tagetid` is kept.",
}
HEAD = """\
# Compatibility with `oint bitrix24`

Every command line that OPI documents works unchanged and sends the same request. This page is made
from the same rows as the program (`make docs`); a test compares each command with requests written
down independently.

## What improves without changing a script

- A portal's error ends with a non-zero exit code (see the table in README). `OINT_COMPAT=1` brings
  OPI's 0 back, and nothing else.
- Bad input stops before anything is sent, exit 2: OPI turns unreadable JSON into `["text"]` and
  sends it, and goes on without required options.
- Errors tell the portal's code, what it means and what to do; secrets are masked everywhere.
- stdout is the portal's JSON and nothing else, UTF-8 on every system.
- Names work in both languages, in any case, with `е` for `ё`; names of OPI 1.x are kept.

## What differs, and why

| where | here | OPI |
|---|---|---|
| unreadable JSON | exit 2, the place is named | sends `["text"]` |
| unknown or missing option | exit 2 | goes on |
| a plain text for a list: `--users 10,11` | two texts `["10", "11"]` | one text `["10,11"]` |
| a value that begins with `@`, or is `-` | a file, stdin (`@@` for a literal @) | sent as it is |
| a bare word that is also a file's name: `--users 10` | the word | the file |
| `--text ""` | sent | left out |
| a name given twice in JSON | exit 2 | the last one wins |
| plain http | only towards this machine, else https | https |

## Moving from OPI

1. Install, and run your script with `oint` in place of OPI's, or call `oint-b24` beside it.
2. Scripts that test the answer's `error` key go on working: the envelope is on stdout as before.
   Scripts under `set -e` now stop at a portal's error; where that is not wanted, set
   `OINT_COMPAT=1`.
3. Put the webhook address into a profile (`oint profile add prod --url -`) and drop `--url`.
4. Standard options are the same: `--help`, `--debug`, `--test` (also `--dry-run`), `--out`,
   `--config`.

## All 179 commands

Options in italics are ours. «=» means: the same request as OPI.
"""


def page() -> str:
    """Return the page."""
    lines = [HEAD]
    by_region = {region.id: region for region in rows.regions()}
    current = ""
    for row in rows.all_rows():
        if row.region != current:
            current = row.region
            titles = by_region[current].title
            lines.append(f"\n### {titles['en']} · {titles['ru']}\n")
            lines.append("| command | REST method | options | difference |")
            lines.append("|---|---|---|---|")
        lines.append(_row(row))
    return "\n".join(lines) + "\n"


def _row(row: rows.Row) -> str:
    options = ", ".join(_option(o) for o in row.options)
    method = f"`{row.rest}`" if row.rest else "—"
    if row.verb == "GET":
        method += " (GET)"
    return f"| {row.ru} · {row.en} | {method} | {options or '—'} | {DIFFERENCES.get(row.ru, '=')} |"


def _option(option: rows.Option) -> str:
    name = f"`{option.name}`" if option.short is None else f"`{option.short}` `{option.name}`"
    return f"*{name}*" if option.ours else name


def main() -> int:
    """Write the page, or with `--check` say whether it is up to date."""
    made = page()
    if "--check" in sys.argv[1:]:
        is_fresh = PAGE.read_text(encoding="utf-8") == made
        print("docs/opi-compatibility.md:", "up to date" if is_fresh else "stale, run make docs")
        return 0 if is_fresh else 1
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
