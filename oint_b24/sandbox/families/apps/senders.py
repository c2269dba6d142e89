"""`messageservice.*`: providers of messages that applications register."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "message_sender"
_CODE = re.compile(r"[A-Za-z0-9._-]+")
_STATUSES = ("queued", "sent", "delivered", "undelivered", "failed")
_CHANGED = ("HANDLER", "NAME", "DESCRIPTION")


def _invalid(call: Call, text: str) -> NoReturn:
    call.refuse("ERROR_SENDER_VALIDATION_FAILURE", text)


def _code(call: Call) -> str:
    code = call.text("CODE")
    if not code:
        _invalid(call, "Empty sender code!")
    if not _CODE.fullmatch(code):
        _invalid(call, "Wrong sender code!")
    return code


def _own(call: Call, **equals: Any) -> list[tuple[int, dict[str, Any]]]:
    return call.store.all(_KIND, CLIENT=call.caller.client_id, **equals)


@method("messageservice.sender.add", scope="messageservice", app_only=True)
def add(call: Call) -> bool:
    """Register a provider (messageservice-sender-add.md)."""
    application.require_admin(call)
    if not call.params:
        _invalid(call, "Empty data!")
    code = _code(call)
    application.check_handler(call, call.get("HANDLER"))
    if not call.get("NAME"):
        _invalid(call, "Empty sender NAME!")
    if not call.text("TYPE"):
        _invalid(call, "Empty sender message TYPE!")
    if call.text("TYPE") != "SMS":
        _invalid(call, "Unknown sender message TYPE!")
    if _own(call, CODE=code):
        call.refuse("ERROR_SENDER_ALREADY_INSTALLED", "Sender already installed!")
    fields = {name: call.get(name) for name in (*_CHANGED, "TYPE")}
    call.store.add(_KIND, {"CLIENT": call.caller.client_id, "CODE": code, **fields})
    return True


@method("messageservice.sender.list", scope="messageservice", app_only=True)
def list_codes(call: Call) -> list[str]:
    """Return the codes of the application's providers (messageservice-sender-list.md)."""
    application.require_admin(call)
    return [row["CODE"] for _, row in _own(call)]


@method("messageservice.sender.update", scope="messageservice", app_only=True)
def update(call: Call) -> bool:
    """Change a provider (messageservice-sender-update.md)."""
    application.require_admin(call)
    if not call.text("CODE"):
        call.refuse("ERROR_SENDER_CODE_REQUIRED", "CODE is required!")
    changed = {name: call.get(name) for name in _CHANGED if call.get(name)}
    if not changed:
        text = "At least one other parameter is required!"
        call.refuse("ERROR_SENDER_OTHER_PARAMS_REQUIRED", text)
    number, row = _named(call)
    if "HANDLER" in changed:
        application.check_handler(call, changed["HANDLER"])
    call.store.put(_KIND, number, {**row, **changed})
    return True


def _named(call: Call) -> tuple[int, dict[str, Any]]:
    found = _own(call, CODE=_code(call))
    if not found:
        call.refuse("ERROR_SENDER_NOT_FOUND", "Sender not found!")
    return found[0]


@method("messageservice.sender.delete", scope="messageservice", app_only=True)
def delete(call: Call) -> bool:
    """Remove a provider (messageservice-sender-delete.md)."""
    application.require_admin(call)
    number, _ = _named(call)
    return call.store.delete(_KIND, number)


@method("messageservice.message.status.update", scope="messageservice", app_only=True)
def set_status(call: Call) -> bool:
    """Refuse: the sandbox sends no messages, so none has a status (…-status-update.md)."""
    application.require_admin(call)
    _code(call)
    if call.text("STATUS") not in _STATUSES:
        call.refuse("ERROR_MESSAGE_STATUS_INCORRECT", "Message status incorrect!")
    return call.refuse("ERROR_MESSAGE_NOT_FOUND", "Message not found!")
