"""What of a user the limited permissions show: `user_basic` and `user_brief` (user-scope.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Caller

FULL = "user"
OWN_FIELDS = "UF_USR_"
_OWN_FIELDS_SCOPE = "user.userfield"
_BOTH = (
    "ID", "XML_ID", "ACTIVE", "NAME", "LAST_NAME", "SECOND_NAME", "TITLE", "IS_ONLINE",
    "TIME_ZONE", "TIMESTAMP_X", "DATE_REGISTER", "LAST_ACTIVITY_DATE", "PERSONAL_PROFESSION",
    "PERSONAL_GENDER", "PERSONAL_BIRTHDAY", "PERSONAL_PHOTO", "PERSONAL_CITY", "PERSONAL_STATE",
    "PERSONAL_COUNTRY", "WORK_POSITION", "WORK_CITY", "WORK_STATE", "WORK_COUNTRY",
    "UF_DEPARTMENT", "UF_PHONE_INNER", "UF_EMPLOYMENT_DATE", "UF_TIMEMAN", "UF_SKILLS",
    "UF_INTERESTS",
)  # fmt: skip
_CONTACTS = (
    "EMAIL", "PERSONAL_PHONE", "PERSONAL_FAX", "PERSONAL_MOBILE", "PERSONAL_PAGER",
    "PERSONAL_STREET", "PERSONAL_MAILBOX", "PERSONAL_ZIP", "PERSONAL_NOTES", "WORK_COMPANY",
    "WORK_DEPARTMENT", "WORK_WWW", "WORK_PHONE", "WORK_FAX", "WORK_PAGER", "WORK_STREET",
    "WORK_MAILBOX", "WORK_ZIP", "WORK_PROFILE", "WORK_LOGO", "WORK_NOTES", "UF_DISTRICT",
    "UF_SKYPE", "UF_SKYPE_LINK", "UF_ZOOM", "UF_TWITTER", "UF_FACEBOOK", "UF_LINKEDIN", "UF_XING",
    "UF_WEB_SITES",
)  # fmt: skip
LIMITED = {"user_basic": frozenset((*_BOTH, *_CONTACTS)), "user_brief": frozenset(_BOTH)}


def permitted(caller: Caller, row: dict[str, Any]) -> dict[str, Any]:
    """Return of a user's fields those the caller's permissions show."""
    if caller.allows(FULL):
        return row
    known = [fields for scope, fields in LIMITED.items() if caller.allows(scope)]
    names = frozenset().union(*known)
    own = caller.allows(_OWN_FIELDS_SCOPE)
    return {n: v for n, v in row.items() if n in names or (own and n.startswith(OWN_FIELDS))}
