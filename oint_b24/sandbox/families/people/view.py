"""How users look from outside: in answers of `user.*` and in answers of the messenger."""

from __future__ import annotations

from typing import Any

from oint_b24.sandbox.families.im.chat_colors import automatic
from oint_b24.sandbox.families.people.directory import full_name, is_bot, is_extranet

# Names in the order of user/user-fields.md, with captions in the portal's language.
FIELDS = {
    "ID": "ID",
    "XML_ID": "Внешний код",
    "ACTIVE": "Активность",
    "NAME": "Имя",
    "LAST_NAME": "Фамилия",
    "SECOND_NAME": "Отчество",
    "TITLE": "Обращение",
    "EMAIL": "E-Mail",
    "LAST_LOGIN": "Последняя авторизация",
    "DATE_REGISTER": "Дата регистрации",
    "TIME_ZONE": "TIME_ZONE",
    "IS_ONLINE": "IS_ONLINE",
    "TIMESTAMP_X": "TIMESTAMP_X",
    "LAST_ACTIVITY_DATE": "LAST_ACTIVITY_DATE",
    "PERSONAL_GENDER": "Пол",
    "PERSONAL_PROFESSION": "Профессия",
    "PERSONAL_WWW": "Домашняя страничка",
    "PERSONAL_BIRTHDAY": "Дата рождения",
    "PERSONAL_PHOTO": "Фотография",
    "PERSONAL_ICQ": "ICQ",
    "PERSONAL_PHONE": "Личный телефон",
    "PERSONAL_FAX": "Факс",
    "PERSONAL_MOBILE": "Личный мобильный",
    "PERSONAL_PAGER": "Пейджер",
    "PERSONAL_STREET": "Улица проживания",
    "PERSONAL_CITY": "Город проживания",
    "PERSONAL_STATE": "Область / край",
    "PERSONAL_ZIP": "Почтовый индекс",
    "PERSONAL_COUNTRY": "Страна",
    "PERSONAL_MAILBOX": "Почтовый ящик",
    "PERSONAL_NOTES": "Дополнительные заметки",
    "WORK_PHONE": "Телефон компании",
    "WORK_COMPANY": "Компания",
    "WORK_POSITION": "Должность",
    "WORK_DEPARTMENT": "Департамент",
    "WORK_WWW": "Сайт компании",
    "WORK_FAX": "WORK_FAX",
    "WORK_PAGER": "WORK_PAGER",
    "WORK_STREET": "WORK_STREET",
    "WORK_MAILBOX": "WORK_MAILBOX",
    "WORK_CITY": "Город работы",
    "WORK_STATE": "WORK_STATE",
    "WORK_ZIP": "WORK_ZIP",
    "WORK_COUNTRY": "WORK_COUNTRY",
    "WORK_PROFILE": "WORK_PROFILE",
    "WORK_LOGO": "WORK_LOGO",
    "WORK_NOTES": "WORK_NOTES",
    "UF_SKYPE_LINK": "Ссылка на чат в Skype",
    "UF_ZOOM": "Zoom",
    "UF_EMPLOYMENT_DATE": "Дата принятия на работу",
    "UF_TIMEMAN": "Учёт рабочего времени",
    "UF_DEPARTMENT": "Подразделения",
    "UF_INTERESTS": "Интересы",
    "UF_SKILLS": "Навыки",
    "UF_WEB_SITES": "Другие сайты",
    "UF_XING": "Xing",
    "UF_LINKEDIN": "LinkedIn",
    "UF_FACEBOOK": "Facebook",
    "UF_TWITTER": "Twitter",
    "UF_SKYPE": "Skype",
    "UF_DISTRICT": "Район",
    "UF_PHONE_INNER": "Внутренний телефон",
    "USER_TYPE": "USER_TYPE",
}
# A portal leaves most empty fields out, but these are there for everyone (user/user-get.md).
_ALWAYS = frozenset({
    "NAME", "LAST_NAME", "SECOND_NAME", "EMAIL", "LAST_LOGIN", "TIME_ZONE", "PERSONAL_GENDER",
    "PERSONAL_WWW", "PERSONAL_BIRTHDAY", "PERSONAL_MOBILE", "PERSONAL_CITY", "WORK_PHONE",
    "WORK_POSITION", "UF_EMPLOYMENT_DATE",
})  # fmt: skip
# im.search.user.list answers fewer fields than im.user.get (chats/search/im-search-user-list.md).
_NOT_IN_SEARCH = (
    "active", "avatar_hr", "desktop_last_date", "bot_data", "type", "website", "email",
)  # fmt: skip


def rest_view(number: int, user: dict[str, Any]) -> dict[str, Any]:
    """Return a user as `user.get` answers (user/user-get.md)."""
    row: dict[str, Any] = {"ID": str(number)}
    for name in FIELDS:
        value = user.get(name)
        if name in ("TIMESTAMP_X", "LAST_ACTIVITY_DATE"):
            row[name] = {}  # an object of dates that the portal cannot serialise
        elif value not in (None, "") or name in _ALWAYS:
            row[name] = "" if value is None else value
    return row


def current_view(number: int, user: dict[str, Any]) -> dict[str, Any]:
    """Return a user as `user.current` answers: the last activity is a text there."""
    seen = str(user.get("LAST_ACTIVITY_DATE") or "")
    same = {"ID": str(number), "XML_ID": user.get("XML_ID") or ""}
    row = rest_view(number, user)
    return {**same, **row, "LAST_ACTIVITY_DATE": seen[:19].replace("T", " ")}


def messenger_view(number: int, user: dict[str, Any]) -> dict[str, Any]:
    """Return a user as im.* methods answer (chats/users/im-user-get.md)."""
    photo = user.get("PERSONAL_PHOTO") or user.get("AVATAR") or ""
    return {
        "id": number,
        "active": bool(user.get("ACTIVE")),
        "name": full_name(user),
        "first_name": user.get("NAME", ""),
        "last_name": user.get("LAST_NAME", ""),
        "work_position": user.get("WORK_POSITION", ""),
        "color": user.get("COLOR") or automatic(number),
        "avatar": photo,
        "avatar_hr": photo,
        "gender": user.get("PERSONAL_GENDER") or "M",
        "birthday": _day_and_month(str(user.get("PERSONAL_BIRTHDAY") or "")),
        "extranet": is_extranet(user),
        "network": False,
        "bot": is_bot(user),
        "connector": False,
        "external_auth_id": "bot" if is_bot(user) else "default",
        "status": user.get("IM_STATUS") or "online",
        "idle": user.get("IM_IDLE") or False,
        "last_activity_date": user.get("LAST_ACTIVITY_DATE") or False,
        "mobile_last_date": False,
        "desktop_last_date": False,
        "absent": False,
        "departments": user.get("UF_DEPARTMENT") or [],
        "phones": _phones(user),
        "bot_data": _bot_data(user),
        "type": user.get("USER_TYPE") if is_bot(user) or is_extranet(user) else "user",
        "website": user.get("PERSONAL_WWW", ""),
        "email": user.get("EMAIL", ""),
    }


def search_view(number: int, user: dict[str, Any]) -> dict[str, Any]:
    """Return a user as `im.search.user.list` answers."""
    row = messenger_view(number, user)
    return {key: value for key, value in row.items() if key not in _NOT_IN_SEARCH}


def _phones(user: dict[str, Any]) -> dict[str, str] | bool:
    sources = (
        ("work_phone", "WORK_PHONE"),
        ("personal_mobile", "PERSONAL_MOBILE"),
        ("inner_phone", "UF_PHONE_INNER"),
    )
    phones = {key: str(user[name]) for key, name in sources if user.get(name)}
    return phones or False


def _day_and_month(birthday: str) -> str:
    """Turn `1990-10-09…` into `09-10`."""
    year, _, rest = birthday.partition("-")
    month, _, day = rest[:5].partition("-")
    return f"{day}-{month}" if year.isdecimal() and month and day else ""


def _bot_data(user: dict[str, Any]) -> dict[str, Any] | None:
    bot = user.get("BOT")
    if not is_bot(user) or not isinstance(bot, dict):
        return None
    return {
        "code": bot.get("CODE", ""),
        "type": bot.get("KIND", "bot"),
        "app_id": bot.get("APP_ID", ""),
        "is_hidden": bool(bot.get("HIDDEN")),
        "is_support_openline": bool(bot.get("OPENLINE")),
    }
