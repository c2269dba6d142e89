"""The family `crm`: leads, deals, contacts, companies and what belongs to them."""

from __future__ import annotations

from functools import partial

from oint_b24.sandbox.families.crm import (
    bindings,
    calllists,
    currencies,
    dealcategories,
    details,
    dictionaries,
    duplicates,
    enums,
    files,
    goods,
    history,
    items,
    lists,
    payments,
    pipelines,
    product_items,
    products,
    records,
    recurring,
    seed,
    solutions,
    triggers,
    types,
    userfield_types,
    userfields,
    volatile,
)
from oint_b24.sandbox.families.crm.fields import COMPANY, CONTACT, DEAL, LEAD
from oint_b24.sandbox.families.crm.quotes import QUOTE
from oint_b24.sandbox.families.crm.records import Entity
from oint_b24.sandbox.registry import method

# Modules that register what they serve by being imported.
SERVED_BY = (
    calllists,
    currencies,
    dealcategories,
    details,
    dictionaries,
    duplicates,
    enums,
    files,
    goods,
    history,
    payments,
    pipelines,
    product_items,
    recurring,
    seed,
    solutions,
    triggers,
    types,
    userfield_types,
    volatile,
)

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
    QUOTE,
)


def _register(entity: Entity) -> None:
    prefix = f"crm.{entity.kind}"
    method(f"{prefix}.add", scope="crm")(partial(records.add, entity))
    method(f"{prefix}.get", scope="crm")(partial(records.get, entity))
    method(f"{prefix}.list", scope="crm")(partial(lists.list_rows, entity))
    method(f"{prefix}.update", scope="crm")(partial(records.update, entity))
    method(f"{prefix}.delete", scope="crm")(partial(products.delete_owner, entity))
    method(f"{prefix}.fields", scope="crm")(partial(records.describe, entity))
    owner = entity.user_field_owner
    method(f"{prefix}.userfield.add", scope="crm")(partial(userfields.add, owner))
    method(f"{prefix}.userfield.get", scope="crm")(partial(userfields.get, owner))
    method(f"{prefix}.userfield.list", scope="crm")(partial(userfields.listed, owner))
    method(f"{prefix}.userfield.update", scope="crm")(partial(userfields.update, owner))
    method(f"{prefix}.userfield.delete", scope="crm")(partial(userfields.delete, owner))


for _entity in ENTITIES:
    _register(_entity)
for _kind in ("deal", "lead", "quote"):
    method(f"crm.{_kind}.productrows.get", scope="crm")(partial(products.get, _kind))
    method(f"crm.{_kind}.productrows.set", scope="crm")(partial(products.replace, _kind))
bindings.register()
items.register(ENTITIES)
