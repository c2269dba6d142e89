"""Tell which pages describe a method, and which method in which version of REST."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.catalogue.pages import Page

NAME = r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+"
_UNDOTTED = frozenset({"batch", "methods", "scope", "events", "profile", "documentation"})

# Where title, address and file name disagree and no rule settles it.
_OVERRIDE = {
    "settings/how-to-call-rest-api/batch.md": "batch",
    "api-reference/common/system/methods.md": "methods",
    "api-reference/common/system/scope.md": "scope",
    "api-reference/common/users/profile.md": "profile",
    "api-reference/events/events.md": "events",
    "api-reference/chats/special-operations/im-recent-pin.md": "im.recent.pin",
    "api-reference/crm/automation/triggers/crm-automation-trigger-delete.md": (
        "crm.automation.trigger.delete"
    ),
    "api-reference/departments/department-delete.md": "department.delete",
    "api-reference/departments/employee/humanresources-employee-search.md": (
        "humanresources.employee.search"
    ),
    "api-reference/crm/outdated/invoice/crm-invoice-user-field-add.md": "crm.invoice.userfield.add",
}
# Guides that carry an example call, and one orphan stub that the Russian original lacks.
_NO_METHOD = frozenset(
    {
        "api-reference/chat-bots/chat-bots-v2/change-log.md",
        "api-reference/chat-bots/chat-bots-v2/migration.md",
        "api-reference/chat-bots/outdated/send-command.md",
        "api-reference/chat-bots/send-command.md",
        "api-reference/chats/messages/attachments.md",
        "api-reference/chats/messages/formatting.md",
        "api-reference/chats/messages/keyboards.md",
        "api-reference/chats/messages/menu.md",
        "api-reference/common/settings/user-option.md",
        "api-reference/files/how-to-update-files.md",
        "api-reference/files/how-to-upload-files.md",
        "api-reference/rest-v3.md",
    }
)

_ADDRESS = re.compile(
    r"https?://[^\s\"']*?/rest/((?:\*\*[^*]+\*\*/|\{[^}]+\}/|api/|\d+/|[a-z0-9]{12,}/)*)"
    r"([A-Za-z][A-Za-z0-9_.]*?)(?:\.json|\.xml)?/?(?=[\s?\"'\\`<)]|$)"
)
_SDK_CALL = re.compile(r"callMethod\(\s*[\"']([A-Za-z0-9_.]+)[\"']")
_TITLE_NAME = re.compile(NAME)
_OVERVIEW = re.compile(r"overview|обзор", re.IGNORECASE)
_EVENT = re.compile(r"^event\b|\bevent on\b|\.on\.(add|update|delete)")
_EVENT_METHOD = re.compile(r"event\.(get|bind|unbind|offline)")
_REQUEST = re.compile(r"^#+ +Method parameters", re.IGNORECASE | re.MULTILINE)
_REQUEST_OR_CALL = re.compile(
    r"## Method Parameters|^#+ +Method parameters|cURL \(Webhook\)|cURL \(OAuth\)", re.MULTILINE
)
_JAVASCRIPT = re.compile(r"BX24\.|Messenger\.|::|\bJS\b")
_WHO = re.compile(r"Who can (execute|perform) the method")
_NO_PARAMS = re.compile(
    r"^\s*(?:The method (?:has|takes|accepts) )?(?:no parameters|without parameters)[^\n]*$"
    r"|method is called without parameters",
    re.IGNORECASE | re.MULTILINE,
)
_V3_LEAD = re.compile(
    r"(belongs to|part of|method of|относится к)[^.\n]{0,30}REST (API )?(3\.0|v3)", re.IGNORECASE
)


def is_method_page(page: Page) -> bool:
    """Say whether `page` describes one method (not an event, a guide or a section's overview)."""
    path, title = page.path, page.title
    if path in _OVERRIDE:
        return True
    if path in _NO_METHOD or "/_include" in path or path.endswith("/index.md"):
        return False
    if _OVERVIEW.search(title) or _is_event(title.lower()):
        return False
    named = bool(_TITLE_NAME.search(title))
    if _REQUEST_OR_CALL.search(page.raw):
        return named or (bool(re.search(r"cURL|callMethod", page.raw)) and _tells_params(page.raw))
    outdated = "/outdated/" in path or bool(_WHO.search(page.raw))
    return named and outdated and not _JAVASCRIPT.search(title)


def method_name(page: Page) -> str | None:
    """Return the method's documented spelling: title, addresses and file name vote."""
    if page.path in _OVERRIDE:
        return _OVERRIDE[page.path]
    told = _told(page)
    alike = _letters(PurePosixPath(page.path).stem.replace("-rest-v3", ""))
    for name in told:
        if _letters(name) == alike:
            same = [other for other in told if other.lower() == name.lower()]
            return min(same, key=lambda one: ("title" not in told[one], -len(told[one])))
    from_title = [name for name in told if "title" in told[name]]
    called = [name for name in from_title if set(told[name]) > {"title"}]
    return next(iter([*called, *from_title, *told]), None)


def version_of(page: Page) -> int:
    """Return the version of REST the page describes, 2 or 3."""
    if page.path.endswith("-rest-v3.md"):
        return 3
    prefixes = [address[1] for address in _ADDRESS.finditer(page.raw)]
    new = [prefix for prefix in prefixes if prefix.startswith("api/")]
    return 3 if len(new) * 2 > len(prefixes) or _V3_LEAD.search(_raw_lead(page)) else 2


def says_no_params(page: Page) -> bool:
    """Say whether the page tells in words that the method takes nothing."""
    return bool(_NO_PARAMS.search(page.text))


def _is_event(title: str) -> bool:
    return bool(_EVENT.search(title)) and not _EVENT_METHOD.search(title)


def _tells_params(raw: str) -> bool:
    return bool(_REQUEST.search(raw) or _NO_PARAMS.search(raw))


def _told(page: Page) -> dict[str, list[str]]:
    """Collect the names a page tells and where: title first, then the calls, most used first."""
    told: dict[str, list[str]] = {}
    for source, found in (
        ("title", reversed(_TITLE_NAME.findall(page.title))),
        ("address", _by_use(_addressed(page.raw))),
        ("sdk", _by_use(_SDK_CALL.findall(page.raw))),
    ):
        for name in found:
            told.setdefault(name, []).append(source)
    return told


def _addressed(text: str) -> list[str]:
    called = [address[2] for address in _ADDRESS.finditer(text)]
    return [name for name in called if "." in name or name in _UNDOTTED]


def _by_use(found: list[str]) -> Iterator[str]:
    return (name for name, _ in Counter(found).most_common())


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _raw_lead(page: Page) -> str:
    return page.raw.split("\n## ")[0]
