"""Task comments and the results made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def test_a_comment_becomes_a_result_and_both_go(do: Teller, rest: RestClient) -> None:
    number = do("ДобавитьКомментарийЗадачи --task 1 --text 'Сборка проверена'")

    kept = rest.call("task.commentitem.get", TASKID=1, ITEMID=number)
    assert (kept["AUTHOR_ID"], kept["POST_MESSAGE"]) == ("1", "Сборка проверена")
    assert do(f"GetTaskComment --task 1 --comment {number}") == kept
    do(f"ИзменитьКомментарийЗадачи --task 1 --comment {number} --text 'Проверена \"дважды\"'")
    listed = do("ПолучитьСписокКомментариевЗадачи --task 1 --order", "{'ID':'desc'}")
    assert listed[0]["POST_MESSAGE"] == 'Проверена "дважды"'
    result = do(f"CreateResultFromComment --comment {number}")
    assert (result["taskId"], result["text"]) == (1, 'Проверена "дважды"')
    results = rest.call("tasks.task.result.list", taskId=1)
    assert do("ПолучитьСписокРезультатов --task 1") == results
    assert number in [r["commentId"] for r in results]
    do(f"УдалитьРезультатИзКомментария --comment {number}")
    assert number not in [r["commentId"] for r in do("GetResultsList --task 1")]
    do(f"DeleteTaskComment --task 1 --comment {number}")
    assert do.refused(f"ПолучитьКомментарийЗадачи --task 1 --comment {number}")[0] == 1


def test_the_same_by_the_other_names(do: Teller, rest: RestClient) -> None:
    number = do("AddTaskComment -t 1 -x 'Первая\\nвторая'")

    kept = rest.call("task.commentitem.get", TASKID=1, ITEMID=number)
    assert kept["POST_MESSAGE"] == "Первая\nвторая"
    do(f"UpdateTaskComment -t 1 -c {number} -x Третья")
    do(f"СоздатьРезультатИзКомментария -c {number}")
    assert do("GetResultsList -t 1")[0]["text"] == "Третья"
    do(f"DeleteResultFromComment -c {number}")
    do(f"УдалитьКомментарийЗадачи -t 1 -c {number}")
    ids = [c["ID"] for c in do("GetTaskCommentsList -t 1")]
    assert ids == [c["ID"] for c in rest.call("task.commentitem.getlist", taskId=1)]
    assert str(number) not in ids


def test_the_skeleton_of_a_comment(do: Teller) -> None:
    named = do("ПолучитьСтруктуруКомментария")
    empty = do("GetCommentStructure --empty true")

    assert "POST_MESSAGE" in named
    assert named.keys() == empty.keys()
    assert set(empty.values()) == {""}
