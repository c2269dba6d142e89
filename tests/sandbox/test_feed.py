"""The news feed: posts, who sees them, their files, comments."""

from __future__ import annotations

import base64
from typing import Any

from tests.rest_client import RestClient

TEXT = base64.b64encode("Содержимое".encode()).decode()


def post_of(rest: RestClient, number: int) -> dict[str, Any]:
    return rest.call("log.blogpost.get", POST_ID=number)[0]


def seen_by(rest: RestClient) -> list[str]:
    return [post["ID"] for post in rest.call("log.blogpost.get", LOG_RIGHTS="")]


def test_a_post_lives_from_publication_to_deletion(rest: RestClient) -> None:
    number = rest.call("log.blogpost.add", POST_MESSAGE="Всем привет!", DEST=["UA"], IMPORTANT="N")

    post = post_of(rest, number)
    assert (number, post["ID"], post["AUTHOR_ID"]) == (3, "3", "1")
    assert (post["TITLE"], post["MICRO"]) == ("Всем привет!", "Y")
    assert post["UF_BLOG_POST_IMPRTNT"]["VALUE"] is None
    assert post["UF_BLOG_POST_FILE"]["VALUE"] is False
    assert "FILES" not in post
    sent = {"POST_MESSAGE": "Новый текст", "POST_TITLE": "Заголовок", "IMPORTANT": "Y"}
    assert rest.call("log.blogpost.update", POST_ID=str(number), **sent) == number
    post = post_of(rest, number)
    assert (post["TITLE"], post["MICRO"], post["DETAIL_TEXT"]) == ("Заголовок", "N", "Новый текст")
    assert post["UF_BLOG_POST_IMPRTNT"]["VALUE"] == "1"
    rest.call("log.blogpost.update", POST_ID=number, POST_MESSAGE="Только текст")
    assert post_of(rest, number)["TITLE"] == "Только текст"
    assert rest.call("log.blogpost.delete", POST_ID=number) is True
    assert rest.call("log.blogpost.get", POST_ID=number) == []


def test_the_seeded_posts_come_newest_first(rest: RestClient) -> None:
    status, body = rest.raw("log.blogpost.get", {"LOG_RIGHTS": "UA"})

    assert (status, body["total"], "next" in body) == (200, 2, False)
    assert [post["ID"] for post in body["result"]] == ["2", "1"]
    assert body["result"][1]["NUM_COMMENTS"] == "1"
    assert body["result"][1]["HAS_SOCNET_ALL"] == "Y"


def test_posts_are_seen_by_whom_they_are_for(rest: RestClient, manager: RestClient) -> None:
    guest = RestClient(rest.base, 12, "sandboxcode12")
    number = rest.call("log.blogpost.add", POST_MESSAGE="Разработке", DEST=["DR3", "U12"])

    assert seen_by(guest) == [str(number)]
    assert str(number) not in seen_by(manager)
    assert rest.call("log.blogpost.share", POST_ID=str(number), DEST="U10") is True
    assert seen_by(manager) == [str(number), "2", "1"]
    company = rest.call("log.blogpost.add", POST_MESSAGE="Компании", DEST={"0": "DR1"})
    assert str(company) in seen_by(manager)
    assert post_of(rest, company)["HAS_SOCNET_ALL"] == "N"


def test_posts_are_filtered_by_their_recipients(rest: RestClient) -> None:
    number = rest.call("log.blogpost.add", POST_MESSAGE="Продажам", SPERM=["DR2"])

    assert [p["ID"] for p in rest.call("log.blogpost.get", LOG_RIGHTS=["DR2"])] == [str(number)]
    assert [p["ID"] for p in rest.call("log.blogpost.get", LOG_RIGHTS="UA")] == ["2", "1"]
    both = rest.call("log.blogpost.get", POST_ID=number, LOG_RIGHTS="UA")
    assert [p["ID"] for p in both] == [str(number)]


def test_an_update_replaces_recipients_only_if_it_names_some(
    rest: RestClient, manager: RestClient
) -> None:
    number = rest.call("log.blogpost.add", POST_MESSAGE="Одному", DEST=["U11"])
    rest.call("log.blogpost.update", POST_ID=number, POST_MESSAGE="Одному и тому же")
    assert str(number) not in seen_by(manager)

    rest.call("log.blogpost.update", POST_ID=number, POST_MESSAGE="Всем", DEST=["UA"])
    assert str(number) in seen_by(manager)


def test_pages_and_cursors_lead_through_the_feed(rest: RestClient) -> None:
    for first in (0, 30):
        rest.call(
            "batch",
            cmd=[f"log.blogpost.add?POST_MESSAGE=Новость {first + i}" for i in range(30)],
        )

    _, page = rest.raw("log.blogpost.get")
    assert (page["total"], page["next"], page["result"][0]["ID"]) == (62, 50, "62")
    _, rest_of_it = rest.raw("log.blogpost.get", {"start": 50})
    assert [p["ID"] for p in rest_of_it["result"]] == [str(n) for n in range(12, 0, -1)]
    ahead = rest.call("log.blogpost.get", FIRST_ID=1, LIMIT=2)
    assert [p["ID"] for p in ahead] == ["2", "3"]
    back = rest.call("log.blogpost.get", LAST_ID=3, LIMIT="-1")
    assert [p["ID"] for p in back] == ["2", "1"]
    day = {"LOG_DATE_FROM": "2026-01-12T11:30:00+03:00", "LOG_DATE_TO": "2026-01-12T23:00:00+03:00"}
    assert [p["ID"] for p in rest.call("log.blogpost.get", **day)] == ["2"]


def test_files_are_put_on_the_disk_and_attached(rest: RestClient) -> None:
    number = rest.call(
        "log.blogpost.add", POST_MESSAGE="С файлами", FILES=[["a.txt", TEXT], ["a.txt", TEXT]]
    )

    post = post_of(rest, number)
    first, second = post["FILES"]
    assert post["UF_BLOG_POST_FILE"]["VALUE"] == [first, second]
    raw = f"a:2:{{i:0;i:{first};i:1;i:{second};}}"
    assert post["UF_BLOG_POST_FILE"]["VALUE_RAW"] == raw
    attachment = rest.call("disk.attachedObject.get", id=first)
    assert (attachment["NAME"], attachment["SIZE"]) == ("a.txt", "20")
    assert (attachment["MODULE_ID"], attachment["ENTITY_ID"]) == ("blog", str(number))
    sent = {"POST_TITLE": "Без одного", "FILES": {str(first): "del"}}
    rest.call("log.blogpost.update", POST_ID=number, **sent)
    assert post_of(rest, number)["FILES"] == [second]
    sent = {"POST_TITLE": "План", "UF_BLOG_POST_FILE": ["n21"]}
    rest.call("log.blogpost.update", POST_ID=number, **sent)
    (left,) = post_of(rest, number)["FILES"]
    assert rest.call("disk.attachedObject.get", id=left)["OBJECT_ID"] == "21"
    sent = {"POST_TITLE": "Пусто", "UF_BLOG_POST_FILE": ["empty"]}
    rest.call("log.blogpost.update", POST_ID=number, **sent)
    assert "FILES" not in post_of(rest, number)


def test_who_has_read_an_important_post(rest: RestClient) -> None:
    guest = RestClient(rest.base, 12, "sandboxcode12")

    assert rest.call("log.blogpost.getusers.important", POST_ID="1") == ["10"]
    assert rest.call("log.blogpost.getusers.important", POST_ID=2) == []
    assert rest.call("log.blogpost.getusers.important", POST_ID=99) == []
    assert guest.call("log.blogpost.getusers.important", POST_ID=1) == []
    assert rest.refused("log.blogpost.getusers.important") == (400, "")


def test_administrators_publish_for_others(rest: RestClient, manager: RestClient) -> None:
    number = rest.call("log.blogpost.add", POST_MESSAGE="От менеджера", USER_ID=10)
    own = manager.call("log.blogpost.add", POST_MESSAGE="От себя", USER_ID=1)

    assert post_of(rest, number)["AUTHOR_ID"] == "10"
    assert post_of(rest, own)["AUTHOR_ID"] == "10"
    end = "2026-02-01T00:00:00+03:00"
    important = rest.call(
        "log.blogpost.add", POST_MESSAGE="Важно", IMPORTANT="Y", IMPORTANT_DATE_END=end
    )
    assert post_of(rest, important)["UF_IMPRTANT_DATE_END"]["VALUE"] == end


def test_refusals_of_posts(rest: RestClient, manager: RestClient) -> None:
    add, update = (
        "SONET_CONTROLLER_LIVEFEED_BLOGPOST_ADD_ERROR",
        "SONET_CONTROLLER_LIVEFEED_BLOGPOST_UPDATE_ERROR",
    )

    assert rest.refused("log.blogpost.add") == (400, add)
    assert rest.refused("log.blogpost.add", POST_MESSAGE="x", DEST=["U77"]) == (400, add)
    text = {"POST_MESSAGE": "x"}
    assert rest.refused("log.blogpost.update", **text) == (400, update)
    assert rest.refused("log.blogpost.update", POST_ID=99, **text) == (400, update)
    assert manager.refused("log.blogpost.update", POST_ID=1, **text) == (400, update)
    assert rest.refused("log.blogpost.update", POST_ID=1) == (400, "EMPTY_TITLE")
    assert rest.refused("log.blogpost.delete", POST_ID=99) == (400, "100")
    assert manager.refused("log.blogpost.delete", POST_ID=1) == (400, "403")
    said = []
    for client, params in (
        (rest, {"POST_ID": 99, "DEST": "UA"}),
        (rest, {"POST_ID": 1, "DEST": "кому-нибудь"}),
        (rest, {"POST_ID": 1, "DEST": ["U77"]}),
        (manager, {"POST_ID": 1, "DEST": ["U11"]}),
        (RestClient(rest.base, 12, "sandboxcode12"), {"POST_ID": 1, "DEST": ["UA"]}),
    ):
        status, body = client.raw("log.blogpost.share", params)
        said.append((status, body["error"], body["error_description"]))
    assert said == [
        (400, "", "Wrong post ID"),
        (400, "", "Wrong destinations"),
        (400, "", "No access to one or more message recipients"),
        (400, "", "No access to one or more message recipients"),
        (400, "", "No read perms"),
    ]


def test_comments_are_counted_listed_and_deleted(rest: RestClient, manager: RestClient) -> None:
    number = manager.call("log.blogcomment.add", POST_ID="2", TEXT="Отлично")
    with_file = manager.call(
        "log.blogcomment.add", POST_ID=2, TEXT="Отлично", FILES=[["b.txt", TEXT]]
    )

    assert post_of(rest, 2)["NUM_COMMENTS"] == "2"
    listed = manager.call("log.blogcomment.user.get", FIRST_ID=1)
    assert [row["id"] for row in listed["comments"]] == [with_file, number]
    (file,) = listed["comments"][0]["attach"]
    assert listed["files"][str(file)]["name"] == "b.txt"
    assert listed["files"][str(file)]["authorName"] == "Менеджер Продаж"
    last = rest.call("log.blogcomment.user.get", USER_ID=10, LAST_ID=with_file, LIMIT=1)
    assert [row["id"] for row in last["comments"]] == [number]
    assert rest.call("log.blogcomment.user.get") == {"comments": [], "files": []}
    assert manager.call("log.blogcomment.delete", COMMENT_ID=number) is True
    assert rest.call("log.blogcomment.delete", COMMENT_ID=with_file) is True
    assert post_of(rest, 2)["NUM_COMMENTS"] == "0"


def test_comments_go_with_their_post(rest: RestClient, manager: RestClient) -> None:
    rest.call("log.blogpost.delete", POST_ID=1)

    assert manager.call("log.blogcomment.user.get")["comments"] == []


def test_refusals_of_comments(rest: RestClient, manager: RestClient) -> None:
    guest = RestClient(rest.base, 12, "sandboxcode12")
    rest.call("log.blogcomment.add", POST_ID=1, TEXT="Да")

    def said(client: RestClient, method: str, **params: Any) -> tuple[str, str]:
        status, body = client.raw(f"log.blogcomment.{method}", params)
        assert status == 400
        return body["error"], body["error_description"]

    assert said(rest, "add", POST_ID=1, TEXT="Да") == ("", "Duplicate comment")
    assert said(rest, "add", POST_ID=99, TEXT="Да") == ("", "No post found")
    assert said(guest, "add", POST_ID=1, TEXT="Да") == ("", "No post found")
    assert said(rest, "add", POST_ID=1) == ("", "Blog comment hasn't been added")
    assert said(rest, "delete") == ("", "Wrong comment ID")
    assert said(rest, "delete", COMMENT_ID=99) == ("", "No comment found")
    assert said(manager, "delete", COMMENT_ID=2) == ("", "No delete perms")
