"""The family of telephony: what applications tell of their lines and calls."""

from __future__ import annotations

from oint_b24.sandbox.families.telephony import calls, clients, lines, recordings

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (calls, clients, lines, recordings)
