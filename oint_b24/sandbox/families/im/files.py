"""Files of chats: into the chat's folder, into a message, and how they look there."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from oint_b24.sandbox.families.disk import content as disk_content, links, tree
from oint_b24.sandbox.families.im import chat_rooms
from oint_b24.sandbox.families.im.image_size import size_of_image
from oint_b24.sandbox.families.people import directory as people

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.im.chat_rooms import Room
    from oint_b24.sandbox.store import Store

_KINDS = {
    "image": frozenset({"png", "jpg", "jpeg", "gif", "bmp", "webp"}),
    "video": frozenset({"mp4", "mov", "avi", "mkv", "webm"}),
    "audio": frozenset({"mp3", "wav", "ogg", "m4a", "flac"}),
}
_TYPE_FILE = {"image": 2, "video": 3, "audio": 9}  # the disk's own numbers for kinds of files


def room_for(call: Call, value: Any) -> Room | None:
    """Return the room of a DIALOG_ID that the acting user may write into, or None.

    A private dialog with somebody who exists begins on first use.
    """
    dialog = chat_rooms.parse_dialog(value)
    if dialog is not None and dialog[0] == "user":
        if people.get_user(call.store, dialog[1]) is None:
            return None
        return chat_rooms.open_private(call.store, call.portal.moment(), call.user, dialog[1])
    room = chat_rooms.resolve(call.store, call.user, value)
    return room if room is not None and call.user in room.members else None


def keep(call: Call, room: Room, name: str, content: bytes) -> int:
    """Put bytes into the room's folder under a free name and return the file's id."""
    folder, moment = chat_rooms.folder_of(call, room.id), call.portal.moment()
    return tree.create_file(call.store, folder, name, content, call.user, moment, unique=True)


def adopt(call: Call, room: Room, number: int) -> int:
    """Return the file in the room's folder: itself, or a copy of one that lies elsewhere."""
    folder = chat_rooms.folder_of(call, room.id)
    item = tree.get_object(call.store, number)
    if item is not None and item["PARENT_ID"] == folder:
        return number
    moment = call.portal.moment()
    return tree.copy(call.store, number, folder, call.user, moment, unique=True)


def send(call: Call, room: Room, files: list[int], text: str) -> int:
    """Write a message with the files and return its id."""
    dialog: tuple[str, int] | tuple[str, int, int] = ("chat", room.id)
    if room.kind == "private":
        other = next((user for user in room.members if user != call.user), call.user)
        dialog = ("user", call.user, other)
    moment = call.portal.moment()
    return chat_rooms.post(call.store, moment, dialog, call.user, text, files=files)


def room_of_file(store: Store, number: int) -> Room | None:
    """Return the room in whose folder the file lies."""
    item = tree.get_object(store, number)
    if item is None or tree.is_deleted(item):
        return None
    for kind in ("chat", "private"):
        for chat_id, data in store.all(kind, FOLDER_ID=item["PARENT_ID"]):
            return chat_rooms.Room(kind, chat_id, data)
    return None


def file_card(
    call: Call, chat_id: int, number: int, *, date: Any = None, as_file: bool = False
) -> dict[str, Any]:
    """Show a file of a chat (im.v2/files/file-upload.md, chats/files/im-disk-file-commit.md).

    `date` stands for the time of upload where a method answers it in a form of its own.
    """
    item = tree.get_object(call.store, number) or {}
    extension, link = extension_of(item["NAME"]), address(call, number, item["NAME"])
    kind = kind_of(extension)
    author = people.get_user(call.store, item["CREATED_BY"])
    return {
        "id": number,
        "chatId": chat_id,
        "date": item["CREATE_TIME"] if date is None else date,
        "type": "file" if as_file else kind,
        "name": item["NAME"],
        "extension": extension,
        "size": item["SIZE"],
        "image": size_of_image(disk_content.blob_path(call.store, item)) or False,
        "status": "done",
        "progress": 100,
        "authorId": item["CREATED_BY"],
        "authorName": people.full_name(author) if author else "",
        "urlPreview": link if kind == "image" else "",
        "urlShow": link,
        "urlDownload": link,
        "viewerAttrs": _viewer(chat_id, number, item["NAME"], kind, link),
        "mediaUrl": {"preview": {"250": link if kind == "image" else ""}},
        "isTranscribable": False,
        "isVideoNote": False,
        "isVoiceNote": False,
    }


def _viewer(chat_id: int, number: int, name: str, kind: str, link: str) -> dict[str, Any]:
    return {
        "viewer": "",
        "viewerType": kind if kind != "file" else "unknown",
        "src": link,
        "viewerResized": "",
        "objectId": str(number),
        "viewerGroupBy": str(chat_id),
        "imChatId": chat_id,
        "title": name,
        "actions": json.dumps([{"type": "download"}]),
    }


def file_model(call: Call, number: int) -> dict[str, Any]:
    """Show a file as the disk's own model (chats/files/im-disk-file-commit.md)."""
    item = tree.get_object(call.store, number) or {}
    blob = item["BLOB"].encode()
    kind = kind_of(extension_of(item["NAME"]))
    return {
        "id": number,
        "name": item["NAME"],
        "createTime": {},  # a date of PHP, which JSON shows as an empty object
        "updateTime": {},
        "deleteTime": None,
        "code": item["CODE"],
        "xmlId": None,
        "storageId": item["STORAGE_ID"],
        "realObjectId": number,
        "parentId": item["PARENT_ID"],
        "deletedType": item["DELETED_TYPE"],
        "createdBy": str(item["CREATED_BY"]),
        "updatedBy": str(item["UPDATED_BY"]),
        "deletedBy": str(item["DELETED_BY"] or 0),
        "uniqueCode": hashlib.sha256(blob).hexdigest()[:20],
        "typeFile": _TYPE_FILE.get(kind, 0),
        "globalContentVersion": item["GLOBAL_CONTENT_VERSION"],
        "fileId": item["FILE_ID"],
        "size": item["SIZE"],
        "etag": hashlib.sha256(blob).hexdigest()[:32],
        "links": _links(call, number, item["NAME"]),
    }


def _links(call: Call, number: int, name: str) -> dict[str, str]:
    here = address(call, number, name).removeprefix(call.portal.base)
    focus = f"/bitrix/tools/disk/focus.php?objectId={number}&action=showObjectInGrid&ncc=1"
    return {"download": here, "showInGrid": focus, "preview": here}


def address(call: Call, number: int, name: str) -> str:
    """Return where a member of the chat downloads the file; the link is signed."""
    given = {
        "action": "disk.api.file.download",
        "SITE_ID": "s1",
        "humanRE": "1",
        "fileId": str(number),
        "exact": "N",
        "_esd": links.seal(call.store, f"fileId={number}"),
        "fileName": name,
    }
    query = urlencode(given, quote_via=quote)
    return f"{call.portal.base}/bitrix/services/main/ajax.php?{query}"


def extension_of(name: str) -> str:
    """Return what stands after the last dot of a name, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def kind_of(extension: str) -> str:
    """Return image, video, audio or file."""
    return next((kind for kind, known in _KINDS.items() if extension in known), "file")
