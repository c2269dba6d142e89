"""`imbot.v2.File.*`: files in rooms of bots; what `im.v2.File.*` does, done by a bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots.access import run
from oint_b24.sandbox.families.bots_v2.access import acting
from oint_b24.sandbox.families.disk.links import Ticket, address
from oint_b24.sandbox.families.im import disk
from oint_b24.sandbox.families.im.files import room_of_file
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FOLDER = ("FILE_FOLDER_ERROR", "Failed to get chat folder", 400)


@method("imbot.v2.File.upload", scope="imbot")
def upload(call: Call) -> dict[str, Any]:
    """Put a file into a room and write the message (imbot.v2/files/file-upload.md)."""
    told = {"ACCESS_DENIED": _FOLDER, "CHAT_NOT_FOUND": _FOLDER}
    return dict(run(disk.upload, acting(call), told))


@method("imbot.v2.File.download", scope="imbot")
def download(call: Call) -> dict[str, str]:
    """Answer a signed address of a file the bot sees (imbot.v2/files/file-download.md)."""
    by_bot = acting(call)
    number = call.integer("fileId")
    room = room_of_file(call.store, number) if number else None
    if number is None or room is None:
        call.refuse("FILE_NOT_FOUND", "File not found")
    if by_bot.user not in room.members:
        call.refuse("FILE_ACCESS_ERROR", "File access error", 403)
    ticket = Ticket("download", "file", number, by_bot.user)
    return {"downloadUrl": address(call, ticket, scope="imbot", with_auth=False)}
