"""The family of consents: agreements, their texts, and what people agree to."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.registry import method, seed
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

_KIND, _CONSENT = "agreement", "consent"
_ERROR = "ERROR_ARGUMENT"
_BUTTON = "Принимаю"


@seed("userconsent.family")
def fill(store: Store) -> None:
    """Put in the agreement of a fresh portal."""
    agreement = {
        "NAME": "Согласие на обработку персональных данных",
        "ACTIVE": "Y",
        "LANGUAGE_ID": "ru",
        "LABEL": "Нажимая кнопку «{button}», я соглашаюсь на обработку персональных данных",
        "TEXT": "Согласие на обработку данных\n\nЯ разрешаю обработку данных:\n{fields}",
    }
    store.add(_KIND, agreement, id=1)


@method("userconsent.agreement.list", scope="userconsent")
def list_agreements(call: Call) -> list[dict[str, Any]]:
    """Return the agreements, the newest first (user-consent-agreement-list.md)."""
    rows = call.store.select(_KIND, [Where("ACTIVE", "=", "Y")], [("ID", True)])
    names = ("NAME", "ACTIVE", "LANGUAGE_ID")
    return [{"ID": str(number), **{n: row[n] for n in names}} for number, row in rows]


def _found(call: Call, name: str) -> tuple[int, dict[str, Any]]:
    number = call.integer(name)
    if not number:
        call.refuse(_ERROR, "Parameter `Agreement ID` required.")
    row = call.store.get(_KIND, number)
    if row is None:
        call.refuse(_ERROR, f"Agreement with id `{number}` not found")
    return number, row


@method("userconsent.agreement.text", scope="userconsent")
def text(call: Call) -> dict[str, str]:
    """Return the text of an agreement with the given words in (…-agreement-text.md)."""
    _, row = _found(call, "id")
    given = call.object("replace")
    told = given.get("fields")
    values = list(told.values()) if isinstance(told, dict) else []
    lines = "\n".join(f"- {value};" for value in values if value)
    button = str(given.get("button_caption") or _BUTTON)
    return {
        "LABEL": row["LABEL"].replace("{button}", button),
        "TEXT": row["TEXT"].replace("{fields}", lines),
    }


@method("userconsent.consent.add", scope="userconsent")
def add(call: Call) -> int:
    """Keep a consent and return its id (user-consent-consent-add.md)."""
    number, _ = _found(call, "AGREEMENT_ID")
    try:
        address = str(ip_address(call.text("IP")))
    except ValueError:
        call.refuse(_ERROR, "Parameter `IP` is not an IP address")
    consent = {
        "AGREEMENT_ID": number,
        "IP": address,
        "USER_ID": call.integer("USER_ID"),
        "DATE_INSERT": call.portal.moment(),
        **{name: call.text(name) for name in ("URL", "ORIGIN_ID", "ORIGINATOR_ID")},
    }
    return call.store.add(_CONSENT, consent)
