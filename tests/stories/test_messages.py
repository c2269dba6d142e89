"""Messages: sent, marked, changed, taken back; files and blocks in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.stories.bytes import download

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rest_client import RestClient
    from tests.stories.teller import Teller


def message(rest: RestClient, number: int) -> dict[str, Any]:
    found = rest.call("im.dialog.messages.get", DIALOG_ID="chat42", LIMIT=50)["messages"]
    return next(m for m in found if m["id"] == number)


def test_a_message_is_sent_changed_liked_and_deleted(do: Teller, rest: RestClient) -> None:
    number = do(r"ОтправитьСообщение --chat chat42 --text 'Сборка готова\nпроверяйте'")

    assert message(rest, number)["text"] == "Сборка готова\nпроверяйте"
    do(f"EditMessage --message {number} --text 'Сборка отозвана'")
    assert message(rest, number)["text"] == "Сборка отозвана"
    do(f"УстановитьРеакциюНаСообщение --message {number}")
    assert message(rest, number)["params"]["LIKE"] == [1]
    assert do(f"УдалитьСообщение --message {number}") is True
    assert message(rest, number)["params"]["IS_DELETED"] == "Y"


def test_blocks_made_here_are_sent(do: Teller, rest: RestClient) -> None:
    picture = do("ПолучитьБлокКартинки --title Схема --url https://example.org/stand.png")
    file = do("GetFileBlock --title Отчёт.pdf --url https://example.org/report.pdf")
    assert picture == do("GetPictureBlock -t Схема -u https://example.org/stand.png")
    assert file == do("ПолучитьБлокФайла -t Отчёт.pdf -u https://example.org/report.pdf")

    number = do("SendMessage --chat chat42 --text Стенд --blocks", json.dumps([picture, file]))

    blocks = message(rest, number)["params"]["ATTACH"][0]["BLOCKS"]
    assert [next(iter(block)) for block in blocks] == ["IMAGE", "FILE"]
    do(f"ИзменитьСообщение --message {number} --text Без-стенда")
    assert message(rest, number)["text"] == "Без-стенда"
    do(f"DeleteMessage -m {number}")
    do("SetMessageReaction -m 102")
    assert message(rest, 102)["params"]["LIKE"] == [1]


def test_reading_and_unreading(do: Teller, rest: RestClient) -> None:
    def unread() -> int:
        return int((rest.call("im.counters.get")["CHAT"] or {}).get("42", 0))

    do("ОтметитьСообщениеКакПрочитанное --chat chat42 --message 105")
    assert unread() == 0
    do("MarkMessageAsUnreaded --chat chat42 --message 104")
    assert unread() == 2
    do("MarkMessageAsReaded -c chat42 -m 105")
    assert unread() == 0
    do("ОтметитьСообщениеКакНепрочитанное -c chat42 -m 105")
    assert unread() == 1


def test_a_file_of_the_disk_or_of_this_machine_is_sent(
    do: Teller, rest: RestClient, tmp_path: Path
) -> None:
    folder = rest.call("im.disk.folder.get", CHAT_ID=42)["ID"]
    uploaded = do(f"UploadFileToFolder --title в-чат.txt --file 0JDQsQ== --folderid {folder}")
    by_id = do(f"ОтправитьФайл --chat 42 --fileid {uploaded['ID']} --description 'План релиза'")
    (tmp_path / "журнал.log").write_bytes(b"\x00\xff log")
    by_path = do("SendFile --chat 42 --description Журнал --file", str(tmp_path / "журнал.log"))

    for sent, text in ((by_id, "План релиза"), (by_path, "Журнал")):
        told = message(rest, sent["MESSAGE_ID"])
        assert told["text"] == text
        assert told["params"]["FILE_ID"]
    (last,) = message(rest, by_path["MESSAGE_ID"])["params"]["FILE_ID"]
    address = rest.call("disk.file.get", id=last)["DOWNLOAD_URL"]
    assert download(address) == b"\x00\xff log"
