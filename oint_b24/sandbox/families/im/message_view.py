"""Messages as the lists show them, with their authors and files."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.im.chat_people import cards, name_of
from oint_b24.sandbox.families.im.chat_rooms import SYSTEM, read_up_to
from oint_b24.sandbox.families.im.chat_view import viewers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.im.chat_rooms import Room
    from oint_b24.sandbox.store import Store

Row = tuple[int, dict[str, Any]]

_DELETED = "Это сообщение удалено"
_MARKUP = re.compile(r"\[/?[A-Za-z]+(?:=[^\]]*)?\]")
_KINDS = {
    "image": frozenset({"png", "jpg", "jpeg", "gif", "bmp", "webp"}),
    "video": frozenset({"mp4", "mov", "avi", "mkv", "webm"}),
    "audio": frozenset({"mp3", "wav", "ogg", "m4a", "flac"}),
}
# Names of the search's user cards; the rest are the same in both spellings.
_CAMEL = {
    "first_name": "firstName",
    "last_name": "lastName",
    "work_position": "workPosition",
    "avatar_hr": "avatarHr",
    "external_auth_id": "externalAuthId",
    "last_activity_date": "lastActivityDate",
    "mobile_last_date": "mobileLastDate",
    "desktop_last_date": "desktopLastDate",
    "bot_data": "botData",
}


def text_of(message: dict[str, Any]) -> str:
    """Return the text, or what stands in place of a deleted message."""
    return _DELETED if message["DELETED"] else str(message["TEXT"])


def plain(text: str) -> str:
    """Return a text without BB codes and line breaks (chats/im-recent-get.md)."""
    return " ".join(_MARKUP.sub("", text).split())


def author_of(message: dict[str, Any]) -> int:
    """Return the author, 0 for system messages (messages/im-dialog-messages-get.md)."""
    return SYSTEM if message.get("SYSTEM") else int(message["AUTHOR_ID"])


def params_of(message: dict[str, Any]) -> dict[str, Any] | list[Any]:
    """Return the parameters of a message; without any, PHP's empty array."""
    if message["DELETED"]:
        return {"IS_DELETED": "Y"}
    shown = dict(message["PARAMS"])
    if message["LIKES"]:
        shown["LIKE"] = message["LIKES"]
    if message["FILES"]:
        shown["FILE_ID"] = message["FILES"]
    return shown or []


def uuid_of(number: int, message: dict[str, Any]) -> str | None:
    """Return the lasting unique id of a message; system messages have none."""
    if author_of(message) == SYSTEM:
        return None
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"message {number}"))


def is_unread(room: Room, number: int, message: dict[str, Any], user: int) -> bool:
    """Say whether `user` still has to read a message."""
    return message["AUTHOR_ID"] not in (user, SYSTEM) and number > read_up_to(room, user)


def message_row(room: Room, number: int, message: dict[str, Any], user: int) -> dict[str, Any]:
    """Return a message as im.dialog.messages.get answers it."""
    return {
        "id": number,
        "chat_id": room.id,
        "author_id": author_of(message),
        "date": message["DATE"],
        "text": text_of(message),
        "unread": is_unread(room, number, message, user),
        "uuid": uuid_of(number, message),
        "replaces": [],
        "params": params_of(message),
        "disappearing_date": None,
    }


def found_row(room: Room, number: int, message: dict[str, Any], user: int) -> dict[str, Any]:
    """Return a message as im.dialog.messages.search answers it."""
    author, unread = author_of(message), is_unread(room, number, message, user)
    seen = viewers(room, number, message["AUTHOR_ID"])
    return {
        "id": number,
        "chatId": room.id,
        "chat_id": room.id,
        "authorId": author,
        "author_id": author,
        "date": message["DATE"],
        "text": text_of(message),
        "isSystem": author == SYSTEM,
        "uuid": uuid_of(number, message),
        "forward": None,
        "params": params_of(message),
        "viewedByOthers": bool(seen),
        "block": None,
        "unread": unread,
        "viewed": not unread,
        "viewedCount": len(seen),
    }


def authors(store: Store, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the cards of who wrote the messages."""
    return cards(store, (author_of(message) for _, message in rows))


def camel(user: dict[str, Any]) -> dict[str, Any]:
    """Return a user's card in the spelling of the search."""
    return {_CAMEL.get(name, name): value for name, value in user.items()}


def files(call: Call, room: Room, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the files of the messages; those deleted from the disk are left out."""
    found = []
    for _, message in rows:
        for number in [] if message["DELETED"] else message["FILES"]:
            item = call.store.get("disk_object", number)
            if item is not None and not item["DELETED_TYPE"]:
                found.append(_file(call, room, number, item))
    return found


def _file(call: Call, room: Room, number: int, item: dict[str, Any]) -> dict[str, Any]:
    extension = item["NAME"].rpartition(".")[2].lower() if "." in item["NAME"] else ""
    kind = next((kind for kind, known in _KINDS.items() if extension in known), "file")
    address = _address(call, number)
    return {
        "id": number,
        "chatId": room.id,
        "date": item["CREATE_TIME"],
        "type": kind,
        "name": item["NAME"],
        "extension": extension,
        "size": item["SIZE"],
        "image": False,
        "status": "done",
        "progress": 100,
        "authorId": item["CREATED_BY"],
        "authorName": name_of(call.store, item["CREATED_BY"]),
        "urlPreview": address if kind == "image" else "",
        "urlShow": address,
        "urlDownload": address,
        "viewerAttrs": {
            "viewer": "",
            "viewerType": kind,
            "src": address,
            "viewerResized": "",
            "objectId": str(number),
            "viewerGroupBy": str(room.id),
            "imChatId": room.id,
            "title": item["NAME"],
            "actions": "[]",
        },
        "mediaUrl": {"preview": {"250": address}} if kind == "image" else [],
        "isTranscribable": False,
        "isVideoNote": False,
        "isVoiceNote": False,
    }


def _address(call: Call, number: int) -> str:
    return f"{call.portal.base}/disk/showFile/{number}/"
