"""Help for programs: the data, the schemas, and that real answers obey them."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.cli import common
from oint_b24.cli.help_data import schema
from oint_b24.cli.root import root
from oint_b24.errors import Exit
from oint_b24.opi import rows
from tests.cli.shells import is_here
from tools import llms, manpages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.console import Console

TYPES = {
    "object": dict, "array": list, "string": str, "integer": int, "number": (int, float),
    "null": type(None),
}  # fmt: skip


def errors(value: Any, rule: dict[str, Any], whole: dict[str, Any], at: str = "$") -> list[str]:
    """Return where `value` breaks `rule`: the words of JSON Schema that our schemas use."""
    if "$ref" in rule:
        return errors(value, whole["$defs"][rule["$ref"].rpartition("/")[2]], whole, at)
    found = []
    kinds = rule.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and (isinstance(value, bool) or not isinstance(value, tuple(TYPES[k] for k in kinds))):
        found.append(f"{at}: not {kinds}")
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{at}: none of {rule['enum']}")
    if "anyOf" in rule and all(errors(value, r, whole, at) for r in rule["anyOf"]):
        found.append(f"{at}: no alternative fits")
    if "not" in rule and not errors(value, rule["not"], whole, at):
        found.append(f"{at}: fits what it must not")
    if isinstance(value, dict):
        found += broken_names(value, rule, whole, at)
    if isinstance(value, list) and "items" in rule:
        found += [e for inner in value for e in errors(inner, rule["items"], whole, at)]
    return found


def broken_names(
    value: dict[str, Any], rule: dict[str, Any], whole: dict[str, Any], at: str
) -> list[str]:
    found = [f"{at}: no {name}" for name in rule.get("required", ()) if name not in value]
    known = rule.get("properties", {})
    for name, inner in value.items():
        if name in known:
            found += errors(inner, known[name], whole, f"{at}.{name}")
        elif rule.get("additionalProperties") is False:
            found.append(f"{at}.{name}: unknown")
    return found


def test_every_command_and_option_is_data(oint: Console) -> None:
    told = oint("help", "--output", "json", "--lang", "en").json
    named = {found["command"]: found for found in told["commands"]}
    create = named["oint bitrix24 CreateChat"]
    row = rows.find("CreateChat")
    assert row is not None

    assert told["common_options"][0]["name"] == common.options()[0].name
    assert len([name for name in named if name.startswith("oint bitrix24 ")]) == 179
    assert {path.split(" ")[1] for path in named} == set(root().names())
    assert [o["name"] for o in create["options"]] == [o.name for o in row.options]
    assert (create["method"], create["effect"]) == ("im.chat.add", "write")
    assert create["names"] == {"ru": "СоздатьЧат", "en": "CreateChat"}
    assert named["oint call"]["max_arguments"] is None


def test_exit_codes_are_data(oint: Console) -> None:
    told = oint("help", "--output", "json", "--query", "exit_codes[].[code, name]").json

    assert told == [[int(code), code.name.lower()] for code in Exit]


def test_the_language_of_the_data_is_the_sessions(oint: Console) -> None:
    russian = oint("help", "--output", "json", "--query", "[lang, about]").json
    english = oint("help", "--output", "json", "--query", "[lang, about]", "--lang", "en").json

    assert (russian[0], english[0]) == ("ru", "en")
    assert "командная строка" in russian[1]
    assert "command line" in english[1]


def test_a_part_of_the_tree_and_a_topic_are_data(oint: Console) -> None:
    command = oint("help", "bitrix24", "создатьчат", "--output", "json").json
    family = oint("help", "sandbox", "--output", "json").json
    topic = oint("help", "exit-codes", "--output", "json").json

    assert command["command"] == "oint bitrix24 СоздатьЧат"
    assert "oint sandbox serve" in [found["command"] for found in family]
    assert topic[0] == {"name": "0", "about": "сделано"}


def test_help_on_a_terminal_is_a_page(oint: Console) -> None:
    assert not oint("help", tty=True).out.startswith("{")
    assert not oint("help").out.startswith("{")


@pytest.mark.parametrize(
    "argv",
    [
        ("bitrix24", "CreateChat", "--title", "x"),
        ("call", "user.current"),
        ("call", "crm.deal.list"),
        ("call", "no.such.method"),
        ("call", "tasks.task.get", "--v3", "id=7777"),
    ],
)
def test_answers_obey_the_schema_of_the_envelope(portal: Console, argv: tuple[str, ...]) -> None:
    envelope = schema("envelope")

    assert errors(portal(*argv, "--output", "json", "--quiet").json, envelope, envelope) == []


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("call", "no.such.method"), 1),
        (("call", "tasks.task.get", "--v3", "id=7777"), 1),
        (("bitrix24", "CreateChat", "--nope"), 2),
        (("call", "crm.deal.list", "filter:={"), 2),
        (("call", "user.current", "--url", "https://127.0.0.1:9/rest/1/x/", "--retries", "0"), 6),
    ],
)
def test_failures_obey_the_schema_of_errors(
    portal: Console, argv: tuple[str, ...], code: int
) -> None:
    ended = portal(*argv, "--error-format", "json", "--quiet")
    told = json.loads(ended.err.splitlines()[-1])
    error = schema("error")

    assert ended.code == code == told["error"]["exit_code"]
    assert errors(told, error, error) == []


def test_the_schema_of_errors_knows_every_exit_code() -> None:
    about = schema("error")["properties"]["error"]["properties"]
    failures = [c for c in Exit if c not in (Exit.OK, Exit.INTERRUPTED, Exit.PIPE)]

    assert about["exit_code"]["enum"] == [int(c) for c in failures]
    assert about["exit"]["enum"] == [c.name.lower() for c in failures]


@pytest.mark.parametrize("made", [manpages.made, llms.made], ids=["man pages", "llms.txt"])
def test_generated_documents_are_up_to_date(made: Any) -> None:
    files: dict[Path, str] = made()
    stale = [p.name for p, text in files.items() if not p.exists() or p.read_text("utf-8") != text]

    assert stale == []


def test_there_is_a_man_page_for_every_family_in_both_languages() -> None:
    pages = {path.relative_to(manpages.ROOT).as_posix() for path in manpages.made()}

    for name in root().names():
        assert {f"man/man1/oint-{name}.1", f"man/ru/man1/oint-{name}.1"} <= pages
    page = manpages.made()[manpages.ROOT / "man/man1/oint-bitrix24.1"]
    assert "--title" in page.replace("\\-", "-")


@pytest.mark.skipif(not is_here("mandoc"), reason="mandoc is not installed")
def test_man_pages_are_clean_for_mandoc() -> None:
    pages = [str(path) for path in manpages.made()]
    done = subprocess.run(
        ["mandoc", "-Tlint", "-Wwarning", *pages], capture_output=True, text=True, check=False
    )

    assert done.stdout == ""


@pytest.mark.skipif(not is_here("groff"), reason="groff is not installed")
@pytest.mark.parametrize("folder", ["man/man1", "man/ru/man1"])
def test_man_pages_are_clean_for_groff(folder: str) -> None:
    pages = [str(path) for path in manpages.made() if path.parent == manpages.ROOT / folder]
    done = subprocess.run(
        ["groff", "-K", "utf8", "-man", "-ww", "-Tutf8", *pages],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert "СоздатьЧат" in done.stdout or folder == "man/man1"


def test_what_roff_would_take_for_its_own_is_escaped() -> None:
    assert manpages.escaped('a\\b --x "y"') == "a\\eb \\-\\-x \\(dqy\\(dq"
    assert manpages.shielded(".TH") == "\\&.TH"
    assert manpages.shielded("'x") == "\\&'x"
