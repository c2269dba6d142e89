"""The queue of offline events: filling it, and `event.offline.*` for reading it."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.apps import application, bindings
from oint_b24.sandbox.families.lists import rows
from oint_b24.sandbox.listing import PAGE
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

    Record = dict[str, Any]

_KIND = "offline_event"
_GET = ("ID", "TIMESTAMP_X", "EVENT_NAME", "MESSAGE_ID")
_LIST = (*_GET, "PROCESS_ID", "ERROR")
_LARGEST = 500  # records that one call takes


def note(call: Call, event: str, number: int) -> None:
    """Tell the applications that wait for `event` that it happened to object `number`.

    The same event of the same object stands in the queue once: its time is renewed.
    """
    queues = {
        (row["CLIENT"], row["CONNECTOR"])
        for _, row in call.store.all(bindings.KIND, EVENT=event, OFFLINE=1)
    }
    data = {"FIELDS": {"ID": str(number)}}
    told = json.dumps([event, data])
    message = hashlib.md5(told.encode(), usedforsecurity=False).hexdigest()
    for client, connector in sorted(queues):
        record = {
            "CLIENT": client,
            "CONNECTOR": connector,
            "EVENT_NAME": event,
            "EVENT_DATA": data,
            "MESSAGE_ID": message,
            "PROCESS_ID": "",
            "ERROR": 0,
        }
        _put(call, record)


def _put(call: Call, record: Record) -> None:
    dated = {**record, "TIMESTAMP_X": call.portal.moment()}
    same = call.store.all(_KIND, **{k: v for k, v in record.items() if k != "EVENT_DATA"})
    if same:
        call.store.put(_KIND, same[0][0], dated)
    else:
        call.store.add(_KIND, dated)


def _queue(call: Call) -> list[Record]:
    """Return the records of the calling application from the source it names."""
    application.require_admin(call)
    given = application.parameters(call)
    connector = str(given.get("AUTH_CONNECTOR") or "")
    found = call.store.all(_KIND, CLIENT=call.caller.client_id, CONNECTOR=connector)
    return [{"ID": number, **row} for number, row in found]


def _shown(record: Record, names: tuple[str, ...]) -> Record:
    told = {name: record[name] for name in names}
    told = {name: str(v) if isinstance(v, int) else v for name, v in told.items()}
    more = {"EVENT_DATA": record["EVENT_DATA"], "EVENT_ADDITIONAL": False}
    head = {name: told.pop(name) for name in ("ID", "TIMESTAMP_X", "EVENT_NAME")}
    return {**head, **more, **told}


@method("event.offline.get", scope="", app_only=True)
def get(call: Call) -> dict[str, Any]:
    """Take the first events out of the queue, or reserve them (events/event-offline-get.md)."""
    queue = _queue(call)
    given = application.parameters(call)
    process = str(given.get("PROCESS_ID") or "")
    with_errors = str(given.get("ERROR") or "0") == "1"
    free = [r for r in queue if r["PROCESS_ID"] == process and (with_errors or not r["ERROR"])]
    wanted = given.get("FILTER")
    fits = rows.select(free, wanted if isinstance(wanted, dict) else {}, _GET)
    ordered = rows.sort(fits, given.get("ORDER"), _GET, {"TIMESTAMP_X": "ASC"})
    limit = min(whole(given.get("LIMIT"), PAGE) or PAGE, _LARGEST)
    taken = ordered[:limit] if limit > 0 else ordered[:PAGE]
    events = [_shown(record, _GET) for record in taken]
    if str(given.get("CLEAR", 1)) != "0":
        for record in taken:
            call.store.delete(_KIND, record["ID"])
        return {"process_id": None, "events": events}
    process = process or secrets.token_hex(16)
    for record in taken:
        _change(call, record, PROCESS_ID=process)
    return {"process_id": process, "events": events}


def _change(call: Call, record: Record, **changed: Any) -> None:
    kept = {name: value for name, value in record.items() if name != "ID"}
    call.store.put(_KIND, record["ID"], {**kept, **changed})


@method("event.offline.list", scope="", app_only=True)
def list_events(call: Call) -> Page:
    """Look into the queue without changing it (events/event-offline-list.md)."""
    given = application.parameters(call)
    wanted = given.get("FILTER")
    fits = rows.select(_queue(call), wanted if isinstance(wanted, dict) else {}, _LIST)
    ordered = rows.sort(fits, given.get("ORDER"), _LIST, {"ID": "ASC"})
    return rows.page(call, ordered, lambda record: _shown(record, _LIST))


def _reserved(call: Call, *, by_id: bool) -> list[Record]:
    """Return the records of a process that a call means: all, or those it lists."""
    application.require_admin(call)
    given = application.parameters(call)
    process = str(given.get("PROCESS_ID") or "")
    found = call.store.all(_KIND, CLIENT=call.caller.client_id, PROCESS_ID=process)
    records = [{"ID": number, **row} for number, row in found] if process else []
    for name, at in (("ID", "ID"), ("MESSAGE_ID", "MESSAGE_ID")):
        listed = given.get(name)
        if listed in (None, "", []) or (name == "ID" and not by_id):
            continue
        values = list(listed.values()) if isinstance(listed, dict) else listed
        texts = {str(value) for value in (values if isinstance(values, list) else [values])}
        return [record for record in records if str(record[at]) in texts]
    return records


@method("event.offline.clear", scope="", app_only=True)
def clear(call: Call) -> bool:
    """Remove reserved events (events/event-offline-clear.md)."""
    for record in _reserved(call, by_id=True):
        call.store.delete(_KIND, record["ID"])
    return True


@method("event.offline.error", scope="", app_only=True)
def error(call: Call) -> bool:
    """Mark reserved events as failed (events/event-offline-error.md)."""
    for record in _reserved(call, by_id=False):
        _change(call, record, ERROR=1)
    return True
