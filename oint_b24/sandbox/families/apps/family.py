"""The family of applications: what they register in the portal."""

from __future__ import annotations

from oint_b24.sandbox.families.apps import (
    automation,
    bindings,
    field_types,
    offline,
    placements,
    senders,
)

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (automation, bindings, field_types, offline, placements, senders)
