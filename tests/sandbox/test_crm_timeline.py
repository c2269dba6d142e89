"""Timelines of CRM objects: comments with files, bindings, notes, log messages, pins, blocks."""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient

APP = "token-of-user-1"
DEAL = {"ENTITY_ID": 1, "ENTITY_TYPE": "deal"}
LAYOUT = {"blocks": {"one": {"type": "text", "properties": {"value": "Текст"}}}}


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def png(side: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", side, side) + b"\x08\x06\0\0\0"


def as_app(rest: RestClient, method: str, **params: Any) -> tuple[int, Any]:
    return rest.post(f"{rest.base}/rest/{method}", {**params, "auth": APP})


def comments(rest: RestClient, **more: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = rest.call("crm.timeline.comment.list", filter=DEAL, **more)
    return rows


def test_a_comment_lives_from_creation_to_deletion(rest: RestClient, manager: RestClient) -> None:
    number = manager.call("crm.timeline.comment.add", fields={**DEAL, "COMMENT": "Позвонить"})

    assert number == 2
    comment = rest.call("crm.timeline.comment.get", id=number)
    assert comment.pop("CREATED")[19:] == "+03:00"
    assert comment == {
        "ID": "2", "ENTITY_ID": "1", "ENTITY_TYPE": "deal", "COMMENT": "Позвонить",
        "AUTHOR_ID": "10", "FILES": {},
    }  # fmt: skip
    assert rest.call("crm.deal.get", id=1)["LAST_ACTIVITY_BY"] == "10"
    assert rest.call("crm.timeline.comment.update", id=2, fields={"COMMENT": "Написать"}) == 2
    assert comments(rest, order={"ID": "DESC"}, select=["ID", "COMMENT"]) == [
        {"ID": "2", "COMMENT": "Написать"},
        {"ID": "1", "COMMENT": "Клиент просит прислать счёт"},
    ]
    assert rest.call("crm.timeline.comment.delete", id=2, ownerTypeId=2, ownerId=1) is None
    assert [row["ID"] for row in comments(rest)] == ["1"]
    assert rest.call("crm.timeline.comment.fields")["ENTITY_TYPE"]["isImmutable"] is True


def test_files_of_a_comment_lie_on_the_disk(rest: RestClient, manager: RestClient) -> None:
    pairs = [["акт.txt", encoded("первый".encode())], ["вид.png", encoded(png(24))]]
    number = rest.call(
        "crm.timeline.comment.add", fields={**DEAL, "COMMENT": "Файлы", "FILES": pairs}
    )

    files = rest.call("crm.timeline.comment.get", id=number)["FILES"]
    text, image = files.values()
    assert list(files) == [str(text["id"]), str(image["id"])]
    assert (text["type"], text["name"], text["size"], text["urlPreview"]) == (
        "file", "акт.txt", 12, "",
    )  # fmt: skip
    assert (image["type"], image["image"]) == ("image", {"width": 24, "height": 24})
    assert text["authorName"] == "Администратор Портала"
    assert manager.call("disk.file.get", id=text["id"])["NAME"] == "акт.txt"
    rest.call("crm.timeline.comment.update", id=number, fields={"COMMENT": "Файлы на месте"})
    assert len(rest.call("crm.timeline.comment.get", id=number)["FILES"]) == 2
    fields = {"FILES": [["новый.txt", encoded(b"2")]]}
    rest.call("crm.timeline.comment.update", id=number, fields=fields)
    left = rest.call("crm.timeline.comment.get", id=number)["FILES"]
    assert [file["name"] for file in left.values()] == ["новый.txt"]
    rest.call("crm.timeline.comment.update", id=number, fields={"FILES": []})
    assert rest.call("crm.timeline.comment.get", id=number)["FILES"] == {}


def test_comments_come_in_pages(rest: RestClient) -> None:
    for number in range(50):
        rest.call("crm.timeline.comment.add", fields={**DEAL, "COMMENT": str(number)})

    _, first = rest.raw("crm.timeline.comment.list", {"filter": DEAL})
    _, second = rest.raw("crm.timeline.comment.list", {"filter": DEAL, "start": 50})

    assert (len(first["result"]), first["next"], first["total"]) == (50, 50, 51)
    assert [row["COMMENT"] for row in second["result"]] == ["49"]
    assert "next" not in second


def test_what_comments_refuse(rest: RestClient) -> None:
    add, update = "crm.timeline.comment.add", "crm.timeline.comment.update"
    assert rest.refused(add) == (400, "100")
    assert rest.refused(add, fields={"COMMENT": "x", "ENTITY_ID": 1}) == (400, "100")
    empty = {**DEAL, "COMMENT": " "}
    assert rest.refused(add, fields=empty) == (400, "INVALID_ARG_VALUE")
    absent = {"COMMENT": "x", "ENTITY_ID": 99, "ENTITY_TYPE": "deal"}
    assert rest.refused(add, fields=absent) == (400, "OWNER_NOT_FOUND")
    assert rest.refused(update, fields={"COMMENT": "x"}) == (400, "100")
    assert rest.refused(update, id=9, fields={"COMMENT": "x"}) == (400, "NOT_FOUND")
    assert rest.refused(update, id=1, fields={"COMMENT": ""}) == (400, "INVALID_ARG_VALUE")
    wrong = {"ownerTypeId": 2, "ownerId": 2}
    assert rest.refused(update, id=1, fields={"COMMENT": "x"}, **wrong)[1] == "OWNER_NOT_FOUND"
    assert rest.refused("crm.timeline.comment.get", id=9) == (400, "")
    assert rest.refused("crm.timeline.comment.get") == (400, "")
    assert rest.refused("crm.timeline.comment.delete", id=9) == (400, "NOT_FOUND")
    assert rest.refused("crm.timeline.comment.list", filter={"ENTITY_ID": 1}) == (400, "")


def test_a_record_stands_in_several_objects(rest: RestClient) -> None:
    lead = {"OWNER_ID": 1, "ENTITY_ID": 2, "ENTITY_TYPE": "lead"}
    bind, unbind = "crm.timeline.bindings.bind", "crm.timeline.bindings.unbind"

    assert rest.call(bind, fields=lead) is True
    assert rest.call(bind, fields=lead) is False
    _, listed = rest.raw("crm.timeline.bindings.list", {"filter": {"OWNER_ID": 1}})
    assert (listed["total"], listed["result"][1]) == (
        2, {"OWNER_ID": "1", "ENTITY_ID": "2", "ENTITY_TYPE": "lead"},
    )  # fmt: skip
    of_lead = {"ENTITY_ID": 2, "ENTITY_TYPE": "lead"}
    assert len(rest.call("crm.timeline.comment.list", filter=of_lead)) == 1
    assert rest.refused("crm.timeline.comment.delete", id=1) == (400, "MULTIPLE_BINDINGS")
    assert rest.call("crm.timeline.comment.delete", id=1, ownerTypeId=1, ownerId=2) is None
    assert rest.call("crm.timeline.comment.list", filter=of_lead) == []
    assert rest.call(bind, fields=lead) is True
    assert rest.call(unbind, fields={**lead, "ENTITY_ID": 1, "ENTITY_TYPE": "deal"}) is True
    assert rest.call("crm.timeline.comment.get", id=1)["ENTITY_TYPE"] == "lead"
    assert rest.call(unbind, fields=lead) is False
    assert rest.refused(unbind, fields={**lead, "ENTITY_ID": 3}) == (400, "")
    for broken in ({"OWNER_ID": 0}, {"ENTITY_ID": ""}, {"ENTITY_TYPE": "house"}, {"OWNER_ID": 9}):
        assert rest.refused(bind, fields={**lead, **broken}) == (400, "")
    assert rest.refused(bind, fields={**lead, "ENTITY_ID": 99}) == (400, "")
    assert rest.refused("crm.timeline.bindings.list", filter={}) == (400, "")
    assert list(rest.call("crm.timeline.bindings.fields")) == list(lead)


def test_what_stands_in_a_deleted_object_alone_goes_with_it(rest: RestClient) -> None:
    fields = {"OWNER_ID": 1, "ENTITY_ID": 2, "ENTITY_TYPE": "lead"}
    rest.call("crm.timeline.bindings.bind", fields=fields)
    alone = rest.call("crm.timeline.comment.add", fields={**DEAL, "COMMENT": "x"})

    rest.call("crm.deal.delete", id=1)

    assert rest.call("crm.timeline.comment.get", id=1)["ENTITY_TYPE"] == "lead"
    assert rest.refused("crm.timeline.comment.get", id=alone) == (400, "")


def test_a_note_on_a_record_and_on_an_activity(rest: RestClient, manager: RestClient) -> None:
    of_comment = {"ownerTypeId": 2, "ownerId": 1, "itemType": 1, "itemId": 1}
    of_call = {**of_comment, "itemType": 2}

    assert rest.call("crm.timeline.note.save", **of_comment, text="Важно") is True
    assert manager.call("crm.timeline.note.save", **of_comment, text="Очень важно") is True
    assert rest.call("crm.timeline.note.save", **of_call, text="О звонке") is True
    note = rest.call("crm.timeline.note.get", **of_comment)
    assert (note["text"], note["createdById"], note["updatedById"]) == ("Очень важно", 1, 10)
    assert rest.call("crm.timeline.note.get", **of_call)["text"] == "О звонке"
    assert rest.call("crm.timeline.note.delete", **of_comment) is True
    assert rest.refused("crm.timeline.note.get", **of_comment) == (400, "NOT_FOUND")
    assert rest.refused("crm.timeline.note.delete", **of_comment) == (400, "NOT_FOUND")
    assert rest.refused("crm.timeline.note.save", **of_comment) == (400, "100")
    assert rest.refused("crm.timeline.note.save", itemId=1) == (400, "100")
    other = {**of_comment, "ownerId": 2}
    assert rest.refused("crm.timeline.note.save", **other, text="x") == (400, "NOT_FOUND")


def test_log_messages_ten_at_a_time_the_newest_first(rest: RestClient) -> None:
    deal = {"entityTypeId": 2, "entityId": 1}
    message = {**deal, "title": "Оплата", "text": "Получена", "iconCode": "check"}
    made = [rest.call("crm.timeline.logmessage.add", fields=message) for _ in range(11)]

    first = made[0]["logMessage"]
    assert (first["title"], first["text"], first["iconCode"], first["authorId"]) == (
        "Оплата", "Получена", "check", 1,
    )  # fmt: skip
    assert rest.call("crm.timeline.logmessage.get", id=first["id"]) == made[0]
    _, page = rest.raw("crm.timeline.logmessage.list", deal)
    numbers = [row["id"] for row in page["result"]]
    assert (page["total"], page["next"], numbers) == (11, 10, list(range(12, 2, -1)))
    last = rest.call("crm.timeline.logmessage.list", **deal, start=10)
    oldest = rest.call("crm.timeline.logmessage.list", **deal, order={"id": "asc"})
    assert last == [first] == oldest[:1]
    assert len(comments(rest)) == 1
    assert rest.refused("crm.timeline.comment.get", id=first["id"]) == (400, "")
    assert rest.call("crm.timeline.logmessage.delete", id=first["id"]) is True
    assert rest.refused("crm.timeline.logmessage.get", id=first["id"]) == (400, "NOT_FOUND")
    assert rest.refused("crm.timeline.logmessage.delete", id=1) == (400, "NOT_FOUND")
    assert rest.refused("crm.timeline.logmessage.add", fields=deal) == (400, "100")
    absent = {**message, "entityId": 99}
    assert rest.refused("crm.timeline.logmessage.add", fields=absent)[1] == "OWNER_NOT_FOUND"
    assert rest.refused("crm.timeline.logmessage.list", entityId=1) == (400, "100")
    _, of_app = as_app(rest, "crm.timeline.logmessage.add", fields=message)
    number = of_app["result"]["logMessage"]["id"]
    assert rest.refused("crm.timeline.logmessage.delete", id=number)[1] == "REMOVING_DISABLED"


def test_three_records_are_pinned_at_most(rest: RestClient) -> None:
    deal = {"ownerTypeId": 2, "ownerId": 1}
    for number in range(3):
        rest.call("crm.timeline.comment.add", fields={**DEAL, "COMMENT": str(number)})

    for number in (1, 2, 3, 1):
        assert rest.call("crm.timeline.item.pin", id=number, **deal) is None
    assert rest.refused("crm.timeline.item.pin", id=4, **deal) == (400, "0")
    assert rest.call("crm.timeline.item.unpin", id=1, **deal) is None
    assert rest.call("crm.timeline.item.pin", id=4, **deal) is None
    assert rest.refused("crm.timeline.item.pin", id=9, **deal) == (400, "NOT_FOUND")
    assert rest.refused("crm.timeline.item.pin", id=1) == (400, "100")
    wrong = {"ownerTypeId": 2, "ownerId": 99}
    assert rest.refused("crm.timeline.item.unpin", id=1, **wrong) == (400, "OWNER_NOT_FOUND")
    assert rest.refused("crm.timeline.item.unpin", id=1, ownerTypeId=2, ownerId=2)[1] == "NOT_FOUND"


def test_icons_and_logos_of_its_own(rest: RestClient, manager: RestClient) -> None:
    for name, side in (("icon", 24), ("logo", 60)):
        method = f"crm.timeline.{name}"
        content = encoded(png(side))
        made = rest.call(f"{method}.add", code="own", fileContent=content)[name]
        assert (made["code"], made["isSystem"]) == ("own", False)
        assert rest.call(f"{method}.get", code="own")[name] == made
        assert rest.call(f"{method}.get", code="call")[name]["isSystem"] is True
        _, listed = rest.raw(f"{method}.list")
        assert made in listed["result"][f"{name}s"]
        assert listed["total"] == len(listed["result"][f"{name}s"]) == 8
        rest.call(f"{method}.add", code="own", fileContent=content)
        assert rest.call(f"{method}.delete", code="own") is True
        assert rest.refused(f"{method}.get", code="own") == (400, "NOT_FOUND")
        assert rest.refused(f"{method}.delete", code="call") == (400, "NOT_FOUND")
        wrong = {"code": "own", "fileContent": encoded(png(side + 1))}
        assert rest.refused(f"{method}.add", **wrong) == (400, "INVALID_ARG_VALUE")
        assert rest.refused(f"{method}.add", code="own") == (400, "100")
        assert manager.refused(f"{method}.add", code="own", fileContent="")[1] == "ACCESS_DENIED"


def test_an_application_adds_blocks_to_a_record(rest: RestClient) -> None:
    item = {"entityTypeId": 2, "entityId": 1, "timelineId": 1}
    method = "crm.timeline.layout.blocks"

    assert rest.refused(f"{method}.set", **item, layout=LAYOUT) == (400, "ERROR_WRONG_CONTEXT")
    for _ in range(2):
        assert as_app(rest, f"{method}.set", **item, layout=LAYOUT)[1]["result"] == {
            "success": True
        }
    assert as_app(rest, f"{method}.get", **item)[1]["result"] == {"layout": LAYOUT}
    assert as_app(rest, f"{method}.delete", **item)[1]["result"] == {"success": True}
    assert as_app(rest, f"{method}.get", **item)[1]["result"] == {"layout": None}
    assert as_app(rest, f"{method}.delete", **item)[1]["error"] == "NOT_FOUND"
    empty = as_app(rest, f"{method}.set", **item, layout={"blocks": {}})[1]
    many = {"blocks": {str(n): LAYOUT["blocks"]["one"] for n in range(21)}}
    assert empty["error"] == "FIELD_IS_REQUIRED"
    assert as_app(rest, f"{method}.set", **item, layout=many)[1]["error"] == "TOO_MANY_ITEMS"
    wrong = {**item, "entityId": 99}
    assert as_app(rest, f"{method}.get", **wrong)[1]["error"] == "OWNER_NOT_FOUND"
    other = {**item, "entityId": 2}
    assert as_app(rest, f"{method}.get", **other)[1]["error"] == "NOT_FOUND"
    message = {"entityTypeId": 2, "entityId": 1, "title": "x", "text": "x", "iconCode": "call"}
    log = rest.call("crm.timeline.logmessage.add", fields=message)["logMessage"]["id"]
    on_log = as_app(rest, f"{method}.set", **{**item, "timelineId": log}, layout=LAYOUT)[1]
    assert on_log["error"] == "UNSUITABLE_TIMELINE_ITEM"
