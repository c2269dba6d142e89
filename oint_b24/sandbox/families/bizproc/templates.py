"""`bizproc.workflow.template.*`: templates of workflows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.families.bizproc import documents, listing
from oint_b24.sandbox.families.lists import files
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page
    from oint_b24.sandbox.store import Store

    Template = dict[str, Any]

KIND = "bp_template"
_FIELDS = (
    "ID", "MODULE_ID", "ENTITY", "DOCUMENT_TYPE", "AUTO_EXECUTE", "NAME", "DESCRIPTION",
    "TEMPLATE", "PARAMETERS", "VARIABLES", "CONSTANTS", "MODIFIED", "IS_MODIFIED", "USER_ID",
    "SYSTEM_CODE",
)  # fmt: skip
_PARTS = ("TEMPLATE", "PARAMETERS", "VARIABLES", "CONSTANTS")


def fill(store: Store) -> None:
    """Put in the template of a fresh portal: somebody has to approve a deal."""
    document = ("crm", "CCrmDocumentDeal", "DEAL")
    row = _row(document, "Согласование сделки", 1, "2026-01-12T10:00:00+03:00")
    store.add(KIND, {**row, "CLIENT": "", "SYSTEM_CODE": ""}, id=1)


def _row(document: tuple[str, str, str], name: str, user: int, moment: str) -> Template:
    return {
        "MODULE_ID": document[0],
        "ENTITY": document[1],
        "DOCUMENT_TYPE": document[2],
        "AUTO_EXECUTE": 0,
        "NAME": name,
        "DESCRIPTION": "",
        "MODIFIED": moment,
        "IS_MODIFIED": "N",
        "USER_ID": user,
        **{part: [] for part in _PARTS},
    }


def _invalid(call: Call, text: str) -> NoReturn:
    call.refuse("ERROR_TEMPLATE_VALIDATION_FAILURE", text)


@method("bizproc.workflow.template.add", scope="bizproc", app_only=True)
def add(call: Call) -> int:
    """Add a template from a file (bizproc-workflow-template-add.md)."""
    application.require_admin(call, status=400)
    given = application.parameters(call)
    document = documents.triple(given.get("DOCUMENT_TYPE"))
    if document is None or not documents.is_type(document):
        _invalid(call, "Incorrect field DOCUMENT_TYPE!")
    _check(call, given, ("NAME", "TEMPLATE_DATA"))
    row = _row(document, str(given["NAME"]), call.user, call.portal.moment())
    row |= {"CLIENT": call.caller.client_id, "SYSTEM_CODE": f"rest_{call.caller.client_id}"}
    return call.store.add(KIND, {**row, **_taken(given)})


def _check(call: Call, given: dict[str, Any], names: tuple[str, ...]) -> None:
    """Refuse what cannot be among the fields; `names` have to be there."""
    if "NAME" in (*names, *given) and not str(given.get("NAME") or "").strip():
        _invalid(call, "Empty template name!")
    if whole(given.get("AUTO_EXECUTE", 0)) not in (0, 1, 2, 3):
        _invalid(call, "Incorrect field AUTO_EXECUTE!")
    if "TEMPLATE_DATA" in (*names, *given) and not _has_content(given.get("TEMPLATE_DATA")):
        _invalid(call, "Incorrect field TEMPLATE_DATA!")


def _has_content(value: Any) -> bool:
    try:
        return any(content for _, content in files.sent(value))
    except files.NumberOfFile:
        return False


def _taken(given: dict[str, Any]) -> Template:
    names = [name for name in ("NAME", "DESCRIPTION") if name in given]
    found: Template = {name: str(given[name] or "") for name in names}
    return {**found, "AUTO_EXECUTE": whole(given.get("AUTO_EXECUTE"), 0)}


@method("bizproc.workflow.template.list", scope="bizproc")
def list_templates(call: Call) -> Page:
    """List templates; only ids without a selection (bizproc-workflow-template-list.md)."""
    application.require_admin(call, status=400)
    found = [{"ID": number, **row} for number, row in call.store.all(KIND)]
    return listing.answer(call, found, _FIELDS, ("ID",), {"ID": "ASC"})


@method("bizproc.workflow.template.update", scope="bizproc")
def update(call: Call) -> int:
    """Change a template of the application (bizproc-workflow-template-update.md)."""
    number, row = _own(call)
    given = {str(name).upper(): value for name, value in call.object("FIELDS").items()}
    if not given:
        _invalid(call, "No fields to update.")
    _check(call, given, ())
    changed = {**row, **_taken({"AUTO_EXECUTE": row["AUTO_EXECUTE"], **given})}
    changed |= {"MODIFIED": call.portal.moment(), "USER_ID": call.user}
    call.store.put(KIND, number, changed)
    return number


def _own(call: Call) -> tuple[int, Template]:
    if call.caller.kind == "webhook":
        call.refuse("ACCESS_DENIED", "Application context required")
    application.require_admin(call, status=400)
    number = call.integer("ID")
    row = call.store.get(KIND, number)
    if number is None or row is None:
        call.refuse("ERROR_TEMPLATE_NOT_FOUND", "Workflow template not found.")
    if row["CLIENT"] != call.caller.client_id:
        text = "You can update ONLY templates created by current application"
        call.refuse("ERROR_TEMPLATE_NOT_OWNER", text)
    return number, row


@method("bizproc.workflow.template.delete", scope="bizproc")
def delete(call: Call) -> None:
    """Delete a template of the application (bizproc-workflow-template-delete.md)."""
    number, _ = _own(call)
    call.store.delete(KIND, number)
