"""Rows: departments and users."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

ROWS = [
    Case(
        ["СоздатьПодразделение", *HOOK, "--title", "Главное", "--parentid", "1", "--headid", "7"],
        "department.add",
        {"NAME": "Главное", "PARENT": "1", "UF_HEAD": "7"},
    ),
    Case(
        ["СоздатьПодразделение", *HOOK, "--title", "Главное"], "department.add", {"NAME": "Главное"}
    ),
    Case(
        ["CreateDepartment", *PORTAL, "-h", "7", "-p", "1", "-t", "Main", "-k", TOKEN],
        "department.add",
        {"auth": TOKEN, "NAME": "Main", "PARENT": "1", "UF_HEAD": "7"},
    ),
    Case(
        [
            "ИзменитьПодразделение",
            *HOOK,
            "--depid",
            "5",
            "--title",
            "Новое",
            "--parentid",
            "1",
            "--headid",
            "7",
        ],
        "department.update",
        {"ID": "5", "NAME": "Новое", "PARENT": "1", "UF_HEAD": "7"},
    ),
    Case(
        ["UpdateDepartment", *PORTAL, "-h", "7", "-p", "1", "-t", "New", "-d", "5", "-k", TOKEN],
        "department.update",
        {"auth": TOKEN, "ID": "5", "NAME": "New", "PARENT": "1", "UF_HEAD": "7"},
    ),
    Case(
        [
            "ПолучитьПодразделения",
            *HOOK,
            "--depid",
            "5",
            "--title",
            "Отдел",
            "--parentid",
            "1",
            "--headid",
            "7",
        ],
        "department.get",
        {"ID": "5", "NAME": "Отдел", "PARENT": "1", "UF_HEAD": "7"},
    ),
    Case(["ПолучитьПодразделения", *HOOK], "department.get", {}),
    Case(
        ["GetDepartments", *PORTAL, "-h", "7", "-p", "1", "-t", "Dep", "-d", "5", "-k", TOKEN],
        "department.get",
        {"auth": TOKEN, "ID": "5", "NAME": "Dep", "PARENT": "1", "UF_HEAD": "7"},
    ),
    Case(["УдалитьПодразделение", *HOOK, "--depid", "5"], "department.delete", {"ID": "5"}),
    Case(
        ["DeleteDepartment", *PORTAL, "-d", "5", "-t", TOKEN],
        "department.delete",
        {"auth": TOKEN, "ID": "5"},
    ),
    Case(["ПолучитьТекущегоПользователя", *HOOK], "user.current", {}),
    Case(["GetCurrentUser", *PORTAL, "-t", TOKEN], "user.current", {"auth": TOKEN}),
    Case(["ПолучитьПользователя", *HOOK, "--userid", "1"], "user.get", {"ID": "1"}),
    Case(["GetUser", *PORTAL, "-s", "1", "-t", TOKEN], "user.get", {"auth": TOKEN, "ID": "1"}),
    Case(
        [
            "СоздатьПользователя",
            *HOOK,
            "--fields",
            "{'EMAIL':'new@portal.example','NAME':'Сотрудник','UF_DEPARTMENT':[1],'EXTRANET':'N'}",
        ],
        "user.add",
        {"EMAIL": "new@portal.example", "NAME": "Сотрудник", "UF_DEPARTMENT": [1], "EXTRANET": "N"},
    ),
    Case(
        [
            "CreateUser",
            *PORTAL,
            "-f",
            '{"EMAIL":"new@portal.example","UF_DEPARTMENT":[1]}',
            "-t",
            TOKEN,
        ],
        "user.add",
        {"auth": TOKEN, "EMAIL": "new@portal.example", "UF_DEPARTMENT": [1]},
    ),
    Case(
        [
            "ИзменитьПользователя",
            *HOOK,
            "--userid",
            "1004",
            "--fields",
            "{'WORK_POSITION':'Инженер','PERSONAL_ICQ':null,'ACTIVE':true}",
        ],
        "user.update",
        {"WORK_POSITION": "Инженер", "PERSONAL_ICQ": None, "ACTIVE": True, "ID": "1004"},
    ),
    # --userid wins over an ID inside --fields.
    Case(
        [
            "ИзменитьПользователя",
            *HOOK,
            "--userid",
            "1004",
            "--fields",
            "{'WORK_POSITION':'Инженер','ID':'5'}",
        ],
        "user.update",
        {"WORK_POSITION": "Инженер", "ID": "1004"},
    ),
    Case(
        ["UpdateUser", *PORTAL, "-s", "1004", "-f", '{"NAME":"Employee"}', "-t", TOKEN],
        "user.update",
        {"auth": TOKEN, "NAME": "Employee", "ID": "1004"},
    ),
    Case(
        ["ИзменитьСтатусПользователя", *HOOK, "--userid", "1004", "--fire", "true"],
        "user.update",
        {"ACTIVE": "N", "ID": "1004"},
    ),
    Case(
        ["ИзменитьСтатусПользователя", *HOOK, "--userid", "1004", "--fire", "false"],
        "user.update",
        {"ACTIVE": "Y", "ID": "1004"},
    ),
    Case(
        ["ChangeUserStatus", *PORTAL, "-f", "false", "-s", "1004", "-t", TOKEN],
        "user.update",
        {"auth": TOKEN, "ACTIVE": "Y", "ID": "1004"},
    ),
    Case(
        ["ChangeUserStatus", *PORTAL, "-s", "1004", "-f", "true", "-t", TOKEN],
        "user.update",
        {"auth": TOKEN, "ACTIVE": "N", "ID": "1004"},
    ),
    Case(
        ["НайтиПользователей", *HOOK, "--filter", "{'NAME':'Виталий'}"],
        "user.search",
        {"FILTER": {"NAME": "Виталий"}},
    ),
    Case(
        ["FindUsers", *PORTAL, "-f", '{"LAST_NAME":"A"}', "-t", TOKEN],
        "user.search",
        {"auth": TOKEN, "FILTER": {"LAST_NAME": "A"}},
    ),
    Case(["ПолучитьСтруктуруПользователя", *HOOK], "user.fields", {}),
    Case(["GetUserFieldsStructure", *PORTAL, "-t", TOKEN], "user.fields", {"auth": TOKEN}),
]
