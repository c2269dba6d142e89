"""Rows: leads and deals."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

ROWS = [
    Case(
        [
            "СоздатьЛид",
            *HOOK,
            "--fields",
            "{'TITLE':'MegaClient','NAME':'Иван','PHONE':[{'VALUE':'88005553535','VALUE_TYPE':'WORK'}]}",
        ],
        "crm.lead.add",
        {
            "fields": {
                "TITLE": "MegaClient",
                "NAME": "Иван",
                "PHONE": [{"VALUE": "88005553535", "VALUE_TYPE": "WORK"}],
            }
        },
    ),
    Case(
        ["CreateLead", *PORTAL, "-f", "{'TITLE':'Lead'}", "-t", TOKEN],
        "crm.lead.add",
        {"auth": TOKEN, "fields": {"TITLE": "Lead"}},
    ),
    Case(["УдалитьЛид", *HOOK, "--lead", "26"], "crm.lead.delete", {"id": "26"}),
    Case(
        ["DeleteLead", *PORTAL, "-l", "26", "-t", TOKEN],
        "crm.lead.delete",
        {"auth": TOKEN, "id": "26"},
    ),
    Case(["ПолучитьЛид", *HOOK, "--lead", "26"], "crm.lead.get", {"id": "26"}),
    Case(
        ["GetLead", *PORTAL, "-l", "26", "-t", TOKEN], "crm.lead.get", {"auth": TOKEN, "id": "26"}
    ),
    Case(
        [
            "ПолучитьСписокЛидов",
            *HOOK,
            "--filter",
            "{'TITLE':'MegaClient','HAS_EMAIL':'Y'}",
            "--offset",
            "50",
        ],
        "crm.lead.list",
        {"filter": {"TITLE": "MegaClient", "HAS_EMAIL": "Y"}, "start": "50"},
    ),
    Case(["ПолучитьСписокЛидов", *HOOK], "crm.lead.list", {}),
    Case(
        ["GetLeadsList", *PORTAL, "-o", "100", "-f", '{">ID":10}', "-t", TOKEN],
        "crm.lead.list",
        {"auth": TOKEN, "filter": {">ID": 10}, "start": "100"},
    ),
    Case(
        ["ИзменитьЛид", *HOOK, "--lead", "26", "--fields", "{'TITLE':'SuperClient'}"],
        "crm.lead.update",
        {"fields": {"TITLE": "SuperClient"}, "id": "26"},
    ),
    Case(
        ["UpdateLead", *PORTAL, "-l", "26", "-f", '{"TITLE":"SuperClient"}', "-t", TOKEN],
        "crm.lead.update",
        {"auth": TOKEN, "fields": {"TITLE": "SuperClient"}, "id": "26"},
    ),
    Case(["ПолучитьСтруктуруЛида", *HOOK], "crm.lead.fields", {}, "GET"),
    Case(["GetLeadStructure", *PORTAL, "-t", TOKEN], "crm.lead.fields", {"auth": TOKEN}, "GET"),
    Case(
        [
            "СоздатьСделку",
            *HOOK,
            "--fields",
            "{'TITLE':'Продажа','OPPORTUNITY':1999.99,'CURRENCY_ID':'RUB'}",
        ],
        "crm.deal.add",
        {"fields": {"TITLE": "Продажа", "OPPORTUNITY": 1999.99, "CURRENCY_ID": "RUB"}},
    ),
    Case(
        ["CreateDeal", *PORTAL, "-f", "{'TITLE':'Deal'}", "-t", TOKEN],
        "crm.deal.add",
        {"auth": TOKEN, "fields": {"TITLE": "Deal"}},
    ),
    Case(["УдалитьСделку", *HOOK, "--deal", "24"], "crm.deal.delete", {"id": "24"}),
    Case(
        ["DeleteDeal", *PORTAL, "-d", "26", "-t", TOKEN],
        "crm.deal.delete",
        {"auth": TOKEN, "id": "26"},
    ),
    Case(["ПолучитьСделку", *HOOK, "--deal", "24"], "crm.deal.get", {"id": "24"}),
    Case(
        ["GetDeal", *PORTAL, "-d", "26", "-t", TOKEN], "crm.deal.get", {"auth": TOKEN, "id": "26"}
    ),
    Case(
        [
            "ПолучитьСписокСделок",
            *HOOK,
            "--filter",
            "{'TITLE':'Продажа в RUB','CURRENCY_ID':'RUB'}",
            "--offset",
            "0",
        ],
        "crm.deal.list",
        {"filter": {"TITLE": "Продажа в RUB", "CURRENCY_ID": "RUB"}, "start": "0"},
    ),
    Case(["ПолучитьСписокСделок", *HOOK], "crm.deal.list", {}),
    Case(
        ["GetDealsList", *PORTAL, "-o", "50", "-f", '{"STAGE_ID":["NEW","WON"]}', "-t", TOKEN],
        "crm.deal.list",
        {"auth": TOKEN, "filter": {"STAGE_ID": ["NEW", "WON"]}, "start": "50"},
    ),
    Case(
        [
            "ИзменитьСделку",
            *HOOK,
            "--deal",
            "24",
            "--fields",
            "{'TITLE':'Продажа в RUB','CURRENCY_ID':'RUB'}",
        ],
        "crm.deal.update",
        {"fields": {"TITLE": "Продажа в RUB", "CURRENCY_ID": "RUB"}, "id": "24"},
    ),
    Case(
        ["UpdateDeal", *PORTAL, "-d", "24", "-f", '{"TITLE":"Sale"}', "-t", TOKEN],
        "crm.deal.update",
        {"auth": TOKEN, "fields": {"TITLE": "Sale"}, "id": "24"},
    ),
    Case(["ПолучитьСтруктуруСделки", *HOOK], "crm.deal.fields", {}, "GET"),
    Case(["GetDealStructure", *PORTAL, "-t", TOKEN], "crm.deal.fields", {"auth": TOKEN}, "GET"),
]
