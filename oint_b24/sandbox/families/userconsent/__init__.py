"""Agreements, and who has consented to them."""
