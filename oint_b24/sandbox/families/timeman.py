"""The family `timeman`."""
