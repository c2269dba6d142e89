"""`imbot.chat.*` and `imbot.dialog.get`: what `im.chat.*` does, done by a bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots.access import acting, own_bot, run
from oint_b24.sandbox.families.im import chat_dialogs, chat_users, chats
from oint_b24.sandbox.families.im.chat_create import known, user_ids
from oint_b24.sandbox.families.im.chat_rooms import chat_parameter, find_chat, parse_dialog
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_NOT_IN = ("WRONG_REQUEST", "You don't have access or user isn't a member in chat", 400)
_IN_ALREADY = ("WRONG_REQUEST", "You don't have access or user already member in chat", 400)


@method("imbot.chat.add", scope="imbot")
def add(call: Call) -> int:
    """Create a chat whose owner is the bot (outdated/chats/imbot-chat-add.md)."""
    as_bot = acting(call)
    if not isinstance(call.get("USERS", []), (list, dict)):
        call.refuse("INVALID_FORMAT", "Parameter USERS has wrong type")
    return int(chats.add(as_bot))


@method("imbot.chat.get", scope="imbot")
def get(call: Call) -> dict[str, int] | None:
    """Find the chat bound to an object (outdated/chats/imbot-chat-get.md)."""
    found: dict[str, int] | None = chats.get(call)
    room = find_chat(call.store, found["ID"]) if found else None
    if room is not None and call.user not in room.members:
        call.refuse("ACCESS_ERROR", "You don't have access to this chat", 403)
    return found


@method("imbot.chat.leave", scope="imbot")
def leave(call: Call) -> bool:
    """Take the bot out of a chat (outdated/chats/imbot-chat-leave.md)."""
    return bool(run(chat_users.leave, acting(call), {"ACCESS_DENIED_KICK": _NOT_IN}))


@method("imbot.chat.setOwner", scope="imbot")
def set_owner(call: Call) -> bool:
    """Hand the bot's chat over to a member (outdated/chats/imbot-chat-set-owner.md)."""
    return bool(chats.set_owner(acting(call)))


@method("imbot.chat.setManager", scope="imbot")
def set_manager(call: Call) -> bool:
    """Make a member a manager, or no longer (outdated/chats/imbot-chat-set-manager.md)."""
    bot = own_bot(call)
    number = chat_parameter(call)
    user = call.integer("USER_ID")
    if not user or user < 1:
        call.refuse("USER_ID_EMPTY", "User ID can't be empty")
    room = find_chat(call.store, number)
    if room is None or room.data["OWNER_ID"] != bot.id or user not in room.members:
        call.refuse(
            "WRONG_REQUEST", "Change manager can only owner and user must be member in chat"
        )
    managers = [member for member in room.data["MANAGERS"] if member != user]
    if call.flag("IS_MANAGER", default=True):
        managers.append(user)
    call.store.put("chat", number, {**room.data, "MANAGERS": managers})
    return True


@method("imbot.chat.updateTitle", scope="imbot")
def update_title(call: Call) -> bool:
    """Rename a chat (outdated/chats/imbot-chat-update-title.md: every refusal is a 400)."""
    told = {"ACCESS_ERROR": ("ACCESS_ERROR", "Action unavailable", 400)}
    return bool(run(chats.update_title, acting(call), told))


@method("imbot.chat.updateColor", scope="imbot")
def update_color(call: Call) -> bool:
    """Recolour a chat (outdated/chats/imbot-chat-update-color.md)."""
    return bool(chats.update_color(acting(call)))


@method("imbot.chat.updateAvatar", scope="imbot")
def update_avatar(call: Call) -> bool:
    """Give a chat another avatar (outdated/chats/imbot-chat-update-avatar.md)."""
    told = {"ACCESS_ERROR": ("ACCESS_ERROR", "Action unavailable", 403)}
    return bool(run(chats.update_avatar, acting(call), told))


@method("imbot.chat.user.add", scope="imbot")
def user_add(call: Call) -> bool:
    """Invite users; somebody must be new (outdated/chats/imbot-chat-user-add.md)."""
    as_bot = acting(call)
    number = chat_parameter(call)
    if not isinstance(call.get("USERS"), (list, dict)):
        call.refuse("WRONG_REQUEST", "User IDs must be passed in array format")
    room = find_chat(call.store, number)
    invited = known(call.store, user_ids(call.get("USERS")))
    if room is not None and as_bot.user in room.members and not set(invited) - set(room.members):
        call.refuse(*_IN_ALREADY)
    return bool(run(chat_users.user_add, as_bot, {"ACCESS_DENIED_EXTEND": _IN_ALREADY}))


@method("imbot.chat.user.delete", scope="imbot")
def user_delete(call: Call) -> bool:
    """Remove a member (outdated/chats/imbot-chat-user-delete.md)."""
    told = {"USER_NOT_FOUND": _NOT_IN, "ACCESS_DENIED_KICK": _NOT_IN}
    return bool(run(chat_users.user_delete, acting(call), told))


@method("imbot.chat.user.list", scope="imbot")
def user_list(call: Call) -> list[int]:
    """List the ids of members (outdated/chats/imbot-chat-user-list.md)."""
    return list(chat_users.user_list(acting(call)))


@method("imbot.chat.sendTyping", scope="imbot")
def send_typing(call: Call) -> bool:
    """Show «is typing»; accepted without a look at the dialog (imbot-chat-send-typing.md)."""
    own_bot(call)
    if parse_dialog(call.get("DIALOG_ID")) is None:
        call.refuse("DIALOG_ID_EMPTY", "Dialog ID can't be empty")
    return True


@method("imbot.dialog.get", scope="imbot")
def dialog_get(call: Call) -> dict[str, Any]:
    """Return all about a room, as the acting user sees it (outdated/chats/imbot-dialog-get.md)."""
    return dict(chat_dialogs.get(call))
