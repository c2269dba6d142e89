"""The family of the trade catalogue: catalog.* and the older view of it, crm.product.*."""

from __future__ import annotations

from oint_b24.sandbox.families.catalog import (
    catalogs,
    crm_products,
    crm_properties,
    crm_sections,
    document_parts,
    documents,
    measures,
    price_types,
    prices,
    product_images,
    products,
    properties,
    property_settings,
    sections,
    seed,
    stores,
)

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (
    catalogs,
    crm_products,
    crm_properties,
    crm_sections,
    document_parts,
    documents,
    measures,
    price_types,
    prices,
    product_images,
    products,
    properties,
    property_settings,
    sections,
    seed,
    stores,
)
