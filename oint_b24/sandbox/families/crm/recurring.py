"""Templates that make deals again and again: crm.deal.recurring.*.

A template is a deal of its own with IS_RECURRING; its settings say when it makes the next one.
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.crm import owners, stage_log, values
from oint_b24.sandbox.families.crm.fields import Field, table
from oint_b24.sandbox.families.crm.lists import where_of
from oint_b24.sandbox.families.crm.records import admit, array, object_id
from oint_b24.sandbox.listing import PAGE, ordering
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_KIND = "crm_deal_recurring"
_FIELDS = table(
    """
ID integer r ID
DEAL_ID integer *i Сделка-шаблон
BASED_ID integer r Исходная сделка
ACTIVE char - Активен
NEXT_EXECUTION datetime r Следующий запуск
LAST_EXECUTION datetime r Последний запуск
COUNTER_REPEAT integer r Сколько создано
START_DATE date - Начало отсчёта
CATEGORY_ID char - Воронка новых сделок
IS_LIMIT char - Вид ограничения
LIMIT_REPEAT integer - Сколько создать
LIMIT_DATE date - До какого дня
"""
)
_PARAMS = (
    Field("MODE", "string", "Вид повторения"),
    Field("SINGLE_BEFORE_START_DATE_VALUE", "integer", "За сколько до даты"),
    Field("SINGLE_BEFORE_START_DATE_TYPE", "string", "Единица"),
    Field("MULTIPLE_TYPE", "string", "Период"),
    Field("MULTIPLE_INTERVAL", "integer", "Через сколько периодов"),
    Field("OFFSET_BEGINDATE_TYPE", "string", "Единица начала сделки"),
    Field("OFFSET_BEGINDATE_VALUE", "integer", "Через сколько начало сделки"),
    Field("OFFSET_CLOSEDATE_TYPE", "string", "Единица завершения сделки"),
    Field("OFFSET_CLOSEDATE_VALUE", "integer", "Через сколько завершение сделки"),
)
_SETTABLE = ("ACTIVE", "START_DATE", "LIMIT_REPEAT", "LIMIT_DATE")


@method("crm.deal.recurring.fields", scope="crm")
def fields(call: Call) -> dict[str, Any]:
    """Describe the settings of a template."""
    admit(call)
    described = {name: field.shown() for name, field in _FIELDS.items()}
    params = Field("PARAMS", "recurring_params", "Как считать следующий запуск").shown()
    params["definition"] = {f.name: {"type": f.type, "title": f.title} for f in _PARAMS}
    return {**described, "PARAMS": params}


@method("crm.deal.recurring.add", scope="crm")
def add(call: Call) -> int:
    """Make a template of a deal and return the id of its settings."""
    admit(call)
    sent = array(call, "fields", required=True)
    based = whole(sent.get("DEAL_ID"))
    deal = call.store.get("deal", based)
    if deal is None:
        call.refuse("", "Deal id is empty.")
    for name in ("DEAL_ID", "BASED_ID"):
        if call.store.all(_KIND, **{name: based}):
            call.refuse("", "Deal already has recurring settings.")
    template = {**deal, "IS_RECURRING": "Y", "DATE_CREATE": call.portal.moment()}
    document: dict[str, Any] = {
        "DEAL_ID": call.store.add("deal", template),
        "BASED_ID": based,
        "ACTIVE": "Y",
        "IS_LIMIT": "N",
        "CATEGORY_ID": str(deal.get("CATEGORY_ID") or 0),
        "PARAMS": {},
    }
    _apply(call, document, sent)
    return call.store.add(_KIND, document)


def _apply(call: Call, document: dict[str, Any], sent: dict[str, Any]) -> None:
    """Put sent settings in and settle when the template runs next."""
    for name in _SETTABLE:
        if name in sent:
            document[name] = values.kept(_FIELDS[name].type, sent[name])
    if "CATEGORY_ID" in sent:
        document["CATEGORY_ID"] = str(whole(sent["CATEGORY_ID"], 0))
    if "IS_LIMIT" in sent:
        limit = str(sent["IS_LIMIT"]).upper()
        document["IS_LIMIT"] = limit if limit in ("N", "D", "T") else "N"
    if isinstance(sent.get("PARAMS"), dict):
        known = {field.name: field.type for field in _PARAMS}
        given = {n: values.kept(known[n], v) for n, v in sent["PARAMS"].items() if n in known}
        document["PARAMS"] |= given
    _schedule(call, document)


def _later(moment: datetime, unit: Any, count: int) -> datetime:
    """Return a moment `count` days, weeks, months or years later."""
    if unit in ("month", "year"):
        months = moment.month - 1 + count * (12 if unit == "year" else 1)
        year, month = moment.year + months // 12, months % 12 + 1
        day = min(moment.day, calendar.monthrange(year, month)[1])
        return moment.replace(year=year, month=month, day=day)
    return moment + timedelta(days=count * (7 if unit == "week" else 1))


def _schedule(call: Call, document: dict[str, Any]) -> None:
    """Set the next run; none where the template is inactive or has reached its limit."""
    params, now = document["PARAMS"], datetime.fromisoformat(call.portal.moment())
    today = now.replace(hour=0, minute=0, second=0)
    start = document.get("START_DATE")
    moment = datetime.fromisoformat(start) if start else today
    if params.get("MODE") == "single":
        value = -int(params.get("SINGLE_BEFORE_START_DATE_VALUE") or 0)
        moment = _later(moment, params.get("SINGLE_BEFORE_START_DATE_TYPE"), value)
    else:
        step = max(int(params.get("MULTIPLE_INTERVAL") or 1), 1)
        last = document.get("LAST_EXECUTION")
        after = max(today, datetime.fromisoformat(last)) if last else today
        turn = 0
        while (moved := _later(moment, params.get("MULTIPLE_TYPE"), step * turn)) < after:
            turn += 1
        moment = moved
    is_over = document["ACTIVE"] != "Y" or _is_spent(document, moment)
    document["NEXT_EXECUTION"] = None if is_over else moment.isoformat(timespec="seconds")


def _is_spent(document: dict[str, Any], moment: datetime) -> bool:
    if document["IS_LIMIT"] == "T":
        return (document.get("COUNTER_REPEAT") or 0) >= (document.get("LIMIT_REPEAT") or 0)
    until = document.get("LIMIT_DATE")
    is_limited = document["IS_LIMIT"] == "D" and until is not None
    return is_limited and moment > datetime.fromisoformat(str(until))


def _found(call: Call) -> tuple[int, dict[str, Any]]:
    admit(call)
    number = whole(call.get("id", call.get("ID")))
    if number is None or number <= 0:
        call.refuse("", "id is not defined or invalid.")
    document = call.store.get(_KIND, object_id(call))
    if document is None:
        call.refuse("", "Recurring deal is not found.")
    return number, document


def _shown(number: int, document: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"ID": str(number)}
    for name, field in _FIELDS.items():
        if name != "ID":
            value = values.shown("", field.type, document.get(name))
            row[name] = "" if value is None and field.type in ("date", "datetime") else value
    numbers = (f.name for f in _PARAMS if f.type == "integer")
    empty: dict[str, Any] = {field.name: None for field in _PARAMS} | dict.fromkeys(numbers, 0)
    return {**row, "PARAMS": {**empty, **document["PARAMS"]}}


@method("crm.deal.recurring.get", scope="crm")
def get(call: Call) -> dict[str, Any]:
    """Return the settings of one template."""
    return _shown(*_found(call))


@method("crm.deal.recurring.list", scope="crm")
def listed(call: Call) -> Page:
    """Return the settings that match the filter, 50 at a time."""
    admit(call)
    types = {name: field.type for name, field in _FIELDS.items()}
    where = where_of(call.store, _KIND, array(call, "filter"), types)
    order = [(n.upper(), d) for n, d in ordering(array(call, "order")) if n.upper() in types]
    start = whole(call.get("start"), 0) or 0
    rows = [_shown(*row) for row in call.store.select(_KIND, where, order, PAGE, max(start, 0))]
    total, after = call.store.count(_KIND, where), start + PAGE
    return Page(rows, total=total, next=after if after < total else None)


@method("crm.deal.recurring.update", scope="crm")
def update(call: Call) -> bool:
    """Change the settings of a template."""
    number, document = _found(call)
    _apply(call, document, array(call, "fields"))
    call.store.put(_KIND, number, document)
    return True


@method("crm.deal.recurring.delete", scope="crm")
def delete(call: Call) -> bool:
    """Delete settings whose template is gone."""
    number, document = _found(call)
    if call.store.get("deal", document["DEAL_ID"]) is not None:
        call.refuse("", "Deleting is impossible. Connected recurring deal exists.")
    return call.store.delete(_KIND, number)


def forget(store: Store, deal: int) -> None:
    """Delete the settings of a deleted template."""
    for number, _ in store.all(_KIND, DEAL_ID=deal):
        store.delete(_KIND, number)


@method("crm.deal.recurring.expose", scope="crm")
def expose(call: Call) -> dict[str, int]:
    """Make a deal of a template."""
    number, document = _found(call)
    template = call.store.get("deal", document["DEAL_ID"])
    if template is None:
        call.refuse("", "Recurring deal is not found.")
    now, params = call.portal.moment(), document["PARAMS"]
    today = datetime.fromisoformat(now[:10] + "T00:00:00+03:00")
    deal = {**template, "IS_RECURRING": "N", "DATE_CREATE": now, "DATE_MODIFY": now}
    for name in ("BEGINDATE", "CLOSEDATE"):
        unit, count = params.get(f"OFFSET_{name}_TYPE"), params.get(f"OFFSET_{name}_VALUE")
        deal[name] = _later(today, unit, int(count or 0)).isoformat()
    made = call.store.add("deal", deal)
    stage_log.note(call.store, owners.DEAL, made, now, (None, deal))
    document["COUNTER_REPEAT"] = (document.get("COUNTER_REPEAT") or 0) + 1
    document["LAST_EXECUTION"] = now
    _schedule(call, document)
    call.store.put(_KIND, number, document)
    return {"DEAL_ID": made}
