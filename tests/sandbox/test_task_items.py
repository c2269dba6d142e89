"""Checklists, comments, time records and results of tasks over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

ARGUMENTS = "TASKS_ERROR_EXCEPTION_#256; Param #{}; 256/TE/WRONG_ARGUMENTS<br>"
WRONG_TYPE = 'expected to be of type "integer", but given something else.'
NOT_ALLOWED = "TASKS_ERROR_EXCEPTION_#4; Action is not allowed; 4/TE/ACTION_NOT_ALLOWED<br>"
MISSING = (
    "TASKS_ERROR_EXCEPTION_#512; Check listitem not found or not accessible;"
    " 512/TE/ITEM_NOT_FOUND_OR_NOT_ACCESSIBLE<br>"
)


def trouble(client: RestClient, method: str, params: Any = None) -> str:
    status, body = client.raw(method, params)
    assert (status, body["error"]) == (400, "ERROR_CORE"), body
    return body["error_description"]


def failed(text: str = "Action failed") -> str:
    return f"TASKS_ERROR_EXCEPTION_#8; {text}; 8/TE/ACTION_FAILED_TO_BE_PROCESSED<br>"


def titles(client: RestClient, task: int, **order: str) -> list[str]:
    params: dict[str, Any] = {"TASKID": task}
    if order:
        params["ORDER"] = order
    return [item["TITLE"] for item in client.call("task.checklistitem.getlist", **params)]


def changes(client: RestClient, task: int, prefix: str) -> list[tuple[str, Any, Any]]:
    lines = client.call("tasks.task.history.list", taskId=task)["list"]
    told = [(line["field"], line["value"]["from"], line["value"]["to"]) for line in lines]
    return [line for line in told if line[0].startswith(prefix)]


# Checklists


def test_first_item_brings_its_checklist(rest: RestClient) -> None:
    number = rest.call(
        "task.checklistitem.add", TASKID="2", FIELDS={"TITLE": "Свод", "IS_COMPLETE": "Y"}
    )

    item = rest.call("task.checklistitem.get", TASKID="2", ITEMID=str(number))
    assert number == 4
    assert (item["ID"], item["TASK_ID"], item["PARENT_ID"]) == ("4", "2", "3")
    assert (item["IS_COMPLETE"], item["TOGGLED_BY"], item["CREATED_BY"]) == ("Y", "1", "1")
    assert titles(rest, 2, ID="asc") == ["BX_CHECKLIST_1", "Свод"]
    assert rest.call("task.checklistitem.get", TASKID=2, ITEMID=3)["PARENT_ID"] == 0
    assert changes(rest, 2, "CHECKLIST") == [
        ("CHECKLIST_ITEM_CREATE", "", "BX_CHECKLIST_1"),
        ("CHECKLIST_ITEM_CREATE", "", "Свод"),
        ("CHECKLIST_ITEM_CHECK", "", "Свод"),
    ]


def test_items_join_the_checklist_there_is(rest: RestClient) -> None:
    rest.call("task.checklistitem.add", TASKID=1, FIELDS={"TITLE": "Проверить"})
    root = rest.call("task.checklistitem.add", TASKID=1, FIELDS={"TITLE": "Второй", "PARENT_ID": 0})
    deep = rest.call("task.checklistitem.add", TASKID=1, FIELDS={"TITLE": "Тест", "PARENT_ID": 3})

    assert titles(rest, 1) == ["Тест", "Второй", "Проверить", "Собрать изменения", "Чек-лист 1"]
    card = rest.call("tasks.task.get", taskId=1)["task"]
    assert list(card["checklist"]) == ["1", "2", "3", str(root), str(deep)]
    assert card["checklist"]["2"]["parentId"] == "1"
    first, second = card["checkListTree"]["descendants"]
    assert (first["fields"]["title"], second["fields"]["title"]) == ("Чек-лист 1", "Второй")
    shown = [node["fields"]["displaySortIndex"] for node in first["descendants"]]
    assert shown == ["1", "2"]
    assert first["descendants"][1]["descendants"][0]["fields"]["displaySortIndex"] == "2.1"


def test_item_is_changed_and_deleted_with_what_is_below(rest: RestClient) -> None:
    fields = {"TITLE": "Собрать всё", "SORT_INDEX": "5", "IS_IMPORTANT": True}
    assert rest.call("task.checklistitem.update", TASKID="1", ITEMID="2", FIELDS=fields) is None
    item = rest.call("task.checklistitem.get", TASKID=1, ITEMID=2)
    assert (item["TITLE"], item["SORT_INDEX"]) == ("Собрать всё", "5")
    assert item["IS_IMPORTANT"] == "Y"
    assert item["TOGGLED_DATE"] == ""

    assert rest.call("task.checklistitem.delete", TASKID="1", ITEMID="1") is True
    assert rest.call("task.checklistitem.getlist", TASKID=1) == []
    assert rest.call("tasks.task.get", taskId=1)["task"]["checklist"] == []
    assert changes(rest, 1, "CHECKLIST")[2:] == [
        ("CHECKLIST_ITEM_RENAME", "Собрать изменения", "Собрать всё"),
        ("CHECKLIST_ITEM_REMOVE", "Чек-лист 1", ""),
    ]


def test_completed_item_says_who_and_when(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("task.checklistitem.complete", TASKID="1", ITEMID="2") is True
    done = rest.call("task.checklistitem.get", TASKID=1, ITEMID=2)
    assert (done["IS_COMPLETE"], done["TOGGLED_BY"]) == ("Y", "1")
    assert done["TOGGLED_DATE"].endswith("+03:00")

    assert manager.call("task.checklistitem.complete", TASKID=1, ITEMID=2) is True
    assert rest.call("task.checklistitem.get", TASKID=1, ITEMID=2) == done
    assert rest.call("task.checklistitem.renew", TASKID=1, ITEMID=2) is True
    assert rest.call("task.checklistitem.get", TASKID=1, ITEMID=2)["IS_COMPLETE"] == "N"


def test_order_of_keys_decides_not_their_names(rest: RestClient) -> None:
    assert rest.call("task.checklistitem.complete", ITEMID=2, TASKID=99) is False
    assert trouble(rest, "task.checklistitem.get", {"ITEMID": 2, "TASKID": 1}) == MISSING
    assert rest.call("task.checklistitem.get", first=1, second=2)["ID"] == "2"
    assert rest.raw("task.checklistitem.get", [1, "2"])[1]["result"]["ID"] == "2"
    wrong = trouble(rest, "task.checklistitem.add", {"FIELDS": {"TITLE": "x"}, "TASKID": 1})
    assert wrong == ARGUMENTS.format(
        "0 (taskId) for method ctaskchecklistitem::add() expected to be of type"
        ' "integer", but given something else.'
    )
    turned = {"ITEMID": 2, "TASKID": 1, "FIELDS": {"TITLE": "Отчёт"}}
    assert trouble(rest, "task.checklistitem.update", turned) == failed(
        "Incorrect value [] specified for field [ENTITY_ID] in item [, Отчёт]"
    )


@pytest.mark.parametrize(
    ("method", "params", "text"),
    [
        ("get", {"TASKID": 1}, "1 (itemId) expected by method {}::get(), but not given."),
        ("complete", {}, "0 (taskId) expected by method {}::complete(), but not given."),
        ("add", {"TASKID": 1, "FIELDS": {}},
            "1 (arFields) expected by method {}::add(), but not given."),
        ("add", {"TASKID": 1, "FIELDS": {"COLOR": 1}},
            '1 (arFields) for method {}::add() must not contain key "COLOR".'),
        ("getlist", {"TASKID": 1, "ORDER": {"IS_COMPLETED": "asc"}},
            '1 (arOrder) for method {}::getlist() must not contain key "IS_COMPLETED".'),
        ("update", {"ITEMID": 1, "FIELDS": {"TITLE": "x"}},
            f"1 (itemId) for method {{}}::update() {WRONG_TYPE}"),
        ("renew", {"TASKID": "один", "ITEMID": 1},
            f"0 (taskId) for method {{}}::renew() {WRONG_TYPE}"),
        ("isactionallowed", {"TASKID": 1, "ITEMID": 1},
            "2 (actionId) expected by method {}::isactionallowed(), but not given."),
    ],
)  # fmt: skip
def test_wrong_arguments_are_named(
    rest: RestClient, method: str, params: dict[str, Any], text: str
) -> None:
    expected = ARGUMENTS.format(text.format("ctaskchecklistitem"))

    assert trouble(rest, f"task.checklistitem.{method}", params) == expected


def test_checklists_know_rights(rest: RestClient, manager: RestClient) -> None:
    base = {"TASKID": 1, "ITEMID": 2}

    adding = trouble(manager, "task.checklistitem.add", {"TASKID": 1, "FIELDS": {"TITLE": "x"}})
    assert adding == failed("Adding item: action not allowed")
    deleting = trouble(manager, "task.checklistitem.delete", base)
    assert deleting == failed("Deleting item: action not allowed")
    moving = trouble(manager, "task.checklistitem.moveafteritem", {**base, "AFTERITEMID": 1})
    assert moving == failed("Moving item: action not allowed")
    assert trouble(manager, "task.checklistitem.getlist", {"TASKID": 1}) == failed()
    assert trouble(manager, "task.checklistitem.get", base) == MISSING
    rest.call("tasks.task.update", taskId=1, fields={"AUDITORS": [10]})
    changing = trouble(manager, "task.checklistitem.update", {**base, "FIELDS": {"TITLE": "Чужой"}})
    assert changing == (
        "TASKS_ERROR_EXCEPTION_#4; No access to edit the task; 4/TE/ACTION_NOT_ALLOWED<br>"
    )
    allowed = "task.checklistitem.isactionallowed"
    assert rest.call(allowed, **base, ACTIONID=4) is True
    assert manager.call(allowed, **base, ACTIONID=2) is False
    assert rest.call(allowed, TASKID=1, ITEMID=99, ACTIONID=1) is False
    nameless = trouble(rest, "task.checklistitem.add", {"TASKID": 1, "FIELDS": {"SORT_INDEX": 1}})
    assert nameless == failed("Item name not specified")
    zero = trouble(rest, "task.checklistitem.complete", {"TASKID": 0, "ITEMID": 1})
    assert zero == "TASKS_ERROR_ASSERT_EXCEPTION<br>"


def test_members_of_items_join_the_task(rest: RestClient) -> None:
    members = {"10": {"TYPE": "A"}, "11": {"TYPE": "U"}, "77": {"TYPE": "A"}}
    number = rest.call(
        "task.checklistitem.add", TASKID=1, FIELDS={"TITLE": "Вместе", "MEMBERS": members}
    )

    shown = rest.call("task.checklistitem.get", TASKID=1, ITEMID=number)["MEMBERS"]
    assert [(m["ID"], m["TYPE"]) for m in shown] == [("10", "A"), ("11", "U")]
    assert shown[0]["NAME"] == "Менеджер Продаж"
    card = rest.call("tasks.task.get", taskId=1)["task"]
    assert (card["accomplices"], card["auditors"]) == (["10"], ["11"])


def test_item_moves_behind_another(rest: RestClient) -> None:
    for title in ("второй", "третий"):
        rest.call("task.checklistitem.add", TASKID=1, FIELDS={"TITLE": title, "PARENT_ID": 1})
    inner = rest.call("task.checklistitem.add", TASKID=1, FIELDS={"TITLE": "в нём", "PARENT_ID": 3})

    moved = rest.call("task.checklistitem.moveafteritem", TASKID=1, ITEMID=inner, AFTERITEMID=3)
    assert moved is None
    ordered = titles(rest, 1, PARENT_ID="asc", SORT_INDEX="asc")
    assert ordered == ["Чек-лист 1", "Собрать изменения", "второй", "в нём", "третий"]
    rest.call("task.checklistitem.update", TASKID=1, ITEMID=inner, FIELDS={"PARENT_ID": 4})
    assert rest.call("task.checklistitem.get", TASKID=1, ITEMID=inner)["PARENT_ID"] == "4"


# Comments


def test_comment_lives_and_goes(rest: RestClient) -> None:
    number = rest.call("task.commentitem.add", TASKID="2", FIELDS={"POST_MESSAGE": "Жду отчёт"})
    assert number == 3
    shown = rest.call("task.commentitem.get", TASKID="2", ITEMID="3")
    assert (shown["ID"], shown["AUTHOR_ID"], shown["POST_MESSAGE"]) == ("3", "1", "Жду отчёт")
    assert (shown["AUTHOR_NAME"], shown["POST_MESSAGE_HTML"]) == ("Администратор Портала", None)
    card = rest.call("tasks.task.get", taskId=2)["task"]
    assert (card["commentsCount"], card["forumId"]) == ("1", "11")
    assert card["activityDate"] == shown["POST_DATE"]
    assert changes(rest, 2, "COMMENT") == [("COMMENT", None, "3")]

    changed = rest.call(
        "task.commentitem.update", TASKID=2, ITEMID=3, FIELDS={"POST_MESSAGE": "Не жду"}
    )
    assert changed is True
    assert rest.call("task.commentitem.getlist", taskId="2")[0]["POST_MESSAGE"] == "Не жду"
    assert rest.call("task.commentitem.delete", TASKID=2, ITEMID=3) is True
    assert rest.call("task.commentitem.getlist", TASKID=2) == []
    assert trouble(rest, "task.commentitem.get", {"TASKID": 2, "ITEMID": 3}) == MISSING


def test_comments_are_listed_sorted_and_filtered(rest: RestClient) -> None:
    fields = {"POST_MESSAGE": "Раньше", "AUTHOR_ID": 10, "POST_DATE": "2025-07-15T14:30:00+03:00"}
    rest.call("task.commentitem.add", TASKID=1, FIELDS=fields)

    def found(order: dict[str, str], **given: Any) -> list[str]:
        rows = rest.call("task.commentitem.getlist", TASKID=1, ORDER=order, FILTER=given)
        return [row["ID"] for row in rows]

    assert found({}) == ["3", "2", "1"]
    assert found({"POST_DATE": "asc"}) == ["3", "1", "2"]
    assert found({}, AUTHOR_ID="10") == ["3"]
    assert found({"ID": "asc"}, **{">=POST_DATE": "2026-01-01", "!ID": 1}) == ["2"]
    wrong = trouble(
        rest, "task.commentitem.getlist", {"TASKID": 1, "FILTER": {">=POST_DATE": "2026-01-01"}}
    )
    assert wrong == ARGUMENTS.format(
        '1 (arOrder) for method ctaskcommentitem::getlist() must not contain key ">=POST_DATE".'
    )


def test_files_come_with_comments(rest: RestClient) -> None:
    files = {"POST_MESSAGE": "С файлом", "UF_FORUM_MESSAGE_DOC": ["n21"]}
    number = rest.call("task.commentitem.add", TASKID=1, FIELDS=files)

    [attached] = rest.call("task.commentitem.get", TASKID=1, ITEMID=number)[
        "ATTACHED_OBJECTS"
    ].values()
    assert (attached["NAME"], attached["FILE_ID"]) == ("план.txt", "21")
    assert attached["DOWNLOAD_URL"].startswith("/bitrix/tools/disk/uf.php?attachedId=")
    result = rest.call("tasks.task.result.addFromComment", commentId=number)
    assert result["files"] is None
    listed = rest.call("tasks.task.result.list", taskId=1)[0]
    assert listed["files"] == [int(attached["ATTACHMENT_ID"])]
    bad = {"POST_MESSAGE": "x", "UF_FORUM_MESSAGE_DOC": ["n99"]}
    params = {"TASKID": 1, "FIELDS": bad}
    assert trouble(rest, "task.commentitem.add", params) == "File not found<br>"


def test_comments_know_rights(rest: RestClient, manager: RestClient) -> None:
    closed = {"TASKID": 1, "FIELDS": {"POST_MESSAGE": "x"}}
    text = "Insufficient permissions to add a comment.<br>"
    assert trouble(manager, "task.commentitem.add", closed) == text
    assert trouble(manager, "task.commentitem.getlist", {"TASKID": 1}) == failed()
    assert trouble(manager, "task.commentitem.get", {"TASKID": 1, "ITEMID": 1}) == MISSING
    foreign = rest.call("task.commentitem.add", TASKID=2, FIELDS={"POST_MESSAGE": "Моё"})
    mine = manager.call("task.commentitem.add", TASKID=2, FIELDS={"POST_MESSAGE": "Их"})
    update = {"TASKID": 2, "ITEMID": foreign, "FIELDS": {"POST_MESSAGE": "x"}}
    assert trouble(manager, "task.commentitem.update", update) == NOT_ALLOWED
    params = {"TASKID": 2, "ITEMID": foreign}
    assert trouble(manager, "task.commentitem.delete", params) == NOT_ALLOWED
    allowed = "task.commentitem.isactionallowed"
    assert manager.call(allowed, TASKID=2, ITEMID=foreign, ACTIONID=1) is True
    assert manager.call(allowed, TASKID=2, ITEMID=foreign, ACTIONID=3) is False
    assert rest.call(allowed, TASKID=2, ITEMID=mine, ACTIONID=3) is True
    assert rest.call(allowed, TASKID=2, ITEMID=99, ACTIONID=2) is False
    assert rest.call("task.commentitem.delete", TASKID=2, ITEMID=mine) is True
    empty = {"TASKID": 1, "FIELDS": {"POST_MESSAGE": " "}}
    assert trouble(rest, "task.commentitem.add", empty) == "Comment text is not specified.<br>"
    empty = {"TASKID": 1, "ITEMID": 1, "FIELDS": {"POST_MESSAGE": ""}}
    assert trouble(rest, "task.commentitem.update", empty) == "Comment text not specified.<br>"


# Time spent


def test_time_record_lives_and_goes(rest: RestClient) -> None:
    fields = {
        "SECONDS": "7200",
        "COMMENT_TEXT": "Обзвон",
        "USER_ID": "10",
        "CREATED_DATE": "2026-02-01T10:00:00",
    }
    assert rest.call("task.elapseditem.add", TASKID="2", ARFIELDS=fields) == 3
    record = rest.call("task.elapseditem.get", TASKID="2", ITEMID="3")
    assert (record["ID"], record["TASK_ID"], record["USER_ID"]) == ("3", "2", "10")
    assert (record["SECONDS"], record["MINUTES"], record["SOURCE"]) == ("7200", "120", "2")
    assert record["CREATED_DATE"] == "2026-02-01T10:00:00+03:00"
    card = rest.call("tasks.task.get", taskId=2)["task"]
    assert (card["timeSpentInLogs"], card["durationFact"]) == ("7200", "120")

    changed = rest.call(
        "task.elapseditem.update", TASKID="2", ITEMID="3", ARFIELDS={"SECONDS": "60"}
    )
    assert changed is None
    record = rest.call("task.elapseditem.get", TASKID=2, ITEMID=3)
    assert (record["MINUTES"], record["COMMENT_TEXT"]) == ("1", "Обзвон")
    assert rest.call("task.elapseditem.delete", TASKID="2", ITEMID="3") is None
    assert rest.call("task.elapseditem.getlist", TASKID="2") == []
    assert changes(rest, 2, "TIME") == [
        ("TIME_SPENT_IN_LOGS", "0", "7200"),
        ("TIME_SPENT_IN_LOGS", "7200", "60"),
        ("TIME_SPENT_IN_LOGS", "60", "0"),
    ]


def test_time_records_are_listed_in_pages(rest: RestClient, manager: RestClient) -> None:
    rest.call("task.elapseditem.add", TASKID=1, ARFIELDS={"SECONDS": 5, "COMMENT_TEXT": ""})
    rest.call("task.elapseditem.add", TASKID=2, ARFIELDS={"SECONDS": 7, "COMMENT_TEXT": ""})

    def found(client: RestClient, *arguments: Any) -> tuple[list[str], int, Any]:
        _, body = client.raw("task.elapseditem.getlist", list(arguments))
        return [row["ID"] for row in body["result"]], body["total"], body.get("next")

    assert found(rest, 1) == (["1", "2", "3"], 3, None)
    assert found(rest, 1, {"SECONDS": "desc"}, {}, [], {"NAV_PARAMS": {"nPageSize": 2}}) == (
        ["1", "2"], 3, 2,
    )  # fmt: skip
    page = {"NAV_PARAMS": {"nPageSize": "2", "iNumPage": "2"}}
    assert found(rest, 1, {"SECONDS": "desc"}, {}, [], page) == (["3"], 3, None)
    assert found(rest, 1, {}, {">=CREATED_DATE": "2026-01-13"}) == (["3"], 1, None)
    assert found(rest, {"ID": "desc"}) == (["4", "3", "2", "1"], 4, None)
    assert found(manager, {"ID": "desc"}) == (["4"], 1, None)
    only = rest.raw("task.elapseditem.getlist", [1, {}, {}, ["SECONDS"]])[1]["result"][0]
    assert only == {"ID": "1", "SECONDS": "3600"}
    assert trouble(rest, "task.elapseditem.getlist", [1, {"COLOR": "asc"}]) == ARGUMENTS.format(
        '1 (order) for method ctaskelapseditem::getlist() must not contain key "COLOR".'
    )


def test_time_records_know_rights(rest: RestClient, manager: RestClient) -> None:
    add, one = "task.elapseditem.add", {"SECONDS": 60}
    assert trouble(rest, add, {"TASKID": 99, "ARFIELDS": one}) == "Task not found"
    assert trouble(manager, add, {"TASKID": 1, "ARFIELDS": one}) == "Access denied"
    foreign = {"TASKID": 2, "ARFIELDS": {"SECONDS": 60, "USER_ID": 1}}
    assert trouble(manager, add, foreign) == "ACTION_NOT_ALLOWED"
    assert trouble(rest, add, {"TASKID": 1, "ARFIELDS": {"COMMENT_TEXT": "x"}}) == failed()
    assert trouble(rest, add, {"TASKID": 1, "ARFIELDS": {"SECONDS": "час"}}) == failed()
    number = rest.call(add, TASKID=2, ARFIELDS=one)
    params = {"TASKID": 2, "ITEMID": number}
    assert trouble(manager, "task.elapseditem.delete", params) == "ACTION_NOT_ALLOWED"
    assert trouble(rest, "task.elapseditem.get", {"ITEMID": 2, "TASKID": 1}) == "ACTION_NOT_ALLOWED"
    assert trouble(rest, "task.elapseditem.delete", {"ITEMID": 99, "TASKID": 1}) == "Task not found"
    allowed = "task.elapseditem.isActionAllowed"
    assert manager.call(allowed, **params, ACTIONID=1) is True
    assert manager.call(allowed, **params, ACTIONID=2) is False
    assert rest.call(allowed, **params, ACTIONID=3) is True
    assert manager.call(allowed, TASKID=1, ITEMID=1, ACTIONID=1) is False


def test_manifests_describe_the_methods(rest: RestClient) -> None:
    for alias, version, count in (
        ("checklistitem", "2.0", 10),
        ("commentitem", "1.1", 7),
        ("elapseditem", "1.2", 7),
    ):
        told = rest.call(f"task.{alias}.getmanifest")
        assert told["Manifest version"] == version
        assert len(told["REST: available methods"]) == count
        assert f"REST: writable {alias} data fields" in told


# Results


def test_comment_becomes_a_result(rest: RestClient) -> None:
    made = rest.call("tasks.task.result.addFromComment", commentId="2")
    assert (made["id"], made["taskId"], made["commentId"]) == (2, 1, 2)
    assert (made["status"], made["files"], made["createdBy"]) == (0, None, 1)
    assert [r["id"] for r in rest.call("tasks.task.result.list", taskId="1")] == [2, 1]

    text = {"POST_MESSAGE": "Отчёт [B]готов[/B] & сдан"}
    rest.call("task.commentitem.update", TASKID=1, ITEMID=2, FIELDS=text)
    shown = rest.call("tasks.task.result.list", taskId=1)[0]
    assert shown["text"] == "Отчёт [B]готов[/B] & сдан"
    assert shown["formattedText"] == "Отчёт <b>готов</b> &amp; сдан"
    assert rest.call("tasks.task.result.deleteFromComment", commentId="2") is None
    assert [r["id"] for r in rest.call("tasks.task.result.list", taskId=1)] == [1]


def test_completion_closes_results(rest: RestClient) -> None:
    again = rest.raw("tasks.task.result.addFromComment", {"commentId": 1})
    assert (again[0], again[1]["error"]) == (400, "0")
    assert again[1]["error_description"] == "Result already exists."
    rest.call("tasks.task.complete", taskId=1)
    assert [r["status"] for r in rest.call("tasks.task.result.list", taskId=1)] == [1]

    rest.call("tasks.task.renew", taskId=1)
    assert rest.call("tasks.task.result.addFromComment", commentId=1)["status"] == 0
    assert [r["status"] for r in rest.call("tasks.task.result.list", taskId=1)] == [0, 1]


def test_results_know_rights(rest: RestClient, manager: RestClient) -> None:
    def attempt(client: RestClient, method: str, **params: Any) -> tuple[int, str, str]:
        status, body = client.raw(f"tasks.task.result.{method}", params)
        return status, body["error"], body["error_description"]

    denied = (400, "0", "Access denied.")
    foreign = rest.call("task.commentitem.add", TASKID=2, FIELDS={"POST_MESSAGE": "Моё"})
    assert attempt(manager, "addFromComment", commentId=foreign) == denied
    assert attempt(manager, "addFromComment", commentId=1) == denied
    assert attempt(manager, "deleteFromComment", commentId=1) == denied
    assert attempt(manager, "list", taskId=1) == denied
    assert attempt(rest, "list", taskId=99) == denied
    absent = (400, "0", "Comment not found.")
    assert attempt(rest, "addFromComment", commentId=99) == absent
    assert attempt(rest, "deleteFromComment", commentId=99) == absent
    assert attempt(rest, "addFromComment", commentId="x") == (
        400, "100",
        "Invalid value {x} to match with parameter {commentId}. Should be value of type int.",
    )  # fmt: skip
    assert attempt(rest, "list")[:2] == (400, "100")
