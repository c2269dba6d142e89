"""The platform's own error codes: which of them speak of access, of limits, of a fault inside.

The codes are those of _includes/system-errors.md, settings/oauth/error-codes.md and rest-v3.md.
They are compared in any case and with or without underscores: version 3 writes the same words
without them, between a prefix and a suffix.
"""

from __future__ import annotations

_PREFIX, _SUFFIX = "bitrix_rest_v3_exception_", "exception"

# The credential, its scopes, its rights or the plan.
ACCESS = frozenset(
    {
        "expired_token", "invalid_token", "no_auth_found", "invalid_credentials",
        "insufficient_scope", "invalid_scope", "access_denied", "access_error",
        "payment_required", "user_access_error", "method_confirm_waiting",
        "method_confirm_denied", "wrong_auth_type", "allowed_only_intranet_user",
        "authorization_error", "application_not_found", "error_oauth", "invalid_grant",
        "invalid_client", "wrong_client", "not_installed",
    }
)  # fmt: skip
RATE = "query_limit_exceeded"
OPERATING = "operation_time_limit"
OVERLOAD = "overload_limit"
EXPIRED = "expired_token"
# Refused before the method was started.
LIMIT = frozenset({RATE, OPERATING, OVERLOAD})
# Refusals that say so themselves, whatever status they come with.
_REFUSALS = frozenset(
    {
        "portal_deleted", "invalid_request", "error_argument", "100", "error_method_not_found",
        "method_not_found", "error_manifest_is_not_available", "error_batch_method_not_allowed",
        "error_batch_length_exceeded", "entity_not_found", "idempotency_key_reused",
        "invalid_idempotency_key",
    }
)  # fmt: skip
_SPELLED = {name.replace("_", ""): name for name in ACCESS | LIMIT | _REFUSALS}


def fold(code: str) -> str:
    """Return the one spelling of a code: lower case, without what version 3 puts around it."""
    lowered = code.strip().lower()
    if lowered.startswith(_PREFIX):
        lowered = lowered.removeprefix(_PREFIX).removesuffix(_SUFFIX)
    return _SPELLED.get(lowered.replace("_", ""), lowered)


def is_fault(folded: str, status: int) -> bool:
    """Say whether an error leaves open if the method ran: the portal broke in the middle."""
    return status >= 500 and folded not in _REFUSALS and folded not in ACCESS | LIMIT
