"""Fields of requisites, bank details and templates (crm-requisite-fields.md and its kin)."""

from __future__ import annotations

from oint_b24.sandbox.families.crm.fields import table

_MADE = """
DATE_CREATE datetime r Создано
DATE_MODIFY datetime r Изменено
CREATED_BY_ID user r Кем создано
MODIFY_BY_ID user r Кем изменено
"""
_PERSON = """
RQ_NAME string - ФИО
RQ_FIRST_NAME string - Имя
RQ_LAST_NAME string - Фамилия
RQ_SECOND_NAME string - Отчество
RQ_COMPANY_ID string - Номер компании
RQ_COMPANY_NAME string - Сокращённое наименование
RQ_COMPANY_FULL_NAME string - Полное наименование
RQ_COMPANY_REG_DATE string - Дата регистрации
RQ_DIRECTOR string - Руководитель
RQ_ACCOUNTANT string - Бухгалтер
RQ_CEO_NAME string - Имя директора
RQ_CEO_WORK_POS string - Должность директора
RQ_CONTACT string - Контактное лицо
RQ_EMAIL string - Почта
RQ_PHONE string - Телефон
RQ_FAX string - Факс
"""
_IDENTITY = """
RQ_IDENT_TYPE crm_status:RQ_IDENT_TYPE_CO - Вид удостоверения
RQ_IDENT_DOC string - Документ
RQ_IDENT_DOC_SER string - Серия документа
RQ_IDENT_DOC_NUM string - Номер документа
RQ_IDENT_DOC_PERS_NUM string - Личный номер
RQ_IDENT_DOC_DATE string - Дата выдачи
RQ_IDENT_DOC_ISSUED_BY string - Кем выдан
RQ_IDENT_DOC_DEP_CODE string - Код подразделения
"""
_CODES = (
    "INN KPP USRLE IFNS OGRN OGRNIP OKPO OKTMO OKVED EDRPOU DRFO KBE IIN BIN ST_CERT_SER"
    " ST_CERT_NUM ST_CERT_DATE VAT_PAYER VAT_ID VAT_CERT_SER VAT_CERT_NUM VAT_CERT_DATE"
    " RESIDENCE_COUNTRY BASE_DOC REGON KRS PESEL LEGAL_FORM SIRET SIREN CAPITAL RCS CNPJ"
    " STATE_REG MNPL_REG CPF"
)
_BANK = (
    "BANK_NAME BANK_CODE BANK_ADDR BANK_ROUTE_NUM BIK MFO ACC_NAME ACC_NUM ACC_TYPE IIK"
    " ACC_CURRENCY COR_ACC_NUM IBAN SWIFT BIC CODEB CODEG RIB AGENCY_NAME"
)
_OFFERED = (
    "NAME FIRST_NAME LAST_NAME SECOND_NAME COMPANY_NAME COMPANY_FULL_NAME COMPANY_REG_DATE"
    " DIRECTOR ACCOUNTANT ADDR CONTACT EMAIL PHONE FAX IDENT_DOC IDENT_DOC_SER IDENT_DOC_NUM"
    " IDENT_DOC_DATE IDENT_DOC_ISSUED_BY IDENT_DOC_DEP_CODE INN KPP IFNS OGRN OGRNIP OKPO"
    " OKTMO OKVED ST_CERT_SER ST_CERT_NUM ST_CERT_DATE SIGNATURE STAMP"
)
# crm-requisite-preset-field-available-to-add.md
OFFERED = tuple(f"RQ_{name}" for name in _OFFERED.split())


def _coded(names: str) -> str:
    """Return lines of fields whose titles are their names; one of them is a flag."""
    lines = []
    for name in names.split():
        sort = "char" if name == "VAT_PAYER" else "string"
        lines.append(f"RQ_{name} {sort} - RQ_{name}")
    return "\n".join(lines)


REQUISITE = table(
    """
ID integer r ID
ENTITY_TYPE_ID integer *i Тип объекта
ENTITY_ID integer *i Номер объекта
PRESET_ID integer *i Шаблон
""",
    _MADE,
    """
NAME string - Название
CODE string - Код
XML_ID string - Внешний код
ORIGINATOR_ID string - Внешний источник
ACTIVE char - Активны
ADDRESS_ONLY char - Только адрес
SORT integer - Порядок
""",
    _PERSON,
    _IDENTITY,
    _coded(_CODES),
)
BANK_DETAIL = table(
    """
ID integer r ID
ENTITY_ID integer *i Реквизиты
COUNTRY_ID integer - Страна
""",
    _MADE,
    """
NAME string - Название
CODE string - Код
XML_ID string - Внешний код
ORIGINATOR_ID string - Внешний источник
ACTIVE char - Активны
SORT integer - Порядок
""",
    _coded(_BANK),
    "COMMENTS string - Комментарий",
)
PRESET = table(
    """
ID integer r ID
ENTITY_TYPE_ID integer *i Тип объекта
COUNTRY_ID integer *i Страна
""",
    _MADE,
    """
NAME string * Название
XML_ID string - Внешний код
ACTIVE char - Активен
SORT integer - Порядок
""",
)
ADDRESS = table(
    """
TYPE_ID integer *i Вид адреса
ENTITY_TYPE_ID integer *i Тип объекта
ENTITY_ID integer *i Номер объекта
ADDRESS_1 string - Улица, дом
ADDRESS_2 string - Квартира, офис
CITY string - Город
POSTAL_CODE string - Индекс
REGION string - Район
PROVINCE string - Область
COUNTRY string - Страна
COUNTRY_CODE string - Код страны
LOC_ADDR_ID integer - Адрес местоположения
ANCHOR_TYPE_ID integer r Тип главного объекта
ANCHOR_ID integer r Номер главного объекта
"""
)
