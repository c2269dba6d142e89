"""Rows: commands that send nothing, and their output."""

from __future__ import annotations

from tests.conformance.case import Described, Local

TASK_FILTER = [
    "ID", "PARENT_ID", "GROUP_ID", "CREATED_BY", "STATUS_CHANGED_BY", "PRIORITY", "FORUM_TOPIC_ID",
    "RESPONSIBLE_ID", "TITLE", "TAG", "REAL_STATUS", "MARK", "SITE_ID", "ADD_IN_REPORT",
    "DATE_START", "DEADLINE", "CREATED_DATE", "CLOSED_DATE", "CHANGED_DATE", "ACCOMPLICE",
    "AUDITOR", "DEPENDS_ON", "ONLY_ROOT_TASKS", "STAGE_ID", "UF_CRM_TASK", "STATUS",
]  # fmt: skip
COMMENT = [
    "AUTHOR_ID",
    "AUTHOR_NAME",
    "AUTHOR_EMAIL",
    "USE_SMILES",
    "POST_MESSAGE",
    "UF_FORUM_MESSAGE_DOC",
]
CHAT = ["TYPE", "TITLE", "DESCRIPTION", "COLOR", "MESSAGE", "USERS", "AVATAR", "OWNER_ID"]
USER_FILTER = ["NAME", "LAST_NAME", "WORK_POSITION", "UF_DEPARTMENT_NAME", "USER_TYPE"]
LEAD_FILTER = [
    "ID", "ASSIGNED_BY_ID", "COMPANY_ID", "COMPANY_TITLE", "CONTACT_ID", "CREATED_BY_ID",
    "CURRENCY_ID", "DATE_CLOSED", "DATE_CREATE", "DATE_MODIFY", "EMAIL", "HAS_EMAIL", "HAS_PHONE",
    "IS_RETURN_CUSTOMER", "MODIFY_BY_ID", "MOVED_BY_ID", "MOVED_TIME", "OPENED", "OPPORTUNITY",
    "STATUS_ID", "TITLE",
]  # fmt: skip
DEAL_FILTER = [
    "ID", "ASSIGNED_BY_ID", "BEGINDATE", "CATEGORY_ID", "CLOSEDATE", "COMPANY_ID", "CONTACT_ID",
    "CREATED_BY_ID", "CURRENCY_ID", "DATE_CREATE", "DATE_MODIFY", "IS_NEW", "IS_RECURRING",
    "IS_RETURN_CUSTOMER", "LEAD_ID", "MODIFY_BY_ID", "MOVED_BY_ID", "MOVED_TIME", "OPENED",
    "OPPORTUNITY", "PROBABILITY", "REQUISITE_ID", "STAGE_ID", "TITLE", "TYPE_ID",
]  # fmt: skip
CALENDAR_SETTINGS = [
    "view", "meetSection", "crmSection", "showDeclined", "denyBusyInvitation", "collapseOffHours",
    "showWeekNumbers", "showTasks", "syncTasks", "showCompletedTasks", "lastUsedSection",
    "sendFromEmail", "defaultSections", "syncPeriodPast", "syncPeriodFuture", "defaultReminders",
]  # fmt: skip
CALENDAR = ["type", "ownerId", "name", "description", "color", "text_color", "export"]
EVENT = [
    "type", "ownerId", "from", "to", "from_ts", "to_ts", "section", "name", "skip_time",
    "timezone_from", "timezone_to", "description", "color", "text_color", "accessibility",
    "importance", "private_event", "rrule", "is_meeting", "location", "remind", "attendees",
    "host", "meeting",
]  # fmt: skip
EVENT_FILTER = ["from", "to", "section"]

STRUCTURES = [
    ("ПолучитьСтруктуруФильтраЗадач", "GetTasksFilterStructure", TASK_FILTER),
    ("ПолучитьСтруктуруКомментария", "GetCommentStructure", COMMENT),
    ("ПолучитьСтруктуруЧата", "GetChatStructure", CHAT),
    ("ПолучитьСтруктуруФильтраПользователей", "GetUserFilterStructure", USER_FILTER),
    ("ПолучитьСтруктуруФильтраЛидов", "GetLeadFilterStructure", LEAD_FILTER),
    ("ПолучитьСтруктуруФильтраСделок", "GetDealsFilterStructure", DEAL_FILTER),
    (
        "ПолучитьСтруктуруПользовательскихНастроекКалендаря",
        "GetCalednarCustomSettingsStructure",
        CALENDAR_SETTINGS,
    ),
    ("ПолучитьСтруктуруКалендаря", "GetCalendarStructure", CALENDAR),
    ("ПолучитьСтруктуруСобытияКалендаря", "GetCalendarEventsStructure", EVENT),
    ("ПолучитьСтруктуруФильтраСобытийКалендарей", "GetCalendarEventsFilterStructure", EVENT_FILTER),
]

EMPTY = [
    Local([name, *asked], dict.fromkeys(fields, ""))
    for ru, en, fields in STRUCTURES
    for name, asked in ((ru, ["--empty", "true"]), (ru, ["--empty"]), (en, ["-e", "true"]))
]
ROWS = [
    *EMPTY,
    Local(["GetTasksFilterStructure", "-e", "true", "-m", "true"], dict.fromkeys(TASK_FILTER, "")),
    Local(
        [
            "ПолучитьБлокКартинки",
            "--title",
            "Картинка",
            "--url",
            "https://portal.example/picture.jpg",
        ],
        {"IMAGE": {"NAME": "Картинка", "LINK": "https://portal.example/picture.jpg"}},
    ),
    Local(
        ["GetPictureBlock", "-u", "https://portal.example/picture.jpg", "-t", "Picture"],
        {"IMAGE": {"NAME": "Picture", "LINK": "https://portal.example/picture.jpg"}},
    ),
    Local(
        ["ПолучитьБлокФайла", "--title", "Файл", "--url", "https://portal.example/document.docx"],
        {"FILE": {"NAME": "Файл", "LINK": "https://portal.example/document.docx"}},
    ),
    Local(
        ["GetFileBlock", "-u", "https://portal.example/document.docx", "-t", "File"],
        {"FILE": {"NAME": "File", "LINK": "https://portal.example/document.docx"}},
    ),
]
DESCRIBED = [
    Described([name, *asked], fields)
    for ru, en, fields in STRUCTURES
    for name, asked in ((ru, []), (ru, ["--empty", "false"]), (en, ["-e", "false"]))
] + [Described(["ПолучитьСтруктуруФильтраЗадач", "--map", "true"], TASK_FILTER)]

LINK = "https://portal.example/oauth/authorize/?client_id=local.62dea3f30c2da1.12345678"
LINKS = [
    Local(
        [
            "ПолучитьСсылкуАвторизацииПриложения",
            "--domain",
            domain,
            "--clientid",
            "local.62dea3f30c2da1.12345678",
        ],
        LINK,
    )
    for domain in (
        "portal.example",
        "https://portal.example",
        "http://portal.example",
        "https://portal.example/",
    )
] + [Local(["GetAppAuthLink", "-d", "portal.example", "-c", "local.62dea3f30c2da1.12345678"], LINK)]
