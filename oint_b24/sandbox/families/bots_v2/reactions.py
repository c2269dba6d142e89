"""`imbot.v2.Chat.Message.Reaction.*`: one reaction of a bot per message.

Likes are kept where im.message.like keeps them; the others under REACTIONS, users by code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.bots_v2.access import DONE, acting, deny
from oint_b24.sandbox.families.im.chat_rooms import room_of_message
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

# imbot.v2/messages/chat-message-reaction-add.md
_CODES = frozenset({
    "like", "dislike", "faceWithTearsOfJoy", "redHeart", "neutralFace", "fire", "cry",
    "slightlySmilingFace", "winkingFace", "laugh", "kiss", "wonder", "slightlyFrowningFace",
    "loudlyCryingFace", "faceWithStuckOutTongue", "faceWithStuckOutTongueAndWinkingEye",
    "smilingFaceWithSunglasses", "confusedFace", "flushedFace", "thinkingFace", "angry",
    "smilingFaceWithHorns", "faceWithThermometer", "facepalm", "poo", "flexedBiceps",
    "clappingHands", "raisedHand", "smilingFaceWithHeartEyes", "smilingFaceWithHearts",
    "pleadingFace", "relievedFace", "foldedHands", "okHand", "signHorns", "loveYouGesture",
    "clownFace", "partyingFace", "questionMark", "exclamationMark", "lightBulb", "bomb",
    "sleepingSymbol", "crossMark", "whiteHeavyCheckMark", "eyes", "handshake", "hundredPoints",
})  # fmt: skip


@method("imbot.v2.Chat.Message.Reaction.add", scope="imbot")
def add(call: Call) -> dict[str, bool]:
    """Set the bot's reaction instead of an earlier one (chat-message-reaction-add.md)."""
    by_bot, number, message = _message(call)
    code = call.text("reaction")
    if by_bot.user in _who(message, code):
        call.refuse("REACTION_ALREADY_SET", "Reaction already set")
    message = _without(message, by_bot.user)
    if code == "like":
        message["LIKES"].append(by_bot.user)
    else:
        message["REACTIONS"].setdefault(code, []).append(by_bot.user)
    call.store.put("message", number, message)
    return DONE


@method("imbot.v2.Chat.Message.Reaction.delete", scope="imbot")
def delete(call: Call) -> dict[str, bool]:
    """Take the bot's reaction back (messages/chat-message-reaction-delete.md)."""
    by_bot, number, message = _message(call)
    if by_bot.user in _who(message, call.text("reaction")):
        call.store.put("message", number, _without(message, by_bot.user))
    return DONE


def _message(call: Call) -> tuple[Call, int, dict[str, Any]]:
    by_bot = acting(call)
    number = call.integer("messageId")
    message = call.store.get("message", number)
    room = room_of_message(call.store, message) if message else None
    if number is None or message is None or room is None or by_bot.user not in room.members:
        deny(call)
    if call.text("reaction") not in _CODES:
        call.refuse("REACTION_NOT_FOUND", "Reaction not found")
    return by_bot, number, message


def _who(message: dict[str, Any], code: str) -> list[int]:
    kept = message["LIKES"] if code == "like" else message.get("REACTIONS", {}).get(code, [])
    return list(kept)


def _without(message: dict[str, Any], user: int) -> dict[str, Any]:
    others = {c: [u for u in who if u != user] for c, who in message.get("REACTIONS", {}).items()}
    likes = [u for u in message["LIKES"] if u != user]
    return {**message, "LIKES": likes, "REACTIONS": {c: who for c, who in others.items() if who}}
