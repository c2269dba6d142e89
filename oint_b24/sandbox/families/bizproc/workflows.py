"""`bizproc.workflow.*`: starting workflows, looking at them, stopping them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.apps import application
from oint_b24.sandbox.families.bizproc import documents, listing, tasks, templates
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Page

KIND = tasks.WORKFLOW
_FIELDS = (
    "ID", "MODIFIED", "OWNED_UNTIL", "MODULE_ID", "ENTITY", "DOCUMENT_ID", "STARTED",
    "STARTED_BY", "TEMPLATE_ID",
)  # fmt: skip
_WRONG = "ERROR_WRONG_WORKFLOW_ID"


@method("bizproc.workflow.start", scope="bizproc")
def start(call: Call) -> str:
    """Start a workflow and return its id; it asks for an approval (bizproc-workflow-start.md)."""
    application.require_admin(call)
    number = call.integer("TEMPLATE_ID")
    if not number:
        call.refuse(_WRONG, "Empty TEMPLATE_ID")
    template = call.store.get(templates.KIND, number)
    if template is None:
        call.refuse(_WRONG, "Template not found")
    document = documents.triple(call.get("DOCUMENT_ID"))
    if document is None:
        call.refuse("", "Wrong DOCUMENT_ID!")
    kind = documents.type_of(call.store, document)
    if kind is None:
        call.refuse("", "Incorrect document type!")
    if (template["MODULE_ID"], template["DOCUMENT_TYPE"]) != (document[0], kind):
        call.refuse("", "Template type and DOCUMENT_ID mismatch!")
    moment = call.portal.moment()
    workflow = {
        "CODE": f"{secrets.token_hex(7)}.{secrets.randbelow(10**8):08}",
        "MODIFIED": moment,
        "OWNED_UNTIL": None,
        "MODULE_ID": document[0],
        "ENTITY": document[1],
        "DOCUMENT_ID": document[2],
        "STARTED": moment,
        "STARTED_BY": call.user,
        "TEMPLATE_ID": number,
        "TEMPLATE_NAME": template["NAME"],
        "PARAMETERS": call.object("PARAMETERS"),
    }
    call.store.add(KIND, workflow)
    tasks.ask(call, workflow)
    return str(workflow["CODE"])


@method("bizproc.workflow.instances", scope="bizproc")
def instances(call: Call) -> Page:
    """List running workflows (bizproc-workflow-instances.md)."""
    application.require_admin(call)
    found = [{**row, "ID": row["CODE"]} for _, row in call.store.all(KIND)]
    default = ("ID", "MODIFIED", "OWNED_UNTIL")
    return listing.answer(call, found, _FIELDS, default, {"MODIFIED": "DESC"})


@method("bizproc.workflow.terminate", scope="bizproc")
def terminate(call: Call) -> bool:
    """Stop a workflow; who was asked has nothing to answer any more (…-terminate.md)."""
    return _stop(call)


@method("bizproc.workflow.kill", scope="bizproc")
def kill(call: Call) -> bool:
    """Delete a workflow with all it has left behind (bizproc-workflow-kill.md)."""
    done = _stop(call)
    tasks.forget(call.store, call.text("ID"))
    return done


def _stop(call: Call) -> bool:
    application.require_admin(call)
    code = call.text("ID")
    if not code:
        call.refuse(_WRONG, "Empty workflow instance ID")
    found: list[tuple[int, dict[str, Any]]] = call.store.all(KIND, CODE=code)
    for number, _ in found:
        call.store.delete(KIND, number)
    tasks.withdraw(call.store, code)
    return True
