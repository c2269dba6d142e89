"""Make titles from the headings of pages: the name cut out, and what hung on it."""

from __future__ import annotations

import re

EVENT_NAME = re.compile(r"\b([Oo]n[A-Z][A-Za-z0-9:]+|ON[A-Z0-9_]{5,}|[A-Z]+(?:\.[A-Z_]+)+)\b")

# Latin letters that were typed into Russian words; a search would not find them.
_ALIKE = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
_MIXED = re.compile(r"\w*(?:[A-Za-z][а-яёА-ЯЁ]|[а-яёА-ЯЁ][A-Za-z])\w*")
_DANGLING = re.compile(
    r"(?:\s+(?:v\s?\d(?:\.\d)?|about|by|for|from|in|of|the|to))*[\s:—–-]*$", re.IGNORECASE
)
# Where nothing sensible is left of a title without the name, or it is no title of a method.
_OWN: dict[str, dict[str, str]] = {
    "batch": {"ru": "Выполнить пакет запросов", "en": "Execute a Batch of Requests"},
    "biconnector.connector.update": {"en": "Update a Connector"},
    "crm.automation.trigger": {"en": "Activate a Trigger"},
    "crm.documentgenerator.numerator.update": {"en": "Update a Numerator"},
    "crm.timeline.icon.get": {"en": "Get Information About an Icon"},
    "documentgenerator.numerator.delete": {"en": "Delete a Numerator"},
    "documentgenerator.numerator.update": {"en": "Update a Numerator"},
    "humanresources.node.communication.edit": {"en": "Edit Communications of a Department"},
    "humanresources.node.communication.list": {"en": "Get Communications of a Department"},
    "humanresources.node.get": {"en": "Get a Department"},
    "imbot.command.update": {"en": "Update a Command"},
    "imbot.v2.Bot.update": {"en": "Update a Bot"},
    "tasks.flow.Flow.get": {"en": "Get a Flow"},
}


def titles(name: str, *, ru: str, en: str) -> dict[str, str]:
    """Return the titles of the method `name`, made from the headings of its pages."""
    return {"ru": _title(ru, name), "en": _title(en, name), **_OWN.get(name, {})}


def event_title(heading: str) -> str:
    """Return the title of an event, without its name where something is left without."""
    bare = _cleaned(heading)
    cut = " ".join(EVENT_NAME.sub("", bare).split()).rstrip(" :—–-")
    return cut if " " in cut else bare


def _title(heading: str, name: str) -> str:
    bare = _cleaned(heading)
    # A name without a dot is also a word of the language: it is cut only at the end.
    place = r"\b{}\b" if "." in name else r"\b{}$"
    cut = re.sub(rf"\s*{place.format(re.escape(name))}\s*", " ", bare, flags=re.IGNORECASE)
    return _DANGLING.sub("", cut.strip())


def _cleaned(heading: str) -> str:
    bare = heading.replace("`", "").strip()
    return _MIXED.sub(lambda word: word[0].translate(_ALIKE), bare)
