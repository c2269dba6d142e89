"""News feed: posts, their audience, files, comments and readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.stories.bytes import download

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def post(rest: RestClient, number: int) -> dict[str, Any]:
    return rest.call("log.blogpost.get", POST_ID=number)[0]


def test_a_post_is_written_shown_changed_and_deleted(
    do: Teller, rest: RestClient, manager: RestClient
) -> None:
    number = do(
        "СоздатьНовость --text 'Первая строка\\nвторая' --title Новости --important true"
        " --vision \"['U10']\""
    )

    made = post(rest, number)
    assert (made["TITLE"], made["DETAIL_TEXT"]) == ("Новости", "Первая строка\nвторая")
    assert post(manager, number)["AUTHOR_ID"] == "1"
    assert do(f"GetPosts --postid {number}") == [made]
    do(f"ИзменитьНовость --postid {number} --text 'Уже завтра' --title 'Новости дня'")
    assert do(f"ПолучитьНовости --postid {number}")[0]["DETAIL_TEXT"] == "Уже завтра"
    # The audience was not named, so it stayed.
    assert post(manager, number)["TITLE"] == "Новости дня"
    assert do(f"DeletePost --postid {number}") is True
    assert rest.call("log.blogpost.get", POST_ID=number) == []


def test_new_recipients_see_a_post(do: Teller, rest: RestClient, manager: RestClient) -> None:
    number = do("CreatePost --text Только-мне --vision U1")
    assert manager.call("log.blogpost.get", POST_ID=number) == []

    assert do(f"ДобавитьПолучателейКНовости --postid {number} --vision U10") is True

    assert post(manager, number)["DETAIL_TEXT"] == "Только-мне"
    assert do(f"AddPostRecipients --postid {number} --vision DR3") is True
    do(f"UpdatePost --postid {number} --text Всем --vision \"['UA']\"")
    assert post(manager, number)["HAS_SOCNET_ALL"] == "Y"
    do(f"УдалитьНовость --postid {number}")
    assert do.refused(f"УдалитьНовость --postid {number}")[0] == 1


def test_comments_and_readers(do: Teller, rest: RestClient) -> None:
    first = do("ДобавитьКомментарийНовости --postid 1 --text 'Отлично, спасибо'")
    second = do("AddPostComment --postid 1 --text 'И ещё'")

    told = rest.call("log.blogcomment.user.get")["comments"]
    texts = {c["comment_id"]: c["text"] for c in told}
    assert {texts[first], texts[second]} == {"Отлично, спасибо", "И ещё"}
    assert post(rest, 1)["NUM_COMMENTS"] == "3"
    readers = rest.call("log.blogpost.getusers.important", POST_ID=1)
    assert do("ПолучитьСписокПросмотревшихВажное --postid 1") == readers == ["10"]
    assert do("GetImportantPostViewers -p 1") == readers


def test_files_of_a_post_arrive_unchanged(do: Teller, rest: RestClient, tmp_path: Path) -> None:
    content = bytes(range(256)) * 33
    (tmp_path / "схема.bin").write_bytes(content)
    number = do("СоздатьНовость --text С-файлом --files", str({"с.bin": f"{tmp_path}/схема.bin"}))

    assert post(rest, number)["HAS_PROPS"] == "Y"
    (file,) = (o for o in rest.call("disk.folder.getchildren", id=11) if o["NAME"] == "с.bin")
    assert download(file["DOWNLOAD_URL"]) == content
