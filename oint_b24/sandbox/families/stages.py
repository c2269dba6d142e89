"""The family `stages`."""
