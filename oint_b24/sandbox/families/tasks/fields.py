"""The family of custom task fields (`task.item.userfield.*`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import YES, Page, whole
from oint_b24.sandbox.families.people import directory as people
from oint_b24.sandbox.families.tasks import field_types
from oint_b24.sandbox.families.tasks.field_types import ENTITY, LABELS
from oint_b24.sandbox.families.tasks.model import KIND as TASK, SYSTEM_USER_FIELDS
from oint_b24.sandbox.families.tasks.user_values import KIND
from oint_b24.sandbox.listing import conditions, ordering
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Field = dict[str, Any]

_SORTABLE = ("ID", "FIELD_NAME", "USER_TYPE_ID", "SORT")
_FILTERABLE = ("ID", "FIELD_NAME", "USER_TYPE_ID", "XML_ID", "MULTIPLE", "MANDATORY")
_SWITCHES = ("MULTIPLE", "MANDATORY", "SHOW_FILTER", "SHOW_IN_LIST", "EDIT_IN_LIST",
    "IS_SEARCHABLE")  # fmt: skip
_SHOWN = ("ENTITY_ID", "FIELD_NAME", "USER_TYPE_ID", "XML_ID", "SORT", *_SWITCHES, "SETTINGS")
_CLASS = r"Bitrix\Tasks\Integration\Rest\Task\UserField"
_DEFAULT_SORT = 100
_CRM = {"LEAD": "Y", "CONTACT": "Y", "COMPANY": "Y", "DEAL": "Y"}


@seed("tasks.fields")
def fill(store: Store) -> None:
    """Create the custom field of a fresh portal and the three of the system."""
    own = _blank("UF_AUTO_PRIORITY", "string") | {"LABEL": "Автоприоритет"}
    own |= {name: field_types.labels("Автоприоритет") for name in LABELS}
    hidden = {"SHOW_IN_LIST": "N", "EDIT_IN_LIST": "N"}
    crm = _blank("UF_CRM_TASK", "crm") | hidden | {"MULTIPLE": "Y", "SETTINGS": _CRM}
    mail = _blank("UF_MAIL_MESSAGE", "mail_message") | hidden
    files = _blank("UF_TASK_WEBDAV_FILES", "disk_file")
    files |= {"XML_ID": "TASK_WEBDAV_FILES", "MULTIPLE": "Y", "IS_SEARCHABLE": "Y"}
    for number, field in enumerate((own, crm, mail, files), 1):
        store.add(KIND, field, id=number)


def _blank(name: str, kind: str) -> Field:
    return {
        "ENTITY_ID": ENTITY,
        "FIELD_NAME": name,
        "USER_TYPE_ID": kind,
        "XML_ID": "",
        "SORT": _DEFAULT_SORT,
        **dict.fromkeys(_SWITCHES, "N"),
        "SHOW_IN_LIST": "Y",
        "EDIT_IN_LIST": "Y",
        "SETTINGS": field_types.settings(kind),
        "LABEL": "",
        **{label: field_types.labels("") for label in LABELS},
    }


@method("task.item.userfield.add", scope="task")
def add(call: Call) -> int:
    """Create a field; its code gets the prefix UF_ (task-item-user-field-add.md)."""
    given = call.object("PARAMS")
    if not given:
        _invalid(call, "add")
    _require_admin(call)
    kind, name = str(given.get("USER_TYPE_ID") or ""), str(given.get("FIELD_NAME") or "")
    if not kind:
        call.refuse("ERROR_CORE", "The 'USER_TYPE_ID' field is not found.")
    if kind not in field_types.TYPES:
        call.refuse("ERROR_CORE", "Invalid user type specified.")
    if not name:
        call.refuse("ERROR_CORE", "The 'FIELD_NAME' field is not found.")
    code = name.upper() if name.upper().startswith("UF_") else f"UF_{name.upper()}"
    if call.store.all(KIND, FIELD_NAME=code):
        text = f"The field {code} for the object {ENTITY} already exists."
        call.refuse("ERROR_CORE", text)
    return call.store.add(KIND, _changed(_blank(code, kind), given))


def _changed(field: Field, given: Field) -> Field:
    """Return the field with what was sent; a yes or no is never multiple."""
    new = dict(field)
    if "XML_ID" in given:
        new["XML_ID"] = str(given["XML_ID"] or "")
    if "SORT" in given:
        new["SORT"] = whole(given["SORT"], _DEFAULT_SORT)
    for name in _SWITCHES:
        if name in given:
            new[name] = "Y" if str(given[name]).upper() in YES else "N"
    if field["USER_TYPE_ID"] == "boolean":
        new["MULTIPLE"] = "N"
    if isinstance(given.get("SETTINGS"), dict):
        new["SETTINGS"] = {**(field["SETTINGS"] or {}), **given["SETTINGS"]}
    return new | _labelled(field, given)


def _labelled(field: Field, given: Field) -> Field:
    """Return the labels: LABEL stands for all of them that were not sent by themselves."""
    found: Field = {}
    if given.get("LABEL"):
        found["LABEL"] = str(given["LABEL"])
        found |= {label: field_types.labels(found["LABEL"]) for label in LABELS}
    for label in LABELS:
        if isinstance(given.get(label), dict):
            known = field_types.labels("") if "LABEL" in found else field[label]
            texts = {lang: str(text) for lang, text in given[label].items() if lang in known}
            found[label] = {**known, **texts}
    return found


@method("task.item.userfield.update", scope="task")
def update(call: Call) -> bool:
    """Change a field; its code and type stay (task-item-user-field-update.md)."""
    data = call.object("DATA")
    if call.get("ID") is None or not data:
        _invalid(call, "update")
    _require_admin(call)
    number, field = _found(call)
    call.store.put(KIND, number, _changed(field, data))
    return True


@method("task.item.userfield.get", scope="task")
def get(call: Call) -> Page:
    """Return a field with its labels in every language (task-item-user-field-get.md)."""
    if call.get("ID") is None:
        call.refuse("ERROR_CORE", "No parameters found.")
    number, field = _found(call)
    return Page({**_shown(number, field), **{name: field[name] for name in LABELS}}, total=0)


@method("task.item.userfield.getlist", scope="task")
def get_list(call: Call) -> Page:
    """List fields, the system's own among them (task-item-user-field-get-list.md)."""
    where = conditions(call.object("FILTER"), _FILTERABLE)
    wanted = {n.upper(): way for n, way in call.object("ORDER").items() if n.upper() in _SORTABLE}
    rows = call.store.select(KIND, where, ordering(wanted))
    return Page([_shown(number, field) for number, field in rows], total=0)


def _shown(number: int, field: Field) -> Field:
    return {"ID": str(number), **{name: field[name] for name in _SHOWN}, "SORT": str(field["SORT"])}


@method("task.item.userfield.delete", scope="task")
def delete(call: Call) -> bool:
    """Delete a field with its values (task-item-user-field-delete.md)."""
    if call.get("ID") is None:
        _invalid(call, "delete")
    _require_admin(call)
    number, field = _found(call)
    name = field["FIELD_NAME"]
    if name in SYSTEM_USER_FIELDS:
        call.refuse("ERROR_CORE", "Access denied.")
    for task_id, task in call.store.all(TASK):
        if task.pop(name, None) is not None:
            call.store.put(TASK, task_id, task)
    return call.store.delete(KIND, number)


@method("task.item.userfield.gettypes", scope="task")
def get_types(_call: Call) -> Page:
    """Return the types of fields (task-item-user-field-get-types.md)."""
    types = field_types.TYPES.items()
    return Page([{"ID": code, "title": title} for code, title in types], total=0)


@method("task.item.userfield.getfields", scope="task")
def get_fields(_call: Call) -> Page:
    """Describe what a field consists of (task-item-user-field-get-fields.md)."""
    return Page(field_types.description(), total=0)


def _found(call: Call) -> tuple[int, Field]:
    number = call.integer("ID")
    if number is None or number <= 0:
        call.refuse("ERROR_CORE", "ID is not defined or invalid.")
    field = call.store.get(KIND, number)
    if field is None:
        call.refuse("ERROR_NOT_FOUND", f"The entity with ID '{number}' is not found.")
    return number, field


def _require_admin(call: Call) -> None:
    if not people.is_admin(call.store, call.user):
        call.refuse("ERROR_CORE", "Access denied.")


def _invalid(call: Call, name: str) -> Any:
    text = f"TASKS_ERROR_EXCEPTION_#0; Invalid arguments for {_CLASS}::{name}; 0/TE<br>"
    call.refuse("ERROR_CORE", text)
