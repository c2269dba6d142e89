"""The family `im_disk`: files of chats (im.disk.*, im.v2.File.*)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import links, rights, tree
from oint_b24.sandbox.families.disk.links import Ticket
from oint_b24.sandbox.families.disk.storages import storage_of_user
from oint_b24.sandbox.families.im import chat_rooms, files
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.families.im.chat_rooms import Room

_SAVED, _SAVED_CODE = "Сохранённые файлы", "FOR_SAVED_FILES"
_LIMIT = 100 * 1024 * 1024  # im.v2/files/file-upload.md


@method("im.disk.folder.get", scope="im")
def get_folder(call: Call) -> dict[str, int]:
    """Answer the folder of a chat's files, made on first use (files/im-disk-folder-get.md)."""
    return {"ID": chat_rooms.folder_of(call, _room(call).id)}


@method("im.disk.file.commit", scope="im")
def commit(call: Call) -> dict[str, Any]:
    """Write a message with files of the disk (files/im-disk-file-commit.md).

    Files from elsewhere are copied into the chat's folder.
    """
    room = _room(call)
    asked, as_file = _asked(call)
    kept = {
        number: files.adopt(call, room, number)
        for number in asked
        if _is_readable_file(call, number)
    }
    if not kept:
        call.refuse("SAVE_ERROR", "Error during saving file to chat")
    message = files.send(call, room, list(kept.values()), call.text("MESSAGE"))
    return {
        "FILES": {
            f"upload{number}": files.file_card(call, room.id, made, date={}, as_file=as_file)
            for number, made in kept.items()
        },
        "DISK_ID": [str(made) for made in kept.values()],
        "FILE_MODELS": {
            f"upload{number}": files.file_model(call, made) for number, made in kept.items()
        },
        "MESSAGE_ID": message,
    }


@method("im.disk.file.delete", scope="im")
def delete(call: Call) -> bool:
    """Delete a file of a chat, for whoever sent it (files/im-disk-file-delete.md).

    Other members are answered true, and the file stays.
    """
    chat_id, number = whole(call.get("CHAT_ID")), whole(call.get("FILE_ID"))
    if not chat_id:
        call.refuse("CHAT_ID_EMPTY", "Chat ID can't be empty")
    if not number:
        call.refuse("FILE_ID_EMPTY", "File ID can't be empty")
    room = files.room_of_file(call.store, number)
    if room is None or room.id != chat_id or call.user not in room.members:
        return False
    item = tree.get_object(call.store, number) or {}
    if item["CREATED_BY"] == call.user:
        tree.destroy(call.store, number)
        _take_out(call, room, number)
    return True


@method("im.disk.file.save", scope="im")
def save(call: Call) -> dict[str, Any]:
    """Copy a chat's file to the acting user's own disk (files/im-disk-file-save.md)."""
    number = whole(call.get("FILE_ID"))
    if not number:
        call.refuse("FILE_ID_EMPTY", "File ID can't be empty")
    room = files.room_of_file(call.store, number)
    if room is None or call.user not in room.members:
        call.refuse("FILE_SAVE_ERROR", "File ID can't be saved")
    moment, folder = call.portal.moment(), _saved_folder(call)
    made = tree.copy(call.store, number, folder, call.user, moment, unique=True)
    shown = (
        (key, tree.get_object(call.store, n) or {}, n)
        for key, n in (("folder", folder), ("file", made))
    )
    return {key: {"id": n, "name": item["NAME"]} for key, item, n in shown}


@method("im.v2.File.upload", scope="im")
def upload(call: Call) -> dict[str, Any]:
    """Put a file into a chat and write the message, in one call (im.v2/files/file-upload.md)."""
    fields = call.object("fields")
    name, content = fields.get("name"), fields.get("content")
    if not isinstance(name, str) or not name or not isinstance(content, str) or not content:
        call.refuse("FILE_EMPTY", "File name and content are required")
    raw = _strict(call, content)
    room = _dialog(call)
    number = files.keep(call, room, name, raw)
    text = fields.get("message")
    message = files.send(call, room, [number], text if isinstance(text, str) else "")
    return {
        "file": files.file_card(call, room.id, number),
        "messageId": message,
        "chatId": room.id,
        "dialogId": call.text("dialogId"),
    }


@method("im.v2.File.download", scope="im")
def download(call: Call) -> dict[str, str]:
    """Answer a signed address of a chat's file (im.v2/files/file-download.md)."""
    room = _dialog(call, missing=("ACCESS_DENIED", 403))
    number = whole(call.get("fileId"))
    held = files.room_of_file(call.store, number) if number else None
    if number is None or held is None or held.id != room.id:
        call.refuse("FILE_NOT_FOUND", "File not found")
    ticket = Ticket("download", "file", number, call.user)
    return {"downloadUrl": links.address(call, ticket, scope="im", with_auth=False)}


def _room(call: Call) -> Room:
    """Return the room of CHAT_ID or, without it, of DIALOG_ID.

    Refuses CHAT_ID_EMPTY, DIALOG_ID_EMPTY and ACCESS_ERROR.
    """
    if call.get("CHAT_ID") is None and call.get("DIALOG_ID") is not None:
        if chat_rooms.parse_dialog(call.get("DIALOG_ID")) is None:
            call.refuse("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
        room = files.room_for(call, call.get("DIALOG_ID"))
    else:
        room = chat_rooms.find_room(call.store, chat_rooms.chat_parameter(call))
    if room is None or call.user not in room.members:
        call.refuse("ACCESS_ERROR", "You do not have access to the specified dialog", 403)
    return room


def _dialog(call: Call, missing: tuple[str, int] = ("CHAT_NOT_FOUND", 400)) -> Room:
    """Return the room of `dialogId`. Refuses ACCESS_DENIED for a room of others."""
    value = call.get("dialogId")
    room = files.room_for(call, value)
    if room is None:
        if chat_rooms.resolve(call.store, call.user, value) is not None:
            call.refuse("ACCESS_DENIED", "Access denied", 403)
        code, status = missing
        call.refuse(code, "Access denied" if code == "ACCESS_DENIED" else code, status)
    return room


def _asked(call: Call) -> tuple[list[int], bool]:
    """Return the ids of FILE_ID or, without it, of UPLOAD_ID, and whether AS_FILE counts."""
    name = "FILE_ID" if call.get("FILE_ID") is not None else "UPLOAD_ID"
    if call.get(name) is None:
        call.refuse("FILES_ERROR", "List of files is not specified")
    numbers = [number for value in call.list(name) if (number := whole(value))]
    return numbers, name == "UPLOAD_ID" and call.flag("AS_FILE")


def _is_readable_file(call: Call, number: int) -> bool:
    item = tree.get_object(call.store, number)
    if item is None or item["TYPE"] != "file" or tree.is_deleted(item):
        return False
    return rights.level(call.store, call.user, number) >= rights.READ


def _strict(call: Call, content: str) -> bytes:
    """Decode the content; this method, unlike the disk's, refuses what is no Base64."""
    if len(content) > _LIMIT * 4 // 3 + 4:
        call.refuse("FILE_TOO_LARGE", "File is too large")
    try:
        raw = base64.b64decode("".join(content.split()), validate=True)
    except ValueError:
        call.refuse("FILE_INVALID_CONTENT", "Invalid base64 content")
    return raw


def _saved_folder(call: Call) -> int:
    moment = call.portal.moment()
    _, storage = storage_of_user(call.store, call.user, moment)
    root = int(storage["ROOT_OBJECT_ID"])
    for number, item in tree.children(call.store, root):
        if item["CODE"] == _SAVED_CODE:
            return number
    name = tree.free_name(call.store, root, _SAVED)
    return tree.create_folder(call.store, root, name, call.user, moment, code=_SAVED_CODE)


def _take_out(call: Call, room: Room, number: int) -> None:
    """Remove a file from the room's messages; a message of nothing else becomes deleted."""
    for message_id, message in call.store.select("message", [room.reference, _has_files()]):
        if number not in message["FILES"]:
            continue
        left = [file for file in message["FILES"] if file != number]
        changed = {**message, "FILES": left}
        if not left and not message["TEXT"]:
            changed |= {"DELETED": True, "PARAMS": {}, "LIKES": []}
        call.store.put("message", message_id, changed)


def _has_files() -> Where:
    return Where("FILES", "!=", "[]")
