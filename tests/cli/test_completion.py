"""TAB: what the program answers, and what becomes of it in real shells."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from oint_b24.cli.completion import SCRIPTS
from oint_b24.complete import answer
from oint_b24.complete.known import profiles
from oint_b24.complete.line import read, reply, unquoted
from oint_b24.world import World
from tests.cli.console import ROOT
from tests.cli.shells import Shell, is_here
from tools.completions import made

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console

BREAKS = " \t\n\"'@><=;|&(:"
SETTINGS = """
default = "склад"

[profile."мой портал"]
url = "https://portal.example/"

[profile."a:b"]
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with two profiles, one of them with a space in its name."""
    settings = tmp_path / "home" / "config" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    return tmp_path / "home"


def values(*words: str, home: Path | None = None) -> list[str]:
    """Return the values offered for the last of `words`."""
    env = {"OINT_LANG": "ru"} | ({"OINT_B24_HOME": str(home)} if home else {})
    return [line.partition("\t")[0] for line in answer(list(words), env)]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("bitrix24", "создатьчат"), ["СоздатьЧат"]),
        (("bitrix24", "СОЗДАТЬ_ЧАТ"), ["СоздатьЧат"]),
        (("bitrix24", "create_chat"), ["CreateChat"]),
        (("bitrix24", "создатьЗадач"), ["СоздатьЗадачу"]),
        (("bitrix24", "createchat", "--tit"), ["--title"]),
        (("bitrix24", "createchat", "--TITLE"), ["--title"]),
        (("bitrix24", "createchat", "--color", "gree"), ["GREEN"]),
        (("bitrix24", "createchat", "--color=gree"), ["--color=GREEN"]),
        (("bitrix24", "createchat", "--fields", "note"), [":files"]),
        (("bitrix24", "createchat", "--title", "note"), []),
        (("bitrix24", "createchat", "--title", "@note"), [":files"]),
        (("bitrix24", "nosuchcommand", "--tit"), []),
        (("--color=never", "bitrix24", "createchat", "--color", "gree"), ["GREEN"]),
        (("--color", "ne"), ["never"]),
        (("--output", "nd"), ["ndjson"]),
        (("--lang", "en", "--output=ts"), ["--output=tsv"]),
        (("--out", "a"), [":files"]),
        (("--dry-run", "t"), ["true"]),
        (("--profile", "x", "--nosuch", "complet"), ["completion"]),
        (("completion", "po"), ["powershell"]),
        (("explain", "query_l"), ["QUERY_LIMIT_EXCEEDED"]),
        (("method", "crm.deal.ad"), ["crm.deal.add"]),
        (("help", "exit"), ["exit-codes"]),
        (("help", "bitrix24", "создатьчат"), ["СоздатьЧат"]),
        (("methods", "--scope", "user.u"), ["user.userfield"]),
        (("-p",), ["-p"]),
        (("bitrix24", "createchat", "-p"), []),
        (("nosuch", ""), []),
    ],
)
def test_what_is_offered(words: tuple[str, ...], offered: list[str]) -> None:
    found = values(*words)

    assert [line for line in found if line in offered or len(found) < 5][:1] == offered[:1]
    assert set(offered) <= set(found)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("call", "IM.CHAT.AD"), ["im.chat.add"]),
        (("call", "im.chat.add", "tit"), ["TITLE="]),
        (("call", "im.chat.add", "use"), ["USERS[]="]),
        (("call", "im.chat.add", "TYPE="), ["TYPE=OPEN", "TYPE=CHAT"]),
        (("call", "im.chat.add", "--typ"), ["--TYPE"]),
        (("call", "im.chat.add", "--TYPE", "o"), ["OPEN"]),
        (("call", "im.chat.add", "--type=o"), ["--type=OPEN"]),
        (("call", "crm.deal.add", "fie"), ["fields["]),
        (("call", "crm.deal.add", "fields[tit"), ["fields[TITLE]="]),
        (
            ("call", "crm.deal.list", "filter[>=close"),
            ["filter[>=CLOSEDATE]=", "filter[>=CLOSED]="],
        ),
        (("call", "crm.deal.list", "select[]=TIT"), ["select[]=TITLE"]),
        (("list", "crm.deal.list", "--fil"), ["--filter"]),
        (("list", "user.get", "--fil"), ["--filter"]),
        (("list", "crm.deal.list", "--filter", "stage_i"), ["STAGE_ID="]),
        (("list", "crm.deal.list", "--filter=stage_i"), ["--filter=STAGE_ID="]),
        (("list", "crm.deal.list", "--filter", "ID>1", "--filt"), ["--filter"]),
        (("list", "crm.deal.list", "--select", "ID,TIT"), ["ID,TITLE"]),
        (("list", "crm.deal.list", "--order", "ID,tit"), ["ID,TITLE"]),
        (("list", "user.get", "--order", "NAME:d"), ["NAME:desc"]),
        (("call", "entity.item.get", "--order", "date_c"), ["DATE_CREATE"]),
        (("call", "im.chat.add", "--sel"), []),
        (("import", "crm.deal.add", "deals.csv", "--set", "source_i"), ["SOURCE_ID="]),
        (("import", "crm.deal.add", "deals.csv", "--map", "Client=tit"), ["Client=TITLE"]),
        (("import", "crm.deal.add", "deals.csv", "--update-by", "origin_i"), ["ORIGIN_ID"]),
        (("call", "im.chat.add", "AVATAR@lo"), [":files"]),
        (("call", "im.chat.add", "USERS:=@lo"), [":files"]),
        (("call", "im.chat.add", "USERS:=lo"), []),
        (("call", "no.such.method", "x"), []),
        (("call", "--v3", "tasks.task.ge"), ["tasks.task.get"]),
    ],
)
def test_a_rest_call_knows_methods_keys_fields_and_values(
    words: tuple[str, ...], offered: list[str]
) -> None:
    assert sorted(values(*words)) == sorted(offered)


def test_keys_already_given_are_not_offered_again() -> None:
    assert "TITLE=" in values("call", "im.chat.add", "")
    assert "TITLE=" not in values("call", "im.chat.add", "TITLE=x", "")


def test_options_already_given_are_not_offered_again() -> None:
    assert "--title" not in values("bitrix24", "createchat", "--title=x", "--t")
    assert "--verbose" in values("call", "--verbose", "--verb")


def test_required_options_come_first_when_nothing_is_begun() -> None:
    found = values("bitrix24", "ChangeChatColor", "")

    assert found[:2] == ["--chat", "--color"]


def test_many_methods_are_shown_by_the_next_part_of_their_names() -> None:
    found = dict(line.split("\t") for line in answer(["call", "crm.dea"], {"OINT_LANG": "ru"}))

    assert list(found) == ["crm.deal.", "crm.dealcategory."]
    assert found["crm.dealcategory."].endswith(" методов")


def test_names_are_offered_in_the_alphabet_that_was_begun() -> None:
    assert values("bitrix24", "createch") == ["CreateChat"]
    assert answer(["bitrix24", "создатьчат"], {"LANG": "en_US.UTF-8"}) == [
        "СоздатьЧат\tCreate a group chat and return its id"
    ]


def test_a_prefix_tells_where_the_name_of_a_file_belongs() -> None:
    assert answer(["--out=re"], {}) == [":files\t--out="]
    assert answer(["call", "im.chat.add", "AVATAR@re"], {}) == [":files\tAVATAR@"]


def test_profiles_are_offered_with_their_portals(home: Path) -> None:
    assert answer(["--profile", ""], {"OINT_B24_HOME": str(home)}) == [
        "мой портал\tportal.example",
        "a:b",
        "sandbox",
    ]
    assert values("profile", "use", "МОЙ", home=home) == ["мой портал"]


@pytest.mark.parametrize("content", ["", "not = [toml", "profile = 3", "\udcff"])
def test_broken_settings_offer_the_sandbox(tmp_path: Path, content: str) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "config.toml").write_bytes(content.encode(errors="surrogateescape"))

    assert values("--profile", "", home=tmp_path) == ["sandbox"]


def test_profiles_are_looked_for_where_commands_keep_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OINT_B24_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = World().config_dir() / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[profile.night]\n", encoding="utf-8")

    assert [name for name, _ in profiles(os.environ)] == ["night", "sandbox"]


@pytest.mark.parametrize(
    ("line", "words", "current", "quote", "fixed"),
    [
        ("oint ", [], "", "", 0),
        ("oint call x", ["call"], "x", "", 0),
        ("oint --title 'Новый чат' --co", ["--title", "Новый чат"], "--co", "", 0),
        ('oint --title "a \\"b\\" \\n" x', ["--title", 'a "b" \\n'], "x", "", 0),
        ("oint a\\ b c", ["a b"], "c", "", 0),
        ("oint --color=gr", [], "--color=gr", "", 8),
        ("oint --profile=a:b", [], "--profile=a:b", "", 12),
        ('oint --profile="a b', [], "--profile=a b", '"', 10),
        ("oint KEY@fi", [], "KEY@fi", "", 3),
        ("oint '' x", [""], "x", "", 0),
        ('oint "" ', [""], "", "", 0),
    ],
)
def test_a_line_of_bash_is_read_into_words(
    line: str, words: list[str], current: str, quote: str, fixed: int
) -> None:
    typed = read(line, BREAKS)

    assert (typed.words, typed.current) == (words, current)
    assert (typed.quote, typed.fixed) == (quote, fixed)


@pytest.mark.parametrize(
    ("line", "value", "put_in"),
    [
        ("oint --profile м", "мой портал", ["мой\\ портал"]),
        ("oint --profile 'м", "it's", ["it'\\''s"]),
        ('oint --profile "м', 'a "$b"', ['a \\"\\$b\\"']),
        ("oint --color=gr", "--color=GREEN", ["GREEN"]),
        ("oint f", "fields[", [":nospace", "fields\\["]),
        ("oint --profile a", "a;rm -rf $(x)`y`", ["a\\;rm\\ -rf\\ \\$\\(x\\)\\`y\\`"]),
    ],
)
def test_what_readline_puts_in_is_quoted_as_its_place_needs(
    line: str, value: str, put_in: list[str]
) -> None:
    assert reply(read(line, BREAKS), [(value, "")], is_listing=False, width=80) == put_in


def test_a_second_tab_in_bash_shows_what_each_value_means() -> None:
    line = "oint bitrix24 Отправить"
    first = answer(["--bash", "9", "60", BREAKS, line], {"OINT_LANG": "ru"})
    second = answer(["--bash", "63", "60", BREAKS, line], {"OINT_LANG": "ru"})

    assert [shown.split(" ")[0] for shown in second] == first
    assert all(len(shown) < 60 and " (" in shown for shown in second)


def test_an_incomplete_word_may_come_with_its_quotes_and_empty() -> None:
    assert answer(["--token=", "completion"], {}) == ["bash", "zsh", "fish", "powershell"]
    assert answer(["--token='cre", "bitrix24"], {})[0].startswith("Create")
    assert unquoted('--profile="мой п') == "--profile=мой п"


def test_completion_loads_next_to_nothing(oint: Console) -> None:
    program = (
        "import sys\nfrom oint_b24.__main__ import main\n"
        "sys.argv = ['oint', '__complete', 'bitrix24', 'создатьчат', '--co']\n"
        "main()\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60,
        env={"PYTHONPATH": str(ROOT), **oint.environment()},
    )  # fmt: skip
    loaded = set(done.stderr.split())

    assert "--color" in done.stdout
    assert loaded.isdisjoint(
        {"typer", "urllib3", "rich", "dataclasses", "typing", "pathlib", "platformdirs", "tomllib"}
    )


def test_generated_files_are_up_to_date() -> None:
    stale = [path.name for path, text in made().items() if path.read_text("utf-8") != text]

    assert stale == []


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_shell_gets_its_script(oint: Console, shell: str) -> None:
    assert oint("completion", shell.upper()).out == SCRIPTS[shell]


def test_an_unknown_shell_is_named_with_those_there_are(oint: Console) -> None:
    ended = oint("completion", "tcsh")

    assert ended.code == 2
    assert "нет такой оболочки: tcsh; есть" in ended.err


# Typed keys, and the arguments the program is to get. TAB is \t.
TYPED = {
    "Cyrillic": ("oint bitrix24 СоздатьЧат\t", ["bitrix24", "СоздатьЧат"]),
    "Cyrillic in capitals": ("oint bitrix24 СОЗДАТЬЧАТ\t", ["bitrix24", "СоздатьЧат"]),
    "Cyrillic in small letters": ("oint bitrix24 создатьч\t", ["bitrix24", "СоздатьЧат"]),
    "English": ("oint bitrix24 CreateCh\t", ["bitrix24", "CreateChat"]),
    "English, wrong case": ("oint bitrix24 cREATEch\t", ["bitrix24", "CreateChat"]),
    "a command": ("oint complet\tba\t", ["completion", "bash"]),
    "an option": ("oint bitrix24 createchat --tit\tx", ["bitrix24", "createchat", "--title", "x"]),
    "an option, wrong case": ("oint --PROFI\tx", ["--profile", "x"]),
    "a value": (
        "oint bitrix24 createchat --color gree\t",
        ["bitrix24", "createchat", "--color", "GREEN"],
    ),
    "a value after =": (
        "oint bitrix24 createchat --color=gree\t",
        ["bitrix24", "createchat", "--color=GREEN"],
    ),
    "after a value with spaces, a colon and =": (
        'oint bitrix24 createchat --title "Релиз: 2.4 = да" --color=gree\t',
        ["bitrix24", "createchat", "--title", "Релиз: 2.4 = да", "--color=GREEN"],
    ),
    "a value with a space": ("oint --profile МОЙ\tcall", ["--profile", "мой портал", "call"]),
    "a value with a space after =": ("oint --profile=мо\t", ["--profile=мой портал"]),
    "a value with a space in quotes": ('oint --profile "мо\t', ["--profile", "мой портал"]),
    "a value with a colon": ("oint --profile a\t", ["--profile", "a:b"]),
    "a value begun past its colon": ("oint --profile a:\t", ["--profile", "a:b"]),
    "a value with a colon after =": ("oint --profile=a:\t", ["--profile=a:b"]),
    "a file": (
        "oint bitrix24 createchat --fields fie\t",
        ["bitrix24", "createchat", "--fields", "fields.json"],
    ),
    "a file after =": ("oint --out=fie\t", ["--out=fields.json"]),
    "a file after @": ("oint call x --fields @fie\t", ["call", "x", "--fields", "@fields.json"]),
    "a file of a key": (
        "oint call im.chat.add AVATAR@fie\t",
        ["call", "im.chat.add", "AVATAR@fields.json"],
    ),
    "a file with a space": ("oint --out my\\ n\t", ["--out", "my note.txt"]),
    "a method": ("oint call IM.CHAT.AD\t", ["call", "im.chat.add"]),
    "a group of methods needs no space": ("oint call im.ch\tad\t", ["call", "im.chat.add"]),
    "a key": ("oint call im.chat.add tit\tРелиз", ["call", "im.chat.add", "TITLE=Релиз"]),
    "a value of a key": ("oint call im.chat.add TYPE=op\t", ["call", "im.chat.add", "TYPE=OPEN"]),
    "by a path": ("bin/oint complet\t", ["completion"]),
    "by the second name": ("oint-b24 complet\t", ["completion"]),
}


@pytest.fixture(scope="module", params=["bash", "zsh", "fish"])
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    """Start each installed shell once."""
    if not is_here(request.param):
        pytest.skip(f"{request.param} is not installed")
    directory = tmp_path_factory.mktemp(request.param)
    settings = directory / "home" / "config" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    for name in ("fields.json", "my note.txt"):
        (directory / name).write_text("{}", encoding="utf-8")
    with Shell(request.param, directory) as started:
        yield started


@pytest.mark.parametrize("case", TYPED)
def test_tab_in_a_real_shell(shell: Shell, case: str) -> None:
    keys, argv = TYPED[case]

    assert shell.argv(keys) == argv


def test_a_nested_field_in_a_real_shell(shell: Shell) -> None:
    # zsh takes an open bracket for a pattern, so there it is typed in quotes.
    quote = "'" if shell.name == "zsh" else ""

    assert shell.argv(f"oint call crm.deal.add {quote}fields[tit\tx{quote}") == [
        "call", "crm.deal.add", "fields[TITLE]=x",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_what_values_mean_is_shown_in_a_real_shell(name: str, tmp_path: Path) -> None:
    if not is_here(name):
        pytest.skip(f"{name} is not installed")
    with Shell(name, tmp_path) as shell:
        shell.type("oint bitrix24 Create\t\t")

        assert "CreateChat" in shell.until("Создаёт групповой чат")


def test_powershell_script_keeps_its_contract() -> None:
    """Where PowerShell is absent, hold the script to what it must say and to balanced pairs."""
    script = SCRIPTS["powershell"]

    for needed in (
        "Register-ArgumentCompleter -Native -CommandName oint, oint-b24",
        "[Console]::OutputEncoding = [System.Text.Encoding]::UTF8",
        "finally { [Console]::OutputEncoding = $before }",
        '"--token=$token"',
        "':files'",
    ):
        assert needed in script
    code = "\n".join(line.partition("# ")[0] for line in script.splitlines())
    for opening, closing in ("{}", "()"):
        assert code.count(opening) == code.count(closing)


@pytest.mark.skipif(not is_here("pwsh"), reason="PowerShell is not installed")
def test_powershell_completes(tmp_path: Path) -> None:
    with_script = (
        f". {ROOT}/completions/oint.ps1; "
        "(TabExpansion2 'oint bitrix24 создатьчат' 24).CompletionMatches.CompletionText"
    )
    bin_ = tmp_path / "oint"
    bin_.write_text(f'#!/bin/sh\nexec {sys.executable} -m oint_b24 "$@"\n', encoding="utf-8")
    bin_.chmod(0o755)
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-Command", with_script],
        capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert done.stdout.strip() == "СоздатьЧат"
