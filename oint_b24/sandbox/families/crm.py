"""The family `crm`: leads, deals, contacts, companies and what belongs to them."""

from __future__ import annotations

from functools import partial

from oint_b24.sandbox.families import (
    crm_bindings,
    crm_dictionaries,
    crm_items,
    crm_lists,
    crm_pipelines,
    crm_products,
    crm_records,
    crm_seed,
    crm_userfields,
)
from oint_b24.sandbox.families.crm_fields import COMPANY, CONTACT, DEAL, LEAD
from oint_b24.sandbox.families.crm_records import Entity
from oint_b24.sandbox.registry import method

# Modules that register what they serve by being imported.
SERVED_BY = (crm_dictionaries, crm_pipelines, crm_seed)

ENTITIES = (
    Entity(
        "lead",
        LEAD,
        "Лид",
        {},
        {"CURRENCY_ID": "RUB", "OPPORTUNITY": 0.0, "IS_MANUAL_OPPORTUNITY": "N", "OPENED": "Y"},
    ),
    Entity(
        "deal",
        DEAL,
        "Сделка",
        {},
        {
            "TYPE_ID": "SALE",
            "IS_RECURRING": "N",
            "IS_RETURN_CUSTOMER": "N",
            "IS_REPEATED_APPROACH": "N",
            "CURRENCY_ID": "RUB",
            "OPPORTUNITY": 0.0,
            "IS_MANUAL_OPPORTUNITY": "N",
            "TAX_VALUE": 0.0,
            "OPENED": "Y",
            "SOURCE_ID": "CALL",
        },
    ),
    Entity(
        "contact",
        CONTACT,
        "Контакт",
        # crm-contact-update.md, crm-contact-delete.md
        {"update": ("", "Contact is not found"), "delete": ("ERROR_CORE", "Element not found")},
        {"TYPE_ID": "CLIENT", "SOURCE_ID": "CALL", "OPENED": "Y", "EXPORT": "Y"},
    ),
    Entity(
        "company",
        COMPANY,
        "Компания",
        # crm-company-update.md, crm-company-delete.md
        {"update": ("", "Company is not found"), "delete": ("", "Company is not found")},
        {
            "COMPANY_TYPE": "CUSTOMER",
            "CURRENCY_ID": "RUB",
            "REVENUE": 0.0,
            "OPENED": "Y",
            "IS_MY_COMPANY": "N",
        },
    ),
)


def _register(entity: Entity) -> None:
    prefix = f"crm.{entity.kind}"
    method(f"{prefix}.add", scope="crm")(partial(crm_records.add, entity))
    method(f"{prefix}.get", scope="crm")(partial(crm_records.get, entity))
    method(f"{prefix}.list", scope="crm")(partial(crm_lists.list_rows, entity))
    method(f"{prefix}.update", scope="crm")(partial(crm_records.update, entity))
    method(f"{prefix}.delete", scope="crm")(partial(crm_products.delete_owner, entity))
    method(f"{prefix}.fields", scope="crm")(partial(crm_records.describe, entity))
    owner = entity.user_field_owner
    method(f"{prefix}.userfield.add", scope="crm")(partial(crm_userfields.add, owner))
    method(f"{prefix}.userfield.get", scope="crm")(partial(crm_userfields.get, owner))
    method(f"{prefix}.userfield.list", scope="crm")(partial(crm_userfields.listed, owner))
    method(f"{prefix}.userfield.update", scope="crm")(partial(crm_userfields.update, owner))
    method(f"{prefix}.userfield.delete", scope="crm")(partial(crm_userfields.delete, owner))


for _entity in ENTITIES:
    _register(_entity)
for _kind in ("deal", "lead"):
    method(f"crm.{_kind}.productrows.get", scope="crm")(partial(crm_products.get, _kind))
    method(f"crm.{_kind}.productrows.set", scope="crm")(partial(crm_products.replace, _kind))
crm_bindings.register()
crm_items.register(ENTITIES)
