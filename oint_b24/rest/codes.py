"""What an error code means, why it comes and what to do: `explain`.

Texts are `messages/code.json`: `code.<code>`, `.cause` and `.remedy`, the code in lower case and
without the frame of version 3 (`BITRIX_REST_V3_EXCEPTION_…EXCEPTION`). A code without an entry of
its own is explained by its form (`code.rule.*`): `CHAT_ID_EMPTY` tells what it means by itself.
Codes of the system: _includes/system-errors.md, rest-v3.md, settings/oauth/error-codes.md.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from oint_b24.packaged import lines
from oint_b24.rest.catalogue import DATA
from oint_b24.rest.code_forms import form_of
from oint_b24.text import has, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PREFIX, _SUFFIX = "bitrix_rest_v3_exception_", "exception"
_FRAME = ("BITRIX_REST_V3_EXCEPTION_", "EXCEPTION")
_ERRORS = rb'"errors":(\[[^\]]*\])'
_SURE = 0.92
# Codes any method may answer with, in documented spelling, and the statuses they come with.
SYSTEM: dict[str, tuple[int, ...]] = {
    "INTERNAL_SERVER_ERROR": (500,),
    "ERROR_UNEXPECTED_ANSWER": (500,),
    "QUERY_LIMIT_EXCEEDED": (503, 429),
    "OPERATION_TIME_LIMIT": (429,),
    "OVERLOAD_LIMIT": (503,),
    "ERROR_BATCH_METHOD_NOT_ALLOWED": (405,),
    "ERROR_BATCH_LENGTH_EXCEEDED": (400,),
    "NO_AUTH_FOUND": (401,),
    "expired_token": (401,),
    "invalid_token": (401,),
    "INVALID_CREDENTIALS": (403, 401),
    "insufficient_scope": (403, 401),
    "ACCESS_DENIED": (403, 400),
    "PAYMENT_REQUIRED": (401, 402),
    "user_access_error": (403,),
    "INVALID_REQUEST": (400,),
    "ERROR_MANIFEST_IS_NOT_AVAILABLE": (404,),
    "PORTAL_DELETED": (500, 410),
    "ERROR_METHOD_NOT_FOUND": (404, 400),
    "METHOD_CONFIRM_WAITING": (401,),
    "METHOD_CONFIRM_DENIED": (403,),
    "WRONG_AUTH_TYPE": (403,),
    "allowed_only_intranet_user": (403,),
    "authorization_error": (401,),
    "APPLICATION_NOT_FOUND": (401,),
    "ERROR_OAUTH": (401,),
    "NOT_INSTALLED": (401,),
    "ERROR_ARGUMENT": (400,),
    "ERROR_CORE": (400,),
    "100": (400,),
    "0": (400,),
    "": (400,),
}
# Codes of the authorisation server, which answers when a token is asked for or renewed.
SIGN_IN: dict[str, tuple[int, ...]] = {
    "invalid_client": (401,),
    "invalid_grant": (400,),
    "invalid_scope": (400,),
    "wrong_client": (200,),
}
# Codes any method of version 3 may answer with; here without their frame.
VERSION_3: dict[str, tuple[int, ...]] = {
    "VALIDATION_REQUESTVALIDATION": (400,),
    "VALIDATION_DTOVALIDATION": (400,),
    "VALIDATION_REQUESTFILTERVALIDATION": (400,),
    "INVALIDJSON": (400,),
    "INVALIDSELECT": (400,),
    "INVALIDFILTER": (400,),
    "INVALIDORDER": (400,),
    "INVALIDPAGINATION": (400,),
    "UNKNOWNDTOPROPERTY": (400,),
    "UNKNOWNFILTEROPERATOR": (400,),
    "ENTITYNOTFOUND": (400,),
    "ACCESSDENIED": (403,),
    "INSUFFICIENTSCOPE": (403,),
    "IDEMPOTENCYKEYREUSED": (422,),
    "INVALIDIDEMPOTENCYKEY": (400,),
    "METHODNOTFOUND": (404,),
}


class Explanation(NamedTuple):
    """What a code means. `key` and `params` name its messages; `statuses` are HTTP's.

    `reach` says who answers so: `system` any method, `v3` any method of version 3, `sign_in` the
    authorisation server, `method` the methods that document it. `by_rule` says that the form of
    the code told it, not an entry of its own.
    """

    code: str
    key: str
    params: Mapping[str, str] = {}
    statuses: tuple[int, ...] = ()
    reach: str = "method"
    by_rule: bool = False

    def meaning(self, lang: str) -> str:
        """Return what the code says, in `lang`."""
        return text(self.key, lang, **self.params)

    def cause(self, lang: str) -> str | None:
        """Return why it usually comes, where there is more to say than the meaning."""
        return self._more("cause", lang)

    def remedy(self, lang: str) -> str | None:
        """Return what to do about it."""
        return self._more("remedy", lang)

    def _more(self, part: str, lang: str) -> str | None:
        key = f"{self.key}.{part}"
        return text(key, lang, **self.params) if has(key) else None


class Raiser(NamedTuple):
    """A method that documents a code, and the statuses it names for it."""

    name: str
    version: int
    statuses: tuple[int, ...] = ()


def explain(code: str) -> Explanation | None:
    """Explain `code` as a portal sends it, in any case; None where even its form says nothing."""
    short = folded(code)
    spelled, reach, statuses = _known(code, short)
    key = f"code.{short or 'without_code'}"
    if has(key) and not short.startswith("rule."):
        return Explanation(spelled, key, statuses=statuses, reach=reach)
    rule = _form(code.strip(), short)
    if rule is None:
        return None
    name, what = rule
    return Explanation(spelled, f"code.rule.{name}", {"what": what}, statuses, reach, by_rule=True)


def folded(code: str) -> str:
    """Return the form under which codes are one: lower case, without the frame of version 3."""
    return code.strip().lower().removeprefix(_PREFIX).removesuffix(_SUFFIX)


def shortened(code: str) -> str:
    """Return a code of version 3 without its frame, other codes as they are."""
    if not code.startswith(_FRAME[0]):
        return code
    return code.removeprefix(_FRAME[0]).removesuffix(_FRAME[1])


def raised_by(code: str) -> list[Raiser]:
    """Return the methods whose documentation names `code`, in the order of the catalogue."""
    wanted = folded(code)
    found = []
    for row in _rows_with(wanted):
        spelled = [c for c in row.get("errors", ()) if folded(c) == wanted]
        if spelled:
            named = row.get("error_statuses", {})
            statuses = sorted({s for c in spelled for s in named.get(c, ())})
            found.append(Raiser(row["name"], row["version"], tuple(statuses)))
    return found


def documented() -> dict[str, int]:
    """Return every code methods document, as spelled there, with the number of methods."""
    counts: dict[str, int] = {}
    for errors in re.findall(_ERRORS, b"".join(lines(*DATA, "methods.ndjson"))):
        for code in dict.fromkeys(json.loads(errors)):
            counts[code] = counts.get(code, 0) + 1
    return counts


def nearest(code: str, count: int = 3) -> list[str]:
    """Return up to `count` known codes that look like `code`, the likeliest first."""
    from oint_b24.names import nearest as alike

    known = (*SYSTEM, *SIGN_IN, *VERSION_3, *documented())
    return alike(shortened(code.strip().upper()), map(shortened, known), count)


def with_status(status: str) -> list[str]:
    """Return the codes of the system that come with an HTTP status, [] for what is no status."""
    tables = (SYSTEM, SIGN_IN, VERSION_3)
    return [c for table in tables for c, statuses in table.items() if status in map(str, statuses)]


def is_misspelling(code: str, known: str) -> bool:
    """Say whether `code` is so close to `known` that it surely means it."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, folded(code), folded(known)).ratio() > _SURE


def _rows_with(wanted: str) -> Iterator[dict[str, Any]]:
    """Yield the rows that may hold the code; the others are not read as JSON."""
    needle = wanted.encode() if wanted else b'""'
    for line in lines(*DATA, "methods.ndjson"):
        errors = re.search(_ERRORS, line)
        if errors and needle in errors[1].lower():
            yield json.loads(line)


def _known(code: str, short: str) -> tuple[str, str, tuple[int, ...]]:
    """Return the documented spelling, who answers so and the statuses."""
    for reach, table in (("system", SYSTEM), ("sign_in", SIGN_IN), ("v3", VERSION_3)):
        for spelled, statuses in table.items():
            if spelled.lower() == short:
                full = spelled.join(_FRAME) if reach == "v3" else spelled
                return full, reach, statuses
    return code.strip(), "method", ()


def _form(code: str, short: str) -> tuple[str, str] | None:
    if code.lower().startswith(_PREFIX):
        return "v3", short.upper()
    return form_of(code)
