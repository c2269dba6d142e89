"""Requisites and their bank details: crm.requisite.*, crm.requisite.bankdetail.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.crm import owners
from oint_b24.sandbox.families.requisites.fields import BANK_DETAIL, REQUISITE
from oint_b24.sandbox.families.requisites.tables import Table

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

KIND, BANK, PRESET = "crm_requisite", "crm_bank_detail", "crm_requisite_preset"
USER_FIELDS = "CRM_REQUISITE"
_LINK = "crm_requisite_link"


def needed(call: Call, document: dict[str, Any], name: str) -> int:
    """Return a field that must be a positive number. Refuses by its name."""
    number = document.get(name)
    if not isinstance(number, int) or number <= 0:
        call.refuse("", f"{name} is not defined or invalid.")
    return number


def _check(call: Call, document: dict[str, Any]) -> None:
    type_id = needed(call, document, "ENTITY_TYPE_ID")
    if type_id not in (owners.CONTACT, owners.COMPANY):
        call.refuse("", "ENTITY_TYPE_ID is not defined or invalid.")
    number = needed(call, document, "ENTITY_ID")
    preset = call.store.get(PRESET, needed(call, document, "PRESET_ID"))
    if preset is None:
        call.refuse("", "PRESET_ID is not defined or invalid.")
    if owners.find(call.store, type_id, number) is None:
        call.refuse("", "Entity not found.")
    document["NAME"] = document.get("NAME") or preset["NAME"]


def _gone(call: Call, number: int) -> None:
    owners.forget(call.store, owners.REQUISITE, number)
    for name in ("REQUISITE_ID", "MC_REQUISITE_ID"):
        for link, document in call.store.all(_LINK, **{name: number}):
            bank = name.replace("REQUISITE_ID", "BANK_DETAIL_ID")
            call.store.put(_LINK, link, {**document, name: 0, bank: 0})


def _check_bank(call: Call, document: dict[str, Any]) -> None:
    requisite = call.store.get(KIND, needed(call, document, "ENTITY_ID"))
    if requisite is None:
        call.refuse("", "ENTITY_ID is not defined or invalid.")
    document["ENTITY_TYPE_ID"] = owners.REQUISITE
    preset = call.store.get(PRESET, requisite["PRESET_ID"]) or {}
    document["COUNTRY_ID"] = document.get("COUNTRY_ID") or preset.get("COUNTRY_ID", 1)
    document["NAME"] = document.get("NAME") or document.get("RQ_BANK_NAME") or "Счёт"


def _bank_gone(call: Call, number: int) -> None:
    for name in ("BANK_DETAIL_ID", "MC_BANK_DETAIL_ID"):
        for link, document in call.store.all(_LINK, **{name: number}):
            call.store.put(_LINK, link, {**document, name: 0})


TABLES = (
    Table(
        "crm.requisite",
        KIND,
        "Requisite",
        REQUISITE,
        _check,
        {"ACTIVE": "Y", "ADDRESS_ONLY": "N", "SORT": 500, "RQ_VAT_PAYER": "N"},
        gone=_gone,
        custom=USER_FIELDS,
    ),
    Table(
        "crm.requisite.bankdetail",
        BANK,
        "RequisiteBankDetail",
        BANK_DETAIL,
        _check_bank,
        {"ACTIVE": "Y", "SORT": 500},
        gone=_bank_gone,
    ),
)
