"""Tell what calling a method does to a portal: read, write or delete.

The last word of a method's name decides; the few names whose last word misleads are listed one by
one, each with what its page says. A name no rule knows is a write: it will not be repeated after a
lost answer, and a read-only profile refuses it.
"""

from __future__ import annotations

from typing import Literal

Effect = Literal["read", "write", "delete"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


READ_WORDS = _words(
    """
    access admin availabletoadd canmovetask check checkcontent children count countries current
    documentation download events fields findbycomm fullexport info instances isactionallowed
    isenabled isexists isoffers items list methods multidepartment openapi profile
    resolveidbypublicurl scope search senders settings status statuslist subordinates tail text
    thread time types
    """
)
READ_STARTS = ("get", "listfor", "listcontacts", "listemployees", "search")

DELETE_WORDS = frozenset({"clear", "kill", "markfolderdelete", "unfavoriteblock"})
DELETE_STARTS = ("delete", "markdelete", "remove", "unbind", "unregister", "unset")

WRITE_WORDS = _words(
    """
    answer apply approve archive batch batchimport cancel cancellist clonecard close command commit
    complete conduct conductlist confirm debug defer delegate delivery disapprove do downblock edit
    end error execute expose favoriteblock fillaccesses finish forcecommonscopeforall forward
    hide hideblock import intercept invite invoice join leave like log modify mute notify
    open pause pay payment pinall read reading recall renew reply request reset resume rights save
    share sharetouser showblock show silent skip spam stop stopwatch terminate test transfer trigger
    unconfirm unmute unpay unpin unpinall unread unsubscribe upblock operator vote
    writing
    """
)
WRITE_STARTS = (
    "activate",
    "add",
    "attach",
    "bind",
    "change",
    "copy",
    "create",
    "deactivate",
    "enable",
    "mark",
    "move",
    "pin",
    "publication",
    "register",
    "rename",
    "restore",
    "send",
    "set",
    "start",
    "subscribe",
    "unpublic",
    "update",
    "upload",
)

# Whole families whose last words are nouns: every crm.enum.* tells a list of values.
READ_FAMILIES = ("crm.enum.",)

# Where the last word misleads. The page named in the catalogue's row is the source of each.
EXCEPTIONS: dict[str, Effect] = {
    "access.name": "read",
    "calendar.event.get.nearest": "read",
    "crm.entity.mergebatch": "delete",  # the duplicates cease to exist
    "crm.invoice.getexternallink": "write",  # opens the invoice to anyone with the link
    "disk.file.getexternallink": "write",  # makes the public link where there is none
    "disk.folder.getexternallink": "write",  # the same
    "disk.storage.getforapp": "write",  # creates the storage where there is none
    "event.offline.get": "delete",  # takes the events out of the queue unless clear=0
    "im.dialog.read.all": "write",
    "im.notify.read.all": "write",
    "im.notify.read.list": "write",  # «read» is the verb here: marks notifications
    "im.v2.event.get": "write",  # the offset confirms what was received
    "imbot.v2.event.get": "write",  # the same
    "imconnector.delete.messages": "delete",
    "imconnector.send.messages": "write",
    "imconnector.update.messages": "write",
    "imopenlines.session.open": "read",  # tells the chat of a user code
    "lists.element.get.file.url": "read",
    "lists.get.iblock.type.id": "read",
    "log.blogpost.getusers.important": "read",
    "salescenter.payment.getpublicurl": "write",  # generates the link
    "sonet_group.user.groups": "read",
}


def effect(name: str) -> Effect:
    """Return what calling `name` does; `write` where neither table nor rule knows it."""
    return _known(name) or "write"


def is_sure(name: str) -> bool:
    """Say whether a table or a rule knows `name`, so that its effect is no mere caution."""
    return _known(name) is not None


def _known(name: str) -> Effect | None:
    folded = name.lower()
    word = folded.rpartition(".")[2]
    if folded in EXCEPTIONS:
        return EXCEPTIONS[folded]
    if folded.startswith(READ_FAMILIES) or word in READ_WORDS or word.startswith(READ_STARTS):
        return "read"
    if word in DELETE_WORDS or word.startswith(DELETE_STARTS):
        return "delete"
    if word in WRITE_WORDS or word.startswith(WRITE_STARTS):
        return "write"
    return None
