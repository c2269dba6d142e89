from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.portal.request import Request
from oint_b24.rest.advice.advise import Context, advise
from oint_b24.text import LANGUAGES, table, text
from tools.measure_advice import examples, main, measure, misspelt, recased

if TYPE_CHECKING:
    from pathlib import Path

    from oint_b24.rest.advice.advise import Advice

WEBHOOK = Context(access="webhook")
TOKEN = Context(access="token")


def found(
    method: str, params: Any, version: int = 2, context: Context | None = None
) -> list[Advice]:
    """Return the advice but for deprecation, which a third of the CRM would bring into all."""
    advice = advise(Request(method, params, version), context)
    return [one for one in advice if not one.key.startswith("advice.deprecated")]


def warned(
    method: str, params: Any, version: int = 2, context: Context | None = None
) -> list[tuple[str, str]]:
    advice = found(method, params, version, context)
    return [(one.key[7:], one.params["name"]) for one in advice if not one.is_hint]


def hinted(
    method: str, params: Any, version: int = 2, context: Context | None = None
) -> list[tuple[str, str]]:
    advice = found(method, params, version, context)
    return [(one.key[7:], one.params["name"]) for one in advice if one.is_hint]


def near(method: str, params: Any) -> str:
    return next(one.params["near"] for one in found(method, params) if "near" in one.params)


def deal(**fields: Any) -> dict[str, Any]:
    return {"fields": {"TITLE": "Поставка", **fields}}


def test_method_the_documentation_lacks_goes_without_advice() -> None:
    assert found("vendor.thing.do", {"ANYTHING": 1}) == []


def test_right_request_is_silent() -> None:
    assert found("crm.deal.add", deal(STAGE_ID="NEW", OPPORTUNITY=1000)) == []


class TestNames:
    def test_misspelt_parameter_is_told_with_the_nearest(self) -> None:
        params = {"fieldz": {"TITLE": "x"}}

        assert warned("crm.deal.add", params) == [("unknown_near", "fieldz")]
        assert near("crm.deal.add", params) == "fields"

    def test_misspelt_field_is_told_with_its_path(self) -> None:
        assert warned("crm.deal.add", deal(STAGEID="NEW")) == [("unknown_near", "fields[STAGEID]")]
        assert near("crm.deal.add", deal(OPPORTUNTIY=1)) == "OPPORTUNITY"

    def test_parameter_like_no_documented_one_is_a_warning(self) -> None:
        assert warned("crm.deal.get", {"id": 1, "colour": "red"}) == [("unknown", "colour")]

    def test_field_like_no_documented_one_is_a_warning(self) -> None:
        assert warned("crm.deal.add", deal(NO_SUCH_FIELD=1)) == [
            ("unknown", "fields[NO_SUCH_FIELD]")
        ]

    def test_field_of_a_method_beside_this_one_is_a_hint(self) -> None:
        params = {"id": 1, "fields": {"TITLE": "x", "SORT": 100}}

        assert warned("task.stages.update", params) == []
        assert hinted("task.stages.update", params) == [("unknown", "fields[SORT]")]

    def test_wrong_case_is_told_in_documented_case(self) -> None:
        assert warned("crm.deal.add", {"FIELDS": {"TITLE": "x"}}) == [("case", "FIELDS")]
        assert warned("crm.deal.add", {"fields": {"Title": "x"}}) == [("case", "fields[Title]")]
        assert near("crm.deal.add", {"fields": {"Title": "x"}}) == "TITLE"

    def test_case_the_documentation_writes_both_ways_is_a_hint(self) -> None:
        params = {"id": 1, "fields": {"measureTitle": "шт"}}

        assert hinted("catalog.measure.update", params)[0] == ("case", "id")
        assert warned("catalog.measure.update", params) == []

    @pytest.mark.parametrize(
        "name", ["UF_CRM_1700000000", "PARENT_ID_128", "UF_CRM_COLOUR", "0", "$result[x][ID]"]
    )
    def test_name_that_a_portal_makes_is_right(self, name: str) -> None:
        assert found("crm.deal.add", deal(**{name: 1})) == []

    def test_field_known_of_the_portal_is_right(self) -> None:
        context = Context(fields=frozenset({"NO_SUCH_FIELD"}))

        assert warned("crm.deal.add", deal(NO_SUCH_FIELD=1), context=context) == []

    def test_camel_case_fields_of_a_portal_are_right(self) -> None:
        fields = {"title": "x", "ufCrm5_1700000000": 1, "parentId2": 7}

        assert found("crm.item.add", {"entityTypeId": 128, "fields": fields}) == []

    def test_slip_in_a_documented_user_field_is_noticed(self) -> None:
        params = {"fields": {"TITLE": "x", "RESPONSIBLE_ID": 1, "UF_CRM_TAKS": ["D_1"]}}

        assert warned("tasks.task.add", params) == [("unknown_near", "fields[UF_CRM_TAKS]")]

    def test_table_of_a_data_type_tells_not_all_a_method_takes(self) -> None:
        params = {"fields": {"TITLE": "x", "RESPONSIBLE_ID": 1, "TAGS": ["a"]}}

        assert warned("tasks.task.add", params) == []
        assert hinted("tasks.task.add", params) == [("unknown", "fields[TAGS]")]

    def test_field_of_the_answer_may_filter(self) -> None:
        assert hinted("user.get", {"ID": 1}) == [("unknown", "ID")]
        assert warned("user.get", {"ID": 1}) == []

    def test_any_language_of_a_caption_is_right(self) -> None:
        captions = {"de": "Feld", "fr": "Champ"}
        field = {"USER_TYPE_ID": "string", "FIELD_NAME": "X", "EDIT_FORM_LABEL": captions}

        assert warned("task.item.userfield.add", {"PARAMS": field}) == []

    def test_property_with_the_number_of_a_portal_is_right(self) -> None:
        params = {"id": 1, "fields": {"property258": {"value": "red"}}}

        assert warned("catalog.product.sku.update", params) == []

    def test_start_of_a_list_needs_no_documentation(self) -> None:
        assert found("crm.deal.list", {"start": -1}) == []

    def test_names_of_the_users_choice_are_not_judged(self) -> None:
        known = {"FULL_NAME": "Euro", "FORMAT_STRING": "# €"}
        params = {"id": "EUR", "localizations": {"de": known, "en": known}}

        assert warned("crm.currency.localizations.set", params) == []

    def test_slip_under_a_name_of_the_users_choice_is_noticed(self) -> None:
        params = {"id": "EUR", "localizations": {"de": {"FULL_NAME": "Euro", "FORMAT_STRNG": "#"}}}

        assert warned("crm.currency.localizations.set", params) == [
            ("unknown_near", "localizations[de][FORMAT_STRNG]")
        ]

    def test_rows_of_a_list_are_judged_one_by_one(self) -> None:
        phones = [{"VALUE": "+70000000001", "VALUE_TYPE": "WORK"}, {"VALUES": "+70000000002"}]
        params = {"fields": {"NAME": "Иван", "PHONE": phones}}

        assert warned("crm.contact.add", params) == [("unknown_near", "fields[PHONE][1][VALUES]")]

    def test_file_formats_pass(self) -> None:
        photo = {"fileData": ["a.png", "iVBORw0KGgo="]}

        assert found("crm.contact.add", {"fields": {"NAME": "x", "PHOTO": photo}}) == []
        params = {"id": 1, "data": {"NAME": "a"}, "fileContent": ["a.txt", "YQ=="]}
        assert found("disk.folder.uploadfile", params) == []

    def test_undocumented_wrapper_of_documented_names_is_a_hint(self) -> None:
        params = {"ID": 1, "FIELDS": {"NAME": "Курьер"}}

        assert warned("sale.delivery.update", params) == []
        assert hinted("sale.delivery.update", params) == [("wrapped", "FIELDS")]


class TestRequired:
    def test_missing_parameter_is_told(self) -> None:
        assert warned("crm.item.update", {"id": 1, "entityTypeId": 2}) == [("missing", "fields")]

    def test_missing_field_is_told_with_its_path(self) -> None:
        missing = [("missing", "fields[address]")]

        assert warned("catalog.store.add", {"fields": {"title": "Склад"}}) == missing
        assert warned("catalog.store.add", {"fields": {}}) == missing

    def test_misspelt_parameter_is_not_told_as_missing_too(self) -> None:
        assert warned("crm.deal.get", {"ig": 1}) == [("unknown", "ig"), ("missing", "id")]
        assert warned("crm.deal.get", {"idd": 1}) == [("unknown_near", "idd")]

    def test_either_of_two_is_enough(self) -> None:
        assert warned("im.chat.mute", {"CHAT_ID": 1, "MUTE": "Y"}) == []
        assert warned("im.chat.mute", {"DIALOG_ID": "chat1", "MUTE": "Y"}) == []
        assert warned("im.chat.mute", {"MUTE": "Y"}) == [("missing_any", "CHAT_ID")]

    def test_an_id_stands_for_a_code_and_the_other_way_round(self) -> None:
        params = {"IBLOCK_TYPE_ID": "lists"}

        assert warned("lists.field.get", {**params, "IBLOCK_ID": 1}) == []
        assert warned("lists.field.get", {**params, "IBLOCK_CODE": "x"}) == []
        assert warned("lists.field.get", params) == [("missing_any", "IBLOCK_ID")]

    def test_required_of_a_webhook_only(self) -> None:
        params = {"BOT_ID": 1, "DIALOG_ID": "chat1", "MESSAGE": "x"}

        assert warned("imbot.message.add", params, context=WEBHOOK) == [
            ("missing_webhook", "CLIENT_ID")
        ]
        assert warned("imbot.message.add", params, context=TOKEN) == []
        assert warned("imbot.message.add", params) == []

    def test_required_of_a_webhook_on_a_condition(self) -> None:
        params = {"USER_ID": 1, "MESSAGE": "x"}

        assert warned("im.notify.personal.add", params, context=WEBHOOK) == []
        assert warned("im.notify.personal.add", {**params, "TAG": "a"}, context=WEBHOOK) == [
            ("missing_webhook", "CLIENT_ID")
        ]

    def test_required_beside_another(self) -> None:
        robot = {"CODE": "r", "HANDLER": "https://x.example/", "NAME": "x", "USE_PLACEMENT": "Y"}

        assert warned("bizproc.robot.add", robot) == [("missing_with", "PLACEMENT_HANDLER")]
        assert warned("bizproc.robot.add", {**robot, "USE_PLACEMENT": "N"}) == []

    def test_one_way_of_several_must_be_chosen(self) -> None:
        by_entity = {"moduleId": "blog", "entityType": "x", "entityId": 1}

        assert warned("vote.AttachedVote.stop", {"attachId": 1}) == []
        assert warned("vote.AttachedVote.stop", {}) == [("missing_any", "attachId")]
        del by_entity["entityType"]
        assert warned("vote.AttachedVote.stop", by_entity) == [("missing", "entityType")]


class TestValues:
    def test_value_outside_the_list(self) -> None:
        params = {"IBLOCK_TYPE_ID": "no_such", "IBLOCK_CODE": "x", "FIELDS": {"NAME": "x"}}

        assert warned("lists.add", params) == [("value", "IBLOCK_TYPE_ID")]

    def test_value_near_the_list(self) -> None:
        params = {"IBLOCK_TYPE_ID": "list", "IBLOCK_CODE": "x", "FIELDS": {"NAME": "x"}}

        assert warned("lists.add", params) == [("value_near", "IBLOCK_TYPE_ID")]
        assert near("lists.add", params) == "lists"

    def test_value_in_the_wrong_case(self) -> None:
        assert warned("crm.deal.add", deal(OPENED="y")) == [("value_case", "fields[OPENED]")]

    def test_directions_are_read_in_any_case(self) -> None:
        assert warned("crm.deal.list", {"order": {"ID": "Desc", "TITLE": "asc"}}) == []

    def test_other_spelling_of_yes_is_a_hint_at_most(self) -> None:
        assert warned("crm.deal.add", deal(OPENED=True)) == []
        assert warned("crm.deal.add", deal(OPENED="1")) == []
        assert warned("crm.deal.add", deal(OPENED="maybe")) == [("value", "fields[OPENED]")]

    def test_status_of_a_portals_own_is_a_hint(self) -> None:
        params = {"fields": {"TITLE": "x", "SOURCE_ID": "EXHIBITION_2026"}}

        assert warned("crm.lead.add", params) == []

    def test_list_of_forms_is_read_as_forms(self) -> None:
        assert warned("log.blogpost.share", {"POST_ID": 1, "DEST": ["SG69", "DR4", "UA"]}) == []
        assert warned("log.blogpost.share", {"POST_ID": 1, "DEST": ["XX1"]}) == [("value", "DEST")]

    def test_examples_in_a_text_are_no_list(self) -> None:
        field = {"USER_TYPE_ID": "string", "FIELD_NAME": "HELLO", "LABEL": "x"}

        assert warned("crm.contact.userfield.add", {"fields": field}) == []

    def test_text_for_an_object(self) -> None:
        assert warned("crm.deal.add", {"fields": "TITLE"}) == [("object", "fields")]

    def test_object_for_a_number(self) -> None:
        assert warned("crm.deal.get", {"id": {"ID": 1}}) == [("plain", "id")]

    def test_word_for_a_number_is_a_hint(self) -> None:
        assert hinted("crm.deal.get", {"id": "first"}) == [("number", "id")]
        assert found("crm.deal.get", {"id": "12"}) == []

    def test_place_to_fill_in_is_a_hint(self) -> None:
        assert hinted("crm.deal.get", {"id": "<put_id>"}) == [("placeholder", "id")]

    def test_reference_stands_for_any_value(self) -> None:
        assert found("crm.deal.update", {"id": 1, "fields": "$result[a]"}) == []

    def test_limits(self) -> None:
        assert warned("im.dialog.messages.get", {"DIALOG_ID": "1", "LIMIT": 500}) == [
            ("max", "LIMIT")
        ]
        fields = {"fields": {"FIELD_NAME": "A" * 51, "USER_TYPE_ID": "string"}}
        assert warned("crm.deal.userfield.add", fields) == [("max_len", "fields[FIELD_NAME]")]

    def test_long_value_is_shown_short(self) -> None:
        advice = found("crm.deal.add", {"fields": "x" * 500})

        assert advice[0].params["value"] == "x" * 59 + "…"


class TestLists:
    def test_filter_of_operators_is_right(self) -> None:
        names = ("=title", "!=sort", ">=sort", "@userId", "!@userId", "%title", "=%title", "id")
        params = {"filter": dict.fromkeys(names, 1), "select": ["*"], "order": {"id": "asc"}}

        assert found("catalog.store.list", params) == []

    def test_filter_of_groups_is_right(self) -> None:
        groups = {"LOGIC": "OR", "0": {"=title": "a"}, "1": {"!%title": "b"}}

        assert found("catalog.store.list", {"filter": groups}) == []

    def test_slip_behind_an_operator(self) -> None:
        params = {"filter": {">=adress": "x"}}

        assert warned("catalog.store.list", params) == [("unknown_near", "filter[>=adress]")]
        assert near("catalog.store.list", params) == ">=address"

    def test_slip_in_a_group(self) -> None:
        params = {"filter": {"0": {"titel": "x"}}}

        assert warned("catalog.store.list", params) == [("unknown_near", "filter[0][titel]")]

    def test_filter_of_user_fields_is_right(self) -> None:
        params = {"filter": {"!STAGE_ID": "WON", ">=DATE_CREATE": "2026-01-01", "UF_CRM_1": 1}}

        assert found("crm.deal.list", params) == []

    def test_fields_come_from_the_method_that_adds(self) -> None:
        params = {"filter": {"!STAGEID": "WON"}, "select": ["TITEL", "UF_*"]}

        assert warned("crm.deal.list", params) == [
            ("unknown_near", "filter[!STAGEID]"),
            ("value_near", "select"),
        ]

    def test_direction_of_an_order(self) -> None:
        assert warned("crm.deal.list", {"order": {"ID": "down"}}) == [("direction", "order[ID]")]

    def test_several_values_in_a_filter(self) -> None:
        assert warned("catalog.store.list", {"filter": {"active": ["Y", "N"]}}) == []
        assert warned("catalog.store.list", {"filter": {"active": "yes"}}) == [
            ("value", "filter[active]")
        ]

    def test_names_of_fields_listed_in_a_filter_are_no_values(self) -> None:
        assert warned("crm.deal.userfield.list", {"filter": {"LANG": "de"}}) == []

    def test_order_of_a_shop_is_no_sorting(self) -> None:
        value = {"orderPropsId": 1, "valeu": "x"}
        params = {"fields": {"order": {"id": 1, "propertyValues": [value]}}}

        assert ("unknown_near", "fields[order][propertyValues][0][valeu]") in warned(
            "sale.propertyvalue.modify", params
        )


class TestMethods:
    def test_deprecated_is_a_hint_with_the_replacement(self) -> None:
        advice = advise(Request("task.item.getdata", {"TASKID": 1}))

        assert (advice[0].key, advice[0].is_hint) == ("advice.deprecated_near", True)
        assert advice[0].params["near"] == "tasks.task.get"

    def test_a_required_name_inside_an_object_without_a_table_is_a_hint(self) -> None:
        inside = advise(Request("tasks.flow.Flow.isExists", {"flowData": {"name": "Flow"}}))
        nowhere = advise(Request("tasks.flow.Flow.isExists", {"flowData": {}}))

        assert [(a.key, a.is_hint) for a in inside] == [("advice.missing", True)]
        assert [(a.key, a.is_hint) for a in nowhere] == [("advice.missing", False)]

    def test_application_only_by_a_webhook(self) -> None:
        params = {"event": "ONCRMDEALADD", "handler": "https://x.example/"}

        assert warned("event.bind", params, context=WEBHOOK) == [("app_only", "event.bind")]
        assert warned("event.bind", params, context=TOKEN) == []
        assert warned("event.bind", params) == []

    def test_scope_the_credential_lacks(self) -> None:
        held = Context(scopes=frozenset({"im", "task"}))

        assert warned("crm.deal.get", {"id": 1}, context=held) == [("scope", "crm.deal.get")]
        assert warned("tasks.task.get", {"taskId": 1}, context=held) == []
        assert warned("crm.deal.get", {"id": 1}, context=Context(scopes=frozenset({"crm"}))) == []

    def test_any_of_several_scopes_will_do(self) -> None:
        assert warned("user.current", {}, context=Context(scopes=frozenset({"user_brief"}))) == []

    def test_scope_of_no_table_is_a_hint(self) -> None:
        held = Context(scopes=frozenset({"crm"}))

        assert warned("note.collection.get", {"id": 1}, 3, held) == []
        assert hinted("note.collection.get", {"id": 1}, 3, held) == [
            ("scope", "note.collection.get")
        ]

    def test_parameters_of_a_method_that_takes_none_are_a_hint(self) -> None:
        assert hinted("app.info", {"id": 1}) == [("no_params", "id")]


class TestPlaces:
    def test_order_that_a_portal_would_misread(self) -> None:
        right = {"TASKID": 1, "ITEMID": 2}
        wrong = {"ITEMID": 2, "TASKID": 1}

        assert warned("task.checklistitem.get", right) == []
        assert warned("task.checklistitem.get", wrong) == [("order", "task.checklistitem.get")]

    def test_list_is_read_by_place(self) -> None:
        assert warned("task.checklistitem.get", [1, 2]) == []
        assert warned("task.checklistitem.get", [1]) == [("missing", "ITEMID")]
        assert warned("task.checklistitem.get", [1, 2, 3]) == [
            ("too_many", "task.checklistitem.get")
        ]

    def test_list_for_a_method_that_reads_names(self) -> None:
        assert warned("crm.deal.get", [1]) == [("list_body", "crm.deal.get")]

    def test_empty_list_is_an_empty_object(self) -> None:
        assert warned("crm.deal.get", []) == [("missing", "id")]


class TestVersion3:
    def test_right_list_is_silent(self) -> None:
        params = {
            "select": ["id", "title", "responsible.name"],
            "filter": [["id", ">", 1], ["id", [1, 2]]],
            "order": {"id": "ASC"},
            "pagination": {"limit": 10},
        }

        assert found("tasks.task.list", params, 3) == []

    def test_filter_of_version_2(self) -> None:
        assert warned("tasks.task.list", {"filter": {">id": 1}}, 3) == [("v3_filter", "filter")]

    def test_filter_that_is_one_condition(self) -> None:
        assert warned("tasks.task.list", {"filter": ["id", ">", 1]}, 3) == [("v3_filter", "filter")]

    def test_conditions_and_operators(self) -> None:
        params = {"filter": [["id", "~", 1], "id", {"logic": "xor", "conditions": [["id", 1]]}]}

        assert warned("tasks.task.list", params, 3) == [
            ("v3_operator", "filter[0]"),
            ("v3_condition", "filter[1]"),
            ("v3_logic", "filter[2]"),
        ]

    def test_select_and_order_of_another_shape(self) -> None:
        params = {"select": "id", "order": ["id"]}

        assert warned("tasks.task.list", params, 3) == [
            ("v3_select", "select"),
            ("v3_order", "order"),
        ]

    def test_unknown_fields(self) -> None:
        assert warned("tasks.task.list", {"select": ["titel"]}, 3) == [("value_near", "select")]
        assert warned("tasks.task.list", {"filter": [["Id", 1]]}, 3) == [
            ("value_near", "filter[0]")
        ]
        assert hinted("tasks.task.list", {"select": ["noSuchField"]}, 3) == [("v3_field", "select")]

    def test_text_for_a_list(self) -> None:
        params = {"taskId": 1, "fileIds": "1,2"}

        assert warned("tasks.task.file.attach", params, 3) == [("v3_list", "fileIds")]


class TestBatch:
    def test_commands_are_judged_as_requests(self) -> None:
        commands = {
            "a": "crm.deal.get?idd=1",
            "b": "crm.item.update?id=$result[a][ID]&entityTypeId=2",
        }

        assert warned("batch", {"cmd": commands}) == [
            ("unknown_near", "cmd[a]: idd"),
            ("missing", "cmd[b]: fields"),
        ]

    def test_query_of_a_command_is_read_as_php_does(self) -> None:
        command = "crm.deal.list?filter[%3E%3DCOMMENST]=1&select[]=ID&select[]=TITLE"

        assert warned("batch", {"cmd": [command]}) == [
            ("unknown_near", "cmd[0]: filter[>=COMMENST]")
        ]

    def test_commands_of_version_3(self) -> None:
        commands = [{"method": "tasks.task.get", "query": {"id": 1, "select": "id"}}]

        assert warned("batch", commands, 3) == [("v3_select", "0: select")]

    def test_limits_of_a_batch(self) -> None:
        commands = ["crm.deal.get?id=1"] * 51

        assert warned("batch", {"cmd": commands}) == [("batch_length", "batch")]
        assert warned("batch", {"cmd": ["batch?halt=1"]}) == [("batch_nested", "cmd[0]")]


class TestMeasure:
    ROWS = (
        {"method": "crm.currency.get", "rest_version": "v2", "payload": {"id": "EUR"}},
        {"method": "lists.delete", "rest_version": "v2", "payload": {"IBLOCK_TYPE_ID": "lists"}},
        {"method": "task.item.getdata", "rest_version": "v2", "payload": {"TASKID": 1}},
    )

    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        path = tmp_path / "examples.ndjson"
        path.write_text("\n".join(json.dumps(row) for row in self.ROWS), encoding="utf-8")
        return path

    def test_current_methods_only(self, file: Path) -> None:
        assert [one.method.name for one in examples(file)] == ["crm.currency.get", "lists.delete"]

    def test_figures(self, file: Path) -> None:
        figures = measure(examples(file), Context())

        assert figures.right == {"silent": 1, "warned": 1}
        assert figures.seeded["dropped required, top"] == 1
        assert figures.noticed["misspelt name, top"] == 2
        assert figures.noticed["wrong value of a list"] == 1

    def test_table_is_the_same_in_every_run(
        self, file: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(file), "--keys"]) == 0
        first = capsys.readouterr().out
        main([str(file), "--keys"])

        assert capsys.readouterr().out == first
        assert "| right request, no warning | 1 | 2 | 50.0% |" in first

    def test_seeded_slips_are_slips(self) -> None:
        for name in ("id", "TITLE", "fields", ">=DATE_CREATE", "!STAGE_ID"):
            assert misspelt(name) != name
            assert abs(len(misspelt(name)) - len(name)) <= 1
        assert recased("TITLE") == "title"
        assert recased("entityTypeId") == "ENTITYTYPEID"


@pytest.mark.parametrize("value", [None, True, 1, "x", [], {}, [[1]], {"a": {"b": []}}, [None]])
def test_any_value_in_any_place_is_only_advised_on(value: Any) -> None:
    for name in ("crm.item.add", "task.checklistitem.add", "sale.propertyvalue.modify", "user.get"):
        for param in ("fields", "FIELDS", "filter", "order", "select", "TASKID"):
            advise(Request(name, {param: value}), WEBHOOK)
    for param in ("fields", "filter", "order", "select", "pagination"):
        advise(Request("tasks.task.list", {param: value}, 3), WEBHOOK)
    advise(Request("batch", {"cmd": value}))
    advise(Request("batch", [{"method": "tasks.task.get", "query": value}], 3))


def test_every_message_is_told_in_both_languages() -> None:
    params = {"name": "fields[X]", "near": "Y", "value": "v", "count": 3}
    for key in table("advice"):
        for lang in LANGUAGES:
            told = text(key, lang, **params)
            assert told
            assert "{name" not in told


def test_advice_imports_nothing_heavy() -> None:
    code = (
        "import sys; from oint_b24.portal.request import Request as R;"
        "from oint_b24.rest.advice.advise import advise;"
        "advise(R('crm.deal.add', {'fields': {'TITEL': 1, 'NO_SUCH_FIELD': 2}}));"
        "print(*{'requests', 'rich', 'typer', 'difflib', 'urllib3'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""
