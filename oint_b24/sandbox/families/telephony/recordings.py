"""What is added to a finished call: its recording and its transcription."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.disk import links, transfer, tree
from oint_b24.sandbox.families.disk.links import Ticket
from oint_b24.sandbox.families.telephony.calls import STATISTICS
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_COMMON_ROOT = 12
_FOLDER = "Телефония — записи звонков"
_KINDS = ("wav", "mp3")


def _finished(call: Call, text: str) -> tuple[int, dict[str, Any]]:
    found = call.store.all(STATISTICS, CALL_ID=call.text("CALL_ID"))
    if not found:
        call.refuse("ERROR_CORE", text)
    return found[0]


@method("telephony.externalCall.attachRecord", scope="telephony")
def attach(call: Call) -> dict[str, Any]:
    """Keep the recording of a call, or say where to send it (…-call-attach-record.md).

    The sandbox fetches nothing from elsewhere: a recording with an address is an empty file.
    """
    address = call.text("RECORD_URL")
    if not address and "FILENAME" not in call.params:
        text = "Request should contain either URL or FILENAME parameter"
        call.refuse("ERROR_CORE", f"Required parameters are not set. {text}")
    text = "Call is not found in the statistic table. It looks like it is not finished yet."
    number, record = _finished(call, text)
    name = _name(call, address)
    if address:
        return _keep(call, (number, record), name, b"")
    if "FILE_CONTENT" not in call.params:
        ticket = Ticket("upload", "folder", _folder(call), call.user, unique=True)
        where = links.address(call, ticket, scope="telephony")
        return {"uploadUrl": where, "fieldName": transfer.FIELD}
    return _keep(call, (number, record), name, _content(call))


def _name(call: Call, address: str) -> str:
    name = call.text("FILENAME") or urlsplit(address).path.rpartition("/")[2]
    if not name:
        call.refuse("ERROR_CORE", "File name is empty")
    if name.rpartition(".")[2].lower() not in _KINDS:
        call.refuse("ERROR_CORE", "Wrong file extension. Only wav and mp3 are allowed")
    return name


def _content(call: Call) -> bytes:
    text = call.text("FILE_CONTENT")
    if not text:
        call.refuse("ERROR_CORE", "File content is empty.")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        text = "File content is not properly encoded. Base64 encoding is expected."
        return call.refuse("ERROR_CORE", text)


def _folder(call: Call) -> int:
    for number, item in tree.children(call.store, _COMMON_ROOT):
        if item["NAME"] == _FOLDER:
            return number
    moment = call.portal.moment()
    return tree.create_folder(call.store, _COMMON_ROOT, _FOLDER, call.user, moment)


def _keep(
    call: Call, found: tuple[int, dict[str, Any]], name: str, content: bytes
) -> dict[str, int]:
    """Put a recording on the disk in the place of the one there was."""
    number, record = found
    old = record.get("RECORD_FILE_ID")
    if old and tree.get_object(call.store, old) is not None:
        tree.destroy(call.store, old)
    moment = call.portal.moment()
    folder = _folder(call)
    file = tree.create_file(call.store, folder, name, content, call.user, moment, unique=True)
    call.store.put(STATISTICS, number, {**record, "RECORD_FILE_ID": file})
    return {"FILE_ID": file}


@method("telephony.call.attachTranscription", scope="telephony")
def transcribe(call: Call) -> dict[str, int]:
    """Keep what was said in a call (telephony-call-attach-transcription.md)."""
    if not call.text("CALL_ID"):
        call.refuse("ERROR_CORE", "CALL_ID should be set")
    if not isinstance(call.get("MESSAGES"), (list, dict)):
        call.refuse("ERROR_CORE", "MESSAGES should be an array")
    said = call.list("MESSAGES")
    for place, row in enumerate(said):
        _check(call, place, row if isinstance(row, dict) else {})
    text = f"Call {call.text('CALL_ID')} is not found. Is it finished?"
    number, record = _finished(call, text)
    transcript = call.store.add("call_transcript", {"CALL": number, "MESSAGES": said})
    call.store.put(STATISTICS, number, {**record, "TRANSCRIPT_ID": transcript})
    return {"TRANSCRIPT_ID": transcript}


def _check(call: Call, place: int, row: dict[str, Any]) -> None:
    at = f"MESSAGES[{place}]"
    if row.get("SIDE") not in ("User", "Client"):
        call.refuse("ERROR_CORE", f"{at}[SIDE] should be either Client or User")
    if (whole(row.get("START_TIME"), -1) or 0) < 0:
        call.refuse("ERROR_CORE", f"{at}[START_TIME] should be greater or equal to zero")
    if (whole(row.get("STOP_TIME"), 0) or 0) <= 0:
        call.refuse("ERROR_CORE", f"{at}[STOP_TIME] should be greater than zero")
    if not row.get("MESSAGE"):
        call.refuse("ERROR_CORE", f"{at}[MESSAGE] is empty")
