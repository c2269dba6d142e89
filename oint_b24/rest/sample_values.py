"""Values for a ready command line: of a parameter's name, of its type, of its documented list.

What no documentation of a parameter tells stands here by name: codes take Latin letters
(bizproc/bizproc-robot/bizproc-robot-add.md), sentences are in the user's language.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method, Param

_ADDRESS = "https://example.com/hook"
_CODE = "text"
_TEXT = {"ru": "текст", "en": "text"}
_FILE = "dGVzdA=="
_PICTURE = (  # one transparent point, PNG
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
_BY_TYPE: dict[str, Any] = {
    "integer": 1,
    "int": 1,
    "double": 1.5,
    "float": 1.5,
    "boolean": True,
    "char": "Y",
    "date": "2026-01-31",
    "datetime": "2026-01-31T10:00:00+03:00",
    "file": ["file.txt", _FILE],
    "crm_currency": "RUB",
    "crm_currency.currency": "RUB",
}
# What a parameter of this name takes says more than its type does.
_BY_NAME: dict[str, Any] = {
    "entitytypeid": 2,
    "dialog_id": "chat42",
    "dialogid": "chat42",
    "email": "user@example.com",
    "auth_type": 1,
    "cmd": "user.current",
    "users": 1,
    "responsible_id": 1,
    "created_by": 1,
    "user_id": 1,
    "ip": "192.0.2.1",
    "currency": "RUB",
    "language_id": "ru",
    "user_type_id": "string",
    "field_name": "MY_FIELD",
    "ownertype": "D",
    "user_phone_inner": "101",
}
# Where one name means different things: by methods, one (`user.add`) or a family (`disk.`). One
# alone says that its call needs the parameter, which the table of its page does not.
_BY_METHOD: tuple[tuple[str, str, Any], ...] = (
    ("bizproc.", "document_id", ["crm", "CCrmDocumentDeal", "DEAL_1"]),
    ("bizproc.", "document_type", ["crm", "CCrmDocumentDeal", "DEAL"]),
    ("catalog.product.list", "select", ["id", "iblockId"]),
    ("catalog.product.list", "filter", {"iblockId": 1}),
    ("catalog.product.offer.list", "select", ["id", "iblockId"]),
    ("catalog.product.offer.list", "filter", {"iblockId": 1}),
    ("catalog.product.service.list", "select", ["id", "iblockId"]),
    ("catalog.product.service.list", "filter", {"iblockId": 1}),
    ("catalog.product.sku.list", "select", ["id", "iblockId"]),
    ("catalog.product.sku.list", "filter", {"iblockId": 1}),
    ("catalog.section.list", "filter", {"iblockId": 1}),
    ("catalog.userfield.document.list", "select", ["documentId", "documentType"]),
    ("catalog.userfield.document.list", "filter", {"documentType": "A"}),
    ("crm.automation.trigger", "target", "DEAL_1"),
    ("crm.calllist.", "entities", [1]),
    ("crm.currency.", "id", "RUB"),
    ("crm.currency.localizations.set", "localizations", {"ru": {"DECIMALS": 2}}),
    ("crm.currency.localizations.delete", "lids", ["ru"]),
    ("crm.*.details.configuration.set", "type", "section"),
    ("crm.entity.mergebatch", "entityids", [1, 2]),
    ("crm.item.productrow.list", "filter", {"=ownerType": "D", "=ownerId": 1}),
    (
        "crm.*.layout.blocks.set",
        "layout",
        {"blocks": {"note": {"type": "text", "properties": {"value": "text"}}}},
    ),
    ("crm.product.property.settings.fields", "propertytype", "S"),
    ("crm.requisite.preset.", "entity_type_id", 8),
    ("crm.requisite.userfield.", "entity_id", "CRM_REQUISITE"),
    ("crm.stagehistory.list", "entitytypeid", 2),
    ("crm.status.", "entity_id", "SOURCE"),
    ("crm.status.", "entityid", "SOURCE"),
    ("crm.status.", "status_id", "NEW_SOURCE"),
    ("crm.timeline.bindings.list", "filter", {"OWNER_ID": 1}),
    ("disk.", "data", {"NAME": "file.txt"}),
    ("log.blogpost.update", "post_title", "text"),
    ("messageservice.sender.", "type", "SMS"),
    ("messageservice.sender.update", "name", "text"),
    ("tasks.task.result.list", "filter", [["taskId", "=", 1]]),
    ("telephony.externalcall.attachrecord", "filename", "call.mp3"),
    ("telephony.externalline.update", "name", "text"),
    ("timeman.networkrange.set", "ranges", '[{"ip_range":"10.0.0.0-10.0.0.255","name":"text"}]'),
    ("user.add", "uf_department", [1]),
)
_HUMAN = re.compile(
    r"(title|name|text|message|description|comments?|subject|label|caption|note|body|find|search"
    r"|reason)\Z"
)
_ID = re.compile(r"(?:\bid|_id|[a-z]Id|[A-Z]ID|\bID|_ID)\Z")
_PICTURES = re.compile(r"(avatar|picture|photo|image|logo|icon)\Z")
_CONTENTS = frozenset({"content", "filecontent", "file_content", "template_data"})
_NUMBERS = ("ID", "IDS", "Id", "Ids")
_TEXTS = frozenset({"string", "text", "char", "html", "any"})


def value(method: Method, param: Param, lang: str) -> Any:
    """Return a value `param` of `method` would take: a documented one, else one of its kind."""
    known = _of_method(method, param)
    if known is not None:
        return known
    kind = kind_of(param)
    folded = param.name.casefold()
    if method.version == 3 and param.name == "filter" and kind == "array":
        return [["id", "=", 1]]
    if kind == "array" and folded in _CONTENTS:
        return ["file.txt", _FILE]
    listed = [v for v in param.enum if "<" not in v]
    scalar = _scalar(param, kind.removesuffix("[]"), listed, lang)
    return [scalar] if kind == "array" or kind.endswith("[]") else scalar


def is_settled(method: Method, param: Param, *, exactly: bool = True) -> bool:
    """Say whether a value is known for `param` of this very method, or of its family too."""
    name, folded = method.name.casefold(), param.name.casefold()
    return any(
        folded == its and (name == of or (not exactly and fnmatchcase(name, _form(of))))
        for of, its, _ in _BY_METHOD
    )


def kind_of(param: Param) -> str:
    """Return the first of the types a parameter may have, in lower case."""
    first = (param.type or "").split("|")[0].strip().casefold()
    return "array" if first == "object[]" else first


def _of_method(method: Method, param: Param) -> Any:
    name, folded = method.name.casefold(), param.name.casefold()
    return next(
        (told for of, its, told in _BY_METHOD if folded == its and fnmatchcase(name, _form(of))),
        None,
    )


def _form(methods: str) -> str:
    """Return the pattern of an entry: a name that ends with a dot begins those of a family."""
    return f"{methods}*" if methods.endswith(".") else methods


def _scalar(param: Param, kind: str, listed: list[str], lang: str) -> Any:
    if listed:
        return int(listed[0]) if kind == "integer" and listed[0].isdecimal() else listed[0]
    if param.name.casefold() in _BY_NAME:
        return _BY_NAME[param.name.casefold()]
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind == "object" or kind.endswith("dto"):
        return {}
    if kind == "array" and param.name.endswith(_NUMBERS):
        return 1
    if kind in _TEXTS or kind == "array" or not kind:
        return _text(param.name, lang)
    # The rest are names of the platform's own types: `user`, `crm_company`, `sale_order.id`.
    return 1 if not kind.endswith((".code", ".symbol", ".lid")) else _CODE


def _text(name: str, lang: str) -> str:
    """Return a text for a parameter called `name`: an address, a file, a number, words, a code."""
    folded = name.casefold()
    if "url" in folded or folded.endswith("handler") or folded.startswith("event_"):
        return _ADDRESS
    if folded in _CONTENTS:
        return _FILE
    if _PICTURES.search(folded):
        return _PICTURE
    if "phone" in folded:
        return "+79990000000"
    if _ID.search(name):
        return "1"
    return _TEXT[lang] if _HUMAN.search(folded) else _CODE
