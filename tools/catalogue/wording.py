"""How the headings of a page are worded, in English and in Russian."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """What the headings of one language look like.

    `request` opens the parameters, `request_end` ends them, `described` are the ways a heading
    names the parameter whose fields its table tells (group `name`).
    """

    request: re.Pattern[str]
    request_end: re.Pattern[str]
    more: re.Pattern[str]
    response: re.Pattern[str]
    filter: re.Pattern[str]
    described: tuple[re.Pattern[str], ...]


def _any(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


ENGLISH = Wording(
    request=_any(r"(method )?parameters$|request parameters$"),
    request_end=_any(
        r"(code )?examples?\b|response\b|error|successful|returned|continue|possible error"
        r"|see also|what |how to|verify|methods$"
    ),
    more=_any(r"(additional|optional|other) parameters$"),
    response=_any(r"response|successful response|result processing"),
    filter=_any(r"filter"),
    described=tuple(
        _any(form)
        for form in (
            r"^Parameters? (?P<name>.+?)(?: Parameters?)?$",
            r"^(?P<name>.+?) Parameters?$",
            r"^Object (?P<name>.+)$",
            r"^(?P<name>.+?) Object$",
            r"^Type (?P<name>.+)$",
            r"^(?P<name>.+?) Type$",
            r"^Array Element (?P<name>.+)$",
            r"^(?P<name>.+?) Array Element$",
            r"^Element of the (?P<name>.+?) array$",
            r"^Type of (?P<name>.+?) element$",
            r"^(?P<name>.+?) Array$",
            r"^(?P<name>.+?) Value$",
            r"^Structure of (?:the )?(?P<name>.+)$",
            r"^Fields of (?:the )?(?P<name>.+)$",
            r"^Description of (?:the )?(?P<name>.+)$",
            r"^(?P<name>.+?) Fields$",
            r"^(?P<name>.+)$",
        )
    ),
)
RUSSIAN = Wording(
    request=_any(r"параметры метода$|параметры$|параметры запроса$"),
    request_end=_any(
        r"примеры? |обработка|ответ|ошибк|возвращаем|продолжите|возможные|смотрите|успешн|что "
        r"|как |методы$|код"
    ),
    more=_any(r"дополнительные параметры$|необязательные параметры$"),
    response=_any(r"обработка ответа|ответ|успешн"),
    filter=_any(r"фильтр"),
    described=tuple(
        _any(form)
        for form in (
            r"^Параметры? (?P<name>.+)$",
            r"^Объект (?P<name>.+)$",
            r"^Тип (?P<name>.+)$",
            r"^Элемент массива (?P<name>.+)$",
            r"^(?P<name>.+)$",
        )
    ),
)

RETURNED = _any(r"returned (data|values?|result)|response on success|response format|response data")
ERRORS = _any(r"error|possible error|system error|request validation|access error")
PARAMETER_TABLE = _any(
    r"^\**\s*(name|parameter|field|key|value|название|параметр|поле|ключ|имя|значение)s?\b"
)
