"""The family `calendar`."""
