"""Colours of chats and users: the names the API takes and the hex values it answers."""

from __future__ import annotations

# chats/im-chat-add.md lists the names; the hex values are what portals answer for them.
COLORS = {
    "RED": "#df532d",
    "GREEN": "#64a513",
    "MINT": "#4ba984",
    "LIGHT_BLUE": "#4ba5c3",
    "DARK_BLUE": "#3e99ce",
    "PURPLE": "#8474c8",
    "AQUA": "#1eb4aa",
    "PINK": "#f76187",
    "LIME": "#58cc47",
    "BROWN": "#ab7761",
    "AZURE": "#29619b",
    "KHAKI": "#728f7a",
    "SAND": "#ba9c7b",
    "MARENGO": "#556574",
    "GRAY": "#909090",
    "GRAPHITE": "#5e5f5e",
}
_RUSSIAN = {
    "RED": "Красный",
    "GREEN": "Зелёный",
    "MINT": "Мятный",
    "LIGHT_BLUE": "Голубой",
    "DARK_BLUE": "Синий",
    "PURPLE": "Фиолетовый",
    "AQUA": "Аквамариновый",
    "PINK": "Розовый",
    "LIME": "Лаймовый",
    "BROWN": "Коричневый",
    "AZURE": "Лазурный",
    "KHAKI": "Хаки",
    "SAND": "Песочный",
    "MARENGO": "Маренго",
    "GRAY": "Серый",
    "GRAPHITE": "Графитовый",
}


def automatic_name(number: int) -> str:
    """Return the colour a portal picks by itself for the id `number`."""
    names = list(COLORS)
    return names[number % len(names)]


def automatic(number: int) -> str:
    """Return the hex value of the colour picked for the id `number`."""
    return COLORS[automatic_name(number)]


def spoken(name: str) -> str:
    """Return the Russian word for a colour, as generated titles use it."""
    return _RUSSIAN[name]
