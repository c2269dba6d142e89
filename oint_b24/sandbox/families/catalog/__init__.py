"""The trade catalogue: products, sections, prices, properties, warehouses and their documents."""
