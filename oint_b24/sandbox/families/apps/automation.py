"""`bizproc.robot.*` and `bizproc.activity.*`: automation rules and actions of applications."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_KIND = "app_activity"
_ROBOT, _ACTIVITY = "robot", "activity"
_INVALID = "ERROR_ACTIVITY_VALIDATION_FAILURE"
_CODE = re.compile(r"[A-Za-z0-9._-]+")
_KEY = re.compile(r"[A-Za-z]\w*", re.ASCII)
_FIELDS = (
    "HANDLER", "AUTH_USER_ID", "USE_SUBSCRIPTION", "NAME", "DESCRIPTION", "PROPERTIES",
    "RETURN_PROPERTIES", "DOCUMENT_TYPE", "FILTER", "USE_PLACEMENT", "PLACEMENT_HANDLER",
)  # fmt: skip


@method("bizproc.robot.add", scope="bizproc", app_only=True)
def add_robot(call: Call) -> bool:
    """Register an automation rule (bizproc-robot-add.md)."""
    return _add(call, _ROBOT)


@method("bizproc.activity.add", scope="bizproc", app_only=True)
def add_activity(call: Call) -> bool:
    """Register an action (bizproc-activity-add.md)."""
    return _add(call, _ACTIVITY)


@method("bizproc.robot.list", scope="bizproc", app_only=True)
def list_robots(call: Call) -> list[str]:
    """Return the codes of the application's automation rules (bizproc-robot-list.md)."""
    return _list(call, _ROBOT)


@method("bizproc.activity.list", scope="bizproc", app_only=True)
def list_activities(call: Call) -> list[str]:
    """Return the codes of the application's actions (bizproc-activity-list.md)."""
    return _list(call, _ACTIVITY)


@method("bizproc.robot.update", scope="bizproc", app_only=True)
def update_robot(call: Call) -> bool:
    """Change an automation rule (bizproc-robot-update.md)."""
    return _update(call, _ROBOT)


@method("bizproc.activity.update", scope="bizproc", app_only=True)
def update_activity(call: Call) -> bool:
    """Change an action (bizproc-activity-update.md)."""
    return _update(call, _ACTIVITY)


@method("bizproc.robot.delete", scope="bizproc", app_only=True)
def delete_robot(call: Call) -> bool:
    """Remove an automation rule (bizproc-robot-delete.md)."""
    return _delete(call, _ROBOT)


@method("bizproc.activity.delete", scope="bizproc", app_only=True)
def delete_activity(call: Call) -> bool:
    """Remove an action (bizproc-activity-delete.md)."""
    return _delete(call, _ACTIVITY)


def _add(call: Call, kind: str) -> bool:
    application.require_admin(call, status=400)
    given = application.parameters(call)
    if not given:
        _invalid(call, "Empty data!")
    code = _code(call, given)
    application.check_handler(call, given.get("HANDLER"))
    if not given.get("NAME"):
        _invalid(call, "Empty activity NAME!")
    _check(call, given)
    # Rules and actions of an application share their codes.
    if _own(call, CODE=code):
        text = "Activity or Automation rule already installed!"
        call.refuse("ERROR_ACTIVITY_ALREADY_INSTALLED", text)
    fields = {name: given.get(name) for name in _FIELDS}
    row = {"CLIENT": call.caller.client_id, "CODE": code, "KIND": kind, **fields}
    call.store.add(_KIND, row)
    return True


def _invalid(call: Call, text: str) -> NoReturn:
    call.refuse(_INVALID, text)


def _code(call: Call, given: dict[str, Any]) -> str:
    code = str(given.get("CODE") or "")
    if not code:
        _invalid(call, "Empty activity code!")
    if not _CODE.fullmatch(code):
        _invalid(call, "Wrong activity code!")
    return code


def _check(call: Call, given: dict[str, Any]) -> None:
    for name in ("PROPERTIES", "RETURN_PROPERTIES"):
        _check_properties(call, given.get(name) or {})
    rules = given.get("FILTER")
    if rules and (not isinstance(rules, dict) or not set(rules) & {"INCLUDE", "EXCLUDE"}):
        _invalid(call, "Wrong activity FILTER!")
    document = given.get("DOCUMENT_TYPE")
    if document and (not isinstance(document, list) or len(document) != 3):
        _invalid(call, "Wrong activity DOCUMENT_TYPE!")


def _check_properties(call: Call, properties: Any) -> None:
    if not isinstance(properties, dict):
        _invalid(call, "Wrong properties array!")
    for key, about in properties.items():
        if not _KEY.fullmatch(str(key)):
            _invalid(call, f"Wrong property key {key}!")
        named = {str(n).upper(): v for n, v in about.items()} if isinstance(about, dict) else {}
        if not named.get("NAME"):
            _invalid(call, f"Empty property NAME {key}!")


def _own(call: Call, **equals: Any) -> list[tuple[int, dict[str, Any]]]:
    return call.store.all(_KIND, CLIENT=call.caller.client_id, **equals)


def _list(call: Call, kind: str) -> list[str]:
    application.require_admin(call, status=400)
    return [row["CODE"] for _, row in _own(call, KIND=kind)]


def _found(call: Call, kind: str) -> tuple[int, dict[str, Any]]:
    application.require_admin(call, status=400)
    found = _own(call, CODE=_code(call, application.parameters(call)), KIND=kind)
    if not found:
        call.refuse("ERROR_ACTIVITY_NOT_FOUND", "Activity or Automation Rule not found!")
    return found[0]


def _update(call: Call, kind: str) -> bool:
    number, row = _found(call, kind)
    given = {str(n).upper(): v for n, v in call.object("FIELDS").items()}
    changed = {name: value for name, value in given.items() if name in _FIELDS}
    if not changed:
        _invalid(call, "No fields to update")
    if "HANDLER" in changed:
        application.check_handler(call, changed["HANDLER"])
    if "NAME" in changed and not changed["NAME"]:
        _invalid(call, "Empty activity NAME!")
    _check(call, changed)
    call.store.put(_KIND, number, {**row, **changed})
    return True


def _delete(call: Call, kind: str) -> bool:
    number, _ = _found(call, kind)
    return call.store.delete(_KIND, number)
