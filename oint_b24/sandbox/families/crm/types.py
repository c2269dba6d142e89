"""Types of smart processes: crm.type.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES, Page, whole
from oint_b24.sandbox.families.crm import owners, stages
from oint_b24.sandbox.families.crm.dynamic import KIND, type_of
from oint_b24.sandbox.families.crm.fields import Field
from oint_b24.sandbox.families.crm.search import Search
from oint_b24.sandbox.families.people.directory import get_user, is_admin, is_intranet
from oint_b24.sandbox.listing import PAGE
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_SWITCHES = {
    "isCategoriesEnabled": "Воронки", "isStagesEnabled": "Стадии",
    "isBeginCloseDatesEnabled": "Даты начала и завершения", "isClientEnabled": "Клиент",
    "isUseInUserfieldEnabled": "В пользовательских полях",
    "isLinkWithProductsEnabled": "Товары", "isMycompanyEnabled": "Реквизиты моей компании",
    "isDocumentsEnabled": "Печать документов", "isSourceEnabled": "Источник",
    "isObserversEnabled": "Наблюдатели", "isRecyclebinEnabled": "Корзина",
    "isAutomationEnabled": "Роботы и триггеры", "isBizProcEnabled": "Бизнес-процессы",
    "isSetOpenPermissions": "Воронки доступны всем", "isPaymentsEnabled": "Оплаты",
    "isCountersEnabled": "Счётчики",
}  # fmt: skip
_FIELDS = (
    Field("id", "integer", "ID", "r"),
    Field("title", "string", "Название", "*"),
    Field("code", "string", "Символьный код"),
    Field("createdBy", "user", "Кем создан", "r"),
    Field("entityTypeId", "integer", "Номер типа", "*i"),
    Field("customSectionId", "integer", "Цифровое рабочее место", "i"),
    *(Field(name, "boolean", title) for name, title in _SWITCHES.items()),
    Field("createdTime", "datetime", "Создан"),
    Field("updatedTime", "datetime", "Изменён"),
    Field("updatedBy", "user", "Кем изменён", "r"),
)
_USER_FIELDS = (
    "CALENDAR_EVENT|UF_CRM_CAL_EVENT",
    "TASKS_TASK|UF_CRM_TASK",
    "TASKS_TASK_TEMPLATE|UF_CRM_TASK",
)
_RELATED = ("relations", "linkedUserFields", "customSections")
_PREDEFINED = (owners.CONTACT, owners.COMPANY)  # parents of a type with clients
# crm-type-add.md
_OLD_RANGE, _FIRST_NEW = range(128, 193), 1030


def admit_admin(call: Call) -> None:
    """Refuse whoever does not administer CRM."""
    if not is_intranet(get_user(call.store, call.user)):
        call.refuse("allowed_only_intranet_user", "Action is allowed for intranet users only", 403)
    if not is_admin(call.store, call.user):
        call.refuse("ACCESS_DENIED", "Access denied")


def upper(name: str) -> str:
    """Return `isStagesEnabled` as `IS_STAGES_ENABLED`."""
    return "".join(f"_{c}" if c.isupper() else c.upper() for c in name)


@method("crm.type.fields", scope="crm")
def fields(call: Call) -> dict[str, Any]:
    """Describe the settings of a type."""
    admit_admin(call)
    shown = ("isPaymentsEnabled", "isCountersEnabled")
    described = (field for field in _FIELDS if field.name not in shown)
    return {"fields": {f.name: {**f.shown(), "upperName": upper(f.name)} for f in described}}


@method("crm.type.add", scope="crm")
def add(call: Call) -> dict[str, Any]:
    """Make a type with one pipeline."""
    admit_admin(call)
    if not isinstance(call.get("fields"), dict):
        call.refuse("100", "Could not find value for parameter {fields}")
    sent = call.object("fields")
    if not str(sent.get("title") or "").strip():
        call.refuse("0", "Field 'TITLE' is required")
    now = call.portal.moment()
    document: dict[str, Any] = {
        "title": "",
        "code": "",
        "createdBy": call.user,
        "entityTypeId": _number(call, sent),
        "customSectionId": None,
        **dict.fromkeys(_SWITCHES, "N"),
        "isSetOpenPermissions": "Y",
        "createdTime": now,
        "relations": {"parent": [], "child": []},
        "linkedUserFields": dict.fromkeys(_USER_FIELDS, "N"),
        "customSections": [],
    }
    _apply(call, document, sent)
    number = call.store.add(KIND, document)
    pipeline = {"NAME": "Общая", "SORT": 500, "IS_DEFAULT": "Y"}
    stages.add_pipeline(call.store, document["entityTypeId"], pipeline)
    return {"type": _shown(number, document)}


def _number(call: Call, sent: dict[str, Any]) -> int:
    """Return the number of a new type: the one that is asked for, or the next one."""
    taken = {document["entityTypeId"] for _, document in call.store.all(KIND)}
    if sent.get("entityTypeId") in (None, ""):
        return max((n for n in taken if n >= _FIRST_NEW), default=_FIRST_NEW - 2) + 2
    number = whole(sent["entityTypeId"]) or 0
    if number not in _OLD_RANGE and (number < _FIRST_NEW or number % 2):
        call.refuse("INVALID_ARG_VALUE", "entityTypeId is out of allowed range")
    if number in taken:
        call.refuse("INVALID_ARG_VALUE", "entityTypeId is already in use")
    return number


def _flag(value: Any) -> str:
    return "Y" if str(value).upper() in YES else "N"


def _apply(call: Call, document: dict[str, Any], sent: dict[str, Any]) -> None:
    document["title"] = str(sent.get("title") or document["title"])[:255]
    document["code"] = str(sent.get("code", document["code"]) or "")
    for name in _SWITCHES:
        if name in sent:
            document[name] = _flag(sent[name])
    linked = sent.get("linkedUserFields")
    if isinstance(linked, dict):
        known = {name: value for name, value in linked.items() if name in _USER_FIELDS}
        document["linkedUserFields"] |= {name: _flag(value) for name, value in known.items()}
    _relate(document, sent.get("relations"))
    document |= {"updatedTime": call.portal.moment(), "updatedBy": call.user}


def _relate(document: dict[str, Any], given: Any) -> None:
    """Set the relations; a client makes contacts and companies parents for good."""
    sent = given if isinstance(given, dict) else {}
    for side, before in document["relations"].items():
        kept = [row for row in before if row["isPredefined"] == "N"]
        rows = [_relation(row) for row in sent[side]] if isinstance(sent.get(side), list) else kept
        has_clients = side == "parent" and document["isClientEnabled"] == "Y"
        fixed = [
            {"entityTypeId": number, "isChildrenListEnabled": "Y", "isPredefined": "Y"}
            for number in (_PREDEFINED if has_clients else ())
        ]
        numbers = {row["entityTypeId"] for row in fixed}
        own = [row for row in rows if row["entityTypeId"] not in numbers]
        document["relations"][side] = [*fixed, *own]


def _relation(row: Any) -> dict[str, Any]:
    sent = row if isinstance(row, dict) else {}
    return {
        "entityTypeId": whole(sent.get("entityTypeId"), 0),
        "isChildrenListEnabled": _flag(sent.get("isChildrenListEnabled")),
        "isPredefined": "N",
    }


def _shown(number: int, document: dict[str, Any]) -> dict[str, Any]:
    return {"id": number, **document}


def _found(call: Call, *, by_type: bool = False) -> tuple[int, dict[str, Any]]:
    admit_admin(call)
    found: tuple[int, dict[str, Any]] | None
    if by_type:
        found = type_of(call.store, call.integer("entityTypeId") or 0)
    else:
        number = call.integer("id")
        document = call.store.get(KIND, number)
        found = (number, document) if number and document else None
    if found is None:
        call.refuse("0", "SPA not found")
    return found


@method("crm.type.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return one type by its id."""
    return {"type": _shown(*_found(call))}


@method("crm.type.getByEntityTypeId", scope="crm")
def get_by_type(call: Call) -> dict[str, Any]:
    """Return one type by the number of its objects' type."""
    return {"type": _shown(*_found(call, by_type=True))}


@method("crm.type.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the types that match the filter, 50 at a time."""
    admit_admin(call)
    types = {field.name: field.type for field in _FIELDS}
    search = Search(call, KIND, types, {name: name for name in types})
    where = search.conditions(_switches(call.object("filter")))
    start = max(whole(call.get("start"), 0) or 0, 0)
    rows = [
        {name: value for name, value in _shown(*row).items() if name not in _RELATED}
        for row in call.store.select(KIND, where, search.order(), PAGE, start)
    ]
    total, after = call.store.count(KIND, where), start + PAGE
    return Page({"types": rows}, total=total, next=after if after < total else None)


def _switches(given: dict[str, Any]) -> dict[str, Any]:
    """Let a filter say true for «Y»."""
    return {name: _flag(v) if isinstance(v, bool) else v for name, v in given.items()}


@method("crm.type.update", scope="crm")
def update(call: Call) -> dict[str, Any]:
    """Change the settings of a type."""
    number, document = _found(call)
    _apply(call, document, call.object("fields"))
    call.store.put(KIND, number, document)
    return {"type": _shown(number, document)}


@method("crm.type.delete", scope="crm")
def delete(call: Call) -> list[Any]:
    """Delete a type that has no objects."""
    number, document = _found(call)
    type_id = document["entityTypeId"]
    if call.store.count(f"dynamic_{type_id}"):
        call.refuse("BX_ERROR", "You cannot delete an entity type that has elements")
    for pipeline, _ in stages.pipelines(call.store, type_id):
        stages.remove_pipeline(call.store, type_id, pipeline)
    for solution, about in call.store.all("crm_solution"):
        left = [kept for kept in about["TYPE_IDS"] if kept != number]
        call.store.put("crm_solution", solution, {**about, "TYPE_IDS": left})
    call.store.delete(KIND, number)
    return []


def assign(store: Store, numbers: list[int], solution: int | None) -> None:
    """Note in types to which workplace they belong."""
    for number in numbers:
        document = store.get(KIND, number)
        if document is not None:
            store.put(KIND, number, {**document, "customSectionId": solution})
