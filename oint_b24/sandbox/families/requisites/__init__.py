"""Requisites of companies and contacts: bank details, addresses, templates, links."""
