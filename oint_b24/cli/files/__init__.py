"""`oint upload` and `oint download`."""
