"""Fields of activities and of the contacts they are held with (crm-activity-fields.md)."""

from __future__ import annotations

from oint_b24.sandbox.families.crm.fields import Field, table

ACTIVITY = table(
    """
ID integer r ID
OWNER_ID integer i Номер владельца
OWNER_TYPE_ID crm_enum_ownertype i Тип владельца
TYPE_ID crm_enum_activitytype *i Тип
PROVIDER_ID string - Провайдер
PROVIDER_TYPE_ID string - Тип провайдера
PROVIDER_GROUP_ID string - Группа провайдеров
ASSOCIATED_ENTITY_ID integer r Связанный объект
SUBJECT string * Тема
CREATED datetime r Создано
LAST_UPDATED datetime r Изменено
START_TIME datetime - Начало
END_TIME datetime - Завершение
DEADLINE datetime - Крайний срок
COMPLETED char - Выполнено
STATUS crm_enum_activitystatus - Статус
RESPONSIBLE_ID user * Ответственный
PRIORITY crm_enum_activitypriority - Важность
NOTIFY_TYPE crm_enum_activitynotifytype - Единица напоминания
NOTIFY_VALUE integer - За сколько напомнить
DESCRIPTION string - Описание
DESCRIPTION_TYPE crm_enum_contenttype - Вид описания
DIRECTION crm_enum_activitydirection - Направление
LOCATION string - Место
SETTINGS object - Настройки
ORIGINATOR_ID string - Внешний источник
ORIGIN_ID string - Номер во внешнем источнике
AUTHOR_ID user r Автор
EDITOR_ID user r Кем изменено
PROVIDER_PARAMS object - Параметры провайдера
PROVIDER_DATA string - Данные провайдера
RESULT_MARK integer - Оценка результата
RESULT_VALUE double - Значение результата
RESULT_SUM double - Сумма результата
RESULT_CURRENCY_ID string - Валюта результата
RESULT_STATUS integer - Статус результата
RESULT_STREAM integer - Поток результата
RESULT_SOURCE_ID string - Источник результата
AUTOCOMPLETE_RULE integer - Правило завершения
BINDINGS crm_activity_binding rm Привязки
COMMUNICATIONS crm_activity_communication *m Контакты
FILES diskfile m Файлы
WEBDAV_ELEMENTS diskfile md Файлы диска
IS_INCOMING_CHANNEL char r Входящий канал
"""
)
COMMUNICATION = (
    Field("ID", "integer", "ID", "r"),
    Field("ACTIVITY_ID", "integer", "Дело", "r"),
    Field("ENTITY_ID", "integer", "Номер объекта"),
    Field("ENTITY_TYPE_ID", "integer", "Тип объекта"),
    Field("TYPE", "string", "Вид связи"),
    Field("VALUE", "string", "Значение"),
)
WHOLE = frozenset(
    name
    for name, field in ACTIVITY.items()
    if field.type in ("integer", "user") or field.type.startswith("crm_enum_")
)
# Not among the answers unless asked for (crm-activity-list.md).
ASKED_FOR = ("BINDINGS", "COMMUNICATIONS", "FILES", "WEBDAV_ELEMENTS", "IS_INCOMING_CHANNEL")
