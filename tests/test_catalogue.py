from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from oint_b24.packaged import path_of
from oint_b24.rest import catalogue

EFFECTS = {
    "read": [
        "access.name",
        "app.info",
        "bizproc.workflow.instances",
        "calendar.event.get.nearest",
        "catalog.catalog.isOffers",
        "catalog.product.download",
        "crm.deal.fields",
        "crm.deal.list",
        "crm.duplicate.findbycomm",
        "crm.enum.ownertype",
        "crm.requisite.preset.countries",
        "crm.status.entity.items",
        "disk.file.getVersions",
        "disk.folder.getChildren",
        "event.offline.list",
        "events",
        "feature.get",
        "im.dialog.messages.get",
        "im.dialog.messages.search",
        "im.v2.File.download",
        "imopenlines.session.open",
        "landing.landing.resolveIdByPublicUrl",
        "landing.repo.checkContent",
        "landing.role.isEnabled",
        "landing.site.fullExport",
        "lists.element.get.file.url",
        "lists.get.iblock.type.id",
        "log.blogpost.getusers.important",
        "method.get",
        "methods",
        "profile",
        "scope",
        "server.time",
        "sonet_group.user.groups",
        "task.checklistitem.isactionallowed",
        "task.stages.canmovetask",
        "tasks.task.getaccess",
        "telephony.externalCall.searchCrmEntities",
        "timeman.networkrange.check",
        "timeman.settings",
        "timeman.status",
        "user.current",
        "user.search",
        "voximplant.sip.status",
    ],
    "write": [
        "batch",
        "bizproc.workflow.start",
        "crm.automation.trigger",
        "crm.deal.add",
        "crm.deal.details.configuration.reset",
        "crm.item.batchImport",
        "crm.item.payment.pay",
        "disk.file.copyTo",
        "disk.file.getExternalLink",
        "disk.folder.restore",
        "disk.folder.uploadFile",
        "disk.storage.getForApp",
        "entity.rights",
        "event.bind",
        "event.offline.error",
        "event.test",
        "im.chat.leave",
        "im.dialog.read",
        "im.dialog.read.all",
        "im.dialog.unread",
        "im.dialog.writing",
        "im.message.add",
        "im.notify",
        "im.notify.read.list",
        "im.v2.Event.get",
        "imbot.v2.Event.get",
        "imbot.v2.Chat.TextField.enabled",
        "imconnector.send.messages",
        "landing.landing.markUnDelete",
        "sale.paysystem.pay.payment",
        "salescenter.payment.getPublicUrl",
        "tasks.task.complete",
        "tasks.task.stopwatch",
        "telephony.externalCall.show",
        "timeman.close",
        "timeman.open",
        "timeman.pause",
        "user.option.set",
        "vote.AttachedVote.stop",
    ],
    "delete": [
        "bizproc.workflow.kill",
        "booking.v1.booking.client.unset",
        "crm.deal.delete",
        "crm.entity.mergeBatch",
        "disk.file.markDeleted",
        "disk.folder.deleteTree",
        "disk.folder.markDeleted",
        "event.offline.clear",
        "event.offline.get",
        "event.unbind",
        "im.chat.user.delete",
        "imbot.unregister",
        "imconnector.delete.messages",
        "landing.landing.markdeletedblock",
        "landing.landing.unFavoriteBlock",
        "landing.site.markFolderDelete",
        "placement.unbind",
        "tasks.task.favorite.remove",
    ],
}


def found(name: str, version: int = 2) -> catalogue.Method:
    method = catalogue.find(name, version)
    assert method is not None, name
    return method


@pytest.mark.parametrize("typed", ["crm.deal.list", "CRM.Deal.List", " crm.deal.LIST "])
def test_a_method_is_found_in_any_case(typed: str) -> None:
    assert found(typed).name == "crm.deal.list"


def test_the_documented_spelling_is_the_name() -> None:
    assert found("im.v2.file.upload").name == "im.v2.File.upload"
    assert "im.v2.File.upload" in catalogue.names()


def test_dots_and_underscores_are_part_of_a_name() -> None:
    assert catalogue.find("crmdeallist") is None
    assert catalogue.find("crm.deal_list") is None
    assert found("sonet_group.get").name == "sonet_group.get"


def test_an_unknown_method_is_not_found() -> None:
    assert catalogue.find("crm.deal.lst") is None


def test_a_name_of_both_versions_has_two_rows() -> None:
    old, new = found("tasks.task.add"), found("tasks.task.add", 3)

    assert (old.version, new.version) == (2, 3)
    assert old.page != new.page


def test_a_name_of_one_version_is_not_found_in_the_other() -> None:
    assert catalogue.find("crm.deal.list", 3) is None
    assert catalogue.find("main.eventlog.tail", 2) is None
    assert found("main.eventlog.tail", 3).effect == "read"


def test_names_come_from_the_index_in_order() -> None:
    both, old, new = catalogue.names(), catalogue.names(2), catalogue.names(3)

    assert both == sorted(both, key=str.casefold)
    assert {*both} == {*old, *new}
    assert len(both) == len({*both})
    assert (len(old), len(new)) == (1568, 110)


def test_all_methods_are_the_indexed_ones() -> None:
    rows = list(catalogue.all_methods())

    assert len(rows) == 1678
    assert all(catalogue.find(row.name, row.version) == row for row in rows[::97])


def test_every_method_says_what_a_caller_needs() -> None:
    for method in catalogue.all_methods():
        assert method.effect in ("read", "write", "delete"), method.name
        assert method.title["ru"], method.name
        assert method.title["en"], method.name
        assert method.page.endswith(".md"), method.name
        assert all(p.name and p.path == p.name for p in method.params), method.name
        assert not (method.no_params and method.params), method.name


@pytest.mark.parametrize(
    ("name", "effect"), [(name, effect) for effect, names in EFFECTS.items() for name in names]
)
def test_effect_is_what_the_page_of_the_method_tells(name: str, effect: str) -> None:
    assert found(name).effect == effect


def test_the_nearest_name_helps_after_a_slip() -> None:
    assert catalogue.nearest("crm.deel.list")[0] == "crm.deal.list"
    assert catalogue.nearest("note.documnt.get", 3)[0] == "note.document.get"


def test_documentation_has_an_address_in_each_language() -> None:
    method = found("crm.item.list")

    page = "api-reference/crm/universal/crm-item-list.html"
    assert catalogue.documentation(method, "ru") == f"https://apidocs.bitrix24.ru/{page}"
    assert catalogue.documentation(method, "en") == f"https://apidocs.bitrix24.com/{page}"


def test_parameters_of_a_message() -> None:
    method = found("im.message.add")
    dialog, system = method.param("DIALOG_ID"), method.param("system")

    assert method.title["ru"] == "Отправить сообщение"
    assert method.scope == "im"
    assert dialog is not None
    assert (dialog.type, dialog.required) == ("string", True)
    assert system is not None
    assert (system.name, system.enum, system.default) == ("SYSTEM", ("Y", "N"), "N")
    assert method.param("TEXT") is None


def test_conditions_of_required_parameters() -> None:
    chat, client = found("im.chat.mute").param("CHAT_ID"), found("im.notify").param("CLIENT_ID")

    assert chat is not None
    assert chat.required_unless == ("DIALOG_ID",)
    assert client is not None
    assert client.required_for == "webhook"


def test_a_list_tells_how_it_is_paged_and_where_its_rows_are() -> None:
    deals, items = found("crm.deal.list"), found("crm.item.list")
    tasks = found("tasks.task.list", 3)

    assert (deals.pagination, deals.list_path, deals.has_total) == ("start", "result", True)
    assert (items.pagination, items.list_path) == ("start", "result.items")
    assert tasks.pagination == "pagination{page,limit,offset}"
    assert found("crm.deal.get").has_total is False


def test_the_envelope_is_not_among_the_fields_of_an_answer() -> None:
    assert [field.name for field in found("crm.item.list").result_fields] == ["items"]
    assert not found("crm.deal.list").result_fields


def test_filters_tell_their_operators_and_who_knows_the_fields() -> None:
    prefixes = found("crm.deal.list").param("filter")

    assert prefixes is not None
    assert {">=", "!@", "%="} <= {*prefixes.operators}
    assert prefixes.fields_from == "crm.deal.fields"


def test_fields_come_from_the_tables_of_the_page() -> None:
    method = found("calendar.event.add")
    rule = method.param("rrule")

    assert rule is not None
    assert rule.nested
    assert [f.path for f in catalogue.fields_of(method, rule)][:2] == ["rrule.FREQ", "rrule.COUNT"]
    assert catalogue.fields_of(method, "rrule") == catalogue.fields_of(method, rule)


def test_fields_come_from_data_types_and_those_lead_on() -> None:
    method = found("sale.order.list")
    fields = {field.name: field for field in catalogue.fields_of(method, "select")}

    assert fields["payments"].nested
    payments = catalogue.fields_of(method, fields["payments"])
    assert "paySystemId" in {field.name for field in payments}
    assert payments == catalogue.fields_of(method, "select.payments")


def test_task_fields_are_spelled_as_requests_take_them() -> None:
    names = [field.name for field in catalogue.fields_of(found("tasks.task.add"), "fields")]

    assert {"TITLE", "RESPONSIBLE_ID", "UF_CRM_TASK"} <= {*names}
    assert "responsibleId" not in names


def test_nothing_is_told_of_the_fields_of_a_plain_value() -> None:
    method = found("im.message.add")

    assert catalogue.fields_of(method, "MESSAGE") == ()
    assert catalogue.fields_of(method, "NO.SUCH") == ()


def test_marks_of_a_method() -> None:
    assert found("crm.deal.list").deprecated
    assert found("crm.deal.list").replaced_by == ("crm.item.list",)
    assert not found("crm.item.list").deprecated
    assert found("event.bind").app_only
    assert not found("im.message.add").app_only
    assert found("task.commentitem.add").positional
    assert found("user.current").no_params
    assert found("profile").scope == "basic"


def test_errors_and_their_statuses() -> None:
    batch = found("batch")

    assert "ERROR_BATCH_LENGTH_EXCEEDED" in batch.errors
    assert batch.error_statuses["ERROR_BATCH_METHOD_NOT_ALLOWED"] == (405,)


def test_permissions_in_both_languages() -> None:
    scopes = catalogue.scopes()

    assert scopes["im"] == {"ru": "Чат и уведомления", "en": "Chat and Notifications"}
    assert {"crm", "task", "disk", "sonet_group", "user.userfield"} <= scopes.keys()


def test_events_have_codes_and_pages() -> None:
    events = {event.code: event for event in catalogue.events()}

    deal = events["ONCRMDEALADD"]
    assert (deal.name, deal.scope) == ("onCrmDealAdd", "crm")
    assert deal.title["ru"].startswith("Событие")
    assert len(catalogue.events()) > 160


def test_every_reference_leads_to_a_data_type() -> None:
    for method in catalogue.all_methods():
        levels = [method.params, *(catalogue.fields_of(method, path) for path in method.nested)]
        for param in (p for level in levels for p in level if p.ref):
            assert catalogue.fields_of(method, param), (method.name, param.path)


def test_every_named_successor_of_fields_exists() -> None:
    for method in catalogue.all_methods():
        for param in method.params:
            if param.fields_from:
                assert any(catalogue.find(param.fields_from, v) for v in (2, 3)), method.name


def test_the_data_stays_small() -> None:
    sizes = {path.name: path.stat().st_size for path in Path(path_of(*catalogue.DATA)).iterdir()}

    assert sum(sizes.values()) < 2_000_000
    assert sizes["index.json"] < 120_000


def test_looking_up_loads_only_the_standard_library() -> None:
    code = (
        "import sys; from oint_b24.rest import catalogue; catalogue.find('crm.deal.list');"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    root = Path(__file__).parents[1]
    loaded = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=root, capture_output=True, text=True, check=True
    ).stdout.split()

    assert {name for name in loaded if name not in sys.stdlib_module_names} == {
        "__main__",
        "oint_b24",
    }
    assert not {"typer", "rich", "urllib3", "sqlite3", "tempfile"} & {*loaded}
