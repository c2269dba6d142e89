"""Profiles: kept privately, chosen in the promised order, never shown with their secrets."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.console import Console
    from tests.rest_client import RestClient

SECRET = "canarywebhookcode"


def test_a_profile_is_added_from_stdin_and_used(oint: Console, rest: RestClient) -> None:
    address = f"{rest.base}/rest/1/{rest.code}/"
    added = oint("profile", "add", "prod", "--url", "-", stdin=f"{address}\n")
    checked = oint("profile", "check", "prod")
    called = oint("bitrix24", "СерверноеВремя")

    assert added.code == checked.code == called.code == 0
    assert checked.json["name"] == "Администратор Портала"
    assert rest.code not in added.err + checked.out + oint("profile", "show", "prod").out


def test_files_are_private_from_the_first_moment(oint: Console) -> None:
    oint("profile", "add", "prod", "--url", f"portal.example/rest/1/{SECRET}/")
    directory = oint.home / "config"

    for name in ("config.toml", "secrets.toml"):
        assert stat.S_IMODE((directory / name).stat().st_mode) == 0o600
    assert SECRET not in (directory / "config.toml").read_text()
    assert SECRET in (directory / "secrets.toml").read_text()
    assert sorted(p.name for p in directory.iterdir() if p.suffix == ".toml") == [
        "config.toml", "secrets.toml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "pasted",
    [
        "https://portal.example/rest/7/code7/",
        "portal.example/rest/7/code7",
        "http://portal.example/rest/7/code7/im.chat.add.json",
        "https://portal.example/rest/api/7/code7/tasks.task.get",
        "  'https://portal.example/rest/7/code7/profile?x=1'  ",
    ],
)
def test_an_address_is_accepted_in_every_form_people_paste(oint: Console, pasted: str) -> None:
    done = oint("call", "profile", "--url", pasted, "--curl")

    curl, rest = done.out.split(" -H ")
    assert curl == 'curl -sS https://portal.example/rest/7/"$OINT_B24_CODE"/profile'
    assert rest == "'Content-Type: application/json' --data-binary '{}'\n"


def test_flag_beats_environment_beats_profile_beats_default(oint: Console) -> None:
    for name in ("first", "second"):
        oint("profile", "add", name, "--url", f"{name}.example/rest/1/code{name}/")

    def used(*argv: str) -> str:
        return oint("call", "profile", "--dry-run", *argv).json["url"].split("/")[2]

    assert used() == "first.example"
    oint("profile", "use", "second")
    assert used() == "second.example"
    oint.env["OINT_B24_PROFILE"] = "first"
    assert used() == "first.example"
    oint.env["OINT_B24_URL"] = "env.example/rest/1/codeenv/"
    assert used() == "env.example"
    assert used("--profile", "second") == "second.example"
    assert used("--profile", "second", "--url", "flag.example/rest/1/c/") == "flag.example"


def test_origin_tells_where_each_value_comes_from(oint: Console) -> None:
    oint("profile", "add", "prod", "--url", "portal.example/rest/7/code7/", "--timeout", "30")
    rows = oint("profile", "show", "--origin", "--connect-timeout", "3").json

    origins = {row["setting"]: (row["value"], row["origin"]) for row in rows}
    assert origins["address"] == ("https://portal.example", "profile prod")
    assert origins["timeout"] == (30.0, "profile prod")
    assert origins["connect_timeout"] == (3.0, "--connect-timeout")
    assert origins["code"] == ("***", "profile prod")


def test_a_token_of_the_environment_never_goes_to_another_portal(oint: Console) -> None:
    oint.env.update({"OINT_B24_URL": "mine.example", "OINT_B24_TOKEN": "mytoken"})
    other = oint("call", "profile", "--url", "other.example", "--dry-run")
    mine = oint("call", "profile", "--url", "https://mine.example/", "--dry-run")

    assert (other.code, mine.code) == (2, 0)
    assert "mytoken" not in other.err


def test_names_that_exist_or_cannot_be_are_refused(oint: Console) -> None:
    oint("profile", "add", "prod", "--url", "portal.example/rest/1/code1/")
    for argv, told in (
        (["add", "prod", "--url", "b.example/rest/1/c/"], "--replace"),
        (["add", "a b", "--url", "b.example/rest/1/c/"], "a b"),
        (["add", "sandbox", "--url", "b.example/rest/1/c/"], "sandbox"),
        (["add", "x"], "--url -"),
        (["use", "prd"], "prod"),
        (["remove", "nope"], "nope"),
        (["show", "prd"], "prod"),
    ):
        done = oint("profile", *argv)
        assert done.code == 2, argv
        assert told in done.err


def test_a_removed_profile_leaves_no_secret_behind(oint: Console) -> None:
    oint("profile", "add", "prod", "--url", f"portal.example/rest/1/{SECRET}/")
    oint("profile", "remove", "prod")

    for path in (oint.home / "config").iterdir():
        assert SECRET not in path.read_text()
    assert [row["name"] for row in oint("profile", "list").json] == ["sandbox"]


def test_an_unreadable_settings_file_is_named(oint: Console) -> None:
    (oint.home / "config").mkdir(parents=True)
    (oint.home / "config" / "config.toml").write_text("[[")
    done = oint("profile", "list")

    assert done.code == 2
    assert "config.toml" in done.err


def test_broken_settings_are_named_by_line_and_never_quoted(oint: Console) -> None:
    (oint.home / "config").mkdir(parents=True)
    (oint.home / "config" / "config.toml").write_text(f'default = "p"\nx = {SECRET}\n')
    done = oint("profile", "list")

    assert done.code == 2
    assert "TOML, 2:5" in done.err
    assert SECRET not in done.err


def test_a_profile_without_an_address_is_named_with_its_file(oint: Console) -> None:
    (oint.home / "config").mkdir(parents=True)
    (oint.home / "config" / "config.toml").write_text('[profile.prod]\nadress = "portal.example"')
    done = oint("call", "profile", "--profile", "prod")

    assert done.code == 2
    assert "в профиле prod нет адреса" in done.err
    assert "config.toml" in done.err


def test_without_a_default_profile_the_ones_there_are_are_named(oint: Console) -> None:
    for name in ("prod", "test"):
        oint("profile", "add", name, "--url", "portal.example/rest/1/code1/")
    oint("profile", "remove", "prod")
    done = oint("call", "profile")

    assert done.code == 2
    assert "--profile test (есть test)" in done.err
    assert "oint profile use test" in done.err


def test_what_a_profile_allows_is_changed_without_its_secret(oint: Console) -> None:
    oint("profile", "add", "prod", "--url", "portal.example/rest/1/code1/")
    changed = oint("profile", "set", "prod", "--access", "read-only", "--protect")
    refused = oint("call", "im.chat.add")
    shown = oint("profile", "show").json
    back = oint("profile", "set", "prod", "--access", "full", "--protect", "false")
    wrong = oint("profile", "set", "prod", "--access", "none")

    assert (changed.code, refused.code, back.code, wrong.code) == (0, 4, 0, 2)
    assert (shown["access"], shown["protect"], shown["code"]) == ("read-only", True, "***")
    assert oint("profile", "show").json.keys() & {"protect", "access"} == {"access"}
