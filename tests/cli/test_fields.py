"""The portal's own view: fields of entities, methods that differ, and what is remembered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.cli.portal_memory import Memory
from oint_b24.rest.catalogue import names
from oint_b24.rest.entity_fields import Field, entities, method_of, read
from oint_b24.rest.portal_view import View, ask, differences
from oint_b24.sandbox.box import open_portal, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.console import Console, Ended
    from tests.rest_client import RestClient


@pytest.fixture
def narrow(oint: Console, tmp_path: Path) -> Iterator[Console]:
    """Serve a portal whose webhook holds the scopes im and basic only."""
    webhooks = {(1, "narrowcode1"): frozenset({"im", "basic"})}
    with run(open_portal(tmp_path / "narrow", webhooks=webhooks)) as running:
        oint.env["OINT_B24_URL"] = f"{running.base}/rest/1/narrowcode1/"
        yield oint


def rows(done: Ended) -> dict[str, dict[str, Any]]:
    assert done.code == 0, done.err
    return {row["name"]: row for row in done.json}


def test_fields_have_types_values_and_titles(portal: Console) -> None:
    found = rows(portal("fields", "crm.deal", "-o", "json"))

    assert found["ID"]["type"] == "integer"
    assert found["ID"]["read_only"] is True
    assert found["TITLE"]["title"] == "Название"
    assert found["STAGE_ID"]["values"]["WON"] == "Сделка успешна"
    assert found["CONTACT_IDS"]["multiple"] is True


@pytest.mark.parametrize(
    ("entity", "field"),
    [
        (["crm.lead"], "TITLE"),
        (["crm.contact"], "NAME"),
        (["crm.company"], "TITLE"),
        (["user"], "LAST_NAME"),
        (["tasks.task"], "RESPONSIBLE_ID"),
        (["tasks.task", "--v3"], "responsibleId"),
        (["crm.item", "entityTypeId=2"], "stageId"),
        (["crm.deal.fields"], "TITLE"),
        (["CRM.DEAL"], "TITLE"),
        (["sale.order"], "statusId"),
    ],
)
def test_every_family_tells_its_fields(portal: Console, entity: list[str], field: str) -> None:
    assert field in rows(portal("fields", *entity, "-o", "json"))


def test_user_fields_are_told_with_their_values(portal: Console, rest: RestClient) -> None:
    rest.call(
        "crm.deal.userfield.add",
        fields={
            "FIELD_NAME": "REGION", "USER_TYPE_ID": "enumeration", "EDIT_FORM_LABEL": "Регион",
            "LIST": [{"VALUE": "Юг"}],
        },
    )  # fmt: skip

    found = rows(portal("fields", "crm.deal", "--user", "-o", "json"))

    assert found.keys() == {"UF_CRM_REGION"}
    assert found["UF_CRM_REGION"]["type"] == "enumeration"
    assert list(found["UF_CRM_REGION"]["values"].values()) == ["Юг"]


def test_a_page_marks_what_is_required(portal: Console) -> None:
    page = portal("fields", "tasks.task", columns=200).out

    assert "TITLE *" in page
    assert "2 Высокий, 1 Средний, 0 Низкий" in page


def test_a_table_has_the_columns_asked_for(portal: Console) -> None:
    done = portal("fields", "user", "-o", "tsv", "--columns", "name,title")

    assert "LAST_NAME\tФамилия" in done.out.splitlines()


def test_what_was_told_is_remembered_until_it_is_asked_for_anew(portal: Console) -> None:
    first = portal("fields", "user", "-o", "json")
    again = portal("fields", "user", "-o", "json")
    anew = portal("fields", "user", "-o", "json", "--refresh")

    assert (first.out, first.out) == (again.out, anew.out)
    assert "кэш" not in first.err + anew.err
    assert "из кэша, получено только что" in again.err


def test_a_memory_grows_old(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "a", now=1_000_000.0)
    memory.keep_fields("crm.deal", [Field("UF_X", values=(("1", "да"),)).row()])
    later = Memory(tmp_path / "a", now=1_000_000.0 + 3 * 24 * 3600)
    kept = later.fields("crm.deal")

    assert kept is not None
    assert Field.of_row(kept["rows"][0]) == Field("UF_X", values=(("1", "да"),))
    assert later.age(kept["asked"], "ru") == "3 дня назад"
    assert not later.is_fresh(kept["asked"])
    assert later.field_names("crm.deal.add") == {"UF_X"}
    assert later.field_names("crm.lead.add") == frozenset()


def test_fields_of_one_type_count_for_its_entity(portal: Console) -> None:
    portal("fields", "crm.item", "entityTypeId=2")
    (directory,) = (portal.home / "cache" / "portals").iterdir()

    assert "stageId" in Memory(directory, now=0.0).field_names("crm.item.list")


def test_a_spoilt_memory_is_no_memory(tmp_path: Path) -> None:
    (tmp_path / "methods.json").write_text('{"portal": 1')
    (tmp_path / "fields-user.json").write_text("[]")
    memory = Memory(tmp_path, now=0.0)

    assert memory.view() is None
    assert memory.fields("user") is None
    assert memory.field_names("user.get") == frozenset()


@pytest.mark.parametrize(
    ("argv", "told"),
    [(["crm.dael"], "crm.deal"), (["нет"], "oint fields"), (["crm.item"], "entityTypeId")],
)
def test_what_cannot_be_asked_is_named(portal: Console, argv: list[str], told: str) -> None:
    done = portal("fields", *argv)

    assert done.code != 0
    assert told in done.err


def test_entities_are_listed_without_a_portal(oint: Console) -> None:
    listed = {row["entity"] for row in oint("fields", "-o", "json").json}

    assert {
        "crm.deal",
        "user",
        "tasks.task",
        "crm.item",
        "disk.folder",
        "catalog.product",
    } <= listed
    assert listed == entities().keys()


def test_an_entity_is_found_in_any_case_and_version() -> None:
    found = {
        name: method_of(name) for name in ("CRM.Deal", "tasks.task", "mail.message", "no.such")
    }

    assert {name: method.name if method else None for name, method in found.items()} == {
        "CRM.Deal": "crm.deal.fields",
        "tasks.task": "tasks.task.getFields",
        "mail.message": "mail.message.field.list",
        "no.such": None,
    }


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"ID": "Номер"}, Field("ID", title="Номер")),
        ({"fields": {"ID": {"type": "integer", "isReadOnly": True}}},
         Field("ID", "integer", read_only=True)),
        ({"order": {"id": {"type": "integer", "isRequired": True}}},
         Field("id", "integer", required=True)),
        ({"UF_CRM_1": {"type": "enumeration", "title": "UF_CRM_1", "listLabel": "Регион",
                       "isMultiple": True, "items": [{"ID": "44", "VALUE": "Юг"}]}},
         Field("UF_CRM_1", "enumeration", "Регион", multiple=True, user_field=True,
               values=(("44", "Юг"),))),
        ({"items": [{"name": "id", "type": "int", "editable": False, "requiredGroups": ["add"]}]},
         Field("id", "int", required=True, read_only=True)),
        ([{"FIELD_NAME": "UF_A", "USER_TYPE_ID": "string", "MANDATORY": "Y", "MULTIPLE": "N"}],
         Field("UF_A", "string", required=True, user_field=True)),
    ],
)  # fmt: skip
def test_shapes_of_answers(answer: Any, field: Field) -> None:
    assert read(answer) == [field]


@pytest.mark.parametrize("answer", [None, [], {}, "text", 5, [1]])
def test_an_answer_of_another_shape_has_no_fields(answer: Any) -> None:
    assert read(answer) == []


def test_a_sandbox_offers_what_is_documented(portal: Console) -> None:
    done = portal("methods", "--portal", "-o", "json")

    assert done.code == 0, done.err
    assert [row for row in done.json if row["state"] != "extra"] == []
    assert "из кэша" in portal("methods", "--portal").err
    assert "из кэша" not in portal("methods", "--portal", "--refresh").err


def test_what_a_credential_may_not_call_is_told(narrow: Console) -> None:
    done = narrow("methods", "--portal", "--scope", "crm", "-o", "json")

    states = {row["name"]: row["state"] for row in done.json}
    assert states["crm.deal.add"] == "closed"
    assert "im.chat.add" not in states
    page = narrow("methods", "--portal", "--scope", "crm", "--limit", "3").out
    assert "этому вебхуку или токену закрыто" in page


def portal_that(answers: dict[str, Any]) -> View:
    """Return what is learnt of a portal with these answers; the rest it refuses."""

    def answer(method: str, params: dict[str, Any], version: int) -> Any:
        assert version in (2, 3)
        return answers.get("methods.full" if params.get("full") else method)

    return ask("portal.example", 5.0, answer)


def test_missing_closed_and_extra_methods_are_told_apart() -> None:
    documented = names(2)
    every = [name.lower() for name in documented if name != "im.chat.add"]
    view = portal_that(
        {
            "methods": [name for name in every if name != "crm.deal.add"] + ["my.module.do"],
            "methods.full": [*every, "my.module.do"],
            "rest.documentation.openapi": {"paths": {f"/{n}": {} for n in names(3)[1:]}},
            "scope": ["crm"],
        }
    )

    assert [tuple(one) for one in differences(view)] == [
        ("crm.deal.add", 2, "closed"),
        ("im.chat.add", 2, "missing"),
        (names(3)[0], 3, "missing"),
        ("my.module.do", 2, "extra"),
    ]
    assert view.scopes == ("crm",)
    assert view.offers("My.Module.Do", 2)
    assert View.of_data(json.loads(json.dumps(view.as_data()))) == view


def test_a_method_the_list_leaves_out_is_asked_for_by_name() -> None:
    told = {"isExisting": True, "isAvailable": True}
    view = portal_that({"batch": {"result": {"m0": told, "m1": {**told, "isAvailable": False}}}})

    states = {one.name: one.state for one in differences(view)}
    assert names(2)[0] not in states
    assert states[names(2)[1]] == "closed"
    assert states[names(2)[2]] == "missing"


def test_scopes_of_version_3_stand_in_for_its_document() -> None:
    leaf = {"scope": "call.followup.field.get", "fields": None}
    view = portal_that({"rest.scope.list": {"call": {"followup.field": {"get": leaf}}}})

    assert view.third == ("call.followup.field.get",)


def test_a_portal_that_tells_nothing_differs_in_nothing() -> None:
    assert differences(portal_that({})) == []


def test_a_call_knows_the_portals_own_methods_without_asking(oint: Console) -> None:
    oint.env["OINT_B24_URL"] = "https://portal.example/rest/1/secretcode1/"
    argv = ("call", "my.module.do", "A=1", "--dry-run")
    unknown = oint(*argv)
    memory = Memory(oint.home / "cache" / "portals" / "portal.example-1", now=0.0)
    memory.keep_view(View("portal.example", 0.0, open=("my.module.do",)))
    known = oint(*argv)

    assert "каталог не знает" in unknown.err
    assert known.err == ""
    assert known.json["params"] == {"A": "1"}


@pytest.mark.parametrize("how", ["flag", "profile", "default", "sandbox"])
def test_a_portal_is_remembered_under_one_name_however_it_is_named(oint: Console, how: str) -> None:
    oint("profile", "add", "prod", "--url", "https://portal.example/rest/7/secretcode1/")
    argv = {
        "flag": ["--url", "https://portal.example/rest/7/secretcode1/"],
        "profile": ["--profile", "prod"],
        "default": [],
        "sandbox": ["--profile", "sandbox"],
    }[how]
    place = "sandbox" if how == "sandbox" else "portal.example-7"
    memory = Memory(oint.home / "cache" / "portals" / place, now=0.0)
    memory.keep_view(View("portal.example", 0.0, open=("my.module.do",)))

    assert "каталог не знает" not in oint("call", "my.module.do", "--dry-run", *argv).err
