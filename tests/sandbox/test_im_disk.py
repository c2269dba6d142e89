"""Files of chats: the folder, a message with files, saving, deleting, and the one-call upload."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest

from tests.rest_client import RestClient
from tests.sandbox.transfer import fetch, send_file

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 72, 61) + b"\x08\x06\0\0\0"
GIF = b"GIF89a" + struct.pack("<HH", 3, 2) + b"\0" * 14
JPEG = b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x11\x08\0\x05\0\x09" + b"\0" * 12
PLAN = 21


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def into_chat(rest: RestClient, name: str, content: bytes = b"text") -> int:
    """Upload the way OPI's three steps do, and return the file's id."""
    folder = rest.call("im.disk.folder.get", CHAT_ID=42)["ID"]
    first = rest.call("disk.folder.uploadFile", id=folder)
    made: int = send_file(first["uploadUrl"], name, content).json["result"]["ID"]
    return made


def messages(rest: RestClient, dialog: str = "chat42") -> Any:
    return rest.call("im.dialog.messages.get", DIALOG_ID=dialog)


@pytest.fixture
def guest(rest: RestClient) -> RestClient:
    return RestClient(rest.base, 12, "sandboxcode12")


def test_the_folder_of_a_chat(rest: RestClient, manager: RestClient) -> None:
    assert rest.call("im.disk.folder.get", CHAT_ID=42) == {"ID": 16}
    assert rest.call("im.disk.folder.get", DIALOG_ID="chat42") == {"ID": 16}
    assert manager.call("disk.folder.get", id=16)["NAME"] == "chat42"

    made = rest.call("im.chat.add", USERS=[10], TITLE="Новый")
    folder = rest.call("im.disk.folder.get", CHAT_ID=made)["ID"]
    assert folder not in (16, 0)
    assert manager.call("im.disk.folder.get", CHAT_ID=made) == {"ID": folder}


def test_the_folder_of_a_private_dialog_is_the_same_for_both(
    rest: RestClient, manager: RestClient
) -> None:
    folder = rest.call("im.disk.folder.get", DIALOG_ID="10")

    assert manager.call("im.disk.folder.get", DIALOG_ID=1) == folder


def test_folder_refusals(rest: RestClient, guest: RestClient) -> None:
    assert rest.refused("im.disk.folder.get") == (400, "CHAT_ID_EMPTY")
    assert rest.refused("im.disk.folder.get", CHAT_ID="") == (400, "CHAT_ID_EMPTY")
    assert rest.refused("im.disk.folder.get", DIALOG_ID="") == (400, "DIALOG_ID_EMPTY")
    assert rest.refused("im.disk.folder.get", DIALOG_ID="room1") == (400, "DIALOG_ID_EMPTY")
    assert rest.refused("im.disk.folder.get", DIALOG_ID="chat999") == (403, "ACCESS_ERROR")
    assert rest.refused("im.disk.folder.get", DIALOG_ID="999") == (403, "ACCESS_ERROR")
    assert guest.refused("im.disk.folder.get", CHAT_ID=42) == (403, "ACCESS_ERROR")


def test_a_file_sent_in_three_steps_is_in_the_message(
    rest: RestClient, manager: RestClient
) -> None:
    number = into_chat(rest, "схема.png", PNG)

    sent = rest.call("im.disk.file.commit", CHAT_ID=42, UPLOAD_ID=str(number), MESSAGE="Смотрите")

    assert sent["DISK_ID"] == [str(number)]
    card, model = sent["FILES"][f"upload{number}"], sent["FILE_MODELS"][f"upload{number}"]
    assert {key: card[key] for key in list(card)[:12]} == {
        "id": number, "chatId": 42, "date": {}, "type": "image", "name": "схема.png",
        "extension": "png", "size": len(PNG), "image": {"height": 61, "width": 72},
        "status": "done", "progress": 100, "authorId": 1, "authorName": "Администратор Портала",
    }  # fmt: skip
    assert fetch(card["urlDownload"]).body == PNG
    assert (model["parentId"], model["typeFile"], model["createdBy"]) == (16, 2, "1")
    assert fetch(rest.base + model["links"]["download"]).body == PNG

    seen = messages(manager)
    newest = max(seen["messages"], key=lambda message: message["id"])
    assert (newest["id"], newest["text"]) == (sent["MESSAGE_ID"], "Смотрите")
    assert newest["params"]["FILE_ID"] == [number]
    assert [file["name"] for file in seen["files"]] == ["схема.png"]


def test_a_file_of_the_disk_is_copied_into_the_chat(rest: RestClient, manager: RestClient) -> None:
    sent = rest.call("im.disk.file.commit", DIALOG_ID="10", FILE_ID=[PLAN, 23])

    first, second = (int(number) for number in sent["DISK_ID"])
    assert len({first, second, PLAN, 23}) == 4
    assert sent["FILES"][f"upload{PLAN}"]["id"] == first
    assert manager.call("disk.file.get", id=first)["NAME"] == "план.txt"
    assert manager.refused("disk.file.get", id=PLAN) == (400, "ACCESS_DENIED")


def test_as_file_sends_a_picture_uncompressed(rest: RestClient) -> None:
    number = into_chat(rest, "p.gif", GIF)

    sent = rest.call("im.disk.file.commit", CHAT_ID=42, UPLOAD_ID=number, AS_FILE="Y")

    card = sent["FILES"][f"upload{number}"]
    assert (card["type"], card["image"]) == ("file", {"height": 2, "width": 3})


def test_commit_refusals(rest: RestClient, manager: RestClient, guest: RestClient) -> None:
    assert rest.refused("im.disk.file.commit", UPLOAD_ID=1) == (400, "CHAT_ID_EMPTY")
    assert rest.refused("im.disk.file.commit", DIALOG_ID="x", UPLOAD_ID=1) == (
        400, "DIALOG_ID_EMPTY",
    )  # fmt: skip
    assert rest.refused("im.disk.file.commit", CHAT_ID=42) == (400, "FILES_ERROR")
    assert rest.refused("im.disk.file.commit", CHAT_ID=42, FILE_ID="") == (400, "SAVE_ERROR")
    assert rest.refused("im.disk.file.commit", CHAT_ID=42, UPLOAD_ID=999) == (400, "SAVE_ERROR")
    # A file that one may not read cannot be sent either, nor a folder.
    assert manager.refused("im.disk.file.commit", CHAT_ID=42, FILE_ID=PLAN)[1] == "SAVE_ERROR"
    assert rest.refused("im.disk.file.commit", CHAT_ID=42, FILE_ID=14)[1] == "SAVE_ERROR"
    assert guest.refused("im.disk.file.commit", CHAT_ID=42, FILE_ID=PLAN) == (403, "ACCESS_ERROR")


def test_a_chat_s_files_are_the_members_alone(rest: RestClient, guest: RestClient) -> None:
    number = into_chat(rest, "для своих.txt")

    assert guest.refused("disk.file.get", id=number) == (400, "ACCESS_DENIED")
    assert guest.call("disk.folder.getChildren", id=16) == []


def test_saving_makes_a_copy_on_one_s_own_disk(rest: RestClient, manager: RestClient) -> None:
    number = into_chat(rest, "важное.txt", b"keep me")

    saved = manager.call("im.disk.file.save", FILE_ID=number)
    again = manager.call("im.disk.file.save", FILE_ID=number)

    assert saved["folder"] == {"id": saved["folder"]["id"], "name": "Сохранённые файлы"}
    assert (again["folder"], again["file"]["name"]) == (saved["folder"], "важное (1).txt")
    rest.call("im.disk.file.delete", CHAT_ID=42, FILE_ID=number)
    copy = manager.call("disk.file.get", id=saved["file"]["id"])
    assert fetch(copy["DOWNLOAD_URL"]).body == b"keep me"


def test_save_refusals(rest: RestClient, guest: RestClient) -> None:
    number = into_chat(rest, "a.txt")
    assert rest.refused("im.disk.file.save") == (400, "FILE_ID_EMPTY")
    assert rest.refused("im.disk.file.save", FILE_ID=999) == (400, "FILE_SAVE_ERROR")
    assert rest.refused("im.disk.file.save", FILE_ID=PLAN) == (400, "FILE_SAVE_ERROR")
    assert guest.refused("im.disk.file.save", FILE_ID=number) == (400, "FILE_SAVE_ERROR")


def test_only_the_sender_deletes_a_file(
    rest: RestClient, manager: RestClient, guest: RestClient
) -> None:
    number = into_chat(rest, "ошибка.txt")
    sent = rest.call("im.disk.file.commit", CHAT_ID=42, UPLOAD_ID=number)["MESSAGE_ID"]
    given = {"CHAT_ID": 42, "FILE_ID": number}

    assert guest.call("im.disk.file.delete", **given) is False
    assert rest.call("im.disk.file.delete", CHAT_ID=43, FILE_ID=number) is False
    assert rest.call("im.disk.file.delete", CHAT_ID=42, FILE_ID=PLAN) is False
    assert manager.call("im.disk.file.delete", **given) is True
    assert rest.call("disk.file.get", id=number)["NAME"] == "ошибка.txt"

    assert rest.call("im.disk.file.delete", **given) is True
    assert rest.refused("disk.file.get", id=number) == (400, "ERROR_NOT_FOUND")
    seen = messages(manager)
    [message] = [m for m in seen["messages"] if m["id"] == sent]
    assert message["text"] == "Это сообщение удалено"
    assert seen["files"] == []

    assert rest.refused("im.disk.file.delete", FILE_ID=number) == (400, "CHAT_ID_EMPTY")
    assert rest.refused("im.disk.file.delete", CHAT_ID=42) == (400, "FILE_ID_EMPTY")


def test_a_message_with_words_outlives_its_file(rest: RestClient) -> None:
    first, second = into_chat(rest, "a.txt"), into_chat(rest, "b.txt")
    ids = [first, second]
    sent = rest.call("im.disk.file.commit", CHAT_ID=42, UPLOAD_ID=ids, MESSAGE="Два файла")

    rest.call("im.disk.file.delete", CHAT_ID=42, FILE_ID=first)

    [message] = [m for m in messages(rest)["messages"] if m["id"] == sent["MESSAGE_ID"]]
    assert (message["text"], message["params"]["FILE_ID"]) == ("Два файла", [second])


def test_upload_in_one_call(rest: RestClient, manager: RestClient) -> None:
    fields = {"name": "отчёт.pdf", "content": b64(b"%PDF-1.7"), "message": "Отчёт за январь"}

    made = rest.call("im.v2.File.upload", dialogId="chat42", fields=fields)

    assert (made["chatId"], made["dialogId"]) == (42, "chat42")
    assert (made["file"]["name"], made["file"]["image"], made["file"]["type"]) == (
        "отчёт.pdf", False, "file",
    )  # fmt: skip
    newest = max(messages(manager)["messages"], key=lambda message: message["id"])
    assert (newest["id"], newest["text"]) == (made["messageId"], "Отчёт за январь")

    given = {"dialogId": "chat42", "fileId": made["file"]["id"]}
    url = manager.call("im.v2.File.download", **given)["downloadUrl"]
    assert url.startswith(f"{rest.base}/rest/download.json?token=im%7C")
    assert fetch(url).body == b"%PDF-1.7"
    assert fetch(url, Range="bytes=1-3").body == b"PDF"


def test_upload_into_a_private_dialog_that_begins_with_it(
    rest: RestClient, manager: RestClient
) -> None:
    fields = {"name": "f.jpg", "content": b64(JPEG)}

    made = rest.call("im.v2.File.upload", dialogId="11", fields=fields)

    assert made["dialogId"] == "11"
    assert made["file"]["image"] == {"height": 5, "width": 9}
    assert manager.refused("im.v2.File.download", dialogId="1", fileId=made["file"]["id"]) == (
        400, "FILE_NOT_FOUND",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "FILE_EMPTY"),
        ({"name": "a.txt"}, "FILE_EMPTY"),
        ({"content": "YQ=="}, "FILE_EMPTY"),
        ({"name": "a.txt", "content": "data:text/plain;base64,YQ=="}, "FILE_INVALID_CONTENT"),
        ({"name": "a.txt", "content": "YQ"}, "FILE_INVALID_CONTENT"),
    ],
)
def test_upload_refusals(rest: RestClient, fields: dict[str, str], code: str) -> None:
    assert rest.refused("im.v2.File.upload", dialogId="chat42", fields=fields) == (400, code)


def test_upload_into_rooms_of_others(rest: RestClient, guest: RestClient) -> None:
    fields = {"name": "a.txt", "content": "YQ=="}
    assert rest.refused("im.v2.File.upload", dialogId="chat999", fields=fields) == (
        400, "CHAT_NOT_FOUND",
    )  # fmt: skip
    assert guest.refused("im.v2.File.upload", dialogId="chat42", fields=fields) == (
        403, "ACCESS_DENIED",
    )  # fmt: skip
    assert guest.refused("im.v2.File.download", dialogId="chat42", fileId=1) == (
        403, "ACCESS_DENIED",
    )  # fmt: skip
    assert rest.refused("im.v2.File.download", dialogId="chat42", fileId=PLAN) == (
        400, "FILE_NOT_FOUND",
    )  # fmt: skip


def test_the_limit_of_one_call(rest: RestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oint_b24.sandbox.families.im.disk._LIMIT", 30)
    fields = {"name": "a.txt", "content": b64(b"x" * 40)}

    assert rest.refused("im.v2.File.upload", dialogId="chat42", fields=fields) == (
        400, "FILE_TOO_LARGE",
    )  # fmt: skip
