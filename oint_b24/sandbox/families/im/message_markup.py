"""ATTACH, KEYBOARD and MENU of messages: their forms, their limits, how they are refused."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call

ATTACH_LIMIT = 60_000  # characters of JSON (attachments/index.md)
BUTTONS_LIMIT = 30 * 1024  # bytes of JSON (chat-bots/outdated/messages)
_BLOCKS = frozenset({"MESSAGE", "LINK", "IMAGE", "FILE", "GRID", "DELIMITER", "USER"})
_ACTIONS = frozenset({"PUT", "SEND", "COPY", "CALL", "DIALOG"})


@dataclass(frozen=True, slots=True)
class _Form:
    """One of the three parameters: its name, the key of its list, the check of an element."""

    name: str
    listed: str
    limit: int
    is_sound: Callable[[dict[str, Any]], bool]


def _is_block(block: dict[str, Any]) -> bool:
    """Say whether one known key sets the block's type (block-collections/index.md)."""
    return len(block) == 1 and next(iter(block)) in _BLOCKS


def _acts(item: dict[str, Any]) -> bool:
    if item.get("ACTION"):
        return item["ACTION"] in _ACTIONS and bool(item.get("ACTION_VALUE"))
    return any(item.get(name) for name in ("LINK", "COMMAND", "APP_ID"))


def _is_button(item: dict[str, Any]) -> bool:
    """Say whether it is a line break, or has a text and an action (messages/keyboards.md)."""
    return item.get("TYPE") == "NEWLINE" or (bool(item.get("TEXT")) and _acts(item))


def _is_item(item: dict[str, Any]) -> bool:
    """Say whether it has a text and an action (messages/menu.md)."""
    return bool(item.get("TEXT")) and _acts(item)


_FORMS = (
    _Form("ATTACH", "BLOCKS", ATTACH_LIMIT, _is_block),
    _Form("KEYBOARD", "BUTTONS", BUTTONS_LIMIT, _is_button),
    _Form("MENU", "ITEMS", BUTTONS_LIMIT, _is_item),
)


def read_markup(call: Call, *, menu_error: str = "MENU_ERROR") -> dict[str, Any]:
    """Read the three parameters; a value of None means «take it off» («N» or empty).

    Refuses ATTACH_ERROR, ATTACH_OVERSIZE and the like. `menu_error` is how the method spells
    its refusal of a menu (messages/im-message-update.md has it in lower case).
    """
    found: dict[str, Any] = {}
    for form in _FORMS:
        if call.get(form.name) is not None:
            code = menu_error if form.name == "MENU" else f"{form.name}_ERROR"
            found[form.name] = _read(call, form, code)
    return found


def read_attach(call: Call) -> Any:
    """Read ATTACH alone, as notifications take it; None where there is none."""
    form = _FORMS[0]
    return None if call.get(form.name) is None else _read(call, form, "ATTACH_ERROR")


def _read(call: Call, form: _Form, code: str) -> Any:
    value = call.get(form.name)
    if not value or value == "N":
        return None
    word = form.name.lower()
    shape, items = _unwrap(form, value)
    if not items or not all(isinstance(item, dict) and form.is_sound(item) for item in items):
        call.refuse(code, f"Incorrect {word} params")
    if len(json.dumps(shape, ensure_ascii=False)) > form.limit:
        call.refuse(
            f"{form.name}_OVERSIZE", f"You have exceeded the maximum allowable size of {word}"
        )
    return [shape] if form.name == "ATTACH" else items


def _unwrap(form: _Form, value: Any) -> tuple[dict[str, Any], list[Any]]:
    """Return the full form and its elements; a bare list is the short form of it."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}, []
    if isinstance(value, dict) and form.listed not in value:
        # A form's list arrives as an object with numeric keys.
        value = list(value.values()) if all(key.isdecimal() for key in value) else [value]
    if isinstance(value, list):
        value = {form.listed: value}
    if not isinstance(value, dict):
        return {}, []
    items = value[form.listed]
    listed = list(items.values()) if isinstance(items, dict) else items
    return value, listed if isinstance(listed, list) else []
